"""A small OpenID provider for tests: discovery, codes with PKCE, signed ID tokens, keys. It asks nobody anything."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from urllib.parse import urlencode

import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Form, HTTPException
from fastapi.responses import RedirectResponse

Json = dict[str, Any]


class TinyProvider:
    """``claims`` and ``headers`` are laid over those of the next tokens; ``key`` signs them."""

    def __init__(self, client: str, secret: str) -> None:
        self.client, self.secret = client, secret
        self.key = self.published = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self.claims: Json = {}
        self.issuer = ""
        self._codes: dict[str, Json] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.described)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)
        self.app.get("/keys")(self.keys)

    def described(self) -> Json:
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in ends.items()}}

    def keys(self) -> Json:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.published.public_key()))
        return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(
        self, client_id: str, redirect_uri: str, state: str, nonce: str, code_challenge: str, code_challenge_method: str
    ) -> RedirectResponse:
        if client_id != self.client or code_challenge_method != "S256":
            raise HTTPException(400, "who is that?")
        code = secrets.token_urlsafe(16)
        self._codes[code] = {"nonce": nonce, "challenge": code_challenge, "back": redirect_uri}
        return RedirectResponse(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}", 302)

    def token(
        self,
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        client_id: Annotated[str, Form()],
        client_secret: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
    ) -> Json:
        asked = self._codes.pop(code, None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).decode().rstrip("=")
        known = (client_id, client_secret) == (self.client, self.secret)
        if asked is None or not known or asked["challenge"] != proof or asked["back"] != redirect_uri:
            raise HTTPException(400, "invalid_grant")
        now = int(time.time())
        told = {"iss": self.issuer, "aud": self.client, "sub": "person-1", "iat": now, "exp": now + 300}
        told |= {"nonce": asked["nonce"], "preferred_username": "C.Huber", **self.claims}
        return {"id_token": jwt.encode(told, self.key, "RS256", headers={"kid": "1"}), "token_type": "Bearer"}


@contextmanager
def running(provider: TinyProvider) -> Iterator[TinyProvider]:
    """Let a provider answer on a free port of this machine until the block ends."""
    server = uvicorn.Server(uvicorn.Config(provider.app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    provider.issuer = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield provider
    finally:
        server.should_exit = True
        thread.join()
