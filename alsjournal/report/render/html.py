"""Render a document as one HTML file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from alsjournal.report.document import Block, Document, Picture
from alsjournal.report.page import environment
from alsjournal.report.render.harmless import harmless

__all__ = ["csv_link", "to_html"]


def to_html(document: Document, *, paper: bool = False) -> str:
    """Render a document as one self-contained page.

    Parameters
    ----------
    document : Document
    paper : bool, default=False
        Whether it is to be printed: then all that folds is open, and nothing runs.

    Returns
    -------
    str
        Every text escaped. Its one script, which the page names by its digest, leads
        from a chart to the words behind it, and puts together what is answered on the
        page; the page's policy lets nothing else run, and nothing load.
    """
    from markupsafe import Markup

    document = harmless(document)
    script = "" if paper else _script(asks=_asks(document.blocks))
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    page: str = (
        environment()
        .get_template("document.html.j2")
        .render(
            document=document,
            opened=" open" if paper else "",
            script=Markup(script),  # noqa: S704 - a file of ours
            digest=digest,
            csv_link=csv_link,
            svg=_svg,
        )
    )
    return page


@cache
def _script(*, asks: bool) -> str:
    folder = resources.files("alsjournal.report") / "templates"
    names = ("follow.js", "answers.js") if asks else ("follow.js",)
    return "".join((folder / name).read_text(encoding="utf-8") for name in names)


def _asks(blocks: Iterable[Block]) -> bool:
    """Whether anything is to be answered on the page."""
    return any(
        block.kind in ("ask", "answers")
        or _asks(getattr(block, "blocks", ()))
        or any(_asks(card.blocks) for card in getattr(block, "cards", ()))
        for block in blocks
    )


def _svg(picture: Picture) -> Any:
    from markupsafe import Markup

    from alsjournal.charts import to_svg

    return Markup(to_svg(picture.chart))  # noqa: S704 - escaped there


def csv_link(csv: str) -> str:
    """Return a table as a link that holds its own data."""
    data = csv.encode("utf-8-sig")
    return "data:text/csv;base64," + base64.b64encode(data).decode("ascii")
