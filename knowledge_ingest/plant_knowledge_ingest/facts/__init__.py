"""Fact cards: what a table row or a sentence states, as a typed pattern in the words of the source."""
