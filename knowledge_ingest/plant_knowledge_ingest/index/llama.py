"""LlamaIndex's side of the library: pages in, passages out, stored through a vector store.

Everything here is imported by ingestion only; asking must not wait the three seconds LlamaIndex takes to load.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import BaseNode, NodeRelationship, RelatedNodeInfo, TextNode, TransformComponent
from llama_index.core.vector_stores.types import (
    BasePydanticVectorStore,
    VectorStoreQuery,
    VectorStoreQueryResult,
)
from pydantic import InstanceOf, PrivateAttr
from typing_extensions import override

from plant_knowledge_ingest.embedding.protocol import Embedder, Encoded
from plant_knowledge_ingest.glossary import Glossary
from plant_knowledge_ingest.index.prepare import encodable, indexed
from plant_knowledge_ingest.index.protocol import Index, Scope
from plant_knowledge_ingest.language import UNDETERMINED
from plant_knowledge_ingest.passage import Document, Passage
from plant_knowledge_ingest.principal import Principal
from plant_knowledge_ingest.readers.page import Page
from plant_knowledge_ingest.split import passages


class PageNode(TextNode):
    """A page on its way in."""

    page: InstanceOf[Page]
    document: InstanceOf[Document]


class PassageNode(TextNode):
    """A passage on its way into the index; ``encoded`` is set by ``PassageEmbedding``."""

    passage: InstanceOf[Passage]
    document: InstanceOf[Document]
    encoded: InstanceOf[Encoded] | None = None


class PassageParser(NodeParser):
    """Cuts pages into passages that never cross a page."""

    default_language: str = UNDETERMINED

    @override
    def _parse_nodes(self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any) -> list[BaseNode]:
        return [
            passage_node(node.document, passage)
            for node in nodes
            if isinstance(node, PageNode)
            for passage in passages(node.document, node.page, self.default_language)
        ]


class PassageEmbedding(TransformComponent):
    """Adds vectors to the passages that are not stored yet."""

    _embedder: Embedder = PrivateAttr()
    _index: Index = PrivateAttr()

    def __init__(self, embedder: Embedder, index: Index) -> None:
        super().__init__()
        self._embedder = embedder
        self._index = index

    @override
    def __call__(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[BaseNode]:
        """Return all passages, once each; the new ones with vectors."""
        distinct = {node.node_id: node for node in nodes if isinstance(node, PassageNode)}
        missing = self._index.missing(list(distinct))
        new = [node for node_id, node in distinct.items() if node_id in missing]
        encoded = self._embedder.passages([encodable(node.document, node.passage) for node in new])
        for node, vectors in zip(new, encoded, strict=True):
            node.encoded = vectors
            node.embedding = vectors.passage.tolist()
        return list(distinct.values())


class IndexVectorStore(BasePydanticVectorStore):
    """Our index behind LlamaIndex's vector store interface, searched on behalf of ``principal``."""

    stores_text: bool = True
    _index: Index = PrivateAttr()
    _glossary: Glossary = PrivateAttr()
    _principal: Principal = PrivateAttr()

    def __init__(self, index: Index, glossary: Glossary, principal: Principal) -> None:
        super().__init__(stores_text=True)
        self._index = index
        self._glossary = glossary
        self._principal = principal

    @property
    def client(self) -> Index:
        """The index itself."""
        return self._index

    @override
    def add(self, nodes: Sequence[BaseNode], **kwargs: Any) -> list[str]:
        """Store passages, unpublished; return their ids."""
        stored = [
            indexed(node.document, node.passage, node.encoded, self._glossary)
            for node in nodes
            if isinstance(node, PassageNode) and node.encoded is not None
        ]
        self._index.add(stored)
        return [passage.passage.id for passage in stored]

    @override
    def delete(self, ref_doc_id: str, **delete_kwargs: Any) -> None:
        """Remove the passages of an issue."""
        self._index.delete(ref_doc_id)

    @override
    def query(self, query: VectorStoreQuery, **kwargs: Any) -> VectorStoreQueryResult:
        """Return the passages nearest to ``query.query_embedding``."""
        import numpy as np

        vector = np.asarray(query.query_embedding, np.float32)
        scores = dict(self._index.nearest(vector, Scope(self._principal), query.similarity_top_k))
        stored = self._index.passages(list(scores))
        found = [stored[passage_id] for passage_id in scores if passage_id in stored]
        return VectorStoreQueryResult(
            nodes=[passage_node(Document(p.document, p.revision, p.file, ""), p) for p in found],
            similarities=[scores[p.id] for p in found],
            ids=[p.id for p in found],
        )


def ingestion(embedder: Embedder, index: Index, glossary: Glossary, default_language: str) -> IngestionPipeline:
    """Return the pipeline: pages -> passages -> vectors -> index."""
    return IngestionPipeline(
        transformations=[PassageParser(default_language=default_language), PassageEmbedding(embedder, index)],
        vector_store=IndexVectorStore(index, glossary, Principal("ingestion")),
        disable_cache=True,
    )


def passage_node(document: Document, passage: Passage) -> PassageNode:
    """Return ``passage`` as a LlamaIndex node, its source being the revision it belongs to."""
    node = PassageNode(id_=passage.id, text=passage.text, passage=passage, document=document)
    node.relationships[NodeRelationship.SOURCE] = RelatedNodeInfo(node_id=passage.issue)
    return node
