"""Everything the copilot returns, as JSON: the same for the command line, HTTP and the chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from plant_agents.answer import Answer, Looked, MarkedEvidence, Statement
from plant_agents.flow import Pending
from plant_knowledge_ingest.captions import number
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.ingestion import IngestReport
from plant_knowledge_ingest.passage import Hit, Passage, Rectangle
from plant_knowledge_ingest.tokens import for_search
from plant_tools.evidence import Citation, LayoutCitation, RecordsCitation

Json = dict[str, Any]


def answer_json(answer: Answer) -> Json:
    """Return an answer."""
    return {
        "question": answer.question,
        "language": answer.language,
        "answer": answer.answer,
        "abstained": answer.abstained,
        "refused": answer.refused,
        "seconds": answer.seconds,
        "thread": answer.thread,
        "first_line": _statement_json(answer.first_line) if answer.first_line else None,
        "suggestions": list(answer.suggestions),
        "statements": [_statement_json(statement) for statement in answer.statements],
        "evidence": [evidence_json(found) for found in answer.evidence],
        "citations": [citation_json(mark, citation) for mark, citation in enumerate(answer.citations, 1)],
        "notices": [asdict(notice) for notice in answer.notices],
        "tools": list(answer.tools),
        "model": answer.model,
        "pending": pending_json(answer.pending) if answer.pending else None,
        "support_code": answer.support_code,
    }


def _statement_json(statement: Statement) -> Json:
    return {"text": statement.text, "marks": list(statement.marks), "leads": statement.leads}


def pending_json(pending: Pending) -> Json:
    """Return what waits for a decision."""
    return {
        "kind": pending.kind,
        "question": pending.question,
        "choices": list(pending.choices),
        "labels": list(pending.labels or pending.choices),
        "summary": pending.summary,
        "fields": dict(pending.fields),
        "draft": pending.draft,
    }


def why_json(answer: Answer) -> Json:
    """Return how an answer came about: the tools in order, what they passed over, the evidence and its places."""
    told = answer_json(answer)
    shown = ("question", "language", "seconds", "refused", "abstained", "evidence", "citations", "notices", "model")
    return {name: told[name] for name in (*shown, "support_code")} | {
        "tools": [_looked_json(looked) for looked in answer.looked]
    }


def _looked_json(looked: Looked) -> Json:
    return asdict(looked) | {"rejected": [asdict(one) for one in looked.rejected]}


def thread_markdown(thread: Json) -> str:
    """Return a conversation as Markdown: each question a heading, then its answer."""
    told = [f"# {thread['thread']}"]
    for turn in thread["turns"]:
        question = " ".join(turn["answer"]["question"].split())
        told += [f"## {turn['number']}. {question}", f"*{turn['at']}*", turn["answer"]["answer"]]
    return "\n\n".join(told) + "\n"


def evidence_json(found: MarkedEvidence) -> Json:
    """Return what a tool found."""
    return asdict(found) | {"marks": list(found.marks)}


def citation_json(mark: int, citation: Citation) -> Json:
    """Return the citation that ``mark`` stands for; ``rectangles`` has one per printed line of a page."""
    if isinstance(citation, RecordsCitation):
        return {"mark": mark, "kind": "records"} | asdict(citation) | {"record_ids": list(citation.record_ids)}
    if isinstance(citation, LayoutCitation):
        return {"mark": mark, "kind": citation.kind} | asdict(citation)
    return {
        "mark": mark,
        "kind": "page",
        "document": citation.document,
        "revision": citation.revision,
        "page": citation.page,
        "printed_page": citation.printed_page,
        "rectangle": _corners(citation.rectangle),
        "rectangles": [_corners(rectangle) for rectangle in citation.rectangles],
        "quote": citation.quote,
        "language": citation.language,
        "confidence": citation.confidence,
    }


def hit_json(hit: Hit) -> Json:
    """Return a search hit."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "document": passage.document,
        "revision": passage.revision,
        "page": passage.page,
        "printed_page": passage.printed_page,
        "rectangle": _corners(passage.rectangle),
        "language": passage.language,
        "kind": passage.kind,
        "confidence": passage.confidence,
        "headings": list(passage.headings),
        "score": round(hit.score, 4),
        "text": passage.text,
    }


def figure_json(figure: Passage) -> Json:
    """Return a figure of a document."""
    return {
        "number": number(figure.text),
        "caption": for_search(figure.text),
        "document": figure.document,
        "revision": figure.revision,
        "page": figure.page,
        "printed_page": figure.printed_page,
        "rectangle": _corners(figure.rectangle),
        "headings": list(figure.headings),
    }


def page_json(entry: Entry, page: int, passages: Sequence[Passage]) -> Json:
    """Return what stands on a page of a document."""
    return {
        "document": entry.document.name,
        "revision": entry.document.revision,
        "title": entry.document.title,
        "page": page,
        "printed_page": passages[0].printed_page if passages else "",
        "pages": entry.pages,
        "unread": entry.unread.get(page, ""),
        "passages": [
            {
                "text": passage.text,
                "kind": passage.kind,
                "language": passage.language,
                "headings": list(passage.headings),
                "rectangle": _corners(passage.rectangle),
                "confidence": passage.confidence,
            }
            for passage in passages
        ],
    }


def entry_json(entry: Entry, *, current: bool) -> Json:
    """Return a document of the library."""
    document = entry.document
    return {
        "document": document.name,
        "revision": document.revision,
        "title": document.title,
        "effective": document.effective,
        "assets": list(document.assets),
        "rights": list(document.rights),
        "site": document.site,
        "languages": list(entry.languages),
        "pages": entry.pages,
        "passages": entry.passages,
        "current": current,
        "unread": [{"page": page, "reason": reason} for page, reason in entry.unread.items()],
        "path": str(entry.path),
        "added_at": entry.added_at,
    }


def report_json(report: IngestReport) -> Json:
    """Return what an ingestion did."""
    return asdict(report)


def _corners(rectangle: Rectangle) -> list[float]:
    return [round(value, 1) for value in rectangle]
