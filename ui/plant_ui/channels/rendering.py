"""The payload of ``Copilot.ask`` or ``decide`` as parts: the one place where channels say how an answer is drawn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from plant_agents.first_line.phrases import phrases
from plant_agents.messages import say as agents_say
from plant_knowledge_ingest.language import LANGUAGES, UNDETERMINED, base
from plant_tools.plainly import day
from plant_ui.channels import markdown
from plant_ui.channels.parts import Caution, Choice, Json, Line, Part, Quote, Rendered, Span, Steps, Table, Text
from plant_ui.channels.places import sources
from plant_ui.channels.plain import plain
from plant_ui.channels.rows import columns, together
from plant_ui.channels.words import say

SAFETY_NOTICES = frozenset({"isolate_first", "energy_open", "protections_stay", "energies_warned", "locked_out"})
"""Notices that are said as loudly as a safety message."""

_NO_DRAFTS = {"root_cause", "sop_step"}
"""What waits there is an answer to a question or the next step: nothing that anybody would approve."""

_STRESSED = re.compile(r"\*\*([^*\n]+)\*\*(.*)", re.DOTALL)


def rendered(answer: Json, language: str = "", *, support_code: str = "") -> Rendered:
    """Return an answer as parts; ``language`` is that of the copilot's own words, by default the answer's.

    Nothing of the payload's citations is dropped: every mark is in the sources.
    """
    spoken = language or answer["language"]
    lead, parts = _told(answer, spoken)
    pending = answer["pending"]
    safety = [notice["text"] for notice in answer["notices"] if notice["code"] in SAFETY_NOTICES]
    return Rendered(
        language=spoken,
        lead=lead,
        parts=tuple(parts),
        sources=sources(spoken, answer["citations"]),
        notices=tuple(_notices(answer)),
        warnings=(*_refusal(answer, spoken), *_hazards(answer), *_isolate_first(answer, spoken), *_all(safety)),
        choices=tuple(_choices(answer)),
        follow_ups=tuple(plain(text) for text in answer["suggestions"] if text != answer["question"]),
        support_code=support_code or answer.get("support_code", ""),
        thread=answer["thread"],
        question=answer["question"],
        pending=pending["kind"] if pending else "",
        rated=bool(answer["tools"]) and not pending,
    )


def _told(answer: Json, language: str) -> tuple[Line, list[Part]]:
    """Return the answer in one sentence, and what follows it."""
    if pending := answer["pending"]:
        stamp = [] if pending["kind"] in _NO_DRAFTS else [Text(Line.of(say(language, "draft"), strong=True), True)]
        return markdown.line_of(pending["question"]), [*stamp, *markdown.parts_of(pending["summary"])]
    if not answer["statements"] or _is_of_what_is_kept(answer):
        return _prose(answer, language)
    return _found(answer, language)


def _prose(answer: Json, language: str) -> tuple[Line, list[Part]]:
    """Part what the copilot says itself into its first sentence and the rest."""
    told, _, _ = answer["answer"].partition(f"\n\n**{agents_say(answer['language'], 'sources')}**")
    first, *others = markdown.parts_of(told) or (Text(Line.of(say(language, "also"))),)
    return (first.line, others) if isinstance(first, Text) else (Line.of(plain(answer["question"])), [first, *others])


def _is_of_what_is_kept(answer: Json) -> bool:
    """Tell whether an answer is about a layout or a selection: what is told of it is prose with tables."""
    return bool(answer["citations"]) and all(one["kind"] in {"layout", "selection"} for one in answer["citations"])


def _found(answer: Json, language: str) -> tuple[Line, list[Part]]:
    """Return the first line, isolation step by step, figures, quotes, and what else is on record."""
    hazards, isolation, related = (_resting_on(answer, kind) for kind in ("hazard", "isolation", "related"))
    isolation = [one for one in isolation if not one["leads"]]
    facts = [one for one in _once(answer["statements"]) if one not in [*hazards, *isolation, *related]]
    leading = [one for one in facts if one["leads"]] or facts[:1]
    parts: list[Part] = [*_isolation(answer, isolation, language)]
    if not leading:  # how the machine is isolated, or its dangers, is all that was asked
        return _titled(parts, isolation, language), [*parts, *_repairs(language, related)]
    (line, *more), rest = _figure(answer, leading[0]), [one for one in facts if one is not leading[0]]
    return line, [*parts, *more, *_others(answer, rest, language), *_repairs(language, related)]


def _titled(parts: Sequence[Part], isolation: Sequence[Json], language: str) -> Line:
    """Return the first line of an answer that has none of its own: what its steps are about."""
    title = next((part.title for part in parts if isinstance(part, Steps) and part.title), "")
    marks = tuple(isolation[0]["marks"]) if isolation else ()
    return Line.of(title or say(language, "safety"), marks, strong=True)


def _once(statements: Sequence[Json]) -> list[Json]:
    """Return each statement once: two tools may have found the same place."""
    known: list[Json] = []
    for one in statements:
        if not any((one["text"], one["marks"]) == (other["text"], other["marks"]) for other in known):
            known.append(one)
    return known


def _others(answer: Json, statements: Iterable[Json], language: str) -> Iterator[Part]:
    """Yield figures as sentences, and what documents say as quotes; rows of one table as a table."""
    for is_figure, those in groupby(statements, key=lambda one: _is_figure(answer, one)):
        if not is_figure:
            yield from _quotes(answer, list(those), language)
            continue
        for statement in those:
            line, *more = _figure(answer, statement)
            yield Text(line)
            yield from more


def _quotes(answer: Json, statements: Sequence[Json], language: str) -> Iterator[Part]:
    intro = ""
    for run in together([one["text"] for one in statements]):
        those = [statements[at] for at in run]
        before, intro = intro, _introduced(answer, those[0], language)
        told = intro if intro != before else ""
        yield _row_table(those, told) if len(those) > 1 else Quote(told, _quoted(those[0]))


def _row_table(statements: Sequence[Json], title: str) -> Table:
    rows = [columns(one["text"]) for one in statements]
    cells = tuple(tuple(plain(words) for words in row.values()) for row in rows)
    return Table(tuple(plain(name) for name in rows[0]), cells, tuple(tuple(one["marks"]) for one in statements), title)


def _figure(answer: Json, statement: Json) -> tuple[Line, *tuple[Part, ...]]:
    """Return the sentence with its marks, then the tables below it; verbatim where it is of a document."""
    if not _is_figure(answer, statement):
        return (_quoted(statement, strong=statement["leads"]),)
    sentence, *more = statement["text"].split("\n\n")
    marks, stressed = tuple(statement["marks"]), _STRESSED.fullmatch(sentence)
    spans = [(stressed[1], True), (stressed[2], False)] if stressed else [(sentence, statement["leads"])]
    line = Line(tuple(Span(_spaced(words), strong) for words, strong in spans if words), marks)
    return (line, *(part for text in more for part in _below(text, marks)))


def _below(text: str, marks: tuple[int, ...]) -> tuple[Part, ...]:
    if not text.startswith("|"):
        return (Text(Line.of(plain(text))),)
    tables = [part for part in markdown.parts_of(text) if isinstance(part, Table)]
    return tuple(Table(one.head, one.rows, tuple(row or marks for row in one.marks)) for one in tables)


def _spaced(words: str) -> str:
    return f"{' ' * words.startswith(' ')}{plain(words)}"


def _is_figure(answer: Json, statement: Json) -> bool:
    """Tell whether a statement cites records only: its words are the copilot's."""
    kinds = {one["mark"]: one["kind"] for one in answer["citations"]}
    return all(kinds[mark] != "page" for mark in statement["marks"])


