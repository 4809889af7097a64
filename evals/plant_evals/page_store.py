"""How long a picture of a page takes, from the folder of a home and from a store that speaks S3, first and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import plant_copilot.sample_plant
from plant_copilot.page_store import page_store
from plant_copilot.settings import Settings
from plant_evals.figures import percentile
from plant_knowledge_ingest.page_image import page_png
from plant_knowledge_ingest.pages.proof import hashed, named
from plant_knowledge_ingest.pages.protocol import PageStore

Json = dict[str, Any]

MANUALS = Path(plant_copilot.sample_plant.__file__).parent / "manuals"
_WIDTH = 1_200


def run_page_store(settings: Settings, rounds: int, manuals: Path = MANUALS) -> Json:
    """Keep ``manuals``, by default the sample plant's, in both, and draw the first page of each, ``rounds`` times.

    {where, pdfs, bytes, seconds: {folder, first, again, brought, kept}}, each {p50, p95}: ``brought`` is fetching
    alone, ``kept`` putting one there. The PDFs are removed from the store again.
    """
    pdfs = sorted(manuals.glob("*.pdf"))
    names = {named(hashed(pdf)): pdf for pdf in pdfs}
    took: dict[str, list[float]] = {name: [] for name in ("folder", "first", "again", "brought", "kept")}
    with TemporaryDirectory() as place:
        home = Settings.read({}, home=Path(place) / "home")
        folder, store = page_store(home), page_store(settings)
        before = set(store.names())
        for name, pdf in names.items():
            folder.put(name, pdf)
            _timed(took["kept"], lambda name=name, pdf=pdf: store.put(name, pdf))  # type: ignore[misc]
        try:
            for _ in range(rounds):
                _round(folder, store, names, settings.home / "cache" / "pages", took)
        finally:
            for name in names.keys() - before:
                store.remove(name)
    return {
        "where": store.where,
        "pdfs": len(pdfs),
        "bytes": sum(pdf.stat().st_size for pdf in pdfs),
        "seconds": {name: {"p50": percentile(all_, 50), "p95": percentile(all_, 95)} for name, all_ in took.items()},
    }


def _round(
    folder: PageStore, store: PageStore, names: Mapping[str, Path], copies: Path, took: dict[str, list[float]]
) -> None:
    for name in names:
        _timed(took["folder"], lambda: page_png(folder.path(name), 1, width=_WIDTH))  # noqa: B023 - called at once
        (copies / name).unlink()
        _timed(took["first"], lambda: page_png(store.path(name), 1, width=_WIDTH))  # noqa: B023 - called at once
        _timed(took["again"], lambda: page_png(store.path(name), 1, width=_WIDTH))  # noqa: B023 - called at once
        (copies / name).unlink()
        _timed(took["brought"], lambda: store.path(name))  # noqa: B023 - called at once


def _timed(into: list[float], do: Callable[[], object]) -> None:
    began = time.perf_counter()
    do()
    into.append(time.perf_counter() - began)


def of_page_store(result: Json) -> str:
    """Return the figures as a person reads them."""
    told, folder = result["seconds"], result["seconds"]["folder"]["p50"]
    words = {
        "folder": "a picture from the folder of the home",
        "first": "the first from the store",
        "again": "the next, from the copy",
        "brought": "of that, bringing it here",
        "kept": "putting one there",
    }
    lines = [f"{result['where']}: {result['pdfs']} PDFs, {result['bytes'] / 1e6:.1f} MB"]
    lines += [
        f"  {words[name]}: p50 {told[name]['p50'] * 1e3:.1f} ms, p95 {told[name]['p95'] * 1e3:.1f} ms, "
        f"{told[name]['p50'] / folder:.2f} of the folder's"
        for name in words
    ]
    return "\n".join(lines)
