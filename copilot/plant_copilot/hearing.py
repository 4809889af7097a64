"""Spoken questions, as Python sees them: a recording in, and what was asked, ready to be read, corrected and sent."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from plant_agents.messages import say
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_knowledge_ingest.language import LANGUAGES, base
from plant_knowledge_ingest.principal import Principal
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.spoken.marking import open_marks

if TYPE_CHECKING:
    from plant_copilot.settings import Settings
    from plant_knowledge_ingest.entry import Entry
    from plant_knowledge_ingest.library import Library
    from plant_tools.records.door import RecordsDoor
    from plant_tools.spoken.register import Code, Register
    from plant_tools.spoken.surroundings import DocumentCodes

Json = dict[str, Any]

_log = logging.getLogger(__name__)

_GUESSWORK = -1.6
"""Words that are less likely than this are made up from noise."""

_CLEAR, _AGREED = -0.4, -0.65
"""A word that was expected counts as said when it is likelier than this; the second, of either reading, where one
without expectations has it, too, and is no guesswork. ``eval voice`` says how often words that only sound like one are
taken for it."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a recording of ``seconds``, ``spoken`` of them speech, in "en", "de" or "zh".

    ``others`` are other readings of the same sound, likeliest first, the last of them without hotwords;
    ``likelihood`` is the mean logarithm of a token's probability, ``alone`` that of the reading without hotwords.
    """

    text: str
    others: tuple[str, ...]
    language: str
    seconds: float
    spoken: float
    likelihood: float = 0.0
    alone: float = 0.0


class Ears(Protocol):
    """Whoever understands recordings: ``plant_ui.voice.open_ears``."""

    name: str

    def hear(self, recording: bytes | Path, *, language: str, usual: str, hotwords: Sequence[str]) -> Heard:
        """Return what is said in ``language``, or, where that is "", in the one that is detected, else ``usual``.

        ``hotwords`` are the words to expect. Raises what a recording is refused for.
        """


class Hearing:
    """The part of the facade that understands spoken questions."""

    local: Principal
    settings: Settings
    _library: Library
    _records: RecordsDoor

    def transcribe(
        self,
        recording: bytes | Path,
        ears: Ears,
        *,
        asset: str = "",
        language: str = "",
        words: Sequence[str] = (),
        principal: Principal | None = None,
    ) -> Json:
        """Return what is asked in a recording; nothing is answered, written or kept.

        {text, heard, language, word, mentions: [{heard, start, end, status, codes: [{code, name, kind}]}], confirm,
        notice: {code, text} or None, recorded, spoken, seconds, transcriber}. ``text`` is the question to be sent:
        codes that are beyond doubt as the plant writes them, others as they were heard, in ⟨brackets?⟩ that ``ask``
        wants settled first; ``confirm`` says that there are such. ``start`` and ``end`` are places in ``heard``;
        ``status`` is taken, choice (one or two ``codes``) or unknown. ``notice`` is there where nobody spoke or nothing
        could be understood. ``recorded`` and ``spoken`` are seconds of the recording, ``seconds`` what this took.
        ``asset`` is the one at hand, whose surroundings are listened for. ``words`` are those of buttons, expected
        instead of tags; ``word`` is the one of them that was said, alone and beyond doubt, "" for none. Raises
        ``WrongUse``, and what the recording is refused for.
        """
        from plant_tools.spoken.register import ASSET
        from plant_tools.spoken.surroundings import HOTWORDS

        if language and language not in {*LANGUAGES, "zh"}:
            raise WrongUse(f"language is {language!r}; it must be one of {', '.join(LANGUAGES)}.")
        started = time.perf_counter()
        at_hand, register = self._spoken_of(readable(asset), principal or self.local)
        expected = words or [code.code for code in register.codes[:HOTWORDS] if code.kind == ASSET]
        heard = ears.hear(recording, language=language, usual=self.settings.language, hotwords=expected)
        told = understood(heard, language or self.settings.language, at_hand, register)
        told["word"] = _said(heard, words)
        return {**told, "seconds": round(time.perf_counter() - started, 3), "transcriber": ears.name}

    def unconfirmed(
        self, text: str, *, asset: str = "", language: str = "", principal: Principal | None = None
    ) -> Json:
        """Return the codes in brackets that ``text`` still has from ``transcribe``, and what they may be.

        {open: [{heard, codes: [{code, name, kind}], settled: {code: text}, as_heard}]}; ``settled`` and ``as_heard``
        are the text with the code, or with what was heard, in the place of the brackets.
        """
        from plant_tools.spoken.marking import settled
        from plant_tools.spoken.mentions import OFFER, Speech, mentions

        marks = open_marks(text)
        if not marks:
            return {"open": []}
        at_hand, register = self._spoken_of(readable(asset), principal or self.local)
        spoken = base(language or self.settings.language)
        opened = []
        for heard in marks:
            found = mentions(Speech(heard, spoken, at_hand=at_hand), register)
            codes = [asdict(code) for one in found for code in one.codes][:OFFER]
            texts = {code["code"]: settled(text, heard, code["code"]) for code in codes}
            opened.append({"heard": heard, "codes": codes, "settled": texts, "as_heard": settled(text, heard, heard)})
        return {"open": opened}

    @cached_property
    def _document_codes(self) -> DocumentCodes:
        from plant_tools.spoken.surroundings import DocumentCodes

        return DocumentCodes(self._library)

    def _spoken_of(self, asset: str, principal: Principal) -> tuple[str, Register]:
        """Return the tag of the asset at hand, "" for none, and what may be spoken of, the nearest first."""
        from plant_tools.history.known import loosely
        from plant_tools.spoken.register import Register

        entries = [entry for entry in self._library.documents(principal) if self._library.is_current(entry)]
        every = self._assets(principal, entries, "")
        at_hand = next((one.code for one in every if asset and loosely(one.code) == loosely(asset)), "")
        codes = self._document_codes.about(entries, at_hand)
        return at_hand, Register([*self._assets(principal, entries, at_hand), *codes])

    def _assets(self, principal: Principal, entries: list[Entry], at_hand: str) -> list[Code]:
        """Return the assets that may be spoken of: those of documents alone while the records are out of reach."""
        from plant_tools.spoken.surroundings import assets, documented

        try:
            return assets(self._records(), principal, entries, at_hand)
        except RecordsOutOfReach as error:
            _log.warning("fewer tags are listened for: %s", error)
            return documented(entries)


def refuse_unconfirmed(*texts: object) -> None:
    """Raise ``WrongUse`` if a text has a code in brackets that was heard and that nobody has confirmed."""
    heard = [mark for text in texts if isinstance(text, str) for mark in open_marks(text)]
    if heard:
        raise WrongUse(
            f"It is not confirmed what was meant by {', '.join(heard)}.",
            remedy="Put the tag or code in the place of the brackets, and send it again.",
        )


def _said(heard: Heard, words: Sequence[str]) -> str:
    from plant_knowledge_ingest.chinese import simplified

    def plain(text: str) -> str:
        return simplified(text).casefold().strip(" .,!?。，！？")

    said, unbiased = (plain(text) for text in (heard.text, *heard.others[-1:], "")[:2])
    is_agreed = said == unbiased and heard.alone > _GUESSWORK
    is_clear = heard.likelihood > _CLEAR or (is_agreed and max(heard.likelihood, heard.alone) > _AGREED)
    return next((word for word in words if is_clear and plain(word) == said), "")


def understood(heard: Heard, language: str, at_hand: str, register: Register) -> Json:
    """Return what ``Hearing.transcribe`` does of what was heard; ``language`` is that of notices, and of the script."""
    from plant_knowledge_ingest.chinese import simplified, traditional
    from plant_tools.spoken.marking import marked
    from plant_tools.spoken.mentions import Speech, mentions

    spoken = heard.language if base(language) != heard.language else language
    script = {"zh-Hant": traditional, "zh": simplified, "zh-Hans": simplified}.get(spoken, str)
    text = script(heard.text) if heard.likelihood > _GUESSWORK else ""
    notice = "" if text else "voice_unclear" if heard.spoken else "voice_silence"
    found = mentions(Speech(text, heard.language, heard.others, heard.likelihood, at_hand), register) if text else []
    return {
        "text": marked(text, found),
        "heard": text,
        "language": spoken,
        "mentions": [{**asdict(one), "codes": [asdict(code) for code in one.codes]} for one in found],
        "confirm": any(one.status != "taken" for one in found),
        "notice": {"code": notice, "text": say(language if language in LANGUAGES else "en", notice)}
        if notice
        else None,
        "recorded": round(heard.seconds, 2),
        "spoken": round(heard.spoken, 2),
    }
