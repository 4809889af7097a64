"""What the tools can do with the copilot in somebody's name: of the server of the home, or opened here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from plant_knowledge_ingest.passage import Rectangle
from plant_ui.remote import RemoteCopilot

if TYPE_CHECKING:
    from plant_copilot.copilot import Copilot
    from plant_copilot.people.sign_in import Person

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """``does`` has what can be asked for, by name: it takes arguments and returns the facade's JSON.

    ``picture`` returns a page as PNG. Whoever is behind it sees and gets what that person may.
    """

    does: Mapping[str, Callable[[Json], Json]]
    picture: Callable[[Json], bytes]


def at_home(copilot: Copilot, person: Person | None) -> Reach:
    """Reach a copilot opened here in the name of ``person``, or of the local user."""
    asker = person.principal if person else copilot.local
    by = person.shown if person else ""

    def picture(given: Json) -> bytes:
        marks = [Rectangle(*corners) for corners in given.get("highlight", ())]
        return copilot.page_png(**{**given, "highlight": marks}, principal=asker)

    does: dict[str, Callable[[Json], Json]] = {
        "documents": lambda _: copilot.documents(principal=asker),
        "search": lambda given: copilot.search(**given, principal=asker),
        "page": lambda given: copilot.page(**given, principal=asker),
        "ask": lambda given: copilot.ask(**given, reads=True, principal=asker),
        "history": lambda given: copilot.tool("history", given, principal=asker),
        "similar_orders": lambda given: copilot.similar(**given, principal=asker),
        "rank_causes": lambda given: copilot.causes(**given, principal=asker),
        "asset": lambda given: copilot.asset(**given, principal=asker),
        "check_layout": lambda given: copilot.layouts.check(given["project"], given.get("layout")),
        "draft_order": lambda given: copilot.drafts.create(**given, by=by, principal=asker),
        "draft_procedure": lambda given: copilot.sops.draft(**given, by=by, principal=asker),
    }
    return Reach(does, picture)


def at_server(copilot: AtServer) -> Reach:
    """Reach the copilot of a running server in the name of whoever its word belongs to."""
    does: dict[str, Callable[[Json], Json]] = {
        "documents": lambda _: copilot.documents(),
        "search": lambda given: copilot.search(**given),
        "page": copilot.page,
        "ask": copilot.read,
        "history": lambda given: copilot.tool("history", given),
        "similar_orders": lambda given: copilot.similar(**given),
        "rank_causes": lambda given: copilot.causes(**given),
        "asset": lambda given: copilot.asset(**given),
        "check_layout": copilot.check_layout,
        "draft_order": lambda given: copilot.draft_order({**given, "by": copilot.who()["shown"]}),
        "draft_procedure": lambda given: copilot.sop("draft", "", {**given, "by": copilot.who()["shown"]}),
    }
    return Reach(does, lambda given: copilot.page_png(**given))


class AtServer(RemoteCopilot):
    """The copilot of a running server, with what the command line does not ask of it."""

    def who(self) -> Json:
        """Return who asks: {name, shown, kind, roles, groups}. Raises ``ServerRefused`` for a key it does not know."""
        return self._call("GET", "/api/session")

    def page(self, given: Json) -> Json:
        """Return the words of a page."""
        path = f"/api/pages/{quote(given['document'], safe='')}/{given['page']}.json"
        return self._call("GET", path, query={"revision": given.get("revision")})

    def read(self, given: Json) -> Json:
        """Answer a question without leaving anything behind."""
        return self._call("POST", "/api/ask", {**given, "reads": True})

    def check_layout(self, given: Json) -> Json:
        """Check a layout by every rule."""
        return self._call("POST", "/api/layouts/check", given)

    def draft_order(self, given: Json) -> Json:
        """Draft from a dictation."""
        return self._call("POST", "/api/drafts", given)
