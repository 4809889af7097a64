"""Dates in German, English, Chinese and ISO notation."""

from __future__ import annotations

import re
from collections.abc import Iterator

# The same names as in the words of the history, which a test compares: the proof depends on nothing.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar jan jänner",
            "february februar feb feber",
            "march märz maerz mar mär mrz",
            "april apr",
            "may mai",
            "june juni jun",
            "july juli jul",
            "august aug",
            "september sept sep",
            "october oktober oct okt",
            "november nov",
            "december dezember dec dez",
        ),
        1,
    )
    for name in names.split()
}
_NAME = rf"(?P<name>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?<![\d.-])(?P<year>(?:19|20)\d\d)(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)\s?年\s?(?:(?P<month>\d{1,2})\s?月\s?(?:(?P<day>\d{1,2})\s?[日号號])?)?",
        r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>(?:19|20)\d\d)(?!\d)",
        r"(?<![\d/])(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"(?<!\d)(?:(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?\s)?\b{_NAME}\s(?P<year>(?:19|20)\d\d)\b",
        rf"\b{_NAME}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>(?:19|20)\d\d)\b",
        r"(?<![\d.-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?![\d-])",
    )
)


def dates(text: str) -> Iterator[tuple[range, tuple[int, int, int]]]:
    """Yield where dates stand in ``text``, and year, month and day, 0 for what is not said.

    Of 3/4/2024 the first number is taken for the day unless it cannot be; who needs it surer writes it otherwise.

    >>> [date for _, date in dates("1. Mai 2024, 2024-05-01, May 1, 2024 and 2024年5月1日")]
    [(2024, 5, 1), (2024, 5, 1), (2024, 5, 1), (2024, 5, 1)]
    """
    taken: list[range] = []
    for form in _FORMS:
        for found in form.finditer(text):
            place = range(found.start(), found.end())
            if any(place.start < other.stop and other.start < place.stop for other in taken):
                continue
            taken.append(place)
            yield place, _date(found.groupdict())


def _date(parts: dict[str, str | None]) -> tuple[int, int, int]:
    month = MONTHS[name.casefold()] if (name := parts.get("name")) else int(parts.get("month") or 0)
    day = int(parts.get("day") or 0)
    if month > 12 and not parts.get("mark"):  # where the year comes first, nobody puts the day second
        month, day = day, month
    return int(parts["year"] or 0), month, day
