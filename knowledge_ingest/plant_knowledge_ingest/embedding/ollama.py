"""Embedding models that an Ollama server runs. Needs the extra ``ollama``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from plant_knowledge_ingest.embedding import model_folder, prefixes, texts
from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded, Matrix, Vector
from plant_knowledge_ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    from ollama import Client

RECIPE = "r1"
"""Counts the changes of what is fed to the models and how their vectors are added up."""

HERE = "http://127.0.0.1:11434"
"""Where Ollama listens unless it is told otherwise."""

PATIENCE = 120.0
"""Seconds for one batch; loading a model for the first one takes a while."""

_AT_ONCE = 32
_BYTES_PER_TOKEN = 2
"""Few texts have more tokens than that; for those that have, the server says so."""

_UNTOLD = 512


class OllamaEmbedder:
    """An Embedder behind HTTP: batches of texts to ``/api/embed``, never cut off by the server."""

    def __init__(self, model: str, client: Client, url: str = HERE) -> None:
        """Find ``model`` at the server of ``client``; ``url`` is how messages call it. Raises ``ModelUnavailable``."""
        self._client = client
        self._url = url
        self._model = model
        self._prefixes = prefixes.usual(model)
        recipe = f"{self._digest()}\x1f{RECIPE}\x1f{self._prefixes.query}\x1f{self._prefixes.passage}"
        self.fingerprint = f"{model_folder.short_name(model)}-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"
        self._limit = self._context() * _BYTES_PER_TOKEN

    @classmethod
    def at(cls, model: str, url: str = HERE) -> OllamaEmbedder:
        """Find ``model`` at the server ``url``. Raises ``ModelUnavailable``."""
        try:
            from ollama import Client
        except ImportError as error:
            raise ModelUnavailable(
                f"{model} needs Ollama's client, which is not installed.", remedy="pip install 'plant-copilot[ollama]'"
            ) from error
        return cls(model, Client(url, timeout=PATIENCE), url)

    @cached_property
    def size(self) -> int:
        """The length of a vector."""
        return len(self.query("size"))

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape (size,). Threads may call it at the same time."""
        return self._embed([self._prefixes.query + text])[0]

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order; ``on_done`` is told how many are ready so far."""
        return texts.encode(passages, self, on_done)

    def fits(self, text: str) -> bool:
        """See TextModel."""
        return len((self._prefixes.passage + text).encode(errors="replace")) <= self._limit

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """See TextModel."""
        written = [self._prefixes.passage + text for text in texts]
        batches = (written[at : at + _AT_ONCE] for at in range(0, len(written), _AT_ONCE))
        return np.stack([vector for batch in batches for vector in self._embed(batch)])

    def _embed(self, written: list[str]) -> list[Vector]:
        """Return unit vectors. Text that is longer than the server can read is halved until it is not."""
        try:
            return self._ask(written)
        except _TooLong:
            if len(written) > 1:
                return [vector for text in written for vector in self._embed([text])]
            halves = texts.pieces(written[0], lambda piece: len(piece) <= len(written[0]) * 3 // 4)
            if len(halves) == 1:
                raise
            return [texts.unit(np.sum([v * len(t) for h in halves for t, v in [(h, self._embed([h])[0])]], axis=0))]

    def _ask(self, written: list[str]) -> list[Vector]:
        readable = [text.encode(errors="replace").decode() or " " for text in written]
        with self._translated():
            answer = self._client.embed(self._model, readable, truncate=False)
        vectors = np.asarray(answer.embeddings, np.float32)
        lengths = np.linalg.norm(vectors, axis=-1) if vectors.ndim == 2 else np.zeros(0)
        if len(lengths) != len(written) or not (np.isfinite(lengths) & (lengths > 0)).all():
            raise ModelUnavailable(f"{self._model} at {self._url} gave no usable vectors for {len(written)} texts.")
        return [texts.unit(vector) for vector in vectors]

    def _digest(self) -> str:
        with self._translated():
            digests = {model.model or "": model.digest or "" for model in self._client.list().models}
        name = self._model if self._model in digests else f"{self._model}:latest"
        if name not in digests:
            there = ", ".join(sorted(digests)) or "none"
            raise ModelUnavailable(
                f"Ollama at {self._url} has no model {self._model}; it has: {there}.",
                remedy=f"On its machine: ollama pull {self._model}",
            )
        return digests[name]

    def _context(self) -> int:
        """Return how many tokens the model reads at once."""
        with self._translated():
            known = self._client.show(self._model).modelinfo or {}
        return next((int(value) for name, value in known.items() if name.endswith(".context_length")), _UNTOLD)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the client's errors into ours."""
        from httpx import HTTPError, TimeoutException
        from ollama import ResponseError

        where = f"Ollama at {self._url}"
        try:
            yield
        except TimeoutException as error:
            raise ModelUnavailable(
                f"{where} did not answer in time.", remedy="Look at its load; then run the command again."
            ) from error
        except (ConnectionError, HTTPError) as error:
            raise ModelUnavailable(f"{where} cannot be reached.", remedy="Start it: ollama serve") from error
        except ResponseError as error:
            kind = _TooLong if "context length" in error.error else ModelUnavailable
            raise kind(f"{where} refused {self._model}: {error.error}.") from error


class _TooLong(ModelUnavailable):
    """A text has more tokens than the model reads at once."""
