"""Who asks over HTTP, and what they may do: the local user everything, a signed-in person by the roles."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request

from plant_copilot.copilot import Copilot
from plant_copilot.people.errors import NotAllowed, SignInNeeded
from plant_copilot.people.roles import ADMIN, ENGINEER, PLANNER
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.jobs import Jobs
from plant_ui.errors import NotFromHere
from plant_ui.visitor import Visitor


def _copilot(request: Request) -> Copilot:
    copilot: Copilot = request.app.state.copilot
    return copilot


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def visitor_of(request: Request) -> Visitor:
    """Return who asks. Raises ``SignInNeeded``."""
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise SignInNeeded("Nobody is signed in.", remedy="Sign in first.")
    return visitor


def _asker(request: Request) -> Principal:
    """A guest sees what everyone may see, and threads of their own."""
    return visitor_of(request).principal


def require(visitor: Visitor, *roles: str) -> None:
    """Let the local user pass, and signed-in people with one of ``roles``. Raises ``NotAllowed``, ``NotFromHere``."""
    if visitor.may(*roles):
        return
    if visitor.kind == "user":
        raise NotAllowed(f"{visitor.shown} has no role for this.", remedy=f"It takes one of: {', '.join(roles)}.")
    raise NotFromHere(
        "The library is changed on the server's own machine only.",
        remedy="Log in there and use the command plant-copilot, or let people sign in: plant-copilot users add",
    )


def only(*roles: str) -> Any:
    """Return a dependency that lets pass whom ``require`` does."""

    def allowed(request: Request) -> None:
        require(visitor_of(request), *roles)

    return Depends(allowed)


TheCopilot = Annotated[Copilot, Depends(_copilot)]
TheJobs = Annotated[Jobs, Depends(_jobs)]
TheVisitor = Annotated[Visitor, Depends(visitor_of)]
Asker = Annotated[Principal, Depends(_asker)]
FROM_HERE = only(ADMIN)
PLANNING = only(PLANNER, ENGINEER)
