"""What the rights matrix sends to the routes of records: orders, drafts, causes, defects, FMEA."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from plant_evals.rights_calls import Call, Made, Row
from plant_evals.rights_of_documents import NOWHERE

_NOTHING = {"path": "/nowhere.csv"}
_BY = {"by": "x"}


def _exported(made: Made) -> Iterator[Call]:
    yield Call("POST", "/api/v1/history.csv", {"metric": "list", "limit": 100})
    for ledger in made.ledgers:
        for form in ("csv", "xlsx"):
            query = {"metric": "list", "dataset": ledger.name, "limit": 100}
            yield Call("POST", f"/api/v1/history.{form}", query, must=(ledger,))


def _plotted(made: Made) -> Iterator[Call]:
    for dataset in ("", *(ledger.name for ledger in made.ledgers)):
        query = {"metric": "count", "group_by": "asset"} | ({"dataset": dataset} if dataset else {})
        yield Call("GET", "/api/v1/history/plot.json", params={"query": json.dumps(query)})


def _similar(made: Made) -> Iterator[Call]:
    for ledger in made.ledgers:
        asked = {"text": "bearing noisy", "dataset": ledger.name, "limit": 20}
        yield Call("GET", "/api/v1/similar", params=asked, must=(ledger,))
    yield Call("GET", "/api/v1/similar", params={"text": "bearing noisy", "limit": 20})


def _orders(made: Made) -> Iterator[Call]:
    for ledger in made.ledgers:
        asked = {"dataset": ledger.name, "id": f"{ledger.words[1]}-1"}
        yield Call("GET", "/api/v1/records/orders", params=asked, of=(ledger,))


def _checked(made: Made) -> Iterator[Call]:
    for dataset in ("", *(ledger.name for ledger in made.ledgers)):
        yield Call("GET", "/api/v1/records/check", params={"dataset": dataset} if dataset else {})


def _rights(made: Made) -> Iterator[Call]:
    return (Call("GET", "/api/v1/records/rights", params={"dataset": one.name}, of=(one,)) for one in made.ledgers)


def _datasets(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/records/datasets", must=made.ledgers)


def _drafts(made: Made) -> Iterator[Call]:
    for number, ledger in made.drafts.items():
        yield Call("GET", f"/api/v1/drafts/{number}", of=(ledger,))
    yield Call("GET", "/api/v1/drafts/99")


def _dictated(made: Made) -> Iterator[Call]:
    for ledger in made.ledgers:
        yield Call("POST", "/api/v1/drafts", {"text": f"The bearing of {ledger.tag} is noisy.", "by": "x"})


def _compared(made: Made) -> Iterator[Call]:
    for dataset in ("", *(ledger.name for ledger in made.ledgers)):
        yield Call("POST", "/api/v1/defects", {"question": "What do scratches go with?", "dataset": dataset})


ROWS: Mapping[str, Row] = {
    "POST /api/v1/history.{form}": _exported,
    "GET /api/v1/history/plot.json": _plotted,
    "GET /api/v1/similar": _similar,
    "GET /api/v1/records/orders": _orders,
    "GET /api/v1/records/check": _checked,
    "GET /api/v1/records/datasets": _datasets,
    "GET /api/v1/records/rights": _rights,
    "PUT /api/v1/records/rights": Call("PUT", "/api/v1/records/rights", {"dataset": "none", "groups": ["everyone"]}),
    "POST /api/v1/records/load": Call("POST", "/api/v1/records/load", _NOTHING),
    "POST /api/v1/records/propose": Call("POST", "/api/v1/records/propose", _NOTHING),
    "POST /api/v1/records/preview": Call("POST", "/api/v1/records/preview", _NOTHING),
    "DELETE /api/v1/records/datasets/{dataset}": Call("DELETE", "/api/v1/records/datasets/nobodys"),
    "POST /api/v1/records/files": Call(
        "POST", "/api/v1/records/files", files={"file": ("a.csv", b"x", "text/csv")}, apart=NOWHERE
    ),
    "DELETE /api/v1/records/files": Call("DELETE", "/api/v1/records/files", params=_NOTHING),
    "POST /api/v1/defects/load": Call("POST", "/api/v1/defects/load", _NOTHING),
    "POST /api/v1/defects": _compared,
    "GET /api/v1/defects/comparison.svg": Call("GET", "/api/v1/defects/comparison.svg"),
    "GET /api/v1/drafts": Call("GET", "/api/v1/drafts"),
    "GET /api/v1/drafts/audit": Call("GET", "/api/v1/drafts/audit"),
    "GET /api/v1/drafts/orders.{form}": Call("GET", "/api/v1/drafts/orders.csv"),
    "GET /api/v1/drafts/{draft}": _drafts,
    "PATCH /api/v1/drafts/{draft}": Call("PATCH", "/api/v1/drafts/99", {"fields": {"priority": "1"}} | _BY),
    "POST /api/v1/drafts/{draft}/approve": Call("POST", "/api/v1/drafts/99/approve", _BY),
    "POST /api/v1/drafts/{draft}/reject": Call("POST", "/api/v1/drafts/99/reject", {"reason": "x"} | _BY),
    "POST /api/v1/drafts": _dictated,
    "POST /api/v1/causes/learn": Call("POST", "/api/v1/causes/learn", {}),
    "POST /api/v1/causes/{ranking}/confirm": Call("POST", "/api/v1/causes/99/confirm", {"cause": "x"} | _BY),
    "GET /api/v1/causes/score": Call("GET", "/api/v1/causes/score"),
    "GET /api/v1/causes/score.svg": Call("GET", "/api/v1/causes/score.svg"),
    "POST /api/v1/fmea/load": Call("POST", "/api/v1/fmea/load", _NOTHING),
    "POST /api/v1/fmea/priorities": Call("POST", "/api/v1/fmea/priorities", _NOTHING),
    "GET /api/v1/fmea": Call("GET", "/api/v1/fmea"),
    "DELETE /api/v1/fmea/{dataset}": Call("DELETE", "/api/v1/fmea/nobodys"),
}
