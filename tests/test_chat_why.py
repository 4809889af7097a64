"""Why an answer is what it is, as the chat says it."""

from __future__ import annotations

from plant_ui.chat.why import explained

REJECTED = {"place": "GR 12 *gearbox*", "score": 1.234, "reason": "below", "text": "Use CLP 220"}
WHY = {
    "question": "Which oil",
    "support_code": "c0de",
    "tools": [{"tool": "manuals", "arguments": {"limit": 3}, "seconds": 0.012, "rejected": [REJECTED]}],
}


def test_tools_are_named_with_their_times_and_arguments() -> None:
    assert explained(WHY, "en").startswith(
        "**Why this answer?** Which oil\n- **manuals and SOPs** · 12 ms · limit\\: 3"
    )


def test_the_support_code_stands_at_the_end() -> None:
    assert explained(WHY, "en").endswith("Support code `c0de`")


def test_what_was_passed_over_is_shown_escaped() -> None:
    assert r"passed over: GR 12 \*gearbox\* (1.23): Use CLP 220" in explained(WHY, "en")
