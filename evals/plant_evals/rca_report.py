"""How well causes were ranked, as tables for a terminal."""

from __future__ import annotations

from typing import Any

from plant_evals.figures import table

Json = dict[str, Any]

_HEADS = ("hit@1", "hit@3", "mrr")


def of_rca(result: Json) -> str:
    """Return the figures of ours and of the plain ways, then what was chosen on the past."""
    rows = [["ranker", *_HEADS, "ECE", "hit@1 of the surest 75 / 50 / 25 %"], _row("ours", result)]
    rows += [_row(name, of) for name, of in result["baselines"].items()]
    chosen = ", ".join(f"{name} {value}" for name, value in result["choices"].items())
    return "\n".join(
        [
            f"{result['n']} cases ranked from {result['past']:,} earlier ones with {result['causes']} causes; "
            f"{result['never_seen']} had a cause never seen before.",
            "",
            table(rows),
            "",
            f"Chosen on the past: {chosen}. Fitted in {result['fit_seconds']:g} s; one ranking with its evidence "
            f"p95 {result['rank_ms_p95']:g} ms.",
        ]
    )


def of_next(result: Json) -> str:
    """Return how sure the next code of an asset could be told."""
    return (
        f"{result['n']} next codes foretold from {result['past']:,} earlier orders with {result['causes']} codes: "
        f"hit@1 {result['hit@1']:.3f} {result['hit@1_95']} (most frequent code {result['majority']:.3f}), "
        f"hit@3 {result['hit@3']:.3f}, MRR {result['mrr']:.3f}, ECE {result['ece']:.3f}.\n"
        f"Highest probability at most {result['bound']:.2f} in {100 * result['weak']:.1f} % of them (bar 95 %): "
        f"{'weak evidence' if result['weak'] >= result['bar'] else 'surer than it may be'}."
    )


def of_speed(result: Json) -> str:
    """Return how long it takes with many cases."""
    return (
        f"{result['cases']:,} made cases, {result['causes']} causes: fitted in {result['fit_seconds']:.0f} s; ranking "
        f"p50 {result['p50_ms']:.1f} ms, p95 {result['p95_ms']:.1f} ms "
        f"(bar {result['bar_ms']} ms), {result['rankings']} times."
    )


def _row(name: str, of: Json) -> list[str]:
    shown = [f"{of[head]:.3f} ({of[f'{head}_95'][0]:.3f}-{of[f'{head}_95'][1]:.3f})" for head in _HEADS]
    surest = " / ".join(f"{of['hit@1_at'][share]:.3f}" for share in ("75", "50", "25"))
    return [name, *shown, f"{of['ece']:.3f}", surest]
