"""A stand-in for Microsoft on this machine: it signs tokens, takes what the bot sends, and refuses as Teams does.

Measurements and tests speak to it over HTTP, as the bot does to Teams. What Teams documents of its limits is kept: a
message of at most 28 KB (pictures apart), a stream that counts, 404 for what was deleted.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from plant_ui.teams.sdk import CloudEnvironment, from_name

Json = dict[str, Any]

ISSUER = "https://api.botframework.example"
LARGEST = 28_000
_SENT = re.compile(r"/v3/conversations/([^/]+)/activities(?:/([^/]+))?")


@dataclass(frozen=True, slots=True)
class Sent:
    """What the bot sent: POST, PUT or DELETE, to which conversation, and the activity itself."""

    how: str
    conversation: str
    activity: Json

    @property
    def card(self) -> Json | None:
        """The first card of the message."""
        cards = (one["content"] for one in self.activity.get("attachments") or () if "card" in one["contentType"])
        return next(cards, None)

    @property
    def said(self) -> str:
        """All words of the message, those of its cards too."""
        return json.dumps(self.activity, ensure_ascii=False)


@dataclass
class Microsoft:
    """``members`` are the object ids of who reads a conversation; ``refusals`` what is answered next, in order.

    ``closed`` are conversations that the bot is not in; while it ``loses_messages``, somebody deletes each at once.
    """

    app: str
    members: dict[str, list[str]] = field(default_factory=dict)
    refusals: list[tuple[int, dict[str, str], Json]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    closed: set[str] = field(default_factory=set)
    loses_messages: bool = False
    authorized: list[str] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self._news = threading.Condition()
        self._last = 0

    @property
    def cloud(self) -> CloudEnvironment:
        """Where the SDK finds our keys."""
        from dataclasses import replace

        keys = f"{self.url}/v1/.well-known/openidconfiguration"
        return replace(from_name("public"), openid_metadata_url=keys, token_issuer=ISSUER)

    def token(self, key: rsa.RSAPrivateKey | None = None, **claims: Any) -> str:
        """Return a token as Microsoft signs them; ``claims`` are laid over those of a good one."""
        now = int(time.time())
        good = {"iss": ISSUER, "aud": self.app, "iat": now, "exp": now + 3_600, "serviceurl": self.url}
        return jwt.encode({**good, **claims}, key or self.key, "RS256", headers={"kid": "1"})

    def wait(self, fits: Callable[[Sent], bool], seconds: float = 30.0) -> Sent:
        """Return the first thing sent that ``fits``, waiting for it. Raises ``TimeoutError``."""
        with self._news:
            if not self._news.wait_for(lambda: any(map(fits, self.sent)), seconds):
                raise TimeoutError(f"nothing of that kind was sent: {[one.said[:200] for one in self.sent]}")
            return next(one for one in self.sent if fits(one))

    def answer(self, method: str, path: str, headers: Json, body: Json) -> tuple[int, dict[str, str], Json | bytes]:
        """Return status, headers and content for a request of the bot."""
        if path.startswith("/v1/.well-known/keys"):
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            return (
                200,
                {},
                {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256", "endorsements": ["msteams"]}]},
            )
        self.authorized.append(headers.get("authorization", ""))
        if path.lstrip("/") in self.files:
            return 200, {}, self.files[path.lstrip("/")]
        if self.refusals:
            return self.refusals.pop(0)
        if found := _SENT.fullmatch(path):
            return self._take(method, found[1], found[2] or "", body)
        if path.endswith("/pagedMembers"):
            theirs = self.members.get(path.split("/")[3], [])
            return 200, {}, {"members": [{"id": f"29:{one}", "aadObjectId": one} for one in theirs]}
        return 200, {}, {"id": f"a:{body['members'][0]['id']}"}

    def _take(self, method: str, conversation: str, replaced: str, body: Json) -> tuple[int, dict[str, str], Json]:
        if conversation in self.closed:
            return 403, {}, {"error": {"code": "BotNotInConversationRoster", "message": "not part of it"}}
        if replaced and self.loses_messages:
            return 404, {}, {"error": {"code": "ActivityNotFoundInConversation", "message": "gone"}}
        written = {**body, "attachments": [one for one in body.get("attachments", []) if "contentUrl" not in one]}
        if len(json.dumps(written, ensure_ascii=False).encode()) > LARGEST:
            return 413, {}, {"error": {"code": "MessageSizeTooBig", "message": "Message size too large."}}
        with self._news:
            self.sent.append(Sent(method, conversation, body))
            self._last += 1
            self._news.notify_all()
        return 201, {}, {"id": replaced or f"m{self._last}"}


@contextmanager
def rehearsing(app: str) -> Iterator[Microsoft]:
    """Give a stand-in for Microsoft on a free port of this machine until the block ends."""
    microsoft = Microsoft(app)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("content-length", 0))
            body = json.loads(self.rfile.read(length) or b"{}")
            given = {name.lower(): value for name, value in self.headers.items()}
            status, headers, told = microsoft.answer(self.command, self.path.partition("?")[0], given, body)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names are the standard library's

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - so are these
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        microsoft.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield microsoft
        finally:
            server.shutdown()
            thread.join()
