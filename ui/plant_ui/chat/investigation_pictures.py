"""The pictures of a root-cause session in the chat, to be moved, zoomed and touched, and its reports."""

from __future__ import annotations

import zlib

from plant_copilot.payload import Json
from plant_tools.investigation.phrases import say

KIND = "root_cause"
_REPORTS = {"8d.docx": "8D (DOCX)", "8d.xlsx": "8D (XLSX)", "fmea.docx": "FMEA (DOCX)", "fmea.xlsx": "FMEA (XLSX)"}


def pictures(pending: Json, language: str) -> list[str]:
    """Return Markdown for what waits: its pictures, and links to the reports; [] for other flows.

    The pictures are one, the fishbone, that leads to the page of them all; the script of the chat shows that page in
    its place.
    """
    if pending["kind"] != KIND:
        return []
    number = int(pending["fields"]["investigation"])
    place = f"/api/investigations/{number}"
    # A browser keeps a picture by its address: with another state it has another one.
    now = zlib.crc32(pending["summary"].encode())
    page = f"/investigations/{number}/diagram?language={language}&now={now}"
    shown = f"[![{say(language, 'fishbone')}]({place}/fishbone.svg?now={now})]({page})"
    links = [f"[{told}]({place}/report/{name})" for name, told in _REPORTS.items()]
    return [shown, " · ".join(links)]
