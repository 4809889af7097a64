"""What a question says underneath: without disguises, in plain letters, common misspellings put right."""

# ruff: noqa: E501 - lists of words
from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

from plant_knowledge_ingest.chinese import simplified

_UNSEEN = re.compile("[\u00ad\u034f\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
# Letters of other scripts that look like ours.
_LOOKS = str.maketrans("аеорсухіѕјкмтнвгαεοιυνκρτχβ", "aeopcyxisjkmthbraeoiuvkptxb")
_FIGURES = str.maketrans("013457@$", "oieastas")
_SPACED = re.compile(r"(?<![a-z])[a-z](?:[ .\-_*|/]+[a-z](?![a-z])){3,}")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])[\s.\-_*·|/,，、]+(?=[\u3400-\u9fff])")
_LETTERED = re.compile(r"\b(?=\w*[a-z]\w*[a-z])(?=\w*[\d@$])[a-z\d@$]{5,}\b")
_SHORTEST = 6
_LIKE = 0.83
_KNOWN = (
    "bypass bypassing override overriding jumper defeat disable interlock interlocks guard emergency curtain safety switch "
    "uberbrucken uberbrucke umgehen umgehe verriegelung lichtvorhang lichtgitter schutztur turschalter schutzhaube "
    "sicherheitsschalter sicherheitskreis nothalt notaus manipulieren deaktivieren ausschalten zuhaltung"
).split()


def folded(text: str) -> str:
    """Return ``text`` in small plain letters and simplified characters, without anything put between them.

    >>> folded("b.y.p.a.s.s the intеrl0ck, \u200bÜberbrückung, 聯 鎖")
    'bypass the interlock, uberbruckung, 联锁'
    """
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold().translate(_LOOKS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    joined = _SPACED.sub(lambda found: re.sub(r"[^a-z]", "", found[0]), simplified(unicodedata.normalize("NFC", bare)))
    spoken = _LETTERED.sub(lambda found: found[0].translate(_FIGURES), _HAN_GAP.sub("", joined))
    return re.sub(r"(?<=[aou])e(?=[bcdfghklmnrstz])", _umlaut, spoken)


def _umlaut(found: re.Match[str]) -> str:
    """Drop the e of "ueberbruecken" and "schutztuer", not that of "does" or "due"."""
    before = found.string[max(0, found.start() - 8) : found.start()]
    rest = found.string[found.end() : found.end() + 8]
    return "" if re.search(r"(?:\bu|br?u|tu|ru)$", before) and re.match(r"[bckr]", rest) else "e"


def put_right(text: str) -> str:
    """Return ``text``, which is ``folded``, with misspelt words about protections as they should be."""
    return re.sub(rf"[a-z]{{{_SHORTEST},}}", lambda found: _nearest(found[0]), text)


def _nearest(word: str) -> str:
    near = get_close_matches(word, _KNOWN, n=1, cutoff=_LIKE)
    return near[0] if near and near[0][0] == word[0] else word
