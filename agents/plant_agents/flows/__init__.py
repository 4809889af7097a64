"""Guided flows: each drafts something and waits for a person."""
