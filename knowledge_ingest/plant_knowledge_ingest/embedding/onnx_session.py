"""A quiet ONNX Runtime session on one thread; passages are spread over threads instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from plant_knowledge_ingest.embedding.sketch import FUSED, Sketch

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def open_session(model: bytes) -> InferenceSession:
    """Open a serialised ``model`` on the CPU."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def signed_products_are_exact() -> bool:
    """Tell whether products of unsigned by signed bytes come out right on this CPU.

    Where VNNI instructions are missing, ONNX Runtime adds them up in 16 bits and overflows without a word.
    """
    sketch = Sketch()
    sketch.constant("one", np.array(1, np.float32))
    sketch.constant("zero", np.array(0, np.uint8))
    sketch.constant("largest", np.full((64, 16), 127, np.int8))
    sketch.node("QuantizeLinear", ["x", "one", "zero"], "levels")
    sketch.node("MatMulIntegerToFloat", ["levels", "largest", "one", "one", "zero"], "y", domain=FUSED)
    session = open_session(sketch.model({"x": [16, 64]}, {"y": [16, 16]}))
    products = session.run(["y"], {"x": np.full((16, 64), 255, np.float32)})[0]
    return bool((products == 64 * 255 * 127).all())
