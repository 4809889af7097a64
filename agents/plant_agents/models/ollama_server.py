"""A model that an Ollama server runs, through langchain-ollama. Needs the extra ``ollama``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from plant_agents.models.openai_server import CONNECT_SECONDS
from plant_agents.models.protocol import REPLY_TOKENS, Asked, BrokenReply, CutOff, Piece, ToolCall, WindowExceeded
from plant_knowledge_ingest.errors import ModelUnavailable

if TYPE_CHECKING:
    import httpx
    from langchain_ollama import ChatOllama

HERE = "http://127.0.0.1:11434"
"""Where Ollama listens unless it is told otherwise."""


class OllamaModel:
    """A model of the server at ``url``. ``transport`` is the HTTP library's own door for tests."""

    def __init__(
        self,
        name: str,
        url: str = HERE,
        *,
        key: str = "",
        window: int = 8_192,
        seconds: float = 60.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        try:
            import httpx
            import langchain_ollama  # noqa: F401 - it is asked for when it is needed
        except ImportError as error:
            raise ModelUnavailable(
                f"{name} needs Ollama's client, which is not installed.", remedy="pip install 'plant-copilot[ollama]'"
            ) from error
        self.name, self.window, self._url = name, window, url
        self._transport = transport
        self._how: dict[str, Any] = {
            "timeout": httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
            "headers": {"Authorization": f"Bearer {key}"} if key else {},
            "trust_env": False,
        }

    def models(self) -> tuple[str, ...]:
        """See ChatModel."""
        from ollama import Client

        with self._translated(), self._transported() as how:
            return tuple(model.model or "" for model in Client(self._url, **how).list().models)

    def stream(self, asked: Asked) -> Iterator[Piece]:
        """See ChatModel."""
        told: dict[str, Any] = {"format": dict(asked.schema)} if asked.schema is not None else {}
        if asked.tools:
            told["tools"] = [offer.as_json() for offer in asked.tools]
        ended = ""
        with self._translated(), self._transported() as how:
            for chunk in self._model(how).stream([(turn.role, turn.text) for turn in asked.turns], **told):
                if text := chunk.text:
                    yield str(text)
                for call in chunk.tool_calls:
                    yield ToolCall(call["name"], call["args"])
                ended = chunk.response_metadata.get("done_reason") or ended
        if not ended:
            raise CutOff(f"Ollama at {self._url} ended in the middle of a reply.")
        if ended == "length":
            raise BrokenReply("the reply has no end")

    def _model(self, how: dict[str, Any]) -> ChatOllama:
        from langchain_ollama import ChatOllama

        # Without num_ctx Ollama reads 4,096 tokens and forgets the beginning of what is longer, silently.
        return ChatOllama(
            model=self.name,
            base_url=self._url,
            num_ctx=self.window,
            num_predict=REPLY_TOKENS,
            temperature=0,
            sync_client_kwargs=how,
        )

    @contextmanager
    def _transported(self) -> Iterator[dict[str, Any]]:
        """Give how to ask over connections that are closed afterwards: the clients close none of theirs."""
        import httpx

        with httpx.HTTPTransport(verify=self._url.startswith("https:")) as usual:
            yield {**self._how, "transport": self._transport or usual}

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Turn the client's errors into ours."""
        from httpx import ConnectError, ConnectTimeout, HTTPError, TimeoutException
        from ollama import ResponseError

        where = f"Ollama at {self._url}"
        try:
            yield
        except (ConnectionError, ConnectError, ConnectTimeout) as error:
            raise ModelUnavailable(f"{where} cannot be reached.", remedy="Start it: ollama serve") from error
        except TimeoutException as error:
            raise ModelUnavailable(f"{where} did not answer in time.", remedy="Look at its load.") from error
        except HTTPError as error:
            raise CutOff(f"{where} ended in the middle of a reply.") from error
        except ResponseError as error:
            if "context" in error.error and "length" in error.error:
                raise WindowExceeded(f"The request is longer than the context of {self.name}.") from error
            remedy = f"On its machine: ollama pull {self.name}" if "not found" in error.error else ""
            raise ModelUnavailable(f"{where} refused {self.name}: {error.error[:200]}.", remedy=remedy) from error
        except ValueError as error:
            raise BrokenReply(f"no part of a reply: {str(error)[:80]}") from error
