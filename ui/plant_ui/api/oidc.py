"""OpenID Connect: the person proves to a provider who it is, and the provider tells us, signed.

Authorization code with PKCE (RFC 7636), state and nonce. Of the ID token signature, issuer, audience, age and nonce are
checked (OpenID Connect Core 1.0, 3.1.3.7).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt

from plant_copilot.people.errors import SignInRefused
from plant_copilot.people.roles import meant_by
from plant_copilot.people.settings import SignInSettings

Json = dict[str, Any]

_PATIENCE = 10.0
_LONGEST = 600  # seconds from here to the provider and back
_MOST = 1_000
_SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
_LEEWAY = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in under way: what comes back has to fit it."""

    nonce: str
    verifier: str
    back: str
    next: str
    at: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider names: ``subject`` for good, ``name`` as it is now, ``held`` roles and groups if it says."""

    subject: str
    name: str
    held: frozenset[str] | None = None


class Provider:
    """One provider. Safe to share between threads; sign-ins under way are forgotten with the process."""

    def __init__(self, settings: SignInSettings) -> None:
        self._settings = settings
        self._begun: dict[str, Begun] = {}

    def begin(self, back: str, where: str) -> tuple[str, str]:
        """Return the address to lead the browser to, and the state that it has to bring back to the address ``back``.

        ``where`` is where it goes in the end. Raises ``SignInRefused``.
        """
        now = time.monotonic()
        self._begun = {state: one for state, one in self._begun.items() if now - one.at < _LONGEST}
        if len(self._begun) >= _MOST:
            raise SignInRefused("Too many people are signing in.", remedy="Try again in a few minutes.")
        state, begun = (
            secrets.token_urlsafe(32),
            Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(48), back, where),
        )
        self._begun[state] = begun
        asked = {
            "response_type": "code",
            "client_id": self._settings.client,
            "redirect_uri": back,
            "scope": self._settings.scope,
            "state": state,
            "nonce": begun.nonce,
            "code_challenge": _challenge(begun.verifier),
            "code_challenge_method": "S256",
        }
        address = self._found()["authorization_endpoint"]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}", state

    def finish(self, state: str, code: str) -> tuple[Proven, str]:
        """Return whom the provider names, and where the browser goes in the end. Raises ``SignInRefused``."""
        begun = self._begun.pop(state, None)
        if begun is None or time.monotonic() - begun.at > _LONGEST:
            raise SignInRefused("This sign-in was not begun here, or too long ago.", remedy="Try again.")
        found = self._found()
        token = self._token(found["token_endpoint"], code, begun)
        claims = self._claims(found, token)
        if not secrets.compare_digest(str(claims.get("nonce", "")), begun.nonce):
            raise SignInRefused("The provider answered another sign-in.", remedy="Try again.")
        return self._named(claims), begun.next

    def proven(self, token: str) -> tuple[Proven, float]:
        """Return whom a token names that was got elsewhere, and for how many seconds it is valid yet.

        Raises ``SignInRefused``.
        """
        claims = self._claims(self._found(), token)
        return self._named(claims), float(claims["exp"]) - time.time()

    def _named(self, claims: Json) -> Proven:
        name = claims.get(self._settings.claim) or claims.get("email") or claims["sub"]
        return Proven(str(claims["sub"]), str(name), self._held(claims))

    def _held(self, claims: Json) -> frozenset[str] | None:
        """Return the roles and groups of a person; a token without their claim gives none, and no more than that."""
        if not (claim := self._settings.groups_claim):
            return None
        told = _at(claims, claim)
        return meant_by(map(str, told if isinstance(told, list) else [told]), self._settings.meant)

    def _found(self) -> Json:
        """Return the provider's own description, asked for anew at each sign-in: keys and addresses change."""
        found = self._asked("GET", f"{self._settings.issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self._settings.issuer:
            raise SignInRefused(f"The provider calls itself {found.get('issuer')!r}, not {self._settings.issuer}.")
        return found

    def _token(self, address: str, code: str, begun: Begun) -> str:
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": begun.back}
        sent |= {"client_id": self._settings.client, "code_verifier": begun.verifier}
        sent |= {"client_secret": self._settings.secret} if self._settings.secret else {}
        return str(self._asked("POST", address, data=sent).get("id_token", ""))

    def _claims(self, found: Json, token: str) -> Json:
        try:
            keys = jwt.PyJWKSet.from_dict(self._asked("GET", found["jwks_uri"]))
            key = keys[jwt.get_unverified_header(token).get("kid", "")] if len(keys.keys) > 1 else keys.keys[0]
            return dict(
                jwt.decode(
                    token,
                    key,
                    algorithms=_SIGNED_WITH,
                    audience=self._settings.client,
                    issuer=str(found["issuer"]),
                    leeway=_LEEWAY,
                    options={"require": ["exp", "iat", "sub", "aud", "iss"]},
                )
            )
        except (jwt.PyJWTError, KeyError, IndexError) as error:
            raise SignInRefused(f"The provider's token is not valid: {error}.", remedy="Try again.") from error

    def _asked(self, method: str, address: str, **sent: Any) -> Json:
        said = f"The provider at {address.partition('?')[0]} does not answer as one"
        try:
            answered = httpx.request(method, address, timeout=_PATIENCE, **sent).raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise SignInRefused(f"{said}: {error}.") from error
        if not isinstance(answered, dict):
            raise SignInRefused(f"{said}.")
        return answered


def _at(claims: Json, claim: str) -> Any:
    """Return a claim by its name, or by the names that lead to it: "realm_access.roles"; "" where there is none."""
    if claim in claims:
        return claims[claim]
    first, _, rest = claim.partition(".")
    return _at(claims[first], rest) if rest and isinstance(claims.get(first), dict) else ""


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
