"""Print the manuals of the sample plant from their Typst sources, to the same bytes every time.

    python copilot/plant_copilot/sample_plant/build.py            all manuals
    python copilot/plant_copilot/sample_plant/build.py --scan     first age the lubrication card anew

Needs the packages typst, pyyaml, and for ``--scan`` numpy and pillow; and Debian's fonts-noto-cjk.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import typst
import yaml
from numpy.typing import NDArray

HERE = Path(__file__).parent
SOURCE = HERE / "source"
MANUALS = HERE / "manuals"
CARD = SOURCE / "RN-302-Schmierkarte-2011.typ"
SCAN = SOURCE / "RN-302-Schmierkarte-2011.png"

TYPST = "0.15.2"
"""The release whose bytes are committed; another one may set a line elsewhere."""

FONTS = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's fonts-noto-cjk puts the four Noto CJK faces."""

SCAN_RESOLUTION = 150  # dots per inch, as an office scanner of 2011 left it
SCAN_SEED = 302


def main(arguments: list[str]) -> None:
    """Print every manual that ``documents.yaml`` names."""
    if "--scan" in arguments:
        write_scan(SCAN)
    for document in printed_documents():
        (MANUALS / document["file"]).write_bytes(pdf(document))
        sys.stdout.write(f"{document['file']}\n")


def printed_documents() -> list[dict[str, Any]]:
    """Return the entries of ``documents.yaml`` that are PDF files."""
    entries: list[dict[str, Any]] = yaml.safe_load((MANUALS / "documents.yaml").read_text())["documents"]
    return [entry for entry in entries if entry["file"].endswith(".pdf")]


def pdf(document: dict[str, Any]) -> bytes:
    """Return the PDF of one entry; issues of one manual share a source that is told the revision."""
    stem = Path(document["file"]).stem.removesuffix(f"-rev-{document['revision']}")
    return _typeset(SOURCE / f"{stem}.typ", {"revision": str(document["revision"])}, format="pdf")


def write_scan(path: Path) -> None:
    """Print the old lubrication card, age it, and write it as a grey PNG."""
    from PIL import Image

    Image.fromarray(aged_card()).save(path, optimize=True)


def aged_card() -> NDArray[np.uint8]:
    """Return the card as an office scanner saw it, shape (height, width): askew, worn and noisy."""
    import io

    from PIL import Image, ImageFilter

    png = _typeset(CARD, {}, format="png", ppi=SCAN_RESOLUTION)
    card = Image.open(io.BytesIO(png)).convert("L")
    card = card.rotate(0.9, Image.Resampling.BICUBIC, fillcolor=238).filter(ImageFilter.GaussianBlur(0.6))
    return _worn(np.asarray(card, dtype=np.float64), np.random.default_rng(SCAN_SEED))


def _worn(page: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.uint8]:
    """Fade the ink, shade one edge, add grain and specks; sixteen greys keep the file small."""
    height, width = page.shape
    shade = 1 - 0.16 * np.exp(-np.arange(width) / 60)  # the gutter of the binder
    grey = (40 + page * 0.82) * shade + random.normal(0, 5, page.shape)
    for y, x in random.integers((0, 0), (height - 3, width - 3), size=(260, 2)):
        grey[y : y + random.integers(1, 4), x : x + random.integers(1, 4)] -= 90
    return (np.clip(grey, 0, 255) // 16 * 17).astype(np.uint8)


def _typeset(source: Path, inputs: dict[str, str], **output: Any) -> bytes:
    compiler = typst.Compiler(input=str(source), font_paths=[str(FONTS)], ignore_system_fonts=True, sys_inputs=inputs)
    printed = compiler.compile(**output)
    if not isinstance(printed, bytes):
        raise TypeError(f"{source.name} does not print to a single file")
    return printed


if __name__ == "__main__":
    main(sys.argv[1:])
