"""A procedure of the plant's own, in Word or Markdown, as a draft: every text with the file that it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from plant_knowledge_ingest.chinese import simplified
from plant_knowledge_ingest.hazards import SIGNAL_WORDS, severity
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.readers.outlined import Outlined, outlined
from plant_tools.manuals.energies import KINDS, kind_of
from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.errors import SopInvalid
from plant_tools.sop.importing.phasing import phase_named, phased
from plant_tools.sop.model import (
    Energy,
    Gap,
    Hazard,
    Line,
    Part,
    Phase,
    Procedure,
    Source,
    Step,
    Told,
    text_hash,
)
from plant_tools.sop.sheet_words import SPOKEN, word

_LISTS = ("ppe", "tools", "permits", "preconditions", "acceptance", "records", "purpose", "scope")
_TOGETHER = ("acceptance", "records")
_FACTS = {
    "asset": re.compile(r"^(?:asset|machine|equipment|anlage|maschine|设备|設備)", re.IGNORECASE),
    "author": re.compile(r"^(?:author|written by|verfasser|erstellt|编写|編寫|作者)", re.IGNORECASE),
}
_PPE = re.compile(r"^(?:PPE|PSA|个人防护|個人防護)[^:：]*[:：]\s*", re.IGNORECASE)
_TAG = re.compile(r"\b[A-Z]{1,4}-?\d{2,5}[A-Z]?\b")
_GOOD = re.compile(r"(?:(?<=[.。!])\s*|\s)(?=(?:Good|Gut|Gut ist|合格|In Ordnung|OK)\s*[:：])")
_MARK = re.compile(r"\s*(?:\[\d+\])+")  # of the sources of a procedure that was printed here
_GOOD_IS = re.compile(r"^(?:Good|Gut ist|Gut|合格|In Ordnung|OK)\s*[:：]\s*")
_HELP = re.compile(rf"\s(?:{'|'.join(word(spoken, 'terms') for spoken in SPOKEN)}): .*?(?=\s(?:Good|Gut|合格)|$)")
_KIND = re.compile(
    rf"\s*\((?:{'|'.join(word(spoken, f'sort_{kind}') for kind in KINDS for spoken in SPOKEN)})(?: / [^)]*)?\)$"
)
_NONE = re.compile(r"^(?:[–—-]+|n/?a|none\b.*|keine?\b.*|无|無|没有|沒有)?$", re.IGNORECASE)


@dataclass(slots=True)
class _Sheet:
    """What was read so far. ``role``: what stands under the present heading; ``also``: "acceptance and records"."""

    file: str
    language: str
    title: str = ""
    role: str = ""
    phase: Phase | None = None
    also: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Line]] = field(default_factory=lambda: {name: [] for name in _LISTS})
    energies: list[Energy] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    hazards: list[Hazard] = field(default_factory=list)
    waiting: list[Hazard] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def line(self, text: str) -> Line:
        return Line(text, self.language, (self.source(text),))

    def source(self, text: str) -> Source:
        return Source(
            self.file, text, kind="person", language=self.language, hash=text_hash(text), place=self.role or "head"
        )

    def told(self, text: str, missing: str, of: str) -> Told:
        return Gap(missing, of) if _NONE.fullmatch(text.strip()) or _is_gap(text) else self.line(text)


@dataclass(frozen=True, slots=True)
class Imported:
    """A procedure that was read, and the ``named`` documents it says it is made of, in its own words."""

    procedure: Procedure
    named: tuple[str, ...]


def imported(path: Path, *, asset: str = "", by: str = "") -> Imported:
    """Read a .docx or .md file. Raises ``UnreadableDocument``; ``SopInvalid`` where no step is found in it."""
    blocks = outlined(path)
    language = detect(" ".join(block.text for block in blocks), "en")
    sheet = _Sheet(path.name, language)
    for block, head in _with_heads(blocks):
        _take(sheet, _unmarked(block), head)
    if not sheet.steps:
        raise SopInvalid(
            f"{path.name} has no steps: no numbered list and no table of steps under a heading such as “Procedure”.",
            remedy="Number the steps in the file, one action each, and import it again.",
        )
    tags = _TAG.findall(f"{sheet.facts.get('asset', '')} {sheet.title}")
    tag = asset or next((one for one in tags if not one.startswith("SOP")), "")
    return Imported(_procedure(sheet, tag, by), tuple(sheet.named))


def _with_heads(blocks: Sequence[Outlined]) -> Iterator[tuple[Outlined, Outlined | None]]:
    """Yield every block with the head of its table."""
    head: Outlined | None = None
    for block in blocks:
        head = None if block.kind != "row" else block if block.head else head
        yield block, head


def _is_gap(text: str) -> bool:
    """Tell whether a procedure that was printed here says in this place that the manual says nothing."""
    bare = text.strip(" •.。")
    return any(bare.startswith(word(spoken, gap)) for spoken in SPOKEN for gap in ("gap", "gap_decision"))


def _unmarked(block: Outlined) -> Outlined:
    cells = tuple(_MARK.sub("", cell) for cell in block.cells)
    return replace(block, text=_MARK.sub("", block.text).strip(), cells=cells)


def _take(sheet: _Sheet, block: Outlined, head: Outlined | None) -> None:
    if block.kind == "heading":
        if not sheet.title:
            sheet.title = block.text
        else:
            roles = _roles(block.text)
            sheet.phase = phase_named(block.text) if block.level > 2 or sheet.role == "steps" else None
            if sheet.phase:
                return
            if roles or block.level <= 2:
                sheet.role = next(iter(roles), "")
                sheet.also = tuple(role for role in roles if role in _TOGETHER and sheet.role in _TOGETHER)
    elif block.kind == "row":
        _row(sheet, block, head)
    elif not _is_gap(block.text):
        _said(sheet, block)


def _said(sheet: _Sheet, block: Outlined) -> None:
    text = block.text
    rank = severity(text)
    if rank is not None:
        hazard = _hazard(sheet, text, rank)
        (sheet.waiting if sheet.role == "steps" else sheet.hazards).append(hazard)
    elif protected := _PPE.match(text):
        sheet.lists["ppe"] += [
            sheet.line(one.strip(" .。")) for one in re.split(r"[,，、;；]", text[protected.end() :])
        ]
    elif sheet.role == "steps" and (block.kind == "item" or re.match(r"^\d{1,3}[.)]\s", text)):
        sheet.steps.append(_step(sheet, re.sub(r"^\d{1,3}[.)]\s+", "", text)))
    elif sheet.role == "steps" and sheet.steps:
        last = sheet.steps[-1]
        sheet.steps[-1] = replace(last, remarks=(*last.remarks, sheet.line(text)))
    elif sheet.role == "sources":
        sheet.named += [one.strip() for one in re.split(r"[;；]", text) if one.strip()]
    elif sheet.role in sheet.lists:
        for role in {sheet.role, *sheet.also}:
            sheet.lists[role].append(sheet.line(text))


def _row(sheet: _Sheet, block: Outlined, head: Outlined | None) -> None:
    cells = [cell.strip() for cell in block.cells]
    heads = simplified(head.text).lower() if head else ""
    if not sheet.role and len(cells) >= 2:
        for label, value in zip(cells[::2], cells[1::2], strict=False):
            sheet.facts |= {name: value for name, pattern in _FACTS.items() if pattern.match(label)}
    elif (rank := severity(cells[0])) is not None and len(cells) > 1:
        hazard = _hazard(sheet, f"{cells[0].split()[0].rstrip('!:：')}: {cells[1]}", rank)
        (sheet.waiting if sheet.role == "steps" else sheet.hazards).append(hazard)
    elif block.head:
        return
    elif sheet.role == "steps" and re.fullmatch(r"\d{1,3}\.?", cells[0]) and len(cells) > 1:
        sheet.steps.append(_step(sheet, cells[1]))
    elif re.search(r"energ|能源|能量", heads) or sheet.role == "energies":
        sheet.energies.append(_energy(sheet, cells))
    elif sheet.role in {"parts", "tools"} and len(cells) >= 2:
        _item(sheet, cells)


def _item(sheet: _Sheet, cells: Sequence[str]) -> None:
    if sheet.role == "tools" and _NONE.fullmatch(cells[1]):
        sheet.lists["tools"].append(sheet.line(cells[0]))
        return
    quantity = sheet.told(cells[2] if len(cells) > 2 else "", "quantity", cells[0])
    number = sheet.told(cells[1], "number", cells[0])
    sheet.parts.append(Part(cells[0], sheet.language, number, quantity, (sheet.source(" | ".join(cells)),)))


def _energy(sheet: _Sheet, cells: Sequence[str]) -> Energy:
    told, *rest = cells
    bare = _KIND.sub("", told)  # as it is printed here: "Mains 3 × 400 V (electrical)"
    name, *size = re.split(r"\s(?=\d)", bare, maxsplit=1) if bare != told else [bare]
    magnitude = sheet.line(size[0]) if size else Gap("magnitude", name)
    isolate, *others = [*rest, "", ""][:3]
    verify, relieve = (others[0], "") if len(cells) < 4 else (others[1], others[0])
    return Energy(
        kind_of(told),
        name,
        sheet.language,
        magnitude,
        sheet.told(isolate, "isolate", name),
        sheet.told(relieve, "relieve", name),
        sheet.told(verify, "verify", name),
    )


def _hazard(sheet: _Sheet, text: str, rank: int) -> Hazard:
    bare = text.lstrip("⚠ ")
    signal = next(word for word in SIGNAL_WORDS[rank] if bare.startswith(word))
    return Hazard(signal, rank, text, sheet.language, (sheet.source(text),))


def _step(sheet: _Sheet, text: str) -> Step:
    action, *goods = _GOOD.split(_HELP.sub("", text), maxsplit=1)
    said = _GOOD_IS.sub("", goods[0]) if goods else ""
    said = "" if _is_gap(said) else said
    number = len(sheet.steps) + 1
    source = sheet.source(text)
    measured = good_of(said or action, sheet.language, source, said=bool(said))
    warnings, sheet.waiting = tuple(sheet.waiting), []
    return Step(
        f"s{number:02}", sheet.phase or Phase.WORK, action, sheet.language, measured, warnings, sources=(source,)
    )


def _procedure(sheet: _Sheet, asset: str, by: str) -> Procedure:
    first = sheet.lists["purpose"][0] if sheet.lists["purpose"] else sheet.line(sheet.title)
    scope = sheet.lists["scope"] or sheet.lists["purpose"][1:]
    return Procedure(
        id="",
        version=1,
        title=sheet.title or sheet.file,
        language=sheet.language,
        asset=asset,
        author=by or sheet.facts.get("author", ""),
        purpose=first,
        scope=scope[0] if scope else Line(asset, sheet.language),
        energies=tuple(sheet.energies),
        hazards=tuple(sheet.hazards),
        ppe=_or_gap(sheet, "ppe"),
        tools=tuple(sheet.lists["tools"]),
        parts=tuple(sheet.parts),
        permits=tuple(sheet.lists["permits"]),
        preconditions=tuple(sheet.lists["preconditions"]),
        steps=phased(sheet.steps, sheet.energies),
        acceptance=_or_gap(sheet, "acceptance"),
        records=tuple(sheet.lists["records"]),
    )


def _or_gap(sheet: _Sheet, name: str) -> tuple[Told, ...]:
    return tuple(sheet.lists[name]) or (Gap(name, sheet.title),)


def _roles(heading: str) -> list[str]:
    plain = simplified(heading).lower()
    return [role for role, words in _headings().items() if any(word in plain for word in words)]


@cache
def _headings() -> Mapping[str, Sequence[str]]:
    file = resources.files("plant_tools.sop.importing") / "headings.yaml"
    read: Mapping[str, Sequence[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
