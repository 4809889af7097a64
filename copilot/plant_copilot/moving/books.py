"""All books of a plant, in the order they are copied: the audit log before what it speaks of."""

from __future__ import annotations

from sqlalchemy import MetaData

from plant_copilot.audit.book import AUDIT
from plant_copilot.errors import DatabaseRefused
from plant_copilot.events.book import EVENTS
from plant_copilot.face_tables import CHANNELS, REPLIES
from plant_copilot.feedback_book import FEEDBACK
from plant_copilot.ledger import THREADS
from plant_copilot.observing.kept import TRACES
from plant_copilot.people.store import USERS
from plant_knowledge_ingest.book import Title
from plant_knowledge_ingest.book_engines import Engines
from plant_knowledge_ingest.catalogue_tables import CATALOGUE
from plant_tools.investigation.kept import INVESTIGATIONS
from plant_tools.records.errors import RecordsOutOfReach
from plant_tools.records.migrations import bring_up_to_date
from plant_tools.records.written import Draft


def _migrate(engines: Engines, _: MetaData) -> None:
    bring_up_to_date(engines.writing)


RECORDS = Title(
    "records", "records/records.sqlite", Draft.metadata, "The records in", RecordsOutOfReach, "NORMAL", make=_migrate
)
BOOKS = (
    AUDIT,
    USERS,
    CATALOGUE,
    THREADS,
    INVESTIGATIONS,
    EVENTS,
    FEEDBACK,
    TRACES,
    Title("channels", "channels.sqlite", CHANNELS, "The book of the channels,", DatabaseRefused),
    Title("replies", "replies.sqlite", REPLIES, "The kept replies in", DatabaseRefused),
    RECORDS,
)
