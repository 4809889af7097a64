"""A passage made ready for the index: what the model reads, and what the other legs of the search find."""

from __future__ import annotations

from plant_knowledge_ingest.embedding.protocol import Encodable, Encoded
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.protocol import IndexedPassage
from plant_knowledge_ingest.notions import Notions
from plant_knowledge_ingest.passage import Document, Passage, Span
from plant_knowledge_ingest.tokens import for_search, possible_codes, tokens
from plant_knowledge_ingest.traits import Traits


def encodable(document: Document, passage: Passage) -> Encodable:
    """Return ``passage`` as the embedding model is to see it: under its document's title and headings."""
    context = " > ".join(filter(None, (document.title, *passage.headings[-2:])))
    return Encodable(context, tuple(_said(passage, span) for span in passage.spans), passage.language)


def indexed(document: Document, passage: Passage, encoded: Encoded, glossary: Glossary) -> IndexedPassage:
    """Return ``passage`` with its vectors, tokens, codes, notions and traits."""
    notions = Notions.of(document, passage, glossary)
    return IndexedPassage(
        document=document,
        passage=passage,
        encoded=encoded,
        tokens=tuple(tokens("\n".join((*passage.headings[-1:], passage.text)))),
        codes=possible_codes(passage.text),
        notions=notions,
        traits=Traits.of(passage, notions),
    )


def _said(passage: Passage, span: Span) -> str:
    """Return a sentence as it is, and a table row as a reader would say it: each cell under its column."""
    cells = [for_search(passage.text[start:end]) for start, end in span.cells]
    if not cells:
        return for_search(passage.text[span.start : span.end])
    columns = span.columns or ("",) * len(cells)
    pairs = dict.fromkeys((column, cell) for column, cell in zip(columns, cells, strict=True) if cell)
    return "; ".join(f"{column}: {cell}" if column else cell for column, cell in pairs)
