"""The QR code that leads from paper back to the version in force."""

from __future__ import annotations

from io import BytesIO

import segno


def picture(address: str, *, scale: int = 6) -> bytes:
    """Return the PNG of an address; a quarter of it may be dirty (level Q), as paper in a hall gets."""
    held = BytesIO()
    segno.make(address, error="q", micro=False).save(held, kind="png", scale=scale, border=1)
    return held.getvalue()
