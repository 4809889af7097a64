"""What the copilot is made of, as Python sees it: listed, judged by licence, billed, proven."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from plant_copilot.errors import WrongUse

if TYPE_CHECKING:
    from plant_copilot.parts.installed import Part

Json = dict[str, Any]


class Parts:
    """The parts of this installation. Needs no home."""

    def list(self, *, lock: str = "") -> Json:
        """List what is installed: {parts: [{kind, name, version, licence, verdict, reason, hashes, locks, inside}]}.

        ``lock`` leaves what that lock names, such as "base". Raises ``WrongUse``.
        """
        return {"parts": [_told(part) for part in _parts(lock)]}

    def licences(self, *, lock: str = "") -> Json:
        """Judge by licence: {ok, licences: [{licence, parts}], accepted, wrong: [{name, version, licence, reason}]}.

        ``wrong`` has the parts whose licence is unknown or does not go with ours; ``ok`` means that there are none.
        """
        parts = [part for part in _parts(lock) if part.kind != "browser"]
        counted = Counter(part.licence for part in parts)
        wrong = [_named(part) for part in parts if part.verdict in {"unknown", "incompatible"}]
        return {
            "ok": not wrong,
            "licences": [{"licence": name, "parts": count} for name, count in counted.most_common()],
            "accepted": [_named(part) for part in parts if part.verdict == "accepted"],
            "wrong": wrong,
        }

    def sbom(self, *, lock: str = "") -> Json:
        """Return the bill of materials, CycloneDX 1.6; the same parts give the same bill."""
        from plant_copilot.parts.sbom import bill

        return bill(_parts(lock))

    def verify(self) -> Json:
        """Prove that what is installed is what was locked: {ok, checks: [{name, needed, ok, detail, remedy}]}."""
        from importlib.metadata import distributions

        from plant_copilot.parts.proving import proofs

        checks = list(proofs(distributions()))
        return {"ok": all(check.ok for check in checks if check.needed), "checks": [asdict(check) for check in checks]}


def _parts(lock: str) -> list[Part]:
    from plant_copilot.parts.installed import ROOT, browser_parts, packages, weights
    from plant_copilot.parts.locks import pinned

    known = sorted({name for one in pinned().values() for name in one.locks})
    if lock and lock not in known:
        raise WrongUse(f"There is no lock called {lock}; there are {', '.join(known)}.")
    found = [part for part in packages() if not lock or lock in part.locks or part.name == ROOT]
    carriers = {part.name for part in found}
    return found + [part for part in (*weights(), *browser_parts()) if part.inside in carriers]


def _told(part: Part) -> Json:
    return asdict(part) | {"hashes": list(part.hashes), "locks": list(part.locks)}


def _named(part: Part) -> Json:
    return {"name": part.name, "version": part.version, "licence": part.licence, "reason": part.reason}
