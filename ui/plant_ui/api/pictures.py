"""Photos over HTTP: of nameplates, alarm displays and delivery labels."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO, Literal
from urllib.parse import unquote

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.datastructures import UploadFile

from plant_copilot.copilot import Copilot
from plant_copilot.errors import WrongUse
from plant_knowledge_ingest.principal import Principal
from plant_ui.api.asker import Asker, TheCopilot

router = APIRouter(prefix="/api", tags=["Pictures"])

_SAYS = ("asset", "order", "language", "image")
_SAID = {"": False, "false": False, "no": False, "0": False, "true": True, "yes": True, "1": True}
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "JPEG, PNG, WebP or HEIC, at most 25 MB"},
        "asset": {"type": "string", "description": "the tag of what is asked about"},
        "order": {"type": "string", "description": "the work order that a delivery is for"},
        "language": {"type": "string", "description": "en, de, zh-Hans or zh-Hant"},
        "image": {"enum": list(_SAID), "description": "send the picture back, its fields marked"},
    },
}


class Place(BaseModel):
    """A line of text; ``rectangle`` is in pixels of the picture turned clockwise by ``turned`` degrees."""

    text: str
    rectangle: list[float]
    confidence: float


class ReadField(BaseModel):
    """A field: its name, that in the asker's language, what was read, where, and how sure it is."""

    name: str
    label: str
    value: str
    rectangle: list[float]
    confidence: float


class Candidate(BaseModel):
    """An asset that may be meant, and why."""

    asset: str
    name: str
    by: str = Field(description="serial, tag, type or alarm")
    read: str
    known: str
    likeness: Literal["exact", "alike", "near", "none"]


class Choice(BaseModel):
    """A button: the asset, and the question to go on with if it is meant."""

    asset: str
    label: str
    question: str


class Picture(BaseModel):
    """What a photo shows. Nothing is asked or kept: ``question`` is for a person to edit and send."""

    kind: Literal["nameplate", "alarm_display", "delivery_label", "text", "nothing"]
    shows: str
    language: str
    text: str
    asset: str = Field(description="only where it is taken: its own tag or serial number was read")
    outcome: Literal["match", "ambiguous", "mismatch", "unknown", "none"]
    expected: str
    candidates: list[Candidate]
    fields: list[ReadField]
    lines: list[Place]
    alarm: dict[str, Any] | None = Field(description="code, read, exact, meaning, assets")
    delivery: dict[str, Any] | None = Field(
        description="verdict (right, other, superseded, listed, unknown), read, exact, part_number, part_name, assets, "
        "instead, near, quantity, batch, order, wanted"
    )
    notices: list[dict[str, str]]
    question: str
    choices: list[Choice]
    citations: list[dict[str, Any]]
    width: int
    height: int
    turned: float
    image: str = Field(description="JPEG, base64; empty unless asked for")
    seconds: float


@router.post(
    "/pictures",
    response_model=Picture,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
async def picture(request: Request, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Read a photo (`file`, multipart/form-data) and compare it with what is on record; it is not kept.

    A nameplate leads to its asset, or to a warning where another one is asked about; a display to its alarm; a
    delivery label to the lists of parts. An asset is taken only for its own tag or serial number; whatever is merely
    like one comes as `choices`.
    """
    async with request.form(max_files=1, max_fields=len(_SAYS)) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise WrongUse("There is no photo in the request.", remedy="Send it in the field file.")
        if strange := set(form) - {"file", *_SAYS}:
            raise WrongUse(f"{min(strange)[:40]!r} is no field of a photo.", remedy=f"There are {', '.join(_SAYS)}.")
        said = {name: str(form.get(name, "")) for name in _SAYS}
        name = Path(unquote(file.filename or "photo")).name[:80]
        return JSONResponse(await run_in_threadpool(_read, copilot, file.file, name, said, asker))


def _read(copilot: Copilot, file: BinaryIO, name: str, said: dict[str, str], asker: Principal) -> Any:
    """Read a photo by way of a file that is gone afterwards."""
    with NamedTemporaryFile() as kept:
        shutil.copyfileobj(file, kept, 1 << 20)
        kept.flush()
        return copilot.pictures.read(
            kept.name,
            called=name,
            asset=said["asset"],
            order=said["order"],
            language=said["language"],
            image=_wished(said["image"]),
            principal=asker,
        )


def _wished(said: str) -> bool:
    """Return what a field of a form says. Raises ``WrongUse``."""
    if said not in _SAID:
        raise WrongUse(f"image is {said[:20]!r}.", remedy="It is true or false.")
    return _SAID[said]
