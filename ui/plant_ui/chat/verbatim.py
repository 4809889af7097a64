"""Text of documents inside Markdown: shown as it stands, whatever it contains."""

from __future__ import annotations

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
# Chainlit turns these into links after parsing, when a backslash no longer helps. U+2060 is not seen and
# breaks no line.
_AUTOLINK = re.compile(r"://|(?<=www)\.|@", re.IGNORECASE)
# Chainlit draws U+200B as a cursor; the others turn the reading direction, and "not" can end up elsewhere.
_INVISIBLE = re.compile(r"[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")


def verbatim(text: str) -> str:
    """Return Markdown that shows ``text`` and nothing else: no link, image, HTML, heading, code or directive.

    Lines stay lines; what stands before the first word of a line goes.
    """
    lines = (" ".join(_INVISIBLE.sub("", line).split()) for line in text.splitlines())
    return "\n".join(_PUNCTUATION.sub(r"\\\1", _unlinked(line)) for line in lines if line)


def _unlinked(line: str) -> str:
    return _AUTOLINK.sub(lambda found: f"{found[0]}\u2060", line)
