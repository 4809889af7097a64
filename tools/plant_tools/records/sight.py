"""What somebody sees of the records: read from the rights of data sets, and the groups that single rows name.

A data set is seen by who has one of its rights and works at its site. A row with rights of its own is seen by who also
has one of those. ``shadows`` makes a connection show nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from plant_knowledge_ingest.principal import AT_SITE, EVERYONE, Principal

if TYPE_CHECKING:
    from sqlalchemy import Connection

_OPTION = "plant_sight"
_LONGEST = 64  # characters of a group
_BETWEEN = re.compile(r"[,;|\n，；、]")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The system itself, which needs all records for its ``purpose``. Nobody who asks is ever this."""

    purpose: str


Who: TypeAlias = Principal | Upkeep


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees: nothing of the data sets ``hidden`` (ids).

    ``marked``: the data sets with rows that have rights of their own, each with the groups among those which are
    theirs. Equal sights see the same of the same records, so that what is kept by one tells another nothing.
    """

    hidden: frozenset[int] = frozenset()
    marked: frozenset[tuple[int, frozenset[str]]] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether all records are seen."""
        return not self.hidden and not self.marked

    @property
    def groups(self) -> frozenset[str]:
        """Those that rows name and that are theirs."""
        return frozenset[str]().union(*(groups for _, groups in self.marked))

    def of(self, dataset_id: int) -> frozenset[str] | None:
        """Return what decides on the rows of a data set that is seen: None where all of them are."""
        return next((groups for key, groups in self.marked if key == dataset_id), None)

    def sees(self, dataset_id: int, rights: str | None) -> bool:
        """Tell whether a row of a data set is seen, by its rights as its column keeps them."""
        return dataset_id not in self.hidden and (not rights or not self.groups.isdisjoint(rights_kept(rights)))

    def covers(self, other: Sight) -> bool:
        """Tell whether all that ``other`` sees is seen, too."""
        mine = dict(self.marked)
        rows = (key in self.hidden or groups <= mine.get(key, groups) for key, groups in other.marked)
        return self.hidden <= other.hidden and all(rows)


WHOLE = Sight()
"""All records."""


def sight_for(connection: Connection, who: Who) -> Sight:
    """Return what ``who`` sees, from a connection that shows all records."""
    if isinstance(who, Upkeep):
        return WHOLE
    from sqlalchemy import select  # whoever only says on whose behalf does not wait for a database

    from plant_tools.records.tables import Dataset

    d = Dataset.__table__.c  # type: ignore[attr-defined]  # SQLModel does not declare it
    hidden, marked = set[int](), dict[int, frozenset[str]]()
    for key, rights, site, of_rows in connection.execute(select(d.id, d.rights, d.site, d.row_groups)):
        if not who.may_see(tuple(rights), site):
            hidden.add(int(key))
        elif of_rows:
            marked[int(key)] = who.groups.intersection(of_rows)
    return Sight(frozenset(hidden), frozenset(marked.items()))


def reach(connection: Connection, who: Principal, names: Collection[str]) -> set[str]:
    """Return what it takes to see what ``who`` sees of the data sets ``names``, as ``Principal.reaches`` takes it.

    Kept with what is made of them.
    """
    from sqlalchemy import select

    from plant_tools.records.tables import Dataset

    d, needed = Dataset.__table__.c, set[str]()  # type: ignore[attr-defined]  # as above
    chosen = select(d.rights, d.site, d.row_groups).where(d.name.in_(list(names)))
    for rights, site, of_rows in connection.execute(chosen):
        theirs = who.groups.intersection(rights)
        needed |= (theirs & {EVERYONE} or theirs) | who.groups.intersection(of_rows)
        needed |= {f"{AT_SITE}{site}"} if site else set()
    return needed


def remember(connection: Connection, sight: Sight) -> None:
    """Note what a connection shows."""
    connection.execution_options(**{_OPTION: sight})


def sight_of(connection: Connection) -> Sight:
    """Return what a connection shows; one that writes shows everything."""
    sight: Sight = connection.get_execution_options().get(_OPTION, WHOLE)
    return sight


def kept_rights(groups: Iterable[str]) -> str | None:
    """Return rights of a row as its column keeps them, ",a,b,"; None for those of its data set.

    >>> kept_rights(["b", " a "]), kept_rights([])
    (',a,b,', None)
    """
    named = sorted({group.strip() for group in groups} - {""})
    return f",{','.join(named)}," if named else None


def rights_kept(column: str | None) -> tuple[str, ...]:
    """Return the groups that a row's column names."""
    return tuple(group for group in (column or "").split(",") if group)


def groups_in(cell: str) -> list[str]:
    """Return the groups that a cell names, between commas, semicolons or bars. Raises ``ValueError``.

    >>> groups_in("maintenance; safety")
    ['maintenance', 'safety']
    """
    named = [group.strip() for group in _BETWEEN.split(cell)]
    for group in named:
        if fault := group_fault(group):
            raise ValueError(f"{group[:80]!r} cannot be a group: {fault}")
    return [group for group in named if group]


def group_fault(group: str) -> str:
    """Return what is wrong with the name of a group, or ""."""
    if "," in group or not group.isprintable():
        return "it has a comma or signs that cannot be printed"
    return f"it has more than {_LONGEST} characters" if len(group) > _LONGEST else ""
