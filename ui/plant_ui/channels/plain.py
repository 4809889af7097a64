"""Text of documents for faces that parse what they are sent: nothing in it hides, links or loads."""

from __future__ import annotations

import re

# Chainlit draws U+200B as a cursor; the others turn the reading direction, and "not" can end up elsewhere.
_INVISIBLE = re.compile(r"[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f]")
# Clients turn these into links, also after a backslash, and may open them to show what is behind. U+2060 is not seen
# and breaks no line.
_AUTOLINK = re.compile(r"://|(?<=www)\.|@", re.IGNORECASE)
# "![a pump](https://evil.example/p.png)" and "[the pump](https://evil.example)": the words stay, the address goes.
_MARKDOWN_LINK = re.compile(r"!?\[([^\]\n]*)\]\(\s*<?(?:https?:|ftp:|data:|//|www\.)[^)\n]*\)", re.IGNORECASE)


def visible(text: str) -> str:
    """Return ``text`` without characters that are not seen; lines stay lines, blanks in a row become one."""
    return "\n".join(
        line for line in (" ".join(_INVISIBLE.sub("", line).split()) for line in text.splitlines()) if line
    )


def unlinked(text: str) -> str:
    """Return ``text`` with its addresses broken by a character that nobody sees, so that no client links them."""
    return _AUTOLINK.sub(lambda found: f"{found[0]}\u2060", text)


def plain(text: str) -> str:
    """Return ``text`` as it is read: no remote image or link, no hidden character, no address to be opened."""
    return unlinked(_MARKDOWN_LINK.sub(r"\1", visible(text)))
