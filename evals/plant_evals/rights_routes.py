"""The matrix of the HTTP API: what is sent to each route, and which routes show nothing of the plant, and why.

A route that stands in neither list is a fault. What only lists and shows comes before what people add, so that nobody
is told what another person has just said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plant_evals import rights_of_documents, rights_of_people, rights_of_records, rights_of_work
from plant_evals.rights_calls import Call, Made, Row

_ALL: Mapping[str, Row] = {
    **rights_of_people.ROWS,
    **rights_of_work.ROWS,
    **rights_of_records.ROWS,
    **rights_of_documents.ROWS,
}
_KEPT = ("drafts", "sops", "selections", "investigations", "sop-runs", "causes")
ROWS: Mapping[str, Row] = dict(
    sorted(_ALL.items(), key=lambda row: row[0] in {f"POST /api/v1/{name}" for name in _KEPT})
)
SHOWS_NOTHING: Mapping[str, str] = {
    "GET /api/v1/transcribe": "whether recordings are understood, by what",
    "GET /api/v1/parts": "what the program is made of",
    "GET /api/v1/parts/licences": "what the program is made of",
    "GET /api/v1/parts/sbom": "what the program is made of",
    "GET /api/v1/parts/verify": "what the program is made of",
    "POST /api/v1/session": "signs in",
    "DELETE /api/v1/session": "signs out",
    "GET /v1/models": "one name, of the copilot",
    "GET /v1/models/{model}": "one name, of the copilot",
    "GET /health": "that the server is there",
}
"""Routes without a row, and all that they show."""


def unlisted(routes: Iterable[str]) -> list[str]:
    """Return the routes that nobody has thought of."""
    return sorted(set(routes) - ROWS.keys() - SHOWS_NOTHING.keys())


def calls(row: Row, made: Made) -> Iterable[Call]:
    """Return what is sent to a route."""
    return (row,) if isinstance(row, Call) else row(made)
