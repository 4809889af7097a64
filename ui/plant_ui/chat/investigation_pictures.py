"""The pictures of a root-cause session in the chat: the fishbone as it stands now, and where the others are."""

from __future__ import annotations

import zlib

from plant_copilot.payload import Json
from plant_tools.investigation.phrases import say

KIND = "root_cause"
_NAMES = {"fishbone": "fishbone", "why-tree": "why_tree", "fault-tree": "fault_tree"}
_REPORTS = {"8d.docx": "8D (DOCX)", "8d.xlsx": "8D (XLSX)", "fmea.docx": "FMEA (DOCX)", "fmea.xlsx": "FMEA (XLSX)"}


def pictures(pending: Json, language: str) -> list[str]:
    """Return Markdown for what waits: the fishbone, links to the other pictures and the reports; [] for other flows."""
    if pending["kind"] != KIND:
        return []
    place = f"/api/investigations/{int(pending['fields']['investigation'])}"
    # A browser keeps a picture by its address: with another state it has another one.
    now = zlib.crc32(pending["summary"].encode())
    shown = f"[![{say(language, 'fishbone')}]({place}/fishbone.svg?now={now})]({place}/fishbone.svg?now={now})"
    links = [f"[{say(language, key)}]({place}/{name}.svg?now={now})" for name, key in _NAMES.items()]
    links += [f"[{told}]({place}/report/{name})" for name, told in _REPORTS.items()]
    return [shown, " · ".join(links)]
