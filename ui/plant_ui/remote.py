"""The copilot of a running server, with the methods of ``plant_copilot.Copilot``, over the standard library's HTTP."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.errors import PlantError
from plant_ui.errors import RecordingUnreadable, ServerGone, ServerRefused
from plant_ui.remote_backup import RemoteBackups
from plant_ui.remote_form import Form
from plant_ui.remote_investigations import RemoteInvestigations
from plant_ui.remote_jobs import RemoteJobs
from plant_ui.remote_looking_after import RemoteLookingAfter
from plant_ui.remote_people import RemotePeople
from plant_ui.remote_pictures import RemotePictures
from plant_ui.remote_selections import RemoteSelections
from plant_ui.running import Running

if TYPE_CHECKING:
    from plant_copilot.hearing import Ears
    from plant_knowledge_ingest.ingestion import Progress

Json = dict[str, Any]

# Longer than any question takes on a busy machine; a server that says nothing for so long has died.
_PATIENCE = 300.0


class RemoteCopilot(
    RemoteBackups, RemoteInvestigations, RemoteSelections, RemotePeople, RemoteLookingAfter, RemoteJobs
):
    """Asks a running server. Errors come back as they would be raised here."""

    def __init__(self, server: Running) -> None:
        self.server = server

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        described: Mapping[str, Any] | None = None,
        engine: str = "local",
        workers: int = 0,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Json:
        """Let the server ingest; it goes on with it even if this process ends."""
        wanted = {
            "paths": [str(path) for path in paths],
            "described": dict(described) if described else None,
            "engine": engine,
            "workers": workers,
        }
        return self._followed(self._call("POST", "/api/ingest", wanted), on_progress)

    def reindex(
        self, *, embedder: str = "", keep: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> Json:
        """Let the server make its index anew; it goes on with it even if this process ends."""
        return self._followed(self._call("POST", "/api/reindex", {"embedder": embedder, "keep": keep}), on_progress)

    def _followed(self, job: Json, on_progress: Callable[[Progress], None] | None) -> Json:
        """Return what ``job`` reports in the end."""
        for line in self._lines(f"/api/jobs/{job['id']}/progress"):
            job = line
            if on_progress and job["progress"]:
                on_progress(_progress(job["progress"]))
        if job["problem"]:
            raise _error(job["problem"])
        if job["report"] is None:
            raise ServerGone(
                "The server stopped before it was finished.",
                remedy="Run the command again: it goes on where it stopped.",
            )
        return dict(job["report"])

    def documents(self) -> Json:
        """List the documents."""
        return self._call("GET", "/api/documents")

    def assets(self) -> Json:
        """List the assets."""
        return self._call("GET", "/api/assets")

    def asset(self, tag: str, *, dataset: str = "") -> Json:
        """Return one asset at a glance."""
        return self._call("GET", f"/api/assets/{_quoted(tag)}", query={"dataset": dataset})

    def labels(self, chat: str, tags: Sequence[str] = ()) -> bytes:
        """Return labels with QR codes, as PDF."""
        asked = urlencode([("chat", chat), *(("asset", tag) for tag in tags)])
        with self._request("GET", f"/api/assets/labels.pdf?{asked}") as response:
            return response.read()

    @property
    def pictures(self) -> RemotePictures:
        """What photos show."""
        return RemotePictures(self._request)

    def figures(self, document: str, *, revision: str | None = None) -> Json:
        """List the figures of a document."""
        return self._call("GET", f"/api/documents/{_quoted(document)}/figures", query={"revision": revision})

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        """Remove a document, or one revision of it."""
        return self._call("DELETE", f"/api/documents/{_quoted(document)}", query={"revision": revision})

    def search(
        self, text: str, *, limit: int = 10, language: str = "", asset: str = "", as_of: str = "", kind: str = ""
    ) -> Json:
        """Return passages for ``text``."""
        wanted = {"text": text, "limit": limit, "language": language, "asset": asset, "as_of": as_of, "kind": kind}
        return self._call("POST", "/api/search", wanted)

    def ask(self, text: str, *, language: str = "auto", asset: str = "", as_of: str = "", thread: str = "") -> Json:
        """Answer a question."""
        question = {"text": text, "language": language, "asset": asset, "as_of": as_of, "thread": thread}
        return self._call("POST", "/api/ask", question)

    def transcribe(
        self, recording: Path, _ears: Ears, *, asset: str = "", language: str = "", words: Sequence[str] = ()
    ) -> Json:
        """Return what is asked in a recording; the server has ears of its own. Raises ``RecordingUnreadable``."""
        try:
            content = recording.read_bytes()
        except OSError as error:
            raise RecordingUnreadable(f"{recording} cannot be read: {error.strerror}.") from error
        form = Form.of(recording.name, content, {"asset": asset, "language": language, "words": ",".join(words)})
        with self._request("POST", "/api/transcribe", form) as response:
            return dict(json.load(response))

    def decide(self, thread: str, choice: str, fields: Mapping[str, Any] | None = None) -> Json:
        """Decide on what waits in a thread."""
        return self._call("POST", f"{_thread(thread)}/decision", {"choice": choice, "fields": dict(fields or {})})

    def thread(self, thread: str) -> Json:
        """Return a conversation."""
        return self._call("GET", _thread(thread))

    def export_thread(self, thread: str) -> str:
        """Return a conversation as Markdown."""
        with self._request("GET", f"{_thread(thread)}/export") as response:
            return response.read().decode("utf-8")

    def forget_thread(self, thread: str) -> Json:
        """Remove a conversation."""
        return self._call("DELETE", _thread(thread))

    def why(self, thread: str, number: int = 0) -> Json:
        """Say how an answer came about."""
        return self._call("GET", f"{_thread(thread)}/why", query={"number": str(number)})

    def tools(self) -> Json:
        """List the tools."""
        return self._call("GET", "/api/tools")

    def tool(self, name: str, arguments: Json) -> Json:
        """Call one tool."""
        return self._call("POST", f"/api/tools/{_quoted(name)}", arguments)

    def similar(self, text: str, *, asset: str = "", dataset: str = "", limit: int = 5, wait: bool = False) -> Json:
        """Return past orders like ``text``."""
        asked = {"text": text, "asset": asset, "dataset": dataset, "limit": str(limit), "wait": str(wait).lower()}
        return self._call("GET", "/api/similar", query=asked)

    def causes(
        self,
        symptom: str,
        *,
        asset: str = "",
        dataset: str = "",
        seen: Mapping[str, Any] | None = None,
        limit: int = 3,
        wait: bool = False,
    ) -> Json:
        """Rank candidate causes."""
        asked: Json = {"symptom": symptom, "asset": asset, "dataset": dataset, "seen": dict(seen or {})}
        return self._call("POST", "/api/causes", asked | {"limit": limit, "wait": wait})

    def learn_causes(
        self,
        dataset: str = "",
        *,
        asset: str = "",
        on_progress: Callable[[str], None] | None = None,  # noqa: ARG002 - the server does it, unseen
    ) -> Json:
        """Wait until the ranking has learnt."""
        return self._call("POST", "/api/causes/learn", {"dataset": dataset, "asset": asset})

    def confirm_cause(self, ranking: int, cause: str, *, by: str) -> Json:
        """Enter a confirmed cause."""
        return self._call("POST", f"/api/causes/{ranking}/confirm", {"cause": cause, "by": by})

    def cause_score(self) -> Json:
        """Return how right the rankings were."""
        return self._call("GET", "/api/causes/score")

    def cause_score_svg(self) -> str:
        """Return the calibration as SVG."""
        with self._request("GET", "/api/causes/score.svg") as response:
            return str(response.read().decode())

    def doctor(self) -> Json:
        """Say what works on the server's machine, which is this one."""
        return self._call("GET", "/api/doctor")

    def history_file(self, query: Json, form: str) -> bytes:
        """Return the rows of a history query, or its picture."""
        with self._request("POST", f"/api/history.{_quoted(form)}", query) as response:
            return response.read()

    def page_png(
        self,
        document: str,
        page: int,
        *,
        revision: str | None = None,
        highlight: Sequence[Sequence[float]] = (),
        width: int = 1200,
    ) -> bytes:
        """Return a page as PNG with ``highlight`` marked."""
        with self._request("GET", page_address(document, page, revision, highlight, width)) as response:
            return response.read()

    def _call(
        self, method: str, path: str, body: Json | None = None, *, query: Mapping[str, str | None] | None = None
    ) -> Json:
        given = {name: value for name, value in (query or {}).items() if value is not None}
        address = f"{path}?{urlencode(given, errors='replace')}" if given else path
        with self._request(method, address, body) as response:
            return dict(json.load(response))

    def _lines(self, path: str) -> Iterator[Json]:
        with self._request("GET", path) as response:
            for line in response:
                yield dict(json.loads(line))

    @contextmanager
    def _request(self, method: str, path: str, body: Json | Form | None = None) -> Iterator[HTTPResponse]:
        connection = HTTPConnection(self.server.reachable_host, self.server.port, timeout=_PATIENCE)
        form = body if isinstance(body, Form) else Form("application/json", json.dumps(body).encode())
        headers = {"Content-Type": form.kind} if body is not None else {}
        headers["Authorization"] = f"Bearer {self.server.word}"
        try:
            connection.request(method, path, form.content if body is not None else None, headers)
            response = connection.getresponse()
            if response.status >= 400:
                raise _error(json.load(response))
            yield response
        except (OSError, HTTPException, ValueError) as error:
            raise ServerGone(
                f"The server at {self.server.url} stopped answering ({type(error).__name__}).",
                remedy="Run the command again, or look at what the server printed.",
            ) from error
        finally:
            connection.close()


def page_address(
    document: str, page: int, revision: str | None, highlight: Sequence[Sequence[float]], width: int | None = None
) -> str:
    """Return the path, on any server, of a page's picture."""
    asked = [] if revision is None else [("revision", revision)]
    asked += [("highlight", ",".join(f"{value:g}" for value in rectangle)) for rectangle in highlight]
    asked += [] if width is None else [("width", str(width))]
    path = f"/api/pages/{_quoted(document)}/{page}.png"
    return f"{path}?{urlencode(asked, safe=',')}" if asked else path


def _thread(thread: str) -> str:
    return f"/api/threads/{_quoted(thread)}"


def _quoted(name: str) -> str:
    return quote(name, safe="", errors="replace")


def _progress(told: Json) -> Progress:
    from plant_knowledge_ingest.ingestion import Progress

    return Progress(**told)


def _error(problem: Json) -> PlantError:
    kind = WrongUse if str(problem.get("type", "")).endswith(":wrong-use") else ServerRefused
    return kind(str(problem.get("detail", "The server refused.")), remedy=str(problem.get("remedy", "")))
