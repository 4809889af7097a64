"""Which revisions answer: the index made to agree with the catalogue, as of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plant_knowledge_ingest.entry import effective
from plant_knowledge_ingest.index.protocol import Index

if TYPE_CHECKING:
    from plant_knowledge_ingest.catalogue import Catalogue


def agree(catalogue: Catalogue, index: Index) -> None:
    """Make the index answer from the effective revision of every catalogued document, and from nothing else."""
    let_go(catalogue, index)
    # In this order: what another process catalogues in between is published twice, and not taken back.
    live = index.live()
    wanted = {entry.document.issue: entry.passages for entry in catalogue.current()}
    for issue, passages in wanted.items():
        if live.get(issue) != passages:
            index.publish(issue)
    for issue in live.keys() - wanted.keys():
        index.retire(issue)
    if live != wanted:
        index.flush()


def switch(catalogue: Catalogue, index: Index, name: str) -> None:
    """Do the same for one document, at a cost that does not depend on how many others there are.

    It is not flushed: should the power go, the library agrees again when it is opened.
    """
    revisions = catalogue.revisions(name)
    answering = effective(revisions, catalogue.today())
    if answering:
        index.publish(answering.document.issue)
    for entry in revisions:
        if entry is not answering:
            index.retire(entry.document.issue)


def let_go(catalogue: Catalogue, index: Index) -> None:
    """Remove from the index what has left the catalogue, also in a process that was killed before it came to that."""
    if leaving := catalogue.leaving():
        for issue in leaving:
            index.delete(issue)
        index.flush()
        catalogue.left(leaving)
