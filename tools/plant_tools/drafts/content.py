"""What a draft is made of before it is kept: its fields, where each is from, and what a person should see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from plant_tools.drafts.coding import Coding, Proposal
from plant_tools.drafts.dictation import Dictation, Meant, Read
from plant_tools.drafts.fields import missing

Json = dict[str, Any]

_TITLE = 80


@dataclass(slots=True)
class Content:
    """``fields`` are plain JSON; ``basis`` by field: {how: stated|linked|proposed|assumed|edited, stated}."""

    kind: str
    fields: Json = field(default_factory=dict)
    basis: dict[str, Json] = field(default_factory=dict)
    proposals: dict[str, list[Json]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    duplicates: list[Json] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    lines: list[Json] = field(default_factory=list)
    notices: list[Json] = field(default_factory=list)
    vocabulary: str = "plant"

    def put(self, name: str, read: Read | None) -> None:
        """Fill a field with what was read; nothing was, nothing is filled."""
        if read is not None:
            self.fields[name] = read.value.isoformat(" ") if hasattr(read.value, "isoformat") else read.value
            self.basis[name] = {"how": read.how, "stated": read.stated}

    def note(self, code: str, **facts: Any) -> None:
        """Say something to whoever decides."""
        self.notices.append({"code": code, **facts})

    def told(self) -> Json:
        """Return all but the fields, as it is kept."""
        return {
            "basis": self.basis,
            "proposals": self.proposals,
            "choices": self.choices,
            "duplicates": self.duplicates,
            "parts": self.parts,
            "lines": self.lines,
            "notices": self.notices,
            "vocabulary": self.vocabulary,
            "missing": missing(self.kind, self.fields),
        }


def put_asset(content: Content, said: Dictation, given: str) -> str:
    """Fill in the asset, ``given`` or said, or offer those that may be meant; return its tag or ""."""
    meant = Meant(given, given) if given else said.asset
    if meant.tag:
        content.put("asset_tag", Read(meant.tag, meant.stated, "linked"))
    elif meant.choices:
        content.choices["asset_tag"] = list(meant.choices)
    if meant.unknown:
        content.note("unknown_asset", word=meant.unknown)
    if meant.also:
        content.note("also_named", assets=list(meant.also))
    return meant.tag


def put_amounts(content: Content, said: Dictation) -> None:
    """Fill in downtime and labour where the text says them; name lengths of time that are of neither."""
    content.put("downtime_min", said.downtime)
    content.put("labour_h", said.labour)
    for stated in said.unassigned:
        content.note("unclear_time", stated=stated)


def put_codes(
    content: Content, coding: Coding, proposals: Mapping[str, list[Proposal]], filled: tuple[str, ...]
) -> None:
    """Keep the proposals and fill in the best of the kinds in ``filled``; say where there is none."""
    content.proposals = {
        kind: [asdict(one) | {"order_ids": list(one.order_ids)} for one in some] for kind, some in proposals.items()
    }
    content.vocabulary = coding.vocabulary
    for kind in filled:
        if proposals[kind]:
            content.put(f"{kind}_code", Read(proposals[kind][0].code, "", "proposed"))
        else:
            content.note("no_code", kind=kind)


def title_of(words: str) -> str:
    """Return the first clause of a text, at most 80 characters of it."""
    first = words.strip().splitlines()[0] if words.strip() else ""
    for mark in ("。", "；", ". ", "; ", ", ", "，"):
        first = first.split(mark)[0] if len(first) > _TITLE else first
    return first if len(first) <= _TITLE else first[: _TITLE - 1] + "…"
