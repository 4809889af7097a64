"""Where everything that is rows is kept, as it is set: files in the home, or a schema of a PostgreSQL database."""

from __future__ import annotations

import re
from importlib.util import find_spec

from plant_copilot.errors import BadSetting

_DRIVEN, _PLAIN = "postgresql+psycopg://", "postgresql://"
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def database(name: str, value: str) -> str:
    """Return the SQLAlchemy URL that the setting ``name`` gives, "" for none. Raises ``BadSetting``, without it."""
    if value and not value.startswith((_DRIVEN, _PLAIN)):
        raise BadSetting(f"{name} must be empty or begin with {_DRIVEN}.")
    if value and find_spec("langgraph.checkpoint.postgres") is None:
        raise BadSetting(
            f"{name} is set, but what speaks with PostgreSQL is not installed.",
            remedy="pip install 'plant-copilot[postgres]'",
        )
    return _DRIVEN + value.removeprefix(_PLAIN) if value.startswith(_PLAIN) else value


def schema(value: str) -> str:
    """Return the name of a schema, "" for the one of the home. Raises ``BadSetting``."""
    if value and (not _SCHEMA.fullmatch(value) or value.startswith("pg_")):
        raise BadSetting(
            f"PLANT_DATABASE_SCHEMA is {value!r}; it must be small letters, digits and _, a letter first, 63 at most."
        )
    return value
