"""Lines of the chat that tell what is done. Chainlit's own class keeps everybody waiting a millisecond for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import chainlit as cl
from chainlit.utils import utc_now


@dataclass(slots=True)
class Line:
    """A line called ``name``, under the one with the id ``parent``; ``output`` is seen where it is unfolded.

    ``language`` is that of the output where it is code; ``opened``: unfolded until ``end`` is set, if ``folding``.
    """

    name: str
    parent: str | None
    output: str = ""
    language: str | None = None
    icon: str | None = None
    opened: bool = False
    folding: bool = False
    is_error: bool = False
    start: str = field(default_factory=utc_now)
    end: str | None = None
    id: str = field(default_factory=lambda: str(uuid4()))

    async def send(self) -> None:
        """Show it."""
        await cl.context.emitter.send_step(self._told())

    async def update(self) -> None:
        """Show it as it is now."""
        await cl.context.emitter.update_step(self._told())

    def _told(self) -> Any:
        times = {"createdAt": self.start, "start": self.start, "end": self.end}
        folded = {"defaultOpen": self.opened, "autoCollapse": self.folding, "showInput": False}
        none = {"streaming": False, "input": "", "tags": None, "generation": None}
        about = {"id": self.id, "parentId": self.parent, "threadId": cl.context.session.thread_id}
        said = {"name": self.name, "output": self.output, "language": self.language, "isError": self.is_error}
        metadata = {"icon": self.icon} if self.icon else {}
        return {**about, "type": "tool", **said, **times, **folded, **none, "metadata": metadata}


def run_id() -> str | None:
    """Return the id of what everything that answers one message stands under."""
    return cl.context.current_run.id if cl.context.current_run else None
