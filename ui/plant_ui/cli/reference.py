"""The commands as a page of the documentation, from the commands themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from plant_ui.cli.app import app

_BEGIN = """# Command line

Written by `python -m plant_ui.reference`; a test compares it with the commands. Each takes `--help`.

Exit status: 0 answered, also when nothing is on record; 2 wrong use; 1 failed, with one clear line on stderr. `--json`
prints one JSON document on stdout and nothing else there; it is the JSON of [HTTP](http.md) and of
`plant_copilot.Copilot`. While a [server](#plant-copilot-serve) runs on the home, the commands go through it.
"""


def command_line_page() -> str:
    """Return the page as Markdown."""
    return "\n".join([_BEGIN, *_described("plant-copilot", typer.main.get_command(app))])


def _described(path: str, command: Any) -> Iterator[str]:
    """Describe a command and, if it is a group, the commands below it. Typer gives its commands no public type."""
    yield f"## {path}\n"
    yield f"{command.help}\n"
    arguments = "".join(f" {p.metavar}{'...' if p.nargs == -1 else ''}" for p in command.params if not _is_option(p))
    below = getattr(command, "commands", {})
    yield f"    {path} [OPTIONS]{arguments}{' COMMAND ...' if below else ''}\n"
    rows = [_row(parameter) for parameter in command.params]
    if rows:
        yield "\n".join(["| | |", "|---|---|", *rows, ""])
    if command.epilog:
        yield _examples(command.epilog)
    for name, inner in below.items():
        yield from _described(f"{path} {name}", inner)


def _is_option(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "option")


def _row(parameter: Any) -> str:
    name = parameter.metavar or ""
    if _is_option(parameter):
        names = ", ".join([*parameter.opts, *parameter.secondary_opts])
        name = names if parameter.is_flag else f"{names} {name}"
    tells = _is_option(parameter) and parameter.default and not parameter.is_flag
    default = f" (default: {parameter.default})" if tells else ""
    return f"| `{name.strip().replace('|', chr(92) + '|')}` | {parameter.help}{default} |"


def _examples(epilog: str) -> str:
    """Set the indented lines of an epilog as code."""
    plain = re.sub(r"\[/?bold\]|\\(?=\[)", "", epilog)
    head, _, rest = plain.partition("\n")
    lines = [f"  {line}" if line.startswith("  ") else line for line in rest.splitlines()]
    return "\n".join([f"{head}:", *lines, ""])
