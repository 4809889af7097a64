"""The way to a Qdrant server, and what can go wrong on it, each in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from warnings import catch_warnings, simplefilter

import httpx
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import ResourceExhaustedResponse
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from plant_knowledge_ingest.errors import IndexRefused, IndexUnreachable
from plant_knowledge_ingest.patience import left

OLDEST = (1, 12)
"""The first version that counts the values of a field (facets)."""

TIMEOUT = 30
"""Seconds for one request; writing a batch of passages is the longest."""


def connect(url: str, key: str = "", timeout: int = TIMEOUT) -> QdrantClient:
    """Return a client of the server at ``url`` that has answered.

    Raises ``IndexUnreachable`` when nothing answers there, ``IndexRefused`` for a wrong key or too old a server.
    """
    with _named(url), catch_warnings():
        simplefilter("ignore", UserWarning)  # a key over plain HTTP, which is a choice inside a plant's network
        hooks = {"request": [lambda request: _in_time(request, timeout)]}
        client = QdrantClient(
            url=url, api_key=key or None, timeout=timeout, check_compatibility=False, event_hooks=hooks
        )
    with translated(url):
        version = client.info().version
        client.get_collections()  # unlike the version, only for who has the key
    if _number(version) < OLDEST:
        client.close()
        least = ".".join(map(str, OLDEST))
        raise IndexRefused(
            f"The Qdrant server at {url} is version {version}.", remedy=f"Update it to {least} or newer."
        )
    return client


@contextmanager
def translated(url: str) -> Iterator[None]:
    """Turn the client's errors into ours, naming the server."""
    try:
        yield
    except ResponseHandlingException as error:
        raise _unreachable(url, error.source) from error
    except httpx.TransportError as error:
        raise _unreachable(url, error) from error
    except ResourceExhaustedResponse as error:
        raise IndexUnreachable(
            f"The Qdrant server at {url} is busy.", remedy=f"Try again in {error.retry_after_s} seconds."
        ) from error
    except UnexpectedResponse as error:
        if error.status_code in {401, 403}:
            raise IndexRefused(
                f"The Qdrant server at {url} refuses the key.", remedy="Set PLANT_QDRANT_KEY to one that may write."
            ) from error
        raise IndexRefused(
            f"The Qdrant server at {url} answers {error.status_code}: {_said(error)}.",
            remedy="Its log says more; plant-copilot doctor tells when it works again.",
        ) from error
    except (AssertionError, LookupError, TypeError, ValueError) as error:  # what the client, or we, make nothing of
        raise IndexRefused(
            f"What the Qdrant server at {url} sends cannot be read.",
            remedy="Its log says more; plant-copilot doctor tells when it works again.",
        ) from error


@contextmanager
def _named(url: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise IndexUnreachable(
            f"{url!r} is not the address of a server ({error}).",
            remedy="Set PLANT_QDRANT_URL to something like http://qdrant.plant:6333.",
        ) from error


def _in_time(request: httpx.Request, usual: float) -> None:
    """Let a request take no longer than what is left to the question it is for."""
    if not (seconds := left(usual)):
        raise httpx.ReadTimeout("the time of the question is over", request=request)
    request.extensions["timeout"] = httpx.Timeout(seconds).as_dict()


def _unreachable(url: str, error: Exception) -> IndexUnreachable:
    if isinstance(error, httpx.TimeoutException):
        return IndexUnreachable(
            f"The Qdrant server at {url} did not answer in time.", remedy="It may be starting or overloaded: try again."
        )
    if isinstance(error, httpx.TransportError):
        return IndexUnreachable(
            f"No Qdrant server answers at {url}.", remedy="Start it, or set PLANT_QDRANT_URL to where it runs."
        )
    return IndexUnreachable(
        f"What answers at {url} is not a Qdrant server.", remedy="Set PLANT_QDRANT_URL to where one runs."
    )


def _said(error: UnexpectedResponse) -> str:
    """Return the server's own message, or the name of its status."""
    try:
        return str(json.loads(error.content)["status"]["error"]).rstrip(".")
    except (ValueError, KeyError, TypeError):
        return error.reason_phrase or "no reason given"


def _number(version: str) -> tuple[int, ...]:
    """Return (1, 20) for "1.20.0-dev"."""
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
