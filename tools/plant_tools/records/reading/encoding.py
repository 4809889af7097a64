"""Which encoding a text file is in, decided by rules that can be said.

1. A byte order mark. 2. Zero bytes at even or odd places: UTF-16 without one. 3. The whole file is valid UTF-8: chance
does not make that of anything else. 4. Bytes above 0x7F stand in pairs: Chinese, GB18030 or Big5, whichever gives more
characters of daily use; German and French letters stand alone between ASCII ones. 5. Windows' western code page.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SOME_ZEROS = 0.02
"""UTF-16 has a zero byte for each letter, digit or comma; Chinese text has few of those, other encodings have none."""

_HEAD = 1 << 20
_PIECE = 1 << 22


def encoding_of(path: Path) -> str:
    """Return the name of the encoding of a file, as Python knows it."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    zeros = head[::2].count(0), head[1::2].count(0)
    if max(zeros) > _SOME_ZEROS * len(head):
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    if _is_valid(path, "utf-8"):
        return "utf-8"
    return _chinese(path, head) or ("cp1252" if _is_valid(path, "cp1252") else "latin-1")


def _is_valid(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _chinese(path: Path, head: bytes) -> str:
    runs = re.findall(rb"[\x80-\xff]+", head)
    high = sum(map(len, runs))
    if sum(len(run) for run in runs if len(run) > 1) < 0.6 * high:
        return ""
    usual = {name: _share_of_usual(head, name) for name in ("gb18030", "big5") if _is_valid(path, name)}
    best = max(usual, key=lambda name: usual[name], default="")
    return best if best and usual[best] > 0.5 else ""


def _share_of_usual(head: bytes, encoding: str) -> float:
    """Return the share of Chinese characters that stand in the first level of the encoding: those of daily use."""
    text = head.decode(encoding, errors="ignore")
    characters = re.findall(r"[\u3400-\u9fff]", text)
    plain = "gb2312" if encoding == "gb18030" else "big5"
    leads = (0xB0, 0xD7) if encoding == "gb18030" else (0xA4, 0xC6)
    usual = sum(
        leads[0] <= (character.encode(plain, errors="ignore") or b"\0")[0] <= leads[1] for character in characters
    )
    return usual / len(characters) if characters else 0.0
