"""Assets: the list of them, and what is on record for one, at a glance."""
