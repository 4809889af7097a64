"""Signing in and out, and who is behind a session or a key. What a browser or a program holds is kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from plant_copilot.audit.acts import acts
from plant_copilot.people.errors import SignInRefused, TooManyTries, UnknownUser, UsersOutOfReach
from plant_copilot.people.known import Known
from plant_copilot.people.passwords import fits
from plant_copilot.people.roles import parted, user_name
from plant_copilot.people.store import Store
from plant_copilot.people.tables import Key, Link, SignedIn, User
from plant_copilot.people.tries import Waits
from plant_copilot.people.users import Json, named
from plant_knowledge_ingest.age import AGE
from plant_knowledge_ingest.principal import EVERYONE, Principal
from plant_knowledge_ingest.shelf import Shelf

KEY = "pck_"
"""What the key of a program begins with."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has proven who it is. ``shown`` is the name that decisions are signed with."""

    principal: Principal
    shown: str
    roles: frozenset[str]

    @classmethod
    def of(cls, user: User) -> Person:
        """Return the person of a user: the roles are groups, too."""
        roles, sites = frozenset(named(user.roles)), frozenset(named(user.sites))
        groups = roles | frozenset(named(user.groups)) | {EVERYONE}
        return cls(Principal(user.name, groups, sites), user.shown, roles)


