"""What a person reads of a measurement of layouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import table

_HEADS = ["", "instances", "runs", "mean gap %", "max gap %", "at the best known", "not allowed"]
_KEYS = ("instances", "runs", "mean_gap_percent", "max_gap_percent", "hits", "faults")


def of_layout(result: Mapping[str, Any]) -> str:
    """Return the figures of each family, then every run."""
    kind = "CPU seconds a worker" if result["clock"] == "cpu" else "s"
    budget = f"{result['iterations']} iterations" if result["iterations"] else f"{result['seconds']:g} {kind}"
    compiled = "compiled" if result["compiled"] else "not compiled (no numba)"
    head = f"{budget} on {result['cores']} cores, {compiled}, load {result['load'][0]:g}; medians over seeds."
    families = [[name, *(f"{row[key]:g}" for key in _KEYS)] for name, row in result["families"].items()]
    runs = [_run(row) for row in result["instances"]]
    heads = ["", "n", "seed", "cost", "best known", "gap %", "s to best", "s", "SciPy faq %", "2opt %"]
    return "\n\n".join([head, table([_HEADS, *families]), table([heads, *runs]), *_compared(result)])


def of_judged(result: Mapping[str, Any]) -> str:
    """Return what judging stored layouts again found."""
    wrong = [row for row in result["instances"] if not row["same"]]
    lines = [
        f"{row['instance']} seed {row['seed']}: {row['cost']} instead of {row['stored']} {row['faults']}"
        for row in wrong
    ]
    return "\n".join([f"{len(result['instances'])} layouts judged again, {result['wrong']} differ.", *lines])


def _run(row: Mapping[str, Any]) -> list[str]:
    peer = row.get("peer", {})
    return [
        row["instance"],
        str(row["size"]),
        str(row["seed"]),
        "nothing found" if row["cost"] is None else f"{row['cost']:.12g}",
        "" if row["best_known"] is None else f"{row['best_known']:.12g}",
        "" if row["gap_percent"] is None else f"{row['gap_percent']:.4f}",
        f"{row['seconds_to_best']:.1f}",
        f"{row['seconds']:.1f}",
        *(
            f"{peer[way]['gap_percent']:.3f}" if peer.get(way, {}).get("gap_percent") is not None else ""
            for way in ("faq", "2opt")
        ),
    ]


def _compared(result: Mapping[str, Any]) -> list[str]:
    figures = result["families"].get("slots", {})
    if "peer_misses" not in figures:
        return []
    missed, better, worse = (figures[key] for key in ("peer_misses", "better_where_peer_misses", "worse_than_peer"))
    return [
        f"SciPy, as long on as many cores, missed the best known in {missed} runs; it was beaten in {better} of "
        f"these, and beat the search in {worse} runs."
    ]
