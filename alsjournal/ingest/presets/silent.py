"""Phrases by which people say nothing."""

from __future__ import annotations

__all__ = ["NOT_GIVEN", "SAID_NOTHING"]

NOT_GIVEN = frozenset(
    {"n/a", "na", "not applicable", "no comment", "no comments", "no answer"}
)
"""Texts of any source that say nothing. In lower case, without a full stop.

"None" and "Nothing" are answers.
"""

SAID_NOTHING = NOT_GIVEN | {"did not answer", "not answered", "no response"}
"""Those of forms too, where services and facilitators fill in what was left empty."""
