"""On whose behalf the library is searched, and the one rule of what that person may see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

EVERYONE = "everyone"
ANY_SITE = "*"
"""Among somebody's sites: all of them."""

AT_SITE = "site:"
"""What a site begins with where it is kept in one list with groups."""

_SITE = re.compile(r"\w[^\x00-\x1f,;=:*]{0,63}")


@dataclass(frozen=True, slots=True)
class Principal:
    """A person or program, the groups it belongs to, and the sites it works at; everyone belongs to ``everyone``."""

    name: str
    groups: frozenset[str] = field(default_factory=lambda: frozenset({EVERYONE}))
    sites: frozenset[str] = frozenset()

    def may_see(self, rights: Iterable[str], site: str = "") -> bool:
        """Tell whether one of the groups is among ``rights``, and ``site`` one of the sites.

        No rights at all means nobody may; what has no site ("") is for all of them.
        """
        return not self.groups.isdisjoint(rights) and self.works_at(site)

    def works_at(self, site: str) -> bool:
        """Tell whether things of ``site`` are for this principal, as far as the site goes."""
        return not site or ANY_SITE in self.sites or site in self.sites

    @property
    def reach(self) -> list[str]:
        """Groups, and sites as "site:Linz": kept with what was made of all that this principal may see."""
        return sorted(self.groups) + [f"{AT_SITE}{site}" for site in sorted(self.sites)]

    def reaches(self, reach: Iterable[str]) -> bool:
        """Tell whether this principal may see all that one of that ``reach`` may."""
        other = Principal.of("", reach)
        return other.groups <= self.groups and (ANY_SITE in self.sites or other.sites <= self.sites)

    def shared(self, other: Principal) -> Principal:
        """Return who may see what both may."""
        mine, theirs = self.sites, other.sites
        sites = theirs if ANY_SITE in mine else mine if ANY_SITE in theirs else mine & theirs
        return Principal(self.name, self.groups & other.groups, sites)

    @classmethod
    def of(cls, name: str, reach: Iterable[str]) -> Principal:
        """Return somebody of a kept ``reach``."""
        kept = frozenset(reach)
        sites = frozenset(one for one in kept if one.startswith(AT_SITE))
        return cls(name, kept - sites, frozenset(one.removeprefix(AT_SITE) for one in sites))


def site_fault(name: str) -> str:
    """Return what is wrong with the name of a site, or "": 64 characters at most, none of them , ; = : or *."""
    if not name or (_SITE.fullmatch(name) and name == name.strip()):
        return ""
    return f"is {name[:80]!r}; a site is a name like Linz or Plant 2, of 64 characters, without , ; = : *"