def _quoted(statement: Json, *, strong: bool = False) -> Line:
    return Line.of(plain(statement["text"]), tuple(statement["marks"]), strong=strong)


def _introduced(answer: Json, statement: Json, language: str) -> str:
    """Return the line that names the language of a quote, "" where it is the asker's."""
    cited = next(one for one in answer["citations"] if one["mark"] == statement["marks"][0])
    spoken = cited.get("language", UNDETERMINED)
    if spoken == UNDETERMINED or base(spoken) == base(language):
        return ""
    named = agents_say(language, spoken if spoken in LANGUAGES else "other")
    return str(phrases(language)["says"]).format(language=named)


def _resting_on(answer: Json, kind: str) -> list[Json]:
    """Return the statements that rest on evidence of one ``kind`` alone."""
    meant = {mark for found in answer["evidence"] if found["kind"] == kind for mark in found["marks"]}
    return [one for one in _once(answer["statements"]) if set(one["marks"]) <= meant]


def _isolation(answer: Json, statements: list[Json], language: str) -> Iterator[Part]:
    """Yield how each machine is isolated that is about to be worked on: the steps as they stand in its manual."""
    machines = {one["statement"]: one["details"]["machine"] for one in answer["evidence"] if one["kind"] == "isolation"}
    for machine, those in groupby(statements, key=lambda one: str(machines[one["text"]])):
        told = list(those)
        steps = [one for one in told if not columns(one["text"])]
        yield Steps(plain(say(language, "isolation", machine=machine)), tuple(map(_quoted, steps)))
        energies = [one for one in told if one not in steps]
        for run in together([one["text"] for one in energies]):
            yield _row_table([energies[at] for at in run], "")


