"""Assets over HTTP: the list, and one at a glance."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from plant_ui.api.asker import Asker, TheCopilot
from plant_ui.api.paging import paged

router = APIRouter(prefix="/api/assets", tags=["Assets"])


class Listed(BaseModel):
    """An asset of a data set; ``dataset`` is empty where only documents know it."""

    asset: str
    name: str
    dataset: str
    documents: int = Field(description="how many of those about it you may see")


class Assets(BaseModel):
    """All assets, by tag."""

    assets: list[Listed]


class AboutIt(BaseModel):
    """A current document about the asset."""

    document: str
    revision: str
    title: str
    languages: list[str]
    pages: int


class Glance(BaseModel):
    """One asset at a glance."""

    asset: str
    dataset: str
    also_in: list[str] = Field(description="other data sets that have the tag")
    also_written: list[str] = Field(description="other spellings of the tag, whose orders are not shown")
    record: dict[str, Any] | None = Field(
        description="name, asset_class, maker, model, serial, criticality, installed_on, retired_on, place, part_of, "
        "parts, open_orders, failures, queries; null where only documents know the asset"
    )
    documents: list[AboutIt]


@router.get("", response_model=Assets, dependencies=[paged("assets", "asset", "dataset")])
def assets(copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """List the assets of the records and of the documents."""
    return JSONResponse(copilot.assets(principal=asker))


@router.get("/labels.pdf", response_class=Response)
def labels(
    copilot: TheCopilot,
    asker: Asker,
    request: Request,
    asset: Annotated[list[str], Query(description="tags; all where none is given")] = [],  # noqa: B006 - never changed
    chat: Annotated[str, Query(description="address of the chat as phones reach it; else this server's")] = "",
) -> Response:
    """Return labels with QR codes that open the chat on an asset."""
    pdf = copilot.labels(chat or f"{request.base_url}chat", asset, principal=asker)
    return Response(pdf, media_type="application/pdf")


@router.get("/{asset}", response_model=Glance)
def asset(
    copilot: TheCopilot,
    asker: Asker,
    asset: str,
    dataset: Annotated[str, Query(description="only the records of this plant")] = "",
) -> JSONResponse:
    """Return what an asset is, its open orders, its last failures, and the documents about it."""
    return JSONResponse(copilot.asset(asset, dataset=dataset, principal=asker))
