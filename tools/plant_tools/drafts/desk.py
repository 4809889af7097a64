"""Where drafts are made, looked at, changed and decided on. All methods return plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from plant_knowledge_ingest.language import LANGUAGES, detect
from plant_tools.drafts import approval, fields, for_reader, kept, lexicon
from plant_tools.drafts.coding import Coding
from plant_tools.drafts.composing import Plant, close_out, duplicates_of, work_order
from plant_tools.drafts.content import Content
from plant_tools.drafts.dictation import Dictation
from plant_tools.drafts.errors import DraftInvalid
from plant_tools.drafts.handover import handover
from plant_tools.history.execute import History
from plant_tools.history.known import Known
from plant_tools.history.words.sentence import Sentence
from plant_tools.history.words.vocabulary import Vocabulary
from plant_tools.records import audit
from plant_tools.records.book_sight import hidden_subjects
from plant_tools.records.tables import Dataset
from plant_tools.tool import ToolError

if TYPE_CHECKING:
    from plant_knowledge_ingest.embedding.protocol import Embedder
    from plant_tools.records.sight import Who
    from plant_tools.records.store import Store

Json = dict[str, Any]

_PERSON = "somebody"
_MOST_KEPT = 16  # views of data sets of which the coded orders are kept
_BREAKS = {"\n", "\t"}


class DraftDesk:
    """The drafts of one store of records. Safe to share between threads.

    ``embedder`` opens the model that similar texts are found with; None: by letters and concepts alone.
    """

    def __init__(self, open_store: Callable[[], Store], embedder: Callable[[], Embedder] | None) -> None:
        self._open, self._embedder = open_store, embedder
        self._read: list[tuple[Known, Vocabulary, Coding]] = []
        self._reading = Lock()
        self._history: History | None = None

    def create(self, text: str, who: Who, **asked: Any) -> Json:
        """Draft from dictated text and what ``who`` sees of the records, to which nothing is written.

        ``asked``: kind, dataset, asset, order, language, by, key, now, since, until. Sent again with the same ``key``
        it is the same draft. Raises ``DraftInvalid``, ``ToolError``.
        """
        key = asked.get("key") or uuid4().hex
        with self._open().reading(who) as connection:
            if known := kept.by_key(connection, key):
                return for_reader.shown(connection, known)
        text = readable(text)
        kind, begin = _kind_of(text, asked.get("kind") or "")
        said, plant_of = self._dictation(text[begin:].strip(), asked, who)
        with self._open().reading(who) as connection:
            content = _composed(kind, said, plant_of(connection), asked)
        values = _values(content, said, text, asked) | {"key": key}
        with self._open().writing() as connection:
            again = kept.by_key(connection, key)
            number = again.id if again else kept.add(connection, asked.get("by") or _PERSON, values)
        return self._shown(number, who)

    def show(self, number: int, who: Who) -> Json:
        """Return a draft with its entries in the audit book. Raises ``UnknownDraft``, also where ``who`` may not."""
        with self._open().reading(who) as connection:
            row = kept.find(connection, number)
            return for_reader.shown(connection, row) | {"audit": audit.entries(connection, kept.subject(number))}

    def listing(self, who: Who, *, state: str = "", dataset: str = "", kind: str = "") -> Json:
        """Return what ``who`` may see: {drafts: [...]}, latest first.

        Raises ``DraftInvalid`` for a state or kind that there is not.
        """
        for given, names in ((state, kept.STATES), (kind, lexicon.KINDS)):
            if given and given not in names:
                raise DraftInvalid(f"{given!r} is none of {', '.join(names)}.")
        with self._open().reading(who) as connection:
            rows = kept.listed(connection, state=state, dataset=dataset, kind=kind)
            return {"drafts": [for_reader.shown(connection, row) for row in rows]}

    def edit(
        self, number: int, changes: Mapping[str, Any], who: Who, *, by: str = "", version: int | None = None
    ) -> Json:
        """Change fields of an open draft. Raises ``UnknownDraft``, ``DraftInvalid``, ``DraftDecided``."""
        with self._open().reading(who) as connection:
            row = kept.find(connection, number)
        kept.refuse_stale(row, version)
        known, vocabulary, coding = self._of(self._known_of(row, who).dataset, who)
        new = {name: fields.checked(row.kind, name, readable(value), known) for name, value in changes.items()}
        filled = {**row.fields, **new}
        said = Dictation(filled.get("description") or row.text, row.language, vocabulary, _time(row.asked["now"]))
        with self._open().reading(who) as connection:
            plant = Plant(connection, known, coding, self._embedder)
            again = duplicates_of(filled, said, plant, number) if row.kind == "work_order" else []
        told = dict(row.told) | {"missing": fields.missing(row.kind, filled), "duplicates": again}
        told["basis"] = {**told["basis"], **{name: {"how": "edited", "stated": ""} for name in new}}
        told["choices"] = {name: some for name, some in told["choices"].items() if not filled.get(name)}
        with self._open().writing() as connection:
            row = kept.find(connection, number, locked=True)
            kept.refuse_stale(row, version if version is not None else row.version)
            state = _state(told["missing"])
            kept.change(connection, number, fields=filled, told=told, state=state, version=row.version + 1)
            audit.enter(connection, by or _PERSON, "edited", kept.subject(number), fields=new)
        return self._shown(number, who)

    def approve(self, number: int, who: Who, *, by: str, version: int | None = None) -> Json:
        """Write what a draft says, once: the draft, with ``written`` telling whether this call did it.

        Raises ``UnknownDraft``, ``DraftInvalid``, ``DraftDecided``, and ``ToolError`` where its data set is gone.
        """
        _refuse_nobody(by)
        with self._open().reading(who) as connection:
            row = kept.find(connection, number)
        if row.state not in kept.OPEN:
            approval.refuse_unless_approved(row)
            return self._shown(number, who) | {"written": False}
        known = self._known_of(row, who)
        with self._open().writing() as connection:
            row = kept.find(connection, number, locked=True)
            written = approval.approve(connection, row, known, by, version)
        return self._shown(number, who) | {"written": written}

    def reject(self, number: int, who: Who, *, by: str, reason: str = "") -> Json:
        """Decide against a draft; nothing is written. Raises ``UnknownDraft``, ``DraftDecided``."""
        _refuse_nobody(by)
        self._shown(number, who)
        with self._open().writing() as connection:
            approval.reject(connection, kept.find(connection, number, locked=True), by, readable(reason))
        return self._shown(number, who) | {"written": False}

    def audit(self, who: Who) -> Json:
        """Return the audit book: {entries, intact, broken_at}, without what was done with what is hidden of ``who``."""
        with self._open().reading(who) as connection:
            broken = audit.broken_at(connection)
            seen = {kept.subject(row.id) for row in kept.listed(connection)}
            hidden = hidden_subjects(connection, who)
            entries = [
                one
                for one in audit.entries(connection)
                if one["subject"] in seen or not (kept.is_draft(one["subject"]) or one["subject"] in hidden)
            ]
            return {"entries": entries, "intact": broken is None, "broken_at": broken}

    def _shown(self, number: int, who: Who) -> Json:
        with self._open().reading(who) as connection:
            return for_reader.shown(connection, kept.find(connection, number))

    def approved_orders(self, who: Who, dataset: str = "") -> list[Json]:
        """Return the approved orders that ``who`` may see, oldest first, as the maintenance system is to load them."""
        found = reversed(self.listing(who, state="approved", dataset=dataset, kind="work_order")["drafts"])
        return [_exported(one) for one in found]

    def _dictation(
        self, words: str, asked: Mapping[str, Any], who: Who
    ) -> tuple[Dictation, Callable[[Connection], Plant]]:
        dataset = self._dataset(words, asked.get("dataset") or "", asked.get("asset") or "", who)
        known, vocabulary, coding = self._of(dataset, who)
        if asked.get("asset"):
            fields.checked("work_order", "asset_tag", asked["asset"], known)
        with self._open().reading(who) as connection:
            zone = connection.execute(select(Dataset.time_zone).where(Dataset.name == known.dataset)).scalar()  # type: ignore[call-overload]
        now = _time(asked["now"]) if asked.get("now") else datetime.now(ZoneInfo(zone) if zone else None)
        language = asked.get("language") or "auto"
        spoken = language if language in LANGUAGES else detect(words, "en")
        said = Dictation(words, spoken, vocabulary, now.replace(tzinfo=None, microsecond=0))
        return said, lambda connection: Plant(connection, known, coding, self._embedder)

    def _dataset(self, words: str, wanted: str, asset: str, who: Who) -> str:
        """Return the data set that was named, else the only one that ``who`` sees with an asset of the text."""
        from plant_tools.history.execute import datasets_of

        with self._open().reading(who) as connection:
            names = [name for _, name in datasets_of(connection)]
        if wanted or len(names) < 2:
            return wanted
        now = datetime(2000, 1, 1)  # noqa: DTZ001 - no time is read here
        knows = [n for n in names if Dictation(f"{words} {asset}", "en", self._of(n, who)[1], now).asset.tag]
        return knows[0] if len(knows) == 1 else wanted

    def _of(self, dataset: str, who: Who) -> tuple[Known, Vocabulary, Coding]:
        known = self._history_of().known(dataset, who)
        with self._reading:
            held = next((held for held in self._read if held[0] is known), None)
            if held is None:
                with self._open().reading(who) as connection:
                    held = (known, Vocabulary.read(connection, known), Coding.read(connection, known, self._embedder))
                self._read = [held, *self._read][:_MOST_KEPT]
            return held

    def _known_of(self, row: Row[Any], who: Who) -> Known:
        """Return what the data set of a draft knows. Raises ``DraftInvalid`` where it was forgotten meanwhile."""
        try:
            return self._history_of().known(row.dataset, who)
        except ToolError as error:
            raise DraftInvalid(
                f"The data set {row.dataset!r} of draft {row.id} is not loaded any more.",
                remedy=f"Load it again under this name, or reject the draft: plant-copilot drafts reject {row.id}",
            ) from error

    def _history_of(self) -> History:
        if self._history is None:
            self._history = History(self._open())
        return self._history


def readable(value: Any) -> Any:
    """Return a text without control characters, which no form shows; other values as they are."""
    if not isinstance(value, str):
        return value
    return "".join(sign for sign in value if sign in _BREAKS or (ord(sign) >= 32 and not 127 <= ord(sign) < 160))


def _kind_of(text: str, wanted: str) -> tuple[str, int]:
    if wanted and wanted not in lexicon.KINDS:
        raise DraftInvalid(f"kind is {wanted!r}; it must be one of {', '.join(lexicon.KINDS)}.")
    if len(text) > fields.LONGEST:
        raise DraftInvalid(
            f"The text has {len(text):,} characters; at most {fields.LONGEST:,} are read.", remedy="Say what matters."
        )
    sentence = Sentence.of(text)
    said, _ = lexicon.command_of(sentence.text)
    begin = lexicon.command_of(text.lower())[1] if said and (not wanted or said == wanted) else 0
    kind = wanted or said or "work_order"
    if not text[begin:].strip() and kind != "handover":
        raise DraftInvalid(
            "There is nothing to draft from.", remedy='Say what happened: "Pump P-101 leaks at the seal, down 20 min."'
        )
    return kind, begin


def _composed(kind: str, said: Dictation, plant: Plant, asked: Mapping[str, Any]) -> Content:
    by, asset = asked.get("by") or "", asked.get("asset") or ""
    if kind == "handover":
        since, until = (_time(asked[name]) if asked.get(name) else None for name in ("since", "until"))
        return handover(said, plant, since=since, until=until)
    if kind == "close_out":
        return close_out(said, plant, asset=asset, order=asked.get("order") or "", by=by)
    return work_order(said, plant, asset=asset, by=by)


def _values(content: Content, said: Dictation, text: str, asked: Mapping[str, Any]) -> Json:
    told = content.told()
    return {
        "kind": content.kind,
        "dataset": said.vocabulary.known.dataset,
        "state": _state(told["missing"]),
        "language": said.language,
        "text": text,
        "asked": {name: str(value) for name, value in asked.items() if value} | {"now": said.now.isoformat(" ")},
        "fields": content.fields,
        "told": told,
    }


def _state(missing: list[Json]) -> str:
    return "draft" if any(one["needed"] for one in missing) else "pending"


def _time(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value)).replace(tzinfo=None, microsecond=0)
    except ValueError as error:
        raise DraftInvalid(f"{value!r} is no time.", remedy="Write it as 2025-01-31 14:05.") from error


def _refuse_nobody(by: str) -> None:
    if not by.strip():
        raise DraftInvalid("A decision needs the name of a person.", remedy="Say who decides: --by NAME")


def _exported(draft: Json) -> Json:
    """Return an approved order as a row; its number stands in the description, by which it is known when it returns."""
    described = f"{draft['fields'].get('description') or ''} [{draft['order']}]"
    return {
        "plant_copilot_id": draft["order"],
        "dataset": draft["dataset"],
        **{name: draft["fields"].get(name) for name in fields.OF["work_order"]},
        "description": described,
        "status": "open",
        "approved_by": draft["decided_by"],
        "approved_utc": draft["decided_utc"],
    }