def _repairs(language: str, statements: list[Json]) -> list[Part]:
    """Return the last repairs of the machine, each beginning with its day."""
    lines = []
    for statement in statements:
        moment, separator, rest = statement["text"].partition(" · ")
        lines.append(Line.of(plain(f"{day(language, moment)}{separator}{rest}"), tuple(statement["marks"])))
    return [Steps(agents_say(language, "related"), tuple(lines))] if lines else []


def _refusal(answer: Json, language: str) -> list[Caution]:
    return [_caution(agents_say(language, "refused"), ())] if answer["refused"] else []


def _hazards(answer: Json) -> list[Caution]:
    return [_caution(one["text"], tuple(one["marks"])) for one in _resting_on(answer, "hazard")]


def _isolate_first(answer: Json, language: str) -> Iterator[Caution]:
    """Yield that each machine is isolated before work on it; how stands in the steps below."""
    found = (one["details"]["machine"] for one in answer["evidence"] if one["kind"] == "isolation")
    for machine in dict.fromkeys(map(str, found)):
        yield _caution(agents_say(language, "isolation", machine=machine), ())


def _all(texts: Iterable[str]) -> Iterator[Caution]:
    return (_caution(text, ()) for text in texts)


def _caution(text: str, marks: tuple[int, ...]) -> Caution:
    """Return a safety message, its signal word apart from what to do where it has a line of its own."""
    signal, _, rest = plain(text).partition("\n")
    return Caution(signal, Line.of(rest, marks)) if rest else Caution("", Line.of(signal, marks))


def _notices(answer: Json) -> Iterator[str]:
    for notice in answer["notices"]:
        if notice["code"] not in SAFETY_NOTICES and notice["text"] != answer["answer"]:
            yield plain(notice["text"])


def _choices(answer: Json) -> Iterator[Choice]:
    """Yield what waits for a decision, or what an unclear question may have meant."""
    if pending := answer["pending"]:
        for choice, label in zip(pending["choices"], pending["labels"], strict=True):
            yield Choice(plain(label), decision=choice)
    for notice in answer["notices"]:
        if notice["code"] == "clarify":
            for line in notice["text"].splitlines():
                if line.startswith("- "):
                    yield Choice(plain(line[2:]), asks=line[2:])
