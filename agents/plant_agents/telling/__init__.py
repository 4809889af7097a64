"""Figures of the history as sentences and tables in the asker's language."""
