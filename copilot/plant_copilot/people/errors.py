"""Errors about users and signing in.

PlantError
├── UserInvalid                 a name, password or role that cannot be
├── UnknownUser                 there is no user, or no key, of that name
├── SignInNeeded                nobody is signed in, or not any more
├── SignInRefused               a wrong name or password, a disabled user, a forged header
├── TooManyTries                wait before the next try
├── NotAllowed                  signed in, without the role for it
└── UsersOutOfReach             the file of users cannot be opened, read or written
"""

from __future__ import annotations

from plant_knowledge_ingest.errors import PlantError


class UserInvalid(PlantError):
    """A name, password, role or group that cannot be."""


class UnknownUser(PlantError):
    """There is no user, or no key, of that name."""


class SignInNeeded(PlantError):
    """Nobody is signed in, or not any more."""


class SignInRefused(PlantError):
    """A wrong name or password, a disabled user, or a header that no proxy of the plant has sent."""


class TooManyTries(PlantError):
    """Too many wrong passwords; ``seconds`` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("Too many wrong tries.", remedy=f"Wait {seconds} s, then try again.")
        self.seconds = seconds


class NotAllowed(PlantError):
    """Somebody is signed in who has no role for what was asked."""


class UsersOutOfReach(PlantError):
    """The file of users cannot be opened, read or written."""
