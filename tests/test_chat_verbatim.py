"""Text of documents in Markdown: it is shown as it stands and does nothing."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from plant_ui.chat.verbatim import verbatim

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def shown(markdown: str) -> str:
    return unescape(MARKDOWN.render(markdown).removeprefix("<p>").removesuffix("</p>\n"))


@pytest.mark.parametrize(
    "text",
    [
        "[click](javascript:alert(1))",
        "![](//elsewhere.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        "# Not a heading",
        "1. Not a list",
        "> not a quote",
        "`code` **bold** _slanted_ ~~gone~~",
        "| a | b |",
        "&lt;script&gt; stays as typed",
        ":::caution and :badge[red] and Alarm:E0451",
        "ends with a backslash \\",
    ],
)
def test_markdown_in_a_document_is_only_text(text: str) -> None:
    assert shown(verbatim(text)) == text


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=80))
def test_whatever_a_document_says_is_shown_and_nothing_else(text: str) -> None:
    words = " ".join(text.split())
    assert shown(verbatim(text)).replace("\u2060", "") == words.replace("\u2060", "")


@pytest.mark.parametrize("address", ["https://elsewhere.example", "www.elsewhere.example", "someone@elsewhere.example"])
def test_an_address_does_not_become_a_link_by_itself(address: str) -> None:
    assert address not in shown(verbatim(address))
    assert shown(verbatim(address)).replace("\u2060", "") == address


def test_a_warning_cannot_be_turned_around_by_characters_that_are_not_seen() -> None:
    assert verbatim("do \u202enot\u202c open\u200b") == "do not open"


def test_printed_lines_stay_lines() -> None:
    assert verbatim("1. Stop\n\n    2. Lock\n") == "1\\. Stop\n2\\. Lock"
