"""The command group ``rca``: what is no command of it is taken for a symptom, and ranked."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

RCA = """[bold]Examples[/bold]

  plant-copilot rca "Pump leaks at the seal" --asset P-101
  plant-copilot rca score
  plant-copilot rca session begin "P-101 leaks at the seal" --by "M. Huber"
  plant-copilot rca tree "SW-306 E0451" --by "M. Huber"
  plant-copilot rca export 3 8d.docx

A ranked cause is a candidate until a person confirms it."""

_USUAL = "rank"


class SymptomGroup(TyperGroup):
    """A group whose usual command is "rank"."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Take the words for those of the usual command where the first is none, and there is one."""
        known = args[0] in self.commands or args[0].startswith("-") or _USUAL not in self.commands
        return super().resolve_command(ctx, args if known else [_USUAL, *args])


group = typer.Typer(
    cls=SymptomGroup, no_args_is_help=True, help="Find root causes: rank, investigate, confirm, report.", epilog=RCA
)
