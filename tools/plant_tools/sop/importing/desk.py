"""Brings a procedure of the plant's own into a draft, and says what is to be looked at before anybody approves it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plant_knowledge_ingest.passage import Hit
from plant_knowledge_ingest.principal import Principal
from plant_tools.phrases import Phrases
from plant_tools.sop.importing.gaps import Manuals, gaps
from plant_tools.sop.importing.reading import Imported, imported
from plant_tools.sop.model import Phase
from plant_tools.sop.sheet_words import word
from plant_tools.sop.wording import say, spoken

if TYPE_CHECKING:
    from plant_knowledge_ingest.library import Library
    from plant_tools.sop.desk import SopDesk

Json = dict[str, Any]

_LIMIT = 6
_WORDS = Phrases("plant_tools.sop.importing", "words.yaml")


class ImportDesk:
    """Reads files into drafts and holds them against the manuals of ``library``."""

    def __init__(self, library: Library, procedures: SopDesk) -> None:
        self._library, self._procedures = library, procedures

    def bring_in(self, file: Path, principal: Principal, *, asset: str = "", by: str = "", key: str = "") -> Json:
        """Keep a .docx or .md as a draft: the draft, and under ``report`` {file, findings: [...], counts}.

        The same file is the same draft. Raises ``UnreadableDocument``, ``SopInvalid``.
        """
        read = imported(file, asset=asset, by=by)
        content = sha256(file.read_bytes()).hexdigest()
        draft = self._procedures.keep(read.procedure, principal, by=by, key=key or f"import-{content}")
        return {**draft, "report": self.report(read, principal, file.name, content)}

    def report(self, read: Imported, principal: Principal, name: str, content: str = "") -> Json:
        """Return what the manuals say otherwise and what is missing, each finding with its sentence."""
        spoken_in = spoken(read.procedure.language)
        found = [one | {"said": _said(one, spoken_in)} for one in gaps(read, self._manuals(read, principal, content))]
        codes = [one["code"] for one in found]
        return {"file": name, "findings": found, "counts": {code: codes.count(code) for code in dict.fromkeys(codes)}}

    def _manuals(self, read: Imported, principal: Principal, content: str) -> Manuals:
        """Return the manuals of the asset; the procedure itself may be in the library, and is none of them."""

        @cache
        def search(text: str) -> Sequence[Hit]:
            found = self._library.search(text, principal, limit=_LIMIT, asset=read.procedure.asset or None)
            return [hit for hit in found.hits if not content or hit.passage.file != content]

        entries = [entry for entry in self._library.documents(principal) if self._library.is_current(entry)]
        documents = [entry.document for entry in entries]
        return Manuals(search, [(one.name, one.title, one.revision) for one in documents if one.file != content])


def _said(finding: Json, language: str) -> str:
    facts = {name: _named(name, value, language) for name, value in finding["facts"].items()}
    if finding["code"] in _WORDS.of(language):
        return _WORDS.say(language, finding["code"], **facts)
    return say(language, f"lint.{finding['code']}", step=finding["step"], **facts)


def _named(name: str, value: str, language: str) -> str:
    """Return a fact in words: phases and the parts of a procedure have names."""
    if name in {"phase", "phases", "after"}:
        return ", ".join(word(language, one) if one in set(Phase) else one for one in value.split(", "))
    return word(language, value) if name == "field" else value
