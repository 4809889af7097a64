"""Where passages are embedded while documents come in: here, or on workers of Ray."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.embedding.choosing import open_embedder

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.embedding.engine import Engine

ENGINES = ("local", "ray")
MOST_WORKERS = 1_024


def engine_of(settings: Settings, name: str, workers: int) -> Engine | None:
    """Return the engine of that name, None for this process. Raises ``WrongUse``."""
    if name not in ENGINES:
        raise WrongUse(f"engine is {name!r}; it must be {' or '.join(ENGINES)}.")
    if not 0 <= workers <= MOST_WORKERS:
        raise WrongUse(f"workers is {workers}; it must be 0 (one for each core) to {MOST_WORKERS}.")
    if name == "local":
        if workers:
            raise WrongUse("workers are Ray's.", remedy="Say engine ray, too; PLANT_THREADS is for this process.")
        return None
    from plant_knowledge_ingest.embedding.spread import Ray

    opened = partial(open_embedder, cache=settings.home / "cache", threads=1)
    return Ray(opened, workers=workers, address=settings.ray)
