"""What Slack takes as a message, a dialog or a home tab: its documented limits, checked one by one.

https://docs.slack.dev/reference/block-kit: 50 blocks a message and 100 in other views, 3,000 characters a section,
25 elements of actions, 75 characters a button, 2,000 of its value, 10 elements of a context, one table a message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

Json = dict[str, Any]

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LARGEST_TEXT = 40_000
LARGEST_MESSAGE = 13_200
"""Characters in all blocks of one message."""

_RICH = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
_STYLES = {"primary", "danger"}


def faults(blocks: Sequence[Json], surface: str = "message", files: frozenset[str] = frozenset()) -> list[str]:
    """Return what Slack would refuse in ``blocks``; ``files`` are the ids of uploaded pictures."""
    found = [] if len(blocks) <= MOST_BLOCKS[surface] else [f"{len(blocks)} blocks"]
    for at, block in enumerate(blocks):
        check = _CHECKS.get(str(block.get("type")))
        told = list(check(block)) if check else [f"no block of type {block.get('type')}"]
        found += [f"block {at}: {fault}" for fault in [*told, *_of_files(block, files)]]
    found += _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    found += _twice("action_id", [one["action_id"] for b in blocks for one in _acting(b)])
    if surface == "message" and sum(block.get("type") == "table" for block in blocks) > 1:
        found.append("more than one table")
    if surface == "message" and (size := sum(map(_letters, blocks))) > LARGEST_MESSAGE:
        found.append(f"{size} characters")
    return found


def dialog_faults(view: Json) -> list[str]:
    """Return what Slack would refuse in a dialog or a home tab."""
    found = faults(view.get("blocks", ()), str(view.get("type")))
    for name in ("title", "submit", "close") if view.get("type") == "modal" else ():
        found += [f"{name}: {fault}" for fault in _plain(view.get(name), 24)]
    if len(view.get("private_metadata", "")) > 3_000:
        found.append("private_metadata is longer than 3000")
    return found


def _plain(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "no plain_text"
    else:
        yield from _long(text.get("text", ""), most)


def _text(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in {"plain_text", "mrkdwn"}:
        yield "no text object"
    else:
        yield from _long(text.get("text", ""), most)


def _long(text: str, most: int) -> Iterator[str]:
    if not 1 <= len(text) <= most:
        yield f"a text of {len(text)} characters, not 1 to {most}"


def _section(block: Json) -> Iterator[str]:
    yield from _text(block.get("text"), 3_000)


def _header(block: Json) -> Iterator[str]:
    yield from _plain(block.get("text"), 150)


def _context(block: Json) -> Iterator[str]:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 10:
        yield f"{len(elements)} elements"
    for one in elements:
        yield from _text(one, 2_000)


def _image(block: Json) -> Iterator[str]:
    if ("image_url" in block) == ("slack_file" in block):
        yield "image_url or slack_file, one of them"
    yield from _long(block.get("alt_text", ""), 2_000)


def _divider(_: Json) -> Iterator[str]:
    yield from ()


def _rich_text(block: Json) -> Iterator[str]:
    if not block.get("elements"):
        yield "rich text without elements"
    if (size := _letters(block)) > 3_000:
        yield f"rich text of {size} characters"
    for one in block.get("elements", ()):
        yield from _rich_element(one)


def _rich_element(element: Json) -> Iterator[str]:
    if element.get("type") not in _RICH:
        yield f"no rich text of type {element.get('type')}"
    if not element.get("elements"):
        yield f"{element.get('type')} without elements"
    for one in element.get("elements", ()):
        if element.get("type") == "rich_text_list":
            yield from _rich_element(one) if one.get("type") == "rich_text_section" else ["a list of no sections"]
        elif one.get("type") != "text" or not one.get("text"):
            yield f"in rich text: {one}"


def _table(block: Json) -> Iterator[str]:
    rows = block.get("rows", ())
    if not 1 <= len(rows) <= 100 or any(not 1 <= len(row) <= 20 for row in rows):
        yield "a table has 1 to 100 rows of 1 to 20 cells"
    if any(cell.get("type") not in {"raw_text", "rich_text"} for row in rows for cell in row):
        yield "a cell is raw_text or rich_text"
    if any(not cell.get("text") for row in rows for cell in row if cell.get("type") == "raw_text"):
        yield "an empty cell"
    if (size := _letters(block)) > 10_000:
        yield f"a table of {size} characters"


def _actions(block: Json) -> Iterator[str]:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= 25:
        yield f"{len(elements)} elements"
    yield from _block_id(block)
    for one in elements:
        yield from _button(one) if one.get("type") == "button" else _select(one)


def _button(button: Json) -> Iterator[str]:
    yield from _plain(button.get("text"), 75)
    yield from _long(button.get("action_id", ""), 255)
    if len(button.get("value", "")) > 2_000:
        yield "a value longer than 2000"
    if button.get("style", "primary") not in _STYLES:
        yield f"style {button['style']}"
    if confirm := button.get("confirm"):
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm.get(name), most)


def _select(select: Json) -> Iterator[str]:
    if select.get("type") not in {"static_select", "radio_buttons"}:
        yield f"no element of type {select.get('type')}"
    options = select.get("options", ())
    if not 1 <= len(options) <= (100 if select.get("type") == "static_select" else 10):
        yield f"{len(options)} options"
    for option in options:
        yield from _text(option.get("text"), 75)
        yield from _long(option.get("value", ""), 150)
    if "placeholder" in select:
        yield from _plain(select["placeholder"], 150)


def _input(block: Json) -> Iterator[str]:
    yield from _plain(block.get("label"), 2_000)
    yield from _block_id(block)
    element = block.get("element", {})
    if element.get("type") == "plain_text_input":
        if not 0 <= element.get("max_length", 0) <= 3_000:
            yield "max_length"
        if len(element.get("initial_value", "")) > element.get("max_length", 3_000):
            yield "initial_value is longer than max_length"
    else:
        yield from _select(element)


def _block_id(block: Json) -> Iterator[str]:
    if "block_id" in block:
        yield from _long(block["block_id"], 255)


def _of_files(block: Json, files: frozenset[str]) -> list[str]:
    file = block.get("slack_file", {}).get("id")
    return [f"there is no picture {file}"] if file and file not in files else []


def _acting(block: Json) -> list[Json]:
    return [one for one in block.get("elements", ()) if "action_id" in one] if block.get("type") == "actions" else []


def _twice(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name} twice: {value}" for value in sorted({value for value in values if values.count(value) > 1})]


def _letters(part: Any) -> int:
    """Return the characters of all texts in a block."""
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(_letters(value) for name, value in part.items() if name in {"elements", "rows", "text"})
    return sum(map(_letters, part)) if isinstance(part, list) else 0


_CHECKS: dict[str, Callable[[Json], Iterator[str]]] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
