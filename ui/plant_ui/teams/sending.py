"""What the bot sends to Teams: messages, changes of them, signs that it is at work, and who is in a conversation."""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import httpx

from plant_ui.errors import NotSent
from plant_ui.teams.fitting import KIND
from plant_ui.teams.sdk import (
    Account,
    ApiClient,
    App,
    Attachment,
    ChannelData,
    ConversationAccount,
    CreateConversationParams,
    MessageActivityInput,
    TypingActivityInput,
)
from plant_ui.teams.turn import Person, Place

Json = dict[str, Any]
T = TypeVar("T")

MOST_MEMBERS = 5_000
"""Of a conversation that are looked at; a larger one is taken for everybody."""

_PAGE = 500
TOO_LARGE = 413
_GONE = 404


class Sending:
    """Speaks to Teams with the token of ``app``. Every method raises ``NotSent`` where Teams does not take it."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def message(self, place: Place, text: str = "", cards: Sequence[Json] = (), *, instead_of: str = "") -> str:
        """Send a message and return its id; ``instead_of`` is one that it takes the place of.

        Where that one was deleted meanwhile, a new one is sent.
        """
        attachments = [Attachment(content_type=KIND, content=card) for card in cards]
        told = MessageActivityInput(text=text or None, text_format="plain", attachments=attachments or None)
        if not instead_of:
            return await self._create(place, told)
        try:
            return await self._update(place, instead_of, told)
        except NotSent as error:
            if error.status != _GONE:
                raise
        return await self._create(place, told)

    async def picture(self, place: Place, text: str, picture: bytes, kind: str) -> str:
        """Send a picture with a line above it; it travels in the message, so that nobody else can fetch it."""
        address = f"data:{kind};base64,{base64.b64encode(picture).decode()}"
        attachment = Attachment(content_type=kind, content_url=address, name=f"page.{kind.rpartition('/')[2]}")
        return await self._create(place, MessageActivityInput(text=text, text_format="plain", attachments=[attachment]))

    async def typing(self, place: Place) -> None:
        """Show that the bot is at work."""
        await self._create(place, TypingActivityInput())

    async def stream(self, place: Place, text: str, stream: str, sequence: int) -> str:
        """Show what the bot is at, in a message that is still being written, and return the id of the stream."""
        told = TypingActivityInput(text=text)
        told.id = stream or None
        told.channel_data = ChannelData(stream_type="informative")
        return await self._create(place, told.add_stream_update(sequence)) or stream

    async def end_stream(self, place: Place, card: Json, stream: str) -> None:
        """Write the last of a streamed message."""
        told = MessageActivityInput(attachments=[Attachment(content_type=KIND, content=card)])
        told.id = stream
        await self._create(place, told.add_stream_final())

    async def delete(self, place: Place, message: str) -> None:
        """Take a message of the bot's away."""
        await self._taken(self._at(place).conversations.delete_activity(place.conversation, message))

    async def personal(self, place: Place, person: Person) -> Place:
        """Return the conversation with ``person`` alone; Teams makes one where there is none."""
        asked = CreateConversationParams(
            members=[Account(id=person.account)],
            tenant_id=place.tenant,
            channel_data={"tenant": {"id": place.tenant}},
        )
        made = await self._taken(self._at(place).conversations.create(asked))
        return Place(place.service, made.id, place.bot, place.tenant, personal=True)

    async def members(self, place: Place) -> list[str] | None:
        """Return the object ids of who reads a conversation, "" for who has none; None where they are too many."""
        found: list[str] = []
        token: str | None = None
        while len(found) <= MOST_MEMBERS:
            page = await self._taken(self._at(place).conversations.get_paged_members(place.channel, _PAGE, token))
            found += [(one.aad_object_id or "").lower() for one in page.members]
            token = page.continuation_token
            if not token:
                return found
        return None

    async def _create(self, place: Place, told: MessageActivityInput | TypingActivityInput) -> str:
        sent = await self._taken(
            self._at(place).conversations.create_activity(place.conversation, _addressed(place, told))
        )
        return sent.id

    async def _update(self, place: Place, message: str, told: MessageActivityInput) -> str:
        told.id = message
        conversations = self._at(place).conversations
        return (
            await self._taken(conversations.update_activity(place.conversation, message, _addressed(place, told)))
        ).id

    def _at(self, place: Place) -> ApiClient:
        return self._app.api.from_service_url(place.service)

    async def _taken(self, sent: Awaitable[T]) -> T:
        try:
            return await sent
        except httpx.HTTPStatusError as error:
            raise _refused(error.response) from error
        except httpx.HTTPError as error:
            raise NotSent(f"Teams cannot be reached: {type(error).__name__}.") from error
        except (OSError, ValueError) as error:  # which msal raises where Microsoft is out of reach, or refuses
            raise NotSent(f"Microsoft gives the bot no token: {type(error).__name__}: {str(error)[:300]}.") from error


def _addressed(place: Place, told: MessageActivityInput | TypingActivityInput) -> Any:
    told.from_ = Account(id=place.bot)
    told.conversation = ConversationAccount(id=place.conversation)
    return told


def _refused(response: httpx.Response) -> NotSent:
    """Return what Teams said, without what was sent."""
    try:
        said = response.json()["error"]
        reason = f"{said.get('code', '')}: {said.get('message', '')}"[:300]
    except (ValueError, KeyError, TypeError, AttributeError):
        reason = response.reason_phrase
    return NotSent(
        f"Teams answered {response.status_code}, {reason}.",
        status=response.status_code,
        remedy=_REMEDIES.get(response.status_code, ""),
    )


_REMEDIES = {
    401: "The token is not accepted: check PLANT_TEAMS_APP, PLANT_TEAMS_SECRET and PLANT_TEAMS_TENANT.",
    403: "The bot is not there any more, or was never added for this person.",
    _GONE: "The conversation or the message is gone.",
    TOO_LARGE: "The message is larger than Teams takes.",
}
