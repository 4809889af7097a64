"""What is said beside a figure, its formula or a warning: in English, and so that others can say it in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plant_tools.history.selection import NOUNS
from plant_tools.reliability.rates import FORMULAS

# A number of this size is said without decimals.
_WHOLE = 100_000
_ENGLISH = {
    "": "",
    # what to take care of
    "beyond": "The window reaches beyond the records, which run from {first} to {last}; of the rest nothing is known.",
    "stray": "Records carry times that are probably mistyped ({days}). The others run from {first} to {last}.",
    "more_groups": "The limit of {limit} groups is reached; there may be more.",
    "more_records": "{shown} of {number} records are listed.",
    "no_value": "{without} of {number} {noun} have no value and do not count.",
    "together": "{assets} assets together: the time between failures of any of them. Group by asset.",
    "together_trend": "{assets} assets together: the trend of all their failures.",
    "by_chance": "Chance alone does as much with a probability of {p}.",
    "default": "{same} of {number} {noun} have the same {field}, {value}: probably a default.",
    "batches": "{same} of {number} {noun} have the very time of another: entered in batches, so that times between "
    "them say little.",
    "planned_codes": "{same} of {number} corrective orders carry a code of planned work, not of a failure. Leave them "
    "out with not_codes.",
    "at_once": "Records at the very time of the one before count as one failure: {number} left out.",
    "tie": "{names} share the first place.",
    # formulas
    "number": "number of records",
    "latest": "latest time {field}",
    "earliest": "earliest time {field}",
    "distinct": "number of different values of {field}",
    "share": "records of the part / all records selected * 100",
    "rate": "number of records / {length} {per}s of the window",
    "amount": "{metric} of {field} over {number} records that have it",
    "sum": "sum of {field}",
    "difference": "{of}: larger group - smaller group",
    "repeats": "records at most {days} days after the previous one with the same {fields}",
    "bundles": "runs of at least {least} records, each at most {days} days after the one before",
    "gaps": FORMULAS["gaps"],
    "window": FORMULAS["window"] + ": {days} days, {assets} asset(s)",
    "operating": FORMULAS["operating"] + ": {exposure} {unit} / n",
    "mttr": "MTTR = sum of {field} / n",
    "inherent": "MTBF / (MTBF + MTTR), MTBF = {hours} h of window over {assets} asset(s) / n, MTTR = {field} / n",
    "observed": "(window - {field}) / window: {hours} h of window over {assets} asset(s)",
    "crow_amsaa": "Crow-AMSAA, time-truncated: beta = n / sum ln(T / t_i)",
    "weibull": "Weibull, maximum likelihood: gaps per asset, the time since the last record censored",
    "lift": "lift = share of the first records that are followed within {days} days on the same asset / share of all "
    "moments that are; exact binomial test",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence by its ``code``, and what fills its blanks: numbers, texts, names of fields and kinds of records."""

    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return _ENGLISH[self.code].format(**{name: _shown(name, value) for name, value in self.values.items()})

    def as_json(self) -> dict[str, Any]:
        """Return code, values and the English text."""
        values = {n: v.as_json() if isinstance(v, Remark) else v for n, v in self.values.items()}
        return {"code": self.code, "values": values, "text": str(self)}


def remark(code: str, /, **values: Any) -> Remark:
    """Return the sentence ``code`` with its blanks filled."""
    return Remark(code, values)


def _shown(name: str, value: Any) -> str:
    if name == "noun":
        return NOUNS[value]
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= _WHOLE else f"{value:,.6g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
