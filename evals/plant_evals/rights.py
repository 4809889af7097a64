"""What people are shown who may see some of a plant only: every door is tried by everybody, and every byte looked at.

A leak is a word, a name or a number of what somebody may not see; an over-restriction is something that is missing
although the person may see it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.readers.pdf import PdfSource

Json = dict[str, Any]

_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")
LEAK, MISSING, BROKEN, DIFFERENT = "leak", "over-restriction", "error", "hidden unlike unknown"


class Secret(Protocol):
    """Something that some may see. ``words`` stand in it and nowhere else, ``codes`` besides where people ask."""

    @property
    def words(self) -> Sequence[str]:
        """What stands in it and nowhere else."""

    @property
    def codes(self) -> Sequence[str]:
        """What people may ask with, though only it knows them."""

    def is_for(self, principal: Principal) -> bool:
        """Say whether somebody may see it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What came back wrong: at which door, to whom, of what kind, and what it was."""

    door: str
    who: str
    kind: str
    told: str


@dataclass(slots=True)
class Seen:
    """What was looked at so far."""

    secrets: Sequence[Secret]
    calls: int = 0
    faults: list[Fault] = field(default_factory=list)
    doors: set[str] = field(default_factory=set)
    known: set[tuple[str, str]] = field(default_factory=set)

    def look(self, door: str, who: Principal, told: bytes | str, asked: str = "", must: Iterable[Secret] = ()) -> None:
        """Look for what ``who`` may not see in ``told``, and for what has to be there; what was asked may come back.

        So may, later, codes that the person has asked about: conversations are named after their first question.
        """
        self.calls += 1
        self.doors.add(door.split(" ", maxsplit=1)[0] if door[0].islower() else door)
        text = told if isinstance(told, str) else readable(told)
        shown = text.casefold()
        said = asked.casefold()
        for secret in self.secrets:
            if secret.is_for(who):
                continue
            self.known |= {(who.name, code) for code in secret.codes if code.casefold() in said}
            for word in (*secret.words, *secret.codes):
                if word.casefold() in shown and word.casefold() not in said and (who.name, word) not in self.known:
                    self.fault(door, who, LEAK, f"{word} in {_around(text, word)}")
        for secret in must:
            if secret.is_for(who) and not any(word.casefold() in shown for word in secret.words):
                self.fault(door, who, MISSING, f"none of {', '.join(secret.words)} for {asked[:200]}: {text[:300]}")

    def fault(self, door: str, who: Principal, kind: str, told: str) -> None:
        """Note a fault."""
        self.doors.add(door)
        self.faults.append(Fault(door, who.name, kind, told))

    def told(self) -> Json:
        """Return {doors, answers, leaks, over_restrictions, errors, different, faults}."""
        count = {kind: sum(one.kind == kind for one in self.faults) for kind in (LEAK, MISSING, BROKEN, DIFFERENT)}
        return {
            "doors": len(self.doors),
            "answers": self.calls,
            "leaks": count[LEAK],
            "over_restrictions": count[MISSING],
            "errors": count[BROKEN],
            "different": count[DIFFERENT],
            "faults": [
                {"door": one.door, "who": one.who, "kind": one.kind, "told": one.told} for one in self.faults[:200]
            ],
        }


def readable(content: bytes) -> str:
    """Return all that can be read in an answer, of packed files what is in them, of a PDF what stands on its pages."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return "\n".join(_unmarked(archive.read(name)) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return "\n".join(_printed(content))
    text = content.decode("utf-8", "replace")
    return text + _ESCAPED.sub(lambda one: chr(int(one[1], 16)), text) if "\\u" in text else text


def _unmarked(content: bytes) -> str:
    """Return XML with its words whole: Word parts them as it likes."""
    return re.sub(r"<[^>]*>", "", content.decode("utf-8", "replace")) + content.decode("utf-8", "replace")


def _printed(content: bytes) -> list[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "shown.pdf"
        file.write_bytes(content)
        with PdfSource(file) as pdf:
            return [line.text for page in pdf.pages() for line in page.lines]


def _around(text: str, word: str) -> str:
    at = text.casefold().find(word.casefold())
    return repr(text[max(0, at - 80) : at + len(word) + 60])
