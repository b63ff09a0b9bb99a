"""Take out of a document what is no sign: it would break a Word file, or be obeyed.

XML cannot hold most control characters, and python-docx refuses them; a terminal that
shows a page of Markdown obeys them; and overrides turn the order of letters round.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

__all__ = ["harmless"]

T = TypeVar("T")

# What XML 1.0 does not allow (https://www.w3.org/TR/xml/#charsets), C1 controls, and
# the embeddings, overrides and isolates of the bidirectional algorithm.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def harmless(part: T) -> T:
    r"""Return a document, or a part of one, with U+FFFD in place of what is no sign.

    Parameters
    ----------
    part : dataclass, tuple, dict, str or other
        What holds no text, as a chart, stays as it is.

    Returns
    -------
    The same kind.

    Examples
    --------
    >>> ascii(harmless(("a\x1b[2Jb", 1)))
    "('a\\ufffd[2Jb', 1)"
    """
    out: Any = part
    if isinstance(part, str):
        out = part if part.isprintable() else _NO_SIGN.sub("\ufffd", part)
    elif isinstance(part, tuple):
        out = tuple(map(harmless, part))
    elif isinstance(part, dict):
        out = {key: harmless(value) for key, value in part.items()}
    elif is_dataclass(part) and not isinstance(part, type):
        named = {f.name: getattr(part, f.name) for f in fields(part) if f.init}
        out = replace(part, **{key: harmless(value) for key, value in named.items()})
    return out  # type: ignore[no-any-return]
