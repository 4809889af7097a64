"""What people asked and nothing on record answers: grouped by likeness, with what to add. Who asked is not told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.tokens import asset_codes, codes

Json = dict[str, Any]
Vector = NDArray[np.float32]

ALIKE = 0.8
"""Questions of one wish are this close in the library's embedding, also across languages; measured on two dozen."""

MOST_ASKED = 2_000
"""So many of the latest unanswered questions are looked at."""

_MOST_WORDINGS = 5
_OF_RECORDS = frozenset({"history", "reliability", "similar", "rca", "defects"})


@dataclass(slots=True)
class Group:
    """Questions that are alike: how often each wording came, in which languages, the last day, by which tools."""

    vectors: list[Vector] = field(default_factory=list)
    wordings: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    tools: set[str] = field(default_factory=set)
    last: str = ""

    @property
    def text(self) -> str:
        """The wording that came most often."""
        return self.wordings.most_common(1)[0][0]


def grouped(answers: Iterable[tuple[str, Json]], vector: Callable[[str], Vector]) -> list[Group]:
    """Return the questions of ``answers`` in groups, those asked most often first.

    ``answers`` are (ISO time, answer as JSON); those that refuse, wait for a decision, or for which nothing was looked
    up are left out. ``vector`` gives a question's embedding of length 1; one of size 0 groups equal texts only.
    """
    groups: list[Group] = []
    known: dict[str, Group] = {}
    for at, answer in answers:
        if answer["refused"] or answer["pending"] or not answer["tools"]:
            continue
        text = " ".join(answer["question"].split())
        if (group := known.get(text.casefold())) is None:
            group = known[text.casefold()] = _nearest(groups, vector(text))
        group.wordings[text] += 1
        group.languages.add(answer["language"])
        group.tools.update(answer["tools"])
        group.last = max(group.last, at[:10])
    return sorted(groups, key=lambda group: (-group.wordings.total(), group.text))


def _nearest(groups: list[Group], vector: Vector) -> Group:
    """Return the group that has the closest question, or a new one; ``vector`` is in it from now on."""
    close = [max(float(known @ vector) for known in group.vectors) if vector.size else 0.0 for group in groups]
    if not close or max(close) < ALIKE:
        groups.append(Group())
        close.append(1.0)
    group = groups[close.index(max(close))]
    group.vectors.append(vector)
    return group


@dataclass(frozen=True, slots=True)
class Known:
    """What the plant has: how many documents each asset has, by tag, and which codes stand in a document."""

    documents: Mapping[str, int]
    is_written: Callable[[str], bool]


def group_json(group: Group, known: Known) -> Json:
    """Return a group with a hint of what to add."""
    text = group.text
    hint, subject = _hint(text, group.tools, known)
    return {
        "text": text,
        "also": [other for other, _ in group.wordings.most_common(_MOST_WORDINGS + 1) if other != text][
            :_MOST_WORDINGS
        ],
        "count": group.wordings.total(),
        "languages": sorted(group.languages),
        "last": group.last,
        "hint": hint,
        "subject": subject,
    }


def _hint(text: str, tools: set[str], known: Known) -> tuple[str, str]:
    """Return what to add, and to what.

    unknown_name: no document has it; asset_without_documents; asset_silent: its documents do not say it; records: the
    records do not; no_document: none says it.
    """
    named = sorted(codes(text))
    about = {code: tag for tag in known.documents for code in asset_codes((tag,))}
    assets = [about[code] for code in named if code in about]
    if strange := [code for code in named if code not in about and not known.is_written(code)]:
        return "unknown_name", strange[0]
    if tools <= _OF_RECORDS:
        return "records", assets[0] if assets else ""
    if bare := [tag for tag in assets if not known.documents[tag]]:
        return "asset_without_documents", bare[0]
    return ("asset_silent", assets[0]) if assets else ("no_document", "")


def unit(vectors: Sequence[float] | Vector) -> Vector:
    """Return a vector of length 1; one of size 0 as it is."""
    vector = np.asarray(vectors, np.float32)
    length = float(np.linalg.norm(vector)) if vector.size else 0.0
    return vector / np.float32(length) if length else vector
