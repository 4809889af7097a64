"""Defects of products: which machine, material, shift or parameter they go with more often than chance."""
