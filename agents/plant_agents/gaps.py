"""What a tool could not find, said in the asker's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from plant_agents.answer import Notice
from plant_agents.messages import say
from plant_agents.telling.cases import NO_SIMILAR, told_nothing
from plant_agents.telling.causes import NO_RANKING, told_no_ranking
from plant_agents.telling.defects import NO_DEFECTS, told_no_defects
from plant_agents.telling.phrases import field_name, phrases
from plant_agents.telling.remarks import blanks
from plant_agents.telling.selection import phrase

if TYPE_CHECKING:
    from plant_agents.crew import Call
    from plant_tools.tool import Finding

_NAMED_BY = {
    "unknown_asset": "assets",
    "unknown_location": "locations",
    "unknown_code": "codes",
}
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Gap:
    """A call that found nothing, and what was said of that."""

    call: Call
    finding: Finding


class _WithGaps(Protocol):
    @property
    def gaps(self) -> tuple[Gap, ...]: ...


def gap_text(language: str, gaps: Sequence[Gap]) -> str:
    """Return what an answer says that has nothing else to say; "" where no gap has a name."""
    told = [_refused(language, gap) for gap in gaps if gap.finding.refusal]
    named = [gap.finding.gap for gap in gaps if gap.finding.gap and not gap.finding.refusal]
    codes = [say(language, "code_not_on_record", codes=", ".join(named))] if named and not told else []
    return "\n\n".join([*told, *codes])


def gap_notices(language: str, found: _WithGaps, *, answered: bool) -> Iterator[Notice]:
    """Yield what is missing beside an answer that something else was found for."""
    for gap in found.gaps if answered else ():
        if gap.finding.refusal:
            yield Notice("not_on_record", _refused(language, gap))


def _refused(language: str, gap: Gap) -> str:
    """Return why the history has no figure, and what exists in its place."""
    if gap.finding.refusal == NO_SIMILAR:
        return told_nothing(language, gap.finding.values)
    if gap.finding.refusal == NO_RANKING:
        return told_no_ranking(language, gap.finding.values)
    if gap.finding.refusal == NO_DEFECTS:
        return told_no_defects(language, gap.finding.values)
    words, code, asked = phrases(language), gap.finding.refusal, gap.call.arguments
    names = ", ".join(map(str, gap.finding.exists[:_OFFERED]))
    exists = words["exists"].format(names=names) if names else ""
    values = gap.finding.values
    filled = {"wanted": _wanted(language, code, asked), "exists": exists, **blanks(language, values)}
    told: str = words["refusals"][code].format(window=_window(values, filled), **filled)
    return told.strip()


def _window(values: Mapping[str, Any], filled: Mapping[str, str]) -> str:
    """Return the stretch of time asked for: a whole year by its number."""
    year = str(values.get("since", ""))[:4]
    if year and (values.get("since"), values.get("until")) == (f"{year}-01-01", f"{year}-12-31"):
        return year
    since, until = filled.get("since", ""), filled.get("until", "")
    return " – ".join([since or "…", until or "…"]) if since != until else since


def _wanted(language: str, code: str, asked: Any) -> str:
    if code in _NAMED_BY:
        return ", ".join(_listed(asked.get(_NAMED_BY[code], ())))
    if code in {"unknown_field", "not_loaded"}:
        named = [asked.get("field", ""), *_listed(asked.get("group_by", ()))]
        return ", ".join(field_name(language, name) for name in named if name)
    return phrase(language, asked)


def _listed(value: Iterable[str] | str) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
