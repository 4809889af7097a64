"""Options that several commands take: who it is, which asset, which records, which language."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from plant_copilot.errors import WrongUse

By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who it is; otherwise your login.", show_default=False)]
Asset = Annotated[
    str, typer.Option("--asset", metavar="TAG", help="The asset, if the text names none.", show_default=False)
]
OnlyDataset = Annotated[
    str, typer.Option("--dataset", metavar="NAME", help="Only the records of this plant.", show_default=False)
]


def person(by: str) -> str:
    """Return who it is: the name that was given, else the login. Raises ``WrongUse``."""
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise WrongUse("It is unknown who you are.", remedy="Say it: --by NAME") from error
