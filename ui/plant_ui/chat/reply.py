"""An answer as the chat shows it: hazards, isolation, the best quote and its place, the others, the sources."""

from __future__ import annotations

from itertools import groupby

from plant_agents.first_line.phrases import phrases
from plant_agents.messages import say as agents_say
from plant_copilot.payload import Json
from plant_knowledge_ingest.language import LANGUAGES, UNDETERMINED, base
from plant_tools.plainly import day
from plant_ui.channels.places import numbers
from plant_ui.channels.rows import together
from plant_ui.chat.cases import case_marks
from plant_ui.chat.defect_picture import defect_picture
from plant_ui.chat.figures import is_figure, score_picture, told
from plant_ui.chat.links import Place
from plant_ui.chat.messages import say
from plant_ui.chat.plans import is_kept, kept
from plant_ui.chat.rows import as_lines, as_table
from plant_ui.chat.sources import sources
from plant_ui.chat.verbatim import verbatim


def reply(answer: Json, root: str) -> list[str]:
    """Return the Markdown of an answer in blocks, in the order they are shown. Each ends with a blank line.

    Whatever comes from a document is escaped; links lead to pages of the library under ``root`` only.
    """
    return [block for part in parted(answer, root) for block in part]


def parted(answer: Json, root: str, *, quotes: int = 100) -> tuple[list[str], list[str]]:
    """Return the blocks of an answer that stand above a table of similar orders, and those below it.

    At most ``quotes`` are shown beside the best one; what is not is said, with its marks, among the sources.
    """
    above, below = _found(answer, root, quotes) if answer["statements"] else ([], [_prose(answer["answer"])])
    noted = [notice["text"] for notice in answer["notices"] if notice["text"] != answer["answer"]]
    below += [f"*{verbatim(text)}*" for text in noted]
    return [f"{block}\n\n" for block in above], [f"{block}\n\n" for block in below]


def _found(answer: Json, root: str, quotes: int) -> tuple[list[str], list[str]]:
    language, marks, tabled = answer["language"], _Marks(answer, root), case_marks(answer)
    hazards, others = _apart(answer, "hazard")
    isolation, _ = _apart(answer, "isolation")
    others = [statement for statement in others if statement["leads"] or statement not in isolation]
    related, _ = _apart(answer, "related")
    figures = [s for s in others if is_figure(s, answer["citations"]) and s not in related]
    leading = [statement for statement in others if statement["leads"] and statement not in figures]
    facts = [statement for statement in others if statement not in [*figures, *leading, *related]]
    if planned := kept(answer):
        facts = [statement for statement in facts if not is_kept(statement, answer["citations"])]
    warnings = [verbatim(agents_say(language, "refused"))] if answer["refused"] else []
    warnings += map(marks.warning, hazards)
    above = [_listed(f"#### {say(language, 'hazards')}", warnings)] if warnings else []
    if answer["statements"][0]["leads"]:  # the writer lets a fact stand before how the machine is isolated
        above, leading = [*above, *map(marks.leading, leading)], []
    above += _isolated(answer, [s for s in isolation if s not in others], marks)
    above += [told(statement) for statement in figures if not set(statement["marks"]) <= tabled]
    above += defect_picture(answer)
    above += score_picture(answer)
    above += planned
    blocks = list(map(marks.leading, leading))
    blocks += _quotes(answer, facts, quotes, marks)
    blocks += _repairs(language, related)
    blocks.append(_listed(f"##### {say(language, 'sources')}", sources(answer, root)))
    return above, blocks


def _quotes(answer: Json, facts: list[Json], most: int, marks: _Marks) -> list[str]:
    """Return the best quote with its place, ``most`` others, and where the rest stands."""
    if not facts:
        return []
    language, left = answer["language"], [mark for one in facts[most + 1 :] for mark in one["marks"]]
    blocks = [*_introduced(answer, facts[0]), *marks.quoted(facts[:1]), *marks.shown(facts[0])]
    if others := facts[1 : most + 1]:
        blocks += [f"*{say(language, 'also')}*", *marks.quoted(others)]
    return blocks + ([f"*{verbatim(say(language, 'more_quotes', marks=numbers(left)))}*"] if left else [])


