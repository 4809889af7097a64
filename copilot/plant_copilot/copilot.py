"""The copilot, as Python sees it. Command line, HTTP and chat return the same JSON that its methods do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from plant_agents.question import Question
from plant_agents.under_way import listening
from plant_copilot import payload, similar
from plant_copilot.asking import LONGEST_QUESTION, Asking
from plant_copilot.assets import KnowingAssets
from plant_copilot.audit.acts import acts
from plant_copilot.audit.desk import AuditLog
from plant_copilot.backup.facade import BackingUp
from plant_copilot.conversing import Conversing, thread_id
from plant_copilot.defects import Defects
from plant_copilot.described import checked, day
from plant_copilot.drafts import Drafts, lent_by
from plant_copilot.engines import engine_of
from plant_copilot.errors import WrongUse
from plant_copilot.events.events import Events
from plant_copilot.events.facade import Noticing
from plant_copilot.feedback import Judging
from plant_copilot.hearing import Hearing, refuse_unconfirmed
from plant_copilot.investigations import Investigating, Investigations
from plant_copilot.layouts import Layouts
from plant_copilot.local import local_user
from plant_copilot.looking_after import LookingAfter
from plant_copilot.pages import ShowingPages
from plant_copilot.parts.desk import Parts
from plant_copilot.payload import Json
from plant_copilot.people.facade import Peopled
from plant_copilot.people.people import People
from plant_copilot.pictures import Pictures
from plant_copilot.readable import readable
from plant_copilot.records import Records
from plant_copilot.root_causes import RankingCauses
from plant_copilot.selections import Selecting
from plant_copilot.settings import Settings
from plant_copilot.sop_work import Working
from plant_copilot.sops import Sops
from plant_copilot.threads import Threads
from plant_knowledge_ingest.ingestion import Progress
from plant_knowledge_ingest.language import LANGUAGES, base
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage_kind import KINDS
from plant_knowledge_ingest.principal import Principal

if TYPE_CHECKING:
    from plant_copilot.asking import Team
    from plant_tools.records.door import RecordsDoor
    from plant_tools.tool import Tool


class Copilot(
    BackingUp,
    Conversing,
    Hearing,
    Investigating,
    Judging,
    RankingCauses,
    KnowingAssets,
    Noticing,
    LookingAfter,
    Peopled,
    Selecting,
    ShowingPages,
    Working,
):
    """Everything the copilot can do. Safe to share between threads; one process at a time has a home open.

    ``principal`` is who asks; by default the local user with the groups of the settings.
    """

    def __init__(self, settings: Settings, library: Library, team: Callable[[], Team], records: RecordsDoor) -> None:
        self.settings = settings
        self.local = local_user(settings)
        self._library, self._records = library, records
        self.people = People(settings.shelf, settings.sign_in)
        self.home, self.shelf = settings.home, settings.shelf
        self.audit = AuditLog(settings.shelf, records)
        self.records = Records(records, self.local)
        self.defects = Defects(records, self.local)
        self.pictures = Pictures(library, records, self.local, settings.language)
        self.drafts = Drafts(records, lent_by(library), self.local)
        self.layouts = Layouts(settings.home)
        self.parts = Parts()
        self.events = Events(settings.shelf, self.ask, self.local, settings.language)
        self.investigations = Investigations(settings.shelf, library, records, self.drafts, self.local)
        self.sops = Sops(settings, library, records, self.local, self.people)
        self.on_trace = []
        self._threads = Threads(settings.shelf, settings.conversations, settings.thread_days)
        self._asking = Asking(settings, library, self.records, self._threads, team)

    @acts("documents ingested", "{paths}", made="{paths}: {told[documents]} new or changed", begins=True)
    def ingest(
        self,
        paths: Sequence[str | Path],
        *,
        described: Mapping[str, Any] | None = None,
        engine: str = "local",
        workers: int = 0,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Json:
        """Bring files and folders into the library; failures are in the report, by file and page.

        ``described`` says what one file is, in the fields of ``documents.yaml``: document, revision, effective,
        title, assets, rights. ``engine`` "ray" embeds on ``workers`` of Ray (0: one for each core), on this machine or
        the cluster of the settings. Raises ``WrongUse``, naming the field, and ``ModelUnavailable``.
        """
        if not paths:
            raise WrongUse("Name at least one file or folder to ingest.")
        files = [Path(path) for path in paths]
        known = checked(described, files) if described else None
        report = payload.report_json(
            self._library.ingest(files, on_progress, known, engine_of(self.settings, engine, workers))
        )
        return report | {"notices": [*report["notices"], *self.sops.changed()]} if report["documents"] else report

    def documents(self, *, principal: Principal | None = None) -> Json:
        """List what ``principal`` may see: {documents: [...]}."""
        entries = self._library.documents(principal or self.local)
        return {
            "documents": [payload.entry_json(entry, current=self._library.is_current(entry)) for entry in entries],
            "hidden": not entries and not self._library.is_empty,
        }

    @acts("document forgotten", "{document} {revision}")
    def forget(self, document: str, *, revision: str | None = None, principal: Principal | None = None) -> Json:
        """Remove a document, or one revision of it: {forgotten: [...]}. Raises ``UnknownDocument``."""
        gone = self._library.forget(document, revision, principal or self.local)
        return {"forgotten": [payload.entry_json(entry, current=False) for entry in gone]}

    def search(  # noqa: PLR0913 - what a search may be narrowed to
        self,
        text: str,
        *,
        limit: int = 10,
        language: str = "",
        asset: str = "",
        as_of: str = "",
        kind: str = "",
        principal: Principal | None = None,
    ) -> Json:
        """Return passages for ``text``: {hits: [...], seconds}. Raises ``WrongUse``.

        ``as_of`` asks the revisions that were effective on that day ("2024-05-01"), not today's; ``kind`` only
        passages of one kind: text, table, procedure, hazard, alarms or figure.
        """
        if not text.strip():
            raise WrongUse("There is nothing to search for.", remedy="Give a few words or a code.")
        if not 1 <= limit <= 100:
            raise WrongUse(f"limit is {limit}; it must be 1 to 100.")
        if kind and kind not in KINDS:
            raise WrongUse(f"kind is {kind!r}; it must be one of {', '.join(KINDS)}.")
        self._refuse_unknown_language(language)
        started = time.perf_counter()
        result = self._library.search(
            readable(text)[:LONGEST_QUESTION],
            principal or self.local,
            limit=limit,
            language=language,
            asset=readable(asset) or None,
            as_of=day(as_of),
            kind=kind,
        )
        return {
            "hits": [payload.hit_json(hit) for hit in result.hits],
            "seconds": round(time.perf_counter() - started, 4),
        }

    def _refuse_unknown_language(self, language: str) -> None:
        spoken = {code for entry in self._library.documents(self.local) for code in entry.languages}
        known = sorted({base(code) for code in (*LANGUAGES, *spoken)})
        if language and base(language) not in known:
            raise WrongUse(f"language is {language!r}; it must be one of {', '.join(known)}.")

    def ask(  # noqa: PLR0913 - what a question may come with
        self,
        text: str,
        *,
        language: str = "auto",
        asset: str = "",
        as_of: str = "",
        thread: str = "",
        reads: bool = False,
        principal: Principal | None = None,
        on_step: Callable[[str], None] | None = None,
        on_progress: Callable[[str], None] | None = None,
    ) -> Json:
        """Answer a question. ``language`` is that of the answer, "auto" for the question's own.

        ``as_of`` asks the revisions that were effective on that day ("2024-05-01"), not today's.
        ``thread`` goes on with a conversation, so that "and last year?" is understood; without one a new thread is
        begun, whose id is in the answer. What only ``reads`` begins no guided flow: it leaves
        no draft. ``on_step`` is told the name of each station passed: gate, route, look_up, write, prove;
        ``on_progress``, in words and at most once a second, how far something is that takes long. Every question gets
        an answer; one that is empty, too long or in another language is told what to do. Raises ``ThreadOfAnother``,
        and ``WrongUse`` for a spoken code in ⟨brackets?⟩ that is not confirmed.
        """
        refuse_unconfirmed(text, asset)
        day(as_of)
        with self._watching("question", on_step) as watch, listening(on_progress):
            asker = principal or self.local
            question = Question(readable(text).strip(), language, readable(asset), asker, as_of, watch.code, reads)
            answer = self._asking.answer(question, thread_id(thread), watch.passed)
            return payload.answer_json(watch.ended(answer))

    def tools(self) -> Json:
        """List the tools with the JSON Schema of their arguments: {tools: [{name, description, schema, ...}]}."""
        return {
            "tools": [
                {
                    "name": each.tool.name,
                    "description": each.tool.description,
                    "schema": dict(each.tool.schema),
                    "examples": {language: list(said) for language, said in each.examples.items()},
                    "flow": each.flow is not None,
                }
                for each in self._asking.team.declared.values()
            ]
        }

    def tool(self, name: str, arguments: Json, *, principal: Principal | None = None) -> Json:
        """Call one tool: {evidence: [...], citations: [...], gap}. Raises ``WrongUse``, ``ToolError``."""
        from plant_agents.proving import marked

        tools = self._asking.team.crew.tools
        tool: Tool | None = tools.get(name)
        if tool is None:
            raise WrongUse(f"There is no tool {name!r}.", remedy=f"Tools are: {', '.join(tools)}.")
        finding = tool.call(readable(arguments), principal or self.local)
        evidence, citations = marked(finding.evidence)
        return {
            "evidence": [payload.evidence_json(found) for found in evidence],
            "citations": [payload.citation_json(mark, citation) for mark, citation in enumerate(citations, 1)],
            "gap": finding.gap,
        }

    def similar(
        self,
        text: str,
        *,
        asset: str = "",
        dataset: str = "",
        limit: int = 5,
        wait: bool = False,
        principal: Principal | None = None,
    ) -> Json:
        """Return past orders like ``text``: {cases: [...], together: [...], evidence, citations, gap, seconds}.

        ``asset`` is meant where the text names none. ``wait`` compares all orders however long that takes; otherwise
        those that were compared within seconds, and the rest is said. Raises ``WrongUse``, ``ToolError``.
        """
        started = time.perf_counter()
        asked = similar.arguments(text, asset, dataset, limit, wait=wait)
        found = similar.similar_json(self.tool("similar", asked, principal=principal))
        return {**found, "seconds": round(time.perf_counter() - started, 4)}

    @acts("figures exported", "{form}")
    def history_file(self, query: Json, form: str, *, principal: Principal | None = None) -> bytes:
        """Return the rows of a history query as csv or xlsx, its picture as png, svg or json (Plotly).

        Raises ``ToolError``.
        """
        from plant_tools.history.files import file_of
        from plant_tools.history.query import HistoryQuery
        from plant_tools.history.tool import HistoryTool

        asked = HistoryQuery.read(readable(query))
        return file_of(HistoryTool(self._records).answer(asked, principal or self.local), form)

    def doctor(self) -> Json:
        """Say what works here and what is missing: {checks: [{name, needed, ok, detail, remedy}]}."""
        from plant_copilot.doctor import examine

        return examine(self.settings, lambda: self._library)

    def warm_up(self) -> None:
        """Load everything a first question would have to wait for."""
        self._asking.warm_up(self.local)

    def close(self) -> None:
        """Release the home for other processes."""
        self._library.close()
        self._records.close()
        self._threads.close()
        self.people.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
