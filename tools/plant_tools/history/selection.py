"""Which records are meant: the part of a history query that narrows down, as people and models fill it in."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

RecordsName: TypeAlias = Literal["work_orders", "events", "parts_used"]
NOUNS: dict[RecordsName, str] = {"work_orders": "work orders", "events": "events", "parts_used": "uses of parts"}
OrderType: TypeAlias = Literal["corrective", "preventive", "other"]
State: TypeAlias = Literal["open", "done", "cancelled"]
EventKind: TypeAlias = Literal["alarm", "anomaly", "work_order", "downtime", "other"]

_LONGEST = 200
_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})|-?Q(?P<quarter>[1-4]))?")


def _listed(value: Any) -> Any:
    """Take one value for a list of it: "P-101" for ["P-101"]."""
    return [value] if isinstance(value, str | int | float | bool) else value


Word = Annotated[str, Field(min_length=1, max_length=_LONGEST)]
Words = Annotated[list[Word], BeforeValidator(_listed), Field(max_length=100)]


class Closed(BaseModel):
    """Takes no name that it does not know, so that a misspelt filter never widens a question."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


class Condition(Closed):
    """A further condition on one field. Empty fields meet no condition but ``empty``."""

    field: Word = Field(description="field, calendar part (year, month, weekday, ...) or heading of an unknown column")
    one_of: Words = Field(default=[], description="the field is one of these; case does not matter")
    none_of: Words = Field(default=[], description="the field is none of these")
    contains: str = Field(default="", max_length=_LONGEST, description="the field contains this text")
    at_least: float | None = Field(default=None, description="for amounts, in the field's unit")
    at_most: float | None = Field(default=None, description="for amounts, in the field's unit")
    empty: bool | None = Field(default=None, description="true: has no value; false: has one")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.one_of or self.none_of or self.contains) and self.empty is None:
            if self.at_least is None and self.at_most is None:
                raise ValueError(f"the condition on {self.field} says nothing: give one_of, contains, at_least ...")
            if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
                raise ValueError(f"{self.field}: at_least {self.at_least:g} is above at_most {self.at_most:g}")
        return self


class Selection(Closed):
    """Which records count. Values of one filter are alternatives, filters hold together."""

    records: RecordsName = Field(default="work_orders", description="what is asked about")
    assets: Words = Field(default=[], description="tags or names of assets; * stands for any characters")
    with_parts: bool = Field(default=False, description="also the assets below these in the hierarchy")
    locations: Words = Field(default=[], description="functional locations, by code or name, with all places below")
    types: Annotated[list[OrderType], BeforeValidator(_listed)] = Field(default=[], description="types of work order")
    states: Annotated[list[State], BeforeValidator(_listed)] = Field(default=[], description="states of work order")
    kinds: Annotated[list[EventKind], BeforeValidator(_listed)] = Field(default=[], description="kinds of event")
    codes: Words = Field(
        default=[], description="failure codes or alarm codes, by code or name; * as in MT*; subcodes, causes, too"
    )
    not_codes: Words = Field(default=[], description="leave these codes out; records without a code stay")
    text: Words = Field(default=[], description="each of these stands in the record's texts")
    since: datetime | None = Field(
        default=None, description="first moment: 2016, 2016-05, 2016-Q2, 2016-05-01 or 2016-05-01T06:00"
    )
    until: datetime | None = Field(
        default=None, description="last moment; a year, month or day is meant to its end: 2016-12-31 is all of that day"
    )
    time: str = Field(
        default="",
        description="which time since and until mean: finished, reported, started or due; finished for work orders",
    )
    where: list[Condition] = Field(default=[], max_length=20, description="further conditions, all of which hold")

    @field_validator("since", mode="before")
    @classmethod
    def _beginning(cls, value: Any) -> Any:
        found = period(value)
        return found[0] if found else value

    @field_validator("until", mode="before")
    @classmethod
    def _end(cls, value: Any) -> Any:
        found = period(value)
        return found[1] - timedelta(seconds=1) if found else value

    @field_validator("since", "until")
    @classmethod
    def _of_the_wall_clock(cls, value: datetime | None) -> datetime | None:
        """Records carry the plant's wall clock, without a zone."""
        return value.replace(tzinfo=None, microsecond=0) if value else value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"since {self.since:%Y-%m-%d} is after until {self.until:%Y-%m-%d}")
        if self.records != "work_orders" and (self.types or self.states):
            raise ValueError(f"types and states are those of work orders, not of {self.records}")
        if self.records != "events" and self.kinds:
            raise ValueError(f"kinds are those of events, not of {self.records}")
        return self


def period(value: Any) -> tuple[datetime, datetime] | None:
    """Return the beginning of a day, month, quarter or year and that of the next; None for a moment."""
    if isinstance(value, date) and not isinstance(value, datetime):
        first = value
        return _midnight(first), _midnight(first + timedelta(days=1))
    text = str(value).strip() if isinstance(value, str | int) else ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        first = date.fromisoformat(text)
        return _midnight(first), _midnight(first + timedelta(days=1))
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    year, month, months = int(match["year"]), 1, 12
    if match["month"]:
        month, months = int(match["month"]), 1
    elif match["quarter"]:
        month, months = 3 * int(match["quarter"]) - 2, 3
    after = year * 12 + month - 1 + months
    return _midnight(date(year, month, 1)), _midnight(date(after // 12, after % 12 + 1, 1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
