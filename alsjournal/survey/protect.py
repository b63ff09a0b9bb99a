"""Who may see the survey, and which sets' answers can be shown without telling more.

People were told that the survey is anonymous. For all of a programme the policy table
lets its counts be shown as they are. A single set is another matter: it is small, and
whoever has the pages of some sets and the programme's can subtract. So a set is shown
only if five or more of it answered, and only if what is left of the total, when all the
sets that are shown are taken away, is of nobody or of five or more too. A lone set of
four among larger ones is therefore protected by withholding the smallest of the others
with it: the remainder is then of nine or more, in two sets. Analysts are bound by this
as others are: what was promised to those who answered was promised with them in mind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alsjournal.disclosure import Audience, Policy, audience_of, policy_named
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

__all__ = ["LEAST", "least_of", "may_see", "shown_sets"]

LEAST = 5
"""People of a set who must have answered, and who must be left of the total.

The threshold of the default policy, usual in the NHS for small areas; a stricter policy
makes it no stricter here, since it is for outputs beyond the set.
"""


def may_see(
    journal: Journal, audience: str | Audience, by: str | Sequence[str] | None
) -> tuple[Audience, Policy, tuple[str, ...]]:
    """Return the audience, the policy and the breakdown, if there may be an output.

    Raises
    ------
    DisclosureError
        For one member, as the survey is anonymous; for the public, unless the
        programme says that they may see it; if it may not be broken down so.
    InputError
        If ``by`` is something else than nothing or the set.
    """
    if Audience.parse(audience).kind == "member":
        msg = (
            "A survey must be for 'research', 'set:<set_id>', 'programme' or 'public'. "
            "Got 'member': it is anonymous, so nobody has answers of their own in it."
        )
        raise DisclosureError(msg)
    who = audience_of(journal, audience)
    if who.kind == "public" and journal.provenance.get("survey_public") is not True:
        msg = (
            "The survey may be shown to the public only if the programme says so: "
            "[disclosure] survey_public = true in programme.toml, then ingest again. "
            "Got no such word."
        )
        raise DisclosureError(msg)
    groups = (by,) if isinstance(by, str) else tuple(by or ())
    if groups not in ((), ("set_id",)):
        msg = "by must be () for the whole programme, or ('set_id',). Got another."
        raise InputError(msg)
    policy = policy_named(journal.provenance.get("policy", "default"))
    policy.rule(who, groups)
    return who, policy, groups


def least_of(who: Audience, policy: Policy, by: tuple[str, ...]) -> int:
    """Return how many must have answered for a figure to be shown."""
    if by:
        return LEAST
    return 0 if who.kind == "research" else max(LEAST, policy.rule(who).minimum)


def shown_sets(counts: Mapping[str, int]) -> frozenset[str]:
    """Return the sets that may be shown.

    Parameters
    ----------
    counts : mapping of str to int
        How many are counted in each set; ``""`` for those whose set is not known.

    Returns
    -------
    frozenset of str
        The same for every audience and every page.

    Examples
    --------
    >>> sorted(shown_sets({"A": 5, "B": 4, "C": 5, "D": 4}))
    ['A', 'C']
    >>> sorted(shown_sets({"A": 5, "B": 4, "C": 6}))
    ['C']
    >>> sorted(shown_sets({"A": 5, "B": 4}))
    []
    """
    large = {s: n for s, n in counts.items() if s and n >= LEAST}
    rest = sum(counts.values()) - sum(large.values())
    for name, n in sorted(large.items(), key=lambda pair: (pair[1], pair[0])):
        if not 0 < rest < LEAST:
            break
        del large[name]
        rest += n
    return frozenset(large)
