"""Released tables of what texts show besides their themes."""

from __future__ import annotations

from dataclasses import dataclass

from alsjournal.cleared.base import Cleared

__all__ = [
    "CodePairs",
    "Indicators",
    "Levels",
    "TextMap",
]


@dataclass(frozen=True, repr=False, eq=False)
class CodePairs(Cleared):
    """How often the codes of two coders met: counts and figures, for analysts.

    Of ``units`` the first coder gave ``code_a`` where the second gave ``code_b``; empty
    is none (or, where units have several codes, not that one). The row on which both
    gave a code has its ``kappa``, with the 95 % interval, over ``n_units`` units of
    ``n_texts`` texts that both read, and what to be wary of.
    """

    COLUMNS = (
        *("coder_a", "coder_b", "kind", "code_a", "code_b", "units"),
        *("kappa", "kappa_low", "kappa_high", "n_units", "n_texts", "warning"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Indicators(Cleared):
    """By how many of those who wrote each code of a construct was shown.

    The columns of counts are those of `Prevalence`, with ``construct`` (element,
    condition, ...), ``code`` and its ``title`` in the place of the theme. For elements
    of reflection ``at_equal_length`` is the share that would show it had everybody
    written the same number of sentences, with its 95 % interval. ``kappa`` is the
    agreement of the machine with people by its model card, of the code where that is
    known (empty where people coded), and ``agreement`` says it in words, with n.
    """

    COLUMNS = (
        *("construct", "code", "title"),
        *("parent", "set_id", "session", "role", "prompt"),
        *("raised", "wrote", "present", "on_roll", "share", "low", "high", "shown"),
        *("at_equal_length", "equal_low", "equal_high"),
        *("sets_raised", "sets", "kappa", "agreement"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class Levels(Cleared):
    """Means over those who wrote: of how many elements they show, of words a hundred.

    ``level`` is the mean of ``measure``, ``low`` and ``high`` its 95 % interval, and
    ``wrote`` how many it is of; empty where they are too few (``shown`` says so).
    """

    COLUMNS = (
        *("measure", "parent", "set_id", "session", "role", "prompt"),
        *("level", "low", "high", "wrote", "shown"),
    )


@dataclass(frozen=True, repr=False, eq=False)
class TextMap(Cleared):
    """How many texts lie where on a plane, and which theme they raise.

    ``x`` and ``y`` are the middle of a small square, on scales that mean nothing by
    themselves; ``theme`` is the first theme of the ``texts`` there, empty for none.
    Rows are sorted by place, so that their order tells nothing of the texts.
    """

    COLUMNS = ("x", "y", "theme", "texts")
