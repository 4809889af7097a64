"""Procedures in the database: versions added once by their key, found, listed, changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from plant_tools.records import audit, keyed
from plant_tools.records.written import SopVersion
from plant_tools.sop.errors import UnknownSop
from plant_tools.sop.model import Procedure, State
from plant_tools.sop.written import content_hash, from_json, to_json

Json = dict[str, Any]

_table = SopVersion.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it


def by_key(connection: Connection, key: str) -> Row[Any] | None:
    """Return the version that was made under ``key``, or None."""
    return keyed.by_key(connection, _table, key)


def find(connection: Connection, sop: str, version: int = 0, *, locked: bool = False) -> Row[Any]:
    """Return a version, by default the latest; ``locked``: nobody else can change it meanwhile. Raises ``UnknownSop``.

    Ids are compared without regard to upper and lower case.
    """
    chosen = select(_table).where(_table.c.sop == sop.upper()).order_by(_table.c.version.desc())
    chosen = chosen.where(_table.c.version == version) if version else chosen
    row = connection.execute(chosen.with_for_update() if locked else chosen).first()
    if row is None:
        named = f"{sop}, version {version}" if version else sop
        raise UnknownSop(f"There is no procedure {named}.", remedy="List them: plant-copilot sop list")
    return row


def approved(connection: Connection, sop: str) -> Row[Any] | None:
    """Return the version that is in force, or None."""
    chosen = select(_table).where(_table.c.sop == sop.upper(), _table.c.state == State.APPROVED)
    return connection.execute(chosen.order_by(_table.c.version.desc())).first()


def listed(connection: Connection, *, state: str = "", asset: str = "") -> list[Row[Any]]:
    """Return versions, latest first."""
    return keyed.latest_first(connection, _table, state=state, asset=asset)


def versions(connection: Connection, sop: str) -> list[Row[Any]]:
    """Return all versions of a procedure, oldest first."""
    chosen = select(_table).where(_table.c.sop == sop.upper()).order_by(_table.c.version)
    return list(connection.execute(chosen))


def next_id(connection: Connection, asset: str) -> str:
    """Return the id of a new procedure: "SOP-P-101-3" for the third of P-101."""
    stem = f"SOP-{asset.upper()}-" if asset else "SOP-"
    ids = connection.execute(select(_table.c.sop).where(_table.c.sop.startswith(stem, autoescape=True))).scalars()
    numbers = [int(rest) for sop in ids if (rest := sop.removeprefix(stem)).isdecimal()]
    return f"{stem}{max(numbers, default=0) + 1}"


def add(connection: Connection, procedure: Procedure, *, key: str, rights: Sequence[str], by: str) -> Row[Any]:
    """Keep a new version of a procedure, as a draft."""
    values = {
        "sop": procedure.id,
        "version": procedure.version,
        "key": key,
        "state": State.DRAFT,
        "asset": procedure.asset,
        "rights": list(rights),
        "created_utc": audit.now(),
        "created_by": by,
    }
    connection.execute(insert(SopVersion).values(**values, **_content(procedure)))
    audit.enter(connection, by, "drafted", subject(procedure.id, procedure.version), title=procedure.title)
    return find(connection, procedure.id, procedure.version)


def change(connection: Connection, row: Row[Any], *, procedure: Procedure | None = None, **values: Any) -> Row[Any]:
    """Change a version, its content where ``procedure`` is given, and return it."""
    content = _content(procedure) if procedure else {}
    connection.execute(update(_table).where(_table.c.id == row.id).values(**content, **values))
    return find(connection, row.sop, row.version)


def procedure_of(row: Row[Any]) -> Procedure:
    """Return the procedure of a version, with what has become of it."""
    life = {name: getattr(row, name) or "" for name in ("approver", "review_date")}
    known = {"id": row.sop, "version": row.version, "state": row.state, "signatures": row.signatures}
    return from_json({**row.content, **known, **life})


def subject(sop: str, version: int) -> str:
    """Return what the audit book calls a version."""
    return f"sop {sop} v{version}"


def _content(procedure: Procedure) -> Json:
    return {
        "title": procedure.title,
        "language": procedure.language,
        "content": to_json(procedure),
        "hash": content_hash(procedure),
    }
