"""Errors of pictures.

ModelUnavailable
└── RecognitionMissing      text in pictures cannot be read on this machine
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import ModelUnavailable


class RecognitionMissing(ModelUnavailable):
    """The recognition of text in pictures is an extra, and not installed."""
