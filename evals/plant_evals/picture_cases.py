"""Pictures to be measured with: plates, displays and labels of a plant, what is asked with them, and what is right."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from plant_tools.history.known import loosely
from plant_tools.pictures.listed import Alarm, Part
from plant_tools.pictures.reading import Record
from plant_tools.pictures.register import Known

PLATE, DISPLAY, LABEL, NOTHING = SHAPES = ("plate", "display", "label", "nothing")

# Of a hundred pictures; the rest shows nothing that can be read.
_SHARES = (("own", 26), ("strange", 14), ("wrong", 14), ("display", 24), ("label", 14), ("nothing", 8))
_WORDS = {
    "en": ("Type", "Serial no.", "Year", "Tag", "Alarm", "Part no.", "Qty", "Batch", "pcs"),
    "de": ("Typ", "Fabrik-Nr.", "Baujahr", "Kennzeichen", "Störung", "Teile-Nr.", "Menge", "Charge", "Stück"),
    "zh-Hans": ("型号", "出厂编号", "年份", "位号", "报警", "件号", "数量", "批号", "件"),
    "zh-Hant": ("型號", "出廠編號", "年份", "位號", "警報", "料號", "數量", "批號", "件"),
}
_SEGMENTS = frozenset("0123456789ACEFHLPUS-")
_MAKERS = ("Borealis Pumps", "Kessler Antriebe", "东岳机械", "鴻圖工業")


@dataclass(frozen=True, slots=True)
class Case:
    """A picture: its ``shape``, the ``rows`` drawn on it (label, value), and what is asked with it.

    ``expected`` is the asset that is asked about, ``asset`` the one that it shows, "" where that is not on record or
    cannot be seen. ``key`` is what must be read: a serial number, tag, alarm code or part number. ``warned`` tells
    whether a warning is due, ``segments`` whether the key is shown in seven segments.
    """

    number: int
    shape: str
    group: str
    language: str
    rows: tuple[tuple[str, str], ...]
    expected: str = ""
    asset: str = ""
    key: str = ""
    verdict: str = ""
    warned: bool = False
    segments: bool = False


def cases(record: Record, count: int, seed: int) -> Iterator[Case]:
    """Yield ``count`` cases of the plant that ``record`` describes; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    plated = [one for one in record.assets if one.serial and one.type]
    for number in range(count):
        group = _group(number * 100 // count)
        language = list(_WORDS)[number % 4]
        yield _MADE[group](number, language, plated, record, chance)


def _group(percent: int) -> str:
    reached = 0
    for group, share in _SHARES:
        reached += share
        if percent < reached:
            return group
    return _SHARES[-1][0]


def _own(number: int, language: str, plated: Sequence[Known], _: Record, chance: random.Random) -> Case:
    """A plate of an asset on record: of every four two without a question about an asset, two about the right one."""
    asset = plated[number % len(plated)]
    expected = asset.tag if number % 4 > 1 else ""
    rows = _plate(asset, language, chance, tagged=number % 3 == 0)
    return Case(number, PLATE, "own", language, rows, expected, asset.tag, asset.serial)


def _strange(number: int, language: str, plated: Sequence[Known], _: Record, chance: random.Random) -> Case:
    """A plate of a machine that is not on record: the sister of one that is, or of another maker."""
    like = plated[number % len(plated)]
    serial = _other_serial(like.serial, chance, {one.serial for one in plated})
    sister = number % 2 == 0
    maker, kind = (like.maker, like.type) if sister else (_MAKERS[number % 4], f"BX {chance.randrange(20, 99)}")
    expected = like.tag if number % 3 == 0 else ""
    rows = _plate(Known("", "", maker, kind, serial), language, chance, tagged=False)
    return Case(number, PLATE, "strange", language, rows, expected, "", serial, warned=bool(expected))


def _wrong(number: int, language: str, plated: Sequence[Known], _: Record, chance: random.Random) -> Case:
    """A plate of an asset on record while another one is asked about."""
    asset = plated[number % len(plated)]
    other = plated[(number + 1 + chance.randrange(len(plated) - 1)) % len(plated)]
    other = other if other.tag != asset.tag else plated[(plated.index(asset) + 1) % len(plated)]
    rows = _plate(asset, language, chance, tagged=number % 3 == 0)
    return Case(number, PLATE, "wrong", language, rows, other.tag, asset.tag, asset.serial, warned=True)


def _display(number: int, language: str, _: Sequence[Known], record: Record, chance: random.Random) -> Case:
    """A display with an alarm that a document explains, on a panel or in seven segments."""
    alarm: Alarm = chance.choice(record.alarms)
    single = len(alarm.assets) == 1
    expected = alarm.assets[0] if single and number % 2 else ""
    segments = number % 4 > 1 and set(loosely(alarm.code).upper()) <= _SEGMENTS
    rows: tuple[tuple[str, str], ...] = (("", alarm.code),)
    if not segments:
        clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
        rows = ((_WORDS[language][4], alarm.code), ("", alarm.meaning), ("", clock))
    return Case(number, DISPLAY, "display", language, rows, expected, expected, alarm.code, segments=segments)


def _label(number: int, language: str, _: Sequence[Known], record: Record, chance: random.Random) -> Case:
    """A label of a part for the asset that is asked about, of another asset, or of a number that is listed nowhere."""
    parts = [one for one in record.parts if one.current and len(one.assets) == 1 and one.number.count("-") > 1]
    part: Part = chance.choice(parts)
    verdict = ("right", "other", "unknown")[number % 3]
    tags = sorted({one.assets[0] for one in parts} - {part.assets[0]})
    expected = part.assets[0] if verdict != "other" else chance.choice(tags)
    key = _other_serial(part.number, chance, {one.number for one in parts}) if verdict == "unknown" else part.number
    words = _WORDS[language]
    batch = f"{chance.randrange(2024, 2027)}{chance.randrange(10, 53)}"
    amount = f"{chance.randrange(1, 9)} {words[8]}"
    rows = ((words[5], key), ("", part.name), (words[6], amount), (words[7], batch))
    return Case(number, LABEL, "label", language, rows, expected, "", key, verdict)


def _nothing(number: int, language: str, _: Sequence[Known], __: Record, ___: random.Random) -> Case:
    return Case(number, NOTHING, "nothing", language, ())


def _plate(asset: Known, language: str, chance: random.Random, *, tagged: bool) -> tuple[tuple[str, str], ...]:
    kind, serial, year, tag, *_ = _WORDS[language]
    rows = [("", asset.maker), (kind, asset.type), (serial, asset.serial), (year, str(chance.randrange(2005, 2025)))]
    rows += [("", f"400 V  50 Hz  {chance.choice((2.2, 4, 7.5, 11))} kW")]
    return (*rows, (tag, asset.tag)) if tagged else tuple(rows)


def _other_serial(like: str, chance: random.Random, taken: set[str]) -> str:
    """Return ``like`` with its last two digits changed, so that no number on record is it."""
    while True:
        changed = f"{like[:-2]}{chance.randrange(10)}{chance.randrange(10)}"
        if changed not in taken:
            return changed


_MADE = {
    "own": _own,
    "strange": _strange,
    "wrong": _wrong,
    "display": _display,
    "label": _label,
    "nothing": _nothing,
}
