"""The one place that imports Microsoft's SDK first, because importing it loads ``.env`` and warns of its own previews."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from plant_copilot.teams_settings import TeamsSettings
from plant_ui.errors import TeamsMissing
from plant_ui.teams.patient import Patient

if TYPE_CHECKING:
    from microsoft_teams.api.auth.cloud_environment import CloudEnvironment
    from microsoft_teams.apps import App, HttpServerAdapter

PATH = "/teams/api/messages"
"""Where Microsoft sends what people write; it checks who sends it itself."""

TokenSource = Callable[[str, str | None], str | Awaitable[str]]
"""Gives the token that the bot proves itself with, of a scope and a tenant."""

_NOT_LOADED = "PYTHON_DOTENV_DISABLED"
_TIMEOUT = 30.0


def is_there() -> bool:
    """Tell whether the SDK is installed."""
    return find_spec("microsoft_teams") is not None


def open_app(
    settings: TeamsSettings,
    adapter: HttpServerAdapter,
    *,
    cloud: CloudEnvironment | None = None,
    token: TokenSource | None = None,
) -> App:
    """Return the SDK's app, which takes requests at ``PATH`` of ``adapter`` with a token of Microsoft's only.

    ``cloud`` says who signs those tokens, by default the cloud of the settings; ``token`` gives the bot's own, by
    default Microsoft for the secret of the settings. Raises ``TeamsMissing``.
    """
    if not is_there():
        raise TeamsMissing(
            "The bot in Teams is set up, but Microsoft's SDK is not installed.",
            remedy="pip install 'plant-copilot[teams]'",
        )
    with _quietly():
        from microsoft_teams.api.auth.cloud_environment import from_name
        from microsoft_teams.apps import App
        from microsoft_teams.common import Client, ClientOptions
    for loud in ("microsoft_teams", "microsoft_teams.common.http.client", "httpx"):
        logging.getLogger(loud).setLevel(logging.WARNING)  # the SDK gives httpx the level of its own client
    client = Client(ClientOptions(timeout=_TIMEOUT))
    client.use(Patient())
    return App(
        client_id=settings.app,
        client_secret=None if token else settings.secret,
        tenant_id=settings.tenant,
        token=token,
        cloud=cloud or from_name(settings.cloud),
        client=client,
        http_server_adapter=adapter,
        messaging_endpoint=PATH,
        dangerously_allow_unauthenticated_requests=False,
        fetch_user_token=False,
        state=False,
    )


@contextmanager
def _quietly() -> Iterator[None]:
    before = os.environ.get(_NOT_LOADED)  # noqa: TID251 - the SDK would load ./.env into the environment
    os.environ[_NOT_LOADED] = "1"  # noqa: TID251 - as above
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        if before is None:
            del os.environ[_NOT_LOADED]  # noqa: TID251 - as it was before
        else:
            os.environ[_NOT_LOADED] = before  # noqa: TID251 - as it was before
