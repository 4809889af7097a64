"""Whether the marks drawn on a cited page lie on the words that are quoted.

For each citation of each answer the page is drawn as the viewer draws it, with the marks and without. The pixels that
differ are the marks. The letters of the page are read anew from the PDF, with their places. A citation is right if
every letter and digit of its quote stands under the marks. A scan has no letters: there each mark has to lie
on ink, which says less, and such places are counted apart.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from plant_evals.figures import share, shown, table
from plant_knowledge_ingest.page_letters import Letter, letters_on
from plant_knowledge_ingest.passage import Rectangle

Json = dict[str, Any]
_WIDTH = 1200
_COVERED = 0.9
"""The share of a letter's box that has to be marked."""

_INK, _WRITTEN = 128, 0.03
"""How dark ink is at least, and which share of the marks of a scan it has to take."""


class Looks(Protocol):
    """What is measured: something that answers and shows its pages, such as ``Copilot``."""

    def ask(self, text: str, *, language: str) -> Json:
        """Answer a question."""

    def page_png(
        self, document: str, page: int, *, revision: str | None, highlight: Sequence[Rectangle], width: int
    ) -> bytes:
        """Return a page as PNG with ``highlight`` marked."""

    def pages_pdf(self, document: str, *, revision: str | None) -> Path:
        """Return the PDF of a document's pages."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cited place: ``missing`` are letters of the quote that no mark covers, ``beside`` the share of others."""

    question: str
    language: str
    document: str
    page: int
    covered: bool
    missing: str
    beside: float
    scan: bool


def run_citations_drawn(copilot: Looks, cases: Iterable[Mapping[str, Any]]) -> Json:
    """Ask every case and look at every page it cites: {by_language, places, answers, cases: [...]}."""
    drawn: list[tuple[str, list[Drawn]]] = []
    seen: dict[str, Drawn] = {}
    for case in cases:
        answer = copilot.ask(case["question"], language=case["language"])
        cited = [one for one in answer["citations"] if one["kind"] == "page"]
        looked = [_seen_once(seen, case, one, lambda c: _drawn(copilot, c)) for one in cited]
        drawn += [(case["language"], looked)] if looked else []
    return {
        "answers": share(all(one.covered for one in those) for _, those in drawn),
        "places": share(one.covered for one in seen.values()),
        "scans": share(one.covered for one in seen.values() if one.scan),
        "beside": round(float(np.mean([one.beside for one in seen.values()] or [0.0])), 4),
        "by_language": {
            language: share(all(one.covered for one in those) for spoken, those in drawn if spoken == language)
            for language in sorted({spoken for spoken, _ in drawn})
        },
        "cases": [asdict(one) for one in seen.values() if not one.covered],
    }


def report(result: Mapping[str, Any]) -> str:
    """Return the figures as a table, then each place that is not covered."""
    rows = [[language, shown(figure)] for language, figure in result["by_language"].items()]
    rows += [["all answers", shown(result["answers"])], ["different places", shown(result["places"])]]
    rows += [["of them scans, by ink", shown(result["scans"])]]
    missed = [
        f"{one['document']}, page {one['page']}: {one['missing']}  ({one['question']})" for one in result["cases"]
    ]
    told = f"Of the letters under the marks {100 * result['beside']:.1f} % belong to no quote."
    return "\n".join([table([["", "every mark covers its quote"], *rows]), "", told, *missed])


def _seen_once(
    seen: dict[str, Drawn], case: Mapping[str, Any], citation: Json, look: Callable[[Json], tuple[str, float, bool]]
) -> Drawn:
    """Return what was seen of a place; the same one is looked at once."""
    key = repr(
        (citation["document"], citation["revision"], citation["page"], citation["rectangles"], citation["quote"])
    )
    if key not in seen:
        missing, beside, scan = look(citation)
        told = (case["question"], case["language"], citation["document"], citation["page"])
        seen[key] = Drawn(*told, covered=not missing, missing=missing, beside=beside, scan=scan)
    return seen[key]


def _drawn(copilot: Looks, citation: Json) -> tuple[str, float, bool]:
    """Return the letters of a quote that no mark covers, the share of others under marks, and whether it is a scan."""
    document, page, revision = citation["document"], citation["page"], citation["revision"] or None
    marks = [Rectangle(*corners) for corners in citation["rectangles"]]
    plain = _pixels(copilot.page_png(document, page, revision=revision, highlight=(), width=_WIDTH))
    marked = _pixels(copilot.page_png(document, page, revision=revision, highlight=marks, width=_WIDTH))
    changed = (plain != marked).any(axis=2)
    letters = letters_on(copilot.pages_pdf(document, revision=revision), page)
    if not letters:
        return _without_ink(plain, changed), 0.0, True
    under = Counter(_counted("".join(letter.text for letter in letters if _is_under(letter, changed))))
    quoted = Counter(_counted(citation["quote"]))
    missing = "".join((quoted - under).elements())
    return missing, round((under - quoted).total() / max(1, under.total()), 4), False


def _without_ink(plain: NDArray[np.uint8], changed: NDArray[np.bool_]) -> str:
    """Return "" where the marks of a scan lie on ink, otherwise that they do not."""
    dark = plain.max(axis=2)[changed] < _INK
    return "" if dark.size and float(dark.mean()) >= _WRITTEN else "no ink under the marks"


def _is_under(letter: Letter, changed: NDArray[np.bool_]) -> bool:
    """Tell whether the marks, which are the pixels that ``changed``, lie on a letter."""
    down, across = changed.shape
    x0, x1 = (round(across * share) for share in (letter.box.x0, letter.box.x1))
    y0, y1 = (round(down * share) for share in (letter.box.y0, letter.box.y1))
    covered = changed[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
    return covered.size > 0 and float(covered.mean()) >= _COVERED


def _pixels(png: bytes) -> NDArray[np.uint8]:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"))


def _counted(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(character for character in folded.casefold() if character.isalnum())
