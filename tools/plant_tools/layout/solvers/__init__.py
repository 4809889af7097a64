"""Searches for good layouts: slots, single rows and soft blocks; numbers in, arrays out, nothing of the plant."""
