"""What goes in and out of the endpoint, described. Names and shapes are OpenAI's; what is ours says so."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from plant_ui.api.models import Answer

NAME = "plant-copilot"


class ImageAddress(BaseModel):
    """A picture; ``url`` must be a data address."""

    url: str = Field(description="data:image/jpeg;base64,... of a photo; other addresses are not opened")


class Part(BaseModel):
    """A piece of a message."""

    type: str = Field(examples=["text"])
    text: str = ""
    image_url: ImageAddress | None = None


class Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = Field(None, examples=["What does E0451 mean on SW-306?"])

    @property
    def text(self) -> str:
        """What the message says in words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""

    @property
    def pictures(self) -> list[str]:
        """The addresses of its pictures."""
        parts = self.content if isinstance(self.content, list) else []
        return [part.image_url.url for part in parts if part.image_url is not None]


class StreamOptions(BaseModel):
    """How a stream ends."""

    include_usage: bool | None = Field(None, description="whether a last piece tells the usage")


class Asking(BaseModel):
    """A question with what was said before it. What is not named here is read over: it changes no answer."""

    model_config = ConfigDict(strict=True)

    model: str = Field(examples=[NAME])
    messages: list[Message] = Field(
        min_length=1, description="the last one of role user is the question; system messages are read over"
    )
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    metadata: dict[str, Any] | None = Field(
        None,
        description="what a question to the copilot may come with: asset, language, as_of, thread",
        examples=[{"asset": "SW-306"}],
    )
    n: int | None = Field(None, description="1, if anything")
    tools: list[Any] | None = Field(None, description="empty, if anything: the copilot chooses its tools itself")
    functions: list[Any] | None = Field(None, description="empty, if anything")
    response_format: dict[str, Any] | None = Field(None, description='{"type": "text"}, if anything')
    logprobs: bool | None = Field(None, description="false, if anything")
    modalities: list[str] | None = Field(None, description='["text"], if anything')


class Said(BaseModel):
    """The answer as a message: Markdown with marks like [1], and under it where each leads."""

    role: Literal["assistant"]
    content: str
    refusal: None = None


class Option(BaseModel):
    """The only answer there is."""

    index: int
    message: Said
    finish_reason: Literal["stop"]
    logprobs: None = None


class Usage(BaseModel):
    """How much was read and written: words, codes and Chinese characters, whether a model took part or not."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Completion(BaseModel):
    """An answer."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Option]
    usage: Usage
    plant_copilot: Answer | None = Field(description="the whole answer as /api/v1/ask gives it; null for a title")


class Model(BaseModel):
    """A name to ask."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """The names to ask."""

    object: Literal["list"]
    data: list[Model]


class Wrong(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorReply(BaseModel):
    """An error in OpenAI's shape."""

    error: Wrong
