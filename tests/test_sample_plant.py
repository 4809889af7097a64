"""The sample plant keeps its promises: pages, labels, revisions, the scan, cases and isolation points."""

from __future__ import annotations

import difflib
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import yaml

ROOT = Path(__file__).parents[1]
PLANT = ROOT / "copilot" / "plant_copilot" / "sample_plant"
MANUALS = PLANT / "manuals"
CASES = ROOT / "evals" / "plant_evals" / "cases" / "sample_plant.jsonl"
LANGUAGES = {"en", "de", "zh-Hans", "zh-Hant"}

DOCUMENTS: list[dict[str, Any]] = yaml.safe_load((MANUALS / "documents.yaml").read_text())["documents"]
PRINTED = [entry for entry in DOCUMENTS if entry["file"].endswith(".pdf")]
ALL_CASES: list[dict[str, Any]] = [json.loads(line) for line in CASES.read_text().splitlines()]
ANSWERABLE = [case for case in ALL_CASES if not case.get("unanswerable")]
SCAN = ("RN-302-Wartungsanleitung.pdf", 6)


def words(text: str) -> str:
    """Return ``text`` with every run of white space as one blank."""
    return " ".join(text.split())


def page_text(file: str, page: int) -> str:
    with pymupdf.open(MANUALS / file) as document:
        return words(document[page - 1].get_text())


def whole_text(file: str) -> str:
    with pymupdf.open(MANUALS / file) as document:
        return words(" ".join(page.get_text() for page in document))


def file_of(name: str, revision: str | None = None) -> str:
    """Return the file of a document, of its newest revision when none is named."""
    issues = [e for e in DOCUMENTS if e["document"] == name and revision in (None, e["revision"])]
    return str(max(issues, key=lambda entry: str(entry["effective"]))["file"])


def test_every_file_of_the_folder_is_listed_and_every_listed_file_is_there() -> None:
    files = {path.name for path in MANUALS.iterdir()} - {"documents.yaml"}
    assert {entry["file"] for entry in DOCUMENTS} == files
    assert len(PRINTED) == 12


@pytest.mark.parametrize("entry", PRINTED, ids=lambda entry: entry["file"])
def test_a_manual_opens_with_title_outline_and_enough_pages(entry: dict[str, Any]) -> None:
    with pymupdf.open(MANUALS / entry["file"]) as document:
        assert 4 <= len(document) <= 10
        assert document.metadata["title"].endswith(f" {entry['revision']}")
        assert len(document.get_toc()) >= 5


@pytest.mark.parametrize("entry", PRINTED, ids=lambda entry: entry["file"])
def test_the_printed_page_number_is_not_the_page_of_the_file(entry: dict[str, Any]) -> None:
    with pymupdf.open(MANUALS / entry["file"]) as document:
        # PyMuPDF 2.0 takes the P of "/Type /PageLabel" for a prefix, hence only the end is compared.
        ends = ["i", "ii", *map(str, range(1, len(document) - 1))]
        assert all(page.get_label().endswith(end) for page, end in zip(document, ends, strict=True))
        assert re.search(r"(Page|Seite|第) 1( 页| 頁)?\s*$", document[2].get_text())


@pytest.mark.parametrize("entry", PRINTED, ids=lambda entry: entry["file"])
def test_fonts_are_subsets_inside_the_file(entry: dict[str, Any]) -> None:
    with pymupdf.open(MANUALS / entry["file"]) as document:
        names = {font[3] for number in range(len(document)) for font in document.get_page_fonts(number)}
    assert names
    assert all(re.match(r"[A-Z]{6}\+", name) for name in names)


def test_the_whole_folder_stays_small() -> None:
    assert sum(path.stat().st_size for path in PLANT.rglob("*") if path.suffix != ".pyc") < 4_000_000


@pytest.mark.parametrize("case", ANSWERABLE, ids=lambda case: case["id"])
def test_the_answer_of_a_case_stands_on_its_page(case: dict[str, Any]) -> None:
    file = file_of(case["document"], case["revision"])
    if case.get("scanned"):
        source = (PLANT / "source" / "RN-302-Schmierkarte-2011.typ").read_text()
        assert (file, case["page"]) == SCAN
        assert case["contains"] in source
    elif file.endswith(".pdf"):
        assert words(case["contains"]) in page_text(file, case["page"])
    else:
        assert case["contains"] in (MANUALS / file).read_text()


