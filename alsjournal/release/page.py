"""Render what one member is shown, as one page that loads nothing and runs nothing.

The choices are radio buttons; which answer stands in the block to be copied is decided
by style sheet alone (``:has``, in all browsers since 2023), so there is no script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from alsjournal._version import __version__
from alsjournal.wording import texts_in

__all__ = ["Member", "Passage", "environment", "render_preview"]


@dataclass(frozen=True, repr=False)
class Passage:
    """A passage of a member that would be quoted, and where.

    ``translated`` names the language that it was translated from.
    """

    code: str
    quote: str
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    translated: str = ""


@dataclass(frozen=True, repr=False)
class Member:
    """What is said of one member on their page.

    ``uses`` counts their texts by what they allowed, ``unread`` by language those
    that no person has read yet.
    """

    pseudonym: str
    uses: Mapping[str, int]
    passages: tuple[Passage, ...]
    unread: Mapping[str, int] = field(default_factory=dict)


_READERS = {
    "programme": "those who lead the programme",
    "public": "everybody: it may be printed, and found on the web",
}


def render_preview(member: Member, *, title: str, audiences: tuple[str, ...]) -> str:
    """Render a member's page.

    Parameters
    ----------
    member : Member
    title : str
        The programme's.
    audiences : tuple of str
        Whom the preview is about.

    Returns
    -------
    str
        HTML, every text in it escaped.
    """
    texts = sum(member.uses.values())
    silent = member.uses.get("self", 0)
    told = member.uses.get("paraphrase", 0) + member.uses.get("quote", 0)
    page: str = (
        environment()
        .get_template("preview.html.j2")
        .render(
            member=member,
            title=title,
            readers=[_READERS[a] for a in audiences],
            words=_READERS,
            texts=texts,
            counted=texts - silent,
            silent=silent,
            unread=texts_in(member.unread),
            lettered=any(
                "[a colleague]" in p.quote and "programme" in p.audiences
                for p in member.passages
            ),
            told=told,
            version=__version__,
        )
    )
    return page


@lru_cache(maxsize=1)
def environment() -> Any:
    """Return the templates of this room, which escape all that they are given."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("alsjournal.release", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
