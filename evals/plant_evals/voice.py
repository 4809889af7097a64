"""Spoken questions in noise: is the code taken or offered, is another one ever taken, how long it takes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import plant_copilot.sample_plant
from plant_copilot import Copilot, Settings, build_copilot
from plant_copilot.hearing import Ears
from plant_evals.figures import percentile, share
from plant_evals.voice_buttons import run_buttons
from plant_evals.voice_confusion import run_confusion
from plant_evals.voice_questions import LANGUAGES, Utterance, recorded, utterances
from plant_evals.voice_sound import in_noise, said

Json = dict[str, Any]

LOUDNESS = (None, 20, 10, 0)
"""Decibels of speech over noise; None for no noise."""

RATES = (0.0, 0.05, 0.15, 0.3)
TAGS = ("DP-301", "RN-302", "FL-303", "CP-304", "LB-305", "SW-306", "PL-307", "P-101", "K-110", "CH-115")
CODES = ("E0451", "E0458")
_READ = (
    "FL-303-operating-manual-rev-C.pdf",
    "SW-306-operation-and-maintenance.pdf",
    "SOP-017 Film change on the shrink wrapper.md",
)
_SAMPLE = Path(plant_copilot.sample_plant.__file__).parent


def run_voice(  # noqa: PLR0913 - a measurement has its options
    home: Path,
    ears: Ears,
    *,
    each: int = 1,
    texts: int = 600,
    seed: int = 0,
    recordings: Path | None = None,
    tell: Callable[[str], None],
) -> Json:
    """Return what became of spoken codes, by language and noise, and of ``texts`` made without sound for each rate.

    {transcriber, heard: {en: {clean: {utterances, recall, taken, offered, missed, wrong, invented}}}, recall_10_db,
    wrong, seconds: {p50, p95}, cpu_seconds: {p50, p95}, confusion, buttons, said}. ``recall`` is taken or offered;
    ``wrong`` were taken for another code without asking; ``invented`` are codes heard where none was said.
    ``each`` is how many times each code is asked about in each language; ``recordings`` lists what is heard instead.
    ``buttons`` are of eSpeak NG's voice only, see ``run_buttons``.
    """
    with build_copilot(_plant(home)) as copilot:
        heard = [_outcome(copilot, ears, one, decibels, n) for n, one, decibels in _asked(each, seed, recordings, tell)]
        pressed = run_buttons(copilot, ears, tell) if each and not recordings else {}
    loud = [one for one in heard if one["code"] and one["decibels"] != 0]
    confused = [run_confusion(texts, rate, seed, tags) for tags in ((), TAGS) for rate in RATES] if texts else []
    return {
        "transcriber": ears.name,
        "utterances": len(heard),
        "heard": {language: _by_noise([o for o in heard if o["language"] == language]) for language in LANGUAGES},
        "recall_10_db": share(o["became"] in {"taken", "offered"} for o in loud),
        "wrong": share(o["became"] == "wrong" for o in heard),
        "seconds": _percentiles([o["seconds"] for o in heard]),
        "cpu_seconds": _percentiles([o["cpu"] for o in heard]),
        "confusion": confused,
        "buttons": pressed,
        "said": heard,
    }


def _plant(home: Path) -> Settings:
    """Make a home with the assets of the sample plant, and some of its documents."""
    settings = Settings.read({}, home=home)
    with build_copilot(settings) as copilot:
        copilot.records.load(_SAMPLE / "records" / "assets.csv", dataset="brunnental")
        copilot.ingest([_SAMPLE / "manuals" / name for name in _READ])
    return settings


def _asked(
    each: int, seed: int, recordings: Path | None, tell: Callable[[str], None]
) -> list[tuple[int, Utterance, int | None]]:
    made = (one for turn in range(each) for one in utterances([*TAGS, *CODES], seed + turn))
    asked = recorded(recordings) if recordings else list(made)
    tell(f"{len(asked)} spoken questions, {len(LOUDNESS)} times each")
    return [(n, one, decibels) for n, one in enumerate(asked) for decibels in LOUDNESS]


def _outcome(copilot: Copilot, ears: Ears, one: Utterance, decibels: int | None, n: int) -> Json:
    recording = in_noise(said(one, n), decibels, n)
    began, worked = time.perf_counter(), time.process_time()
    told = copilot.transcribe(recording, ears, language="zh-Hans" if one.language == "zh" else one.language)
    cost = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    return {
        "said": one.said,
        "language": one.language,
        "code": one.code,
        "decibels": decibels,
        "became": _became(told["mentions"], one.code),
        **cost,
        **{key: told[key] for key in ("heard", "text", "recorded")},
    }


def _became(found: Sequence[Json], code: str) -> str:
    """Return taken, offered or missed, wrong where another code was taken; where none was said silent or invented."""
    taken = {one["codes"][0]["code"] for one in found if one["status"] == "taken"}
    if taken - {code}:
        return "wrong"
    if not code:
        return "invented" if found else "silent"
    offered = {each["code"] for one in found for each in one["codes"]}
    return "taken" if code in taken else "offered" if code in offered else "missed"


def _by_noise(heard: Sequence[Json]) -> Json:
    return {_name(decibels): _counted([o for o in heard if o["decibels"] == decibels]) for decibels in LOUDNESS}


def _counted(heard: Sequence[Json]) -> Json:
    counted = Counter(one["became"] for one in heard)
    named = {name: counted[name] for name in ("taken", "offered", "missed", "wrong", "invented", "silent")}
    return {"recall": share(one["became"] in {"taken", "offered"} for one in heard if one["code"]), **named}


def _name(decibels: int | None) -> str:
    return "clean" if decibels is None else f"{decibels} dB"


def _percentiles(values: Sequence[float]) -> Json:
    return {f"p{percent}": round(percentile(values, percent), 2) for percent in (50, 95)}
