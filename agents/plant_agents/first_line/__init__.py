"""The first line of an answer: the value, the meaning, the part or the first step, in the asker's language."""
