"""A language model behind Ollama's own protocol, which can be made to fail: lines of JSON, as its docs/api.md says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import ClassVar

from plant_evals.faults_outside import Json, OutsideModel, response

_OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nConnection: close\r\n\r\n"
_DRIP = 0.05  # seconds between two pieces of a reply without end
_LONGEST = 120.0


class OutsideOllama(OutsideModel):
    """One model of an Ollama server. One that is well adds nothing to what is quoted.

    Beside what OpenAI's fails in: "no model" has never heard of it, "fault" tells of one in the midst of its reply,
    "broken" sends lines that are no JSON, "dripping" says a little more for minutes.
    """

    ways: ClassVar = (*OutsideModel.ways, "no model", "fault", "broken", "dripping")

    def well(self, method: str, path: str, body: Json) -> Iterator[bytes]:  # noqa: ARG002 - the method tells enough
        """See Outside."""
        if method == "GET":
            yield response(200, json.dumps({"models": [{"model": "outside:latest"}]}).encode())
        elif self.mode == "no model":
            yield response(404, json.dumps({"error": f"model '{body.get('model')}' not found"}).encode())
        elif self.mode == "dripping":
            yield _OPEN
            until = time.monotonic() + _LONGEST
            while self.mode == "dripping" and time.monotonic() < until:
                yield _line("4711 ")
                time.sleep(_DRIP)
        else:
            yield from self._whole()

    def _whole(self) -> Iterator[bytes]:
        said = self.says()
        lines = [_line(said[at : at + 200]) for at in range(0, len(said), 200)]
        if self.mode == "fault":
            lines.append(b'{"error": "an error was encountered while running the model: CUDA error"}\n')
        elif self.mode == "broken":
            lines.append(b'{"model": "outside", "message": {"role": "assis\n')
        else:
            lines.append(_line("", done=True))
        sent = response(200, b"".join(lines), "application/x-ndjson")
        yield sent[: len(sent) // 2] if self.mode == "cut" else sent


def _line(text: str, *, done: bool = False) -> bytes:
    told: Json = {"model": "outside", "created_at": "2026-01-01T00:00:00Z", "done": done}
    told["message"] = {"role": "assistant", "content": text}
    if done:
        told |= {"done_reason": "stop", "eval_count": 1, "prompt_eval_count": 1}
    return json.dumps(told).encode() + b"\n"
