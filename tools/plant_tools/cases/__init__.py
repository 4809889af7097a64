"""Similar cases: past work orders that say what somebody says now, in whatever language."""
