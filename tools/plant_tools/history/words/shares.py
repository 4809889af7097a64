"""What a percentage is of: the whole, and the part of it."""

from __future__ import annotations

from typing import Any

from plant_tools.history.words.selecting import selection
from plant_tools.history.words.sentence import Sentence
from plant_tools.history.words.vocabulary import Vocabulary

Json = dict[str, Any]

_TELLING = ("types", "states", "codes", "where", "text", "kinds")


def share(s: Sentence, vocabulary: Vocabulary) -> Json:
    """Return the selection of the whole with its ``part``.

    The part stands behind "were" ("of all orders were preventive"), before "among", and in Chinese behind 中; where
    only one thing is said, it is the part of all.
    """
    if said := _part_of_whole(s):
        return _put_together(selection(said[1], vocabulary), selection(said[0], vocabulary))
    cut = _cut(s)
    whole, part = selection(s.part(0, cut), vocabulary), selection(s.part(cut, len(s.text)), vocabulary)
    among = s.meaning("among")
    if among and not _tells(part) and _is_latin(s):
        part = selection(s.part(0, among[0].start), vocabulary)
        whole = selection(s.part(among[0].end, len(s.text)), vocabulary)
    if not _tells(part):
        part |= {name: whole.pop(name) for name in _TELLING if name in whole}
    elif not _tells(whole) and part.keys() & {*_TELLING} and "assets" in part:
        whole["assets"] = part.pop("assets")
    if not _tells(part) and "assets" in whole:
        part["assets"] = whole.pop("assets")
    return _put_together(whole, part)


def _put_together(whole: Json, part: Json) -> Json:
    """Give the whole the time and the kind of records that were said of either."""
    for name in ("since", "until"):
        if name in part:
            whole.setdefault(name, part.pop(name))
    records = part.pop("records", None) or whole.get("records")
    both = {"records": records} if records else {}
    return whole | both | {"part": part | both}


def _part_of_whole(s: Sentence) -> tuple[Sentence, Sentence] | None:
    """Return what is said before and behind 占 in "P-101占全部故障的百分之多少"; None for other sentences."""
    verbs, asked = s.meaning("were"), s.meaning("ask.percent")[0]
    before = s.part(0, verbs[0].start) if verbs else s
    if _is_latin(s) or s.has("among") or not verbs or asked.start < verbs[0].end or not before.has("asset", "code"):
        return None
    return before, s.part(verbs[0].end, len(s.text))


def _cut(s: Sentence) -> int:
    """Return where the part begins."""
    asked = s.meaning("ask.percent")[0]
    verbs = [piece for piece in s.meaning("were") if piece.start > asked.start]
    inside = s.meaning("among")
    if _is_latin(s):
        return verbs[-1].end if verbs else len(s.text)
    return inside[0].end if inside else verbs[0].start if verbs else len(s.text)


def _tells(selected: Json) -> bool:
    return bool(selected.keys() - {"since", "until", "records"})


def _is_latin(s: Sentence) -> bool:
    return not any(character >= "\u3400" for character in s.text)
