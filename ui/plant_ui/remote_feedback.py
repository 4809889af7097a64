"""Feedback through a running server, for the command line."""

from __future__ import annotations

from typing import Any

from plant_ui.remote_calls import Calls

Json = dict[str, Any]


class RemoteFeedback(Calls):
    """The part of the remote copilot that is about feedback."""

    def give_feedback(self, thread: str, verdict: str, *, number: int = 0, reason: str = "", comment: str = "") -> Json:
        """Keep what somebody thinks of an answer."""
        said = {"thread": thread, "verdict": verdict, "number": number, "reason": reason, "comment": comment}
        return self._call("POST", "/api/feedback", said)

    def feedback(self, *, verdict: str = "", limit: int = 200) -> Json:
        """List feedback."""
        return self._call("GET", "/api/feedback", query={"verdict": verdict, "limit": str(limit)})
