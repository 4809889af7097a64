"""Settings, read once from the environment and a ``.env`` file, and never again.

Every setting has a heading in docs/reference/settings.md.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from platformdirs import user_data_path

from plant_copilot import database_setting as databases
from plant_copilot import model_settings as models
from plant_copilot import pages_settings as pages
from plant_copilot import program_settings as programs
from plant_copilot import slack_settings as slack
from plant_copilot import teams_settings as teams
from plant_copilot import voice_setting
from plant_copilot.errors import BadSetting
from plant_copilot.pages_settings import PagesSettings
from plant_copilot.people import settings as people
from plant_copilot.people.settings import SignInSettings
from plant_copilot.program_settings import ProgramSettings
from plant_copilot.setting_files import with_files
from plant_copilot.slack_settings import SlackSettings
from plant_copilot.teams_settings import TeamsSettings
from plant_knowledge_ingest.embedding import choosing
from plant_knowledge_ingest.embedding.choosing import USUAL
from plant_knowledge_ingest.principal import EVERYONE
from plant_knowledge_ingest.reranking import choosing as reranking
from plant_knowledge_ingest.shelf import Shelf

_KNOWN = (
    "PLANT_HOME",
    "PLANT_GROUPS",
    "PLANT_THREADS",
    "PLANT_RAY",
    "PLANT_LANGUAGE",
    "PLANT_WATCH",
    "PLANT_QDRANT_URL",
    "PLANT_QDRANT_KEY",
    "PLANT_QDRANT_SHARDS",
    "PLANT_QDRANT_COPIES",
    "PLANT_EMBEDDER",
    "PLANT_RERANKER",
    "PLANT_DATABASE",
    "PLANT_DATABASE_SCHEMA",
    "PLANT_RECORDS",
    "PLANT_UPLOAD_MB",
    "PLANT_CONVERSATIONS",
    "PLANT_THREAD_DAYS",
    "PLANT_TRACE_DAYS",
    "PLANT_LOG",
    "PLANT_MODEL",
    "PLANT_MODEL_URL",
    "PLANT_MODEL_KEY",
    "PLANT_MODEL_SECONDS",
    "PLANT_MODEL_WINDOW",
    "PLANT_APPROVERS",
    "PLANT_VOICE",
    "PLANT_MCP_KEY",
    *pages.KNOWN,
    *people.KNOWN,
    *programs.KNOWN,
    *slack.KNOWN,
    *teams.KNOWN,
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    ``home``: where everything is kept; ``groups``: what the local user belongs to; ``threads``: for embedding
    (0 = one per core); ``ray``: the address of a Ray cluster to embed on; ``language``: of answers when a question does
    not show its own; ``watch``: the folder that a server keeps up with; ``qdrant_url``, ``qdrant_key``: a Qdrant server
    that has the index in place of the home; ``qdrant_shards``, ``qdrant_copies``: how it spreads it over its nodes;
    ``embedder``: what makes the vectors; ``reranker``: what puts the hits in order once more, "" for none;
    ``database``: the SQLAlchemy URL of a PostgreSQL database for everything that is rows, "" for SQLite files in the
    home; ``schema``: that of its tables, "" for one that the home keeps the name of;
    ``records``: the SQLAlchemy URL of another database for the records, "" for none;
    ``upload_mb``: the most megabytes of files sent over HTTP at once; ``conversations``: the URL of another Postgres
    database for threads, "" for none; ``thread_days``: how long a thread is kept unused;
    ``trace_days``: how long the trace of a question is kept, 0 for none; ``log``: how a server writes its log;
    ``collector``: the URL that traces are sent to as OpenTelemetry spans, "" for none;
    ``model``: the language model that chooses tools and phrases answers, "" for none; ``model_url``, ``model_key``:
    its server; ``model_seconds``: what it has for one task; ``model_window``: how many tokens it reads and writes.
    ``approvers``: who may approve procedures, none: anybody but the authors; ``sign_in``: who may come in, and how;
    ``programs``: how programs may use the HTTP API; ``voice``: what understands speech; ``slack``: the bot in Slack;
    ``teams``: that in Microsoft Teams;
    ``mcp_key``: in whose name an assistant asks, "": in the local user's; ``pages``: where PDFs of pages are kept.
    """

    home: Path
    groups: frozenset[str] = frozenset({EVERYONE})
    threads: int = 0
    ray: str = ""
    language: str = "en"
    watch: Path | None = None
    qdrant_url: str = ""
    qdrant_key: str = field(default="", repr=False)
    qdrant_shards: int = 1
    qdrant_copies: int = 1
    embedder: str = USUAL
    reranker: str = ""
    database: str = field(default="", repr=False)
    schema: str = ""
    records: str = field(default="", repr=False)
    upload_mb: int = 500
    conversations: str = field(default="", repr=False)
    thread_days: int = 90
    trace_days: int = 30
    log: str = "text"
    collector: str = ""
    model: str = ""
    model_url: str = field(default="", repr=False)
    model_key: str = field(default="", repr=False)
    model_seconds: int = 60
    model_window: int = 8_192
    approvers: frozenset[str] = frozenset()
    voice: str = voice_setting.USUAL
    sign_in: SignInSettings = field(default_factory=SignInSettings)
    programs: ProgramSettings = field(default_factory=ProgramSettings)
    mcp_key: str = field(default="", repr=False)
    slack: SlackSettings = field(default_factory=SlackSettings)
    teams: TeamsSettings = field(default_factory=TeamsSettings)
    pages: PagesSettings = field(default_factory=PagesSettings)

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None, *, home: Path | None = None) -> Settings:
        """Read ``environment`` (by default the process's, then ``.env``). ``home`` overrides PLANT_HOME.

        Raises ``BadSetting``, naming the setting and its value.
        """
        given = environment if environment is not None else {**_dotenv(Path(".env")), **os.environ}
        values = with_files(given, _KNOWN)
        for name in values:
            if name.startswith("PLANT_") and name not in _KNOWN:
                raise BadSetting(f"There is no setting {name}.", remedy=f"Known are {', '.join(_KNOWN)}.")
        groups = _names(values.get("PLANT_GROUPS", ""))
        return cls(
            home=(home or Path(values.get("PLANT_HOME") or user_data_path("plant-copilot", appauthor=False)))
            .expanduser()
            .absolute(),
            groups=groups | {EVERYONE},
            threads=_threads(values.get("PLANT_THREADS", "0")),
            ray=values.get("PLANT_RAY", ""),
            language=_language(values.get("PLANT_LANGUAGE", "en")),
            watch=_folder(values.get("PLANT_WATCH", "")),
            qdrant_url=_address(values.get("PLANT_QDRANT_URL", "")),
            qdrant_key=values.get("PLANT_QDRANT_KEY", ""),
            qdrant_shards=_nodes("PLANT_QDRANT_SHARDS", values.get("PLANT_QDRANT_SHARDS", "1")),
            qdrant_copies=_nodes("PLANT_QDRANT_COPIES", values.get("PLANT_QDRANT_COPIES", "1")),
            embedder=_embedder(values.get("PLANT_EMBEDDER", USUAL)),
            reranker=_reranker(values.get("PLANT_RERANKER", "")),
            database=databases.database("PLANT_DATABASE", values.get("PLANT_DATABASE", "")),
            schema=databases.schema(values.get("PLANT_DATABASE_SCHEMA", "")),
            records=values.get("PLANT_RECORDS", ""),
            upload_mb=_megabytes(values.get("PLANT_UPLOAD_MB", "500")),
            conversations=databases.database("PLANT_CONVERSATIONS", values.get("PLANT_CONVERSATIONS", "")),
            thread_days=_days(values.get("PLANT_THREAD_DAYS", "90")),
            trace_days=_trace_days(values.get("PLANT_TRACE_DAYS", "30")),
            log=_log(values.get("PLANT_LOG", "text")),
            collector=_collector(values.get("OTEL_EXPORTER_OTLP_ENDPOINT", "")),
            model=(model := models.choice(values.get("PLANT_MODEL", ""))),
            model_url=models.address(values.get("PLANT_MODEL_URL", ""), model),
            model_key=values.get("PLANT_MODEL_KEY", ""),
            model_seconds=models.number("PLANT_MODEL_SECONDS", values.get("PLANT_MODEL_SECONDS", "60"), least=1),
            model_window=models.number("PLANT_MODEL_WINDOW", values.get("PLANT_MODEL_WINDOW", "8192"), least=4_096),
            approvers=_names(values.get("PLANT_APPROVERS", "")),
            voice=_voice(values.get("PLANT_VOICE", voice_setting.USUAL)),
            sign_in=SignInSettings.read(values),
            programs=ProgramSettings.read(values),
            mcp_key=values.get("PLANT_MCP_KEY", ""),
            slack=SlackSettings.read(values),
            teams=TeamsSettings.read(values),
            pages=PagesSettings.read(values),
        )

    @property
    def shelf(self) -> Shelf:
        """Where the books of the plant stand."""
        return Shelf(self.home, self.database, self.schema)


