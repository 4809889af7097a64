"""Ollama's server, as far as embeddings go: its paths, its JSON and its errors, behind the client's own transport."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from ollama import Client

from papers import HashingEmbedder

CONTEXT_LENGTH = 400


@dataclass
class TinyOllama:
    """Serves one embedding model of hashed words; ``asked`` keeps the bodies sent to /api/embed."""

    model: str = "hashed-words:latest"
    digest: str = "abc123"
    asked: list[dict[str, Any]] = field(default_factory=list)

    def client(self) -> Client:
        """Return the library's client on this server."""
        return Client("http://127.0.0.1:11434", transport=httpx.MockTransport(self))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        body = json.loads(request.content or b"{}")
        answers: dict[str, Callable[[], httpx.Response]] = {
            "/api/tags": lambda: httpx.Response(200, json={"models": [{"model": self.model, "digest": self.digest}]}),
            "/api/show": lambda: httpx.Response(200, json={"model_info": {"bert.context_length": CONTEXT_LENGTH}}),
            "/api/embed": lambda: self._embed(body),
        }
        return answers[request.url.path]()

    def _embed(self, body: dict[str, Any]) -> httpx.Response:
        self.asked.append(body)
        # One token a character: more than the embedder expects.
        if any(len(text) > CONTEXT_LENGTH for text in body["input"]) and body["truncate"] is False:
            return httpx.Response(400, json={"error": "the input length exceeds the context length"})
        words = HashingEmbedder()
        vectors = [(3 * words.query(text)).tolist() for text in body["input"]]
        return httpx.Response(200, json={"model": body["model"], "embeddings": vectors})
