"""Reads questions about the history, in words, into typed queries. No model: a grammar and the plant's own names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.language import FUNCTION_WORDS
from plant_tools.history.query import HistoryQuery
from plant_tools.history.words import linking, phrases, selecting
from plant_tools.history.words.moments import periods
from plant_tools.history.words.nearly import nearly
from plant_tools.history.words.planning import plan
from plant_tools.history.words.reading import Clarification, NoHistory, Reading, Understood
from plant_tools.history.words.sentence import Piece, Sentence
from plant_tools.history.words.time_words import NUMBERS
from plant_tools.history.words.vocabulary import Vocabulary

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from plant_tools.history.execute import History
    from plant_tools.history.known import Known
    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

_ENDING = re.compile(r"(?:ies|es|ed|ing|en|er|e|s|n|t)$")
_MANY = 12
_MOST_KEPT = 64  # of so many views of data sets the names are kept


class Asking:
    """Understands questions about the records of one store. What data sets know is read once for each ``Known``."""

    def __init__(self, open_store: Callable[[], Store], history: Callable[[], History]) -> None:
        self._open, self._history = open_store, history
        self._lock = Lock()
        self._read: list[tuple[Known, Vocabulary]] = []

    def read(self, question: str, language: str, today: date, who: Who, asset: str = "") -> Reading:
        """Say what a question asks of the records that ``who`` sees; ``asset`` is meant where the question names none.

        ``language`` decides on dates that people write in two ways.
        """
        vocabularies = self.vocabularies(who)
        if not vocabularies:
            return NoHistory()
        cut = [(v, _cut(question, language, today, v)) for v in vocabularies]
        cut = [(v, s) for v, s in cut if s.has("dataset")] or cut
        best = max(_known(sentence) for _, sentence in cut)
        chosen = [(v, s) for v, s in cut if _known(s) == best]
        if not _asks(chosen[0][1], chosen[0][0]):
            return NoHistory()
        if len(chosen) > 1:
            return Clarification("which_dataset", tuple(v.known.dataset for v, _ in chosen))
        return self._reading(*chosen[0], question, asset, who, several=len(vocabularies) > 1)

    def cut(self, question: str, language: str, today: date, who: Who) -> Sentence | None:
        """Return the question in pieces, as the first data set knows it that ``who`` sees; None where there is none."""
        vocabularies = self.vocabularies(who)
        return _cut(question, language, today, vocabularies[0]) if vocabularies else None

    def _reading(
        self, vocabulary: Vocabulary, s: Sentence, question: str, asset: str, who: Who, *, several: bool
    ) -> Reading:
        if unclear := _unclear_date(s):
            return unclear
        meant = _class_meant(_about(s, question, asset, vocabulary), vocabulary)
        if isinstance(meant, Clarification):
            return meant
        words = tuple(s.shown[start:end] for start, end in _unexplained(s))
        query = plan(meant, vocabulary)
        if query is None:
            return NoHistory()
        if words:
            query["text"] = [*query.get("text", []), *(_stem(word) for word in words)]
        if several:
            query["dataset"] = vocabulary.known.dataset
        on_record = not words or self._stands(query, vocabulary, who)
        if meant_by := nearly(meant, () if on_record else words, vocabulary):
            return Clarification("did_you_mean", meant_by)
        if not on_record:
            query = {name: query[name] for name in ("records", "text", "dataset") if name in query} | {"metric": "last"}
            return Understood(query, words, on_record=False)
        return Understood(query, words)

    def _stands(self, query: dict[str, Any], vocabulary: Vocabulary, who: Who) -> bool:
        """Tell whether the words searched for stand in any record of the data set."""
        asked = {"metric": "count", "dataset": vocabulary.known.dataset, "text": query["text"]}
        asked |= {"records": query["records"]} if "records" in query else {}
        return bool(self._history().answer(HistoryQuery.read(asked), who).value)

    def vocabularies(self, who: Who) -> list[Vocabulary]:
        """Return what each data set knows that ``who`` sees. Raises ``RecordsOutOfReach``."""
        from plant_tools.history.execute import datasets_of

        history = self._history()
        with self._open().reading(who) as connection, self._lock:
            every = [history.known(name, who) for _, name in datasets_of(connection)]
            return [self._vocabulary(connection, known) for known in every]

    def _vocabulary(self, connection: Connection, known: Known) -> Vocabulary:
        for held, vocabulary in self._read:
            if held is known:
                return vocabulary
        vocabulary = Vocabulary.read(connection, known)
        self._read = [(known, vocabulary), *self._read][:_MOST_KEPT]
        return vocabulary


def _cut(question: str, language: str, today: date, vocabulary: Vocabulary) -> Sentence:
    s = Sentence.of(question)
    s = s.with_pieces(
        periods(s, today, language),
        linking.written(s, vocabulary),
        linking.numbered(s, vocabulary),
        linking.unknown(s),
        linking.columns(s, vocabulary),
        _dataset(s, vocabulary),
        linking.classes(s, vocabulary),
        selecting.limits(s),
        selecting.spans(s),
        selecting.priorities(s),
        phrases.pieces(s),
    )
    return s.with_pieces(linking.meant(s, vocabulary))


def _about(s: Sentence, question: str, asset: str, vocabulary: Vocabulary) -> Sentence:
    """Return the sentence about ``asset``, where it names none itself."""
    if not asset or s.has("asset", "class"):
        return s
    return s.with_pieces(linking.written(Sentence.of(f"{question} {asset}"), vocabulary))


def _dataset(s: Sentence, vocabulary: Vocabulary) -> Iterator[Piece]:
    """Yield the name of the data set where the question says it."""
    for match in re.finditer(rf"(?<!\w){re.escape(vocabulary.known.dataset.lower())}(?!\w)", s.text):
        yield Piece(match.start(), match.end(), "dataset", weight=1)


def _known(s: Sentence) -> int:
    return len(s.meaning("asset", "code", "location", "value"))


def _asks(s: Sentence, vocabulary: Vocabulary) -> bool:
    return plan(s, vocabulary) is not None


def _unclear_date(s: Sentence) -> Clarification | None:
    for piece in s.meaning("time"):
        if piece.value.other:
            day = piece.value.since or piece.value.until
            return Clarification("which_date", (day.isoformat(), piece.value.other.isoformat()))
    return None


def _class_meant(s: Sentence, vocabulary: Vocabulary) -> Sentence | Clarification:
    """Take "the pump" for the one pump there is; ask which where there are several and no group is asked for."""
    pieces: list[Piece] = []
    for piece in s.pieces:
        if piece.meaning != "class":
            pieces.append(piece)
            continue
        tags = [tag for tag in piece.value if any(n.key == tag for n in vocabulary.known.assets)]
        everything = len(tags) == len(vocabulary.known.assets)
        if s.has("asset") or everything or s.has("rank", "per") or _plural(s, piece):
            pieces.append(piece)
            if not s.has("asset") and not everything:
                pieces += _as_assets(piece, tags, vocabulary)
        elif len(_different(tags)) == 1:
            pieces += _as_assets(piece, tags, vocabulary)
        else:
            names = {n.key: n.label for n in vocabulary.known.assets}
            return Clarification("which_asset", tuple(f"{t} {names[t]}".strip() for t in sorted(tags)[:_MANY]))
    return Sentence(s.shown, s.text, tuple(pieces))


def _different(tags: list[str]) -> set[str]:
    from plant_tools.history.words.vocabulary import squeezed

    return {squeezed(tag) for tag in tags}


def _plural(s: Sentence, piece: Piece) -> bool:
    """Tell whether all of a class are meant: "pumps", "welche Pumpe", "所有泵"."""
    before = s.text[max(0, piece.start - 12) : piece.start]
    asked = re.search(r"which|what|welche[rsnm]?|alle[nr]?|all|every|哪|所有|全部|各|每", before)
    word = s.text[piece.start : piece.end]
    return bool(asked) or (word.isascii() and word.endswith("s") and not word.endswith("ss"))


def _as_assets(piece: Piece, tags: list[str], vocabulary: Vocabulary) -> Iterator[Piece]:
    for entry in vocabulary.entries:
        if entry.meaning == "asset" and entry.word in tags:
            yield Piece(piece.start, piece.end, "asset", entry)


def _unexplained(s: Sentence) -> Iterator[tuple[int, int]]:
    """Yield the words that nothing explains and that are no words which hold sentences together."""
    for start, end in s.left():
        word = s.text[start:end]
        if word[0] >= "\u3400":
            if end - start > 1:
                yield start, end
        elif len(word) > 2 and word not in FUNCTION_WORDS | NUMBERS.keys() and not word.isdecimal():
            yield start, end


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word) if word.isascii() or word[0] < "\u3400" else word
    return stem if len(stem) >= 4 else word
