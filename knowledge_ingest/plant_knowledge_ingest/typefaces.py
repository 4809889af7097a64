"""Typefaces that come with PyMuPDF, for whoever draws letters in pictures: nothing of the system's is needed."""

from __future__ import annotations

from functools import cache

import pymupdf

SANS, BOLD, SERIF, MONO, CHINESE = FACES = ("helv", "hebo", "tibo", "cobo", "cjk")


@cache
def typeface(face: str) -> bytes:
    """Return one of ``FACES`` as a font file; only the Chinese one has Chinese."""
    return bytes(pymupdf.Font(face).buffer)
