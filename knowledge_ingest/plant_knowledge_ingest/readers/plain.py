"""Text files: which encoding they are in, and plain text as markup."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from plant_knowledge_ingest.errors import UnreadableDocument

_LARGEST = 20_000_000

_HIGH_BYTES = re.compile(rb"[\x80-\xff]+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# A line underlined with signs as long as itself, more or less.
_UNDERLINED = re.compile(r"(?P<title>\S[^\n]{0,120})\n[ \t]*(?P<sign>[=~*-])(?P=sign){2,}[ \t]*(?:\n|$)")


def text_of(path: Path) -> str:
    """Return the text of the file at ``path``, whatever its usual encoding. Raises ``UnreadableDocument``."""
    if path.stat().st_size > _LARGEST:
        raise UnreadableDocument(path, f"larger than {_LARGEST // 1_000_000} MB", remedy="Split it.")
    raw = path.read_bytes()
    for encoding in _encodings(raw):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableDocument(path, "it is not a text file", remedy="Save it as UTF-8.")


def plain_markup(text: str) -> str:
    """Return plain ``text`` as markup, line by line as it is; what is underlined becomes a heading."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").expandtabs(8)
    return "".join(part for paragraph in _BLANK_LINES.split(unified) for part in _paragraph(paragraph.strip("\n")))


def _paragraph(text: str) -> Iterator[str]:
    if title := _UNDERLINED.match(text):
        level = 1 if title["sign"] in "=*" else 2
        yield f"<h{level}>{escape(title['title'].strip(), quote=False)}</h{level}>"
        text = text[title.end() :]
    if text.strip():
        yield f"<pre>{escape(text, quote=False)}</pre>"


def _encodings(raw: bytes) -> tuple[str, ...]:
    """Return the encodings to try. Chinese characters are pairs of high bytes, an umlaut stands between letters."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    runs = [len(run) for run in _HIGH_BYTES.findall(raw)]
    alone = runs.count(1) > len(runs) / 2
    return ("utf-8-sig", "cp1252", "gb18030") if alone else ("utf-8-sig", "gb18030", "cp1252")
