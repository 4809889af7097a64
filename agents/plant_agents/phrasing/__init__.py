"""Sentences by a language model: made of evidence, proven like anybody's, and done without where none stands."""
