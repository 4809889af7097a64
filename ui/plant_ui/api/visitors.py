"""Who sends a request: a signed-in person, a program with a key, the local user, or a guest.

The local user is who sits at the server's machine while nobody has to sign in, or a command that has read the word the
server wrote into its home. A request that came through a proxy is never taken for local.
"""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from starlette.requests import HTTPConnection

from plant_copilot.copilot import Copilot
from plant_copilot.people.errors import SignInRefused
from plant_copilot.people.sign_in import KEY, Person
from plant_ui.api.bearer import Bearers
from plant_ui.api.guests import guest
from plant_ui.visitor import Visitor

COOKIE = "plant_session"
SECRET_HEADER = "x-plant-proxy-secret"  # noqa: S105 - where the secret stands, not the secret
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


class Visitors:
    """Tells who sends a request. ``word`` is the one that the server wrote into its home."""

    def __init__(self, copilot: Copilot, word: str) -> None:
        self.copilot, self._word = copilot, word
        self._people = copilot.people
        self._bearers = Bearers(copilot.people)

    def of(self, connection: HTTPConnection, *, alone: str = "") -> Visitor | None:
        """Return who it is; None for somebody who has to sign in first. ``alone`` names a guest without a cookie.

        Raises ``SignInRefused`` for a forged header, an unknown key and a token that is not the provider's.
        """
        if person := self._vouched(connection):
            return _user(person)
        scheme, _, word = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and not self._is_made_up(connection, word.strip()):
            return self._with_word(word.strip())
        if person := self._signed_in(connection):
            return _user(person)
        if self._people.must_sign_in:
            return None
        if is_from_here(connection):
            return Visitor(self.copilot.local, "local")
        if _is_for_programs(connection):
            alone = f"{address_of(connection, self.copilot)} {word}"
        return Visitor(guest(connection, alone, by_cookie=not _is_for_programs(connection)), "guest")

    def _is_made_up(self, connection: HTTPConnection, word: str) -> bool:
        """Say whether a key is one that a program made for OpenAI sends because it cannot send none."""
        ours = word.startswith(KEY) or hmac.compare_digest(word.encode(), self._word.encode())
        ours = ours or self._bearers.is_one(word)
        return _is_for_programs(connection) and not ours and not self._people.must_sign_in

    def _with_word(self, word: str) -> Visitor:
        if hmac.compare_digest(word.encode(), self._word.encode()):
            return Visitor(self.copilot.local, "local")
        if self._bearers.is_one(word):
            return _user(self._bearers.whose(word))
        person = self._people.sign_in.whose_key(word) if word.startswith(KEY) else None
        if person is None:
            raise SignInRefused("The key is not known, or not any more.", remedy="Ask for a new one: users key NAME")
        return _user(person)

    def _vouched(self, connection: HTTPConnection) -> Person | None:
        """Return whom the proxy names. Only it may, and only with the secret."""
        settings = self._people.settings
        name = connection.headers.get(settings.header, "")
        if not settings.proxies or not name:
            return None
        secret = connection.headers.get(SECRET_HEADER, "").encode()
        from_proxy = settings.is_proxy(connection.client.host if connection.client else "")
        if not (from_proxy and hmac.compare_digest(secret, settings.proxy_secret.encode())):
            raise SignInRefused(f"The header {settings.header} did not come from a proxy of this plant.")
        return self._people.sign_in.vouched("proxy", name, name, settings.role)

    def _signed_in(self, connection: HTTPConnection) -> Person | None:
        token = connection.cookies.get(COOKIE, "")
        return self._people.sign_in.whose_session(token) if token and self._people.are_there else None


def _is_for_programs(connection: HTTPConnection) -> bool:
    return connection.url.path.startswith("/v1/")


def is_from_here(connection: HTTPConnection) -> bool:
    """Say whether a request comes from the server's own machine, and through no proxy."""
    host = connection.client.host if connection.client else ""
    try:
        return ip_address(host).is_loopback and not any(name in connection.headers for name in _PASSED_ON)
    except ValueError:
        return False


def address_of(connection: HTTPConnection, copilot: Copilot) -> str:
    """Return the address of who asks: behind a proxy of the plant the one that it names."""
    host = connection.client.host if connection.client else ""
    if copilot.people.settings.is_proxy(host):
        return connection.headers.get("x-forwarded-for", host).rsplit(",", maxsplit=1)[-1].strip()
    return host


def is_private(connection: HTTPConnection, copilot: Copilot) -> bool:
    """Say whether the browser speaks HTTPS, to us or to a proxy of the plant."""
    host = connection.client.host if connection.client else ""
    passed_on = connection.headers.get("x-forwarded-proto", "") if copilot.people.settings.is_proxy(host) else ""
    return (passed_on or connection.url.scheme) in {"https", "wss"}


def _user(person: Person) -> Visitor:
    return Visitor(person.principal, "user", person.shown, person.roles)
