"""The one place that imports Microsoft's SDK: importing it loads ``.env`` and warns of its own previews."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Awaitable, Callable

from plant_copilot.teams_settings import TeamsSettings
from plant_ui.teams import PATH
from plant_ui.teams.patient import Patient

_NOT_LOADED = "PYTHON_DOTENV_DISABLED"
_before = os.environ.get(_NOT_LOADED)  # noqa: TID251 - what is in ./.env is no business of the SDK's
os.environ[_NOT_LOADED] = "1"  # noqa: TID251 - as above
try:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from microsoft_teams.api.activities.install_update.add import InstalledActivity
        from microsoft_teams.api.activities.install_update.remove import UninstalledActivity
        from microsoft_teams.api.activities.invoke.adaptive_card.action import AdaptiveCardInvokeActivity
        from microsoft_teams.api.activities.message.message import MessageActivity, MessageActivityInput
        from microsoft_teams.api.activities.message.message_delete import MessageDeleteActivity
        from microsoft_teams.api.activities.typing import TypingActivityInput
        from microsoft_teams.api.auth.cloud_environment import CloudEnvironment, from_name
        from microsoft_teams.api.clients.api_client import ApiClient
        from microsoft_teams.api.clients.conversation.params import CreateConversationParams
        from microsoft_teams.api.models.account import Account, ConversationAccount
        from microsoft_teams.api.models.adaptive_card.adaptive_card_action_response import (
            AdaptiveCardActionMessageResponse as Brief,
        )
        from microsoft_teams.api.models.attachment.attachment import Attachment
        from microsoft_teams.api.models.channel_data.channel_data import ChannelData
        from microsoft_teams.apps import ActivityContext, App, HttpServerAdapter
        from microsoft_teams.cards import AdaptiveCard
        from microsoft_teams.common import Client, ClientOptions
finally:
    if _before is None:
        del os.environ[_NOT_LOADED]  # noqa: TID251 - as it was before
    else:
        os.environ[_NOT_LOADED] = _before  # noqa: TID251 - as it was before

__all__ = [
    "Account",
    "ActivityContext",
    "AdaptiveCard",
    "AdaptiveCardInvokeActivity",
    "ApiClient",
    "App",
    "Attachment",
    "Brief",
    "ChannelData",
    "CloudEnvironment",
    "ConversationAccount",
    "CreateConversationParams",
    "InstalledActivity",
    "MessageActivity",
    "MessageActivityInput",
    "MessageDeleteActivity",
    "TokenSource",
    "TypingActivityInput",
    "UninstalledActivity",
    "close_app",
    "from_name",
    "open_app",
]

TokenSource = Callable[[str | list[str], str | None], str | Awaitable[str]]
"""Gives the token that the bot proves itself with, of a scope and a tenant."""

_TIMEOUT = 30.0


def open_app(
    settings: TeamsSettings,
    adapter: HttpServerAdapter,
    *,
    cloud: CloudEnvironment | None = None,
    token: TokenSource | None = None,
) -> App:
    """Return the SDK's app, which takes requests at ``PATH`` of ``adapter``, with a token of Microsoft's only.

    ``cloud`` says who signs those tokens, by default the cloud of the settings; ``token`` gives the bot's own, by
    default Microsoft for the secret of the settings.
    """
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


async def close_app(app: App) -> None:
    """Close the connections that the SDK answers over, which it leaves open."""
    for client in (app.http_client, app.api.http):
        await client.http.aclose()
