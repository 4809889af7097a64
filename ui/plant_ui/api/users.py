"""Users over HTTP: for admins, and for the server's own machine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from plant_ui.api import people_models as models
from plant_ui.api.asker import FROM_HERE, TheCopilot
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/users", tags=["Users"], dependencies=[FROM_HERE])

Name = Annotated[str, Path(description="the user's name", examples=["b.meier"])]


@router.get("", response_model=models.UserList, dependencies=[paged("users", "name")])
def listing(copilot: TheCopilot) -> JSONResponse:
    """List users, by name."""
    return JSONResponse(copilot.people.users.list())


@router.post("", status_code=201, response_model=models.User)
def add(wanted: models.NewUser, copilot: TheCopilot) -> JSONResponse:
    """Add a user. From the first one on, everybody has to sign in."""
    return JSONResponse(copilot.people.users.add(**wanted.model_dump()), 201)


@router.patch("/{name}", response_model=models.User)
def change(name: Name, wanted: models.UserChange, copilot: TheCopilot) -> JSONResponse:
    """Change roles, groups or password, or disable a user, which ends all sessions."""
    return JSONResponse(copilot.people.users.change(name, **wanted.model_dump(exclude_unset=True)))


@router.delete("/{name}/sessions", response_model=models.User)
def revoke(name: Name, copilot: TheCopilot) -> JSONResponse:
    """End all sessions of a user."""
    return JSONResponse(copilot.people.users.revoke(name))


@router.get("/{name}/keys", response_model=models.Keys)
def keys(name: Name, copilot: TheCopilot) -> JSONResponse:
    """List the keys of a user, without the keys themselves."""
    return JSONResponse(copilot.people.users.keys(name))


@router.post("/{name}/keys", status_code=201, response_model=models.NewKey)
def new_key(name: Name, wanted: models.KeyRequest, copilot: TheCopilot) -> JSONResponse:
    """Make a key for a program; it is shown this once. Send it as `Authorization: Bearer KEY`."""
    return JSONResponse(copilot.people.sign_in.new_key(name, wanted.label), 201)


@router.post("/{name}/links", response_model=models.User)
def link(name: Name, wanted: models.ChannelId, copilot: TheCopilot) -> JSONResponse:
    """Say who a user is in Slack or Teams. An id is one user's; linked again, it is the other one's."""
    return JSONResponse(copilot.people.users.link(name, **wanted.model_dump()))


@router.delete("/{name}/links/{channel}/{external}", response_model=models.User)
def unlink(name: Name, channel: str, external: str, copilot: TheCopilot) -> JSONResponse:
    """Forget an id of a user."""
    return JSONResponse(copilot.people.users.unlink(name, channel=channel, external=external))


@router.delete("/{name}/keys/{key}", response_model=models.User)
def revoke_key(name: Name, key: int, copilot: TheCopilot) -> JSONResponse:
    """Take a key away."""
    return JSONResponse(copilot.people.users.revoke(name, key=key))
