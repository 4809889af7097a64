"""A table with titles that may be longer than a page: its rows apart, so that each page gets the titles again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

_TABLE = re.compile(
    r"(?P<begin><table[^>]*>\s*<thead[^>]*>.*?</thead>)\s*<tbody[^>]*>(?P<rows>.*)</tbody>\s*</table>\s*", re.DOTALL
)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
# Shorter tables move to the next page whole.
_LEAST_ROWS = 12


@dataclass(frozen=True, slots=True)
class LongTable:
    """The markup of a table's titles and of each of its rows."""

    begin: str
    rows: tuple[str, ...]

    @classmethod
    def of(cls, markup: str) -> Self | None:
        """Return the table that the block ``markup`` is; None for others, and for those that cannot be cut."""
        found = _TABLE.fullmatch(markup)
        if found is None or markup.count("<table") > 1 or "rowspan" in markup:
            return None
        rows = tuple(_ROW.findall(found["rows"]))
        whole = len(rows) >= _LEAST_ROWS and not _ROW.sub("", found["rows"]).strip()
        return cls(found["begin"], rows) if whole else None

    def cut(self, start: int, stop: int) -> str:
        """Return the table with its titles and the rows from ``start`` to before ``stop``."""
        return f"{self.begin}<tbody>{''.join(self.rows[start:stop])}</tbody></table>"
