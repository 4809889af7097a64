"""Defects of products as Python sees them: inspections loaded, and compared."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_copilot import payload
from plant_copilot.errors import WrongUse
from plant_copilot.readable import readable
from plant_copilot.records import OPTIONS, mapping_of, report_json
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_tools.defects.tool import DefectsTool
    from plant_tools.records.door import RecordsDoor

Json = dict[str, Any]


class Defects:
    """The inspections of a home, and what defects go with. Needs no library and no model."""

    def __init__(self, door: RecordsDoor, local: Principal) -> None:
        self._door, self._local = door, local

    def load(
        self,
        file: str | Path,
        *,
        mapping: str | Path | Mapping[str, Any] | None = None,
        dataset: str = "plant",
        groups: Sequence[str] | None = None,
        site: str | None = None,
        **options: str,
    ) -> Json:
        """Load inspections from a CSV, XLSX or JSON file; the report is that of ``Records.load``.

        Columns without a field are parameters of the process; ``groups`` and ``site`` as there. Raises
        ``RecordsUnreadable``, ``MappingInvalid``, ``RightsInvalid``.
        """
        from plant_tools.defects.loading import load_inspections
        from plant_tools.records.rights import checked

        if strange := set(options) - OPTIONS:
            raise WrongUse(f"There is no option {', '.join(sorted(strange))}; known are {', '.join(sorted(OPTIONS))}.")
        read_by = mapping_of(mapping)
        name = dataset.strip() or "plant"
        given: Json = {"mapping": read_by, "options": options, "rights": checked(groups, site)}
        return report_json(load_inspections(self._door(), Path(file), dataset=name, **given))

    def analyse(self, *, limit: int = 5, principal: Principal | None = None, **asked: Any) -> Json:
        """Return what defects go with: {summary, candidates: [...], levels: [...], evidence, citations, gap, seconds}.

        ``asked``: question (in words), or defect, factor, where ({field: level}); dataset. A candidate is no cause.
        Raises ``ToolError``.
        """
        from plant_agents.proving import marked

        started = time.perf_counter()
        finding = self._tool.call(_given(asked, limit), principal or self._local)
        evidence, citations = marked(finding.evidence)
        levels = [row for one in evidence for row in one.details.get("defect_levels", {}).get("rows", ())]
        told = [one.details["defect_candidate"] | {"mark": one.marks[0]} for one in evidence if _is(one)]
        return {
            "summary": dict(finding.values) if evidence else {},
            "candidates": told,
            "levels": levels,
            "evidence": [payload.evidence_json(found) for found in evidence],
            "citations": [payload.citation_json(mark, citation) for mark, citation in enumerate(citations, 1)],
            "gap": finding.gap,
            "seconds": round(time.perf_counter() - started, 4),
        }

    def svg(self, *, principal: Principal | None = None, **asked: Any) -> str:
        """Return the picture of the comparison: for each level how many times as often. Raises ``ToolError``."""
        from plant_tools.defects.forest import forest_svg
        from plant_tools.tool import ToolError

        told = self._tool.told(_given(asked, 5), principal or self._local)
        if told is None or not told.analysis.compared or not told.analysis.defective:
            raise ToolError("Nothing was compared, so there is no picture.", remedy="Load some: defects load FILE")
        return forest_svg(", ".join(told.names) or "all defects", told.analysis)

    @property
    def _tool(self) -> DefectsTool:
        from plant_tools.defects.tool import DefectsTool

        return DefectsTool(self._door)


def _given(asked: Mapping[str, Any], limit: int) -> Json:
    given: Json = {name: value for name, value in asked.items() if value}
    return dict(readable(given | {"limit": limit}))


def _is(found: Any) -> bool:
    return "defect_candidate" in found.details
