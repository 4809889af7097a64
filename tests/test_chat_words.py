"""What the chat says: in four languages alike, chosen by the browser, laid over Chainlit's own words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import plant_ui.chat
from plant_copilot.feedback import REASONS, VERDICTS
from plant_ui.chat.cases import COLUMNS
from plant_ui.chat.choices import assets, chosen, languages
from plant_ui.chat.messages import count
from plant_ui.chat.profiles import PROFILES
from plant_ui.chat.results import result, summary
from plant_ui.locales import first_accepted, interface_language
from plant_ui.starters import starters

CHAT = Path(plant_ui.chat.__file__).parent
LANGUAGES = ("en", "de", "zh-Hans", "zh-Hant")
ANSWER: dict[str, Any] = {
    "refused": False,
    "statements": [{}, {}],
    "citations": [{"kind": "page", "document": "FL-303", "revision": "C", "page": page} for page in (5, 5, 6)],
    "notices": [],
    "tools": ["manuals", "history"],
    "seconds": 0.24,
    "pending": None,
}


def catalogue(language: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CHAT / "messages" / f"{language}.yaml").read_text())
    return loaded


def blanks(message: Any) -> list[str]:
    return sorted(re.findall(r"{(\w+)}", str(message)))


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_every_message_is_there_in_every_language_with_the_same_blanks(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    del english["chainlit"], other["chainlit"]  # German says more of Chainlit's words in its own way
    assert {key: blanks(message) for key, message in other.items()} == {
        key: blanks(message) for key, message in english.items()
    }


def test_no_message_is_left_that_nobody_says() -> None:
    code = "".join(path.read_text() for path in CHAT.rglob("*.py")) + (CHAT / "app" / "page.html").read_text()
    said = {
        *re.findall(r"""["'](\w[\w-]*)["']""", code),
        "gate",
        "route",
        "look_up",
        "write",
        "phrase",
        "prove",
        "flow",
        "tool_manuals",
        "tool_history",
        "tool_similar",
        *(f"case_{column}" for column in COLUMNS),
        *(f"thumb_{one}" for one in (*VERDICTS, *REASONS)),
        *(f"profile_{name}{told}" for name in PROFILES for told in ("", "_told")),
    }
    assert set(catalogue("en")) - said == set()


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *[("de", "de"), ("de-AT", "de"), ("en-GB", "en"), ("fr-FR", "en"), ("", "en")],
        *[("zh", "zh-Hans"), ("zh-CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("zh-Hant-MO", "zh-Hant")],
    ],
)
def test_the_browser_chooses_the_language(tag: str, language: str) -> None:
    assert interface_language(tag) == language


def test_of_many_languages_the_first_counts() -> None:
    assert first_accepted("de-CH;q=1,de;q=0.9,en;q=0.8") == "de"


def test_one_page_is_not_pages() -> None:
    assert [count("en", "pages", n) for n in (0, 1, 3)] == ["0 pages", "1 page", "3 pages"]


def test_the_search_is_told_in_one_line() -> None:
    assert summary("de", ANSWER) == "3 Stellen auf 2 Seiten · 0,2\u00a0s"
    assert summary("en", ANSWER | {"citations": []}) == "Nothing on record · 0.2\u00a0s"


def test_records_have_no_pages_and_a_draft_waits() -> None:
    records = ANSWER | {"citations": [{"kind": "records", "total": total} for total in (1, 7)]}
    kept = records | {"citations": [{"mark": 1, "kind": "layout", "file": "layout-1.json"}]}
    assert summary("en", kept) == "layout-1.json · 0.2\u00a0s"
    assert summary("de", records) == "7 Datensätze · 0,2\u00a0s"
    assert result("en", "prove", records) == "Compared with the records: every figure stands there"
    draft = ANSWER | {"citations": [], "pending": {"choices": ["approve"]}}
    assert summary("en", draft) == "Draft, waits for a decision · 0.2\u00a0s"


@pytest.mark.parametrize(
    ("station", "told"),
    [
        ("gate", "Safety checked: nothing to refuse"),
        ("route", "Where to look: manuals and SOPs, maintenance records"),
        ("look_up", "Looked up: 3 passages on 2 pages"),
        ("write", "Written down: 2 statements"),
        ("prove", "Checked against the pages: every sentence stands there"),
        ("weigh", "weigh"),
    ],
)
def test_a_station_tells_its_result(station: str, told: str) -> None:
    assert result("en", station, ANSWER) == told


def test_a_refusal_and_what_could_not_be_proven_are_told_at_their_stations() -> None:
    answer = ANSWER | {"refused": True, "notices": [{"code": "unproven_dropped"}]}
    assert result("en", "gate", answer) == "Safety checked: this would defeat a protection"
    assert result("en", "prove", answer) == "Checked against the pages: what is not there was left out"


def test_settings_are_offered_in_the_language_of_the_person() -> None:
    listing = {"assets": [{"asset": "FL-303", "name": "Filler"}, {"asset": "SW-306", "name": ""}]}
    assert languages("de")["Wie die Frage"] == "auto"
    assert assets("en", listing) == {"All assets": "all", "FL-303 · Filler": "FL-303", "SW-306": "SW-306"}


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ({"language": "de", "asset": "FL-303"}, ("de", "FL-303")),
        ({"language": "auto", "asset": "all"}, ("auto", "")),
        ({"language": "../..", "asset": 7}, ("auto", "")),
        (None, ("auto", "")),
    ],
)
def test_settings_that_no_form_sends_count_for_nothing(sent: object, understood: tuple[str, str]) -> None:
    assert chosen(sent) == understood


def test_only_questions_whose_documents_are_there_are_suggested() -> None:
    entries = [{"document": name, "current": True} for name in ("SOP-017", "FL-303 operating manual")]
    assert starters({"documents": entries}, "zh-Hant") == ["充填閥法蘭螺絲要鎖多少扭力？", "包膜機怎麼換膜？"]
    assert starters({"documents": []}, "en") == []
