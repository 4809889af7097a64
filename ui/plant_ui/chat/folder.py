"""The folder Chainlit runs in: its settings, pages of help and translations, written anew at every start."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from plant_ui.chat.messages import chainlit_words, say, script_words
from plant_ui.locales import CHAINLIT_LOCALES

_APP = Path(__file__).parent / "app"


def write_folder(folder: Path) -> None:
    """Write what Chainlit reads into ``folder``, so that nothing left there from before has a say."""
    shutil.rmtree(folder, ignore_errors=True)
    settings = folder / ".chainlit"
    (settings / "translations").mkdir(parents=True)
    shutil.copy(_APP / "config.toml", settings / "config.toml")
    shutil.copytree(_APP / "public", folder / "public")
    logo = (resources.files("plant_ui.api.sign_in") / "logo.svg").read_bytes()
    (folder / "public" / "favicon.svg").write_bytes(logo)
    _write_taglines(folder / "public" / "chat.css")
    _write_scripts(folder / "public" / "chat.js")
    for language, locale in CHAINLIT_LOCALES.items():
        shutil.copy(_APP / "help" / f"{language}.md", folder / f"chainlit_{locale}.md")
        texts = json.dumps(_translation(language, locale), ensure_ascii=False)
        (settings / "translations" / f"{locale}.json").write_text(texts, encoding="utf-8")


def _translation(language: str, locale: str) -> dict[str, Any]:
    """Return Chainlit's own translation with our words over it."""
    package = find_spec("chainlit")  # finding is not importing, which comes after this folder is there
    if package is None or package.origin is None:
        raise RuntimeError("Chainlit is not installed")
    file = Path(package.origin).parent / "translations" / f"{locale}.json"
    return _laid_over(json.loads(file.read_text(encoding="utf-8")), chainlit_words(language))


def _laid_over(texts: dict[str, Any], words: dict[str, Any]) -> dict[str, Any]:
    return texts | {
        key: _laid_over(texts[key], word) if isinstance(word, dict) else word for key, word in words.items()
    }


def _write_scripts(script: Path) -> None:
    """Write all scripts of the chat as one, which is what Chainlit loads, with their words in four languages."""
    first, *others = sorted((_APP / "scripts").glob("*.js"), key=lambda file: (file.stem != "begin", file.stem))
    words = json.dumps(script_words(), ensure_ascii=False)
    begin = first.read_text(encoding="utf-8").replace("__WORDS__", words)
    script.write_text("\n".join([begin, *(file.read_text(encoding="utf-8") for file in others)]), encoding="utf-8")


def _write_taglines(stylesheet: Path) -> None:
    """Add the sentence under the logo, which Chainlit has no place for."""
    with stylesheet.open("a", encoding="utf-8") as css:
        for language in CHAINLIT_LOCALES:
            css.write(f':lang({language}) #welcome-screen::before {{ content: "{say(language, "tagline")}"; }}\n')
