"""A small Slack on this machine: a real HTTP server that keeps what it is told and enforces Slack's limits.

It stands where https://slack.com/api stands; whoever talks to it does so with Slack's own client.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from plant_evals.channels.block_kit import LARGEST_TEXT, dialog_faults, faults
from plant_evals.channels.workspace import APP_TOKEN, BOT, TOKEN, Channel, Workspace

Json = dict[str, Any]


class Refused(Exception):
    """Slack says no, by the short name of the reason."""


class Api:
    """Slack's methods, as far as a bot of ours calls them."""

    def __init__(self, slack: Workspace) -> None:
        self.slack = slack
        self._known: dict[str, Callable[[Json], Json]] = {
            "apps.connections.open": self._connections,
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "conversations.members": self._conversations_members,
            "conversations.open": self._conversations_open,
            "chat.postMessage": self._chat_post_message,
            "chat.update": self._chat_update,
            "chat.postEphemeral": self._chat_post_ephemeral,
            "files.getUploadURLExternal": self._files_get_upload_url,
            "files.completeUploadExternal": self._files_complete_upload_external,
            "views.open": self._views_open,
            "views.publish": self._views_publish,
            "assistant.threads.setSuggestedPrompts": self._assistant_threads_set_suggested_prompts,
        }

    def call(self, method: str, asked: Json) -> Json:
        """Return what Slack answers. Raises ``Refused``."""
        self.slack.calls.append(method)
        if self.slack.error:
            raise Refused(self.slack.error)
        if method not in self._known:
            raise Refused("unknown_method")
        return self._known[method](asked)

    def _connections(self, _: Json) -> Json:
        if not self.slack.socket:
            raise Refused("not_allowed_token_type")
        return {"url": self.slack.socket}

    def _auth_test(self, _: Json) -> Json:
        return {"user_id": BOT, "bot_id": "BBOT", "team_id": "T1", "team": "Brunnental", "url": self.slack.url}

    def _users_info(self, asked: Json) -> Json:
        if asked["user"] not in self.slack.people:
            raise Refused("user_not_found")
        return {"user": {"id": asked["user"], "locale": self.slack.people[asked["user"]]}}

    def _conversations_members(self, asked: Json) -> Json:
        members = self._channel(asked["channel"]).members
        start = int(asked.get("cursor") or 0)
        page = members[start : start + 50]
        more = str(start + 50) if start + 50 < len(members) else ""
        return {"members": page, "response_metadata": {"next_cursor": more}}

    def _conversations_open(self, asked: Json) -> Json:
        name = f"D-{asked['users']}"
        self.slack.channels.setdefault(name, Channel([asked["users"], BOT], private=True))
        return {"channel": {"id": name}}

    def _chat_post_message(self, asked: Json) -> Json:
        self._channel(asked["channel"])
        thread = asked.get("thread_ts")
        if thread and thread not in self.slack.messages[asked["channel"]]:
            raise Refused("thread_not_found")
        at = self.slack.stamp()
        kept = {**self._message(asked), "user": BOT, "ts": at, "thread_ts": thread}
        kept["unfurl"] = asked.get("unfurl_links"), asked.get("unfurl_media")
        self.slack.messages[asked["channel"]][at] = kept
        return {"ts": at, "channel": asked["channel"]}

    def _chat_update(self, asked: Json) -> Json:
        self._channel(asked["channel"])
        kept = self.slack.messages[asked["channel"]].get(asked["ts"])
        if kept is None:
            raise Refused("message_not_found")
        kept.update(self._message(asked))
        return {"ts": asked["ts"], "channel": asked["channel"]}

    def _chat_post_ephemeral(self, asked: Json) -> Json:
        if asked["user"] not in self._channel(asked["channel"]).members:
            raise Refused("user_not_in_channel")
        self.slack.whispers.append({**self._message(asked), "user": asked["user"], "channel": asked["channel"]})
        return {"message_ts": self.slack.stamp()}

    def _files_get_upload_url(self, asked: Json) -> Json:
        if int(asked["length"]) < 1:
            raise Refused("invalid_arguments")
        file = f"F{self.slack.stamp().replace('.', '')}"
        return {"upload_url": f"{self.slack.url}upload/{file}", "file_id": file}

    def _files_complete_upload_external(self, asked: Json) -> Json:
        named = json.loads(asked["files"])
        if any(one["id"] not in self.slack.files for one in named):
            raise Refused("file_not_found")
        if asked.get("channel_id"):
            self._channel(asked["channel_id"])
            where = {"channel": asked["channel_id"], "thread": asked.get("thread_ts")}
            self.slack.shared += [{**one, **where} for one in named]
        return {"files": [{"id": one["id"], "title": one.get("title")} for one in named]}

    def _views_open(self, asked: Json) -> Json:
        return self._view(asked, self.slack.views.append)

    def _views_publish(self, asked: Json) -> Json:
        return self._view(asked, lambda view: self.slack.homes.__setitem__(asked["user_id"], view))

    def _assistant_threads_set_suggested_prompts(self, _: Json) -> Json:
        return {}

    def _view(self, asked: Json, keep: Any) -> Json:
        view = json.loads(asked["view"]) if isinstance(asked["view"], str) else asked["view"]
        if wrong := dialog_faults(view):
            self._turn_away("invalid_arguments", wrong)
        keep(view)
        return {"view": {"id": f"V{self.slack.stamp()}", **view}}

    def _channel(self, name: str) -> Channel:
        if name not in self.slack.channels:
            raise Refused("channel_not_found")
        if not self.slack.channels[name].open:
            raise Refused("not_in_channel")
        return self.slack.channels[name]

    def _message(self, asked: Json) -> Json:
        text, blocks = asked.get("text") or "", asked.get("blocks") or []
        blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
        if not text and not blocks:
            raise Refused("no_text")
        if len(text) > LARGEST_TEXT:
            raise Refused("msg_too_long")
        if wrong := faults(blocks, files=frozenset(self.slack.files)):
            self._turn_away("invalid_blocks", wrong)
        return {"text": text, "blocks": blocks}

    def _turn_away(self, name: str, wrong: list[str]) -> None:
        self.slack.refused.append({"error": name, "faults": wrong})
        raise Refused(name)


