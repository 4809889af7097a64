"""Passwords, of which scrypt's hash is kept (RFC 7914: N = 2^15, r = 8, p = 1, which wants 32 MB and 0.1 s)."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64decode, b64encode
from threading import BoundedSemaphore

from plant_copilot.people.errors import UserInvalid

SHORTEST, LONGEST = 10, 200
_N, _R, _P, _MEMORY = 1 << 15, 8, 1, 1 << 26
_ONE_AFTER_ANOTHER = BoundedSemaphore(2)  # so that many tries at once do not fill the memory


def hashed(password: str, name: str = "") -> str:
    """Return what is kept of a password: "scrypt$N$r$p$salt$hash". Raises ``UserInvalid`` for a poor one."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UserInvalid(f"A password has {SHORTEST} to {LONGEST} characters.", remedy="Take four or five words.")
    if len(set(password)) < 4 or (name and password.lower() in {name, name * 2}):
        raise UserInvalid("That password is guessed at once.", remedy="Take four or five words.")
    salt = secrets.token_bytes(16)
    kept = (b64encode(part).decode() for part in (salt, _scrypt(password, salt, _N, _R, _P)))
    return f"scrypt${_N}${_R}${_P}${'$'.join(kept)}"


def fits(password: str, kept: str) -> bool:
    """Tell whether ``kept`` is of ``password``. "" fits none, and takes as long to say so."""
    _, n, r, p, salt, wanted = (kept or _NOBODY).split("$")
    found = _scrypt(password[:LONGEST], b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, b64decode(wanted)) and bool(kept)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _ONE_AFTER_ANOTHER:
        return hashlib.scrypt(password.encode(errors="replace"), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


_NOBODY = f"scrypt${_N}${_R}${_P}${b64encode(bytes(16)).decode()}${b64encode(bytes(32)).decode()}"
