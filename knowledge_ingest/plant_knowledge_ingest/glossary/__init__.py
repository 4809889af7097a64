"""The plant glossary: one concept for bearing, Lager, 轴承 and 軸承."""

from plant_knowledge_ingest.glossary.glossary import Concept, Glossary

__all__ = ["Concept", "Glossary"]
