"""Pseudonyms of a journal, as they look in a text: they stay in it.

Inside a journal a person has one pseudonym for good, so that two outputs with it in
them can be laid side by side. This is the last guard before something is released;
`alsjournal.anonymise.ReleaseNames` is what puts other words there.
"""

from __future__ import annotations

import re

from alsjournal.disclosure.audience import Audience

__all__ = ["PSEUDONYM", "goes_out", "holds_pseudonym"]

PSEUDONYM = re.compile(r"(?<![0-9A-Za-z])[a-wyz]-[0-9A-HJKMNP-TV-Z]{12}(?![0-9A-Za-z])")
"""A letter for its kind, a hyphen and 12 characters of Crockford's base32.

``x-`` is not among them: those are made for one release, and belong to it.
"""


def goes_out(audience: Audience) -> bool:
    """Whether an output leaves those who may see pseudonyms: analysts, the member.

    Examples
    --------
    >>> goes_out(Audience.set("A")), goes_out(Audience.research())
    (True, False)
    """
    return audience.kind not in ("research", "member")


def holds_pseudonym(text: str) -> bool:
    """Whether a text has a pseudonym of a journal in it.

    Examples
    --------
    >>> holds_pseudonym("[member m-Z2SS3YE7NFM6] rang"), holds_pseudonym("m-1")
    (True, False)
    """
    return PSEUDONYM.search(text) is not None
