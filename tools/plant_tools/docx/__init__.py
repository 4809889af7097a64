"""Word documents, written by hand."""
