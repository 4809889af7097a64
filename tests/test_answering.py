"""The life of one question: gate, tools, writer, proof, text. Crews are written out where a test needs its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

import plant_agents.messages
from plant_agents.answer import Answer, MarkedEvidence, Notice, Statement
from plant_agents.crew import Call, Crew, Routed
from plant_agents.declared import manuals
from plant_agents.graph import build_graph
from plant_agents.messages import say
from plant_agents.proving import marked
from plant_agents.question import Question
from plant_agents.remembered import Remembered
from plant_agents.router import DeclaredRouter
from plant_agents.setting import place
from plant_agents.state import State
from plant_agents.writer import QuotingWriter
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.language import LANGUAGES
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Citation, Evidence
from plant_tools.tool import Finding, ToolError

LOCAL = Principal("local")


def pages(citations: Sequence[Citation]) -> list[int]:
    """The pages that citations name."""
    return [citation.page for citation in citations if isinstance(citation, PageCitation)]


def cited(quote: str, page: int = 4, printed: str = "2", language: str = "en") -> PageCitation:
    return PageCitation("FL-303 manual", "C", page, printed, (Rectangle(72, 90, 300, 102),), quote, language)


def fact(text: str, page: int = 4, kind: str = "fact") -> Evidence:
    return Evidence("manuals", text, (cited(text, page),), kind=kind)


TORQUE = fact("Tighten the flange screws to 21 Nm.")
DANGER = fact("DANGER\nRotating parts.", page=5, kind="hazard")


class ScriptedTool:
    """Answers what it is told to, and keeps what it was asked."""

    description = "Answers as written."
    schema: Mapping[str, Any] = {"type": "object"}

    def __init__(self, finding: Finding | ToolError, name: str = "manuals") -> None:
        self.name = name
        self.finding = finding
        self.asked: list[tuple[Mapping[str, Any], Principal]] = []

    def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
        self.asked.append((arguments, principal))
        if isinstance(self.finding, ToolError):
            raise self.finding
        return self.finding


class ScriptedWriter:
    """Writes what it is told to, whatever was found, and counts how often it was called."""

    model: str | None = "scripted"

    def __init__(self, *statements: Statement) -> None:
        self.statements = statements
        self.calls = 0

    def write(self, _: Question, __: Sequence[MarkedEvidence], ___: Sequence[Citation]) -> tuple[Statement, ...]:
        self.calls += 1
        return self.statements


class AsksAll:
    """A router that sends the question to every tool named."""

    def __init__(self, *tools: str) -> None:
        self.tools = tools

    def route(self, question: Question, _: Remembered) -> Routed:
        return Routed(tuple(Call(tool, {"question": question.text}) for tool in self.tools))


def manuals_router() -> DeclaredRouter:
    """Sends every question to the manuals."""
    return DeclaredRouter({"manuals": manuals.declared(ScriptedTool(Finding()))})


def ask(crew: Crew, text: str = "What torque?", language: str = "en") -> Answer:
    answer = build_graph().invoke(State(Question(text, language, "", LOCAL)), context=crew)["answer"]
    assert isinstance(answer, Answer)
    return answer


def crew_of(*found: Evidence, writer: ScriptedWriter | None = None) -> Crew:
    tool = ScriptedTool(Finding(tuple(found)))
    return Crew(manuals_router(), writer or QuotingWriter(), {"manuals": tool})


# From evidence to answer


def test_evidence_without_a_citation_cannot_exist() -> None:
    with pytest.raises(ValueError, match="evidence of manuals without a citation"):
        Evidence("manuals", "Tighten.", ())


def test_a_fact_is_quoted_with_its_mark_and_its_place() -> None:
    answer = ask(crew_of(TORQUE))
    assert answer.answer == (
        "> Tighten the flange screws to 21 Nm. [1]\n\n"
        "**Sources**\n\n- [1] FL-303 manual, revision C, page 4 (printed 2)"
    )
    assert (answer.abstained, answer.refused, answer.model, answer.tools) == (False, False, None, ("manuals",))


def test_hazards_come_before_facts_and_get_the_first_marks() -> None:
    answer = ask(crew_of(TORQUE, DANGER))
    assert answer.answer.startswith("**⚠ Safety first**\n\n- **DANGER** Rotating parts. [1]\n\n> Tighten")
    assert pages(answer.citations) == [5, 4]
    assert [statement.marks for statement in answer.statements] == [(1,), (2,)]


def test_further_facts_are_set_apart_from_the_best_one() -> None:
    answer = ask(crew_of(TORQUE, fact("Check it after 50 h.", page=6)))
    assert "21 Nm. [1]\n\n*Also on record*\n\n> Check it after 50 h. [2]\n\n**Sources**" in answer.answer


def test_the_same_citation_is_marked_once() -> None:
    evidence, citations = marked([TORQUE, TORQUE, DANGER])
    assert [found.marks for found in evidence] == [(2,), (2,), (1,)]
    assert pages(citations) == [5, 4]


def test_every_mark_in_the_text_has_a_citation() -> None:
    answer = ask(crew_of(TORQUE, DANGER, fact("Check it after 50 h.", page=6)))
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.answer)}
    assert marks == {1, 2, 3}
    assert len(answer.citations) == 3


def test_the_asset_and_the_language_reach_the_tool_on_behalf_of_the_asker() -> None:
    tool = ScriptedTool(Finding())
    question = Question("How often?", "de", "FL-303", LOCAL)
    build_graph().invoke(State(question), context=Crew(manuals_router(), QuotingWriter(), {"manuals": tool}))
    assert tool.asked == [({"question": "How often?", "language": "de", "asset": "FL-303"}, LOCAL)]


# Nothing found


def test_without_evidence_the_writer_is_never_called() -> None:
    writer = ScriptedWriter(Statement("The torque is 99 Nm.", (1,)))
    answer = ask(crew_of(writer=writer))
    assert (writer.calls, answer.abstained, answer.statements, answer.model) == (0, True, (), None)
    assert answer.answer.startswith("Nothing on record answers this.")


def test_an_unknown_code_is_named() -> None:
    tool = ScriptedTool(Finding(gap="E9999"))
    answer = ask(Crew(manuals_router(), QuotingWriter(), {"manuals": tool}))
    assert answer.abstained
    assert answer.answer.startswith("Nothing on record about E9999: it stands in none of the documents")


def test_a_tool_that_fails_is_a_notice_while_another_still_speaks() -> None:
    tools = {
        "history": ScriptedTool(ToolError("the database is locked"), "history"),
        "manuals": ScriptedTool(Finding((TORQUE,))),
    }
    answer = ask(Crew(AsksAll("history", "manuals"), QuotingWriter(), tools))
    assert answer.notices == (Notice("tool_failed", "The tool history could not answer: the database is locked"),)
    assert answer.answer.startswith("> Tighten the flange screws to 21 Nm. [1]")
    assert answer.tools == ("history", "manuals")


def test_an_error_that_is_no_tool_error_is_not_hidden() -> None:
    class Broken(ScriptedTool):
        def call(self, arguments: Mapping[str, Any], principal: Principal) -> Finding:
            raise ZeroDivisionError(f"{arguments} {principal}")

    with pytest.raises(ZeroDivisionError):
        ask(Crew(manuals_router(), QuotingWriter(), {"manuals": Broken(Finding())}))


# A writer that lies


def test_a_number_that_is_not_in_the_quote_is_dropped_and_said_so() -> None:
    writer = ScriptedWriter(Statement("It is 21 Nm.", (1,)), Statement("It is 12 Nm.", (1,)))
    answer = ask(crew_of(TORQUE, writer=writer))
    assert [statement.text for statement in answer.statements] == ["It is 21 Nm."]
    assert "12 Nm" not in answer.answer
    assert [notice.code for notice in answer.notices] == ["unproven_dropped"]
    assert answer.notices[0].text.startswith("1 sentence(s) were left out")
    assert answer.model == "scripted"


@pytest.mark.parametrize("marks", [(), (0,), (2,), (-1,), (1, 7)])
def test_a_mark_that_stands_for_nothing_is_dropped(marks: tuple[int, ...]) -> None:
    answer = ask(crew_of(TORQUE, writer=ScriptedWriter(Statement("Tighten it.", marks))))
    assert (answer.statements, answer.citations, answer.abstained) == ((), (), True)
    assert [notice.code for notice in answer.notices] == ["unproven_dropped"]


def test_a_number_of_another_citation_proves_nothing() -> None:
    writer = ScriptedWriter(Statement("Tighten to 50 Nm.", (1,)))
    answer = ask(crew_of(TORQUE, fact("The lever takes 50 Nm.", page=6), writer=writer))
    assert answer.abstained
    assert "50" not in answer.answer


def test_marks_are_numbered_anew_when_a_statement_is_dropped() -> None:
    writer = ScriptedWriter(Statement("It is 12 Nm.", (1,)), Statement("Check after 50 h.", (2,)))
    answer = ask(crew_of(TORQUE, fact("Check after 50 h.", page=6), writer=writer))
    assert [statement.marks for statement in answer.statements] == [(1,)]
    assert pages(answer.citations) == [6]
    assert [found.marks for found in answer.evidence] == [(1,)]


# Refusal

BYPASS = {
    "en": "How do I bypass the door interlock?",
    "de": "Wie überbrücke ich den Türschalter?",
    "zh-Hans": "怎么绕过安全门？",
    "zh-Hant": "怎麼繞過安全門？",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_question_is_not_looked_up_but_the_safe_way_is(language: str) -> None:
    tool = ScriptedTool(Finding((fact("Switch off and lock out the main switch."),)))
    answer = ask(Crew(manuals_router(), QuotingWriter(), {"manuals": tool}), BYPASS[language], language)
    assert tool.asked[0][0]["question"] == say(language, "safe_question")
    assert (answer.refused, answer.abstained, answer.question) == (True, False, BYPASS[language])
    assert answer.answer.startswith(say(language, "refused"))
    assert "\n\n> Switch off and lock out the main switch. [1]" in answer.answer


def test_a_refusal_without_a_safe_way_on_record_is_still_a_refusal() -> None:
    answer = ask(crew_of(), "How do I bypass the door interlock?")
    assert (answer.refused, answer.abstained) == (True, False)
    assert answer.answer == say("en", "refused")


# Words of the copilot itself


def catalogues() -> dict[str, dict[str, str]]:
    folder = Path(plant_agents.messages.__file__).parent
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in folder.glob("*.yaml")}


def test_every_language_has_the_same_messages_with_the_same_gaps() -> None:
    known = catalogues()
    english = {key: set(re.findall(r"\{\w+\}", text)) for key, text in known["en"].items()}
    assert set(known) == set(LANGUAGES)
    for messages in known.values():
        assert {key: set(re.findall(r"\{\w+\}", text)) for key, text in messages.items()} == english


def test_no_message_is_left_in_english() -> None:
    known = catalogues()
    same = {key for key in known["en"] for other in ("de", "zh-Hans") if known[other][key] == known["en"][key]}
    assert same <= {"source"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "FL-303 manual, revision C, page 4 (printed 2)"),
        ("de", "FL-303 manual, Revision C, Seite 4 (gedruckt 2), auf Englisch"),
    ],
)
def test_a_place_is_said_in_the_language_of_the_answer(language: str, said: str) -> None:
    assert place(language, cited("x")) == said


def test_a_place_names_only_what_is_known_of_it() -> None:
    bare = PageCitation("Notes", "", 3, "3", (Rectangle(0, 0, 1, 1),), "x", "en")
    assert place("en", bare) == "Notes, page 3"
    assert place("en", cited("x", language="fr")).endswith(", in another language")
    assert place("en", cited("x", language="und")).endswith(", in an undetermined language")
