"""Words of buttons, spoken, and words that only sound like one: which are taken for a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from plant_copilot import Copilot
from plant_copilot.hearing import Ears
from plant_evals.figures import share
from plant_evals.voice_questions import Utterance
from plant_evals.voice_sound import in_noise, said
from plant_tools.sop.doing.phrases import say

Json = dict[str, Any]

_BUTTONS = ("next", "back", "repeat", "stop", "understood")
_PINYIN = "xia4yi1bu4 shang4yi1bu4 chong2fu4 ting2zhi3 ming2bai5".split()
_LIKE = {
    "en": "text nest nexus vest wait pack bag that stock shop top complete done seven no yes",
    "de": "Leiter heiter Meister Stück Glück Kopf Strom vorhanden Zustand fertig warte siebzig nein ja",
    "zh": "zhe4li3 ting2dian4 ming2tian1 chong2xin1 shang4ci4 deng3yi1xia4 wan2cheng2 bu4 hao3 ba1ge4",
}
_ALOUD = 3
"""Times that each is spoken: at the speeds of ``said``."""


def run_buttons(copilot: Copilot, ears: Ears, tell: Callable[[str], None]) -> Json:
    """Return by language how many words of buttons were taken, and how many other words were taken for one.

    {en: {buttons: share, others: share, wrong: [{said, taken}]}}; the first is better high, the second low.
    """
    tell("words of buttons, and words that sound like them")
    return {language: _heard(copilot, ears, language) for language in _LIKE}


def _heard(copilot: Copilot, ears: Ears, language: str) -> Json:
    shown = "zh-Hans" if language == "zh" else language
    words = {say(shown, name): name for name in _BUTTONS}

    def taken(spoken: str, speed: int) -> str:
        recording = in_noise(said(Utterance(spoken, language, ""), speed), None, 0)
        return str(copilot.transcribe(recording, ears, language=shown, words=list(words))["word"])

    aloud = {word: _PINYIN[_BUTTONS.index(name)] if language == "zh" else word for word, name in words.items()}
    right = [taken(spoken, n) == word for word, spoken in aloud.items() for n in range(_ALOUD)]
    others = [(spoken, taken(spoken, n)) for spoken in _LIKE[language].split() for n in range(_ALOUD)]
    wrong = [{"said": spoken, "taken": word} for spoken, word in others if word]
    return {"buttons": share(right), "others": share(bool(word) for _, word in others), "wrong": wrong}
