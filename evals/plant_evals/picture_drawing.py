"""Draws plates, displays and labels, and photographs them badly: askew, blurred, shaken, dark, from afar, dirty."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from plant_evals.picture_cases import DISPLAY, LABEL, NOTHING, Case
from plant_knowledge_ingest.typefaces import BOLD, CHINESE, MONO, SANS, SERIF, typeface

_SIZE = (1000, 720)
_SEGMENTS = {
    "0": "abcdef",
    "1": "bc",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
    "A": "abcefg",
    "C": "adef",
    "E": "afged",
    "F": "afge",
    "H": "bcefg",
    "L": "def",
    "P": "abefg",
    "U": "bcdef",
    "S": "afgcd",
    "-": "g",
}
HARM = ("tilt", "quarter", "side", "blur", "shaken", "noise", "glare", "dark", "small", "dirt")

Picture = Image.Image


def drawn(case: Case, seed: int) -> tuple[Picture, tuple[str, ...]]:
    """Return the photo of a case, and by what it was made worse."""
    chance = random.Random(seed * 100_003 + case.number)  # noqa: S311 - no secret
    harm = tuple(chance.sample(HARM, 1 + case.number % 4))
    picture = _drawn(case, chance)
    for one in harm:
        picture = _HARMED[one](picture, chance)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=chance.randrange(40, 90))
    return Image.open(buffer).convert("RGB"), harm


def surface(case: Case, seed: int) -> Picture:
    """Return what a case shows as it is, in good light."""
    return _drawn(case, random.Random(seed))  # noqa: S311 - no secret


def _drawn(case: Case, chance: random.Random) -> Picture:
    """Return the plate, display or label itself, on a background."""
    if case.shape == NOTHING:
        return _nothing(chance)
    if case.segments:
        return _on_wall(_in_segments(case.key.upper(), chance), chance)
    dark = case.shape == DISPLAY
    paper = (22, 28, 40) if dark else (250, 249, 244) if case.shape == LABEL else _metal(chance)
    ink = chance.choice(((255, 80, 60), (240, 240, 240), (255, 200, 60))) if dark else (25, 25, 30)
    plate = Image.new("RGB", (chance.randrange(620, 800), 90 + 78 * len(case.rows)), paper)
    pen = ImageDraw.Draw(plate)
    face = chance.choice((SANS, BOLD, SERIF, MONO))
    size = chance.randrange(34, 46)
    for row, (label, value) in enumerate(case.rows):
        y = 46 + 78 * row
        if label:
            pen.text((36, y), label, ink, _font(label, face, size - 8))
        pen.text((300 if label else 36, y), value, ink, _fitting(value, face, size, plate.width - 340 * bool(label)))
    if case.shape != LABEL:
        pen.rectangle((8, 8, plate.width - 9, plate.height - 9), outline=ink, width=3)
    return _on_wall(plate, chance)


def _font(text: str, face: str, size: float) -> ImageFont.FreeTypeFont:
    latin = all(ord(character) < 0x250 for character in text)
    return ImageFont.truetype(io.BytesIO(typeface(face if latin else CHINESE)), size)


def _fitting(text: str, face: str, size: float, width: float) -> ImageFont.FreeTypeFont:
    """Return a font in which ``text`` is at most ``width`` pixels wide, less a margin."""
    font = _font(text, face, size)
    return font if font.getlength(text) < width - 60 else _font(text, face, size * (width - 60) / font.getlength(text))


def _metal(chance: random.Random) -> tuple[int, int, int]:
    grey = chance.randrange(150, 215)
    return grey, grey, grey + chance.randrange(-8, 12)


def _on_wall(plate: Picture, chance: random.Random) -> Picture:
    wall = Image.new("RGB", _SIZE, tuple(chance.randrange(60, 140) for _ in range(3)))
    plate.thumbnail((_SIZE[0] - 60, _SIZE[1] - 60))
    left, top = (_SIZE[axis] - plate.size[axis] for axis in (0, 1))
    wall.paste(plate, (chance.randrange(20, left - 10), chance.randrange(20, top - 10)))
    return wall


def _in_segments(code: str, chance: random.Random) -> Picture:
    """Return a display of seven-segment digits."""
    width, height, thick, step = 90, 170, 20, 130
    panel = Image.new("RGB", (60 + step * len(code), 270), (16, 12, 12))
    pen = ImageDraw.Draw(panel)
    colour = chance.choice(((255, 45, 35), (70, 255, 100), (255, 170, 40)))
    for at, character in enumerate(code):
        for segment in _SEGMENTS[character]:
            pen.polygon(_segment(segment, 40 + at * step, 50, (width, height), thick), fill=colour)
    return panel.filter(ImageFilter.GaussianBlur(1.2))


def _segment(name: str, x: float, y: float, size: tuple[int, int], t: float) -> list[tuple[float, float]]:
    """Return the corners of a segment of a digit at (x, y) whose strokes are ``t`` wide, with a gap at its ends."""
    (w, h), g = size, 0.3 * t
    middle = h / 2
    level = {"a": 0.0, "g": middle - t / 2, "d": h - t}
    if name in level:
        top = y + level[name]
        return [(x + t / 2 + g, top + t / 2), (x + t + g, top), (x + w - t - g, top), (x + w - t / 2 - g, top + t / 2),
                (x + w - t - g, top + t), (x + t + g, top + t)]  # fmt: skip
    left = x if name in "ef" else x + w - t
    top = y + (g + t / 2 if name in "bf" else middle + g)
    end = top + middle - 2 * g - t / 2
    return [(left + t / 2, top), (left + t, top + t / 2), (left + t, end - t / 2), (left + t / 2, end),
            (left, end - t / 2), (left, top + t / 2)]  # fmt: skip


def _nothing(chance: random.Random) -> Picture:
    """Return something without letters: an animal of ellipses on a lawn, or a dark corner."""
    scene = Image.new("RGB", _SIZE, tuple(chance.randrange(20, 180) for _ in range(3)))
    pen = ImageDraw.Draw(scene)
    fur = tuple(chance.randrange(60, 200) for _ in range(3))
    x, y = chance.randrange(250, 650), chance.randrange(250, 450)
    pen.ellipse((x - 200, y - 40, x + 160, y + 170), fill=fur)
    pen.ellipse((x + 90, y - 150, x + 270, y + 20), fill=fur)
    for ear in (110, 210):
        pen.polygon([(x + ear, y - 130), (x + ear + 25, y - 215), (x + ear + 50, y - 130)], fill=fur)
    for eye in (145, 205):
        pen.ellipse((x + eye, y - 90, x + eye + 18, y - 66), fill=(20, 30, 20))
    pen.line([(x - 190, y + 60), (x - 260, y - 40), (x - 230, y - 120)], fill=fur, width=26)
    return scene.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 3)))


def _tilt(picture: Picture, chance: random.Random) -> Picture:
    angle = chance.choice((-1, 1)) * chance.uniform(3, 25)
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(80, 80, 84))


def _side(picture: Picture, chance: random.Random) -> Picture:
    """See the picture from the side: its corners move in by up to a sixth."""
    (w, h), most = picture.size, 0.18
    pull = [(chance.uniform(0, most) * w, chance.uniform(0, most) * h) for _ in range(4)]
    corners = [pull[0], (w - pull[1][0], pull[1][1]), (w - pull[2][0], h - pull[2][1]), (pull[3][0], h - pull[3][1])]
    flat = [(0, 0), (w, 0), (w, h), (0, h)]
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        _perspective(corners, flat),
        Image.Resampling.BICUBIC,
        fillcolor=(70, 72, 76),
    )


def _perspective(seen: list[tuple[float, float]], flat: list[tuple[int, int]]) -> list[float]:
    """Return the eight coefficients by which Pillow finds for a ``seen`` point the ``flat`` one."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(seen, flat, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        wanted += [u, v]
    return [float(one) for one in np.linalg.solve(np.array(rows, float), np.array(wanted, float))]


