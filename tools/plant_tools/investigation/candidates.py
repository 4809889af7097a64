"""Where candidate causes come from: coded history, FMEA sheets and fault tables, kept apart, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from plant_knowledge_ingest.principal import Principal
from plant_tools.evidence import Evidence
from plant_tools.investigation import cited
from plant_tools.investigation.fault_rows import FaultRow, causes_of, fault_rows
from plant_tools.investigation.lexicon import MINUTES, arm_of, touch_of

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_knowledge_ingest.library import Library

Json = dict[str, Any]

_MOST, _OF_FMEA = 12, 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cause that may be it. ``probability`` only from a calibrated ranking; ``weight`` orders the others."""

    cause: str
    source: str
    code: str = ""
    weight: float = 0.0
    probability: float | None = None
    similar: int = 0
    remedy: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """Candidates of one source, best first; ``remarks`` say what must be known of them, by code and words.

    ``checks`` tell candidates apart: {text, touch, chances: {code: P(yes)}}; ``kept`` is the number under which score
    is kept of the ranking, 0 where it is not; ``coded_as``: whether causes or problems were ranked.
    """

    candidates: tuple[Candidate, ...] = ()
    remarks: tuple[Json, ...] = ()
    checks: tuple[Json, ...] = ()
    dataset: str = ""
    kept: int = 0
    coded_as: str = "cause"


class RanksCauses(Protocol):
    """Ranks the causes of coded history for a symptom."""

    def __call__(self, text: str, asset: str, principal: Principal) -> Ranked:
        """Return candidates, or remarks why there are none."""


@dataclass(slots=True)
class Gathered:
    """What a session begins with, as plain JSON."""

    candidates: list[Json] = field(default_factory=list)
    checks: list[Json] = field(default_factory=list)
    remarks: list[Json] = field(default_factory=list)
    rows: list[FaultRow] = field(default_factory=list)
    dataset: str = ""
    history_ranking: int = 0
    coded_as: str = "cause"


def gather(  # noqa: PLR0913, PLR0917 - all that is asked, and for what
    library: Library,
    embedder: Callable[[], Embedder] | None,
    rank: RanksCauses,
    foreseen: Callable[[str, str, Principal, str], tuple[Evidence, ...]],
    text: str,
    asset: str,
    principal: Principal,
) -> Gathered:
    """Return the candidates of all sources with a check for each, and what is to be said of them."""
    ranked = rank(text, asset, principal)
    rows = [] if library.is_empty else fault_rows(library, text, asset, principal, embedder)
    tabled, listed = _of_rows(rows), _of_fmea(foreseen(text, asset, principal, ranked.dataset))
    found = Gathered(
        rows=rows,
        dataset=ranked.dataset,
        history_ranking=ranked.kept,
        coded_as=ranked.coded_as,
        remarks=[dict(remark) for remark in ranked.remarks],
    )
    if not tabled:
        found.remarks.append({"code": "empty_rows" if rows else "no_rows"})
    for at, one in enumerate([*ranked.candidates, *tabled[: _MOST - _OF_FMEA], *listed][:_MOST], 1):
        found.candidates.append(plain(one, f"c{at}"))
    found.checks = [check_of(one) for one in found.candidates] + _telling(ranked.checks, found.candidates)
    if not found.candidates:
        found.remarks.append({"code": "no_candidates"})
    return found


def plain(one: Candidate, name: str) -> Json:
    """Return a candidate as an investigation keeps it, sorted into an arm of the fishbone."""
    return {
        "id": name,
        "cause": one.cause,
        "code": one.code,
        "source": one.source,
        "weight": one.weight,
        "probability": one.probability,
        "similar": one.similar,
        "remedy": one.remedy,
        "arm": arm_of(f"{one.cause} {one.code}"),
        "evidence": cited.plain(one.evidence),
    }


def check_of(candidate: Json) -> Json:
    """Return the check whether a candidate is there; its text is the cause itself, which a person can look for."""
    touch = touch_of(candidate["cause"])
    return {
        "id": candidate["id"].replace("c", "k"),
        "text": candidate["cause"],
        "asks": [candidate["id"]],
        "touch": touch,
        "minutes": MINUTES[touch],
    }


def _of_rows(rows: Sequence[FaultRow]) -> list[Candidate]:
    """Return the causes of the rows, in the order of the table; which piece of the remedy is whose, it does not say."""
    found: dict[str, Candidate] = {}
    for row in rows:
        for cause in causes_of(row.row.cause):
            one = Candidate(cause, "manuals", weight=row.likeness, remedy=row.row.remedy, evidence=(row.evidence,))
            found.setdefault(cause.casefold(), one)
    return list(found.values())


def _of_fmea(found: Sequence[Evidence]) -> list[Candidate]:
    """Return the causes of FMEA rows, the severest first; what prevents or detects one is no remedy."""
    causes: dict[str, Candidate] = {}
    for one in found:
        row = one.details["fmea_row"]
        for cause in row["causes"]:
            causes.setdefault(cause.casefold(), Candidate(cause, "fmea", weight=row["likeness"], evidence=(one,)))
    return list(causes.values())[:_OF_FMEA]


def _telling(checks: Sequence[Json], candidates: Sequence[Json]) -> list[Json]:
    """Return the checks of a ranking, their chances by candidate."""
    by_code = {one["code"]: one["id"] for one in candidates if one["code"]}
    told = []
    for at, check in enumerate(checks, 1):
        touch = check.get("touch") or touch_of(check["text"])
        chances = {by_code[code]: float(chance) for code, chance in check["chances"].items() if code in by_code}
        told.append(
            {"id": f"s{at}", "text": check["text"], "asks": [], "touch": touch, "minutes": MINUTES[touch]}
            | {"chances": chances}
        )
    return told
