"""What is told of a file that was loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from plant_tools.records.cells import Unread
from plant_tools.records.mapping import ColumnMapping
from plant_tools.records.mentions import Mentions
from plant_tools.records.rows import Refusal
from plant_tools.records.writing import Counts

MOST_REFUSED = 1_000
"""So many refused rows are listed one by one; all are counted."""

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a file did: ``rows`` = ``loaded`` + ``repeated`` + ``refused_rows``.

    ``loaded`` = ``inserted`` + ``updated`` + ``unchanged``; ``repeated``: rows that stand in the file more than once,
    with their id and the same content; ``refused``: the first of the refused rows; ``left_over``: columns without a
    field, kept as they are; ``facts``: how the file was read.
    """

    dataset: str
    table: str
    file: str
    rows: int
    loaded: int
    inserted: int
    updated: int
    unchanged: int
    repeated: int
    refused_rows: int
    refused: tuple[Refusal, ...]
    warnings: tuple[str, ...]
    mapping: ColumnMapping
    left_over: tuple[str, ...]
    facts: Mapping[str, str]
    seconds: float


def warnings_of(
    mapping: ColumnMapping, counts: Counts, unread: Unread, mentions: Mentions, groups: Sequence[str] = ()
) -> Iterator[str]:
    """Say what a person should look at after a file has been read; ``groups``: those that rows name as their own."""
    fields = {column.field for column in mapping.columns.values()} | set(mapping.constants)
    yield from _of_rights(fields, groups)
    if counts.unnamed:
        yield (
            f"{counts.unnamed:,} rows have no id and got one from their content; when such a row changes, loading it "
            "again adds it as a new one."
        )
    if counts.repeated:
        yield f"{counts.repeated:,} rows repeat an earlier row of the file word for word and were counted once."
    for heading, words in unread.words.items():
        field = mapping.columns[heading].field
        yield (
            f"Column {heading!r}: {_some(words)} {'is' if len(words) == 1 else 'are'} not understood; the words are "
            f"kept. Say what they mean in the mapping, under words: {field}."
        )
    if unread.offset and not mapping.time_zone:
        yield (
            f"Times carry an offset, such as {unread.offset!r}, and no time zone was named: the clock was kept as it "
            "is written. Name the plant's zone in the mapping, such as time_zone: Europe/Berlin."
        )
    if "cost" in fields and "currency" not in fields:
        yield "Costs have no currency, and none was assumed. Name it in the mapping, under constants: currency."
    if twice := mentions.two_names():
        yield f"Assets that go by more than one name: {_some(twice)}."
    if mentions.matched:
        yield f"{mentions.matched:,} rows give only the name of their asset; its tag was taken from the list of assets."


def _of_rights(fields: set[str], groups: Sequence[str]) -> Iterator[str]:
    if groups and "rights" in fields:
        yield f"Rows with rights of their own are seen only by who is also in one of: {_some(list(groups))}."


def _some(words: set[str] | list[str]) -> str:
    chosen = sorted(words)
    more = f" and {len(chosen) - _MOST_NAMED} more" if len(chosen) > _MOST_NAMED else ""
    return ", ".join(map(repr, chosen[:_MOST_NAMED])) + more
