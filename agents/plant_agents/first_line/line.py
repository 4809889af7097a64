"""The first line of a fact: what was asked, said with the words of the message catalogue around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plant_agents.first_line.numbers import localised
from plant_agents.first_line.phrases import phrases
from plant_agents.proof.ruling import NO, YES, ruling
from plant_knowledge_ingest.facts.values import VALUE
from plant_knowledge_ingest.language import base

# Titles of columns that say nothing of what stands below them.
_BARE = frozenset({"value", "wert", "数值", "數值", "magnitude", "größe", "大小", "动作", "動作", ""})
_SENTENCE_END = ".。！!"


def first_line(language: str, fact: Mapping[str, Any]) -> str:
    """Return ``fact``, as the manuals tool gives it, as one line in ``language``.

    Words of the source that are not known in the asker's language stand in quotation marks.
    """
    saying = _Saying(language, fact)
    kinds = {"alarm": saying.alarm, "interval": saying.interval, "step": saying.step, "count": saying.count}
    return ruled(language, fact) + kinds.get(fact["kind"], saying.value)()


def ruled(language: str, fact: Mapping[str, Any]) -> str:
    """Return the yes or no to the value that the question asked about, "" where it asked none or it is in doubt.

    It is in doubt where another fact that may be meant does not allow what this one does.
    """
    if not fact.get("asked"):
        return ""
    plain = {part: fact[part]["text"] for part in ("subject", "parameter", "value", "note")}
    told = _ruling(language, fact, {**plain, "comparator": fact["comparator"]})
    if told == YES and any(_ruling(language, fact, rival) == NO for rival in fact["rivals"]):
        return ""
    return str(phrases(language)[told]).format(asked=fact["asked"]) if told else ""


def _ruling(language: str, fact: Mapping[str, Any], card: Mapping[str, str]) -> str:
    return ruling(
        fact["asked"],
        card["value"],
        " ".join(card[part] for part in ("subject", "parameter", "note")),
        card["comparator"],
        comma=base(language) == "de",
        stated_comma=base(fact["language"]) == "de",
    )


class _Saying:
    """The parts of one fact in one language."""

    def __init__(self, language: str, fact: Mapping[str, Any]) -> None:
        self._language, self._fact, self._words = language, fact, phrases(language)
        if fact["language"] == "de" != language:  # beside German words a comma would be read as a decimal one
            self._words = {**self._words, "group": ""}

    def value(self) -> str:
        """Return "component, parameter: value, condition"."""
        fact = self._fact
        if fact["comparator"] == "denied":
            return self._part("subject")
        value = self._bounded()
        if fact["parameter"]["text"]:
            label = self._label()
            note = self._part("note")
            line = self._say("labelled", label=label, value=value)
            return self._say("noted", line=line, note=note) if note else line
        label = str(fact.get("label", ""))
        clause = self._part("subject")
        if fact["value"]["text"] not in fact["subject"]["text"]:
            clause = self._say("labelled", label=value, value=clause)
        return self._say("labelled", label=_upper(label), value=value) if label else clause

    def interval(self) -> str:
        """Return the interval and the task."""
        return self._say("interval", value=self._part("value"), subject=self._part("subject"))

    def alarm(self) -> str:
        """Return code, meaning, cause and remedy."""
        line = self._say("alarm", code=self._fact["subject"]["text"], meaning=self._part("value"))
        for name in ("cause", "remedy"):
            if told := self._part(name):
                line = self._say(name, line=line, **{name: told})
        return line

    def step(self) -> str:
        """Return the first step."""
        parts = [self._worded(part) for part in self._fact["parts"]]
        said = ", ".join(part.rstrip(_SENTENCE_END) for part in parts)
        return self._say("step", value=said)

    def count(self) -> str:
        """Return how many rows of a table there are, under which title."""
        label = self._part("title")
        label = self._say("of", subject=self._fact["asset"], parameter=label) if self._fact["asset"] else _upper(label)
        return self._say("labelled", label=label, value=self._say("rows", number=self._fact["number"]))

    def _say(self, key: str, **parts: object) -> str:
        return str(self._words[key]).format(**parts)

    def _bounded(self) -> str:
        comparator, value = self._fact["comparator"], self._part("value")
        return str(self._words["bounds"][comparator]).format(value=value) if comparator else value

    def _label(self) -> str:
        subject, parameter = self._part("subject"), self._part("parameter")
        if self._fact["parameter"]["text"].lower() in _BARE:
            return _upper(subject)
        if not parameter.isupper() and self._language == "en":
            parameter = parameter[:1].lower() + parameter[1:]
        return _upper(self._say("of", subject=subject, parameter=parameter))

    def _part(self, name: str) -> str:
        """Return a part in the asker's language, its numbers too; else as it stands, in quotation marks."""
        return self._worded(self._fact[name])

    def _worded(self, part: Mapping[str, str]) -> str:
        spoken = self._fact["language"]
        if not part["text"]:
            return ""
        if part["said"]:
            return localised(part["said"], spoken, self._words)
        if base(spoken) != base(self._language) and not _is_bare(part["text"]):
            return self._say("quote", text=part["text"].rstrip(_SENTENCE_END))
        return localised(part["text"], spoken, self._words)


def _is_bare(text: str) -> bool:
    """Tell whether there is no word in ``text`` that is of a language, only a value."""
    return VALUE.fullmatch(text) is not None


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
