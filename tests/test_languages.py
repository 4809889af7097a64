"""What is said to people is said in all four languages: the same phrases with the same blanks, in the right script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
SPOKEN = ("en", "de", "zh-Hans", "zh-Hant")
ROOMS = ("agents", "tools", "ui", "copilot")
# Words by which people are understood, not words that are said: each language has as many as it needs.
HEARD = {"lexicon.yaml", "wishes.yaml", "heard.yaml", "opposites.yaml", "actions.yaml", "spoken.yaml"}
HEARD_IN = {"lexicon", "spoken"}
# What each language has of its own: the names of its units.
OWN = {"units"}
SCRIPTS = {"zh-Hans": "gb2312", "zh-Hant": "big5hkscs"}
_HAN = re.compile(r"[\u4e00-\u9fff]")


def files() -> list[Path]:
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.yaml"))
    return sorted(
        path for path in found if path.name not in HEARD and not (HEARD_IN | {"sample_plant"}) & set(path.parts)
    )


def said() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield what is said, by the name of its place and by language, however the files are laid out."""
    for folder in sorted({path.parent for path in files() if path.stem == "en"}):
        one = {path.stem: yaml.safe_load(path.read_text()) for path in folder.glob("*.yaml") if path.stem in SPOKEN}
        for phrases in one.values():
            phrases.pop("chainlit", None)  # Chainlit's own words: only those that are said differently
        yield str(folder.relative_to(ROOT)), one
    for path in files():
        if path.stem in SPOKEN:
            continue
        read = yaml.safe_load(path.read_text())
        name = str(path.relative_to(ROOT))
        if isinstance(read, dict) and "en" in read and "de" in read:
            yield name, read
        elif (
            isinstance(read, dict)
            and read
            and all(isinstance(it, dict) and {"en", "de"} <= set(it) for it in read.values())
        ):
            languages = {language for it in read.values() for language in it}
            yield name, {language: {key: it.get(language) for key, it in read.items()} for language in languages}


SAID = dict(said())


def leaves(phrases: Any, at: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(phrases, dict):
        for key, value in phrases.items():
            if key in OWN:
                continue
            yield from leaves(value, f"{at}.{key}")
    elif isinstance(phrases, list):
        yield at, " ".join(map(str, phrases))
    else:
        yield at, str(phrases)


def without_grammar(blank: list[str] | None) -> list[str] | None:
    """Leave out what only a language with such numbers needs: "it is", "they are"."""
    return blank and [name for name in blank if name not in {"are", "moments", "orders", "them"}]


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"{(\w+)", text)))


def test_the_phrases_of_the_house_are_found() -> None:
    assert {"tools/plant_tools/pictures/messages", "ui/plant_ui/chat/messages", "agents/plant_agents/messages"} <= set(
        SAID
    )


@pytest.mark.parametrize("place", SAID)
def test_every_phrase_is_there_in_every_language_with_the_same_blanks(place: str) -> None:
    told = {language: {key: blanks(text) for key, text in leaves(it)} for language, it in SAID[place].items()}
    assert set(told) == set(SPOKEN)
    differing = {
        (language, key): (told["en"].get(key), blank)
        for language in SPOKEN
        for key, blank in {**dict.fromkeys(told["en"]), **told[language]}.items()
        if without_grammar(told["en"].get(key)) != without_grammar(blank)
    }
    assert differing == {}


@pytest.mark.parametrize("place", SAID)
@pytest.mark.parametrize("script", SCRIPTS)
def test_chinese_is_written_in_its_own_script(place: str, script: str) -> None:
    foreign = set()
    for key, text in leaves(SAID[place].get(script, {})):
        foreign |= {(key, one) for one in _HAN.findall(text) if not one.encode(SCRIPTS[script], "ignore")}
    assert foreign == set()
