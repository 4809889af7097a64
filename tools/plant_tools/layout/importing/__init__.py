"""Plants from workbooks and drawings."""
