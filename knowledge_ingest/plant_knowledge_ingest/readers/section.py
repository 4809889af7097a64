"""A part of a document that begins on a page of its own: a slide, a sheet of a workbook, a picture."""

from __future__ import annotations

from typing import NamedTuple

PRODUCER = "Plant Copilot"
"""Marks the PDFs that we make of other files: nothing on their pages is furniture, whatever it looks like."""


class Section(NamedTuple):
    """``markup`` to be set on pages, which all bear the printed ``label`` ("7" for the seventh slide), or none."""

    markup: str
    label: str = ""
