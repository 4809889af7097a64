"""Procedures at work over HTTP: printed, done step by step from any phone, taught, brought in from files."""

from __future__ import annotations

import base64
import binascii
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import Field

from plant_copilot.errors import WrongUse
from plant_ui.api.asker import FROM_HERE, Asker, TheCopilot, TheVisitor
from plant_ui.api.models import Described
from plant_ui.api.paging import paged
from plant_ui.api.uploads import safe_name

router = APIRouter(prefix="/api", tags=["Procedures"])

_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_PICTURES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class RunRequest(Described):
    """What is to be done, and by whom."""

    sop: str = Field(description="its id", examples=["SOP-P-101-1"])
    by: str = Field(description="the person")
    mode: Literal["work", "training"] = Field("work", description="training: of any version, stamped, no record")
    version: int = Field(0, description="of training; 0 for the latest")
    order: str = Field("", description="the work order that the record closes")
    dataset: str = ""
    language: str = Field("", description="of whoever does it; that of the procedure if absent")
    key: str = Field("", description="idempotency key: sent again, it is the same run")


class WordRequest(Described):
    """A word, a value or a note."""

    words: str = Field(description="as said or typed", examples=["weiter", "25 Nm", "note: seal was dry"])
    by: str = ""
    turn: int | None = Field(None, description="that of the run which is answered; sent twice, it counts once")


class PersonRequest(Described):
    """Who it is."""

    by: str


class PhotoRequest(Described):
    """A photo of a step."""

    picture: str = Field(description="JPEG, PNG or WebP, base64")
    by: str = ""


class ImportRequest(Described):
    """A procedure of the plant's own."""

    name: str = Field(description="of the file, .docx or .md", examples=["SOP-017.docx"])
    content: str = Field(description="base64")
    asset: str = Field("", description="a tag; read from the file if absent")
    by: str = ""
    key: str = Field("", description="idempotency key; by default the file itself")


class FileRequest(Described, strict=False):
    """How a procedure is printed; an address has nothing but text."""

    version: int = Field(0, description="0 for the latest")
    language: str = Field("", description="of the reader; that of the procedure if absent")
    side_by_side: bool = Field(False, description="beside the procedure's own language")
    address: str = Field("", description="of this server as phones reach it, for the QR code")


class AnswerRequest(Described):
    """An answer to a question."""

    question: str = Field(description="its id")
    option: str = Field(description="its text, or its number from 1")
    person: str
    key: str = ""


@router.get("/sops/{sop}/file.{form}", response_class=Response)
def file(
    sop: str,
    form: str,
    wanted: Annotated[FileRequest, Query()],
    request: Request,
    copilot: TheCopilot,
    asker: Asker,
) -> Response:
    """Return a version as pdf or docx; what is not approved says so on every page."""
    address = wanted.address or str(request.base_url)
    given = {**wanted.model_dump(), "address": address, "principal": asker}
    named = {"Content-Disposition": f'inline; filename="{"".join(c for c in sop if c.isalnum() or c == "-")}.{form}"'}
    return Response(copilot.sop_work.file(sop, form, **given), media_type=_MEDIA_TYPES[form], headers=named)


@router.post("/sops/import", response_model=dict[str, Any], dependencies=[FROM_HERE])
def bring_in(wanted: ImportRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Bring a procedure in as a draft, with a report on it. For admins, and from the server's machine."""
    name = safe_name(wanted.name)
    if not name:
        raise WrongUse("The file has no name.", remedy="Its ending tells how it is read: procedure.docx")
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / name
        kept.write_bytes(_decoded(wanted.content))
        given = {"asset": wanted.asset, "by": wanted.by, "key": wanted.key}
        return JSONResponse(copilot.sop_work.bring_in(kept, **given, principal=asker))


@router.get("/sops/{sop}/cards", response_model=dict[str, Any])
def cards(sop: str, copilot: TheCopilot, asker: Asker, language: str = "") -> JSONResponse:
    """Return training cards of a procedure in force, each with its page."""
    return JSONResponse(copilot.sop_work.cards(sop, language=language, principal=asker))


@router.get("/sops/{sop}/quiz", response_model=dict[str, Any])
def quiz(sop: str, copilot: TheCopilot, asker: Asker, person: str = "", language: str = "") -> JSONResponse:
    """Return questions about a procedure in force, what the person got wrong last first."""
    return JSONResponse(copilot.sop_work.quiz(sop, person=person, language=language, principal=asker))


@router.post("/sop-answers/{sop}", response_model=dict[str, Any])
def answer_question(sop: str, wanted: AnswerRequest, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Answer a question: whether it was right, and the page that says so."""
    return JSONResponse(copilot.sop_work.answer_question(sop, **wanted.model_dump(), principal=asker))


@router.get("/sop-answers", response_model=dict[str, Any], dependencies=[FROM_HERE])
def learnt(copilot: TheCopilot, person: str = "") -> JSONResponse:
    """Return who answered how much of which procedure. For admins, and from the server's machine."""
    return JSONResponse(copilot.sop_work.learnt(person))


@router.post("/sop-runs", response_model=dict[str, Any])
def begin(wanted: RunRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Begin to do a procedure; what is read out first is under `asked`."""
    return JSONResponse(copilot.sop_work.begin(**visitor.signed(wanted.model_dump()), principal=visitor.principal))


@router.get("/sop-runs", response_model=dict[str, Any], dependencies=[paged("runs", "run")])
def runs(copilot: TheCopilot, asker: Asker, state: str = "", sop: str = "") -> JSONResponse:
    """List runs, latest first."""
    return JSONResponse(copilot.sop_work.runs(state=state, sop=sop, principal=asker))


@router.get("/sop-runs/{run}", response_model=dict[str, Any])
def show(run: int, copilot: TheCopilot, asker: Asker) -> JSONResponse:
    """Return a run, what is read out now, and its record so far."""
    return JSONResponse(copilot.sop_work.run(run, principal=asker))


@router.post("/sop-runs/{run}/answer", response_model=dict[str, Any])
def answer(run: int, wanted: WordRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Say a word, a value or a note, in any of the languages."""
    said = visitor.signed(wanted.model_dump())
    return JSONResponse(copilot.sop_work.answer(run, **said, principal=visitor.principal))


@router.post("/sop-runs/{run}/resume", response_model=dict[str, Any])
def resume(run: int, wanted: PersonRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Go on with a run that was stopped, or take it over."""
    return JSONResponse(copilot.sop_work.resume(run, by=visitor.signs_as(wanted.by), principal=visitor.principal))


@router.post("/sop-runs/{run}/photos", response_model=dict[str, Any])
def photo(run: int, wanted: PhotoRequest, copilot: TheCopilot, visitor: TheVisitor) -> JSONResponse:
    """Add a photo to the step that a run is at."""
    by = visitor.signs_as(wanted.by)
    return JSONResponse(copilot.sop_work.photo(run, _decoded(wanted.picture), by=by, principal=visitor.principal))


@router.get("/sop-runs/{run}/photos/{name}", response_class=Response)
def photo_file(run: int, name: str, copilot: TheCopilot, asker: Asker) -> Response:
    """Return a photo of a run."""
    content = copilot.sop_work.photo_file(run, name, principal=asker)
    return Response(content, media_type=_PICTURES.get(name.rpartition(".")[2], "application/octet-stream"))


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise WrongUse("The content is no base64.", remedy="Encode the bytes of the file.") from error
