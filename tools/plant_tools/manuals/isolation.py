"""How a machine is isolated, as its own documents say: the lock-out procedure and the table of its energies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from plant_knowledge_ingest.citation import PageCitation
from plant_knowledge_ingest.entry import Entry
from plant_knowledge_ingest.hazards import NOTICE, hazards, severity
from plant_knowledge_ingest.library import Library
from plant_knowledge_ingest.passage import Document, Passage, Span
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.steps import procedure
from plant_knowledge_ingest.tokens import asset_codes, codes, for_search
from plant_tools.evidence import Evidence
from plant_tools.manuals.asking import lists
from plant_tools.manuals.energies import kind_of, kinds_warned_of
from plant_tools.manuals.tool import ManualsTool, said

ISOLATION = "isolation"
_ENERGY = re.compile(r"energ|能[量源]", re.IGNORECASE)
_POINT = re.compile(
    r"isolat|lock-?out point|disconnect|trennstelle|abschaltstelle|freischalt|隔离|隔離|断开点", re.IGNORECASE
)
_PROOF = re.compile(r"proof|verif|zero|nachweis|prüf|验证|驗證|确认|確認", re.IGNORECASE)
_SIZE = re.compile(r"magnitude|amount|size|größe|大小|数值|數值", re.IGNORECASE)
_LOCK_OUT = re.compile(
    r"lock-?\s?out|\bloto\b|\bisolat(?:ing|ion)\b|freischalt|spannungsfrei|上锁|上鎖|隔离|隔離|能量隔", re.IGNORECASE
)
# A tag that was typed or heard with a blank: FL 303.
_PARTED = re.compile(r"(?<![\w-])([A-Z]{1,4}) (\d{2,4})(?![\w-])")
# A cell that says that there is nothing: "none: the bar stays hot".
_NONE = re.compile(r"(?:none|keine?r?|无|無)(?:\s*[:：,，].*)?|[-–—]", re.IGNORECASE)
_FEW = 3  # assets of a document that is about each of them


@dataclass(frozen=True, slots=True)
class Energy:
    """One energy of a machine: what isolates it and what proves that it is gone, "" where its document does not say."""

    kind: str
    name: str
    point: str
    proof: str


@dataclass(frozen=True)
class Isolation:
    """What one document says of isolating its machine: the steps, and a row for each energy.

    ``warned`` are the safety messages that speak of energies, each with their kinds, where no table has a row.
    """

    document: Document
    steps: tuple[tuple[Passage, range], ...]
    rows: tuple[tuple[Passage, int, Energy], ...]
    warned: tuple[tuple[Passage, range, tuple[str, ...]], ...] = ()

    @property
    def is_told(self) -> bool:
        """Whether the document says how its machine is isolated."""
        return bool(self.steps or self.rows)

    @property
    def kinds_warned_of(self) -> tuple[str, ...]:
        """The kinds of energy of the safety messages, in the order in which they are named."""
        return tuple(dict.fromkeys(kind for *_, kinds in self.warned for kind in kinds))

    @property
    def energies(self) -> tuple[Energy, ...]:
        """The energies in the order of the table."""
        return tuple(energy for *_, energy in self.rows)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The procedure, then the energies, each as it stands and cited."""
        steps: list[Evidence] = []
        if self.steps:
            text = "\n".join(said(passage, spans) for passage, spans in self.steps)
            places = tuple(PageCitation.of(passage, spans) for passage, spans in self.steps)
            steps = [self._evidence(text, places, {})]
        warned = (self._of(passage, message, {"energy": kinds[0]}) for passage, message, kinds in self.warned)
        return (*steps, *(self._of_row(passage, at, energy) for passage, at, energy in self.rows), *warned)

    def _of_row(self, passage: Passage, at: int, energy: Energy) -> Evidence:
        return self._of(passage, range(at, at + 1), {"energy": energy.kind})

    def _of(self, passage: Passage, spans: range, details: Mapping[str, str]) -> Evidence:
        return self._evidence(said(passage, spans), (PageCitation.of(passage, spans),), details)

    def _evidence(self, text: str, places: tuple[PageCitation, ...], details: Mapping[str, str]) -> Evidence:
        machine = ", ".join(self.document.assets) or self.document.name
        return Evidence(ManualsTool.name, text, places, kind=ISOLATION, details={"machine": machine, **details})


