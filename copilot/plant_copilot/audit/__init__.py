"""The audit log: who did what on what, with what outcome, each entry chained to the one before it."""
