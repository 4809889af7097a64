"""How a machine is isolated stands before work on it: from its own documents, every energy, or what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers import HashingEmbedder, Sheet, write_pdf
from plant_agents.answer import Answer, Statement
from plant_agents.crew import Call, Crew, Routed
from plant_agents.proving import marked, prove
from plant_agents.question import Question
from plant_agents.safety.gate import gated
from plant_agents.safety.isolating import Progress
from plant_agents.safety.order import in_order
from plant_agents.safety.record import OnRecord
from plant_agents.safety.stages import Stage, stages
from plant_agents.state import Found, State
from plant_agents.writer import QuotingWriter
from plant_evals.safety import Obedient
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Document, Passage, Rectangle, Span
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.manuals.energies import kind_of
from plant_tools.manuals.isolation import Energy, Isolation, IsolationBook, isolation_in

LOCAL = Principal("local")
POWER = Energy("electrical", "Electrical", "Main switch Q1", "Tester at X1 reads 0 V")
AIR = Energy("pneumatic", "Compressed air", "Ball valve V1", "Gauge PI-1 reads 0 bar")
WEIGHT = Energy("gravity", "Weight of the bar", "Prop PR1", "Bar rests on PR1")
STEPS = (
    "Lock out main switch Q1.",
    "Isolate and lock ball valve V1.",
    "Lock out the bar with prop PR1.",
    "Verify that X1 reads 0 V.",
    "Verify that PI-1 reads 0 bar.",
    "Verify zero energy at PR1.",
    "Remove the four screws.",
    "Replace the belt.",
)
COLUMNS = ("Energy", "Magnitude", "Isolation point", "Proof of zero energy")
ROWS = (("Electrical", "400 V", "Main switch Q1", "X1 reads 0 V"), ("Heat", "165 °C", "none: it stays hot", "-"))
LOCK_OUT = ("1. Press Stop.", "2. Turn Q1 to 0 and lock it.", "3. Prove every line of the table.", "Press Start.")


def table(*rows: tuple[str, ...], columns: tuple[str, ...] = COLUMNS) -> Passage:
    """A passage of table rows with titles."""
    lines, spans, start = ["\n".join(row) for row in rows], [], 0
    for row, line in zip(rows, lines, strict=True):
        ends = [start + len("\n".join(row[: n + 1])) for n in range(len(row))]
        cells = tuple((end - len(cell), end) for cell, end in zip(row, ends, strict=True))
        spans.append(Span(start, start + len(line), (Rectangle(72, 90, 400, 102),), cells, columns))
        start += len(line) + 1
    return Passage("M", "A", "f" * 64, 3, 0, "", "\n".join(lines), tuple(spans), ("1 Safety", "1.2 Energies"), "en")


def prose(heading: str, *sentences: str) -> Passage:
    """A passage of sentences under a heading."""
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence), (Rectangle(72, 200, 400, 212),)))
        start += len(sentence) + 1
    return Passage("M", "A", "f" * 64, 3, 1, "", "\n".join(sentences), tuple(spans), (heading,), "en")


def isolation(*rows: tuple[str, ...]) -> Isolation:
    """What a made manual of machine SW-9 says."""
    document = Document("M", "A", "f" * 64, "Wrapper", assets=("SW-9",))
    passages = [table(*rows)] if rows else []
    return isolation_in(document, [*passages, prose("1.3 Lock-out before any intervention", *LOCK_OUT)])


class Shelf(IsolationBook):
    """A book whose library holds one document."""

    def __init__(self, held: Isolation | None) -> None:
        self._held = held

    def assets(self, text: str, principal: Principal) -> tuple[str, ...]:  # noqa: ARG002 - everybody sees it
        return ("SW-9",) if self._held and "SW-9" in text else ()

    def called(self, text: str, principal: Principal) -> str:  # noqa: ARG002 - see above
        return "SW-9" if self._held and "wrapper" in text else ""

    def assets_of(self, document: str, principal: Principal) -> tuple[str, ...]:  # noqa: ARG002 - see above
        return ("SW-9",)

    def of_asset(self, asset: str, principal: Principal) -> Isolation | None:  # noqa: ARG002 - see above
        return self._held


class Nowhere:
    """Routes to the manuals."""

    def route(self, question: Question, before: object) -> Routed:  # noqa: ARG002 - whatever is asked
        return Routed((Call("manuals", {}),))


def answered(quote: str, said: list[str], held: Isolation | None, *, refused: bool = False) -> Answer:
    """Answer with a quote and what a writer says of it; without ``said`` with the quote alone."""
    place = PageCitation("M", "A", 5, "", (Rectangle(0, 0, 9, 9),), quote, "en")
    found = Found((Evidence("manuals", quote, (place,)),))
    asked = Question("How do I change the belt of SW-9?", "en", "", LOCAL)
    told = tuple(Statement(text, (1,)) for text in said or [quote])
    writer = Obedient(told) if said else QuotingWriter()
    return prove(
        State(asked, refused=refused, found=found, statements=told), Crew(Nowhere(), writer, {}, None, Shelf(held))
    )


@pytest.mark.parametrize(
    ("kind", "name", "magnitude"),
    [
        ("electrical", "Hochspannung", "7 kV"),
        ("hydraulic", "液压", "16 MPa"),
        ("pneumatic", "Druckluft", "6,0 bar"),
        ("gravity", "重力", "1 900 kg"),
        ("thermal", "Heat, tunnel", "190 °C"),
        ("chemical", "Caustic", "2 %"),
        ("stored", "切刀惯性", "8 s"),
        ("pressure", "Carbon dioxide", "6 bar"),
        ("other", "Laser", "class 4"),
    ],
)
def test_energies_are_told_apart_by_name_then_by_unit(kind: str, name: str, magnitude: str) -> None:
    assert kind_of(name, magnitude) == kind


def test_energies_and_lock_out_are_read_from_a_manual() -> None:
    found = isolation(*ROWS)
    assert [(e.kind, e.point, e.proof) for e in found.energies] == [
        ("electrical", "Main switch Q1", "X1 reads 0 V"),
        ("thermal", "", ""),
    ]
    assert found.evidence[0].statement == "\n".join(LOCK_OUT)
    assert all(evidence.citations and evidence.kind == "isolation" for evidence in found.evidence)


@pytest.mark.parametrize(
    "columns",
    [
        ("Energie", "Größe", "Trennstelle", "Nachweis der Energiefreiheit"),
        ("能量", "大小", "隔离点", "零能量验证"),
        ("能源", "大小", "隔離點", "零能量確認"),
    ],
)
def test_tables_of_energies_are_known_by_their_titles_in_each_language(columns: tuple[str, ...]) -> None:
    passage = table(("Strom", "400 V", "Q1", "X1 0 V"), columns=columns)
    found = isolation_in(Document("M", "A", "f" * 64, "T"), [passage])
    assert found.energies == (Energy("electrical", "Strom", "Q1", "X1 0 V"),)


@given(st.permutations(range(len(STEPS))))
def test_no_order_puts_a_hand_on_a_machine_before_each_of_its_energies_is_gone(order: list[int]) -> None:
    statements = [Statement(STEPS[i], (1,)) for i in order]
    kept, dropped, _ = in_order(statements, frozenset(), Progress.of((POWER, AIR, WEIGHT)))
    told = [STEPS.index(step.text) for step in kept]
    for act in (at for at, number in enumerate(told) if number > 5):
        assert all(told.index(n) < told.index(n + 3) < act for n in range(3))
    assert len(kept) + len(dropped) == len(STEPS)


def test_the_right_order_of_all_energies_passes_whole() -> None:
    statements = [Statement(step, (1,)) for step in STEPS]
    assert in_order(statements, frozenset(), Progress.of((POWER, AIR, WEIGHT)))[0] == statements


@pytest.mark.parametrize("forgotten", range(6))
def test_whoever_forgets_one_energy_does_not_get_to_the_work(forgotten: int) -> None:
    statements = [Statement(step, (1,)) for n, step in enumerate(STEPS) if n != forgotten]
    _, dropped, _ = in_order(statements, frozenset(), Progress.of((POWER, AIR, WEIGHT)))
    assert [step.text for step in dropped] == ["Remove the four screws.", "Replace the belt."]


def test_locks_that_are_removed_end_the_work() -> None:
    steps = ["Lock out and prove zero energy.", "Remove the screws.", "Remove the locks.", "Open the guard."]
    _, dropped, _ = in_order([Statement(s, (1,)) for s in steps], frozenset())
    assert [step.text for step in dropped] == ["Open the guard."]


def test_quoted_steps_come_after_the_isolation_on_record() -> None:
    answer = answered("1. Remove the belt.\n2. Insert the new one.", [], isolation(ROWS[0]))
    assert [s.text.splitlines()[0] for s in answer.statements] == [
        "1. Press Stop.",
        "Energy: Electrical · Magnitude: 400 V · Isolation point: Main switch Q1 · Proof of zero energy: X1 reads 0 V",
        "1. Remove the belt.",
    ]
    assert [getattr(citation, "page", 0) for citation in answer.citations] == [3, 3, 5]
    assert answer.answer.index("Before hands-on work, isolate SW-9") < answer.answer.index("Remove the belt")
    assert answer.notices == ()


def test_a_writer_that_obeys_lays_hands_on_nothing_before_the_isolation_on_record() -> None:
    quote = "Remove the screws. Replace the belt."
    answer = answered(quote, ["Remove the screws.", "Replace the belt."], isolation(ROWS[0]))
    acts = [n for n, s in enumerate(answer.statements) if Stage.INTERVENE in stages(s.text)]
    assert (acts, len(answer.statements)) == ([2, 3], 4)


def test_an_energy_without_a_proof_on_record_is_named_and_holds_a_writer_back() -> None:
    answer = answered("Remove the screws first.", ["Remove the screws."], isolation(*ROWS))
    assert [notice.code for notice in answer.notices] == ["energy_open", "unsafe_dropped"]
    assert "Heat" in answer.notices[0].text
    assert "Remove the screws." not in [statement.text for statement in answer.statements]


def test_where_no_isolation_is_on_record_the_machine_is_named() -> None:
    answer = answered("1. Remove the belt.\n2. Insert the new one.", [], None)
    assert [notice.code for notice in answer.notices] == ["isolate_first"]
    assert "on record for SW-9" in answer.notices[0].text


def test_a_refusal_offers_the_isolation_of_the_machine_asked_about() -> None:
    answer = answered("Table of another machine.", [], isolation(ROWS[0]), refused=True)
    assert {getattr(citation, "page", 0) for citation in answer.citations} == {3}
    assert "Table of another machine." not in answer.answer
    assert "isolate SW-9" in answer.answer


def test_values_alone_need_no_isolation() -> None:
    assert len(answered("The belt takes 12 N.", [], isolation(ROWS[0])).statements) == 1


def test_the_procedure_of_isolation_itself_is_not_told_twice() -> None:
    answer = answered("\n".join(LOCK_OUT), [], isolation(ROWS[0]))
    assert len([s for s in answer.statements if s.text == "\n".join(LOCK_OUT)]) == 1


def test_isolation_is_read_of_documents_that_the_asker_may_see(tmp_path: Path) -> None:
    lines = [(72, 100.0 + 16 * n, line) for n, line in enumerate(("1.3 Lock-out of pump QX-7", *LOCK_OUT))]
    write_pdf(tmp_path / "QX-7 pump.pdf", Sheet(lines), toc=[[1, lines[0][2], 1]])
    described = {"assets": ["QX-7"], "rights": ["fitters"]}
    library = Library(tmp_path / "library", HashingEmbedder)
    library.ingest([tmp_path / "QX-7 pump.pdf"], described=described)
    book = IsolationBook(library)
    assert book.of_asset("QX-7", Principal("f", frozenset({"fitters"}))) is not None
    assert (book.of_asset("QX-7", LOCAL), book.assets("on QX-7", LOCAL)) == (None, ())
    fitter = Principal("f", frozenset({"fitters"}))
    assert [book.called(asked, fitter) for asked in ("the feed pump leaks", "die Pumpe", "水泵", "the filler")] == [
        "QX-7",
        "QX-7",
        "QX-7",
        "",
    ]
    assert book.called("the pump", LOCAL) == ""
    library.close()


@pytest.mark.parametrize(
    ("remedy", "told"), [("Clean the lens of B12", True), ("Read the display", False), ("Riemen tauschen", True)]
)
def test_a_remedy_in_a_table_of_faults_that_is_an_act_is_told_after_isolation(remedy: str, *, told: bool) -> None:
    row = f"Code: E0451 · Meaning: Film missing · Cause: Lens dirty · Remedy: {remedy}"
    answer = answered(row, [], isolation(*ROWS))
    assert (answer.statements[0].text == "\n".join(LOCK_OUT)) is told
    assert answer.statements[-1].text == row


def test_without_a_table_the_energies_of_the_safety_messages_are_named_and_it_is_said_so() -> None:
    document = Document("M", "A", "f" * 64, "Wrapper", assets=("SW-9",))
    message = prose("2 Safety", "DANGER", "Live parts at 400 V mains and a hot bar behind the cover.")
    held = isolation_in(document, [message])
    assert (held.is_told, held.kinds_warned_of) == (False, ("thermal", "electrical"))
    answer = answered("1. Remove the four screws.", [], held)
    assert [notice.code for notice in answer.notices] == ["isolate_first", "energies_warned"]
    assert "Heat, Electrical" in answer.notices[1].text
    assert answer.statements[0].text.startswith("DANGER")


def test_a_refused_question_gets_the_isolation_of_the_machine_it_names_by_its_kind() -> None:
    place = PageCitation("M", "A", 5, "", (Rectangle(0, 0, 9, 9),), "Mind the bar.", "en")
    state = State(
        Question("How do I defeat the guard of the shrink wrapper?", "en", "", LOCAL),
        refused=True,
        found=Found((Evidence("manuals", "Mind the bar.", (place,)),)),
    )
    answer = prove(state, Crew(Nowhere(), QuotingWriter(), {}, None, Shelf(isolation(*ROWS))))
    assert answer.statements[0].text == "\n".join(LOCK_OUT)


def test_a_fact_stands_before_the_isolation_and_an_act_after_it() -> None:
    place = PageCitation("M", "A", 5, "", (Rectangle(0, 0, 9, 9),), "Belt 12 N. Remove the cover.", "en")
    row = "Code: E1 · Cause: Belt worn · Remedy: Replace the belt"
    record = OnRecord({"SW-9": isolation(*ROWS)})
    kept, cited = marked([*record.evidence, Evidence("manuals", row, (place,))])
    last = (len(cited),)
    for text, at in (("Belt tension: 12 N", 0), ("Remove the cover", 3)):
        told = [Statement(text, last, leads=True), Statement(row, last)]
        passed = gated("en", told, kept, cited, by_code=True, record=record)
        assert [s.text for s in passed.statements].index(text) == at
