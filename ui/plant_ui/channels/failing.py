"""What goes wrong in a channel: one kind sentence with a support code for the person, the rest in the log under it."""

from __future__ import annotations

import logging
from secrets import token_hex

from plant_knowledge_ingest.errors import PlantError
from plant_ui.channels.plain import plain
from plant_ui.channels.words import say

_log = logging.getLogger(__name__)


def support_code() -> str:
    """Return a code that a person can read out."""
    return token_hex(4).upper()


def failed(error: BaseException, language: str, where: str, *, privately: bool = True) -> str:
    """Write ``error`` into the log under a new support code, and return the sentence for the person."""
    return failure(error, language, where, privately=privately)[0]


def failure(error: BaseException, language: str, where: str, *, privately: bool = True) -> tuple[str, str]:
    """Write ``error`` into the log under a new support code; return the sentence for the person, and the code.

    ``where`` names channel and step for the log, never what was asked. What the person can put right is said, unless
    others read it too (not ``privately``): a message may name what they must not know of.
    """
    code = support_code()
    if isinstance(error, PlantError):
        _log.warning("%s failed, support code %s: %s: %s", where, code, type(error).__name__, error.message)
        if privately:
            return say(language, "refused_with", reason=plain(str(error)), code=code), code
    else:
        _log.error("%s failed, support code %s", where, code, exc_info=error)
    return say(language, "failed", code=code), code


def noted(where: str, reason: str) -> str:
    """Write something that nobody can be told (a token that is revoked) into the log, and return its support code."""
    code = support_code()
    _log.error("%s, support code %s: %s", where, code, reason)
    return code
