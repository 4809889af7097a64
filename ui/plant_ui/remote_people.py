"""The users of a running server and the list of their conversations, with the methods of ``plant_copilot.Copilot``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from plant_ui.remote_sops import RemoteSops

Json = dict[str, Any]


class RemotePeople(RemoteSops):
    """The part of ``RemoteCopilot`` that is about people, and procedures."""

    def user(self, step: str, name: str = "", fields: Mapping[str, Any] | None = None) -> Json:
        """Take one step; see ``Copilot.user``."""
        given, path = dict(fields or {}), f"/api/users/{quote(name, safe='')}"
        of_link = (
            f"{path}/links/{quote(str(given.get('channel')), safe='')}/{quote(str(given.get('external')), safe='')}"
        )
        key = f"/{given['key']}" if given.get("key") else ""
        method, address, body = {
            "list": ("GET", "/api/users", None),
            "add": ("POST", "/api/users", {"name": name, **given}),
            "change": ("PATCH", path, given),
            "revoke": ("DELETE", f"{path}/keys{key}" if key else f"{path}/sessions", None),
            "keys": ("GET", f"{path}/keys", None),
            "link": ("POST", f"{path}/links", given),
            "unlink": ("DELETE", of_link, None),
            "key": ("POST", f"{path}/keys", given),
        }[step]
        return self._call(method, address, body)

    def event(self, step: str, number: int = 0, fields: Mapping[str, Any] | None = None) -> Json:
        """Take one step; see ``Copilot.event``."""
        if step == "send":
            return self._call("POST", "/api/events", dict(fields or {}))
        if step == "post":
            return self._call("POST", f"/api/events/{number}/post")
        return self._call("GET", f"/api/events/{number}" if step == "show" else "/api/events", query=dict(fields or {}))

    def threads(self, *, search: str = "") -> Json:
        """List conversations."""
        return self._call("GET", "/api/threads", query={"search": search})

    def rename_thread(self, thread: str, title: str) -> Json:
        """Give a conversation another title."""
        return self._call("PATCH", f"/api/threads/{quote(thread, safe='')}", {"title": title})
