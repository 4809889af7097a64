"""What the rights matrix sends to the routes of documents, questions and assets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from plant_evals.rights_calls import Call, Made, Row, Sign
from plant_evals.rights_plant import Paper

Json = dict[str, Any]

NOWHERE = frozenset({"local"})
"""Who does not send what would change the plant."""

_GONE, _NOBODYS, _NO_ALARM = "Handbook Nobodyhasit", "KX-999", "E7999"
_OIL, _ALARM = "Which oil does the gearbox of {} take?", "What does alarm {} mean?"
_GENERAL = (
    "Which oil does the gearbox take?",
    "Which documents are there about gearboxes?",
    "Welches Öl braucht das Getriebe?",
    "齿轮箱用什么油？",
    "Which alarms mean that a gearbox is too hot?",
)
_FEW = 6
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63600000020000"
    "01e221bc330000000049454e44ae426082"
)
_WAV = (
    b"RIFF$\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00@\x1f\x00\x00\x80>\x00\x00\x02\x00\x10\x00data"
    + bytes(4)
)


def _named(method: str, form: str, *, only: bool = True, **more: Any) -> Callable[[Made], Iterator[Call]]:
    """Return calls by each document's name; with ``only`` they succeed for who may see it, and for nobody else."""

    def calls(made: Made) -> Iterator[Call]:
        gone = Call(method, form.format(quote(_GONE, safe="")), **more)
        for paper in made.papers:
            call = Call(method, form.format(quote(paper.name, safe="")), about=(paper,), unknown=gone, **more)
            yield replace(call, of=(paper,) if only else (), renamed=(paper.name, _GONE))

    return calls


