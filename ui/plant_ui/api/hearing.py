"""Spoken questions over HTTP: a recording in, the question out, to be read and sent by a person."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile

from plant_copilot.errors import WrongUse
from plant_ui.api.asker import Asker, TheCopilot
from plant_ui.voice.choosing import is_there
from plant_ui.voice.pool import Pool
from plant_ui.voice.recording import KINDS, LONGEST

router = APIRouter(prefix="/api", tags=["Questions"])

_SAYS = ("asset", "language", "words")
_MOST_WORDS = 20
_FORM = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "format": "binary", "description": f"{KINDS}, at most two minutes and 30 MB"},
        "asset": {"type": "string", "description": "the tag of what is at hand; what is around it is listened for"},
        "language": {"type": "string", "description": "en, de, zh-Hans or zh-Hant; detected where it is empty"},
        "words": {"type": "string", "description": "words of buttons, with commas between: expected instead of tags"},
    },
}


class SpokenCode(BaseModel):
    """A tag, alarm code or part number of the plant; ``name`` is that of the asset, or of the document it is from."""

    code: str
    name: str
    kind: Literal["asset", "code"]


class SpokenMention(BaseModel):
    """A code in ``heard``: taken, or a choice of one or two, or unknown to the plant."""

    start: int
    end: int
    heard: str
    status: Literal["taken", "choice", "unknown"]
    codes: list[SpokenCode]


class VoiceNotice(BaseModel):
    """Why nothing was heard: voice_silence or voice_unclear, and the sentence that says so."""

    code: str
    text: str


class Transcript(BaseModel):
    """What is asked in a recording. Nothing is answered or kept."""

    text: str = Field(description="to be read and sent; what is not confirmed stands in ⟨brackets?⟩, which are refused")
    heard: str
    language: str
    word: str = Field(description="the one of `words` that was said, and nothing else, beyond doubt; else empty")
    mentions: list[SpokenMention]
    confirm: bool = Field(description="whether something stands in brackets")
    notice: VoiceNotice | None
    recorded: float = Field(description="seconds of the recording")
    spoken: float = Field(description="seconds of it in which somebody speaks")
    seconds: float = Field(description="what this took")
    transcriber: str


def _ears(request: Request) -> Pool:
    ears: Pool = request.app.state.ears
    return ears


class Ears(BaseModel):
    """Whether recordings are understood here, by what, and how many seconds they may have."""

    there: bool
    transcriber: str
    longest: int


@router.get("/transcribe", response_model=Ears)
def ears(copilot: TheCopilot, ears: Annotated[Pool, Depends(_ears)]) -> JSONResponse:
    """Say whether spoken questions are understood here. Where they are not, the chat shows no button for them.

    Where they are, the model is loaded after that, so that the first question does not wait for it.
    """
    settings = copilot.settings
    there = is_there(settings)
    told = {"there": there, "transcriber": settings.voice, "longest": LONGEST}
    return JSONResponse(told, background=BackgroundTask(ears.get_ready) if there else None)


@router.post(
    "/transcribe",
    response_model=Transcript,
    openapi_extra={"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": _FORM}}}},
)
async def transcribe(
    request: Request, copilot: TheCopilot, asker: Asker, ears: Annotated[Pool, Depends(_ears)]
) -> JSONResponse:
    """Return what is asked in a recording (`file`, multipart/form-data); it is neither answered nor kept.

    Codes are taken where there is no doubt. All others stand in brackets in `text`, with one or two `codes` to choose
    from; a question that has such brackets is refused until a person puts a code in their place.
    """
    async with request.form(max_files=1, max_fields=len(_SAYS)) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise WrongUse("There is no recording in the request.", remedy="Send it in the field file.")
        if strange := set(form) - {"file", *_SAYS}:
            raise WrongUse(
                f"{min(strange)[:40]!r} is no field of a recording.", remedy=f"There are {', '.join(_SAYS)}."
            )
        asset, language, listed = (str(form.get(name, "")) for name in _SAYS)
        words = [word.strip()[:60] for word in listed.split(",") if word.strip()][:_MOST_WORDS]
        recording = await file.read()

    def understand() -> dict[str, object]:
        return copilot.transcribe(recording, ears, asset=asset, language=language, words=words, principal=asker)

    return JSONResponse(await run_in_threadpool(understand))
