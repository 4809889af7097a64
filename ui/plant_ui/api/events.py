"""Events over HTTP: taken from machines and maintenance systems, signed or with a key; listed for people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot, TheVisitor, visitor_of
from plant_ui.api.models import Answer, Described
from plant_ui.api.paging import paged
from plant_ui.errors import NotFromHere
from plant_ui.webhooks.desk import Desk
from plant_ui.webhooks.signature import SIGNATURE, delivery_of

router = APIRouter(prefix="/api/events", tags=["Events"])


class EventRequest(Described):
    """An alarm; it has a code, a text, or both."""

    source: str = Field(min_length=1, max_length=100, description="which system sends it", examples=["scada-line-3"])
    asset: str = Field("", max_length=100, description="tag of the asset", examples=["SW-306"])
    code: str = Field("", max_length=100, description="as on the display", examples=["E0451"])
    at: str = Field("", max_length=40, description="ISO time with its zone; now, without one")
    text: str = Field("", max_length=1_500, description="the alarm's own words")
    language: str = Field("", description="of the answer: en, de, zh-Hans, zh-Hant; the plant's own without one")


class Taken(Described):
    """What became of it."""

    event: int = Field(description="its number")
    state: str = Field(description="received, posting, posted, kept, repeated, failed")
    new: bool = Field(description="false where it had come before")


class KeptEvent(Described):
    """An event."""

    number: int
    received: str
    source: str
    asset: str
    code: str
    at: str
    text: str
    language: str
    state: str = Field(description="received, posting, posted, kept (in this inbox), repeated, failed")
    to: str = Field(description="where it went")
    outcome: str = Field(description="what went wrong, where something did")


class ShownEvent(KeptEvent):
    """An event with the answers that were prepared; [] for who may not see all that its readers may."""

    answers: list[Answer]


class EventList(Described):
    """Events, the latest first."""

    events: list[KeptEvent]


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]
Number = Annotated[int, Path(ge=1, lt=1 << 63)]


def _somebody(visitor: TheVisitor) -> None:
    """Let signed-in people pass, programs with a key, and the local user."""
    if visitor.kind == "guest":
        raise NotFromHere("Events are for people who have signed in.", remedy="Send a key, or sign the request.")


SOMEBODY = Depends(_somebody)


@router.post("", status_code=202, response_model=Taken)
async def take(event: EventRequest, request: Request, copilot: TheCopilot, desk: TheDesk) -> JSONResponse:
    """Take an alarm; it is answered at once, and sent to the channel of its asset (`events.yaml`).

    Signed as [Standard Webhooks](https://www.standardwebhooks.com) has it, with `PLANT_EVENT_SECRETS`, or with the key
    of a person. One that comes twice is one event.
    """
    delivery = ""
    if SIGNATURE in request.headers:
        delivery = delivery_of(request.headers, await request.body(), copilot.settings.programs.event_secrets)
    else:
        _somebody(visitor_of(request))
    return JSONResponse(await run_in_threadpool(desk.take, event.model_dump(), delivery), 202)


@router.get("", response_model=EventList, dependencies=[SOMEBODY, paged("events", "number")])
def listing(
    copilot: TheCopilot,
    asset: Annotated[str, Query(description="only of this asset")] = "",
    state: Annotated[str, Query(description="only in this state")] = "",
) -> JSONResponse:
    """List events, the latest first. For people who have signed in, and from the server's machine."""
    return JSONResponse(copilot.events.list(asset=asset, state=state))


@router.get("/{number}", response_model=ShownEvent, dependencies=[SOMEBODY])
def show(number: Number, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return an event with its answers."""
    return JSONResponse(copilot.events.show(number, principal=asker))


@router.post("/{number}/post", response_model=ShownEvent, dependencies=[FROM_HERE])
def post(number: Number, copilot: TheCopilot, desk: TheDesk, asker: Asker) -> JSONResponse:
    """Answer an event anew and send it once more. For admins, and from the server's machine."""
    desk.work(number)
    return JSONResponse(copilot.events.show(number, principal=asker))
