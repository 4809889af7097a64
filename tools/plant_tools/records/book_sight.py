"""What of the audit book somebody may read: nothing of procedures, or of runs of them, that are not theirs to see."""

from __future__ import annotations

from sqlalchemy import Connection, select

from plant_knowledge_ingest.principal import Principal
from plant_tools.records.sight import Who
from plant_tools.records.written import SopRun, SopVersion

_versions = SopVersion.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_runs = SopRun.__table__  # type: ignore[attr-defined]  # as above


def hidden_subjects(connection: Connection, who: Who) -> frozenset[str]:
    """Return the subjects of the audit book, as it calls them, that are procedures hidden of ``who``."""
    if not isinstance(who, Principal):
        return frozenset()
    found = connection.execute(select(_versions.c.sop, _versions.c.version, _versions.c.rights))
    hidden = {(sop, version) for sop, version, rights in found if not who.reaches(rights)}
    runs = connection.execute(select(_runs.c.id, _runs.c.sop, _runs.c.version))
    told = {f"sop {sop} v{version}" for sop, version in hidden}
    return frozenset(told | {f"sop run {number}" for number, sop, version in runs if (sop, version) in hidden})
