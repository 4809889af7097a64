"""The agent: one graph from a question to a proven answer."""