def test_every_language_asks_enough_and_mostly_across_languages() -> None:
    language = {"CP-304": "de", "RN-302": "de", "P-101": "de", "K-110": "zh-Hant", "CH-115": "zh-Hant"}
    language |= {"LB-305": "zh-Hans", "PL-307": "zh-Hans", "Line": "de"}
    assert len({case["id"] for case in ALL_CASES}) == len(ALL_CASES)
    assert len(ALL_CASES) - len(ANSWERABLE) >= 15
    for asked in LANGUAGES:
        documents = [case["document"] for case in ANSWERABLE if case["language"] == asked]
        crossing = [name for name in documents if language.get(name.split()[0], "en") != asked]
        assert len(documents) >= 15
        assert len(crossing) > len(documents) / 2
    assert {case["language"] for case in ALL_CASES if case.get("unanswerable")} == LANGUAGES


def test_the_two_revisions_of_the_filler_manual_differ_in_one_value() -> None:
    def body(file: str) -> list[str]:
        with pymupdf.open(MANUALS / file) as document:
            return " ".join(page.get_text() for page in document.pages(2)).split()

    old, new = body("FL-303-operating-manual-rev-B.pdf"), body("FL-303-operating-manual-rev-C.pdf")
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changes = [(old[a:b], new[c:d]) for step, a, b, c, d in steps if step != "equal"]
    marks = (["B"], ["C"]), (["2022-06-15"], ["2025-03-01"])
    assert [change for change in changes if change not in marks] == [(["18"], ["21"])]


def test_the_scanned_page_is_a_picture_without_text() -> None:
    with pymupdf.open(MANUALS / SCAN[0]) as document:
        page = document[SCAN[1] - 1]
        assert page.get_text().strip() == ""
        assert len(page.get_images()) == 1
        assert all(other.get_text().strip() for other in document if other.number != page.number)


def test_isolation_points_and_limits_stand_in_the_manual_of_the_asset() -> None:
    def bare(text: str) -> str:  # 6.0 bar = 6,0 bar, 1,900 kg = 1 900 kg
        return re.sub(r"[\s.,，]", "", text)

    for asset in yaml.safe_load((PLANT / "plant.yaml").read_text())["assets"]:
        manual = bare(whole_text(file_of(asset["manual"])))
        for energy in asset["energies"]:
            facts = [energy.get(name) for name in ("magnitude", "point", "limit", "wait")]
            for fact in [*energy["isolators"], *energy.get("vents", []), *filter(None, facts)]:
                assert bare(fact) in manual, f"{asset['tag']}: {fact}"


def test_every_asset_and_isolation_step_can_be_said_in_four_languages() -> None:
    plant = yaml.safe_load((PLANT / "plant.yaml").read_text())
    for asset in plant["assets"]:
        assert set(asset["name"]) == LANGUAGES
        for energy in asset["energies"]:
            known = energy | {name: ", ".join(energy.get(name, [])) for name in ("isolators", "vents")}
            for kind in {"isolate", "relieve", "verify"} & set(energy):
                phrase = plant["phrases"][kind][energy[kind]]
                assert set(phrase) == LANGUAGES
                assert all(text.format(tags=known["isolators"], **known) for text in phrase.values())


def printer() -> Any:
    """Return the printing module, or skip with the reason why nothing can be printed here."""
    pytest.importorskip("typst", reason="the package typst is not installed")
    from plant_copilot.sample_plant import build as module

    if version("typst") != module.TYPST:
        pytest.skip(f"the bytes are those of typst {module.TYPST}, not {version('typst')}")
    if not (module.FONTS / "NotoSansCJK-Regular.ttc").exists():
        pytest.skip("the fonts of Debian's fonts-noto-cjk are not installed")
    return module


@pytest.mark.parametrize("entry", PRINTED, ids=lambda entry: entry["file"])
def test_printing_again_gives_the_same_bytes(entry: dict[str, Any]) -> None:
    assert printer().pdf(entry) == (MANUALS / entry["file"]).read_bytes()


def test_ageing_the_card_again_gives_the_same_picture() -> None:
    module = printer()
    image = pytest.importorskip("PIL.Image", reason="pillow is not installed")
    numpy = pytest.importorskip("numpy")
    with image.open(module.SCAN) as scan:
        assert numpy.array_equal(numpy.asarray(scan), module.aged_card())
