"""What a person sees of each result: tables, the answer as rendered Markdown, places to look at."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from plant_ui.remote import page_address

Json = dict[str, Any]

_FIRST_LINES = 3


def show_report(report: Json) -> None:
    """Print what an ingestion did, and each file and page that was not read."""
    out = _console()
    out.print(
        f"[bold]{_count(report['documents'], 'document')}[/], {_count(report['pages'], 'page')}, "
        f"{_count(report['passages'], 'passage')} in {report['seconds']:.1f} s"
        + (f"; {report['unchanged']} unchanged" if report["unchanged"] else "")
    )
    if report["failed"]:
        out.print(f"[yellow]Not read: {len(report['failed'])}[/]")
    for failure in report["failed"]:
        where = f", page {failure['page']}" if failure["page"] else ""
        out.print(f"  {escape(failure['path'])}{where}: {escape(failure['reason'])}", soft_wrap=True)


def show_documents(listing: Json) -> None:
    """Print the documents as a table."""
    out = _console()
    if not listing["documents"]:
        out.print("The library is empty. Bring documents in with: plant-copilot ingest FOLDER")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("Document", "Rev.", "Effective", "Pages", "Passages", "Language", "Assets", "Rights", ""):
        table.add_column(name, justify="right" if name in {"Pages", "Passages"} else "left", overflow="fold")
    for document in listing["documents"]:
        table.add_row(*map(escape, _row(document)), style="" if document["current"] else "dim")
    out.print(table)


def _row(document: Json) -> list[str]:
    remarks = [] if document["current"] else ["superseded"]
    if document["unread"]:
        remarks.append(f"not read: page {', '.join(str(unread['page']) for unread in document['unread'])}")
    return [
        document["document"],
        document["revision"],
        document["effective"],
        str(document["pages"]),
        str(document["passages"]),
        ", ".join(document["languages"]),
        ", ".join(document["assets"]),
        ", ".join(document["rights"]),
        "; ".join(remarks),
    ]


def show_forgotten(gone: Json) -> None:
    """Print what was removed."""
    for document in gone["forgotten"]:
        _console().print(f"Removed {escape(_issue(document))}, {_count(document['pages'], 'page')}.", soft_wrap=True)


def show_hits(result: Json) -> None:
    """Print passages, best first, each with its place and its first lines."""
    out = _console()
    if not result["hits"]:
        out.print("Nothing found.")
    for hit in result["hits"]:
        out.print(f"[bold cyan]{hit['rank']:>2}[/]  [bold]{escape(_place(hit))}[/]  [dim]{hit['language']}[/]", soft_wrap=True)
        lines = [line for line in hit["text"].splitlines() if line.strip()]
        for line in lines[:_FIRST_LINES]:
            out.print(f"    {escape(line)}", soft_wrap=True)
        if lines[_FIRST_LINES:]:
            out.print("    [dim]…[/]")


def show_answer(answer: Json, server: str, pictures: Mapping[int, Path]) -> None:
    """Print the answer, what the person should know of it, and how to look at the cited pages."""
    from rich.markdown import Markdown

    out = _console()
    out.print(Markdown(answer["answer"]))
    for notice in answer["notices"]:
        if notice["text"] not in answer["answer"]:
            out.print(f"\n[yellow]Note:[/] {escape(notice['text'])}", soft_wrap=True)
    cited = [citation for citation in answer["citations"] if citation["kind"] == "page"]
    if not cited:
        return
    out.print("\n[bold]Look at the pages[/]")
    for citation in cited:
        mark = escape(f"[{citation['mark']}]")
        out.print(f"  {mark} {escape(_picture(citation, server, pictures))}", soft_wrap=True)
    if not server and not pictures:
        out.print("  [dim]Add --pages DIR to get them as pictures with the place marked.[/]")


def _picture(citation: Json, server: str, pictures: Mapping[int, Path]) -> str:
    if citation["mark"] in pictures:
        return str(pictures[citation["mark"]])
    if server:
        rectangle = [citation["rectangle"]]
        return server + page_address(citation["document"], citation["page"], citation["revision"], rectangle)
    return _place(citation)


def show_tools(listing: Json) -> None:
    """Print each tool with its arguments."""
    out = _console()
    for tool in listing["tools"]:
        out.print(f"[bold]{escape(tool['name'])}[/]  {escape(tool['description'])}")
        required = tool["schema"].get("required", [])
        for name, described in tool["schema"].get("properties", {}).items():
            needed = "required" if name in required else "optional"
            told = described.get("description", "")
            out.print(f"    {escape(name)}  [dim]{described.get('type', 'any')}, {needed}[/]  {escape(told)}")


def show_finding(finding: Json) -> None:
    """Print what one tool found."""
    out = _console()
    for found in finding["evidence"]:
        marks = "".join(f"[{mark}]" for mark in found["marks"])
        out.print(f"{escape(found['statement'])} {escape(marks)}", soft_wrap=True)
    if not finding["evidence"]:
        out.print(escape(f"Nothing on record: {finding['gap']}." if finding["gap"] else "Nothing on record."))
    for citation in finding["citations"]:
        if citation["kind"] == "page":
            out.print(escape(f"  [{citation['mark']}] {_place(citation)}"), soft_wrap=True)


def show_checks(found: Json) -> None:
    """Print the checks, what to do under each that is not fine."""
    out = _console()
    for check in found["checks"]:
        sign = "[green]ok[/]     " if check["ok"] else "[red]fails[/]  " if check["needed"] else "[dim]missing[/]"
        out.print(f"{sign} [bold]{escape(check['name']):<12}[/] {escape(check['detail'])}", soft_wrap=True)
        if not check["ok"] and check["remedy"]:
            out.print(f"                     {escape(check['remedy'])}", soft_wrap=True)


def _console() -> Console:
    return Console(highlight=False)


def _issue(document: Json) -> str:
    return f"{document['document']}, revision {document['revision']}" if document["revision"] else str(document["document"])


def _place(found: Json) -> str:
    printed = "" if found["printed_page"] in {"", str(found["page"])} else f" (printed {found['printed_page']})"
    return f"{_issue(found)}, page {found['page']}{printed}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
