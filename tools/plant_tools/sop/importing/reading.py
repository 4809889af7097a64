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
from plant_tools.manuals.energies import kind_of
from plant_tools.sop.drafting.measured import good_of
from plant_tools.sop.drafting.phases import in_sequence, of_action, of_release
from plant_tools.sop.errors import SopInvalid
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

_LISTS = ("ppe", "tools", "permits", "preconditions", "acceptance", "records", "purpose", "scope")
_TOGETHER = ("acceptance", "records")
_FACTS = {
    "asset": re.compile(r"^(?:asset|machine|equipment|anlage|maschine|设备|設備)", re.IGNORECASE),
    "author": re.compile(r"^(?:author|written by|verfasser|erstellt|编写|編寫|作者)", re.IGNORECASE),
}
_PPE = re.compile(r"^(?:PPE|PSA|个人防护|個人防護)[^:：]*[:：]\s*", re.IGNORECASE)
_TAG = re.compile(r"\b[A-Z]{1,4}-?\d{2,5}[A-Z]?\b")
_GOOD = re.compile(r"(?<=[.。!])\s*(?=(?:Good|Gut|Gut ist|合格|In Ordnung|OK)\s*[:：])")
_GOOD_IS = re.compile(r"^(?:Good|Gut ist|Gut|合格|In Ordnung|OK)\s*[:：]\s*")
_NONE = re.compile(r"^(?:[–—-]+|n/?a|none\b.*|keine?\b.*|无|無|没有|沒有)?$", re.IGNORECASE)


@dataclass(slots=True)
class _Sheet:
    """What was read so far. ``role``: what stands under the present heading; ``also``: "acceptance and records"."""

    file: str
    language: str
    title: str = ""
    role: str = ""
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
        return Gap(missing, of) if _NONE.fullmatch(text.strip()) else self.line(text)


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
        _take(sheet, block, head)
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


def _take(sheet: _Sheet, block: Outlined, head: Outlined | None) -> None:
    if block.kind == "heading":
        if not sheet.title:
            sheet.title = block.text
        else:
            roles = _roles(block.text)
            if roles or block.level <= 2:
                sheet.role = next(iter(roles), "")
                sheet.also = tuple(role for role in roles if role in _TOGETHER and sheet.role in _TOGETHER)
    elif block.kind == "row":
        _row(sheet, block, head)
    else:
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
    name, *rest = cells
    isolate, *others = [*rest, "", ""][:3]
    verify, relieve = (others[0], "") if len(cells) < 4 else (others[1], others[0])
    return Energy(
        kind_of(name),
        name,
        sheet.language,
        Gap("magnitude", name),
        sheet.told(isolate, "isolate", name),
        sheet.told(relieve, "relieve", name),
        sheet.told(verify, "verify", name),
    )


def _hazard(sheet: _Sheet, text: str, rank: int) -> Hazard:
    bare = text.lstrip("⚠ ")
    signal = next(word for word in SIGNAL_WORDS[rank] if bare.startswith(word))
    return Hazard(signal, rank, text, sheet.language, (sheet.source(text),))


def _step(sheet: _Sheet, text: str) -> Step:
    action, *goods = _GOOD.split(text, maxsplit=1)
    said = _GOOD_IS.sub("", goods[0]) if goods else ""
    number = len(sheet.steps) + 1
    source = sheet.source(text)
    measured = good_of(said or action, sheet.language, source, said=bool(said))
    warnings, sheet.waiting = tuple(sheet.waiting), []
    return Step(f"s{number:02}", Phase.WORK, action, sheet.language, measured, warnings, sources=(source,))


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
        steps=_phased(sheet),
        acceptance=_or_gap(sheet, "acceptance"),
        records=tuple(sheet.lists["records"]),
    )


def _or_gap(sheet: _Sheet, name: str) -> tuple[Told, ...]:
    return tuple(sheet.lists[name]) or (Gap(name, sheet.title),)


def _phased(sheet: _Sheet) -> tuple[Step, ...]:
    """Return the steps with what each is for: those of a lock-out before the work, those of the release after it."""
    texts = [step.action for step in sheet.steps]
    points = [one.isolate.text for one in sheet.energies if isinstance(one.isolate, Line)]
    named = [any(_shares_code(text, point) for point in points) for text in texts]
    raw = [of_action(text, names_point=names) for text, names in zip(texts, named, strict=True)]
    until = _end_of_lock_out(raw, named)
    isolated = until > 0
    phases = in_sequence(raw[:until], texts[:until]) + [Phase.WORK] * (len(texts) - until)
    for at in range(len(texts) - 1, until - 1, -1):
        found = of_release(texts[at]) if isolated else None
        if found is None:
            break
        phases[at] = found
    return tuple(
        replace(step, phase=phase, energies=_energies_of(sheet, step, phase))
        for step, phase in zip(sheet.steps, phases, strict=True)
    )


def _end_of_lock_out(raw: Sequence[Phase | None], named: Sequence[bool]) -> int:
    """Return how many steps at the beginning isolate: up to the last lock or isolation point, and its verification."""
    locked = [
        at
        for at, (phase, names) in enumerate(zip(raw, named, strict=True))
        if phase is Phase.LOCK_TAG or (phase is Phase.ISOLATE and names)
    ]
    if not locked:
        return 0
    until = locked[-1] + 1
    while until < len(raw) and raw[until] in {Phase.RELIEVE, Phase.VERIFY}:
        until += 1
    return until


def _energies_of(sheet: _Sheet, step: Step, phase: Phase) -> tuple[str, ...]:
    """Return the energies that a step of the lock-out deals with: those it names, by name or point."""
    if phase not in {Phase.ISOLATE, Phase.LOCK_TAG, Phase.RELIEVE, Phase.VERIFY}:
        return ()
    return tuple(
        energy.name
        for energy in sheet.energies
        if energy.name.lower() in step.action.lower()
        or (isinstance(energy.isolate, Line) and _shares_code(step.action, energy.isolate.text))
    )


def _shares_code(one: str, other: str) -> bool:
    return bool(set(_TAG.findall(one)) & set(_TAG.findall(other)))


def _roles(heading: str) -> list[str]:
    plain = simplified(heading).lower()
    return [role for role, words in _headings().items() if any(word in plain for word in words)]


@cache
def _headings() -> Mapping[str, Sequence[str]]:
    file = resources.files("plant_tools.sop.importing") / "headings.yaml"
    read: Mapping[str, Sequence[str]] = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return read
