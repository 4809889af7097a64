"""A plant whose assets have plates, whose manuals list alarms and parts, and pictures of what hangs there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plant_copilot import Copilot
from plant_evals.picture_cases import Case
from plant_evals.picture_drawing import surface
from plant_knowledge_ingest.readers.page import Line
from plant_knowledge_ingest.readers.photo import Photo

ASSETS = """tag,name,class,manufacturer,model,serial number
P-101,Feed pump,pump,Nordhafen Pumpen,NHC 65-160,NHC-20417
P-102,Spare feed pump,pump,Nordhafen Pumpen,NHC 65-160,NHC-20522
SW-306,Shrink wrapper,wrapper,Tamsin Packaging,SW 40,40-0639
"""
ORDERS = """order,asset,type,status,reported,finished,description
7001,P-101,corrective,open,2026-03-01 08:00,,Fit seal kit NP-65-4410
7002,SW-306,preventive,open,2026-03-02 08:00,,Clean the belt
"""
USES = "id,order,part number,quantity\nU1,7001,NP-65-4415,2\n"
PUMP_OLD = """# NHC 65-160

## Spare parts

These parts are kept in store.

| Part number | Name | Stock |
| --- | --- | --- |
| NP-65-4409 | Mechanical seal | 2 |
| NP-65-4415 | O-ring of the cover | 4 |
"""
PUMP = """# NHC 65-160

## Alarms

The display shows the code.

| Code | Meaning | Cause | Remedy |
| --- | --- | --- | --- |
| E0451 | Seal leaks | Worn faces | Fit a new seal |
| E0455 | Motor hot | Fan blocked | Clean the fan |

## Spare parts

These parts are kept in store.

| Part number | Name | Stock |
| --- | --- | --- |
| NP-65-4410 | Mechanical seal | 2 |
| NP-65-4415 | O-ring of the cover | 4 |
| NP-65-2105 | Impeller 158 mm | 1 |
"""
WRAPPER = """# SW 40

## Störungen

Die Anzeige zeigt den Code.

| Code | Bedeutung | Ursache | Abhilfe |
| --- | --- | --- | --- |
| F301 | Folie gerissen | Rolle leer | Rolle wechseln |

## Ersatzteile

Diese Teile liegen im Lager.

| Teile-Nr. | Benennung | Ersetzt durch |
| --- | --- | --- |
| TP-40-0217 | Schweißband | TP-40-0218 |
| TP-40-0718 | Foliensensor B12 | |
"""


def fill(copilot: Copilot, folder: Path) -> None:
    """Bring the plant's manuals and records into the home of ``copilot``."""
    manuals = (("pump-1.md", PUMP_OLD, "P-101 manual", "1", "2020-01-01", ["P-101", "P-102"]),
               ("pump-2.md", PUMP, "P-101 manual", "2", "2024-01-01", ["P-101", "P-102"]),
               ("wrapper.md", WRAPPER, "SW-306 Anleitung", "1", "2024-01-01", ["SW-306"]))  # fmt: skip
    for name, text, document, revision, effective, assets in manuals:
        (folder / name).write_text(text)
        described = {"document": document, "revision": revision, "effective": effective, "assets": assets}
        copilot.ingest([folder / name], described=described)
    for name, text in (("assets.csv", ASSETS), ("orders.csv", ORDERS), ("part-uses.csv", USES)):
        (folder / name).write_text(text)
        copilot.records.load(folder / name, dataset="works")


def seen(*rows: str | tuple[str, str], sure: float = 0.99) -> Photo:
    """Return a photo in which these rows were read: texts, or labels with a value to the right of each."""
    lines = [line for at, row in enumerate(rows) for line in _row(row, 60.0 * at, sure)]
    return Photo(800, 600, 0.0, tuple(lines), b"")


def _row(row: str | tuple[str, str], top: float, sure: float) -> Sequence[Line]:
    label, value = ("", row) if isinstance(row, str) else row
    left = [Line.of(0, [(20, top, 20 + 12 * len(label), top + 30, label)], sure)] if label else []
    x = 400 if label else 20
    return [*left, Line.of(0, [(x, top, x + 15 * len(value), top + 30, value)], sure)] if value else left


def drawing(path: Path, *rows: tuple[str, str], shape: str = "plate") -> Path:
    """Draw a plate, display or label into a file, in good light, and return it."""
    surface(Case(1, shape, "test", "en", rows), 1).save(path)
    return path