def _blur(picture: Picture, chance: random.Random) -> Picture:
    return picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.8, 3.6)))


def _shaken(picture: Picture, chance: random.Random) -> Picture:
    """Move the camera while it takes the picture, by up to nine pixels."""
    steps, angle = chance.randrange(3, 10), chance.uniform(0, np.pi)
    moved = [
        np.asarray(ImageChops.offset(picture, round(at * np.cos(angle)), round(at * np.sin(angle))), float)
        for at in range(steps)
    ]
    return Image.fromarray(np.mean(moved, axis=0).astype(np.uint8))


def _dirt(picture: Picture, chance: random.Random) -> Picture:
    """Scratch the plate, and leave drops of oil on it."""
    pen = ImageDraw.Draw(picture)
    for _ in range(chance.randrange(4, 14)):
        x, y = chance.uniform(0, picture.width), chance.uniform(0, picture.height)
        grey = chance.randrange(40, 200)
        end = (x + chance.uniform(-160, 160), y + chance.uniform(-160, 160))
        pen.line([(x, y), end], fill=(grey, grey, grey), width=chance.randrange(1, 4))
    for _ in range(chance.randrange(2, 9)):
        x, y, r = chance.uniform(0, picture.width), chance.uniform(0, picture.height), chance.uniform(4, 18)
        pen.ellipse((x - r, y - r, x + r, y + 1.3 * r), fill=(58, 48, 34))
    return picture


def _quarter(picture: Picture, chance: random.Random) -> Picture:
    return picture.rotate(90 * chance.randrange(1, 4), expand=True)


def _noise(picture: Picture, chance: random.Random) -> Picture:
    generator = np.random.default_rng(chance.randrange(1 << 30))
    pixels = np.asarray(picture, float)
    noisy = pixels + generator.normal(0, chance.uniform(8, 45), pixels.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _glare(picture: Picture, chance: random.Random) -> Picture:
    """Reflect a lamp, which hides up to a tenth of the picture."""
    light = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(light)
    x, y = chance.uniform(0.2, 0.8) * picture.width, chance.uniform(0.2, 0.8) * picture.height
    reach = chance.uniform(50, 150)
    pen.ellipse((x - 1.6 * reach, y - reach, x + 1.6 * reach, y + reach), fill=chance.randrange(150, 235))
    return Image.composite(
        Image.new("RGB", picture.size, "white"), picture, light.filter(ImageFilter.GaussianBlur(0.6 * reach))
    )


def _dark(picture: Picture, chance: random.Random) -> Picture:
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(0.05, 0.4))


def _small(picture: Picture, chance: random.Random) -> Picture:
    """Stand further away: letters are a third to two thirds as high, and the picture is as large as before."""
    share = chance.uniform(0.32, 0.7)
    far = picture.resize((round(picture.width * share), round(picture.height * share)), Image.Resampling.LANCZOS)
    wall = Image.new("RGB", picture.size, (64, 66, 70))
    wall.paste(far, (chance.randrange(picture.width - far.width), chance.randrange(picture.height - far.height)))
    return wall


_HARMED: dict[str, Callable[[Picture, random.Random], Picture]] = {
    "tilt": _tilt,
    "quarter": _quarter,
    "side": _side,
    "blur": _blur,
    "shaken": _shaken,
    "noise": _noise,
    "glare": _glare,
    "dark": _dark,
    "small": _small,
    "dirt": _dirt,
}
