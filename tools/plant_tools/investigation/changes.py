"""What each step changes in an investigation. All take the JSON and return the changed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_tools.investigation import troubleshooting
from plant_tools.investigation.candidates import Candidate, plain
from plant_tools.investigation.eight_d import DISCIPLINES
from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.lexicon import ARMS
from plant_tools.investigation.session import next_step, ranking

Json = dict[str, Any]

ANSWERS = ("yes", "no", "unknown")
KINDS = ("session", "tree")
ASPECTS = ("what", "where", "when", "extent")


def begun(kind: str, text: str, asset: str, language: str, by: str, now: str) -> Json:
    """Return a new investigation in which nothing was found yet. Raises ``InvestigationInvalid``."""
    if kind not in KINDS:
        raise InvestigationInvalid(f"kind is {kind!r}; it must be one of {', '.join(KINDS)}.")
    lists: Json = {name: [] for name in ("candidates", "checks", "remarks", "answers", "whys", "is_is_not", "path")}
    return {
        "kind": kind,
        "state": "open",
        "problem": text,
        "asset": asset,
        "language": language,
        "dataset": "",
        "history_ranking": 0,
        "coded_as": "cause",
        "holder": by,
        "begun_by": by,
        "begun_utc": now,
        **lists,
        "whys_done": False,
        "disciplines": {},
        "confirmed": None,
        "isolation": None,
        "isolation_steps": [],
        "hand_overs": [],
        "tree": None,
        "row": [],
        "draft": None,
        "order": None,
        "keys": [],
    }


def answered(one: Json, answer: str, check: str, note: str, by: str, now: str) -> Json:
    """Return it with an answer to the proposed check, or to the one that is named."""
    told = {"answer": answer, "note": note.strip(), "by": by, "at_utc": now}
    if one["kind"] == "tree":
        at = troubleshooting.step(one["tree"], one["path"], answer)
        _refuse_without_isolation(one, one["tree"]["nodes"].get(at, {"touch": "look"}), answer)
        return one | {"path": [*one["path"], told | {"node": at}]}
    if answer not in ANSWERS:
        raise InvestigationInvalid(f"The answer is {answer!r}; it must be one of {', '.join(ANSWERS)}.")
    asked = _check(one, check)
    _refuse_without_isolation(one, asked, answer)
    return one | {"answers": [*one["answers"], told | {"check": asked["id"]}]}


def confirmed(one: Json, cause: str, by: str, now: str) -> Json:
    """Return it with a cause confirmed by a person: a candidate, or the person's own words as a new one."""
    ranked = ranking(one)
    if one["kind"] == "tree":
        raise InvestigationInvalid(
            "A troubleshooting tree has no ranking.", remedy="Begin a session to confirm a cause."
        )
    if not cause.strip() and not ranked:
        raise InvestigationInvalid("There is no candidate to confirm.", remedy="Say the cause in your own words.")
    wanted = cause.strip() or ranked[0]["id"]
    found = next(
        (c for c in ranked if wanted.casefold() in {c["id"], c["code"].casefold(), c["cause"].casefold()}), None
    )
    if found is None:
        found = plain(Candidate(wanted, "person"), f"c{len(ranked) + 1}")
        one = one | {"candidates": [*one["candidates"], found]}
    kept = {name: found[name] for name in ("id", "cause", "code", "source", "remedy", "evidence")}
    return one | {"confirmed": kept | {"by": by, "at_utc": now}, "state": "confirmed"}


def why(one: Json, text: str, found: list[Json], by: str) -> Json:
    """Return it with one more "why"; without evidence it is a hypothesis, and the last."""
    if next_step(one)["kind"] != "why":
        raise InvestigationInvalid("No further why is asked here.", remedy="The chain ends with the first hypothesis.")
    if not text.strip():
        return one | {"whys_done": True}
    mark = "evidence" if found else "hypothesis"
    return one | {"whys": [*one["whys"], {"text": " ".join(text.split()), "mark": mark, "evidence": found, "by": by}]}


def noted(one: Json, fields: Mapping[str, str]) -> Json:
    """Return it with a row of the is / is-not table, lines of disciplines, or candidates moved to another arm."""
    ids = {c["id"] for c in one["candidates"]}
    if strange := [name for name in fields if name not in {"aspect", "is", "is_not", *DISCIPLINES, *ids}]:
        known = ", ".join(("aspect", "is", "is_not", *DISCIPLINES, *sorted(ids)))
        raise InvestigationInvalid(f"There is no field {strange[0]!r}.", remedy=f"Fields are: {known}.")
    if wrong := [arm for name, arm in fields.items() if name in ids and arm not in ARMS]:
        raise InvestigationInvalid(f"There is no arm {wrong[0]!r}.", remedy=f"Arms are: {', '.join(ARMS)}.")
    said = {name: " ".join(text.split()) for name, text in fields.items() if text.strip()}
    one = one | {"candidates": [c | {"arm": said.get(c["id"], c["arm"])} for c in one["candidates"]]}
    lines = {name: [*one["disciplines"].get(name, []), said[name]] for name in DISCIPLINES if name in said}
    one = one | {"disciplines": one["disciplines"] | lines}
    if {"is", "is_not"} & said.keys():
        aspect = said.get("aspect", "what")
        if aspect not in ASPECTS:
            raise InvestigationInvalid(f"aspect is {aspect!r}; it must be one of {', '.join(ASPECTS)}.")
        row = {"aspect": aspect, "is": said.get("is", ""), "is_not": said.get("is_not", "")}
        one = one | {"is_is_not": [*one["is_is_not"], row]}
    return one


def handed_over(one: Json, to: str, by: str, now: str) -> Json:
    """Return it in other hands. A lock belongs to who put it on, so isolation counts no more."""
    if not to.strip():
        raise InvestigationInvalid("Say to whom it is handed over.", remedy="--to NAME")
    passed = {"from": by, "to": to.strip(), "at_utc": now}
    return one | {"holder": to.strip(), "isolation": None, "hand_overs": [*one["hand_overs"], passed]}


def _check(one: Json, wanted: str) -> Json:
    """Return the check that is answered: the named one, else the one that is proposed."""
    checks: dict[str, Json] = {check["id"]: check for check in one["checks"]}
    if wanted and wanted not in checks:
        raise InvestigationInvalid(f"There is no check {wanted!r}.", remedy=f"Checks are: {', '.join(checks)}.")
    proposed: Json | None = next_step(one).get("check")
    if not wanted and proposed is None:
        raise InvestigationInvalid("No check is proposed.", remedy="Name the check to answer it again.")
    return checks[wanted] if wanted else proposed or {}


def _refuse_without_isolation(one: Json, asked: Mapping[str, Any], answer: str) -> None:
    if asked["touch"] == "hands_on" and not one["isolation"] and answer in {"yes", "no"}:
        raise InvestigationInvalid(
            "This needs hands on the machine: first isolate, lock out and prove that it is without energy.",
            remedy=f"Then confirm it: plant-copilot rca session isolated {one['investigation']} --by NAME",
        )
