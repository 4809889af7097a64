"""What the rights matrix sends to the routes of procedures, investigations, selections and layouts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from plant_evals.rights_calls import Call, Made, Row, Sign
from plant_evals.rights_of_documents import NOWHERE
from plant_evals.rights_plant import Paper

Json = dict[str, Any]

_FEW, _NO_SOP = 6, "SOP-NONE-1"
_PROJECT: Json = {"site": {"size": [10, 10]}, "items": [], "flows": []}


def _of_sops(form: str, *, only: bool = True) -> Callable[[Made], Iterator[Call]]:
    def calls(made: Made) -> Iterator[Call]:
        for sop, paper in made.sops.items():
            told: Json = {"about": (paper,), "unknown": Call("GET", form.format(_NO_SOP)), "renamed": (sop, _NO_SOP)}
            yield Call("GET", form.format(sop), of=(paper,) if only else (), **told)

    return calls


def _sops(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/sops", must=[Sign(paper, paper.tag) for paper in made.sops.values()])


def _files(made: Made) -> Iterator[Call]:
    for sop, paper in made.sops.items():
        for form in ("pdf", "docx"):
            yield Call("GET", f"/api/v1/sops/{sop}/file.{form}", of=(paper,), must=(paper,))


def _draft(made: Made) -> Iterator[Call]:
    for paper in made.papers[:_FEW]:
        yield Call("POST", "/api/v1/sops", {"text": f"Replace a part of {paper.tag}", "asset": paper.tag, "by": "x"})
        yield Call("POST", "/api/v1/sops", {"text": "Replace a part", "document": paper.name, "by": "x"})


def _acted(made: Made) -> Iterator[Call]:
    for sop in made.sops:
        yield Call("POST", f"/api/v1/sops/{sop}/fill", {"field": "nothing", "value": "x", "by": "x"})
        yield Call("POST", f"/api/v1/sops/{sop}/approve", {"by": "x"})


def _of_runs(method: str, form: str, **more: Any) -> Callable[[Made], Iterator[Call]]:
    return lambda made: (Call(method, form.format(run), **more) for run in (*made.runs, 99))


def _begun(made: Made) -> Iterator[Call]:
    for sop, paper in made.sops.items():
        yield Call("POST", "/api/v1/sop-runs", {"sop": sop, "by": "x", "mode": "training"}, of=(paper,))


def _forms(made: Made) -> Iterator[Call]:
    return (Call("GET", "/api/v1/sops/energies/form", params={"asset": paper.tag}) for paper in made.papers[:_FEW])


def _answers(made: Made) -> Iterator[Call]:
    said = {"question": "q1", "answer": "x", "person": "x"}
    return (Call("POST", f"/api/v1/sop-answers/{sop}", said) for sop in made.sops)


def _selections(made: Made) -> Iterator[Call]:
    for number, paper in made.selections.items():
        yield Call("GET", f"/api/v1/selections/{number}", of=(paper,), must=(paper,))
    yield Call("GET", "/api/v1/selections/0")


def _what_if(made: Made) -> Iterator[Call]:
    for number, paper in made.selections.items():
        yield Call("POST", f"/api/v1/selections/{number}/what-if", {"text": "three shifts"}, of=(paper,))


def _select(made: Made) -> Iterator[Call]:
    """Whether a value stands on a page is told to who may see the page."""
    for paper in made.papers[:_FEW]:
        yield Call("POST", "/api/v1/selections", {"brief": brief(paper)}, must=(Sign(paper, '"proven"'),))


def brief(paper: Paper) -> Json:
    """Return a brief for choosing a machine that cites a manual."""
    cite = {"document": paper.name, "page": 1, "quote": f"takes 2.5 l of the oil {paper.oil}"}
    gear = {"operations": ["mill"], "cycle": 100, "size": [2000, 1000, 1500], "price": 1000}
    return {
        "name": f"gears {paper.number}",
        "products": [{"id": "P", "demand": 100_000, "route": [{"operation": "mill"}]}],
        "operations": [{"id": "mill"}],
        "candidates": [
            gear | {"id": "M-1", "tools": {"value": 2.5, "cite": cite}},
            gear | {"id": "M-2", "price": 9_000},
        ],
    }


def _numbered(method: str, form: str, **more: Any) -> Callable[[Made], Iterator[Call]]:
    return lambda made: (Call(method, form.format(number), **more) for number in (*made.investigations, 99))


def _reports(made: Made) -> Iterator[Call]:
    for number in made.investigations:
        for name in ("8d.docx", "fmea.xlsx"):
            yield Call("GET", f"/api/v1/investigations/{number}/report/{name}")


def _investigate(made: Made) -> Iterator[Call]:
    for paper in made.papers[:_FEW]:
        for kind in ("session", "tree"):
            told = {"text": paper.alarm, "kind": kind, "asset": paper.tag, "by": "x"}
            yield Call("POST", "/api/v1/investigations", told)


_TREE = {"top": "T", "gates": {"T": {"or": ["A", "B"]}}}
ROWS: Mapping[str, Row] = {
    "GET /api/v1/sops": _sops,
    "GET /api/v1/sops/{sop}": _of_sops("/api/v1/sops/{}"),
    "GET /api/v1/sops/{sop}/file.{form}": _files,
    "GET /api/v1/sops/{sop}/diff": _of_sops("/api/v1/sops/{}/diff", only=False),
    "GET /api/v1/sops/{sop}/cards": _of_sops("/api/v1/sops/{}/cards", only=False),
    "GET /api/v1/sops/{sop}/quiz": _of_sops("/api/v1/sops/{}/quiz", only=False),
    "POST /api/v1/sops/{sop}/{action}": _acted,
    "POST /api/v1/sops/import": Call(
        "POST", "/api/v1/sops/import", {"name": "a.md", "content": "IyBB", "by": "x"}, apart=NOWHERE
    ),
    "POST /api/v1/sop-answers/{sop}": _answers,
    "GET /api/v1/sop-answers": Call("GET", "/api/v1/sop-answers"),
    "GET /api/v1/sop-runs": Call("GET", "/api/v1/sop-runs"),
    "GET /api/v1/sop-runs/{run}": _of_runs("GET", "/api/v1/sop-runs/{}"),
    "POST /api/v1/sop-runs/{run}/answer": _of_runs(
        "POST", "/api/v1/sop-runs/{}/answer", json={"words": "repeat", "by": "x"}
    ),
    "POST /api/v1/sop-runs/{run}/resume": _of_runs("POST", "/api/v1/sop-runs/{}/resume", json={"by": "x"}),
    "POST /api/v1/sop-runs/{run}/photos": _of_runs(
        "POST", "/api/v1/sop-runs/{}/photos", json={"picture": "AAAA", "by": "x"}
    ),
    "GET /api/v1/sop-runs/{run}/photos/{name}": _of_runs("GET", "/api/v1/sop-runs/{}/photos/1.jpg"),
    "POST /api/v1/sop-runs": _begun,
    "GET /api/v1/sops/energies": Call("GET", "/api/v1/sops/energies"),
    "POST /api/v1/sops/energies": Call("POST", "/api/v1/sops/energies", {"text": "x"}, apart=NOWHERE),
    "GET /api/v1/sops/energies/form": _forms,
    "POST /api/v1/sops/keep-up": Call("POST", "/api/v1/sops/keep-up"),
    "POST /api/v1/sops": _draft,
    "GET /api/v1/selections": Call("GET", "/api/v1/selections"),
    "GET /api/v1/selections/{number}": _selections,
    "POST /api/v1/selections/{number}/what-if": _what_if,
    "POST /api/v1/selections": _select,
    "POST /api/v1/layouts": Call("POST", "/api/v1/layouts", {"project": _PROJECT, "seconds": 1}),
    "GET /api/v1/layouts": Call("GET", "/api/v1/layouts"),
    "POST /api/v1/layouts/{number}/changes": Call("POST", "/api/v1/layouts/99/changes", {"text": "x"}),
    "POST /api/v1/layouts/check": Call("POST", "/api/v1/layouts/check", {"project": _PROJECT}),
    "GET /api/v1/layouts/{number}": Call("GET", "/api/v1/layouts/99"),
    "GET /api/v1/layouts/{number}/{name}": Call("GET", "/api/v1/layouts/99/plan.svg"),
    "GET /api/v1/investigations": Call("GET", "/api/v1/investigations"),
    "GET /api/v1/investigations/{number}": _numbered("GET", "/api/v1/investigations/{}"),
    "GET /api/v1/investigations/{number}/{picture}.svg": _numbered("GET", "/api/v1/investigations/{}/fishbone.svg"),
    "GET /api/v1/investigations/{number}/diagrams/{name}": _numbered(
        "GET", "/api/v1/investigations/{}/diagrams/fishbone"
    ),
    "GET /api/v1/investigations/{number}/report/{report}.{form}": _reports,
    "POST /api/v1/investigations/{number}/{action}": _numbered(
        "POST", "/api/v1/investigations/{}/why", json={"text": "", "by": "x"}
    ),
    "POST /api/v1/investigations/fault-tree": Call("POST", "/api/v1/investigations/fault-tree", {"tree": _TREE}),
    "POST /api/v1/investigations": _investigate,
}
