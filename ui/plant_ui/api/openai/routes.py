"""The endpoint's routes: /v1/models and /v1/chat/completions."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse

from plant_knowledge_ingest.language import LANGUAGES
from plant_ui.api.asker import Asker, TheCopilot
from plant_ui.api.openai import models
from plant_ui.api.openai.answering import Answering, Wishes
from plant_ui.api.openai.conversation import Asked
from plant_ui.api.openai.refusing import PATH, refuse_what_is_not_offered
from plant_ui.api.openai.speaking import Reply
from plant_ui.api.underway import STREAMED, Underway
from plant_ui.errors import NotOffered

# The day the endpoint was there first; programs want some number.
_CREATED = 1_795_392_000
_NAMES = {models.NAME: "auto", **{f"{models.NAME}-{language}": language for language in LANGUAGES}}
_FAILURE: dict[int | str, dict[str, Any]] = {"default": {"description": "what went wrong", "model": models.ErrorReply}}

router = APIRouter(prefix=PATH, tags=["OpenAI-compatible"], responses=_FAILURE)


@router.get("/models", response_model=models.Models)
def listing() -> JSONResponse:
    """List the names to ask: one answers in the language of the question, the others each in their own."""
    return JSONResponse({"object": "list", "data": [_model(name) for name in _NAMES]})


@router.get("/models/{model}", response_model=models.Model)
def show(model: str) -> JSONResponse:
    """Return one of the names."""
    _refuse_unknown(model)
    return JSONResponse(_model(model))


@router.post(
    "/chat/completions",
    response_model=models.Completion,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def chat(
    asked: models.Asking,
    copilot: TheCopilot,
    asker: Asker,
    x_plant_asset: Annotated[str, Header(description="the asset that is asked about")] = "",
    x_plant_language: Annotated[str, Header(description="of the answer: en, de, zh-Hans, zh-Hant")] = "",
) -> Response:
    """Answer the last message of a conversation, as OpenAI's endpoint does; its official client can be used.

    What was asked before in `messages` is what the question follows. The whole answer of
    [ask](#post-apiv1ask) is in `plant_copilot`, of a stream in its last piece. Where nobody has to sign in, any key is
    taken that is none of ours.
    """
    _refuse_unknown(asked.model)
    refuse_what_is_not_offered(asked)
    usual = {"asset": x_plant_asset, "language": x_plant_language or _NAMES[asked.model]}
    tell = partial(Answering(copilot, asker).tell, Asked.of(asked.messages), Wishes.of(asked.metadata, **usual))
    reply = Reply(asked.model, asked.messages)
    if not asked.stream:
        return JSONResponse(reply.whole(await run_in_threadpool(tell, lambda _: None)))
    underway = await Underway.begun(tell)
    usage = bool(asked.stream_options and asked.stream_options.include_usage)
    return StreamingResponse(reply.streamed(underway, usage=usage), headers=STREAMED, media_type="text/event-stream")


def _refuse_unknown(model: str) -> None:
    if model not in _NAMES:
        told = f"The model {model[:60]!r} does not exist."
        raise NotOffered("model", told, remedy=f"There are {', '.join(_NAMES)}.", code="model_not_found", status=404)


def _model(name: str) -> dict[str, Any]:
    return {"id": name, "object": "model", "created": _CREATED, "owned_by": models.NAME}
