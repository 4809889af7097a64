"""The one place that imports Chainlit first, because importing it reads the environment and writes folders."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plant_ui.chat.folder import write_folder

# Each of these would make Chainlit open a door of its own: another bot, a login, a data layer elsewhere.
_DOORS = ("SLACK_", "TEAMS_", "DISCORD_", "OAUTH_", "LITERAL_", "DATABASE_URL", "CHAINLIT_")


def import_chainlit(folder: Path, root: str) -> None:
    """Import Chainlit with ``folder`` as its own, to be mounted at ``root``.

    It keeps its settings in globals: the first folder of a process stays.
    """
    write_folder(folder)
    with _without_doors():
        os.environ["CHAINLIT_APP_ROOT"] = str(folder)  # noqa: TID251 - Chainlit has no other way in
        os.environ["CHAINLIT_ENV_FILE"] = str(folder / "none.env")  # noqa: TID251 - it would load ./.env
        os.environ["CHAINLIT_ROOT_PATH"] = root  # noqa: TID251 - read at every request
        os.environ["CHAINLIT_CUSTOM_AUTH"] = "1"  # noqa: TID251 - the gate says who it is; read at every request
        os.environ["CHAINLIT_AUTH_SECRET"] = secrets.token_urlsafe(48)  # noqa: TID251 - of this process alone
        from chainlit.config import config
        from chainlit.server import app  # noqa: F401 - builds the application while the doors are closed
    config.ui = config.ui.model_copy(update={"default_theme": "system"})  # which its own file cannot say


@contextmanager
def _without_doors() -> Iterator[None]:
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(_DOORS)}  # noqa: TID251
    try:
        yield
    finally:
        kept = {name: value for name, value in hidden.items() if not name.startswith("CHAINLIT_")}
        os.environ.update(kept)  # noqa: TID251 - given back to whom they are for
