"""People as Slack knows them: their language, whether they are people, and who is in a channel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.locales import interface_language

_KEPT = 3_600
_MOST_PAGES = 20
_NOBODY_KNOWN = "-"


class Members:
    """Asks Slack, and remembers languages for an hour. ``usual`` is the language of who has none of ours."""

    def __init__(self, client: WebClient, usual: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._usual, self._clock = client, usual, clock
        self._languages: dict[str, tuple[float, str]] = {}
        self._lock = Lock()

    def language(self, user: str) -> str:
        """Return the language of a person's Slack, one of our four."""
        with self._lock:
            asked, known = self._languages.get(user, (-_KEPT * 2.0, self._usual))
        if self._clock() - asked < _KEPT:
            return known
        found = self._asked(user)
        with self._lock:
            self._languages[user] = (self._clock(), found)
        return found

    def of(self, channel: str) -> Iterator[str]:
        """Yield the members of a channel, and somebody unknown where Slack does not tell them all."""
        cursor = ""
        for _ in range(_MOST_PAGES):
            try:
                page = self._client.conversations_members(channel=channel, limit=200, cursor=cursor or None)
            except SlackApiError:
                break
            yield from map(str, page.get("members") or ())
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return
        yield _NOBODY_KNOWN

    def _asked(self, user: str) -> str:
        try:
            profile = self._client.users_info(user=user, include_locale=True)["user"]
        except SlackApiError:
            return self._usual
        locale = str((profile or {}).get("locale") or "")
        language = interface_language(locale) if locale else self._usual
        return language if language in LANGUAGES else self._usual
