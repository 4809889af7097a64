"""Who of the copilot's people somebody in a channel is: by the id that the channel vouches for, never by a name."""

from __future__ import annotations

import hashlib

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.visitor import Visitor


class Identities:
    """Tells who asks in ``channel`` ("slack", "teams")."""

    def __init__(self, copilot: Copilot, channel: str) -> None:
        self._people, self.channel = copilot.people, channel

    def who(self, external: str) -> Visitor | None:
        """Return who ``external`` is: the user linked to it, and None for a stranger where people have to sign in.

        Where nobody has to, it is a guest, who sees what everyone may see and decides nothing.
        """
        if self._people.are_there and (person := self._people.sign_in.whose_link(self.channel, external)):
            return Visitor(person.principal, "user", person.shown, person.roles)
        if self._people.must_sign_in:
            return None
        word = hashlib.sha256(f"{self.channel}:{external}".encode()).hexdigest()[:32]
        return Visitor(Principal(f"guest-{word}"), "guest")
