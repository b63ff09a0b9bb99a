"""A chart as a figure of a page: picture, caption, and the numbers as a table."""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from alsjournal.charts._rows import in_words
from alsjournal.charts.cells import cells_of
from alsjournal.cleared import Prevalence

__all__ = ["chart_table", "figure_html", "image_html", "page_html", "table_html"]

_STYLE = """
body { margin: 1.5rem; font: 1rem/1.5 Arial, Helvetica, sans-serif; color: #0b0c0c;
  background: #fff; }
figure { margin: 0; } svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; margin-top: 1rem; }
caption { text-align: left; font-weight: bold; padding-bottom: .5rem; }
th, td { text-align: left; padding: .25rem .75rem; border-bottom: 1px solid #b1b4b6;
  vertical-align: top; }
""".strip()

# Nobody hears what stands inside an image: its alternative text says it.
_FOR_READERS = re.compile(
    r'(?<!<svg) (?:role|class|pointer-events|aria-[a-z]+)="[^"]*"|<desc .*?</desc>',
    re.DOTALL,
)

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


def chart_table(prevalence: Prevalence, *, set_id: str | None = None) -> pd.DataFrame:
    """Return what a chart shows as a table of words.

    Parameters
    ----------
    prevalence : Prevalence
    set_id : str, optional
        Only this set.

    Returns
    -------
    pandas.DataFrame of str
        ``Theme``, ``Set`` and ``Session`` where counts are by them, ``Raised by``
        (of those who wrote), ``Present``, ``On the roll`` where they are known, and
        ``95 % interval`` of the share (Wilson, from 0 to 1). Empty where withheld.

    Raises
    ------
    InputError
        If the table cannot be charted or has no such set.

    Examples
    --------
    >>> from alsjournal.disclosure import Audience, clear, policy_named
    >>> counts = pd.DataFrame({"theme": ["Trust"], "session": [1]})
    >>> counts = counts.assign(raised=3, wrote=7)
    >>> policy, who = policy_named("default"), Audience.research()
    >>> by = ("session",)
    >>> table = clear(Prevalence, counts, audience=who, policy=policy, by=by)
    >>> chart_table(table).values.tolist()
    [['Trust', '1', '3 of 7', '0.16 to 0.75']]
    """
    cells = cells_of(prevalence).of_set(set_id)
    rows = cells.frame
    out = pd.DataFrame({"Theme": rows["theme"]})
    if cells.sets:
        out["Set"] = rows["set_id"]
    if cells.sessions:
        out["Session"] = rows["session"]
    out["Raised by"] = rows["shown"]
    for column, title in (("present", "Present"), ("on_roll", "On the roll")):
        if rows[column].notna().any():
            out[title] = rows[column]
    interval = [
        "" if pd.isna(low) else f"{low:.2f} to {high:.2f}"
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]
    out["95 % interval"] = interval
    return in_words(out)


def table_html(table: pd.DataFrame, *, caption: str) -> str:
    """Return a table as HTML: headings with their scope, every cell escaped."""
    head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in table.columns)
    body = "".join(_row(values) for values in table.itertuples(index=False))
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def figure_html(
    svg: str, table: pd.DataFrame, *, caption: str, notes: Sequence[str] = ()
) -> str:
    """Return a figure: the picture, what to know about it, and its table.

    Parameters
    ----------
    svg : str
        As `to_svg` or `image_html` gives it: it goes in as it is.
    table : pandas.DataFrame
        As `chart_table` gives it.
    caption : str
        Title of the table.
    notes : sequence of str, default=()
        Shown under the picture.

    Returns
    -------
    str
        A ``<figure>`` that needs nothing else: no script, nothing to load.
    """
    below = "".join(f"<p>{escape(note)}</p>" for note in notes)
    return (
        f"<figure>{svg}<figcaption>{below}<details><summary>Show as table</summary>"
        f"{table_html(table, caption=caption)}</details></figcaption></figure>"
    )


def image_html(svg: str, *, alt: str) -> str:
    """Return a picture as an image that holds its own data.

    A notebook that is not trusted takes an SVG's tags away and leaves its words; an
    image it shows.

    Parameters
    ----------
    svg : str
        As `to_svg` gives it.
    alt : str
        What the chart shows, for those who cannot see it.

    Returns
    -------
    str
        An ``<img>`` that loads nothing.
    """
    data = base64.b64encode(_FOR_READERS.sub("", svg).encode()).decode()
    source = f"data:image/svg+xml;base64,{data}"
    return f'<img alt="{escape(alt)}" style="max-width:100%" src="{source}">'


def page_html(figure: str, *, title: str, style: str = "") -> str:
    """Return a page that holds one figure, runs nothing and loads nothing.

    What it must look like besides, as when it is printed, is ``style``.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>"
        f"<style>{_STYLE}{style}</style></head>"
        f"<body><main>{figure}</main></body></html>\n"
    )


def _row(values: tuple[Any, ...]) -> str:
    first, *rest = (escape(str(value)) for value in values)
    cells = "".join(f"<td>{value}</td>" for value in rest)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'
