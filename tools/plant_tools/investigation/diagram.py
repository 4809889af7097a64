"""A picture of an investigation with all that stands behind it: what each branch is, its state, its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plant_tools.investigation.card import whence
from plant_tools.investigation.lexicon import ARMS
from plant_tools.investigation.phrases import say
from plant_tools.investigation.pictures.fishbone import UNSORTED
from plant_tools.investigation.pictures.sight import Sight
from plant_tools.investigation.session import ranking
from plant_tools.investigation.shows import picture

Json = dict[str, Any]


def diagram(one: Json, name: str, sight: Sight) -> Json:
    """Return {investigation, name, language, title, problem, svg, branches}, as it is to be seen.

    A branch is {id, under, role, text, state, state_told, whence, remedy, answers, evidence, folded}: ``id`` is its
    ``data-branch`` in the SVG, ``under`` the id of the one it hangs on; the first is the problem. ``role`` is said
    ("Candidate cause"), ``state`` is "open", "found", "excluded", "confirmed", "evidence", "hypothesis" or "".
    Raises ``InvestigationInvalid``.
    """
    spoken, svg = sight.language, picture(one, name, sight)
    branches = [branch | {"folded": branch["id"] in sight.folded} for branch in _branches(one, name, spoken)]
    title = say(spoken, name.replace("-", "_"))
    told = {"investigation": one["investigation"], "name": name, "language": spoken, "title": title}
    return told | {"problem": one["problem"], "svg": svg, "branches": branches}


def _branches(one: Json, name: str, spoken: str) -> Iterator[Json]:
    ranked = ranking(one)
    used = {c["arm"] for c in ranked}
    arms = {"fishbone": ARMS, "fault-tree": tuple(arm for arm in ARMS if arm in used)}.get(name, ())
    yield _branch("top", "", say(spoken, "problem"), one["problem"])
    for arm in arms:
        yield _branch(arm, "top", say(spoken, "arm"), say(spoken, f"arm.{arm}"))
    if name == "fishbone" and "" in used:
        yield _branch(UNSORTED, "top", say(spoken, "arm"), say(spoken, "unsorted").rstrip(":："))
    for candidate in ranked:
        under = candidate["arm"] if candidate["arm"] in arms else UNSORTED if name == "fishbone" else "top"
        yield _candidate(one, candidate, under, spoken)
        if name != "fishbone" and _is_confirmed(one, candidate):
            yield from _whys(one, candidate["id"], spoken)


def _candidate(one: Json, candidate: Json, under: str, spoken: str) -> Json:
    state = "confirmed" if _is_confirmed(one, candidate) else candidate["state"]
    return _branch(
        candidate["id"],
        under,
        say(spoken, "candidate"),
        candidate["cause"],
        state=state,
        state_told=say(spoken, f"state_{state}"),
        whence=whence(candidate, spoken),
        remedy=say(spoken, "line.manual_remedy", text=candidate["remedy"]) if candidate["remedy"] else "",
        answers=list(_answers(one, candidate, spoken)),
        evidence=candidate["evidence"],
    )


def _whys(one: Json, under: str, spoken: str) -> Iterator[Json]:
    for at, why in enumerate(one["whys"], 1):
        mark = why["mark"]
        role, told = f"{say(spoken, 'whys')} {at}", say(spoken, f"mark_{mark}")
        yield _branch(f"why{at}", under, role, why["text"], state=mark, state_told=told, evidence=why["evidence"])
        under = f"why{at}"


def _answers(one: Json, candidate: Json, spoken: str) -> Iterator[str]:
    """Yield what was answered to the checks of a candidate, by whom, and what they noted."""
    asking = {check["id"] for check in one["checks"] if candidate["id"] in check["asks"]}
    for answer in one["answers"]:
        if answer["check"] in asking:
            told = f"{say(spoken, 'choice.' + answer['answer'])} · {answer['by']}"
            yield f"{told}: {answer['note']}" if answer["note"] else told


def _is_confirmed(one: Json, candidate: Json) -> bool:
    return bool(one["confirmed"]) and one["confirmed"]["id"] == candidate["id"]


def _branch(name: str, under: str, role: str, text: str, **more: Any) -> Json:
    empty: Json = {"state": "", "state_told": "", "whence": "", "remedy": "", "answers": [], "evidence": []}
    return {"id": name, "under": under, "role": role, "text": text} | empty | more
