"""Passages embedded by workers of Ray: on the cores of this machine, or on those of a cluster.

Reading, cutting and storing stay where they are: they take a fraction of what embedding takes, and one process
writes an index.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from plant_knowledge_ingest.embedding.protocol import Embedder, Encodable, Encoded, Vector
from plant_knowledge_ingest.errors import ModelUnavailable

_AT_ONCE = 16
"""Passages that a worker is given at a time: few enough that all workers end together."""


_PATIENCE = 5.0  # seconds for a head node to answer


class SpreadEmbedder:
    """An embedder whose passages are embedded by ``workers``, each with an embedder of its own.

    Vectors are those of ``own``: a worker opens the same weights. Raises ``ModelUnavailable`` when workers are lost.
    """

    def __init__(self, own: Embedder, opened: Callable[[], Embedder], workers: int) -> None:
        import ray
        from ray.util import ActorPool

        self._own, self.workers = own, workers
        self._lost = ray.exceptions.RayError
        worker = ray.remote(num_cpus=1, max_restarts=1, max_task_retries=1)(_Worker)
        self._pool = ActorPool([worker.remote(opened) for _ in range(workers)])

    @property
    def fingerprint(self) -> str:
        """That of the embedder it stands for."""
        return self._own.fingerprint

    @property
    def size(self) -> int:
        """The length of a vector."""
        return self._own.size

    def query(self, text: str) -> Vector:
        """Return the unit vector of a question, embedded here."""
        return self._own.query(text)

    def passages(self, passages: Sequence[Encodable], on_done: Callable[[int], None] | None = None) -> list[Encoded]:
        """Return the vectors of each passage, in order."""
        # Passages of like length go together: a batch is as slow as its longest.
        order = sorted(range(len(passages)), key=lambda at: _length(passages[at]))
        parts = [order[at : at + _AT_ONCE] for at in range(0, len(order), _AT_ONCE)]
        given = [[passages[at] for at in part] for part in parts]
        done: dict[int, Encoded] = {}
        try:
            for part, encoded in zip(parts, self._pool.map(_embedded_by, given), strict=True):
                done.update(zip(part, encoded, strict=True))
                if on_done:
                    on_done(len(done))
        except self._lost as error:
            raise ModelUnavailable(
                f"Workers of Ray were lost: {type(error).__name__}.",
                remedy="Run it again: it goes on where it stopped.",
            ) from error
        return [done[at] for at in range(len(passages))]


class _Worker:
    """Lives in a process of Ray."""

    def __init__(self, opened: Callable[[], Embedder]) -> None:
        self._embedder = opened()

    def passages(self, passages: Sequence[Encodable]) -> list[Encoded]:
        """Return the vectors of each passage, in order."""
        return self._embedder.passages(passages)


def _length(passage: Encodable) -> int:
    return len(passage.context) + sum(map(len, passage.sentences))


def _embedded_by(worker: object, part: list[Encodable]) -> object:
    return worker.passages.remote(part)  # type: ignore[attr-defined] # Ray gives actors their methods


class Ray:
    """Workers of the cluster at ``address``, "" for processes of this machine; 0 workers: one on each core there is.

    ``opened`` opens an embedder by its choice, in a worker.
    """

    def __init__(self, opened: Callable[[str], Embedder], *, workers: int = 0, address: str = "") -> None:
        self._opened, self._address = opened, address
        self.workers = workers or os.cpu_count() or 1

    @contextmanager
    def open(self, own: Embedder, choice: str) -> Iterator[Embedder]:
        """Start the workers, or find them; see ``Engine``. Raises ``ModelUnavailable``."""
        with _started(self._address, self.workers) as there:
            self.workers = min(self.workers, there)
            yield SpreadEmbedder(own, partial(self._opened, choice), self.workers)


@contextmanager
def _started(address: str, workers: int) -> Iterator[int]:
    """Join a cluster, or start one here; give how many workers it has room for."""
    try:
        import ray
    except ModuleNotFoundError as error:
        raise ModelUnavailable("Ray is not installed.", remedy="pip install 'plant-copilot[ray]'") from error
    # Ray would report its use to its makers, and reads from nowhere else that it shall not.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # noqa: TID251
    _reach(address)
    here: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **here)
    except (OSError, RuntimeError, ValueError) as error:
        raise _no_cluster(address or "this machine", error) from error
    try:
        yield int(ray.cluster_resources().get("CPU", 1))
    finally:
        ray.shutdown()


def _reach(address: str) -> None:
    """Refuse an address where nobody listens at once: Ray itself would try for two minutes."""
    host, _, port = address.partition("://")[2].rpartition(":") if "://" in address else address.rpartition(":")
    if not host or not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    except OSError as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> ModelUnavailable:
    reason = getattr(error, "strerror", None) or error
    return ModelUnavailable(f"No Ray cluster at {address}: {reason}.", remedy="Look at it with: ray status")
