"""The language of a passage or a question, from its own characters and words.

Script decides Chinese; a handful of function words decides English and German, which is quicker and on
short technical text more reliable than a general identifier; that one is asked when they are silent.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from plant_knowledge_ingest.genuine import genuine

LANGUAGES = ("en", "de", "zh-Hans", "zh-Hant")
UNDETERMINED = "und"

_CJK = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")  # the letters of codes such as 6ES7 are no words
_ENGLISH = frozenset(
    "the of and to is for on with be are this that it as at by from or if not when can must which has do "
    "does what how before after into any all you your why where there have should until only".split()
)
_GERMAN = frozenset(
    "der die das und ist nicht mit ein eine einen einem einer zu den dem des für auf im von bei wird werden oder sind "
    "als nach aus wie was kann wenn muss müssen vor zum zur durch nur auch am welche welcher welches warum wo sich es "
    "wann über bis soll darf keine kein ich wir".split()
)
# Enough of their neighbours to notice that a text is neither.
_OTHER = frozenset(
    "le la les du est une et pour dans que quel quelle comment avec sur el los las del una por para con cuál cómo qué "
    "il di che per della come qual het een van hoe wat je jest w jak".split()
)
FUNCTION_WORDS = _ENGLISH | _GERMAN
"""Words that hold a sentence together and say nothing of its subject."""
_UMLAUTS = frozenset("äöüß")
_TRUSTED = 0.9
MODEL_SHA256 = "f4f4a2c3465ca1f081541037f9cac23021d68151c2f709c55ae5eedfca522963"
"""The hash of the model in the wheel py3langid 0.4.0."""


def detect(text: str, default: str = UNDETERMINED) -> str:
    """Return "en", "de", "zh-Hans", "zh-Hant", another ISO 639-1 code, or ``default`` when nothing tells."""
    letters = len(_LETTERS.findall(text))
    chinese = _CJK.findall(text)
    if letters and len(chinese) / letters > 0.2:
        return _chinese_script("".join(chinese), default)
    words = [word.lower() for word in _WORDS.findall(text)]  # casefold would turn ß into ss
    english = sum(word in _ENGLISH for word in words)
    german = sum(word in _GERMAN for word in words) + sum(not _UMLAUTS.isdisjoint(word) for word in words)
    other = sum(word in _OTHER for word in words)
    if max(english, german) > max(2 * min(english, german), other):
        return "en" if english > german else "de"
    return _identified(words, default)


def base(language: str) -> str:
    """Return the language without its script: "zh" for both Chinese scripts."""
    return language.split("-", 1)[0]


def _identified(words: list[str], default: str) -> str:
    telling = [word for word in words if len(word) > 2]
    if len(telling) < 2:
        return default
    code, probability = _identifier().classify(" ".join(telling))
    return str(code) if probability >= _TRUSTED else default


def _chinese_script(characters: str, default: str) -> str:
    traditional, simplified = _variants()
    hant = sum(c in traditional for c in characters)
    hans = sum(c in simplified for c in characters)
    if hant == hans:
        return default if default.startswith("zh") else "zh-Hans"
    return "zh-Hant" if hant > hans else "zh-Hans"


@cache
def _variants() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters used in one script only: (traditional, simplified)."""
    from plant_knowledge_ingest.chinese import simplified, traditional

    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    to_hans, to_hant = simplified(characters), traditional(characters)
    return (
        frozenset(c for c, s in zip(characters, to_hans, strict=True) if c != s),
        frozenset(c for c, t in zip(characters, to_hant, strict=True) if c != t),
    )


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    remedy = "Install the pinned wheel again: pip install --force-reinstall py3langid==0.4.0"
    model = genuine(MODEL_DIR / MODEL_FILE, MODEL_SHA256, remedy)
    identifier = LanguageIdentifier.from_model_file(str(model), norm_probs=True)
    identifier.set_languages(["en", "de", "fr", "es", "it", "nl", "pl", "pt", "cs", "tr", "sv"])
    return identifier