def _documents(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/documents", must=made.papers)
    yield Call("GET", "/api/v1/documents", params={"limit": 3})


def _assets(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/assets", must=[Sign(one, one.tag) for one in made.secrets])


def _asset(made: Made) -> Iterator[Call]:
    gone = Call("GET", f"/api/v1/assets/{_NOBODYS}")
    for one in made.secrets:
        call = Call("GET", f"/api/v1/assets/{one.tag}", must=(one,), of=(one,))
        yield replace(call, unknown=gone if isinstance(one, Paper) else None, renamed=(one.tag, _NOBODYS))


def _labels(made: Made) -> Iterator[Call]:
    chat = {"chat": "https://copilot.example/chat"}
    yield Call("GET", "/api/v1/assets/labels.pdf", params=chat)
    for paper in made.papers[:_FEW]:
        yield Call("GET", "/api/v1/assets/labels.pdf", params=chat | {"asset": paper.tag}, of=(paper,))


def _ask(made: Made) -> Iterator[Call]:
    for paper in made.papers:
        for text, name, other in ((_OIL, paper.tag, _NOBODYS), (_ALARM, paper.alarm, _NO_ALARM)):
            gone = Call("POST", "/api/v1/ask", {"text": text.format(other), "reads": True})
            call = Call("POST", "/api/v1/ask", {"text": text.format(name), "reads": True}, must=(paper,))
            yield replace(call, unknown=gone, renamed=(name, other))
    for text in _GENERAL:
        yield Call("POST", "/api/v1/ask", {"text": text, "reads": True})
    yield Call("POST", "/api/v1/ask", {"text": _GENERAL[0]}, headers={"Accept": "text/event-stream"})


def _search(made: Made) -> Iterator[Call]:
    for paper in made.papers:
        text = f"oil of the gearbox of {paper.tag}"
        gone = Call("POST", "/api/v1/search", {"text": text.replace(paper.tag, _NOBODYS), "asset": _NOBODYS})
        call = Call("POST", "/api/v1/search", {"text": text, "asset": paper.tag}, must=(paper,), unknown=gone)
        yield replace(call, renamed=(paper.tag, _NOBODYS))
        yield Call("POST", "/api/v1/search", {"text": paper.oil, "limit": 50}, must=(paper,))
    yield Call("POST", "/api/v1/search", {"text": "gearbox oil", "limit": 100}, must=made.papers)


def _tools(made: Made) -> Iterator[Call]:
    for paper in made.papers[:_FEW]:
        for name, arguments in tool_calls(paper):
            yield Call("POST", f"/api/v1/tools/{name}", arguments, must=(paper,) if name == "manuals" else ())
    for ledger in made.ledgers[:_FEW]:
        for name, arguments in ledger_calls(ledger.tag, ledger.name):
            yield Call("POST", f"/api/v1/tools/{name}", arguments, must=(ledger,) if name == "history" else ())


def tool_calls(paper: Paper) -> Iterable[tuple[str, Json]]:
    """Return arguments for every tool, about a manual."""
    return (
        ("manuals", {"question": _OIL.format(paper.tag), "limit": 10}),
        ("manuals", {"question": _GENERAL[0], "asset": paper.tag}),
        ("similar", {"text": f"gearbox of {paper.tag} too hot"}),
        ("rca", {"symptom": f"alarm {paper.alarm}", "asset": paper.tag}),
        ("rca_score", {}),
        ("defects", {"question": "scratches"}),
        ("drafts", {}),
        ("root_cause", {"investigation": 1}),
        ("layout", {}),
        ("selection", {}),
        ("sop", {"asset": paper.tag}),
        ("sop_runs", {}),
    )


def ledger_calls(tag: str, dataset: str) -> Iterable[tuple[str, Json]]:
    """Return arguments for the tools of records, about a data set."""
    return (
        ("history", {"metric": "list", "assets": [tag], "dataset": dataset}),
        ("similar", {"text": "bearing noisy", "asset": tag}),
        ("rca", {"symptom": "bearing noisy", "asset": tag}),
    )


def _openai(made: Made) -> Iterator[Call]:
    for paper in made.papers:
        said = [{"role": "user", "content": _OIL.format(paper.tag)}]
        yield Call("POST", "/v1/chat/completions", {"model": "plant-copilot", "messages": said}, must=(paper,))
    said = [{"role": "user", "content": _GENERAL[0]}]
    yield Call("POST", "/v1/chat/completions", {"model": "plant-copilot", "messages": said, "stream": True})


def _causes(made: Made) -> Iterator[Call]:
    for paper in made.papers[:_FEW]:
        yield Call("POST", "/api/v1/causes", {"symptom": f"alarm {paper.alarm}, gearbox hot", "asset": paper.tag})
    for ledger in made.ledgers[:_FEW]:
        yield Call("POST", "/api/v1/causes", {"symptom": "bearing noisy", "asset": ledger.tag})


ROWS: Mapping[str, Row] = {
    "GET /api/v1/documents": _documents,
    "GET /api/v1/documents/{document}.pdf": _named("GET", "/api/v1/documents/{}.pdf"),
    "GET /api/v1/documents/{document}/figures": _named("GET", "/api/v1/documents/{}/figures"),
    "GET /api/v1/pages/{document}/{page}.png": _named("GET", "/api/v1/pages/{}/1.png", params={"width": 200}),
    "GET /api/v1/pages/{document}/{page}.json": _named("GET", "/api/v1/pages/{}/1.json"),
    "DELETE /api/v1/documents/{document}": _named("DELETE", "/api/v1/documents/{}", only=False, apart=NOWHERE),
    "GET /api/v1/assets": _assets,
    "GET /api/v1/assets/{asset}": _asset,
    "GET /api/v1/assets/labels.pdf": _labels,
    "POST /api/v1/ask": _ask,
    "POST /api/v1/search": _search,
    "GET /api/v1/tools": Call("GET", "/api/v1/tools"),
    "POST /api/v1/tools/{name}": _tools,
    "POST /v1/chat/completions": _openai,
    "POST /api/v1/causes": _causes,
    "POST /api/v1/pictures": Call("POST", "/api/v1/pictures", files={"file": ("plate.png", _PNG, "image/png")}),
    "POST /api/v1/transcribe": Call("POST", "/api/v1/transcribe", files={"file": ("a.wav", _WAV, "audio/wav")}),
}
