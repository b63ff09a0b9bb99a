"""Keep of HTML the tags alone, so that Python's parser reads it in a straight line.

That parser goes back over what is left open: 100 kB of ``<!--`` take it minutes, and
of some declarations it fails (https://github.com/python/cpython/issues/135462).
Taguette cleans the HTML of its documents, and keeps none of these.
"""

from __future__ import annotations

import re

__all__ = ["only_tags"]

_LONGEST = 2_000
# Characters of a tag. Those that Taguette keeps have a link or the name of a picture.
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_OPEN = re.compile(rf"<(?!/?[A-Za-z][^<>]{{0,{_LONGEST}}}>)")


def only_tags(html: str) -> str:
    """Drop comments and declarations; what is no tag then is a sign like others.

    Parameters
    ----------
    html : str

    Returns
    -------
    str

    Examples
    --------
    >>> only_tags("<p>a<!-- <b> --> < b<![if x]></p><!-- c")
    '<p>a &lt; b</p>&lt;!-- c'
    """
    kept, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        end = html.find("-->", start + 4)
        if end < 0:
            break
        kept.append(html[at:start])
        at = end + 3
    rest = "".join((*kept, html[at:]))
    return _OPEN.sub("&lt;", _DECLARATION.sub("", rest))
