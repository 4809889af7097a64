"""What the rights matrix sends to the routes of conversations, events and users, and to those for admins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from plant_evals.rights_calls import Call, Made, Row
from plant_evals.rights_of_documents import NOWHERE

_USER = "/api/v1/users/nobodyhere"


def _threads(method: str, form: str, **more: Any) -> Callable[[Made], Iterator[Call]]:
    """Return calls on conversations of the local user, which that one does not send: one of them removes them."""
    return lambda made: (Call(method, form.format(thread), apart=NOWHERE, **more) for thread in made.threads)


def _own(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/threads")
    for one in made.secrets:
        yield Call("GET", "/api/v1/threads", params={"search": one.words[0][:6]})


def _judged(made: Made) -> Iterator[Call]:
    said = {"verdict": "up", "comment": "x"}
    return (Call("POST", "/api/v1/feedback", said | {"thread": thread}, apart=NOWHERE) for thread in made.threads)


def _listed(made: Made) -> Iterator[Call]:
    yield Call("GET", "/api/v1/events", open=_came_in(made))


def _events(made: Made) -> Iterator[Call]:
    return (Call("GET", f"/api/v1/events/{number}", open=_came_in(made)) for number in (*made.events, 99))


def _came_in(made: Made) -> list[str]:
    """Return what alarms say by themselves, which everybody who signs in may read; their answers are another thing."""
    return [code for paper in made.papers for code in paper.codes]


def _traced(made: Made) -> Iterator[Call]:
    return (Call("GET", f"/api/v1/traces/{code}", shut=True) for code in (*made.traces, "NONE"))


_OF_PEOPLE: Mapping[str, Row] = {
    "GET /api/v1/threads": _own,
    "GET /api/v1/threads/{thread}": _threads("GET", "/api/v1/threads/{}"),
    "PATCH /api/v1/threads/{thread}": _threads("PATCH", "/api/v1/threads/{}", json={"title": "mine"}),
    "DELETE /api/v1/threads/{thread}": _threads("DELETE", "/api/v1/threads/{}"),
    "GET /api/v1/threads/{thread}/export": _threads("GET", "/api/v1/threads/{}/export"),
    "GET /api/v1/threads/{thread}/why": _threads("GET", "/api/v1/threads/{}/why"),
    "POST /api/v1/threads/{thread}/decision": _threads(
        "POST", "/api/v1/threads/{}/decision", json={"choice": "approve", "fields": {}}
    ),
    "POST /api/v1/feedback": _judged,
    "GET /api/v1/session": Call("GET", "/api/v1/session"),
    "GET /api/v1/events": _listed,
    "GET /api/v1/events/{number}": _events,
    "POST /api/v1/events": Call("POST", "/api/v1/events", {"source": "x", "code": "E1", "asset": "Z-1"}),
}
_FOR_ADMINS: Mapping[str, Row] = {
    "GET /api/v1/audit": Call("GET", "/api/v1/audit"),
    "GET /api/v1/audit/proof": Call("GET", "/api/v1/audit/proof"),
    "POST /api/v1/backup": Call("POST", "/api/v1/backup", {"archive": "/nowhere/b.zip"}),
    "GET /api/v1/verify": Call("GET", "/api/v1/verify", apart=NOWHERE),
    "GET /api/v1/doctor": Call("GET", "/api/v1/doctor"),
    "GET /api/v1/database": Call("GET", "/api/v1/database"),
    "GET /api/v1/page-store": Call("GET", "/api/v1/page-store"),
    "POST /api/v1/page-store/move": Call("POST", "/api/v1/page-store/move", {}, apart=NOWHERE),
    "POST /api/v1/documents": Call(
        "POST", "/api/v1/documents", files={"files": ("a.md", b"# A", "text/markdown")}, apart=NOWHERE
    ),
    "POST /api/v1/ingest": Call("POST", "/api/v1/ingest", {"paths": ["/nowhere"]}, apart=NOWHERE),
    "POST /api/v1/reindex": Call("POST", "/api/v1/reindex", {}, apart=NOWHERE),
    "GET /api/v1/jobs": Call("GET", "/api/v1/jobs"),
    "POST /api/v1/jobs/{job}/retry": Call("POST", "/api/v1/jobs/none/retry"),
    "GET /api/v1/jobs/{job}": Call("GET", "/api/v1/jobs/none"),
    "GET /api/v1/jobs/{job}/progress": Call("GET", "/api/v1/jobs/none/progress"),
    "GET /api/v1/unanswered": Call("GET", "/api/v1/unanswered"),
    "GET /api/v1/parity": Call("GET", "/api/v1/parity", apart=NOWHERE),
    "GET /api/v1/feedback": Call("GET", "/api/v1/feedback"),
    "GET /api/v1/traces": Call("GET", "/api/v1/traces"),
    "GET /api/v1/traces/{code}": _traced,
    "GET /api/v1/users": Call("GET", "/api/v1/users"),
    "POST /api/v1/users": Call("POST", "/api/v1/users", {"name": "x", "roles": ["admin"]}, apart=NOWHERE),
    "PATCH /api/v1/users/{name}": Call("PATCH", _USER, {"roles": ["admin"], "groups": ["gamma"], "sites": ["*"]}),
    "DELETE /api/v1/users/{name}/sessions": Call("DELETE", f"{_USER}/sessions"),
    "GET /api/v1/users/{name}/keys": Call("GET", f"{_USER}/keys"),
    "POST /api/v1/users/{name}/keys": Call("POST", f"{_USER}/keys", {"label": "x"}),
    "POST /api/v1/users/{name}/links": Call("POST", f"{_USER}/links", {"channel": "slack", "external": "U1"}),
    "DELETE /api/v1/users/{name}/links/{channel}/{external}": Call("DELETE", f"{_USER}/links/slack/U1"),
    "DELETE /api/v1/users/{name}/keys/{key}": Call("DELETE", f"{_USER}/keys/1"),
    "POST /api/v1/events/{number}/post": Call("POST", "/api/v1/events/99/post"),
}
_SHUT = {name: replace(row, shut=True) if isinstance(row, Call) else row for name, row in _FOR_ADMINS.items()}
ROWS: Mapping[str, Row] = {
    **_OF_PEOPLE,
    **_SHUT,
    "GET /metrics": Call("GET", "/metrics"),
}
