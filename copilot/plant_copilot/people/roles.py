"""What people do here. A role is also a group, so that documents can be meant for those who have it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plant_copilot.people.errors import UserInvalid
from plant_knowledge_ingest.principal import ANY_SITE, AT_SITE, EVERYONE, Principal, site_fault

TECHNICIAN, ENGINEER, PLANNER, APPROVER, ADMIN = ROLES = ("technician", "engineer", "planner", "approver", "admin")

_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,63}")
_TAKEN = {"local", "guest", "doctor", EVERYONE}  # names that the copilot itself asks by


def user_name(given: str) -> str:
    """Return the name as it is kept: in small letters. Raises ``UserInvalid``."""
    name = given.strip().lower()
    if not _NAME.fullmatch(name):
        raise UserInvalid(
            f"{given[:64]!r} cannot be a user's name.",
            remedy="Take letters, digits and . _ @ + -, at most 64, such as b.meier or b.meier@plant.example.",
        )
    if name in _TAKEN or name.startswith("guest-"):
        raise UserInvalid(f"{name!r} is a name of the copilot's own.", remedy="Choose another one.")
    return name


def roles_of(given: Iterable[str]) -> frozenset[str]:
    """Return roles, of which there must be one at least. Raises ``UserInvalid``."""
    roles = frozenset(given)
    if strange := sorted(roles - set(ROLES)):
        raise UserInvalid(f"There is no role {', '.join(strange)[:80]}.", remedy=f"Roles are: {', '.join(ROLES)}.")
    if not roles:
        raise UserInvalid("A user needs a role.", remedy=f"Roles are: {', '.join(ROLES)}.")
    return roles


def meant_by(theirs: Iterable[str], meant: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the roles and groups that groups of an identity provider stand for; the others stand for nothing here.

    >>> sorted(meant_by(["staff", "maint"], [("maint", "technician"), ("maint", "hall-2"), ("boss", "admin")]))
    ['hall-2', 'technician']
    """
    held = set(theirs)
    return frozenset(ours for group, ours in meant if group in held)


def groups_of(given: Iterable[str]) -> frozenset[str]:
    """Return groups as documents name them in their rights. Raises ``UserInvalid``."""
    groups = frozenset(name.strip() for name in given if name.strip())
    if wrong := sorted(filter(_is_no_group, groups)):
        raise UserInvalid(f"{wrong[0][:80]!r} cannot be a group.", remedy="Take a name of 64 characters, no comma.")
    if strange := sorted(groups & set(ROLES)):
        raise UserInvalid(f"{strange[0]} is a role, not a group.", remedy=f"Give the role: --role {strange[0]}")
    return groups - {EVERYONE}


def _is_no_group(name: str) -> bool:
    return len(name) > 64 or "," in name or not name.isprintable() or name.startswith(AT_SITE)


def sites_of(given: Iterable[str]) -> frozenset[str]:
    """Return sites as documents name them, "*" for all of them. Raises ``UserInvalid``."""
    sites = frozenset(name.strip() for name in given if name.strip())
    if faults := [fault for name in sorted(sites - {ANY_SITE}) if (fault := site_fault(name))]:
        raise UserInvalid(f"A site {faults[0]}.", remedy=f"Name it as documents do, or {ANY_SITE} for all sites.")
    return sites


def parted(held: Iterable[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the roles, groups and sites among what an identity provider's groups stand for ("site:Linz")."""
    known = Principal.of("", held)
    return known.groups & frozenset(ROLES), known.groups - frozenset(ROLES), known.sites
