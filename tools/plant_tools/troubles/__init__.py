"""What went wrong, and what to do, in the languages of people."""

from plant_tools.troubles.saying import said, spoken, trouble

__all__ = ["said", "spoken", "trouble"]
