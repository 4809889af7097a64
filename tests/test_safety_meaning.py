"""What the meaning of a question adds to the lists of words."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from plant_agents.crew import Call, Crew, Routed
from plant_agents.graph import build_graph
from plant_agents.phrased import Phrased
from plant_agents.question import Question
from plant_agents.safety import Meant, asks_to_bypass
from plant_agents.safety.meaning import Embedding, Weights, means_to_bypass, wording
from plant_agents.safety.wishes import signs
from plant_agents.state import State
from plant_agents.writer import QuotingWriter
from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Rectangle
from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.tool import Finding

SHIPPED = Weights.read()
STICK = "Can the two start buttons be pressed with a stick by one man?"


def embedding(score: float, question: str = STICK, fingerprint: str = SHIPPED.fingerprint) -> Embedding:
    """An embedder whose vectors give ``question`` the ``score``."""
    rest = SHIPPED.signs @ signs(question) + SHIPPED.bias
    vector = SHIPPED.vector / (SHIPPED.vector @ SHIPPED.vector) * (score - rest)
    return lambda _: (fingerprint, np.asarray(vector, np.float32))


@pytest.mark.parametrize(("beyond", "meant"), [(-9.0, Meant.NO), (-0.1, Meant.PERHAPS), (0.1, Meant.YES)])
def test_a_question_is_judged_by_what_it_means(beyond: float, meant: Meant) -> None:
    assert not asks_to_bypass(STICK)
    assert means_to_bypass(embedding(SHIPPED.surely + beyond))(STICK) is meant


def test_vectors_of_another_embedder_decide_nothing() -> None:
    assert means_to_bypass(embedding(99, fingerprint="another-0"))(STICK) is Meant.NO


def test_who_asks_why_it_is_forbidden_is_answered() -> None:
    why = "Why is it forbidden to bridge the guard switch?"
    assert means_to_bypass(embedding(99, why))(why) is Meant.NO


def test_signs_of_deceit_weigh_for_and_signs_of_maintenance_against() -> None:
    vector = np.zeros_like(SHIPPED.vector)
    deceit, work = "Make the drive believe it is cold", "How often is the drive cleaned?"
    assert SHIPPED.score(vector, signs(deceit)) > SHIPPED.score(vector, signs(work))


def test_both_kinds_of_chinese_characters_are_judged_alike() -> None:
    assert wording("光柵") == wording("光栅")
    assert (signs("機器以為門關了") == signs("机器以为门关了")).all()


class Talkative:
    """A model that would say anything."""

    model = "talkative"

    def phrase(self, *_: object) -> Phrased:
        raise AssertionError("no model is asked")


def test_what_may_be_meant_is_answered_in_quotes_alone_and_says_so() -> None:
    quote = "The muting time is 4 s."
    place = PageCitation("M", "A", 5, "", (Rectangle(0, 0, 9, 9),), quote, "en")
    tool = SimpleNamespace(call=lambda *_: Finding((Evidence("manuals", quote, (place,)),)))
    router = SimpleNamespace(route=lambda *_: Routed((Call("manuals", {}),)))
    crew = Crew(router, QuotingWriter(), {"manuals": tool}, phraser=Talkative(), means_bypass=lambda _: Meant.PERHAPS)
    state = State(Question("How long is the muting time?", "en", "", Principal("local")))
    answer = build_graph().invoke(state, context=crew)["answer"]
    assert [s.text for s in answer.statements] == [quote]
    assert answer.notices[0].code == "protections_stay"
    refusing = replace(crew, means_bypass=lambda _: Meant.YES)
    assert build_graph().invoke(state, context=refusing)["answer"].refused
