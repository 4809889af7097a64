"""Two ways to multiply by weights in the graph: as floats to take measure, as 8-bit integers to be fast.

Integers are four times as fast. Two habits of e5 make naive rounding costly, and each is met in its own way.
A few channels are ten times larger than the rest, so the size of a channel is moved into the weights that
read it (smoothing). And behind the GELU one or two tokens have a single huge activation, so there every token
gets a step of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from plant_knowledge_ingest.embedding.container import Container
from plant_knowledge_ingest.embedding.protocol import Matrix, Vector
from plant_knowledge_ingest.embedding.sketch import FUSED, Sketch

Peaks: TypeAlias = Mapping[str, Vector]
"""The largest magnitude of each channel in front of a weight, by the weight's name ("l0.q")."""

_SMOOTHING = 0.7
"""0 leaves channels as they are, 1 makes their peaks equal; 0.7 gave the smallest error."""

_MARGIN = 1.3
"""Peaks beyond the measured ones by this factor are still represented."""

_GELU_DEPTH = 0.17
"""GELU never goes below minus this."""


class Arithmetic(Protocol):
    """Draws ``value @ weight + bias``. Weights are named as in the container, without ".w"."""

    def multiply(self, value: str, weights: Sequence[str], branch: str) -> list[str]:
        """Draw the products of one value with several weights; return their names."""

    def multiply_active(self, value: str, weight: str, branch: str) -> str:
        """Draw the product of a value that comes from the GELU; return its name."""


class FloatArithmetic:
    """Exact products."""

    def __init__(self, sketch: Sketch, container: Container) -> None:
        self._sketch = sketch
        self._container = container

    def multiply(self, value: str, weights: Sequence[str], branch: str) -> list[str]:
        """See Arithmetic."""
        return [self.multiply_active(value, weight, branch) for weight in weights]

    def multiply_active(self, value: str, weight: str, branch: str) -> str:
        """See Arithmetic."""
        dense = self._sketch.constant(weight + ".w", self._container.blocks(weight + ".w").dense().T)
        bias = self._sketch.constant(weight + ".b", self._container.floats(weight + ".b"))
        product = self._sketch.node("MatMul", [value, dense], f"{branch}{weight}.product")
        return self._sketch.node("Add", [product, bias], f"{branch}{weight}.sum")


class GaugingArithmetic(FloatArithmetic):
    """Exact products. The graph also yields the peaks in front of every weight that will be smoothed."""

    def __init__(self, sketch: Sketch, container: Container) -> None:
        super().__init__(sketch, container)
        self.gauges: dict[str, str] = {}
        """Which output of the graph holds the peaks in front of which weight."""

    @override
    def multiply(self, value: str, weights: Sequence[str], branch: str) -> list[str]:
        gauge = weights[0]
        self._sketch.node("Abs", [value], gauge + ".sizes")
        axes = self._sketch.constant("rows", np.array([0, 1], np.int64))
        self.gauges[gauge] = self._sketch.node("ReduceMax", [gauge + ".sizes", axes], gauge + ".peaks", keepdims=0)
        return super().multiply(value, weights, branch)


class IntegerArithmetic:
    """Products of 8-bit integers.

    Activations are unsigned, around a zero point; so are the weights, unless they are ``signed``.
    """

    def __init__(self, sketch: Sketch, container: Container, peaks: Peaks, *, signed: bool) -> None:
        self._sketch = sketch
        self._container = container
        self._peaks = peaks
        self._signed = signed
        sketch.constant("one", np.array(1, np.float32))
        sketch.constant("middle", np.array(128, np.uint8))
        sketch.constant("low", np.array(32, np.uint8))
        sketch.constant("upper_levels", np.array(255 - 32, np.float32))
        sketch.constant("finest", np.array(_GELU_DEPTH / 32, np.float32))
        sketch.constant("channels", np.array([-1], np.int64))

    def multiply(self, value: str, weights: Sequence[str], branch: str) -> list[str]:
        """See Arithmetic. Rounds the value once for all weights, each channel by its own step."""
        sketch, name = self._sketch, branch + weights[0]
        dense = {weight: self._container.blocks(weight + ".w").dense() for weight in weights}
        peaks = self._peaks[weights[0]]
        step = _even_steps(peaks) if weights[0].endswith("ao") else _steps(peaks, list(dense.values()))
        inverse = sketch.constant(weights[0] + ".inverse_steps", 1 / step)
        sketch.node("Mul", [value, inverse], name + ".scaled")
        sketch.node("QuantizeLinear", [name + ".scaled", "one", "middle"], name + ".levels")
        return [
            self._product(name + ".levels", weight, matrix * step, "middle", self._bias(weight), branch)
            for weight, matrix in dense.items()
        ]

    def multiply_active(self, value: str, weight: str, branch: str) -> str:
        """See Arithmetic. Rounds each token by its own step, fit for its peak and the depth of the GELU."""
        sketch, name = self._sketch, branch + weight
        sketch.node("ReduceMax", [value, "channels"], name + ".peak", keepdims=1)
        sketch.node("Div", [name + ".peak", "upper_levels"], name + ".wide")
        step = sketch.node("Max", [name + ".wide", "finest"], name + ".step")
        sketch.node("Div", [value, step], name + ".scaled")
        sketch.node("QuantizeLinear", [name + ".scaled", "one", "low"], name + ".levels")
        dense = self._container.blocks(weight + ".w").dense()
        product = self._product(name + ".levels", weight, dense, "low", "", branch)
        sketch.node("Mul", [product, step], name + ".unscaled")
        return sketch.node("Add", [name + ".unscaled", self._bias(weight)], name + ".sum")

    def _product(self, levels: str, weight: str, matrix: Matrix, zero: str, bias: str, branch: str) -> str:
        """Draw the integer product; one scale for each output brings it back to floats."""
        sketch = self._sketch
        scales = np.abs(matrix).max(axis=1) / 127
        rounded = sketch.constant(weight + ".w", self._stored(np.round(matrix / scales[:, None]).T))
        scale = sketch.constant(weight + ".scales", scales.astype(np.float32))
        zeros = sketch.constant(weight + ".zeros", self._stored(np.zeros(len(matrix))))
        inputs = [levels, rounded, "one", scale, zero, zeros, bias]
        return sketch.node("MatMulIntegerToFloat", inputs, f"{branch}{weight}.product", domain=FUSED)

    def _stored(self, levels: NDArray[np.floating]) -> NDArray[np.int8] | NDArray[np.uint8]:
        return levels.astype(np.int8) if self._signed else (levels + 128).astype(np.uint8)

    def _bias(self, weight: str) -> str:
        return self._sketch.constant(weight + ".b", self._container.floats(weight + ".b"))


def _steps(peaks: Vector, weights: Sequence[Matrix]) -> Vector:
    """Return the rounding step of each channel, so that the rounded value lies within -127 ... 127."""
    reach = np.max([np.abs(matrix).max(axis=0) for matrix in weights], axis=0)
    smooth = np.maximum(peaks, 1e-3) ** _SMOOTHING / np.maximum(reach, 1e-4) ** (1 - _SMOOTHING)
    return np.asarray(smooth * (peaks / smooth).max() * _MARGIN / 127, np.float32)


def _even_steps(peaks: Vector) -> Vector:
    """Return the same step for all channels, for values whose large channels change from text to text."""
    return np.full_like(peaks, peaks.max() * _MARGIN / 127)
