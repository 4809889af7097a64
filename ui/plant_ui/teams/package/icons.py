"""The two icons that Teams asks for, drawn here: the page with its marked line, as in the chat."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

COLOR_SIZE, OUTLINE_SIZE = 192, 32
_FINE = 8  # drawn larger and made smaller, so that edges are smooth
_PAGE = ((8, 5), (19, 5), (24, 10), (24, 27), (8, 27))
_FOLD = ((19, 5), (19, 10), (24, 10))
_MARK = (9.5, 16, 22.5, 20)
_LINES = ((11, 13, 19, 13), (11, 23, 21, 23))


def color_icon() -> bytes:
    """Return the coloured icon, 192 pixels wide, as PNG."""
    picture = Image.new("RGB", (COLOR_SIZE * 2, COLOR_SIZE * 2), "#1f5673")
    draw, scale = ImageDraw.Draw(picture), COLOR_SIZE * 2 / 32
    draw.polygon(_scaled(_PAGE, scale), fill="#ffffff")
    draw.polygon(_scaled(_FOLD, scale), fill="#b9cfdb")
    for line in _LINES:
        draw.line([each * scale for each in line], fill="#9db2be", width=round(2 * scale))
    draw.rectangle([each * scale for each in _MARK], fill="#ffcf33", outline="#d97300", width=round(scale))
    return _png(picture.resize((COLOR_SIZE, COLOR_SIZE), Image.Resampling.LANCZOS))


def outline_icon() -> bytes:
    """Return the outline, 32 pixels wide, white on nothing, as PNG."""
    inside = Image.new("L", (OUTLINE_SIZE * _FINE, OUTLINE_SIZE * _FINE), 0)
    draw = ImageDraw.Draw(inside)
    draw.line(_scaled((*_PAGE, _PAGE[0]), _FINE), fill=255, width=2 * _FINE, joint="curve")
    draw.rectangle([each * _FINE for each in _MARK], fill=255)
    alpha = inside.resize((OUTLINE_SIZE, OUTLINE_SIZE), Image.Resampling.LANCZOS)
    picture = Image.new("RGBA", alpha.size, (255, 255, 255, 0))
    picture.putalpha(alpha)
    return _png(picture)


def _scaled(points: tuple[tuple[float, float], ...], scale: float) -> list[tuple[float, float]]:
    return [(x * scale, y * scale) for x, y in points]


def _png(picture: Image.Image) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
