"""The page of verbs, written from the application itself."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import typer.main

from alsjournal.cli._app import app

if TYPE_CHECKING:
    from typer.core import TyperArgument, TyperCommand, TyperOption

HEAD = """# Verbs
What `alsjournal VERB --help` says, for every verb. Exit codes: 0 done, 1 something \
was refused, 2 wrong usage, 130 interrupted. Options that take several values are \
given again for each. In the order of the work; \
[in short](../readme.md#with-your-own-texts) says in a line what each is for.
"""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _row(parameter: TyperArgument | TyperOption) -> str:
    if parameter.param_type_name == "argument":
        name = f"`{parameter.metavar or parameter.name.upper()}`"
    else:
        both = [*parameter.opts, *parameter.secondary_opts]
        name = ", ".join(f"`{option}`" for option in both)
    needed = "needed" if parameter.required else ""
    given = _default(parameter) or needed
    if getattr(parameter, "multiple", False):
        given = "may be given again"
    return f"| {name} | {_cell(getattr(parameter, 'help', None) or '')} | {given} |"


def _default(parameter: TyperArgument | TyperOption) -> str:
    default = parameter.default
    if isinstance(default, bool):
        name = (parameter.opts if default else parameter.secondary_opts)[:1]
        return f"`{name[0]}`" if parameter.secondary_opts else ""
    plain = isinstance(default, str | int | float | PurePath) and str(default) != ""
    return f"`{default}`" if plain else ""


def _verb(name: str, command: TyperCommand) -> str:
    lines = [f"## {name}", _usage(name, command), command.help or ""]
    rows = [_row(p) for p in command.params if p.name != "help"]
    if rows:
        lines.append(
            "\n".join(["| name | what it says | default |", "|---|---|---|", *rows])
        )
    return "\n\n".join(lines)


def _usage(name: str, command: TyperCommand) -> str:
    words = [f"alsjournal {name}"]
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            word = parameter.metavar or parameter.name.upper()
            word += "..." if parameter.nargs != 1 else ""
            words.append(word if parameter.required else f"[{word}]")
    return f"```\n{' '.join([*words, '[OPTIONS]'])}\n```"


def commands() -> dict[str, TyperCommand]:
    """Return every verb, in the order of the help."""
    return dict(typer.main.get_command(app).commands)


def pages() -> dict[str, str]:
    """Return the page of verbs, by its path in the site."""
    verbs = [_verb(name, command) for name, command in commands().items()]
    return {"reference/verbs.md": "\n\n".join([HEAD, *verbs]) + "\n"}
