"""Who may see a data set: shown, set, and what its rows say besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from plant_knowledge_ingest.principal import site_fault
from plant_tools.records.datasets import id_of, rights_of
from plant_tools.records.errors import RightsInvalid
from plant_tools.records.inspected import TABLES
from plant_tools.records.sight import Who, group_fault, rights_kept
from plant_tools.records.store import Store

Json = dict[str, Any]

_MARKED = ("work_order", "event", "inspection")
_dataset = TABLES["dataset"]


def rights(store: Store, who: Who, dataset: str) -> Json:
    """Return {dataset, rights, site, row_groups} of a data set that ``who`` sees. Raises ``UnknownDataset``."""
    with store.reading(who) as connection:
        return _told(connection, id_of(connection, dataset))


def set_rights(store: Store, who: Who, dataset: str, groups: Sequence[str] | None, site: str | None) -> Json:
    """Set the groups that may see a data set, or its site, or both; None leaves one as it is.

    Returns what ``rights`` does. ``who`` need not see it, so that nobody can shut it away from those who load records.
    Raises ``UnknownDataset``, ``RightsInvalid``.
    """
    changed = checked(groups, site)
    with store.writing() as connection:
        key = connection.execute(select(_dataset.c.id).where(_dataset.c.name == dataset)).scalar()
        if key is not None:
            change(connection, key, changed)
            return _told(connection, key)
    return rights(store, who, dataset)  # which tells of those that there are for ``who``


def checked(groups: Sequence[str] | None, site: str | None) -> Json:
    """Return what is to be changed, by column. Raises ``RightsInvalid``."""
    changed: Json = {}
    if groups is not None:
        named = sorted({group.strip() for group in groups} - {""})
        if not named:
            raise RightsInvalid("No group is named, and nobody could see the records.", remedy="Name one: --groups a,b")
        for group in named:
            if fault := group_fault(group):
                raise RightsInvalid(f"{group[:80]!r} cannot be a group: {fault}.", remedy="Take a plain name.")
        changed["rights"] = named
    if site is not None:
        if fault := site_fault(site.strip()):
            raise RightsInvalid(f"The site {fault}.", remedy='Take a plain name, such as "Linz"; "" for all sites.')
        changed["site"] = site.strip()
    return changed


def change(connection: Connection, dataset_id: int, changed: Mapping[str, Any]) -> None:
    """Write what ``checked`` gave."""
    if changed:
        connection.execute(update(_dataset).where(_dataset.c.id == dataset_id).values(**changed))


def note_row_groups(connection: Connection, dataset_id: int) -> list[str]:
    """Note, and return, the groups that rows of a data set name, in the transaction that wrote them."""
    found = set[str]()
    for name in _MARKED:
        own = TABLES[name].c.rights
        chosen = select(own).distinct().where(TABLES[name].c.dataset_id == dataset_id, own.is_not(None))
        found |= {group for (kept,) in connection.execute(chosen) for group in rights_kept(kept)}
    change(connection, dataset_id, {"row_groups": sorted(found)})
    return sorted(found)


def _told(connection: Connection, dataset_id: int) -> Json:
    row = connection.execute(select(_dataset).where(_dataset.c.id == dataset_id)).one()
    return {"dataset": row.name, **rights_of(row)}
