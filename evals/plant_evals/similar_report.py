"""How similar cases were found, as tables for a terminal."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def of_similar(result: Json) -> str:
    """Return hit@1, recall@5 and abstention by method and half, then by pair of languages."""
    head = f"{'':24}{'questions':>10}{'hit@1':>8}{'recall@5':>10}{'precision':>11}{'silent':>8}{'abstained':>11}"
    lines = [f"{result['questions']} questions, {result['nothing_alike']} with nothing alike", "", head]
    for name, halves in result["methods"].items():
        lines += [_line(f"{name}, {half}", tally) for half, tally in halves.items()]
    lines += ["", "by language of question -> of order (hit@1 / recall@5)", ""]
    lines.append(f"{'':24}" + "".join(f"{name:>16}" for name in result["pairs"]))
    for pair in next(iter(result["pairs"].values())):
        tallies = [pairs[pair] for pairs in result["pairs"].values()]
        cells = "".join(f"{t['hit@1']:.2f} / {t['recall@5']:.2f}".rjust(16) for t in tallies)
        lines.append(f"{pair:20}{tallies[0]['questions']:>4}{cells}")
    return "\n".join(lines)


def of_speed(result: Json) -> str:
    """Return how long it takes with many texts."""
    return (
        f"{result['texts']:,} distinct texts taken in {result['taken_seconds']:.0f} s (made vectors), embedded at "
        f"{result['embedded_per_second']:.0f} texts/s; a question p50 {result['p50_ms']:.0f} ms, p95 "
        f"{result['p95_ms']:.0f} ms over {result['questions']} questions"
    )


def _line(name: str, tally: Json) -> str:
    precision = "-" if tally["precision"] is None else f"{tally['precision']:.2f}"
    abstained = f"{tally['abstained']}/{tally['nothing_alike']}"
    return (
        f"{name:24}{tally['questions']:>10}{tally['hit@1']:>8.3f}{tally['recall@5']:>10.3f}{precision:>11}"
        f"{tally['silent']:>8}{abstained:>11}"
    )
