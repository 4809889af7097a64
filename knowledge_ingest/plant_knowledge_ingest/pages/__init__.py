"""The library's own PDFs of all pages, so that a citation can be shown whatever becomes of the file it came from."""
