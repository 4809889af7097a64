"""The typed history query: one metric over one selection of records."""

from __future__ import annotations

from typing import Any, Literal, Self, TypeAlias

from pydantic import Field, ValidationError, model_validator

from plant_tools.history.selection import Selection, Words
from plant_tools.tool import ToolError

Metric: TypeAlias = Literal[
    "count",
    "last",
    "first",
    "list",
    "sum",
    "mean",
    "min",
    "max",
    "median",
    "share",
    "rate",
    "distinct",
    "ranking",
    "difference",
    "pareto",
    "repeat_failures",
    "bundles",
    "mtbf",
    "mttr",
    "availability",
    "trend",
    "weibull",
    "association",
]
AMOUNTS: frozenset[str] = frozenset({"sum", "mean", "min", "max", "median"})
_GROUPED: frozenset[str] = frozenset({"ranking", "difference", "pareto"})
_UNGROUPED: frozenset[str] = frozenset({"list", "bundles", "availability", "trend", "weibull", "association"})

_METRIC = """what is computed:
count; last, first: the newest and oldest record; list: the records;
sum, mean, min, max, median: of `field`; share: percent that `part` also selects; rate: records per `per`;
distinct: different values of `field`; ranking: groups by count, or by the sum of `field`, the largest first;
difference: between exactly two groups; pareto: ranking with cumulative shares;
repeat_failures: records whose previous one with the same `same` lies at most `within_days` back;
bundles: runs of records in which each follows the one before within `within_days`;
mtbf, mttr, availability: by the named `formula`; trend: getting worse or better, by Crow-AMSAA and Laplace;
weibull: of the gaps between records of an asset, refused under a trend;
association: how often a record is followed within `within_days`, on the same asset, by one that `then` selects"""


class HistoryQuery(Selection):
    """A question about the plant's records: a metric, over those records that the filters select.

    Examples: {"metric": "count", "assets": "P-101", "types": "corrective", "since": "2015", "until": "2015"};
    {"metric": "pareto", "types": "corrective", "not_codes": "MT*", "group_by": "code", "limit": 3};
    {"metric": "mtbf", "assets": "P-101", "types": "corrective", "formula": "gaps"}.
    """

    metric: Metric = Field(description=_METRIC)
    dataset: str = Field(default="", max_length=200, description="which data set, where there are several")
    field: str = Field(
        default="",
        max_length=200,
        description="what sum, mean, ... are of: duration, downtime, labour, cost, response, turnaround, lateness, "
        "value, length, quantity, or a column of the plant; for distinct any field or calendar part",
    )
    group_by: Words = Field(
        default=[],
        description="one result for each asset, location, type, code, cause, month, quarter, year, weekday, ...",
    )
    order: Literal["", "largest", "smallest", "newest", "oldest", "group"] = Field(
        default="", description="of groups or records; by default the largest group, the newest record first"
    )
    limit: int = Field(default=50, ge=1, le=10_000, description="at most so many groups or records")
    part: Selection | None = Field(default=None, description="share: the records counted among the selected")
    then: Selection | None = Field(default=None, description="association: the records that may follow")
    within_days: float = Field(default=30, gt=0, le=36_500, description="repeat_failures, bundles, association")
    at_least: int = Field(default=2, ge=1, le=10_000, description="bundles: records in the smallest one")
    same: Words = Field(default=["asset", "code"], description="repeat_failures: what makes two failures the same")
    per: Literal["day", "week", "month", "year"] = Field(default="month", description="rate: for how long")
    formula: Literal["", "gaps", "window", "operating", "inherent", "observed"] = Field(
        default="",
        description="mtbf: gaps = (last-first)/(n-1), window = window/n, operating = operating time/n; "
        "availability: observed = (window-downtime)/window, inherent = MTBF/(MTBF+MTTR)",
    )
    meter: str = Field(default="", max_length=200, description="mtbf by operating time: the meter of operating hours")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        wanted = {
            "field": self.metric in AMOUNTS or self.metric == "distinct",
            "group_by": self.metric in _GROUPED,
            "part": self.metric == "share",
            "then": self.metric == "association",
        }
        for name, needed in wanted.items():
            if needed and not getattr(self, name):
                raise ValueError(f"{self.metric} needs {name}")
        if self.group_by and self.metric in _UNGROUPED:
            raise ValueError(f"{self.metric} has no group_by; ask for each one by itself")
        known = {"mtbf": ("gaps", "window", "operating"), "availability": ("observed", "inherent")}.get(self.metric, ())
        if self.formula and self.formula not in known:
            raise ValueError(f"{self.metric} knows the formulas {', '.join(known) or 'of its name only'}")
        return self

    @classmethod
    def read(cls, arguments: Any) -> HistoryQuery:
        """Read arguments as they come from people, models and forms. Raises ``ToolError``, a line for each fault."""
        try:
            return cls.model_validate(arguments)
        except ValidationError as error:
            raise ToolError("; ".join(map(_fault, error.errors())) + ".") from error


def _fault(error: Any) -> str:
    """Say one fault of a query so that it can be put right."""
    where, message = ".".join(map(str, error["loc"])), str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        return f"there is no field {where!r}; there are {', '.join(HistoryQuery.model_fields)}"
    if error["type"] == "missing":
        return f"{where} is missing"
    given = f", not {error['input']!r}" if where and not isinstance(error["input"], dict) else ""
    return f"{where}: {message[:1].lower()}{message[1:]}{given}" if where else message
