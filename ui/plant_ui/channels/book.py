"""The book of the channels, read and written by every process that runs a channel."""

from __future__ import annotations

from plant_copilot.face_tables import CHANNELS
from plant_knowledge_ingest.book import Book, Title
from plant_knowledge_ingest.shelf import Shelf
from plant_ui.errors import ChannelBookOutOfReach

_TITLE = Title("channels", "channels.sqlite", CHANNELS, "The book of the channels,", ChannelBookOutOfReach)


def channel_book(shelf: Shelf) -> Book:
    """Return the book of the channels of a plant."""
    return Book(shelf, _TITLE)