def _folder(value: str) -> Path | None:
    return Path(value).expanduser().absolute() if value else None


def _names(value: str) -> frozenset[str]:
    return frozenset(name.strip() for name in value.split(",") if name.strip())


def _threads(value: str) -> int:
    if not value.isdigit():
        raise BadSetting(f"PLANT_THREADS is {value!r}; it must be a whole number, 0 for one per core.")
    return int(value)


def _nodes(name: str, value: str) -> int:
    if not value.isdigit() or not 1 <= int(value) <= 1_000:
        raise BadSetting(f"{name} is {value!r}; it must be 1 to 1000.")
    return int(value)


def _megabytes(value: str) -> int:
    if not value.isdigit() or not int(value):
        raise BadSetting(f"PLANT_UPLOAD_MB is {value!r}; it must be a whole number of megabytes, 1 or more.")
    return int(value)


def _days(value: str) -> int:
    if not value.isdigit() or not int(value):
        raise BadSetting(f"PLANT_THREAD_DAYS is {value!r}; it must be a whole number of days, 1 or more.")
    return int(value)


def _trace_days(value: str) -> int:
    if not value.isdigit():
        raise BadSetting(f"PLANT_TRACE_DAYS is {value!r}; it must be a whole number of days, 0 for no traces.")
    return int(value)


