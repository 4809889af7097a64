"""Fishbone, why-tree and fault tree as SVG."""
