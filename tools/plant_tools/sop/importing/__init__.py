"""Procedures that the plant has already: read into drafts, and held against the manuals."""
