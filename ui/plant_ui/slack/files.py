"""Files that people send in Slack, and pictures of pages that are sent to them."""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from plant_copilot.errors import WrongUse

Json = dict[str, Any]

LARGEST = 60_000_000
"""Bytes of a photo or recording; what of that is too long is told where it is read."""

_PATIENCE = 60
_HOSTS = ("files.slack.com", "files.slack-gov.com")


class _Stays(HTTPRedirectHandler):
    """Follows nobody to another place: the bot's token would go along."""

    def redirect_request(self, *_: Any) -> None:
        return None


def kind(file: Json) -> str:
    """Return "voice", "photo", or "" for what is not read here."""
    mime = str(file.get("mimetype", ""))
    if mime.startswith("audio/") or file.get("subtype") == "slack_audio":
        return "voice"
    return "photo" if mime.startswith("image/") and "svg" not in mime else ""


def fetched(client: WebClient, file: Json) -> bytes:
    """Return the bytes of a file, which are kept nowhere. Raises ``WrongUse``."""
    name, address = str(file.get("name", "file"))[:80], str(file.get("url_private_download") or file.get("url_private"))
    if not _is_of_slack(address, client.base_url):
        raise WrongUse(f"{name} is not kept by Slack itself.", remedy="Upload it here.")
    if int(file.get("size") or 0) > LARGEST:
        raise WrongUse(f"{name} is larger than {LARGEST // 1_000_000} MB.", remedy="Send a smaller one.")
    asking = Request(address, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310 - checked above
    try:
        with build_opener(_Stays()).open(asking, timeout=_PATIENCE) as response:
            return _body(response, name)
    except (URLError, HTTPException, OSError) as error:
        raise WrongUse(f"{name} could not be fetched from Slack: {error}.", remedy="Send it again.") from error


def sent(client: WebClient, picture: bytes, name: str, told: str, *, channel: str = "", thread: str = "") -> str:
    """Upload a PNG, share it in ``channel`` where one is given, and return its id."""
    answer = client.files_upload_v2(
        file=picture,
        filename=name,
        title=told[:250],
        alt_txt=told[:900],
        channel=channel or None,
        thread_ts=thread or None,
        request_file_info=False,
    )
    return str(answer["files"][0]["id"])


def _body(response: HTTPResponse, name: str) -> bytes:
    body = response.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise WrongUse(f"{name} is larger than {LARGEST // 1_000_000} MB.", remedy="Send a smaller one.")
    if response.headers.get("Content-Type", "").startswith("text/html"):  # the page to sign in
        raise WrongUse("Slack does not let the copilot read files.", remedy="Give its app the scope files:read.")
    return body


def _is_of_slack(address: str, api: str) -> bool:
    """Tell whether an address is where Slack keeps files, or on the same host as its API; no other gets the token."""
    at, ours = urlsplit(address), urlsplit(api)
    if at.scheme == "https" and at.hostname in _HOSTS:
        return True
    return (at.scheme, at.netloc) == (ours.scheme, ours.netloc) and bool(at.netloc)
