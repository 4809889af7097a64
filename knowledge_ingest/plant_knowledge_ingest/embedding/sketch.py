"""An ONNX graph while it is being drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

if TYPE_CHECKING:
    from onnx import NodeProto, TensorProto, ValueInfoProto

FUSED = "com.microsoft"
"""The domain of ONNX Runtime's own operators: each does the work of several standard ones."""


class Sketch:
    """Collects nodes and constants; what it draws is named by its outputs."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def node(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """Draw one operator and return the name of its ``output``."""
        from onnx import helper

        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output

    def constant(self, name: str, values: ArrayLike) -> str:
        """Add a constant, unless one of its name is there already; return its name."""
        from onnx import numpy_helper

        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def model(self, inputs: Mapping[str, Sequence[int | str]], outputs: Mapping[str, Sequence[int | str]]) -> bytes:
        """Return the finished model; ``inputs`` and ``outputs`` give the shapes of float32 tensors."""
        from onnx import helper

        constants = list(self._constants.values())
        graph = helper.make_graph(self._nodes, "e5", _floats(inputs), _floats(outputs), constants)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(FUSED, 1)]
        return bytes(helper.make_model(graph, opset_imports=opsets, ir_version=10).SerializeToString())


def _floats(shapes: Mapping[str, Sequence[int | str]]) -> list[ValueInfoProto]:
    from onnx import TensorProto, helper

    return [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
