"""What goes in and out of signing in and of users over HTTP, described."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from plant_ui.api.models import Described

_ROLES = "technician, engineer, planner, approver, admin"


class SignInRequest(Described):
    """Name and password."""

    name: str = Field(examples=["b.meier"])
    password: str


class Who(Described):
    """Who asks, and what for."""

    name: str = Field(description="as conversations are kept under; empty where somebody has to sign in first")
    shown: str = Field(description="the name that decisions are signed with, empty where nobody has proven one")
    kind: Literal["local", "guest", "user", "nobody"]
    roles: list[str]
    groups: list[str] = Field(description="whose documents may be seen")
    sites: list[str] = Field(description="where the person works; * is everywhere")
    must_sign_in: bool = Field(description="whether only users may ask")


class ChannelId(Described):
    """Who somebody is in a channel: the member ID in Slack, the object id in Teams. Never a display name."""

    channel: str = Field(description="slack or teams", examples=["slack"])
    external: str = Field(examples=["U0123ABCD"])


class User(Described):
    """A user, without what is secret."""

    name: str
    shown: str
    roles: list[str] = Field(description=_ROLES)
    groups: list[str]
    sites: list[str]
    source: str = Field(description="who vouches: password, oidc or proxy")
    disabled: bool
    created_utc: str
    sessions: int
    keys: int
    links: list[ChannelId]


class UserList(Described):
    """All users, by name."""

    users: list[User]


class NewUser(Described):
    """A user to be added."""

    name: str = Field(examples=["b.meier"])
    roles: list[str] = Field(description=_ROLES, examples=[["technician"]])
    password: str = Field("", description="10 characters or more; empty for people of oidc and proxy")
    groups: list[str] = Field([], description="as the rights of documents name them")
    sites: list[str] = Field([], description="as documents name them; * for all of them")
    shown: str = Field("", description="the name to sign with", examples=["B. Meier"])
    source: str = Field("password", description="password, oidc or proxy")


class UserChange(Described):
    """What is to be changed of a user; what is left out stays."""

    roles: list[str] | None = None
    groups: list[str] | None = None
    sites: list[str] | None = None
    shown: str | None = None
    password: str | None = None
    disabled: bool | None = None


class KeyRequest(Described):
    """A key for a program that asks in the user's name."""

    label: str = Field("", description="what it is for", examples=["line display"])


class NewKey(Described):
    """A new key; it is shown this once."""

    key: str
    id: int
    label: str
    user: str


class KeptKey(Described):
    """A key as it is listed."""

    id: int
    label: str
    created_utc: str
    used_utc: str = Field(description="when it was last used, to the day")


class Keys(Described):
    """The keys of a user."""

    keys: list[KeptKey]
