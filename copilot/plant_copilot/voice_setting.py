"""What PLANT_VOICE may be."""

from __future__ import annotations

USUAL = "faster-whisper"
NONE = "none"
CHOICES = "faster-whisper[:FOLDER], openai-whisper[:FOLDER_OR_FILE] or none"
"""How the choices are written, for messages."""


def is_choice(choice: str) -> bool:
    """Tell whether ``choice`` is written like one of ``CHOICES``."""
    library, colon, place = choice.partition(":")
    return choice == NONE or (library in {USUAL, "openai-whisper"} and bool(place) == bool(colon))
