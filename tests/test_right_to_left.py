"""Text that runs from right to left is read in its own order, and kept apart from what it stands beside."""

from __future__ import annotations

from pathlib import Path

from papers import cut
from plant_knowledge_ingest.readers.rendition import rendition

HEBREW = "סגור את השסתום לפני הניקוי"


def test_hebrew_between_latin_codes_keeps_its_words(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# P-101\n\n{HEBREW}\n\nClose valve V303.\n", encoding="utf-8")
    (tmp_path / "shown.pdf").write_bytes(rendition(tmp_path / "a.md"))
    text = " ".join(passage.text for passage in cut(tmp_path / "shown.pdf"))
    assert "Close valve V303." in text
    assert set(HEBREW.split()) <= set(text.split())