class SignIn:
    """Lets people in, for ``hours``."""

    def __init__(self, store: Store, hours: int, waits: Waits | None = None) -> None:
        self._store, self._hours, self._waits = store, hours, waits or Waits()
        self._known = Known[Person](lambda: store.changes) if store.shelf.url else None

    @property
    def shelf(self) -> Shelf:
        """Where the audit log is that acts are entered into."""
        return self._store.shelf

    @acts("signed in", who=lambda self, given: self.known(given["name"]), quiet=(TooManyTries,))
    def by_password(self, name: str, password: str, address: str) -> str:
        """Return the token of a new session. Raises ``SignInRefused``, ``TooManyTries``.

        What is wrong, name or password, is not said, and takes the same time.
        """
        name = name.strip().lower()[:64]
        with self._store.writing() as db:
            self._waits.count(db, name, address)
            user = db.get(User, name)
            kept = user.password if user and not user.disabled else ""
        if not fits(password, kept):
            raise SignInRefused("Name or password is wrong.", remedy="Try again, or ask who looks after the users.")
        with self._store.writing() as db:
            self._waits.forget(db, name, address)
            return self._begin(db, name, address)

    def known(self, name: str) -> str:
        """Return the name of a user, "somebody" where there is none: people type passwords into the wrong field."""
        with self._store.reading() as db:
            user = db.get(User, name.strip().lower()[:64])
            return user.name if user else "somebody"

    @acts("signed in", "{source}", who=lambda self, given: self.known(given["name"]))
    def by_another(
        self, source: str, subject: str, name: str, role: str, address: str, held: frozenset[str] | None = None
    ) -> str:
        """Return the token of a session of somebody for whom ``source`` (oidc) vouches; see ``vouched``."""
        person = self.vouched(source, subject, name, role, held)
        with self._store.writing() as db:
            return self._begin(db, person.principal.name, address)

    def vouched(
        self, source: str, subject: str, name: str, role: str = "technician", held: frozenset[str] | None = None
    ) -> Person:
        """Return the person whom ``source`` calls ``subject``; who comes first becomes a user with ``role``.

        A user who was added for this source is taken over at the first sign-in; one of another source never is.
        ``held`` are the roles, groups and sites that the source gives: they take the place of those the user had, and
        where no role is among them, ``role`` does; None leaves it to us. Raises ``SignInRefused``, ``UserInvalid``.
        """
        with self._store.writing() as db:
            known = db.exec(select(User).where(User.source == source, User.subject == subject)).first()
            user = known or self._first_time(db, source, subject, user_name(name), role)
            if user.disabled:
                raise SignInRefused(f"The user {user.name} is disabled.", remedy="Ask who looks after the users.")
            rights = user.roles, user.groups, user.sites
            if held is not None:
                roles, groups, sites = (",".join(sorted(names)) for names in parted(held))
                user.roles, user.groups, user.sites = roles or role, groups, sites
                db.add(user)
            person, is_changed = Person.of(user), rights != (user.roles, user.groups, user.sites)
        self._store.changes += is_changed
        return person

    def whose_session(self, token: str) -> Person | None:
        """Return who is signed in with ``token``; None where nobody is, or not any more."""
        return self._lately(_hash(token), lambda: self._whose_session(token))

    def _whose_session(self, token: str) -> Person | None:
        valid = (SignedIn.hash == _hash(token), col(SignedIn.expires_utc) > _now(), col(User.disabled).is_(False))
        with self._store.reading() as db:
            user = db.exec(select(User).join(SignedIn).where(*valid)).first()
            return Person.of(user) if user else None

    def whose_key(self, key: str) -> Person | None:
        """Return in whose name a program asks with ``key``, and note the day; None for no such key."""
        return self._lately(_hash(key), lambda: self._whose_key(key))

    def _whose_key(self, key: str) -> Person | None:
        with self._store.reading() as db:
            found = db.exec(select(Key).where(Key.hash == _hash(key))).first()
            user = db.get(User, found.user) if found else None
            if found is None or user is None or user.disabled:
                return None
            person, used = Person.of(user), found.used_utc
        if used[:10] != (now := _now())[:10]:
            with suppress(UsersOutOfReach), self._store.writing() as db:  # a database that only reads lets people in
                db.exec(update(Key).where(col(Key.hash) == _hash(key)).values(used_utc=now))
        return person

    def whose_link(self, channel: str, external: str) -> Person | None:
        """Return who has the id ``external`` in ``channel``; None where nobody has, or somebody who is disabled."""
        return self._lately(f"{channel} {external}", lambda: self._whose_link(channel, external))

    def _whose_link(self, channel: str, external: str) -> Person | None:
        with self._store.reading() as db:
            found = db.get(Link, (channel, external))
            user = db.get(User, found.user) if found else None
            return Person.of(user) if user and not user.disabled else None

    def end(self, token: str) -> None:
        """Sign out: ``token`` is worth nothing from now on."""
        if self._known:
            self._known.forget(_hash(token))
        with self._store.writing() as db:
            db.exec(delete(SignedIn).where(col(SignedIn.hash) == _hash(token)))

    @acts("key made", "{name}: {label}")
    def new_key(self, name: str, label: str) -> Json:
        """Make a key for a program: {key, id, label, user}. It is shown this once. Raises ``UnknownUser``."""
        key = KEY + secrets.token_urlsafe(32)
        with self._store.writing() as db:
            user = db.get(User, name.strip().lower())
            if user is None:
                raise UnknownUser(f"There is no user {name[:64]!r}.", remedy="plant-copilot users list names them.")
            kept = Key(hash=_hash(key), user=user.name, label=label[:80], created_utc=_now(), used_utc="")
            db.add(kept)
            db.flush()
            return {"key": key, "id": kept.id, "label": kept.label, "user": user.name}

    def _lately(self, proof: str, look: Callable[[], Person | None]) -> Person | None:
        return self._known.looked_up(proof, look) if self._known else look()

    def _begin(self, db: Session, name: str, address: str) -> str:
        token = secrets.token_urlsafe(32)
        db.exec(delete(SignedIn).where(col(SignedIn.expires_utc) < AGE.ago().isoformat(timespec="seconds")))
        expires = (datetime.now(UTC) + timedelta(hours=self._hours)).isoformat(timespec="seconds")
        db.add(SignedIn(hash=_hash(token), user=name, began_utc=_now(), expires_utc=expires, address=address[:64]))
        return token

    def _first_time(self, db: Session, source: str, subject: str, name: str, role: str) -> User:
        user = db.get(User, name)
        if user and (user.source != source or user.subject):
            raise SignInRefused(
                f"There is another user {name}, who does not sign in this way.", remedy="Ask who looks after the users."
            )
        user = user or User(
            name=name,
            shown=name,
            roles=role,
            groups="",
            source=source,
            subject="",
            password="",
            disabled=False,
            created_utc=_now(),
        )
        user.subject = subject
        db.add(user)
        return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
