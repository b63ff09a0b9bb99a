"""The pages of the reference that list what `import alsjournal as als` offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import alsjournal as als

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOMS: dict[str, tuple[str, str]] = {
    "ingest": ("Reading files", "From a programme's files to a raw journal."),
    "datasets": ("The sample", "A fictional programme to try everything on."),
    "journal": ("The journal", "What is identifiable, and what is kept."),
    "anonymise": ("The anonymiser", "What gives people away is replaced."),
    "store": (
        "The journal's file",
        "Keeping, withdrawing, forgetting, backing up; a copy for several machines.",
    ),
    "disclosure": ("Audiences", "For whom something is made."),
    "themes": ("Themes", "Groupings, themes, and the codebook of people's decisions."),
    "embed": ("Vectors", "Texts as numbers, for the groupings."),
    "reflection": ("What texts show", "Finders for constructs besides themes."),
    "coders": ("Agreement", "How far coders agree, and what a machine misses."),
    "trends": (
        "Counts, change, quotes",
        "What was raised, and what changed.",
    ),
    "cycle": ("The record of a set", "Issues, actions, presence, facilitation."),
    "survey": ("The survey", "Closed questions, wave by wave."),
    "evaluation": (
        "Contribution",
        "What a programme had a part in.",
    ),
    "charts": ("Charts", "Pictures of released tables, as Altair charts."),
    "widgets": ("Views in a notebook", "State and interaction in Jupyter."),
    "report": ("Reports", "One page for one audience."),
    "release": ("Before something goes out", "Previews, answers, and the check."),
    "exchange": ("Tables for other tools", "Exports, and the way back."),
    "run": ("The whole way", "All steps of a programme, and again what is stale."),
    "scale": ("Beyond one machine", "The same stages over parts, on Dask."),
    "kit": ("Papers for a set", "What a set needs before anybody writes."),
    "dictionary": ("The data dictionary", "What every column means."),
}
"""The rooms of the package in the order in which one walks through them."""


def rooms() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield each room, its title, what it is for, and its public names.

    A room that is not in `ROOMS` comes last under its own name, so that a new name
    is in the reference before anybody has found words for its room.
    """
    homes = als._HOMES
    known = [room for room in ROOMS if room in set(homes.values())]
    new = sorted(set(homes.values()) - set(ROOMS))
    for room in known + new:
        title, what = ROOMS.get(room, (room.capitalize(), ""))
        yield room, title, what, sorted(n for n, home in homes.items() if home == room)


def page(title: str, what: str, names: list[str]) -> str:
    """Return the Markdown of one room; mkdocstrings puts the docstrings in."""
    blocks = [f"# {title}", what]
    blocks += [f'<a id="alsjournal.{n}"></a>\n\n::: {home(n)}' for n in names]
    return "\n\n".join(filter(None, blocks)) + "\n"


def home(name: str) -> str:
    """Return where a public name is defined.

    What mkdocstrings would make of the short path can be the module of that name.
    """
    found = getattr(als, name)
    return f"{found.__module__}.{found.__qualname__}"


def index() -> str:
    """Return the Markdown of the list of all names."""
    about = (
        "Every public name, by the room that it lies in. All are loaded when they are "
        "first used, from `import alsjournal as als`; `als.__version__` is the "
        f"version, here {als.__version__}. The [verbs](verbs.md) of the command line "
        "and the [tables and columns](tables.md) of a journal have pages of their own."
    )
    lines = ["# Reference", about]
    for room, title, what, names in rooms():
        links = ", ".join(f"[`{n}`]({room}.md#alsjournal.{n})" for n in names)
        lines.append(f"## [{title}]({room}.md)\n{what}\n\n{links}")
    return "\n\n".join(lines) + "\n"


def pages() -> dict[str, str]:
    """Return every page of names, by its path in the site."""
    made = {f"reference/{r}.md": page(t, w, names) for r, t, w, names in rooms()}
    return {"reference/index.md": index(), **made}


def nav() -> list[dict[str, str]]:
    """Return the entries of the menu for the rooms."""
    return [{title: f"reference/{room}.md"} for room, title, _, _ in rooms()]
