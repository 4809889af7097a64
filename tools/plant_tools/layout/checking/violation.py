"""What the checker finds, and the certificate it gives."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from plant_tools.layout.project import Layout, Project


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that a layout breaks, what breaks it, and the sentence that says so with its numbers."""

    rule: str
    names: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was checked, how often, and what was wrong; ``digest`` ties it to one plant and one layout."""

    violations: tuple[Violation, ...]
    checked: Mapping[str, int]
    digest: str

    @property
    def ok(self) -> bool:
        """Whether nothing was wrong."""
        return not self.violations

    def as_json(self) -> dict[str, Any]:
        """Return it in plain fields."""
        wrong = [asdict(found) | {"names": list(found.names)} for found in self.violations]
        return {"ok": self.ok, "checked": dict(self.checked), "violations": wrong, "digest": self.digest}

    def as_text(self) -> str:
        """Return it as lines to print."""
        counts = ", ".join(f"{rule} {count:,}" for rule, count in self.checked.items())
        head = "CERTIFIED" if self.ok else f"REJECTED: {len(self.violations)} violations"
        return "\n".join(
            [f"{head} (digest {self.digest})", *(f"- {v.rule}: {v.text}" for v in self.violations), counts]
        )


def digest(project: Project, layout: Layout) -> str:
    """Return the first 16 digits of the SHA-256 of a plant's site, items and ratings, and a layout of it."""
    told: Sequence[Any] = [
        project.site.model_dump(mode="json"),
        [item.model_dump(mode="json") for item in project.items],
        [rel.model_dump(mode="json") for rel in project.rel],
        sorted((placed.model_dump(mode="json") for placed in layout), key=lambda placed: placed["item"]),
    ]
    return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