def _log(value: str) -> str:
    if value not in {"text", "json"}:
        raise BadSetting(f"PLANT_LOG is {value!r}; it must be text or json.")
    return value


def _collector(value: str) -> str:
    if value and find_spec("opentelemetry.exporter.otlp.proto.http") is None:
        raise BadSetting(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, but what sends traces is not installed.",
            remedy="pip install 'plant-copilot[otlp]'",
        )
    return value.rstrip("/")


def _language(value: str) -> str:
    from plant_knowledge_ingest.language import LANGUAGES

    if value not in LANGUAGES:
        raise BadSetting(f"PLANT_LANGUAGE is {value!r}; it must be one of {', '.join(LANGUAGES)}.")
    return value


def _address(value: str) -> str:
    if value and not value.startswith(("http://", "https://")):
        raise BadSetting(f"PLANT_QDRANT_URL is {value!r}; it must begin with http:// or https://.")
    if value and find_spec("qdrant_client") is None:
        raise BadSetting(
            "PLANT_QDRANT_URL is set, but Qdrant's client is not installed.",
            remedy="pip install 'plant-copilot[server]'",
        )
    return value.rstrip("/")


def _embedder(value: str) -> str:
    if not choosing.is_choice(value):
        raise BadSetting(f"PLANT_EMBEDDER is {value!r}; it must be {choosing.CHOICES}.")
    return value


def _voice(value: str) -> str:
    if not voice_setting.is_choice(value):
        raise BadSetting(f"PLANT_VOICE is {value!r}; it must be {voice_setting.CHOICES}.")
    return value


def _reranker(value: str) -> str:
    if value and not reranking.is_choice(value):
        raise BadSetting(f"PLANT_RERANKER is {value!r}; it must be empty or {reranking.CHOICES}.")
    return value


def _dotenv(path: Path) -> dict[str, str]:
    """Read ``NAME=value`` lines; others are comments."""
    if not path.is_file():
        return {}
    pairs = (
        line.split("=", 1)
        for line in path.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.lstrip().startswith("#")
    )
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs if name.strip().startswith("PLANT_")}
