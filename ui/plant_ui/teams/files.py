"""Files that people send in Teams: fetched from Microsoft only, of a bounded size, known by their first bytes."""

from __future__ import annotations

from urllib.parse import urlsplit

import httpx

from plant_ui.errors import NotFetched
from plant_ui.picture_kind import picture_kind
from plant_ui.teams.sdk import App
from plant_ui.teams.turn import File, Place
from plant_ui.teams.words import say as teams_say
from plant_ui.voice.recording import kind_of as sound_kind

LARGEST = 30_000_000
_HOPS = 4
PICTURE, RECORDING = "picture", "recording"
_STORES = (".sharepoint.com", ".sharepoint.us", ".sharepoint.cn", ".sharepoint-mil.us")
"""Where Teams keeps what people send; an address anywhere else is not followed."""


async def fetched(app: App, file: File, place: Place, language: str) -> bytes:
    """Return the bytes of a file. Raises ``NotFetched``.

    The bot's token goes to Teams itself and to nobody else; a store of files has a token of its own in the address.
    """
    headers, url = {}, file.url
    if _is_teams_itself(url, place):
        token = await app.token_provider.get_app_token()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
    elif not _is_a_store(url):
        raise NotFetched(teams_say(language, "file_elsewhere"))
    try:
        async with httpx.AsyncClient(timeout=30) as client:
            for _ in range(_HOPS):
                async with client.stream("GET", url, headers=headers) as answer:
                    if answer.next_request is None:
                        answer.raise_for_status()
                        return await _bounded(answer, language)
                    url, headers = str(answer.next_request.url), {}
                if not _is_a_store(url):
                    raise NotFetched(teams_say(language, "file_elsewhere"))
    except httpx.HTTPError as error:
        raise NotFetched(teams_say(language, "file_not_fetched")) from error
    raise NotFetched(teams_say(language, "file_not_fetched"))


def kind_of(content: bytes) -> str:
    """Return PICTURE or RECORDING, "" for what is not read; a picture of a phone may look like a film."""
    if picture_kind(content[:32]):
        return PICTURE
    return RECORDING if sound_kind(content) else ""


async def _bounded(answer: httpx.Response, language: str) -> bytes:
    content = bytearray()
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > LARGEST:
            raise NotFetched(teams_say(language, "file_too_large", megabytes=LARGEST // 1_000_000))
    return bytes(content)


def _is_teams_itself(url: str, place: Place) -> bool:
    """Tell whether an address is at the service that the message came from, which its token vouches for."""
    asked, service = urlsplit(url), urlsplit(place.service)
    return bool(service.netloc) and (asked.scheme, asked.netloc) == (service.scheme, service.netloc)


def _is_a_store(url: str) -> bool:
    asked = urlsplit(url)
    return asked.scheme == "https" and asked.port in {None, 443} and (asked.hostname or "").endswith(_STORES)
