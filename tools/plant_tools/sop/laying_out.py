"""Lays a procedure out: safety before steps, each warning before its step, sources at the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plant_tools.sop.columns import Columns
from plant_tools.sop.model import Energy, Gap, Good, Hazard, Part, Procedure, Source, State, Step, Told
from plant_tools.sop.sheet import Block, Grid, Heading, Message, Row, Rows, Sheet, StepRow
from plant_tools.sop.sheet_words import signal_word, word
from plant_tools.sop.view import notice_json

_LABELLED = re.compile(r"^(?:Good|Gut ist|Gut|合格)\s*[:：]\s*")


@dataclass(slots=True)
class _Desk:
    procedure: Procedure
    columns: Columns
    changed: frozenset[str]
    marks: dict[Source, int] = field(default_factory=dict)

    def marks_of(self, sources: tuple[Source, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.marks.setdefault(source, len(self.marks) + 1) for source in sources))

    def row(self, told: Told | Good | Hazard | Gap) -> Row:
        if isinstance(told, Gap):
            return Row(self.columns.word("gap"), gap=True)
        text = told.text
        return Row(
            self.columns.said(text, told.language, quote=is_quote(text, told.sources)), self.marks_of(told.sources)
        )


def sheet(
    procedure: Procedure,
    language: str = "",
    *,
    side_by_side: bool = False,
    changed: frozenset[str] = frozenset(),
    live: str = "",
    stamp: str = "",
) -> Sheet:
    """Lay a procedure out for a reader of ``language``; ``side_by_side`` keeps its own language as the first column.

    ``changed``: the ids of steps whose source changed; ``live``: the address of the version in force; ``stamp``: what
    is written across every page in place of the state.
    """
    reader = language or procedure.language
    spoken = tuple(dict.fromkeys((procedure.language, reader))) if side_by_side else (reader,)
    desk = _Desk(procedure, Columns(procedure.language, spoken), changed)
    blocks = tuple(_blocks(desk))
    state = procedure.state
    unapproved = "" if state is State.APPROVED else " · ".join(desk.columns.word(state.value))
    return Sheet(
        id=procedure.id,
        version=procedure.version,
        title=procedure.title,
        languages=spoken,
        state=state,
        stamp=stamp or unapproved,
        facts=tuple(_facts(procedure, desk.columns)),
        blocks=(*blocks, *_sources(desk), *_signatures(desk)),
        live=live,
    )


def _facts(procedure: Procedure, columns: Columns) -> Iterator[tuple[str, str]]:
    known = {
        "id": procedure.id,
        "version": str(procedure.version),
        "state": " · ".join(columns.word(procedure.state.value)),
        "asset": procedure.asset,
        "author": procedure.author,
        "approver": procedure.approver or "–",
        "review_date": procedure.review_date or "–",
    }
    for key, value in known.items():
        yield columns.label(key), value


def _blocks(desk: _Desk) -> Iterator[Block]:
    procedure, columns = desk.procedure, desk.columns
    for key, told in (("purpose", procedure.purpose), ("scope", procedure.scope)):
        yield Heading(columns.word(key))
        yield Rows((desk.row(told),), listed=False)
    if notices := tuple(_notices(desk)):
        yield Rows(notices, listed=False)
    yield Heading(columns.word("safety"))
    yield from (_message(desk, hazard) for hazard in procedure.hazards)
    if procedure.energies:
        yield _energies(desk)
    yield from _lists(desk, ("ppe", "tools"))
    if procedure.parts:
        yield Heading(columns.word("parts"))
        yield _parts(desk)
    yield from _lists(desk, ("permits", "preconditions"))
    yield Heading(columns.word("steps"))
    yield from _steps(desk)
    yield from _lists(desk, ("acceptance", "records", "experience"))


def _notices(desk: _Desk) -> Iterator[Row]:
    if gaps := len(desk.procedure.gaps):
        yield Row(desk.columns.word("gap_notice", count=gaps))
    for notice in desk.procedure.notices:
        yield Row(tuple(notice_json(notice, spoken)["text"] for spoken in desk.columns.spoken))


def _lists(desk: _Desk, names: tuple[str, ...]) -> Iterator[Block]:
    for name in names:
        if told := getattr(desk.procedure, name):
            yield Heading(desk.columns.word(name))
            yield Rows(tuple(desk.row(one) for one in told))


def _message(desk: _Desk, hazard: Hazard) -> Message:
    spoken = desk.columns.spoken
    words = tuple(hazard.signal_word if each == hazard.language else signal_word(each, hazard.rank) for each in spoken)
    if hazard.signal_word not in words:
        words = (hazard.signal_word, *words)  # as printed, whatever is read beside it
    row = desk.row(replace(hazard, text=without(hazard.signal_word, hazard.text)))
    return Message(words, hazard.rank, row)


def without(signal: str, text: str) -> str:
    """Return a message without its signal word, which stands in a field of its own."""
    bare = text.lstrip("⚠ ")
    return bare.removeprefix(signal).lstrip(" :：!！–-—.。\n") or text


def _energies(desk: _Desk) -> Grid:
    columns = desk.columns

    def cells(energy: Energy) -> tuple[Row, ...]:
        told = (energy.magnitude, energy.isolate, energy.relieve, energy.verify)
        first, *others = (desk.row(one) for one in told)
        sort = columns.label(f"sort_{energy.sort}")
        size = "" if first.gap else f" {columns.one(first.texts)}"
        return (Row((f"{energy.name}{size} ({sort})",), first.marks), *others)

    heads = tuple(columns.word(key) for key in ("energy", "isolate", "relieve", "verify"))
    return Grid(heads, (1.1, 1.2, 1.2, 1.2), tuple(cells(energy) for energy in desk.procedure.energies))


def _parts(desk: _Desk) -> Grid:
    def cells(part: Part | Gap) -> tuple[Row, ...]:
        if isinstance(part, Gap):
            return desk.row(part), Row(("",)), Row(("",))
        return Row((part.name,), desk.marks_of(part.sources)), desk.row(part.number), desk.row(part.quantity)

    heads = tuple(desk.columns.word(key) for key in ("part", "number", "quantity"))
    return Grid(heads, (2.2, 1.2, 0.8), tuple(cells(part) for part in desk.procedure.parts))


def _steps(desk: _Desk) -> Iterator[Block]:
    phase = None
    for number, step in enumerate(desk.procedure.steps, 1):
        if step.phase is not phase:
            phase = step.phase
            yield Heading(desk.columns.word(phase.value), level=2)
        yield from (_message(desk, warning) for warning in step.warnings)
        yield _step(desk, number, step)


def _step(desk: _Desk, number: int, step: Step) -> StepRow:
    action = Row(
        desk.columns.said(step.action, step.language, quote=is_quote(step.action, step.sources)),
        desk.marks_of(step.sources),
    )
    flag = desk.columns.word("needs_review") if step.id in desk.changed else ()
    return StepRow(
        number, action, _good(desk, step.good, step.action), tuple(desk.row(line) for line in step.remarks), flag
    )


def _good(desk: _Desk, good: Good | Gap | None, action: str) -> Row:
    """Return what is good when a step is done; its value is shared by the columns."""
    if good is None:
        return Row((), gap=True)
    if isinstance(good, Gap):
        told = (
            f"{label}: {gap}"
            for label, gap in zip(desk.columns.word("good"), desk.columns.word(good.word), strict=True)
        )
        return Row(tuple(told), gap=True)
    bare = _LABELLED.sub("", good.text)
    said = desk.columns.said(bare, good.language, quote=is_quote(bare, good.sources))
    own = next((n for n, text in enumerate(said) if text.startswith(bare)), 0)
    again = bool(good.value) and bare in action
    texts = (
        f"{label}: {good.value}" if good.value and (again or n != own) else _labelled(label, text)
        for n, (label, text) in enumerate(zip(desk.columns.word("good"), said, strict=True))
    )
    return Row(tuple(texts), desk.marks_of(good.sources))


def _labelled(label: str, text: str) -> str:
    return text if text.startswith("\n") else f"{label}: {text}"


def _sources(desk: _Desk) -> Iterator[Block]:
    if desk.marks:
        yield Heading(desk.columns.word("sources"))
        spoken = desk.columns.spoken[-1]
        yield Rows(
            tuple(Row((f"[{mark}] {place(source, spoken)}",)) for source, mark in desk.marks.items()),
            listed=False,
            small=True,
        )


def is_quote(text: str, sources: tuple[Source, ...]) -> bool:
    """Tell whether a text is in the words of one of its sources; what the house phrased around their values is not."""
    plain = " ".join(text.split())
    return any(plain in " ".join(source.quote.split()) for source in sources)


def place(source: Source, spoken: str) -> str:
    """Say where a source stands, and its words."""
    said = _PLACES[source.kind](source, spoken)
    quote = " ".join(source.quote.split())
    return f"{said}: “{quote}”" if quote else said


def _page(source: Source, spoken: str) -> str:
    revision = f" {word(spoken, 'revision', revision=source.revision)}" if source.revision else ""
    return f"{source.document}{revision}, {word(spoken, 'on_page', page=source.printed_page or source.page)}"


_PLACES: Mapping[str, Callable[[Source, str], str]] = {
    "page": _page,
    "sheet": lambda source, spoken: (
        word(spoken, "sheet", name=source.document) + (f", {source.place}" * bool(source.place))
    ),
    "records": lambda source, spoken: (
        word(spoken, "orders", name=source.document) + (f", {source.place}" * bool(source.place))
    ),
    "rule": lambda source, _: source.document + (f" {source.place}" * bool(source.place)),
    "person": lambda source, spoken: word(spoken, "person", name=source.document),
}


def _signatures(desk: _Desk) -> Iterator[Block]:
    if signed := desk.procedure.signatures:
        yield Heading(desk.columns.word("signatures"))
        spoken = desk.columns.spoken[-1]
        yield Rows(
            tuple(
                Row((f"{word(spoken, 'role_' + one.role)}: {one.who}, {one.at_utc} UTC, SHA-256 {one.hash[:16]}",))
                for one in signed
            ),
            small=True,
        )
