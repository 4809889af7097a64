"""The people of a home, as the facade has them: their users, and signing in."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from plant_copilot.people.errors import NotAllowed
from plant_copilot.people.roles import APPROVER
from plant_copilot.people.settings import SignInSettings

if TYPE_CHECKING:
    from plant_copilot.people.sign_in import SignIn
    from plant_copilot.people.store import Store
    from plant_copilot.people.users import Users


class People:
    """Opened when needed: without users nothing is loaded. Safe to share between threads."""

    def __init__(self, home: Path, settings: SignInSettings) -> None:
        self.settings = settings
        self.file = home / "users.sqlite"

    @cached_property
    def _store(self) -> Store:
        from plant_copilot.people.store import Store

        return Store(self.file)

    @cached_property
    def users(self) -> Users:
        """Users: added, changed, listed."""
        from plant_copilot.people.users import Users

        return Users(self._store)

    @cached_property
    def sign_in(self) -> SignIn:
        """Signing in and out."""
        from plant_copilot.people.sign_in import SignIn

        return SignIn(self._store, self.settings.hours)

    @property
    def must_sign_in(self) -> bool:
        """Whether people have to sign in: there are users, or a setting asks for it. Raises ``UsersOutOfReach``."""
        asked = self.settings.required or self.settings.issuer or self.settings.proxies
        return bool(asked) or (self.file.is_file() and self.users.are_there)

    def require_approver(self, by: str) -> None:
        """Raise ``NotAllowed`` unless ``by`` names an approver: as soon as somebody has that role, only those may."""
        users = self.users.list()["users"] if self.file.is_file() else []
        named = [user for user in users if APPROVER in user["roles"] and not user["disabled"]]
        who = " ".join(by.split()).casefold()
        if named and not any(who in {user["name"], user["shown"].casefold()} for user in named):
            raise NotAllowed(
                f"{by} is no approver.", remedy="Give the role: plant-copilot users roles NAME --role approver"
            )

    def close(self) -> None:
        """Close the file, if it was opened."""
        if "_store" in vars(self):
            self._store.close()
