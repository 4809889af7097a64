"""Text of documents inside Markdown: shown as it stands, whatever it contains."""

from __future__ import annotations

import re

from plant_ui.channels.plain import unlinked, visible

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def verbatim(text: str) -> str:
    """Return Markdown that shows ``text`` and nothing else: no link, image, HTML, heading, code or directive.

    Lines stay lines; what stands before the first word of a line goes.
    """
    return "\n".join(_PUNCTUATION.sub(r"\\\1", unlinked(line)) for line in visible(text).splitlines())
