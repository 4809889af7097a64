"""A shift handover: what the records say of the shift, line by line with its records, and what was dictated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from plant_tools.drafts import lexicon
from plant_tools.drafts.composing import Plant
from plant_tools.drafts.content import Content
from plant_tools.drafts.dictation import Dictation, Read
from plant_tools.drafts.open_orders import is_open
from plant_tools.records.tables import Event, WorkOrder

Json = dict[str, Any]

# When shifts begin where nobody says it; a shift lasts eight hours.
_BEGINS = {"early": time(6), "late": time(14), "night": time(22)}
_LENGTH = timedelta(hours=8)
_MOST = 100
_SENTENCE = re.compile(r"[。；;\n]+|[.!！](?=\s|$)")
_order = WorkOrder.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_event = Event.__table__  # type: ignore[attr-defined]  # as above


def handover(said: Dictation, plant: Plant, *, since: datetime | None, until: datetime | None) -> Content:
    """Return the handover of the shift named, of the window given, or of the eight hours until now."""
    content = Content("handover")
    begin, end, stated = _window(said, since, until)
    how = "stated" if stated or since or until else "assumed"
    content.put("since", Read(begin, stated, how))
    content.put("until", Read(end, stated, how))
    content.put("remarks", Read(said.words, "") if said.words.strip() else None)
    content.lines = [*_of_records(plant, begin, end), *_of_remarks(said)]
    if not content.lines:
        content.note("empty_shift")
    return content


def _window(said: Dictation, since: datetime | None, until: datetime | None) -> tuple[datetime, datetime, str]:
    if since or until:
        end = until or (since or said.now) + _LENGTH
        return since or end - _LENGTH, end, ""
    for shift, begins in _BEGINS.items():
        if stated := lexicon.says(shift, said.sentence.text):
            begin = datetime.combine(said.now.date(), begins)
            begin -= timedelta(days=begin > said.now)
            return begin, begin + _LENGTH, stated
    return said.now - _LENGTH, said.now, ""


def _of_records(plant: Plant, begin: datetime, end: datetime) -> Iterator[Json]:
    o, e = _order.c, _event.c
    order = (o.source_id, o.asset_tag, o.title, o.description, o.state, o.reported_at, o.finished_at)
    mine = o.dataset_id == plant.known.dataset_id
    opened = select(*order).where(mine, is_open(), or_(o.reported_at.is_(None), o.reported_at < end))
    during = select(*order).where(
        mine, or_(o.reported_at.between(begin, end), o.finished_at.between(begin, end)), ~is_open()
    )
    alarm = (e.source_id, e.asset_tag, e.code, e.text, e.started_at)
    alarms = select(*alarm).where(e.dataset_id == plant.known.dataset_id, e.started_at.between(begin, end))
    yield from _lines(plant, "open", opened.order_by(o.reported_at.desc().nulls_last()).limit(_MOST))
    yield from _lines(plant, "shift", during.order_by(o.reported_at.nulls_first()).limit(_MOST))
    yield from _lines(plant, "alarm", alarms.order_by(e.started_at).limit(_MOST))


def _lines(plant: Plant, section: str, chosen: Select[Any]) -> Iterator[Json]:
    """Yield a line for each record, with the SQL that gives it again."""
    dialect = plant.connection.dialect
    sql = str(chosen.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    for row in plant.connection.execute(chosen):
        told = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
        at = told.get("reported_at") or told.get("started_at")
        words = [told.get("code"), told.get("description") or told.get("title") or told.get("text")]
        yield {
            "section": section,
            "asset": told["asset_tag"],
            "at": at.isoformat(" ") if at else None,
            "text": " ".join(word for word in words if word),
            "dataset": plant.known.dataset,
            "record_ids": [told["source_id"]],
            "query": sql,
        }


def _of_remarks(said: Dictation) -> Iterator[Json]:
    """Yield the dictation sentence by sentence, each with the asset it names; it is its own proof."""
    for sentence in filter(None, (part.strip() for part in _SENTENCE.split(said.words))):
        one = Dictation(sentence, said.language, said.vocabulary, said.now)
        yield {
            "section": "remark",
            "asset": one.asset.tag or None,
            "at": None,
            "text": sentence,
            "dataset": said.vocabulary.known.dataset,
            "record_ids": [],
            "query": "",
        }
