"""What goes in and out over HTTP about records, described."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from plant_ui.api.models import Described


class LoadRequest(Described):
    """A file to load."""

    path: str = Field(description="absolute path of a file on the server's machine", examples=["/srv/work-orders.csv"])
    mapping: dict[str, Any] | None = Field(None, description="what a mapping file says; proposed if absent")
    dataset: str = Field("plant", description="the records of one plant")
    date_order: str = Field("", description="what 03/04/2025 is: dmy or mdy")
    decimal: str = Field("", description="what 1,234 is: the decimal mark")
    time_zone: str = Field("", description="of times with an offset", examples=["Europe/Berlin"])
    groups: list[str] | None = Field(None, description="who may see the data set; as it was, or everyone, if absent")
    site: str | None = Field(None, description="whose records they are; as it was, or all sites, if absent")


class ProposeRequest(Described):
    """A file to look at."""

    path: str = Field(description="absolute path of a file on the server's machine")
    table: str = Field("", description="the kind of list it is; found out if absent", examples=["work_orders"])


class PreviewRequest(LoadRequest):
    """A file to look at as if it were loaded."""

    table: str = Field("", description="the kind of list it is, where no mapping says it", examples=["assets"])


class Refusal(Described):
    """A row that was not loaded."""

    row: int = Field(description="as a spreadsheet counts, from the top of the file")
    field: str = Field(description="the column, or the field that is missing")
    reason: str


class Loaded(Described):
    """What loading a file did."""

    dataset: str
    table: str
    file: str
    rows: int = Field(description="loaded, repeated and refused")
    loaded: int = Field(description="inserted, updated and unchanged")
    inserted: int
    updated: int
    unchanged: int
    repeated: int = Field(description="rows that stand in the file again, word for word")
    refused_rows: int
    refused: list[Refusal] = Field(description="the first thousand of them")
    warnings: list[str]
    mapping: dict[str, Any] = Field(description="how it was read")
    left_over: list[str] = Field(description="columns without a field, kept as they are")
    facts: dict[str, str] = Field(description="encoding, delimiter, sheet")
    seconds: float


class Proposal(Described):
    """A mapping, and what to look at before it is used."""

    mapping: dict[str, Any]
    yaml: str
    reasons: dict[str, str] = Field(description="by column")
    left_over: list[str]
    missing: list[str] = Field(description="fields without which the file cannot be loaded")
    warnings: list[str]


class PreviewRow(Described):
    """A row of the file, and what would become of it."""

    row: int = Field(description="as a spreadsheet counts, from the top of the file")
    cells: dict[str, str] = Field(description="as written, by heading")
    read: dict[str, Any] | None = Field(description="as it would stand in the records, by field")
    reason: str = Field(description="why it is not read")


class FieldOfTable(Described):
    """A field that a column may fill."""

    field: str
    kind: str = Field(description="text, time, date, minutes, hours, number, flag, type, state, event or code")


class Obstacle(Described):
    """What is to be said before the file can be loaded."""

    text: str
    remedy: str


class Unlisted(Described):
    """Values that stand in no list of the data set."""

    field: str
    count: int
    rows: int = Field(description="in which they stand")
    values: list[str] = Field(description="the most frequent")


class QualityFinding(Described):
    """A fault of the records, and the figures that it forbids or weakens."""

    dataset: str
    code: str = Field(examples=["default_duration"])
    table: str
    field: str
    statement: str
    count: int
    of: int
    share: float
    query: str = Field(description="SQL that lists all records concerned")
    record_ids: list[str] = Field(description="the first thousand of them")
    scope: str = Field(description="the type of order it was found among, or empty")
    refuses: list[str] = Field(description="metrics over the field that must not be given")
    warns: list[str] = Field(description="metrics that are given with the statement beside them")
    examples: list[str]


class Preview(Described):
    """What loading a file would do; nothing was written."""

    file: str
    dataset: str
    tables: list[str] = Field(description="kinds of lists there are")
    fields: list[FieldOfTable] = Field(description="of the kind that the file is taken for")
    headings: list[str]
    mapping: dict[str, Any]
    yaml: str
    reasons: dict[str, str] = Field(description="by column, where the mapping is proposed")
    rows: list[PreviewRow] = Field(description="the first twenty")
    problem: Obstacle | None
    report: Loaded | None = Field(description="what loading would report; null with a problem")
    unlisted: list[Unlisted]
    quality: list[QualityFinding] = Field(description="of the whole data set, as it would be then")


class Orders(Described):
    """Work orders."""

    dataset: str
    orders: list[dict[str, Any]] = Field(description="all fields of each; file and row say where it was read from")
    missing: list[str] = Field(description="numbers that no order has")


class RecordsFile(Described):
    """A file that was sent, to be looked at and then loaded."""

    path: str = Field(description="where it lies on the server's machine until it is loaded or given up")


class GivenUp(Described):
    """Files that were removed."""

    removed: list[str]


class Checked(Described):
    """What was found in the data sets."""

    datasets: list[str]
    findings: list[QualityFinding]


class LoadedFile(Described):
    """A file that was loaded."""

    file: str
    table: str
    loaded_utc: str
    rows: int
    refused: int


class Dataset(Described):
    """The records of one plant."""

    dataset: str
    time_zone: str = Field(description="of its times, where somebody said it")
    rights: list[str] = Field(description="groups that may see it; one of them is enough")
    site: str = Field(description="who works there may see it; for all sites if empty")
    row_groups: list[str] = Field(description="groups that single records name, needed for those besides")
    held: dict[str, int] = Field(description="rows by kind of list")
    first: str | None = Field(description="the first order's finish")
    last: str | None
    files: list[LoadedFile]


class Rights(Described):
    """Who may see a data set."""

    dataset: str
    rights: list[str] = Field(description="groups, of which one is enough")
    site: str = Field(description="who works there may see it; for all sites if empty")
    row_groups: list[str] = Field(description="groups that single records name, needed for those besides")


class RightsRequest(Described):
    """Who is to see a data set."""

    dataset: str = Field(examples=["plant"])
    groups: list[str] | None = Field(None, description="as they were if absent", examples=[["maintenance"]])
    site: str | None = Field(None, description="as it was if absent; empty for all sites", examples=["Linz"])


class Datasets(Described):
    """What is loaded."""

    datasets: list[Dataset]


class ForgottenDataset(Described):
    """A data set that was removed."""

    dataset: str
    held: dict[str, int]


class ForgottenDatasets(Described):
    """What was removed."""

    forgotten: list[ForgottenDataset]