_PACED = {"chat.postMessage", "chat.update"}


class _Handler(BaseHTTPRequestHandler):
    api: Api

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = self.path.strip("/").split("/")
        if parts[0] == "upload":
            self._answer(200, self._keep(parts[-1], body))
        elif parts[0] == "respond":
            self.api.slack.whispers.append({"url": self.path, **json.loads(body)})
            self._answer(200, {"ok": True})
        elif self.headers.get("Authorization") not in {f"Bearer {TOKEN}", f"Bearer {APP_TOKEN}"}:
            self._answer(200, {"ok": False, "error": "invalid_auth"})
        elif parts[0] == "sent":
            self._answer(200, None, content=self.api.slack.sent[parts[-1]])
        else:
            self._call(parts[-1], _fields(body, self.headers.get("Content-Type", "")))

    do_GET = do_POST  # noqa: N815 - the library's name

    def _call(self, method: str, asked: Json) -> None:
        slack = self.api.slack
        with slack.lock:
            now, channel = time.monotonic(), str(asked.get("channel"))
            if method in _PACED and now - slack.last.get(channel, -1e9) < slack.apart:
                slack.too_often += 1
                self._answer(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"})
                return
            if method in _PACED:
                slack.last[channel] = now
            try:
                self._answer(200, {"ok": True, **self.api.call(method, asked)})
            except Refused as error:
                self._answer(200, {"ok": False, "error": str(error)})

    def _keep(self, file: str, body: bytes) -> Json:
        self.api.slack.files[file] = body
        return {"ok": True}

    def _answer(self, status: int, told: Json | None, headers: Json | None = None, content: bytes = b"") -> None:
        body = content if told is None else json.dumps(told).encode()
        kind = "application/octet-stream" if told is None else "application/json"
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": len(body), **(headers or {})}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Print nothing."""


def _fields(body: bytes, kind: str) -> Json:
    if kind.startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


@contextmanager
def pretended_slack(slack: Workspace) -> Iterator[str]:
    """Run ``slack`` on a free port of this machine meanwhile; give the address of its API."""
    handler = type("Handler", (_Handler,), {"api": Api(slack)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    slack.url = f"http://127.0.0.1:{server.server_port}/"
    running = Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield f"{slack.url}api/"
    finally:
        server.shutdown()
        server.server_close()
        running.join()
