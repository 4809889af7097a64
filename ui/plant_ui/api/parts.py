"""What the copilot is made of, over HTTP: for admins, and for the server's own machine."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import Field

from plant_copilot.parts.desk import Parts
from plant_ui.api.asker import FROM_HERE
from plant_ui.api.backup import Verified
from plant_ui.api.models import Described

router = APIRouter(prefix="/api/parts", tags=["Server"], dependencies=[FROM_HERE])

Lock = Annotated[str, Query(description="only what this lock names", examples=["base"])]
_BILL: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/vnd.cyclonedx+json": {"schema": {"type": "object"}}}}
}


class InstalledPart(Described):
    """One part."""

    kind: Literal["package", "weights", "browser"]
    name: str
    version: str
    licence: str = Field(description="an SPDX expression, or empty where it cannot be read")
    verdict: Literal["compatible", "accepted", "unknown", "incompatible"]
    reason: str = Field(description="why it is not simply compatible")
    hashes: list[str] = Field(description="SHA-256 of each file that the locks let in, or of each file of weights")
    locks: list[str]
    inside: str = Field(description="the package that carries weights or browser parts")


class InstalledParts(Described):
    """All parts."""

    parts: list[InstalledPart]


class LicenceCount(Described):
    """How many parts stand under a licence."""

    licence: str
    parts: int


class JudgedPart(Described):
    """A part whose licence is not simply compatible."""

    name: str
    version: str
    licence: str
    reason: str


class Licences(Described):
    """Whether the whole can be passed on under AGPL-3.0-or-later."""

    ok: bool
    licences: list[LicenceCount]
    accepted: list[JudgedPart]
    wrong: list[JudgedPart]


@router.get("", response_model=InstalledParts)
def listing(lock: Lock = "") -> JSONResponse:
    """List packages, weights and browser parts with versions, licences and hashes. For admins."""
    return JSONResponse(Parts().list(lock=lock))


@router.get("/licences", response_model=Licences)
def licences(lock: Lock = "") -> JSONResponse:
    """Count the licences and name what does not go with ours. For admins."""
    return JSONResponse(Parts().licences(lock=lock))


@router.get("/sbom", response_class=JSONResponse, responses=_BILL)
def sbom(lock: Lock = "") -> JSONResponse:
    """Give the bill of materials, CycloneDX 1.6. For admins."""
    return JSONResponse(Parts().sbom(lock=lock), media_type="application/vnd.cyclonedx+json; version=1.6")


@router.get("/verify", response_model=Verified)
def verify() -> JSONResponse:
    """Prove that what is installed is what was locked, which takes some seconds. For admins."""
    return JSONResponse(Parts().verify())
