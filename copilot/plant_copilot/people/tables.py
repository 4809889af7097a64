"""The tables of users. Of passwords, sessions and keys only hashes are kept."""

from __future__ import annotations

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class _Kept(SQLModel, registry=registry()):
    """A table of this file, apart from those of the records."""


class User(_Kept, table=True):
    """A person who may sign in. ``roles``, ``groups`` and ``sites`` are names with commas between them, in order."""

    name: str = Field(primary_key=True, max_length=64)
    shown: str
    """The name as it is signed with: "B. Meier"."""
    roles: str
    groups: str
    source: str
    """"password", "oidc" or "proxy": who vouches for the person."""
    subject: str
    """What the identity provider calls the person, for good; "" before the first sign-in."""
    password: str
    disabled: bool
    created_utc: str
    sites: str = ""


class SignedIn(_Kept, table=True):
    """A session in a browser."""

    hash: str = Field(primary_key=True, max_length=64)
    user: str = Field(foreign_key="user.name", index=True)
    began_utc: str
    expires_utc: str
    address: str


class Key(_Kept, table=True):
    """A key for a program that asks in a user's name."""

    id: int | None = Field(default=None, primary_key=True)
    hash: str = Field(unique=True, index=True, max_length=64)
    user: str = Field(foreign_key="user.name", index=True)
    label: str
    created_utc: str
    used_utc: str


class Link(_Kept, table=True):
    """Who a user is in a channel such as Slack: the id there that the channel vouches for."""

    channel: str = Field(primary_key=True, max_length=20)
    external: str = Field(primary_key=True, max_length=200)
    user: str = Field(foreign_key="user.name", index=True)
    created_utc: str


class Tries(_Kept, table=True):
    """Wrong passwords in a row: for a name, from an address, or for a name from an address."""

    of: str = Field(primary_key=True, max_length=200)
    wrong: int
    last: float
    """Seconds since the epoch."""
