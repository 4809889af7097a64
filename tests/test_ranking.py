"""Which sentence of which passage is worth most to a question."""

from __future__ import annotations

import numpy as np
import pytest

from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Passage, Rectangle, Span
from plant_knowledge_ingest.ranking import Candidate, Query
from plant_knowledge_ingest.tokens import codes, token_set
from plant_knowledge_ingest.traits import Traits

PLACE = Rectangle(72, 90, 400, 102)
MANUAL = Document("CP-304 manual", "C", "f" * 64, "Capper CP-304")


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.read()


def passage(*sentences: str, kind: str = "text") -> Passage:
    """A passage of ``sentences``, one a line."""
    ends = [len("\n".join(sentences[: number + 1])) for number in range(len(sentences))]
    spans = tuple(Span(end - len(said), end, (PLACE,)) for said, end in zip(sentences, ends, strict=True))
    return Passage(MANUAL.name, "C", MANUAL.file, 4, 0, "", "\n".join(sentences), spans, (), "en", kind)


def query(text: str, glossary: Glossary) -> Query:
    """An English question; each of its concepts is as rare as the others."""
    concepts = glossary.find(text, "en")
    return Query(
        text=text,
        vector=np.zeros(2, np.float32),
        words=token_set(text),
        codes=codes(text),
        assets=frozenset(),
        concepts=concepts,
        weights={concept: 1.0 for concept in concepts if not glossary.concepts[concept].asks},
        unknown=frozenset(),
        quantities=frozenset(concept for concept in concepts if glossary.concepts[concept].units),
        machines=frozenset(),
        technical=1.0,
        language="en",
    )


def scored(question: str, found: Passage, glossary: Glossary) -> tuple[float, int]:
    """The score of a passage, and which of its sentences carries it."""
    candidate = Candidate(Traits.of(found, Notions.of(MANUAL, found, glossary)), frozenset())
    return candidate.score(query(question, glossary), np.zeros(len(found.spans), np.float32))


def test_the_labels_of_a_figure_say_less_than_a_sentence(glossary: Glossary) -> None:
    legend = "1 Cone 2 Spring of the gripper 3 Rubber of the gripper"
    text = passage(legend, "A worn gripper and its spring are replaced together.")
    assert scored("What about the spring of the gripper?", text, glossary)[1] == 1


def test_three_values_in_a_row_are_no_labels_of_a_figure(glossary: Glossary) -> None:
    values = passage("Springs of the gripper: 3 of 12 N, 1 of 10 N.")
    names = passage("1 Springs of the gripper 2 Cone 3 Nozzle of 12 N")
    question = "What about the springs of the gripper?"
    assert scored(question, values, glossary)[0] > scored(question, names, glossary)[0]


def test_what_to_set_is_not_asked_of_the_alarms(glossary: Glossary) -> None:
    said = "Tension of the label above 25 N."
    limit, setting = passage(said, kind="alarms"), passage(said)
    value, fault = "What is the tension of the label?", "Which fault has a label of too much tension?"
    assert scored(value, setting, glossary)[0] > scored(value, limit, glossary)[0]
    assert scored(fault, setting, glossary)[0] == scored(fault, limit, glossary)[0]


def test_weekly_is_an_answer_to_how_often(glossary: Glossary) -> None:
    text = passage("Suction cups are cleaned with water of 40 °C.", "Weekly: clean the suction cups.")
    assert scored("How often are the suction cups cleaned?", text, glossary)[1] == 1
    assert glossary.given({"weekly", "suction_cup"}) == {"interval"}


def test_a_caption_is_worth_less_than_the_sentence_it_resembles(glossary: Glossary) -> None:
    caption, sentence = "Figure 1 Oil circuit of the compressor", "The oil of the compressor is PAO."
    question = "Which oil goes into the circuit of the compressor?"
    shown, said = passage(caption, kind="figure"), passage(sentence)
    assert scored(question, said, glossary)[0] > scored(question, shown, glossary)[0]
