"""What a manual says beside the steps: protective equipment, tools, permits."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.hazards import NOTICE, hazards
from plant_knowledge_ingest.passage import Passage
from plant_tools.sop.drafting.actions import without_number
from plant_tools.sop.drafting.units import hazard_of
from plant_tools.sop.drafting.verbatim import mended
from plant_tools.sop.model import Gap, Hazard, Line, Source, Step, Told

_PPE = re.compile(
    r"\b(?:gloves?|gauntlets?|goggles|face shield|safety (?:glasses|shoes|boots)|rubber boots|apron|helmet|hearing protection|ear ?muffs|respirator|gas detector|ppe)\b"
    r"|handschuh|gesichtsschutz|schutzbrille|schürze|gehörschutz|sicherheitsschuh|atemschutz|helm\b|手套|护目镜|護目鏡|面罩|防护服|防護衣|耳塞|安全鞋|呼吸器",
    re.IGNORECASE,
)
_PERMIT = re.compile(
    r"\bpermit\b|erlaubnisschein|arbeitserlaubnis|freigabeschein|作业票|作業許可|作业许可|许可证|工作票", re.IGNORECASE
)
_SAFETY = re.compile(r"safety|sicherheit|安全", re.IGNORECASE)
_TOOLS = re.compile(
    r"(?:two-pole tester|feeler gauge|torque wrench|C spanner|(?:hook|strap|band) (?:wrench|spanner)|spanner|wrench|puller|grease gun|hand crank|test rod|dial gauge|refractometer|contact thermometer|[\w-]+ thermometer|hold-to-run pendant|trolley [A-Z]\d+|lifter [A-Z]{1,3}-\d+|drum)\b"
    r"|\b\w*(?:schlüssel|abdrücker|fühlerlehre|lehre|prüfgerät|messuhr|klammer|sperrstift|stift)\b(?:\s(?:SW \d+|[A-Z]{1,4}-(?:[A-Z]{1,2}-)?\d+|\d+ mm))?"
    r"|(?:[\u3400-\u9fff]{0,3}扳手|塞尺|力矩扳手|扭力扳手|驗電筆|验电笔|折射計|折射计|聲波張力計|声波张力计|充氮工具(?:\s?[A-Z]{1,3}-\d+)?|(?:\d+ L )?油桶|肥皂水|卡尺)",
    re.IGNORECASE,
)


def ppe(section: Sequence[Passage], passages: Sequence[Passage]) -> tuple[Told, ...]:
    """Return the sentences of the section and of the chapter on safety that name protective equipment."""
    return _sentences([*section, *_chapter(section, passages)], _PPE) or (Gap("ppe"),)


def permits(section: Sequence[Passage], passages: Sequence[Passage]) -> tuple[Told, ...]:
    """Return the sentences that name a permit."""
    return _sentences([*section, *_chapter(section, passages)], _PERMIT) or (Gap("permits"),)


def warnings(section: Sequence[Passage], passages: Sequence[Passage]) -> tuple[Hazard, ...]:
    """Return the safety messages of the chapter on safety; those of the section stand before their steps."""
    own = {passage.id for passage in section}
    chapter = (passage for passage in _chapter(section, passages) if passage.id not in own)
    found = (hazard_of(passage, message) for passage in chapter for message in hazards(passage))
    return tuple(dict.fromkeys(hazard for hazard in found if hazard.rank < NOTICE))


def tools(steps: Iterable[Step]) -> tuple[Told, ...]:
    """Return the tools that steps name, each once, cited where it is named first."""
    found: dict[str, Line] = {}
    for step in steps:
        for match in _TOOLS.finditer(step.action):
            line = Line(match[0], step.language, tuple(s for s in step.sources if s.kind == "page"))
            found.setdefault(match[0].casefold(), line)
    return tuple(found.values()) or (Gap("tools"),)


def _chapter(section: Sequence[Passage], passages: Sequence[Passage]) -> Iterator[Passage]:
    """Yield the chapter on safety of the document that the section is from."""
    own = (*section, *passages)[0].issue if (section or passages) else ""
    return (p for p in passages if p.issue == own and p.headings and _SAFETY.search(p.headings[0]))


def _sentences(passages: Iterable[Passage], words: re.Pattern[str]) -> tuple[Told, ...]:
    found: dict[str, Line] = {}
    for passage in passages:
        for at, span in enumerate(passage.spans):
            text = without_number(mended(passage.text[span.start : span.end]))
            if words.search(text) and not span.cells and text not in passage.headings:
                source = Source.of(PageCitation.of(passage, range(at, at + 1)))
                found.setdefault(text, Line(text, passage.language, (source,)))
    return tuple(found.values())
