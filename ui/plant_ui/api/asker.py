"""Who asks over HTTP: the local user from this machine, a guest from another one."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated

from fastapi import Depends, Request

from plant_copilot.copilot import Copilot
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.guests import guest
from plant_ui.api.jobs import Jobs
from plant_ui.errors import NotFromHere


def _copilot(request: Request) -> Copilot:
    copilot: Copilot = request.app.state.copilot
    return copilot


def _jobs(request: Request) -> Jobs:
    jobs: Jobs = request.app.state.jobs
    return jobs


def _asker(request: Request) -> Principal:
    """Nobody has to log in, so who comes from elsewhere sees what everyone may see, and threads of their own."""
    local: Principal = request.app.state.copilot.local
    return local if is_local(request) else guest(request)


def _from_here(request: Request) -> None:
    if not is_local(request):
        raise NotFromHere(
            "The library is changed on the server's own machine only.",
            remedy="Log in there and use the command plant-copilot.",
        )


def is_local(request: Request) -> bool:
    """Say whether a request comes from the server's own machine."""
    host = request.client.host if request.client else ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


TheCopilot = Annotated[Copilot, Depends(_copilot)]
TheJobs = Annotated[Jobs, Depends(_jobs)]
Asker = Annotated[Principal, Depends(_asker)]
FROM_HERE = Depends(_from_here)
