"""What a person sees of each result: tables, the answer as rendered Markdown, places to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_ui.remote import page_address

if TYPE_CHECKING:
    from rich.console import Console

Json = dict[str, Any]

_FIRST_LINES = 3
_FIRST_IDS = 5
_BEGINNING = 100  # characters of SQL
_WIDTH_OF_A_FILE = 120


def report(done: Json) -> None:
    """Print what an ingestion did, and each file and page that was not read."""
    _line(
        (_count(done["documents"], "document"), "bold"),
        f", {_count(done['pages'], 'page')}, {_count(done['passages'], 'passage')} in {done['seconds']:.1f} s",
        f"; {done['unchanged']} unchanged" if done["unchanged"] else "",
    )
    if done["failed"]:
        _line((f"Not read: {len(done['failed'])}", "yellow"))
    for failure in done["failed"]:
        where = f", page {failure['page']}" if failure["page"] else ""
        _line(f"  {failure['path']}{where}: {failure['reason']}")
    for notice in done["notices"]:
        _line(("Note: ", "yellow"), f"{notice['path']}: {notice['text']}")


def reindexed(done: Json) -> None:
    """Print what a reindexing did."""
    if done["unchanged"]:
        _line(f"The index is up to date ({done['embedder']}).")
        return
    _line(
        (f"{_count(done['documents'], 'document')} in a new index", "bold"),
        f" by {done['embedder']}: {_count(done['passages'], 'passage')}, {done['embedded']:,} embedded and "
        f"{done['reused']:,} taken over, in {done['seconds']:.1f} s",
    )
    if done["setting"] != done["embedder"]:
        _line(("Note: ", "yellow"), f"set PLANT_EMBEDDER={done['embedder']}, or the next reindex goes back.")


def change(happened: Json) -> None:
    """Print what happened in a watched folder."""
    if happened["event"] == "ingested":
        report(happened["report"])
    elif happened["event"] == "problem":
        _line(("Problem: ", "yellow"), happened["text"])
    elif happened["event"] == "forgotten":
        _line(f"Removed {_issue(happened)}: {happened['path']} is gone.")
    else:
        text = "is gone; its document stays. Take it out with: plant-copilot forget"
        _line(("Note: ", "yellow"), f"{happened['path']} {text} {happened['document']!r}")


def documents(listing: Json) -> None:
    """Print the documents as a table."""
    from rich.table import Table
    from rich.text import Text

    if listing["hidden"]:
        _line("There are documents, but none that you may see: your groups are set with PLANT_GROUPS.")
        return
    if not listing["documents"]:
        _line("The library is empty. Bring documents in with: plant-copilot ingest FOLDER")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Document", ratio=4, min_width=16)
    table.add_column("Rev.", no_wrap=True)
    table.add_column("Effective", no_wrap=True)
    table.add_column("Pages", justify="right", no_wrap=True)
    table.add_column("Language", no_wrap=True)
    for name in ("Assets", "Rights", "Remarks"):
        table.add_column(name, ratio=2)
    for document in listing["documents"]:
        table.add_row(*map(Text, _row(document)), style="" if document["current"] else "dim")
    _console().print(table)


def _row(document: Json) -> list[str]:
    remarks = [] if document["current"] else ["superseded"]
    if document["effective"] > datetime.now(UTC).astimezone().date().isoformat():
        remarks = ["not effective yet"]
    if document["unread"]:
        remarks.append(f"not read: page {', '.join(str(unread['page']) for unread in document['unread'])}")
    return [
        document["document"],
        document["revision"],
        document["effective"],
        str(document["pages"]),
        " ".join(document["languages"]),
        " ".join(document["assets"]),
        " ".join(document["rights"]) + (f" at {document['site']}" if document["site"] else ""),
        ", ".join(remarks),
    ]


def forgotten(gone: Json) -> None:
    """Print what was removed."""
    for document in gone["forgotten"]:
        _line(f"Removed {_issue(document)}: {_count(document['pages'], 'page')}.")


def hits(result: Json) -> None:
    """Print passages, best first, each with its place and its first lines."""
    if not result["hits"]:
        _line("Nothing found.")
    for hit in result["hits"]:
        _line((f"{hit['rank']:>2}  ", "bold cyan"), (_place(hit), "bold"), (f"  {hit['language']}", "dim"))
        lines = [line for line in hit["text"].splitlines() if line.strip()]
        for line in lines[:_FIRST_LINES]:
            _line(f"    {line}")
        if lines[_FIRST_LINES:]:
            _line(("    …", "dim"))


def answer(given: Json, server: str, pictures: Mapping[int, Path], *, sql: bool = False) -> None:
    """Print the answer, what the person should know of it, the records behind it, and how to look at the cited pages.

    ``sql``: the whole SQL of each figure rather than its beginning.
    ``server`` is the URL of a server that shows pages, or ""; ``pictures`` are pages written for marks.
    """
    from rich.markdown import Markdown

    _console().print(Markdown(given["answer"]))
    for notice in given["notices"]:
        if notice["text"] not in given["answer"]:
            _line(("\nNote: ", "yellow"), notice["text"])
    for text in given["suggestions"]:
        _line(("\nAsk next: ", "dim"), text)
    _decision(given)
    if figures := [citation for citation in given["citations"] if citation["kind"] == "records"]:
        _line(("\nThe records behind it", "bold"), ("" if sql else "; the whole SQL: add --sql", "dim"))
        for citation in figures:
            _figure(citation, sql=sql)
    if cited := [citation for citation in given["citations"] if citation["kind"] == "page"]:
        _pages(cited, server, pictures)


def _pages(cited: Sequence[Json], server: str, pictures: Mapping[int, Path]) -> None:
    """Print where to look at the cited pages."""
    if not server and not pictures:
        _line(("\nSee the pages with the places marked: add --pages DIR, or use plant-copilot serve.", "dim"))
        return
    _line(("\nSee the pages with the places marked", "bold"))
    for citation in cited:
        picture = pictures.get(citation["mark"]) or _address(server, citation)
        _line(f" {citation['mark']:>2}  {picture}")


def _decision(given: Json) -> None:
    """Print how to decide on what waits, if anything does."""
    if waits := given["pending"]:
        _line(("\nDecide: ", "yellow"), f"plant-copilot decide {given['thread']} {'|'.join(waits['choices'])}")


def _figure(citation: Json, *, sql: bool) -> None:
    """Print the first records behind a figure, and the SQL that gives it again."""
    ids = ", ".join(citation["record_ids"][:_FIRST_IDS]) + ", …" * (citation["total"] > _FIRST_IDS)
    listed = f": {ids}" if citation["record_ids"] else ""
    _line(f" {citation['mark']:>2}  {citation['dataset']}, {_count(citation['total'], 'record')}{listed}")
    query = " ".join(citation["query"].split())
    if sql:
        _line(("     " + citation["query"].replace("\n", "\n     "), "dim"))
    elif query:
        _line((f"     {query[:_BEGINNING]}{' …' * (len(query) > _BEGINNING)}", "dim"))


def _address(server: str, citation: Json) -> str:
    marked = [citation["rectangle"]]
    return server + page_address(citation["document"], citation["page"], citation["revision"], marked)


def tools(listing: Json) -> None:
    """Print each tool with its arguments."""
    for tool in listing["tools"]:
        _line((tool["name"], "bold"), f"  {tool['description']}")
        required = tool["schema"].get("required", [])
        for name, described in tool["schema"].get("properties", {}).items():
            kind = f"{described.get('type', 'any')}, {'required' if name in required else 'optional'}"
            _line(f"    {name:<12} ", (f"{kind:<20} ", "dim"), described.get("description", ""))


def finding(found: Json) -> None:
    """Print what one tool found."""
    for evidence in found["evidence"]:
        _line(evidence["statement"], " ", "".join(f"[{mark}]" for mark in evidence["marks"]))
    if not found["evidence"]:
        _line(f"Nothing on record: {found['gap']}." if found["gap"] else "Nothing on record.")
    for citation in found["citations"]:
        if citation["kind"] == "page":
            _line(f"  [{citation['mark']}] {_place(citation)}")
        else:
            _line(f"  [{citation['mark']}] {citation['dataset']}, {_count(citation['total'], 'record')}")
            _line(("      " + citation["query"].replace("\n", "\n      "), "dim"))


def checks(found: Json) -> None:
    """Print the checks, what to do under each that is not fine."""
    for check in found["checks"]:
        bad = ("fails   ", "red") if check["needed"] else ("missing ", "dim")
        _line(("ok      ", "green") if check["ok"] else bad, (f"{check['name']:<12}", "bold"), check["detail"])
        if not check["ok"] and check["remedy"]:
            _line(f"{'':20}{check['remedy']}")


def _line(*parts: str | tuple[str, str]) -> None:
    """Print one line made of texts and (text, style) pairs; the terminal breaks it, so that it can be copied."""
    from rich.text import Text

    _console().print(Text.assemble(*parts), soft_wrap=True)


@cache
def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH_OF_A_FILE)


def _issue(document: Json) -> str:
    revision = f", revision {document['revision']}" if document["revision"] else ""
    return f"{document['document']}{revision}"


def _place(found: Json) -> str:
    printed = "" if found["printed_page"] in {"", str(found["page"])} else f" (printed {found['printed_page']})"
    return f"{_issue(found)}, page {found['page']}{printed}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"
