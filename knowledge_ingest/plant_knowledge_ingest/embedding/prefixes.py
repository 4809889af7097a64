"""What a model wants to read in front of a question and of a passage; without it, some find half as much."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Put in front of every question and every passage."""

    query: str = ""
    passage: str = ""


# As the makers of the models say. The first pattern that stands in the name of a model counts.
_KNOWN = (
    (r"e5.*instruct", Prefixes("Instruct: Find the passage of a manual that answers the question.\nQuery: ")),
    (r"(?<![a-z0-9])e5(?![0-9])", Prefixes("query: ", "passage: ")),
    (r"nomic-embed", Prefixes("search_query: ", "search_document: ")),
    (r"embedding-?gemma", Prefixes("task: search result | query: ", "title: none | text: ")),
    (r"qwen3-embedding", Prefixes("Instruct: Find the passage of a manual that answers the question.\nQuery:")),
    (
        r"mxbai-embed|snowflake-arctic-embed-?[sml]?(?!.*2)",
        Prefixes("Represent this sentence for searching relevant passages: "),
    ),
    (r"snowflake-arctic-embed", Prefixes("query: ")),
    (r"bge-(?:small|base|large)-en", Prefixes("Represent this sentence for searching relevant passages: ")),
)


def usual(model: str) -> Prefixes:
    """Return the prefixes of the family that the name of ``model`` tells; none for others."""
    name = model.rstrip("/").rpartition("/")[2].lower()
    return next((prefixes for pattern, prefixes in _KNOWN if re.search(pattern, name)), Prefixes())


def of_folder(folder: Path, name: str) -> Prefixes:
    """Return the prompts that sentence-transformers keeps in the model's folder, else those its ``name`` tells."""
    file = folder / "config_sentence_transformers.json"
    prompts = json.loads(file.read_text(encoding="utf-8")).get("prompts") if file.is_file() else None
    if prompts and any(prompts.values()):
        return Prefixes(prompts.get("query", ""), prompts.get("passage", prompts.get("document", "")))
    return usual(name)
