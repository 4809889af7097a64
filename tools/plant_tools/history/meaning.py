"""From the words of a query to SQL: fields become columns, selections become conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, false, func, or_, true

from plant_tools.history.clock import PARTS, Number
from plant_tools.history.fields import RECORDS, Amount, Records
from plant_tools.history.known import Known
from plant_tools.history.result import Refused
from plant_tools.history.selection import Condition, Selection

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of one selection mean in a data set. Raises ``Refused`` for names that do not exist."""

    known: Known
    selection: Selection

    @property
    def records(self) -> Records:
        """The kind of records selected."""
        return RECORDS[self.selection.records]

    @property
    def time_name(self) -> str:
        """The time the selection goes by: the one asked for, else the first that was loaded."""
        times = list(self.records.times)
        if (wanted := self.selection.time) and wanted not in times:
            reason = f"The {self.records.noun}s have no time {wanted!r}, but {', '.join(times)}."
            raise Refused("unknown_field", reason, tuple(times))
        if self.selection.states == ["open"] and "reported" in times:
            times.insert(0, "reported")
        return wanted or next((name for name in times if self.is_loaded(name)), times[0])

    @property
    def time(self) -> ColumnElement[Any]:
        """The column of that time."""
        return self.records.times[self.time_name]

    def is_loaded(self, name: str) -> bool:
        """Tell whether the columns of a field were in a file that was loaded; True where no file is known."""
        loaded = self.known.columns.get(self.records.name)
        return not loaded or set(self.records.loaded_as(name)) <= loaded

    def label(self, name: str) -> ColumnElement[Any]:
        """Return what to group or compare by."""
        name = self._ours(name)
        if name in self.records.labels:
            return self.records.labels[name]
        return self.records.calendar(name, self.time_name) if name in PARTS else self._unrecognised(name, "field")

    def amount(self, name: str) -> Amount:
        """Return a number to add up."""
        name = self._ours(name)
        if name not in self.records.amounts:
            return Amount(Number(self._unrecognised(name, "amount")), "")
        if not self.is_loaded(name):
            there = tuple(known for known in self.records.amounts if self.is_loaded(known))
            reason = (
                f"The {self.records.noun}s that were loaded have no {name}, only {', '.join(there) or 'no amount'}."
            )
            raise Refused("not_loaded", reason, there)
        return self.records.amounts[name]

    def _ours(self, name: str) -> str:
        """Return our name of a field that may be called as its heading was in a file."""
        if name in self.records.labels or name in self.records.amounts or name in PARTS:
            return name
        column = self.known.alias(self.records.name, name)
        named = [*self.records.labels, *self.records.amounts]
        return next((ours for ours in named if column and self.records.loaded_as(ours) == (column,)), name)

    def _unrecognised(self, name: str, what: str) -> ColumnElement[Any]:
        """Return a column of the plant's own, by its heading."""
        heading = self.known.heading(self.records.name, name)
        if heading is not None:
            return self.records.unrecognised(heading)
        ours = [*self.records.labels, *PARTS] if what == "field" else [*self.records.amounts]
        exists = (*ours, *sorted(self.known.headings.get(self.records.name, ())))
        reason = f"{self.records.noun}s have no {what} {name!r}. They have {', '.join(exists)}."
        raise Refused("unknown_field", reason[:1].upper() + reason[1:], exists)

    def conditions(self) -> ColumnElement[bool]:
        """Return the condition that the whole selection is."""
        wanted, labels = self.selection, self.records.labels
        made: list[ColumnElement[bool]] = [self.records.dataset == self.known.dataset_id]
        if wanted.assets:
            made.append(labels["asset"].in_(self.known.asset_tags(wanted.assets, with_parts=wanted.with_parts)))
        if wanted.locations:
            made.append(self._at(wanted.locations))
        chosen = (("type", wanted.types), ("state", wanted.states), ("kind", wanted.kinds))
        for name, values in chosen:
            if values:
                self._must_be_loaded(name)
                made.append(labels[name].in_(values))
        if wanted.codes:
            made.append(or_(*(condition for _, condition in self._coded(wanted.codes))))
        made += [column.is_(None) | ~condition for column, condition in self._coded(wanted.not_codes)]
        made += [or_(*(_holds(column, words) for column in self.records.texts)) for words in wanted.text]
        made += [self.time >= wanted.since] if wanted.since else []
        made += [self.time <= wanted.until] if wanted.until else []
        return and_(*made, *map(self._condition, wanted.where))

    def _must_be_loaded(self, name: str) -> None:
        """Raise ``Refused`` where no file had the field: nothing would be selected by it, and 0 would be a lie."""
        if not self.is_loaded(name):
            there = tuple(known for known in self.records.labels if self.is_loaded(known))
            raise Refused("not_loaded", f"The {self.records.noun}s that were loaded do not say their {name}.", there)

    def _at(self, wanted: Sequence[str]) -> ColumnElement[bool]:
        """Return whether a record is of a location: its own, else that of its asset."""
        codes = self.known.location_codes(wanted)
        installed = self.records.labels["asset"].in_(self.known.assets_at(codes))
        own = self.records.labels.get("location")
        return installed if own is None else or_(own.in_(codes), and_(own.is_(None), installed))

    def _coded(self, wanted: Sequence[str]) -> list[tuple[ColumnElement[Any], ColumnElement[bool]]]:
        """Return each column that may carry the codes meant, and the condition that it does."""
        meant = self.known.codes_meant(self.records.name, wanted)
        by_kind = {kind: {code.key for code in meant if code.kind == kind} for kind in self.records.codes}
        if "subproblem" in by_kind:
            by_kind["subproblem"] = {code.key for code in meant if code.kind == "problem" and code.parent}
        columns = self.records.codes
        return [(columns[kind], columns[kind].in_(sorted(keys))) for kind, keys in by_kind.items() if keys]

    def _condition(self, condition: Condition) -> ColumnElement[bool]:
        made: list[ColumnElement[bool]] = []
        if condition.at_least is not None:
            made.append(self.amount(condition.field).expression >= condition.at_least)
        if condition.at_most is not None:
            made.append(self.amount(condition.field).expression <= condition.at_most)
        if condition.one_of:
            made.append(_is_one_of(condition.field, self.label(condition.field), condition.one_of))
        if condition.none_of:
            made.append(~_is_one_of(condition.field, self.label(condition.field), condition.none_of))
        if condition.contains:
            made.append(_holds(self.label(condition.field), condition.contains))
        if condition.empty is not None:
            value = self._value(condition.field)
            made.append(value.is_(None) if condition.empty else value.is_not(None))
        return and_(*made)

    def _value(self, name: str) -> ColumnElement[Any]:
        if name in self.records.amounts:
            return self.records.amounts[name].expression
        return self.records.times[name] if name in self.records.times else self.label(name)


def _holds(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """Return whether a text contains words in any case. SQLite folds the case of plain letters only."""
    spellings = {words} if words.isascii() else {words, words.lower(), words.upper(), words.capitalize()}
    return or_(*(column.icontains(spelling, autoescape=True) for spelling in sorted(spellings)))


def _is_one_of(name: str, column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    if isinstance(column.type, Boolean):
        meant = {value.casefold() in {"true", "yes", "1"} for value in values}
        return or_(*(column == (true() if flag else false()) for flag in sorted(meant)))
    if name == "weekday":
        values = [str(_WEEKDAYS.index(v.lower()) + 1) if v.lower() in _WEEKDAYS else v for v in values]
    if name in {"month_of_year", "hour"}:
        values = [value.zfill(2) for value in values]
    return or_(column.in_(values), func.lower(column).in_([value.lower() for value in values]))
