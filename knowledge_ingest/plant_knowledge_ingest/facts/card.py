"""The fact card: one fact with its parts kept apart, so that it can be said in another language."""

from __future__ import annotations

from dataclasses import dataclass

VALUE, INTERVAL, ALARM, PART, NAME = KINDS = ("value", "interval", "alarm", "part", "name")


@dataclass(frozen=True, slots=True)
class Card:
    """What one span of a passage states. Every text stands in the span, line breaks mended.

    ``kind`` says which pattern it is: "value" (component, parameter, comparator, value with unit, condition),
    "interval" (task, interval), "alarm" (code, meaning, cause, remedy), "part" (name, number) or "name" (component,
    parameter, what it is called or made of: a lubricant, a screw, a position).
    ``subject`` is the component, task, alarm code or part; ``parameter`` the title of the column, "" in a sentence;
    ``comparator`` "" or one of "at_most", "at_least", "above", "below", "about", or
    "denied" where only the whole sentence says which ("no loss of more than"); ``value`` what was stated with its
    unit; ``note`` what holds beside it; ``span`` the number of the span, whose rectangles show the place.
    """

    span: int
    kind: str
    subject: str
    parameter: str
    value: str
    comparator: str = ""
    note: str = ""
    cause: str = ""
    remedy: str = ""
