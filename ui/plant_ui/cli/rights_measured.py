"""The doors of a plant, as ``eval rights`` tries them: the server's routes, and what other faces show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from plant_copilot import Copilot, Settings, build_copilot
from plant_evals.rights import BROKEN, Seen
from plant_evals.rights_calls import Door, Made, send
from plant_evals.rights_made import fill
from plant_evals.rights_papers import write
from plant_evals.rights_plant import GROUPS, KINDS, papers, people
from plant_evals.rights_random import run_random
from plant_evals.rights_routes import ROWS, calls, unlisted
from plant_ui.api.app import build_app
from plant_ui.cli.rights_faces import channels, look_at, pages_of_the_chat

Json = dict[str, Any]

ORDER = ("local", "two", "one", "linz", "plain", "nobody")
"""Who asks the same, one after the other; the faces are looked at the other way round."""

_HERE = "http://127.0.0.1:8000"


def measured(
    number: int, kinds: tuple[str, ...] = KINDS, order: Sequence[str] = ORDER, faces: Sequence[str] = ORDER[::-1]
) -> Json:
    """Return what leaks of ``number`` manuals, and what is missing; in a home of its own, which is removed again.

    ``order``: who tries the routes, one after the other; ``faces``: who looks at everything else.
    """
    given, who = {"PLANT_GROUPS": ",".join(GROUPS), "PLANT_REQUESTS": "0"}, people()
    with TemporaryDirectory() as folder, build_copilot(Settings.read(given, home=Path(folder) / "home")) as copilot:
        made = fill(copilot, number, kinds, Path(folder) / "manuals")
        seen, app = Seen(made.secrets), build_app(copilot)
        app.include_router(_viewer(copilot))
        with doors(app, copilot) as opened:
            for name in faces:
                look_at(seen, copilot, made, who[name])
                pages_of_the_chat(seen, opened, made, who[name])
            channels(seen, copilot, made)
            _routes(seen, opened, made, app, order)
        return seen.told()


def _viewer(copilot: Copilot) -> APIRouter:
    from plant_ui.chat.pages import page_routes

    return page_routes(copilot, "/chat")


def drawn(number: int, tries: int, seed: int = 0) -> Json:
    """Return what rights and people drawn at random show of ``number`` manuals, against the rule."""
    made = papers(number, kinds=KINDS[:1])
    with TemporaryDirectory() as folder, build_copilot(Settings.read({}, home=Path(folder) / "home")) as copilot:
        copilot.ingest([write(made, Path(folder) / "manuals")])
        return run_random(copilot, made, tries, seed)


@contextmanager
def doors(app: FastAPI, copilot: Copilot) -> Iterator[dict[str, Door]]:
    """Give each person a way to send requests; everybody but ``local`` and ``nobody`` is a user with a key."""
    opened: dict[str, Door] = {}
    with TestClient(app, _HERE, client=("192.168.7.9", 50_000), raise_server_exceptions=False) as client:
        for name, who in people().items():
            word = app.state.word if name == "local" else ""
            if name not in {"local", "nobody"}:
                roles, groups = who.groups - set(GROUPS) - {"everyone"}, who.groups & set(GROUPS)
                given = {
                    "roles": sorted(roles),
                    "groups": sorted(groups),
                    "sites": sorted(who.sites),
                    "source": "proxy",
                }
                copilot.user("add", name, given)
                word = copilot.user("key", name, {"label": "rights"})["key"]
            opened[name] = partial(_request, client, {"Authorization": f"Bearer {word}"} if word else {})
        yield opened


def _request(client: TestClient, known: Mapping[str, str], method: str, path: str, **more: Any) -> Any:
    headers = {**known, **more.pop("headers", {})}
    client.cookies.clear()
    return client.request(method, path, headers=headers, **more)


def _routes(seen: Seen, opened: Mapping[str, Door], made: Made, app: FastAPI, order: Sequence[str]) -> None:
    """Try every route in everybody's name: who may see most first, so that what is kept would come out, then back."""
    who = people()
    for route in unlisted(routes_of(app)):
        seen.fault(route, who["local"], BROKEN, "no row in the matrix, and no reason why it shows nothing")
    for route, row in ROWS.items():
        for call in calls(row, made):
            for name in order:
                send(seen, route, who[name], opened, call)


def routes_of(app: FastAPI) -> set[str]:
    """Return every route that the API describes, as "METHOD /path"."""
    paths = app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, calls in paths.items() for method in calls}
