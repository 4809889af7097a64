"""What a dictation says: asset, type, priority, times, lengths of time; each with the words it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from plant_tools.drafts import lexicon
from plant_tools.drafts.amounts import Stretch, clocks, stretches
from plant_tools.history.known import Named
from plant_tools.history.words import linking
from plant_tools.history.words.dates import points
from plant_tools.history.words.sentence import Piece, Sentence
from plant_tools.history.words.vocabulary import Vocabulary, squeezed

_CLAUSE = re.compile(r"[;；。!！?？\n]|[,，、](?!\d)|\.(?=\s|$)|\s(?:but|aber|and|und|then|dann)\s")
_MOST_OFFERED = 8
_NEAR_ENOUGH = 0.6
_PRIORITY = re.compile(r"(?:priority|prio(?:rität)?|优先级)\.?\s*[:：]?\s*(?P<value>[\wäöüß]+)")
_ABOUT = ("downtime", "no_downtime", "labour", "urgent", "not_urgent")
_NEGATIVE = re.compile(r"(?:ohne|no|not|nicht|kein\w*|without)\s*$|[没未无不]有?\s*$")


@dataclass(frozen=True, slots=True)
class Read:
    """A value and the words it was read from, as they stand in the text; ``how``: stated, linked, assumed, proposed."""

    value: Any
    stated: str
    how: str = "stated"


@dataclass(frozen=True, slots=True)
class Meant:
    """Which asset was meant: its tag, or those to choose from; ``unknown``: a tag that is on no record."""

    tag: str = ""
    stated: str = ""
    choices: tuple[str, ...] = ()
    unknown: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dictation:
    """A text, without the command it began with, as the data set of ``vocabulary`` understands it at ``now``."""

    words: str
    language: str
    vocabulary: Vocabulary
    now: datetime

    @cached_property
    def sentence(self) -> Sentence:
        """The text cut into the names that the plant knows."""
        s = Sentence.of(self.words)
        return s.with_pieces(
            linking.written(s, self.vocabulary),
            linking.numbered(s, self.vocabulary),
            linking.unknown(s),
            linking.classes(s, self.vocabulary),
        )

    @property
    def asset(self) -> Meant:
        """The asset: named first, else the only one of its kind; else the ones that can be meant."""
        named = [(p, p.value.word) for p in self.sentence.meaning("asset") if self._known(p.value.word)]
        named.sort(key=lambda pair: (pair[0].start, self._said(pair[0]) != pair[1], not self._listed(pair[1])))
        tags = [tag for n, (piece, tag) in enumerate(named) if all(piece.start != p.start for p, _ in named[:n])]
        tags = list(dict.fromkeys(tags))
        if tags:
            return Meant(tags[0], self._said(named[0][0]), also=tuple(tags[1:]))
        if unknown := self._unknown():
            return Meant(unknown=unknown, choices=self.near(unknown))
        return self._by_class()

    def near(self, word: str) -> tuple[str, ...]:
        """Return the tags most like ``word``: a few, best first."""
        by_spelling = {squeezed(name): n.key for n in self.assets for name in (n.key, n.name) if name}
        close = get_close_matches(squeezed(word), by_spelling, n=_MOST_OFFERED, cutoff=_NEAR_ENOUGH)
        return tuple(dict.fromkeys(by_spelling[spelling] for spelling in close))

    @property
    def assets(self) -> list[Named]:
        """What the data set knows as assets."""
        return list(self.vocabulary.known.assets)

    @property
    def downtime(self) -> Read | None:
        """Minutes that the asset stood still, if the text says so."""
        if none := lexicon.says("no_downtime", self._text):
            return Read(0.0, none)
        return self._about("downtime", lambda stretch: stretch.minutes)

    @property
    def labour(self) -> Read | None:
        """Hours of work, if the text says so. Of several people's time the sum is not worked out."""
        return self._about("labour", lambda stretch: round(stretch.minutes / 60, 2))

    @property
    def unassigned(self) -> list[str]:
        """Lengths of time that the text gives without saying of what."""
        used = {read.stated for read in (self.downtime, self.labour) if read}
        return [said for s in self._stretches if (said := self._shown(s.start, s.end)) not in used]

    @property
    def moment(self) -> Read | None:
        """The time that the text gives: day and time of day, or a time of day that has just been."""
        day = next(iter(self._days()), None)
        clock = next(clocks(self._text), None)
        if clock is None:
            return None
        at = time(clock.hour, clock.minute)
        when = datetime.combine(day[2] if day else self.now.date(), at)
        if day is None and when > self.now:
            when -= timedelta(days=1)
        start, end = min(clock.start, day[0] if day else clock.start), max(clock.end, day[1] if day else clock.end)
        return Read(when, self._shown(start, end))

    @property
    def type(self) -> Read | None:
        """Corrective or preventive, by words that say so."""
        if planned := lexicon.says("preventive", self._text):
            return Read("preventive", planned)
        fault = lexicon.says("corrective", self._text)
        return Read("corrective", fault) if fault else None

    def priority(self, used: list[str]) -> Read | None:
        """One of the plant's own priorities, ``used`` in its orders: the one named, or the highest or lowest.

        Of numbers 1 is the highest; of words those that say so: Notfall, hoch, 紧急; niedrig, low, 低.
        """
        by_fold = {value.casefold(): value for value in used}
        match = _PRIORITY.search(self._text)
        if match and match["value"] in by_fold:
            return Read(by_fold[match["value"]], self._shown(*match.span()))
        for meaning, pick in (("not_urgent", max), ("urgent", min)):
            said = lexicon.says(meaning, self._text)
            if said and used and all(value.isdecimal() for value in used):
                return Read(str(pick(map(int, used))), said)
            if said and (word := _worded(used, meaning)):
                return Read(word, said)
        return None

    @property
    def parts(self) -> list[str]:
        """The spare parts named, as the plant writes them."""
        codes = [p.value for p in self.sentence.meaning("code", "value") if p.value.records == "parts_used"]
        return list(dict.fromkeys(entry.word for entry in codes))

    @property
    def fault(self) -> str:
        """The text without what is said elsewhere in a draft: the asset, times, lengths of time."""
        said = [(p.start, p.end) for p in self.sentence.meaning("asset", "class", "unknown")]
        said += [(s.start, s.end) for s in self._stretches] + [(c.start, c.end) for c in clocks(self._text)]
        said += [m.span() for name in _ABOUT for m in lexicon.matches(name, self._text)]
        elsewhere = {at for start, end in said for at in range(start, end)}
        left = "".join(" " if at in elsewhere else sign for at, sign in enumerate(self.sentence.shown))
        return " ".join(left.split())

    @property
    def _text(self) -> str:
        return self.sentence.text

    @cached_property
    def _stretches(self) -> list[Stretch]:
        return stretches(self._text)

    def _about(self, meaning: str, value: Any) -> Read | None:
        """Return the length of time nearest to a word of ``meaning`` in the same clause."""
        near: list[tuple[int, Stretch]] = []
        for start, end in _clauses(self._text):
            inside = [s for s in self._stretches if start <= s.start < end]
            words = [m for m in lexicon.matches(meaning, self._text) if start <= m.start() < end]
            words = [m for m in words if not _NEGATIVE.search(self._text[: m.start()])]
            near += [(max(m.start() - s.end, s.start - m.end()), s) for s in inside for m in words]
        near = [(gap, s) for gap, s in near if gap <= self._nearest_other(meaning, s)]
        if not near:
            return None
        stretch = min(near, key=lambda pair: pair[0])[1]
        return Read(value(stretch), self._shown(stretch.start, stretch.end))

    def _nearest_other(self, meaning: str, stretch: Stretch) -> int:
        """Return how near the words of the other meaning are: a length of time is of one thing only."""
        other = "labour" if meaning == "downtime" else "downtime"
        gaps = [max(m.start() - stretch.end, stretch.start - m.end()) for m in lexicon.matches(other, self._text)]
        return min(gaps, default=len(self._text))

    def _days(self) -> Iterator[tuple[int, int, date]]:
        for point in points(self._text, self.now.date(), self.language[:2]):
            if point.period.unit == "day" and point.period.since and not point.period.other:
                yield point.start, point.end, point.period.since

    def _by_class(self) -> Meant:
        pieces = [p for p in self.sentence.meaning("class") if p.value]
        if not pieces:
            return Meant()
        fewest = min(pieces, key=lambda p: len(self._spelt_once(p.value)))
        tags = self._spelt_once(fewest.value)
        if len(tags) == 1:
            return Meant(tags[0], self._said(fewest))
        return Meant(stated=self._said(fewest), choices=tuple(tags)[:_MOST_OFFERED])

    def _spelt_once(self, tags: Iterable[str]) -> list[str]:
        """Return tags, of several spellings of one that which the list of assets has."""
        by_spelling: dict[str, str] = {}
        for tag in sorted(tags, key=lambda tag: (not self._listed(tag), tag)):
            by_spelling.setdefault(squeezed(tag), tag)
        return sorted(by_spelling.values())

    def _unknown(self) -> str:
        """Return what is written like a tag and is none; "" where it may be something else."""
        numbered = [p.value.word for p in self.sentence.meaning("asset") if not self._known(p.value.word)]
        tags = [p.value.word for p in self.sentence.meaning("unknown")]
        return next(iter([*tags, *numbered]), "")

    def _listed(self, tag: str) -> bool:
        """Tell whether an asset stands in a list of its own, with its class, and not in orders only."""
        return tag in self.vocabulary.classes

    def _known(self, tag: str) -> bool:
        return any(named.key == tag for named in self.assets)

    def _said(self, piece: Piece) -> str:
        return self._shown(piece.start, piece.end)

    def _shown(self, start: int, end: int) -> str:
        return self.sentence.shown[start:end]


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for joint in [*_CLAUSE.finditer(text), None]:
        end = joint.start() if joint else len(text)
        yield at, end
        at = joint.end() if joint else end


def _worded(used: list[str], meaning: str) -> str:
    """Return the one of the plant's words for a priority that says ``meaning`` most plainly; "" where none does."""
    plain = [(lexicon.says(f"{meaning}_priority", value.casefold()), value) for value in used]
    return next((value for said, value in sorted(plain, key=_by_strength) if said), "")


def _by_strength(named: tuple[str, str]) -> tuple[bool, str]:
    """Order "very high", "sehr niedrig" and emergencies before what is merely high or low."""
    return lexicon.says("utmost", named[1].casefold()) == "", named[1]
