"""Files that nobody should have to read: those of the sample plant, broken in ways that random damage and malice take.

The same seed makes the same files.
"""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

Chance = random.Random
Hand = Callable[[bytes, Chance], bytes]

_SHARES = {".pdf": 45, ".docx": 15, ".xlsx": 15, ".pptx": 10, ".html": 5, ".md": 3, ".png": 7}
"""Of a hundred files, how many are of each kind."""

_NUMBER = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"2147483648", b"4294967295", b"99999999999999999999", b"1e309", b"")


def mutants(seeds: Mapping[str, list[bytes]], number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield ``number`` broken files as (name, content); ``seeds`` has whole ones by their ending."""
    chance = Chance(seed)
    endings = list(seeds)
    weights = [_SHARES[ending] for ending in endings]
    for at in range(number):
        ending = chance.choices(endings, weights)[0]
        whole = chance.choice(seeds[ending])
        hands = (*_HANDS, repacked) if zipfile.is_zipfile(BytesIO(whole)) else _HANDS
        hand = chance.choice(hands)
        broken = hand(whole, chance)
        if chance.random() < 0.2:  # some are broken twice
            broken = chance.choice(_HANDS)(broken, chance)
        yield f"{at:05d}-{hand.__name__}{ending}", broken


def flipped(content: bytes, chance: Chance) -> bytes:
    """Change some bytes."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 16, 64, 256))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(content: bytes, chance: Chance) -> bytes:
    """Keep the beginning."""
    return content[: chance.randrange(len(content) + 1)]


def headless(content: bytes, chance: Chance) -> bytes:
    """Lose some of the beginning."""
    return content[chance.randrange(1, 2_000) :]


def blanked(content: bytes, chance: Chance) -> bytes:
    """Put zeros in place of a stretch, as a bad disk does."""
    start = chance.randrange(len(content) + 1)
    return content[:start] + bytes(chance.randrange(1, 8_192)) + content[start + 4_096 :]


def doubled(content: bytes, chance: Chance) -> bytes:
    """Put a stretch in a second time, or a hundred times."""
    start = chance.randrange(len(content) + 1)
    stretch = content[start : start + chance.randrange(1, 2_048)]
    return content[:start] + stretch * chance.choice((2, 2, 100)) + content[start:]


def swapped(content: bytes, chance: Chance) -> bytes:
    """Swap two stretches."""
    first, second = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    length = chance.randrange(1, 4_096)
    return (
        content[:first]
        + content[second : second + length]
        + content[first + length : second]
        + content[first : first + length]
        + content[second + length :]
    )


def renumbered(content: bytes, chance: Chance) -> bytes:
    """Put other numbers in place of some: lengths, offsets, sizes, references."""
    places = list(_NUMBER.finditer(content))
    for place in sorted(chance.sample(places, min(len(places), chance.choice((1, 3, 10)))), key=lambda p: -p.start()):
        content = content[: place.start()] + chance.choice(_NUMBERS) + content[place.end() :]
    return content


def disguised(content: bytes, chance: Chance) -> bytes:
    """Begin like another kind of file."""
    return chance.choice((b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xd0\xcf\x11\xe0", b"<html>")) + content


def repacked(content: bytes, chance: Chance) -> bytes:
    """Break one part of an archive, and pack it again so that the archive itself is whole."""
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        broken = chance.choice(names)
        for name in names:
            part = before.read(name)
            hand = chance.choice((flipped, cut, renumbered, doubled)) if name == broken else _as_it_is
            after.writestr(name, hand(part, chance))
    return held.getvalue()


def _as_it_is(content: bytes, _: Chance) -> bytes:
    return content


_HANDS: tuple[Hand, ...] = (flipped, cut, headless, blanked, doubled, swapped, renumbered, disguised)
