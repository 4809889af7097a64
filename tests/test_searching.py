"""From the words of a question to the page that answers it: glossary and search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from plant_copilot import Copilot, Settings, build_copilot
from plant_knowledge_ingest.errors import UnreadableDocument
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.principal import Principal
from tiny_plant import write_pdf

# One manual for each language, each with a fact that stands in no other.
LINE = {
    "FL-1 filler": ("helv", ("1 Tightening torques", "Tighten the flange screws of the filler to 21 Nm.")),
    "GB-2 Getriebe": ("helv", ("1 Schmierung", "Das Getriebeöl wird alle 4000 Betriebsstunden gewechselt.")),
    "LB-3 贴标机": ("china-s", ("1 报警", "报警 E0455 表示加热器温度过低。", "检查加热器的保险丝。")),
    "CH-4 冰水機": ("china-t", ("1 保養", "冷凝器每 600 小時清洗一次。", "清洗後記錄壓力。")),
}
RECIPES = "Recipe store"
OTHER_CHINESE = {
    f"QX-{number} 清洗机": (
        "china-s",
        (f"{number} 清洗", f"清洗机的法兰每 {number}00 小时清洗一次。", "螺钉用酒精清洗。"),
    )
    for number in range(1, 6)
}


def write_line(folder: Path, manuals: dict[str, tuple[str, tuple[str, ...]]]) -> None:
    entries = [{"file": f"{name}.pdf", "assets": [name.split()[0]]} for name in manuals]
    for name, (font, lines) in manuals.items():
        write_pdf(folder / f"{name}.pdf", (lines,), font)
    (folder / "documents.yaml").write_text(yaml.safe_dump({"documents": entries}), encoding="utf-8")


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copilot]:
    """A library of the four manuals and of one that only the laboratory may see."""
    folder = tmp_path_factory.mktemp("line")
    write_line(folder, LINE)
    hidden = tmp_path_factory.mktemp("hidden")
    write_pdf(hidden / f"{RECIPES}.pdf", (("1 Recipes", "The syrup tank is heated to 63 °C for recipe R7731."),))
    entry = {"file": f"{RECIPES}.pdf", "rights": ["laboratory"]}
    (hidden / "documents.yaml").write_text(yaml.safe_dump({"documents": [entry]}), encoding="utf-8")
    with build_copilot(Settings.read({}, home=tmp_path_factory.mktemp("home"))) as copilot:
        assert copilot.ingest([folder, hidden])["documents"] == 5
        yield copilot


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.read()


# Glossary


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Flanschschrauben", "de", {"flange", "screw"}),
        ("Getriebeöl", "de", {"gearbox", "oil"}),
        ("hose", "en", {"hose"}),
        ("hoses", "en", {"hose"}),
        ("Schlauch", "de", {"hose"}),
        ("软管", "zh", {"hose"}),
        ("軟管", "zh", {"hose"}),
    ],
)
def test_words_of_every_language_lead_to_their_concepts(
    glossary: Glossary, text: str, language: str, expected: set[str]
) -> None:
    assert glossary.find(text, language) == expected


def test_an_english_nut_is_no_german_groove(glossary: Glossary) -> None:
    assert glossary.find("tighten the nut", "en") >= {"nut"}
    assert "groove" not in glossary.find("tighten the nut", "en")
    assert "groove" in glossary.find("Nut", "de")
    assert "nut" not in glossary.find("Nut", "de")


def test_the_unit_of_a_number_names_its_quantity(glossary: Glossary) -> None:
    assert "torque" in glossary.quantities("21 Nm")
    assert "temperature" in glossary.quantities("90 °C")
    assert glossary.quantities("page 21") == set()


def test_the_unit_of_a_flow_is_no_length(glossary: Glossary) -> None:
    assert glossary.quantities("at least 22 m³/h") >= {"flow_rate"}
    assert glossary.quantities("at least 22 m³/h").isdisjoint({"length", "rotational_speed"})
    assert glossary.quantities("20 mmol") == set()
    assert "output_rate" in glossary.quantities("12,000 bottles/h")


@pytest.mark.parametrize(
    ("question", "language", "concept"),
    [
        ("Welche Sicherung prüfe ich?", "de", "inspect"),
        ("Wann meldet der Sensor?", "de", "message"),
        ("Wie viel Gramm?", "de", "weight"),
        ("How heavy is it?", "en", "weight"),
        ("Auf wie viel Grad?", "de", "temperature"),
        ("Wie viele Tropfen?", "de", "drop_count"),
        ("网带", "zh", "mesh_belt"),
    ],
)
def test_words_as_they_are_asked_are_known(glossary: Glossary, question: str, language: str, concept: str) -> None:
    assert any(concept in reading for reading in glossary.asked(question, language))


def test_a_drop_is_no_leak_and_a_mesh_belt_no_chain(glossary: Glossary) -> None:
    assert "leak" not in glossary.find("Tropfen", "de")
    assert "slat_band_chain" not in glossary.find("网带")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("What is the tightening torque of the flange screws?", "en"),
        ("Wie hoch ist das Anziehdrehmoment der Flanschschrauben?", "de"),
        ("法兰螺栓的拧紧力矩是多少？", "zh"),
    ],
)
def test_the_glossary_explains_nearly_all_of_a_plant_question(glossary: Glossary, text: str, language: str) -> None:
    assert 0.85 <= glossary.explained(text, language) <= 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("When did the French king marry his cousin?", "en"),
        ("Wann heiratete der König von Frankreich seine Cousine?", "de"),
        ("", "en"),
    ],
)
def test_the_glossary_explains_little_of_prose(glossary: Glossary, text: str, language: str) -> None:
    assert glossary.explained(text, language) < 0.25


def test_the_plant_adds_its_own_words_beside_the_library(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    own = tmp_path / "library" / "glossary.yaml"
    own.write_text("- {id: brown_bear, en: [brown bear], de: [Braunbär], zh: [棕熊]}\n", encoding="utf-8")
    from plant_copilot.wiring import open_library

    glossary = open_library(Settings.read({}, home=tmp_path)).glossary
    found = [glossary.find(word) for word in ("brown bears", "Braunbären", "棕熊")]
    assert found == [{"brown_bear"}] * 3
    assert glossary.fingerprint != Glossary.read().fingerprint


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("- {en: [bear]}", 'concept 1 has no "id"'),
        ("- {id: bear}", "concept bear has no names; give en, de or zh"),
        ("- {id: bear, en: brown}", 'concept bear: "en" must be a list of words'),
    ],
)
def test_a_broken_concept_is_named_with_its_file(tmp_path: Path, content: str, reason: str) -> None:
    own = tmp_path / "glossary.yaml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableDocument) as broken:
        Glossary.read(own)
    assert str(broken.value) == f"{own}: {reason}."


# Search

QUESTIONS = {
    "FL-1 filler": (
        "What torque do the flange screws of the filler need?",
        "Mit welchem Drehmoment werden die Flanschschrauben des Füllers angezogen?",
        "灌装机法兰螺钉的拧紧力矩是多少？",
        "灌裝機法蘭螺絲的鎖緊扭力是多少？",
    ),
    "GB-2 Getriebe": (
        "How often is the gearbox oil changed?",
        "Wie oft wird das Getriebeöl gewechselt?",
        "齿轮箱油多久更换一次？",
        "齒輪箱油多久更換一次？",
    ),
    "LB-3 贴标机": (
        "What does alarm E0455 mean?",
        "Was bedeutet der Alarm E0455?",
        "报警 E0455 是什么意思？",
        "警報 E0455 是什麼意思？",
    ),
    "CH-4 冰水機": (
        "How often is the condenser cleaned?",
        "Wie oft wird der Kondensator gereinigt?",
        "冷凝器多久清洗一次？",
        "冷凝器多久清洗一次？保養",
    ),
}


@pytest.mark.parametrize("document", QUESTIONS)
def test_a_question_in_any_language_finds_the_manual_that_holds_the_fact(line: Copilot, document: str) -> None:
    for question in QUESTIONS[document]:
        first = line.search(question)["hits"][0]
        assert (first["document"], first["page"], first["rank"]) == (document, 1, 1), question


def test_more_chinese_manuals_do_not_hide_the_english_one(tmp_path: Path) -> None:
    (tmp_path / "manuals").mkdir()
    write_line(tmp_path / "manuals", LINE | OTHER_CHINESE)
    with build_copilot(Settings.read({}, home=tmp_path / "home")) as mixed:
        mixed.ingest([tmp_path / "manuals"])
        for question in QUESTIONS["FL-1 filler"]:
            assert mixed.search(question)["hits"][0]["document"] == "FL-1 filler", question


def test_what_only_a_group_may_see_is_found_by_nobody_else(line: Copilot) -> None:
    chemist = Principal("chemist", frozenset({"everyone", "laboratory"}))
    seen = line.search("syrup tank recipe R7731", principal=chemist)["hits"]
    hidden = line.search("syrup tank recipe R7731")["hits"]
    assert seen[0]["document"] == RECIPES
    assert RECIPES not in {hit["document"] for hit in hidden}


def test_a_code_that_only_others_may_see_is_an_unknown_one(line: Copilot) -> None:
    chemist = Principal("chemist", frozenset({"laboratory"}))
    assert line.tool("manuals", {"question": "What is recipe R7731?"})["gap"] == "R7731"
    assert line.tool("manuals", {"question": "What is recipe R7731?"}, principal=chemist)["gap"] == ""


def test_whoever_belongs_to_no_group_finds_nothing(line: Copilot) -> None:
    nobody = Principal("nobody", frozenset())
    assert line.search("flange screws", principal=nobody)["hits"] == []
    assert line.documents(principal=nobody) == {"documents": [], "hidden": True}


def test_an_asset_narrows_the_search_to_its_documents(line: Copilot) -> None:
    hits = line.search("How often is it cleaned or changed?", asset="GB-2")["hits"]
    assert {hit["document"] for hit in hits} == {"GB-2 Getriebe"}
    assert line.search("How often is it changed?", asset="XX-9")["hits"] == []


def test_a_language_narrows_the_search_to_documents_written_in_it(line: Copilot) -> None:
    hits = line.search("flange screws torque", language="de")["hits"]
    assert {hit["language"] for hit in hits} == {"de"}


def test_hits_come_best_first_and_no_more_than_asked_for(line: Copilot) -> None:
    hits = line.search("How often is the gearbox oil changed?", limit=3)["hits"]
    scores = [hit["score"] for hit in hits]
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert scores == sorted(scores, reverse=True)


def test_searching_twice_finds_the_same(line: Copilot) -> None:
    assert line.search("condenser pressure")["hits"] == line.search("condenser pressure")["hits"]