def _repairs(language: str, statements: list[Json]) -> list[str]:
    """Return the last repairs of the machine, each beginning with its day; [] where there are none."""
    lines = []
    for statement in statements:
        moment, separator, rest = statement["text"].partition(" · ")
        marks = " ".join(rf"\[{mark}\]" for mark in statement["marks"])
        lines.append(f"{verbatim(day(language, moment) + separator + rest)}\u00a0{marks}")
    return [_listed(f"*{agents_say(language, 'related')}*", lines)] if lines else []


def _introduced(answer: Json, statement: Json) -> list[str]:
    """Return the line that names the language of a quote, none where it is the asker's."""
    language = answer["language"]
    cited = next(c for c in answer["citations"] if c["mark"] == statement["marks"][0])
    if cited["kind"] != "page" or cited["language"] == UNDETERMINED or base(cited["language"]) == base(language):
        return []
    named = agents_say(language, cited["language"] if cited["language"] in LANGUAGES else "other")
    return [f"*{phrases(language)['says'].format(language=named)}*"]


def _apart(answer: Json, kind: str) -> tuple[list[Json], list[Json]]:
    """Part the statements that rest on evidence of one ``kind`` alone from the others."""
    meant = {mark for found in answer["evidence"] if found["kind"] == kind for mark in found["marks"]}
    those = [statement for statement in answer["statements"] if set(statement["marks"]) <= meant]
    return those, [statement for statement in answer["statements"] if statement not in those]


def _isolated(answer: Json, statements: list[Json], marks: _Marks) -> list[str]:
    """Return how the machines are isolated that are about to be worked on, each under its name."""
    found = {each["statement"]: each["details"] for each in answer["evidence"] if each["kind"] == "isolation"}
    blocks = []
    for machine, those in groupby(statements, key=lambda s: str(found[s["text"]]["machine"])):
        blocks.append(f"#### {verbatim(agents_say(answer['language'], 'isolation', machine=machine))}")
        blocks += marks.quoted(list(those))
    return blocks


def _listed(heading: str, lines: list[str]) -> str:
    return "\n".join([heading, "", *(f"- {line}" for line in lines)])


def _prose(text: str) -> str:
    """Keep the paragraphs of what the copilot says itself."""
    return "\n\n".join(verbatim(paragraph) for paragraph in text.split("\n\n"))


class _Marks:
    """Writes statements with their marks as links to the pages."""

    def __init__(self, answer: Json, root: str) -> None:
        self._language = answer["language"]
        places = {c["mark"]: Place.of(root, c) for c in answer["citations"] if c["kind"] == "page"}
        self._cutouts = {mark: place.cutout(self._language) for mark, place in places.items()}
        self._pages = {mark: place.viewer(self._language) for mark, place in places.items()}

    def warning(self, statement: Json) -> str:
        """Return a safety message: signal word and kind of danger in bold, then what to do, line by line."""
        signal, *lines = f"{verbatim(statement['text'])}\u00a0{self._links(statement)}".splitlines()
        return "\\\n  ".join([f"**{signal}**" if lines else signal, *lines])

    def leading(self, statement: Json) -> str:
        """Return the first line, in bold."""
        return f"**{verbatim(statement['text'])}**\u00a0{self._links(statement)}"

    def quoted(self, statements: list[Json]) -> list[str]:
        """Return statements as quotations, line by line; rows of one table that follow one another as a table."""
        blocks = []
        for run in together([statement["text"] for statement in statements]):
            rows = [(statements[at]["text"], self._links(statements[at])) for at in run]
            if len(rows) > 1:
                blocks.append(as_table(rows))
                continue
            lines = f"{as_lines(rows[0][0])}\u00a0{rows[0][1]}".splitlines()
            blocks.append("\n".join(f"> {line}" for line in lines))
        return blocks

    def shown(self, statement: Json) -> list[str]:
        """Return the picture of the first place a statement cites, which leads to the page; none for records."""
        mark = statement["marks"][0]
        if mark not in self._pages:
            return []
        return [f"[![{say(self._language, 'cutout')}]({self._cutouts[mark]})]({self._pages[mark]})"]

    def _links(self, statement: Json) -> str:
        return " ".join(
            rf"[\[{mark}\]]({self._pages[mark]})" if mark in self._pages else rf"\[{mark}\]"
            for mark in statement["marks"]
        )
