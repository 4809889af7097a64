"""The history of the chat: Chainlit's data layer on the conversations that the copilot keeps anyway.

Nothing is stored twice. The copilot itself writes a question down before it looks anything up, and its answer when it
is given; this class shows them as threads, page by page, to whom they belong. Whatever is asked of another person's
thread raises ``ThreadOfAnother``; errors of the database are raised, logged and counted in ``failed``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from chainlit.data.base import BaseDataLayer
from chainlit.element import Element
from chainlit.types import Feedback, PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from chainlit.user import PersistedUser, User

from plant_copilot.errors import ThreadsOutOfReach, UnknownThread
from plant_copilot.threads import Threads
from plant_ui.chat.asking_now import who_asks
from plant_ui.chat.history import plotted, steps
from plant_ui.locales import interface_language

_log = logging.getLogger(__name__)
FIRST = "first_words"
"""Where a session keeps what a button asked: a chat that begins with one would be called after the button."""

_MOST = 50
_OF_A_CHAT = "-".join("_" * length for length in (8, 4, 4, 4, 12))
"""What the ids of chats look like; conversations of the command line have other ones."""

_Found = TypeVar("_Found")


class History(BaseDataLayer):
    """Shows the threads of ``kept``; ``root`` is the path the chat is mounted at."""

    def __init__(self, kept: Threads, root: str) -> None:
        self._kept, self._root = kept, root
        self.failed = 0

    async def get_user(self, identifier: str) -> PersistedUser | None:
        """Return the user of a pass that we made ourselves."""
        return PersistedUser(id=identifier, identifier=identifier, createdAt="")

    async def create_user(self, user: User) -> PersistedUser | None:
        """Return it as it is: users are kept elsewhere."""
        return await self.get_user(user.identifier)

    async def list_threads(self, pagination: Pagination, filters: ThreadFilter) -> PaginatedResponse[ThreadDict]:
        """Return a page of the threads of who asks, whoever the filter names."""
        who, most = who_asks(), max(1, min(pagination.first, _MOST))
        wanted = {"search": (filters.search or "").strip(), "after": pagination.cursor or "", "shape": _OF_A_CHAT}
        found = await self._asked(lambda: self._kept.listed(who.principal, most=most + 1, **wanted))
        page = found["threads"][:most]
        ends = (page[0]["thread"], page[-1]["thread"]) if page else (None, None)
        info = PageInfo(hasNextPage=len(found["threads"]) > most, startCursor=ends[0], endCursor=ends[1])
        return PaginatedResponse(pageInfo=info, data=[self._shown(one, who.principal.name) for one in page])

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        """Return a thread with all that was asked in it, None where there is none."""
        who = who_asks()
        try:
            found = await self._asked(lambda: self._kept.show(thread_id, who.principal))
        except UnknownThread:
            return None
        began = found["turns"][0]["at"] if found["turns"] else ""
        shown = self._shown({"thread": thread_id, "title": "", "began": began}, who.principal.name)
        shown["steps"] = steps(found, self._root, interface_language(who.language))  # type: ignore[typeddict-item]
        shown["elements"] = plotted(found)  # type: ignore[typeddict-item]
        return shown

    async def get_thread_author(self, thread_id: str) -> str:
        """Return who began a thread, "" where there is none."""
        return await self._asked(lambda: self._kept.owner(thread_id))

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,  # noqa: ARG002 - what belongs to a session ends with it
        tags: list[str] | None = None,  # noqa: ARG002 - Chainlit's own signature
    ) -> None:
        """Begin a thread with its first words, or give it another name."""
        who = who_asks()
        if user_id is not None:
            from chainlit.context import get_context
            from chainlit.user_session import user_session

            session, title = get_context().session.id, user_session.get(FIRST) or name or ""
            await self._asked(lambda: self._kept.begin(thread_id, who.principal, title, session))
        elif name is not None:
            title = " ".join(name.split()) or thread_id
            await self._asked(lambda: self._kept.rename(thread_id, who.principal, title))

    async def delete_thread(self, thread_id: str) -> None:
        """Remove a thread with all that was asked in it."""
        who = who_asks()
        await self._asked(lambda: self._kept.forget(thread_id, who.principal))

    async def create_step(self, step_dict: Any) -> None:
        """Store nothing: the copilot keeps questions and answers itself."""

    async def update_step(self, step_dict: Any) -> None:
        """Store nothing."""

    async def delete_step(self, step_id: str) -> None:
        """Remove nothing: what is on the screen only is gone with it."""

    async def create_element(self, element: Element) -> None:
        """Store nothing: pictures and plots are made anew from the answer."""

    async def get_element(self, thread_id: str, element_id: str) -> Any:
        """Return an element of one's own thread, None for another."""
        thread = await self.get_thread(thread_id)
        shown = (thread["elements"] or []) if thread else []
        return next((one for one in shown if one["id"] == element_id), None)

    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Remove nothing."""

    async def upsert_feedback(self, feedback: Feedback) -> str:
        """Refuse: the thumbs of this chat are its own."""
        raise NotImplementedError(f"feedback on {feedback.forId} is given by the buttons under an answer")

    async def delete_feedback(self, feedback_id: str) -> bool:
        """Refuse, as ``upsert_feedback``."""
        raise NotImplementedError(f"feedback {feedback_id} is not kept here")

    async def get_favorite_steps(self, user_id: str) -> list[Any]:  # noqa: ARG002 - Chainlit's own signature
        """Return none: there are no favourites."""
        return []

    async def build_debug_url(self) -> str:
        """Return none."""
        return ""

    async def close(self) -> None:
        """Leave the threads open: they are the copilot's."""

    async def _asked(self, ask: Callable[[], _Found]) -> _Found:
        try:
            return await asyncio.to_thread(ask)
        except ThreadsOutOfReach:
            self.failed += 1
            _log.exception("the history of the chat cannot be read or written, %d times so far", self.failed)
            raise

    def _shown(self, thread: dict[str, Any], owner: str) -> ThreadDict:
        return ThreadDict(
            id=thread["thread"],
            createdAt=thread.get("changed") or thread["began"],
            name=thread["title"],
            userId=owner,
            userIdentifier=owner,
            tags=None,
            metadata={},
            steps=[],
            elements=[],
        )
