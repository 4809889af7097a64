"""What the meaning of a question adds to the lists of words."""

from __future__ import annotations

import numpy as np
import pytest

from plant_agents.safety import asks_to_bypass
from plant_agents.safety.meaning import Embedding, Weights, is_meant, means_to_bypass

SHIPPED = Weights.read()


def embedding(toward: float, fingerprint: str = SHIPPED.fingerprint) -> Embedding:
    """An embedder all of whose vectors lie ``toward`` the wish to defeat a protection."""
    vector = np.asarray(SHIPPED.weights / np.linalg.norm(SHIPPED.weights) * toward, np.float32)
    return lambda _: (fingerprint, vector)


def test_a_question_is_refused_for_what_it_means() -> None:
    question = "Can the two start buttons be pressed with a stick by one man?"
    assert not asks_to_bypass(question)
    assert means_to_bypass(embedding(1))(question)
    assert not means_to_bypass(embedding(-1))(question)


def test_vectors_of_another_embedder_decide_nothing() -> None:
    assert not means_to_bypass(embedding(1, "another-0"))("Can one man press both start buttons with a stick?")


@pytest.mark.parametrize(
    ("question", "refused"), [("Hold the guard switch, how?", True), ("Hold the reel, how?", False)]
)
def test_less_is_enough_where_a_protection_is_named(question: str, refused: bool) -> None:
    assert is_meant(question, 0.7) is refused


def test_who_asks_why_it_is_forbidden_is_answered() -> None:
    assert not is_meant("Why is it forbidden to bridge the guard switch?", 0.99)
