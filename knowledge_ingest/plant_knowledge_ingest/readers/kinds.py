"""Which files are read, by the end of their names."""

from __future__ import annotations

MARKDOWN = frozenset({".md", ".markdown"})
HTML = frozenset({".html", ".htm"})
PLAIN = frozenset({".txt", ".text"})
PDF = frozenset({".pdf"})
WORD = frozenset({".docx", ".docm"})
SHEETS = frozenset({".xlsx", ".xlsm"})
SLIDES = frozenset({".pptx", ".pptm"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
READ = PDF | MARKDOWN | HTML | PLAIN | WORD | SHEETS | SLIDES | PICTURES

OLD = {".doc": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
"""Binary formats of 1997 that are refused by name, with the ending to save them under."""
