"""Layouts as files: SVG, PNG, DXF, XLSX and the comparison on one page."""
