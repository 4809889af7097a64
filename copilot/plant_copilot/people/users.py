"""The users of a home, as Python sees them: added, changed, disabled, listed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session, col, delete, func, select

from plant_copilot.audit.acts import acts
from plant_copilot.people.errors import UnknownUser, UserInvalid
from plant_copilot.people.passwords import hashed
from plant_copilot.people.roles import groups_of, roles_of, sites_of, user_name
from plant_copilot.people.store import Store
from plant_copilot.people.tables import Key, Link, SignedIn, User
from plant_knowledge_ingest.shelf import Shelf

Json = dict[str, Any]

SOURCES = ("password", "oidc", "proxy")
_LONGEST_SHOWN = 80
_RIGHTS = "{name}: {told[roles]}; groups {told[groups]}; sites {told[sites]}; disabled: {told[disabled]}"
CHANNELS = ("slack", "teams")
"""Where a user may be known by an id."""

_EXTERNAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_.|-]{0,199}")
_OF_A_KEY = ("id", "label", "created_utc", "used_utc")


class Users:
    """Who may sign in.

    A user is {name, shown, roles, groups, sites, source, disabled, created_utc, sessions, keys, links: [{channel,
    external}]}.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def shelf(self) -> Shelf:
        """Where the audit log is that acts are entered into."""
        return self._store.shelf

    @acts("user added", "{name}", made=_RIGHTS)
    def add(  # noqa: PLR0913 - what a user is
        self,
        name: str,
        *,
        roles: Iterable[str],
        password: str = "",
        groups: Iterable[str] = (),
        sites: Iterable[str] = (),
        shown: str = "",
        source: str = "password",
    ) -> Json:
        """Add a user, and return it. ``source`` is who vouches: a password, an identity provider (oidc), a proxy.

        Raises ``UserInvalid``.
        """
        name, kept = user_name(name), _password(name, password, source)
        user = User(
            name=name,
            shown=_shown(shown) or name,
            roles=_listed(roles_of(roles)),
            groups=_listed(groups_of(groups)),
            sites=_listed(sites_of(sites)),
            source=source,
            subject="",
            password=kept,
            disabled=False,
            created_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        with self._store.changing() as db:
            if db.get(User, name):
                raise UserInvalid(f"There is a user {name} already.", remedy="plant-copilot users list names them.")
            db.add(user)
            db.flush()
            return user_json(db, user)

    def list(self) -> Json:
        """Return {users: [...]}, by name."""
        if not self._store.is_there:
            return {"users": []}
        with self._store.reading() as db:
            return {"users": [user_json(db, user) for user in db.exec(select(User).order_by(User.name))]}

    @acts("user changed", "{name}", made=_RIGHTS)
    def change(  # noqa: PLR0913 - what of a user can change
        self,
        name: str,
        *,
        roles: Iterable[str] | None = None,
        groups: Iterable[str] | None = None,
        sites: Iterable[str] | None = None,
        shown: str | None = None,
        password: str | None = None,
        disabled: bool | None = None,
    ) -> Json:
        """Change a user, and return it. Who is disabled, or has a new password, is signed out everywhere.

        Raises ``UnknownUser``, ``UserInvalid``; the last admin stays one.
        """
        with self._store.changing() as db:
            user, had_admin = _user(db, name), _has_admin(db)
            user.roles = user.roles if roles is None else _listed(roles_of(roles))
            user.groups = user.groups if groups is None else _listed(groups_of(groups))
            user.sites = user.sites if sites is None else _listed(sites_of(sites))
            user.shown = user.shown if shown is None else _shown(shown) or user.name
            user.password = user.password if password is None else _password(user.name, password, user.source)
            user.disabled = user.disabled if disabled is None else disabled
            db.add(user)
            db.flush()
            if had_admin and not _has_admin(db):
                raise UserInvalid("There has to be an admin.", remedy="Give somebody else the role first: --role admin")
            if user.disabled or password is not None:
                db.exec(delete(SignedIn).where(col(SignedIn.user) == user.name))
            return user_json(db, user)

    @acts("access revoked", "{name}, key {key}")
    def revoke(self, name: str, *, key: int = 0) -> Json:
        """End all sessions of a user, or take one ``key`` away; return the user. Raises ``UnknownUser``."""
        with self._store.changing() as db:
            user = _user(db, name)
            if not key:
                db.exec(delete(SignedIn).where(col(SignedIn.user) == user.name))
            elif db.exec(delete(Key).where(col(Key.id) == key, col(Key.user) == user.name)).rowcount == 0:
                raise UnknownUser(f"{user.name} has no key {key}.", remedy=f"plant-copilot users keys {user.name}")
            return user_json(db, user)

    def keys(self, name: str) -> Json:
        """Return {keys: [{id, label, created_utc, used_utc}]} of a user. Raises ``UnknownUser``."""
        with self._store.reading() as db:
            user = _user(db, name)
            found = db.exec(select(Key).where(Key.user == user.name).order_by(col(Key.id)))
            return {"keys": [{name: getattr(key, name) for name in _OF_A_KEY} for key in found]}

    @acts("user linked", "{name}: {channel}")
    def link(self, name: str, *, channel: str, external: str) -> Json:
        """Note that ``external`` is the id of a user in ``channel`` (slack, teams); return the user.

        An id is one user's: linked again, it is the other one's from now on. Raises ``UnknownUser``, ``UserInvalid``.
        """
        with self._store.changing() as db:
            user = _user(db, name)
            kept = _link(channel, external)
            db.exec(delete(Link).where(col(Link.channel) == kept.channel, col(Link.external) == kept.external))
            kept.user = user.name
            db.add(kept)
            db.flush()
            return user_json(db, user)

    @acts("user unlinked", "{name}: {channel}")
    def unlink(self, name: str, *, channel: str, external: str) -> Json:
        """Forget an id of a user in ``channel``; return the user. Raises ``UnknownUser``, ``UserInvalid``."""
        with self._store.changing() as db:
            user, kept = _user(db, name), _link(channel, external)
            found = db.get(Link, (kept.channel, kept.external))
            if found is None or found.user != user.name:
                raise UnknownUser(
                    f"{user.name} is not known as {external[:80]} in {channel}.",
                    remedy="plant-copilot users list shows the ids.",
                )
            db.delete(found)
            db.flush()
            return user_json(db, user)

    @property
    def are_there(self) -> bool:
        """Whether anybody may sign in, and so has to."""
        if not self._store.is_there:
            return False
        with self._store.reading() as db:
            return db.exec(select(User.name).limit(1)).first() is not None


def user_json(db: Session, user: User) -> Json:
    """Return a user without what is secret."""
    told: Json = {"name": user.name, "shown": user.shown, "roles": named(user.roles), "groups": named(user.groups)}
    told |= {
        "sites": named(user.sites),
        "source": user.source,
        "disabled": user.disabled,
        "created_utc": user.created_utc,
    }
    for name, table in (("sessions", SignedIn), ("keys", Key)):
        told[name] = db.exec(select(func.count()).select_from(table).where(col(table.user) == user.name)).one()
    found = db.exec(select(Link).where(Link.user == user.name).order_by(Link.channel, Link.external))
    told["links"] = [{"channel": link.channel, "external": link.external} for link in found]
    return told


def named(listed: str) -> list[str]:
    """Return the names in a list with commas."""
    return [name for name in listed.split(",") if name]


def _listed(names: Iterable[str]) -> str:
    return ",".join(sorted(names))


def _shown(given: str) -> str:
    shown = " ".join(given.split())
    if len(shown) > _LONGEST_SHOWN or not shown.isprintable():
        raise UserInvalid(f"A name to sign with has at most {_LONGEST_SHOWN} printable characters.")
    return shown


def _link(channel: str, external: str) -> Link:
    if channel not in CHANNELS:
        raise UserInvalid(f"There is no channel {channel[:40]!r}.", remedy=f"It is one of {', '.join(CHANNELS)}.")
    if not _EXTERNAL.fullmatch(external.strip()):
        raise UserInvalid(
            f"{external[:80]!r} is no id in {channel}.",
            remedy="In Slack it is the member ID of a profile (U0123ABCD), in Teams the object id of the person.",
        )
    made = datetime.now(UTC).isoformat(timespec="seconds")
    known = external.strip().lower() if channel == "teams" else external.strip()  # object ids are written either way
    return Link(channel=channel, external=known, user="", created_utc=made)


def _password(name: str, password: str, source: str) -> str:
    if source not in SOURCES:
        raise UserInvalid(f"There is no source {source!r}.", remedy=f"It is one of {', '.join(SOURCES)}.")
    if source != "password" and password:
        raise UserInvalid(f"Who signs in by {source} has no password here.", remedy="Leave it out.")
    return hashed(password, name) if source == "password" else ""


def _user(db: Session, name: str) -> User:
    user = db.get(User, name.strip().lower())
    if user is None:
        raise UnknownUser(f"There is no user {name[:64]!r}.", remedy="plant-copilot users list names them.")
    return user


def _has_admin(db: Session) -> bool:
    users = db.exec(select(User).where(col(User.disabled).is_(False)))
    return any("admin" in named(user.roles) for user in users)