class IsolationBook:
    """Looks up how machines are isolated, in the documents of today that the asker may see.

    What a document says is read once, when it is first needed.
    """

    def __init__(self, library: Library) -> None:
        self._library, self._read, self._reading = library, dict[str, Isolation](), Lock()

    def assets(self, text: str, principal: Principal) -> tuple[str, ...]:
        """Return the assets with documents whose tags stand in ``text``."""
        named = codes(text) | codes(_PARTED.sub(r"\1-\2", text))
        known = dict.fromkeys(tag for entry in self._current(principal) for tag in entry.document.assets)
        return tuple(tag for tag in known if asset_codes((tag,)) & named)

    def called(self, text: str, principal: Principal) -> str:
        """Return the asset whose kind of machine ``text`` names, by the manuals' titles; "" where it may be several."""
        kinds = self._library.glossary.find(text) & lists().machines
        fitting: dict[str, int] = {}
        for entry in self._current(principal):
            if len(entry.document.assets) == 1 and (shared := kinds & self._kinds(entry.document.title)):
                tag = entry.document.assets[0]
                fitting[tag] = max(len(shared), fitting.get(tag, 0))
        best = [tag for tag, shared in fitting.items() if shared == max(fitting.values())]
        return best[0] if len(best) == 1 else ""

    def assets_of(self, document: str, principal: Principal) -> tuple[str, ...]:
        """Return the assets that a document is about, none where they are many, as in notes of a whole line."""
        entries = (entry for entry in self._current(principal) if entry.document.name == document)
        return next((e.document.assets for e in entries if len(e.document.assets) <= _FEW), ())

    def of_asset(self, asset: str, principal: Principal) -> Isolation | None:
        """Return what the best document of ``asset`` says: one with a procedure before one with a longer table."""
        about = asset_codes((asset,))
        return self._best([e for e in self._current(principal) if about & asset_codes(e.document.assets)])

    def of_document(self, document: str, principal: Principal) -> Isolation | None:
        """Return what ``document`` itself says."""
        return self._best([entry for entry in self._current(principal) if entry.document.name == document])

    def _kinds(self, title: str) -> frozenset[str]:
        return self._library.glossary.find(title) & lists().machines

    def _best(self, entries: Sequence[Entry]) -> Isolation | None:
        found = [self._of(entry) for entry in entries if len(entry.document.assets) <= _FEW]
        told = [each for each in found if each.is_told or each.warned]
        return max(
            told,
            key=lambda i: (i.is_told, -len(i.document.assets), bool(i.steps), len(i.rows), len(i.warned)),
            default=None,
        )

    def _current(self, principal: Principal) -> list[Entry]:
        return [entry for entry in self._library.documents(principal) if self._library.is_current(entry)]

    def _of(self, entry: Entry) -> Isolation:
        with self._reading:
            if entry.document.issue not in self._read:
                self._read[entry.document.issue] = isolation_in(entry.document, self._library.contents(entry))
            return self._read[entry.document.issue]


def isolation_in(document: Document, passages: Sequence[Passage]) -> Isolation:
    """Return what the ``passages`` of a document, in reading order, say of isolating its machine."""
    rows = {energy: (passage, at, energy) for passage in reversed(passages) for at, energy in _energies(passage)}
    ordered = tuple(sorted(rows.values(), key=lambda row: passages.index(row[0])))
    return Isolation(document, _steps(passages), ordered, () if rows else tuple(_warned(passages)))


def _warned(passages: Sequence[Passage]) -> Iterator[tuple[Passage, range, tuple[str, ...]]]:
    """Yield the safety messages that name energies that none before them named."""
    known: set[str] = set()
    for passage in passages:
        for message in hazards(passage):
            kinds = kinds_warned_of(said(passage, message))
            if severity(passage.text[passage.spans[message.start].start :]) != NOTICE and not known.issuperset(kinds):
                known.update(kinds)
                yield passage, message, kinds


def _energies(passage: Passage) -> Iterator[tuple[int, Energy]]:
    for at, span in enumerate(passage.spans):
        cells = {title.rpartition(" > ")[2]: text for title, text in _titled(passage, span)}
        point = next((title for title in cells if _POINT.search(title)), None)
        proof = next((title for title in cells if _PROOF.search(title) and title != point), None)
        name = next((title for title in cells if _ENERGY.search(title) and title not in {point, proof}), None)
        if point and name and cells[name] not in {"", name}:
            kind = kind_of(cells[name], " ".join(text for title, text in cells.items() if _SIZE.search(title)))
            yield at, Energy(kind, cells[name], _told(cells[point]), _told(cells.get(proof or "", "")))


def _titled(passage: Passage, span: Span) -> Iterator[tuple[str, str]]:
    for title, (start, end) in zip(span.columns, span.cells, strict=False):
        yield title, for_search(passage.text[start:end])


def _told(cell: str) -> str:
    return "" if _NONE.fullmatch(cell) else cell


def _steps(passages: Sequence[Passage]) -> tuple[tuple[Passage, range], ...]:
    """Return the steps of the first procedure whose heading speaks of locking out."""
    for passage in passages:
        if passage.headings and _LOCK_OUT.search(passage.headings[-1]):
            section = [other for other in passages if other.headings == passage.headings]
            if steps := procedure(section, passage, 0):
                return (*steps[:-1], _to_the_end(*steps[-1]))
    return ()


def _to_the_end(passage: Passage, spans: range) -> tuple[Passage, range]:
    """Add what is said after the last step, how to try whether the machine starts, to the end of the passage."""
    prose = (
        at for at in range(spans.stop, len(passage.spans) + 1) if at == len(passage.spans) or passage.spans[at].cells
    )
    return passage, range(spans.start, next(prose))
