"""The glossary as orders need it: with words that people write into orders and manuals do not use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import resources

import yaml

from plant_knowledge_ingest.glossary import Glossary


@lru_cache(maxsize=2)
def of_orders(glossary: Glossary) -> Glossary:
    """Return ``glossary`` with the further names that its concepts have in orders."""
    file = resources.files("plant_tools.cases") / "spoken.yaml"
    spoken: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    concepts = dict(glossary.concepts)
    for key, names in spoken.items():
        if known := concepts.get(key):
            more = {language: (*known.names.get(language, ()), *words) for language, words in names.items()}
            concepts[key] = replace(known, names={**known.names, **more})
    return Glossary(concepts.values())
