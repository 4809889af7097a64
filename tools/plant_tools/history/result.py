"""What a history query gives: a value anybody can derive again, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from plant_tools.history.remark import Remark

Row: TypeAlias = Mapping[str, Any]
RefusalCode: TypeAlias = Literal[
    "unknown_asset",
    "outside_records",
    "no_records",
    "no_times",
    "unknown_location",
    "unknown_code",
    "unknown_field",
    "unknown_meter",
    "not_loaded",
    "no_values",
    "mixed_currencies",
    "default_values",
    "data_quality",
    "too_few",
    "trend",
    "not_two_groups",
    "not_understood",
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no figure. ``exists``: what could be asked for in place of what does not exist.

    ``values`` are what the reason says beside that, by name, for those who say it in another language.
    """

    code: RefusalCode
    reason: str
    exists: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)


class Refused(Exception):
    """Ends a query with a ``Refusal``."""

    def __init__(self, code: RefusalCode, reason: str, exists: tuple[str, ...] = (), **values: Any) -> None:
        super().__init__(reason)
        self.refusal = Refusal(code, reason, exists, values)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one query.

    ``value``: a number, an ISO time, or a list of [group, value]; None when nothing matched or it was refused.
    ``rows``: the groups or records in full. ``details``: what belongs to the value, such as its interval.
    ``record_ids``: some of the ``total`` records counted, newest first. ``sql`` gives the value again, ``records_sql``
    all the records. ``window``: first and last moment asked for, or of the records, as ISO times.
    """

    metric: str
    dataset: str
    value: Any
    unit: str = ""
    formula: Remark = field(default_factory=Remark)
    rows: tuple[Row, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    record_ids: tuple[str, ...] = ()
    total: int = 0
    sql: str = ""
    records_sql: str = ""
    window: tuple[str, str] = ("", "")
    warnings: tuple[Remark, ...] = ()
    refused: Refusal | None = None
