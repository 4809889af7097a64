"""The piece of a page around its marks, from two pictures of that page."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from plant_ui.chat.cutout import Box, cutout, marked_box, size

WIDTH, HEIGHT = 400, 560


def page(*marks: tuple[int, int, int, int]) -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    for mark in marks:
        ImageDraw.Draw(picture).rectangle(mark, fill="yellow")
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def test_the_marks_are_found_where_the_pictures_differ() -> None:
    assert marked_box(page(), page((100, 200, 149, 209), (120, 220, 179, 229))) == Box(100, 200, 180, 230)
    assert marked_box(page(), page()) is None


@pytest.mark.parametrize("mark", [(100, 200, 149, 209), (0, 0, 20, 5), (390, 550, 399, 559)])
def test_all_small_marks_are_shown_at_one_scale_and_inside_the_page(mark: tuple[int, int, int, int]) -> None:
    assert size(cutout(page(), page(mark))) == (280, 52)


def test_what_is_marked_is_in_the_piece_with_something_around_it() -> None:
    with Image.open(BytesIO(cutout(page(), page((10, 100, 380, 299))))) as piece:
        assert piece.size == (387, 216)
        assert piece.getpixel((150, 100)) == (255, 255, 0)
        assert piece.getpixel((150, 2)) == (255, 255, 255)


def test_without_marks_the_whole_page_is_shown() -> None:
    assert size(cutout(page(), page())) == (WIDTH, HEIGHT)
