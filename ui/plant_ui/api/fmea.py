"""FMEA sheets over HTTP: load, list, forget, and the plant's own action priorities."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_copilot.errors import WrongUse
from plant_ui.api import models
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/fmea", tags=["Root causes"])


class FmeaRequest(models.Described):
    """A sheet to be loaded."""

    path: str = Field(description="absolute path of a CSV or XLSX file on the server's machine")
    dataset: str = Field("", description="the records that it belongs to; otherwise the only ones there are")
    sheet: str = Field("", description="of a workbook")
    header_row: int = Field(0, description="the row of headings; 0: found")
    columns: dict[str, str] = Field(default_factory=dict, description="heading by field, where not recognised")


class PrioritiesRequest(models.Described):
    """A table of action priorities to be loaded."""

    path: str = Field(description="absolute path of a file with columns S, O, D and AP")
    dataset: str = ""


class LoadedSheet(models.Described):
    """What loading a sheet did."""

    dataset: str
    file: str
    sheet: str
    rows: int
    loaded: int
    replaced: int
    refused: list[dict[str, Any]] = Field(description="row, field, reason")
    columns: dict[str, str]
    left_over: list[str]
    warnings: list[str]


class FailureModeSheets(models.Described):
    """What is loaded, the severest rows first."""

    sheets: list[dict[str, Any]] = Field(description="dataset, file, sheet, rows")
    rows: list[dict[str, Any]] = Field(description="asset, item, mode, effect, cause, severity, occurrence, detection")


@router.post("/load", response_model=LoadedSheet, dependencies=[FROM_HERE])
def load(wanted: FmeaRequest, copilot: TheCopilot) -> JSONResponse:
    """Load a sheet in place of what it said before. For admins, and from the server's machine."""
    return JSONResponse(copilot.fmea.load(_absolute(wanted.path), **wanted.model_dump(exclude={"path"})))


@router.post("/priorities", dependencies=[FROM_HERE])
def priorities(wanted: PrioritiesRequest, copilot: TheCopilot) -> JSONResponse:
    """Load the plant's own table of action priorities. For admins, and from the server's machine."""
    return JSONResponse(copilot.fmea.load_priorities(_absolute(wanted.path), dataset=wanted.dataset))


@router.get(
    "",
    response_model=FailureModeSheets,
    dependencies=[paged("rows", "dataset", "asset", "item", "mode", "effect", "cause")],
)
def listing(
    copilot: TheCopilot,
    asker: Asker,
    dataset: Annotated[str, Query(description="only this data set")] = "",
    asset: Annotated[str, Query(description="only this asset")] = "",
    rpn: Annotated[bool, Query(description="S x O x D as well")] = False,  # noqa: FBT002 - a query has it by name
) -> JSONResponse:
    """List sheets and rows, by severity, then occurrence, then detection."""
    return JSONResponse(copilot.fmea.list(dataset=dataset, asset=asset, rpn=rpn, principal=asker))


@router.delete("/{dataset:path}", dependencies=[FROM_HERE])
def forget(
    dataset: str, copilot: TheCopilot, asker: Asker, file: Annotated[str, Query(description="only this file")] = ""
) -> JSONResponse:
    """Remove the sheets of a data set, or of one file. For admins, and from the server's machine."""
    return JSONResponse(copilot.fmea.forget(dataset, file=file, principal=asker))


def _absolute(path: str) -> Path:
    if not Path(path).is_absolute():
        raise WrongUse(f"{path} is not an absolute path.", remedy="The server does not know what it is relative to.")
    return Path(path)
