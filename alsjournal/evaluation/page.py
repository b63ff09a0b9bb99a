"""`contribution_page`: a joint display, claims and stories as one page in HTML."""

from __future__ import annotations

import html

from alsjournal.cleared import Claims, Cleared, JointDisplay, Stories
from alsjournal.errors import DisclosureError

__all__ = ["contribution_page"]

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 90rem;
       padding: 0 1rem; color: #1a1a1a; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border: 1px solid #767676; padding: .4rem .6rem; text-align: left;
         vertical-align: top; }
th { background: #f0f0f0; }
p { max-width: 45rem; }
"""


def contribution_page(
    display: JointDisplay,
    claims: Claims,
    stories: Stories,
    *,
    title: str = "What the programme contributed",
) -> str:
    """Put what an evaluator reads of a programme on one page.

    Parameters
    ----------
    display : JointDisplay
    claims : Claims
    stories : Stories
        All for one audience.
    title : str

    Returns
    -------
    str
        HTML that opens without network and holds no script; every word is escaped.

    Raises
    ------
    DisclosureError
        If they are for several audiences.

    Examples
    --------
    >>> from alsjournal.evaluation import contribution, joint_display, stories
    >>> from alsjournal.journal import Journal
    >>> empty = Journal({})
    >>> page = contribution_page(
    ...     joint_display(empty, None), contribution(empty), stories(empty)
    ... )
    >>> page.count("<h2>"), "<script" in page
    (3, False)
    """
    parts: tuple[tuple[str, Cleared], ...] = (
        ("Numbers beside words, step by step", display),
        ("What is claimed, and what speaks against it", claims),
        ("Stories of change", stories),
    )
    audiences = {part.audience for _, part in parts}
    if len(audiences) > 1:
        msg = (
            f"A page must be for one audience. Got tables for {len(audiences)}: make "
            f"all three for the same."
        )
        raise DisclosureError(msg)
    body = "\n".join(
        f"<h2>{html.escape(head)}</h2>\n{part._repr_html_()}" for head, part in parts
    )
    name = html.escape(title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{name}</h1>\n{body}\n</body>\n</html>\n"
    )
