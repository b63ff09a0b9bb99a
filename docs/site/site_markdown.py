"""What MkDocs must be told that code hosts know by themselves.

Python-Markdown begins a table or a list only after an empty line. The pages are
written as code hosts read them.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r"\s*(```|~~~)")
_KINDS = {"item": re.compile(r"[-*+] |\d+[.)] "), "table": re.compile(r"\|.*\|\s*$")}


def with_empty_lines(text: str) -> str:
    r"""Return a page with an empty line before each table and list.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> with_empty_lines("Some:\n- one\n- two")
    'Some:\n\n- one\n- two'
    """
    lines: list[str] = []
    fenced, before = False, ""
    for line in text.split("\n"):
        fenced ^= bool(_FENCE.match(line))
        kind = "text" if fenced else _kind(line)
        if kind in _KINDS and before not in ("", kind):
            lines.append("")
        lines.append(line)
        before = kind
    return "\n".join(lines)


def _kind(line: str) -> str:
    found = [kind for kind, looks in _KINDS.items() if looks.match(line)]
    return found[0] if found else "text" if line.strip() else ""
