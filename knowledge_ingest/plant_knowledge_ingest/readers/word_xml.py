"""Elements of Word's XML by their plain names, in the transitional and in the strict namespace alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def name(element: Any) -> str:
    """Return the name of ``element`` without its namespace; "" for remarks and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any | None, wanted: str) -> Iterator[Any]:
    """Yield the children of ``element`` called ``wanted``; nothing for None."""
    return (inner for inner in (() if element is None else element) if name(inner) == wanted)


def child(element: Any | None, *path: str) -> Any | None:
    """Return the first child called ``path[0]``, its child ``path[1]`` and so on; None where there is none."""
    for wanted in path:
        element = next(children(element, wanted), None)
    return element


def attribute(element: Any | None, wanted: str) -> str:
    """Return an attribute by its plain name, or ""."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == wanted), "")
