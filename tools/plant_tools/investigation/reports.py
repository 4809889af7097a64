"""8D report and FMEA of an investigation, as Word document or workbook, every statement with its sources."""

from __future__ import annotations

from typing import Any

from plant_tools.docx.document import Document
from plant_tools.history.export import xlsx_of_rows
from plant_tools.investigation import cited
from plant_tools.investigation.errors import InvestigationInvalid
from plant_tools.investigation.phrases import say
from plant_tools.investigation.session import ranking

Json = dict[str, Any]

REPORTS, FORMS = ("8d", "fmea"), ("docx", "xlsx")
_COLUMNS = ("item", "mode", "effect", "cause", "controls", "severity", "occurrence", "detection", "state", "sources")


def report(one: Json, name: str, form: str) -> bytes:
    """Return the file. ``one`` is an investigation as it is shown. Raises ``InvestigationInvalid``."""
    if name not in REPORTS or form not in FORMS:
        raise InvestigationInvalid(
            f"There is no report {name}.{form}.", remedy=f"It is {' or '.join(REPORTS)}, as {' or '.join(FORMS)}."
        )
    if one["kind"] == "tree":
        raise InvestigationInvalid("A troubleshooting tree has no report.", remedy="Begin a session for one.")
    if name == "8d":
        return _eight_d_document(one) if form == "docx" else xlsx_of_rows(_eight_d_rows(one))
    rows = fmea_rows(one)
    if form == "xlsx":
        return xlsx_of_rows(rows)
    document = _begun(one, say(one["language"], "fmea.title"))
    document.table([list(rows[0]), *([str(value) for value in row.values()] for row in rows)])
    return document.written(landscape=True)


def fmea_rows(one: Json) -> list[Json]:
    """Return a row for each candidate. S, O and D stay empty: they are the team's to give, and are not made up."""
    spoken = one["language"]
    names = {column: say(spoken, f"fmea.{column}") for column in _COLUMNS}
    rows = []
    for c in ranking(one):
        confirmed = bool(one["confirmed"]) and one["confirmed"]["id"] == c["id"]
        told = {
            "item": one["asset"],
            "mode": one["problem"],
            "cause": f"{c['cause']} ({c['code']})" if c["code"] else c["cause"],
            "controls": c["remedy"],
            "state": say(spoken, "state_confirmed" if confirmed else f"state_{c['state']}"),
            "sources": "; ".join(cited.places(c["evidence"])),
        }
        rows.append({names[column]: told.get(column, "") for column in _COLUMNS})
    if not rows:
        raise InvestigationInvalid("There is no candidate cause yet, so there is no row for an FMEA.")
    return rows


def line_told(line: Json, spoken: str) -> str:
    """Return a line of the 8D report in words."""
    if "code" not in line:
        return str(line["text"])
    words = {name: value for name, value in line.items() if name not in {"code", "is"}}
    if "aspect" in words:
        words["aspect"] = say(spoken, f"aspect.{words['aspect']}")
    return say(spoken, f"line.{line['code']}", is_=line.get("is", ""), **words)


def _eight_d_document(one: Json) -> bytes:
    spoken = one["language"]
    document = _begun(one, say(spoken, "8d.title"))
    for each in one["eight_d"]:
        document.heading(say(spoken, f"8d.{each['discipline']}"), 2)
        if each["open"]:
            document.paragraph(say(spoken, "8d.open"), "Source")
        for line in each["lines"]:
            document.paragraph(f"• {line_told(line, spoken)}", "Item")
        if each["sources"]:
            document.paragraph(f"{say(spoken, '8d.sources')}: {'; '.join(each['sources'])}", "Source")
    return document.written()


def _eight_d_rows(one: Json) -> list[Json]:
    spoken = one["language"]
    title, sources = say(spoken, "8d.title"), say(spoken, "8d.sources")
    return [
        {
            "D": say(spoken, f"8d.{each['discipline']}"),
            f"{title} {one['investigation']}": "\n".join(line_told(line, spoken) for line in each["lines"])
            or say(spoken, "8d.open"),
            sources: "; ".join(each["sources"]),
        }
        for each in one["eight_d"]
    ]


def _begun(one: Json, title: str) -> Document:
    spoken, document = one["language"], Document()
    document.heading(f"{title} · {say(spoken, 'title.session', number=one['investigation'])}")
    about = [one["asset"], one["problem"], say(spoken, f"state.{one['state']}"), f"{one['begun_utc']} UTC"]
    document.paragraph(" · ".join(part for part in about if part))
    for remark in one["contradictions"]:
        words = {n: ", ".join(v) if isinstance(v, list) else v for n, v in remark.items()}
        document.paragraph(say(spoken, f"contra.{words.pop('code')}", **words))
    return document
