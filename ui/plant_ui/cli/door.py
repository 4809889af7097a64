"""How a command gets at the copilot: through the server that has the home open, or by opening it itself."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from plant_copilot.settings import Settings
from plant_ui import running
from plant_ui.remote import RemoteCopilot

if TYPE_CHECKING:
    from plant_copilot.backup.facade import BackupProgress
    from plant_copilot.hearing import Ears
    from plant_knowledge_ingest.ingestion import Progress
    from plant_knowledge_ingest.passage import Rectangle
    from plant_tools.records.door import RecordsDoor
    from plant_ui.remote_pictures import ReadsPictures

Json = dict[str, Any]


class Door(Protocol):
    """What the commands use of a copilot, here or in a server. All return the facade's JSON."""

    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        described: Mapping[str, Any] | None = None,
        engine: str = "local",
        workers: int = 0,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Json:
        """Bring files and folders into the library."""

    def reindex(
        self, *, embedder: str = "", keep: bool = False, on_progress: Callable[[Progress], None] | None = None
    ) -> Json:
        """Make the index anew."""

    def unanswered(self, *, days: int = 90, limit: int = 50) -> Json:
        """Return what nothing on record answers."""

    def parity(self) -> Json:
        """Return how even the languages are."""

    def documents(self) -> Json:
        """List the documents."""

    def assets(self) -> Json:
        """List the assets."""

    def asset(self, tag: str, *, dataset: str = "") -> Json:
        """Return one asset at a glance."""

    def labels(self, chat: str, tags: Sequence[str] = ()) -> bytes:
        """Return labels with QR codes, as PDF."""

    @property
    def pictures(self) -> ReadsPictures:
        """What photos show."""

    def figures(self, document: str, *, revision: str | None = None) -> Json:
        """List the figures of a document."""

    def forget(self, document: str, *, revision: str | None = None) -> Json:
        """Remove a document."""

    def search(
        self, text: str, *, limit: int = 10, language: str = "", asset: str = "", as_of: str = "", kind: str = ""
    ) -> Json:
        """Return passages."""

    def ask(self, text: str, *, language: str = "auto", asset: str = "", as_of: str = "", thread: str = "") -> Json:
        """Answer a question."""

    def transcribe(
        self, recording: Path, ears: Ears, *, asset: str = "", language: str = "", words: Sequence[str] = ()
    ) -> Json:
        """Return what is asked in a recording; a server has ears of its own."""

    def decide(self, thread: str, choice: str, fields: Mapping[str, Any] | None = None) -> Json:
        """Decide on what waits in a thread."""

    def threads(self, *, search: str = "") -> Json:
        """List conversations."""

    def rename_thread(self, thread: str, title: str) -> Json:
        """Give a conversation another title."""

    def thread(self, thread: str) -> Json:
        """Return a conversation."""

    def export_thread(self, thread: str) -> str:
        """Return a conversation as Markdown."""

    def forget_thread(self, thread: str) -> Json:
        """Remove a conversation."""

    def why(self, thread: str, number: int = 0) -> Json:
        """Say how an answer came about."""

    def give_feedback(self, thread: str, verdict: str, *, number: int = 0, reason: str = "", comment: str = "") -> Json:
        """Say whether an answer helped."""

    def feedback(self, *, verdict: str = "", limit: int = 200) -> Json:
        """List what people think of answers."""

    def tools(self) -> Json:
        """List the tools."""

    def tool(self, name: str, arguments: Json) -> Json:
        """Call one tool."""

    def similar(self, text: str, *, asset: str = "", dataset: str = "", limit: int = 5, wait: bool = False) -> Json:
        """Return past orders like a text."""

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

    def learn_causes(
        self, dataset: str = "", *, asset: str = "", on_progress: Callable[[str], None] | None = None
    ) -> Json:
        """Wait until the ranking has learnt."""

    def confirm_cause(self, ranking: int, cause: str, *, by: str) -> Json:
        """Enter a confirmed cause."""

    def cause_score(self) -> Json:
        """Return how right the rankings were."""

    def cause_score_svg(self) -> str:
        """Return the calibration as SVG."""

    def investigation(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Begin, list, show or answer investigations."""

    def investigation_file(self, number: int, name: str) -> bytes:
        """Return a picture or report of an investigation."""

    def sop_step(self, step: str, of: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Do, learn or list procedures."""

    def sop_photo(self, run: int, picture: bytes, *, by: str = "") -> Json:
        """Add a photo to a run."""

    def sop_file(self, sop: str, form: str, fields: Mapping[str, Any] | None = None) -> bytes:
        """Return a procedure as pdf or docx."""

    def sop_import(self, file: Path, fields: Mapping[str, Any] | None = None) -> Json:
        """Bring a procedure in from a file."""

    def sop(self, step: str, sop: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Draft, list, show, change or approve procedures."""

    def select(self, brief: Json) -> Json:
        """Select machines."""

    def select_what_if(self, text: str, number: int = 0) -> Json:
        """Select again with something changed."""

    def selection(self, number: int = 0) -> Json:
        """Return a kept selection."""

    def history_file(self, query: Json, form: str) -> bytes:
        """Return rows or the picture of a history query."""

    def traces(self, *, outcome: str = "", slower: float = 0.0, limit: int = 50) -> Json:
        """List how the latest questions went."""

    def trace(self, code: str) -> Json:
        """Say how one question went."""

    def backup(self, archive: str | Path, *, on_progress: Callable[[BackupProgress], None] | None = None) -> Json:
        """Write the home into a file."""

    def database(self) -> Json:
        """Say where everything that is rows is kept."""

    def page_store(self) -> Json:
        """Say where pages are kept."""

    def move_pages(
        self, *, source: str = "", keep: bool = False, on_progress: Callable[[BackupProgress], None] | None = None
    ) -> Json:
        """Move all pages to where they are kept."""

    def verify(self) -> Json:
        """Look whether the home is whole."""

    def doctor(self) -> Json:
        """Say what works."""

    def event(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Send, list or show events."""

    def user(self, step: str, name: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Add, change or list users, their sessions and keys."""

    def page_png(
        self,
        document: str,
        page: int,
        *,
        revision: str | None = None,
        highlight: Sequence[Rectangle] = (),
        width: int = 1200,
    ) -> bytes:
        """Return a page as PNG."""


def address_of(door: Door) -> str:
    """Return the URL of the server behind ``door``, or "" where there is none."""
    return door.server.url if isinstance(door, RemoteCopilot) else ""


@contextmanager
def opened(home: Path | None) -> Iterator[Door]:
    """Give the copilot of ``home`` (None: the one the settings name), and close it again if it was opened here."""
    settings = Settings.read(home=home)
    if server := running.find(settings.home):
        yield RemoteCopilot(server)
        return
    gc.enable()
    from plant_copilot.wiring import build_copilot

    with build_copilot(settings) as copilot:
        yield copilot


@contextmanager
def opened_records(settings: Settings) -> Iterator[RecordsDoor]:
    """Give the records of a home and nothing else; they may be open in a server at the same time."""
    from plant_tools.records.door import RecordsDoor

    door = RecordsDoor(settings.shelf, settings.records)
    try:
        yield door
    finally:
        door.close()
