"""Speech: recordings in, words out. What is done with the words is the copilot's own business."""

from plant_ui.voice.choosing import open_ears

__all__ = ["open_ears"]
