"""Which files are read, by the end of their names."""

from __future__ import annotations

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
PDF = frozenset({".pdf"})
READ = PDF | MARKDOWN | HTML
