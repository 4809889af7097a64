"""The steps by which the manuals of an asset have it isolated, locked and proven without energy: quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.passage import Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.steps import procedure
from plant_tools.evidence import Evidence

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library

_ASKED = (
    "isolate, switch off the main switch, lock and tag, prove zero energy",
    "Freischalten: Hauptschalter aus, Schloss und Anhänger anbringen, Spannungsfreiheit prüfen",
    "隔离 总开关 上锁挂牌 验证零能量 切離 上鎖",
)
_ISOLATES = re.compile(
    r"\block(?:ed|s)?\b|padlock|\btag\b|isolat|zero energy|reads? 0 V|\b0 V\b|schloss|anhänger|freischalt|"
    r"spannungsfrei|drucklos|上锁|上鎖|挂牌|掛牌|个人锁|個人鎖|标牌|隔离|隔離|切離|验电|驗電|零能量",
    re.IGNORECASE,
)
_LEAST = 2  # steps that must speak of isolating, for a run of steps to be one; their heading counts as much


def isolation_steps(library: Library, asset: str, principal: Principal) -> list[Evidence]:
    """Return the run of steps that speaks most of isolating, part by part; [] where no manual of ``asset`` has one."""
    if not asset or library.is_empty:
        return []
    runs = list(_runs(library, asset, principal))
    best = max(runs, key=_spoken_of, default=[])
    if _spoken_of(best) < _LEAST:
        return []
    return [
        Evidence("root_cause", at.quote, (at,)) for passage, spans in best for at in (PageCitation.of(passage, spans),)
    ]


def _runs(library: Library, asset: str, principal: Principal) -> Iterator[list[tuple[Passage, range]]]:
    seen: set[str] = set()
    for asked in _ASKED:
        for hit in library.search(asked, principal, limit=6, asset=asset).hits:
            if hit.passage.id not in seen:
                seen.add(hit.passage.id)
                yield procedure(library.section(hit.passage), hit.passage, hit.best)


def _spoken_of(run: list[tuple[Passage, range]]) -> int:
    texts = [passage.text[passage.spans[i].start : passage.spans[i].end] for passage, spans in run for i in spans]
    titled = any(_ISOLATES.search(passage.headings[-1]) for passage, _ in run if passage.headings)
    return sum(_ISOLATES.search(text) is not None for text in texts) + (_LEAST if titled else 0)
