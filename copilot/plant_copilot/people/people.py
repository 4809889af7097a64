"""The people of a home, as the facade has them: their users, and signing in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from plant_copilot.people.errors import NotAllowed, UsersOutOfReach
from plant_copilot.people.roles import APPROVER
from plant_copilot.people.settings import FILE, SignInSettings
from plant_knowledge_ingest.shelf import Shelf

if TYPE_CHECKING:
    from plant_copilot.people.sign_in import SignIn
    from plant_copilot.people.store import Store
    from plant_copilot.people.tries import Waits
    from plant_copilot.people.users import Users


_LOST = "The users that there were are gone."
_LOST_REMEDY = "Put users.sqlite back into the home, from a backup; until then nobody comes in."


class People:
    """Opened when needed: without users nothing is loaded. Safe to share between threads."""

    def __init__(self, shelf: Shelf, settings: SignInSettings, waits: Waits | None = None) -> None:
        self.shelf, self.settings, self._waits = shelf, settings, waits
        self._were_there = False

    @cached_property
    def _store(self) -> Store:
        from plant_copilot.people.store import Store

        return Store(self.shelf)

    @cached_property
    def users(self) -> Users:
        """Users: added, changed, listed."""
        from plant_copilot.people.users import Users

        return Users(self._store)

    @cached_property
    def sign_in(self) -> SignIn:
        """Signing in and out."""
        from plant_copilot.people.sign_in import SignIn

        return SignIn(self._store, self.settings.hours, self._waits)

    @property
    def are_there(self) -> bool:
        """Whether there may be users. Nothing is loaded for a home that never had one."""
        return bool(self.shelf.url) or (self.shelf.home / FILE).is_file()

    @property
    def must_sign_in(self) -> bool:
        """Whether people have to sign in: there are users, or a setting asks for it. Raises ``UsersOutOfReach``."""
        asked = self.settings.required or self.settings.issuer or self.settings.proxies
        there = self.are_there and self.users.are_there
        if self._were_there and not there:  # nobody takes users away but by losing the book
            raise UsersOutOfReach(_LOST, remedy=_LOST_REMEDY)
        self._were_there = self._were_there or there
        return bool(asked) or there

    def require_approver(self, by: str) -> None:
        """Raise ``NotAllowed`` unless ``by`` names an approver: as soon as somebody has that role, only those may."""
        users = self.users.list()["users"] if self.are_there else []
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
