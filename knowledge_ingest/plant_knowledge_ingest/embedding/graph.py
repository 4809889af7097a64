"""The encoder as an ONNX graph, written node by node from the 4-bit weights of the container.

Inputs, float32
    words       (1, tokens, hidden): word embeddings. They stay outside: a text needs few of the 250,000 rows
    fence       (1, 1, tokens, tokens): 0 where a token (row) may look at another (column) in the sentence
                branch, a large negative number where it may not
Outputs, float32
    states      (1, tokens, hidden): the last hidden states, as e5 defines them
    own_states  (1, tokens, hidden): the same, but from layer ``branch`` on a sentence sees itself and the head

Why a branch: after twelve layers every token speaks for the whole passage, and a sentence pooled from
``states`` is found by its question far less often than one embedded alone (.58 against .74 on XQuAD). Parting
ways for the last four layers costs a third more time and brings that back (.73), while the lower layers still
resolve what "it" refers to.
"""

from __future__ import annotations

import numpy as np

from plant_knowledge_ingest.embedding.arithmetic import (
    Arithmetic,
    FloatArithmetic,
    GaugingArithmetic,
    IntegerArithmetic,
    Peaks,
)
from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.sketch import FUSED, Sketch

BRANCH = 8
"""The layer (from 0) at which sentences part ways."""

NEVER = 12
"""The same, if they are to stay together: ``own_states`` are the ``states``."""


def encoder_graph(container: Container, peaks: Peaks, *, signed: bool, branch: int = BRANCH) -> bytes:
    """Return the encoder in 8-bit arithmetic (22 MB), calibrated by ``peaks``, with ``signed`` weights."""
    sketch = Sketch()
    return _encoder(sketch, container, IntegerArithmetic(sketch, container, peaks, signed=signed), branch)


def exact_graph(container: Container, *, branch: int = BRANCH) -> bytes:
    """Return the encoder in float arithmetic (86 MB)."""
    sketch = Sketch()
    return _encoder(sketch, container, FloatArithmetic(sketch, container), branch)


def _encoder(sketch: Sketch, container: Container, arithmetic: Arithmetic, branch: int) -> bytes:
    drawing = _Drawing(sketch, container, arithmetic)
    shared = drawing.layers(drawing.embeddings(), range(branch))
    rest = range(branch, container.shape.layers)
    sketch.node("Identity", [drawing.layers(shared, rest)], "states")
    sketch.node("Identity", [drawing.layers(shared, rest, "fence")], "own_states")
    states: list[int | str] = [1, "tokens", container.shape.hidden]
    return sketch.model(
        {"words": states, "fence": [1, 1, "tokens", "tokens"]}, {"states": states, "own_states": states}
    )


def gauge_graph(container: Container) -> bytes:
    """Return the encoder in float arithmetic, without branch: ``words`` to one output of peaks per weight."""
    sketch = Sketch()
    arithmetic = GaugingArithmetic(sketch, container)
    drawing = _Drawing(sketch, container, arithmetic)
    drawing.layers(drawing.embeddings(), range(container.shape.layers))
    for weight, peaks in arithmetic.gauges.items():
        sketch.node("Identity", [peaks], weight)
    hidden = container.shape.hidden
    return sketch.model({"words": [1, "tokens", hidden]}, {weight: [hidden] for weight in arithmetic.gauges})


class _Drawing:
    """Draws the parts of a BERT encoder; every method returns the name of its result."""

    def __init__(self, sketch: Sketch, container: Container, arithmetic: Arithmetic) -> None:
        self._sketch = sketch
        self._container = container
        self._shape = container.shape
        self._arithmetic = arithmetic

    def embeddings(self) -> str:
        """Add position and token type to the words, and normalise."""
        sketch, container = self._sketch, self._container
        kind = container.floats("emb.type")[: self._shape.hidden]
        places = container.floats("emb.pos").reshape(self._shape.positions, -1) + kind
        sketch.constant("places", places)
        for position in range(3):
            sketch.constant(f"at{position}", np.array([position], np.int64))
        sketch.node("Shape", ["words"], "shape")
        sketch.node("Slice", ["shape", "at1", "at2"], "tokens")
        sketch.node("Slice", ["places", "at0", "tokens"], "taken_places")
        return self._add_and_normalise("words", "taken_places", "emb.ln", "embedded")

    def layers(self, value: str, numbers: range, fence: str = "") -> str:
        """Draw consecutive transformer layers, with attention held by ``fence`` if it is given."""
        for number in numbers:
            value = self._layer(value, f"l{number}.", fence)
        return value

    def _layer(self, entered: str, at: str, fence: str) -> str:
        sketch, arithmetic, heads = self._sketch, self._arithmetic, self._shape.heads
        projected = arithmetic.multiply(entered, [at + "q", at + "k", at + "v"], fence)
        seen = [*projected, "", "", fence] if fence else projected
        attended = sketch.node("MultiHeadAttention", seen, f"{fence}{at}attended", domain=FUSED, num_heads=heads)
        (mixed,) = arithmetic.multiply(attended, [at + "ao"], fence)
        settled = self._add_and_normalise(entered, mixed, at + "aln", f"{fence}{at}settled")
        (widened,) = arithmetic.multiply(settled, [at + "fi"], fence)
        active = sketch.node("Gelu", [widened], f"{fence}{at}active")
        narrowed = arithmetic.multiply_active(active, at + "fo", fence)
        return self._add_and_normalise(settled, narrowed, at + "oln", f"{fence}{at}left")

    def _add_and_normalise(self, kept: str, added: str, norm: str, output: str) -> str:
        """Draw the sum and its layer norm; apart they are four times as fast as the fused operator."""
        floats = self._container.floats
        weights = [self._sketch.constant(norm + end, floats(norm + end)) for end in (".w", ".b")]
        total = self._sketch.node("Add", [kept, added], output + ".total")
        return self._sketch.node("LayerNormalization", [total, *weights], output, epsilon=self._shape.epsilon)
