"""What became of spoken questions, as tables for a terminal."""

from __future__ import annotations

from typing import Any

from plant_evals.figures import shown

Json = dict[str, Any]

_BECAME = ("taken", "offered", "missed", "wrong", "silent", "invented")


def of_voice(result: Json) -> str:
    """Return recall and outcomes by language and noise, what it took, and the confusions without sound."""
    head = f"{'':22}{'recall':>22}" + "".join(f"{name:>10}" for name in _BECAME)
    lines = [f"{result['utterances']} recordings, {result['transcriber']}", "", head]
    for language, by_noise in result["heard"].items():
        lines += [f"{language + ', ' + noise:22}{_row(counted)}" for noise, counted in by_noise.items()]
    seconds, work = result["seconds"], result["cpu_seconds"]
    lines += [
        "",
        f"recall at 10 dB and better {shown(result['recall_10_db'])}; another code taken {shown(result['wrong'])}",
        f"a question took p50 {seconds['p50']} s, p95 {seconds['p95']} s; {work['p50']} and {work['p95']} s of a CPU",
    ]
    if result["confusion"]:
        lines += ["", f"{'made without sound':22}{'misheard':>12}" + "".join(f"{name:>10}" for name in _BECAME[:4])]
    lines += [_confused(each) for each in result["confusion"]]
    lines += [""] * bool(result["buttons"])
    lines += [f"{language}, words of buttons: {_pressed(each)}" for language, each in result["buttons"].items()]
    return "\n".join(lines)


def _pressed(each: Json) -> str:
    wrong = ", ".join(sorted({f"{one['said']} as {one['taken']}" for one in each["wrong"]}))
    return f"taken {shown(each['buttons'])}; others taken for one {shown(each['others'])}{wrong and f' ({wrong})'}"


def _row(counted: Json) -> str:
    return f"{shown(counted['recall']):>22}" + "".join(f"{counted[name]:>10}" for name in _BECAME)


def _confused(each: Json) -> str:
    named = f"{each['utterances']}, {each['tags']} tags"
    return f"{named:22}{each['rate']:>12.0%}" + "".join(f"{each[name]:>10}" for name in _BECAME[:4])
