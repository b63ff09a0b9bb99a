"""What each cell is compared with: the same question in an earlier wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from alsjournal.disclosure import Audience, Policy
from alsjournal.survey.cells import Cell
from alsjournal.survey.change import Moved, Pairs, moved_paired, moved_unpaired
from alsjournal.survey.given import Given
from alsjournal.survey.protect import LEAST, least_of, shown_sets
from alsjournal.survey.scales import plain
from alsjournal.survey.words import paired_words, unpaired_words

__all__ = ["Earlier", "followed"]


@dataclass(frozen=True, repr=False, eq=False)
class Earlier:
    """What became of a question since an earlier wave.

    Parameters
    ----------
    cell : Cell or None, default=None
        The same question then.
    basis : str or None, default=None
        *paired*, *unpaired* or *worded differently*.
    moved : Moved or None, default=None
    pairs : Pairs or None, default=None
    words : str or None, default=None
    """

    cell: Cell | None = None
    basis: str | None = None
    moved: Moved | None = None
    pairs: Pairs | None = None
    words: str | None = None

    def told(self) -> dict[str, object]:
        """Return the columns of the table."""
        out: dict[str, object] = {"basis": self.basis, "change_in_words": self.words}
        if self.cell is not None:
            out["since"] = self.cell.wave
        if self.pairs is not None:
            counts = {"pairs": self.pairs.n, "up": self.pairs.up}
            out |= {**counts, "down": self.pairs.down}
        if self.moved is not None:
            out |= {"change": self.moved.change, "p": self.moved.p}
            out |= {"change_low": self.moved.low, "change_high": self.moved.high}
        return out


def followed(
    given: Given,
    cells: Sequence[Cell],
    who: Audience,
    policy: Policy,
    since: str | None,
) -> list[Earlier]:
    """Return for each cell what became of its question.

    Parameters
    ----------
    given : Given
    cells : sequence of Cell
    who : Audience
    policy : Policy
    since : str or None
        The wave to compare with; None: the first in which the question was asked.

    Returns
    -------
    list of Earlier
        One a cell; empty where there is nothing to compare, or nothing to show.
    """
    known = {(c.question.item, c.wave, c.set_id): c for c in cells}
    rank = {wave: i for i, wave in enumerate(given.waves)}
    out = []
    for cell in cells:
        waves = [w for w in given.waves if (cell.question.item, w) in given.asked]
        wave = since if since is not None else waves[0]
        first = known.get((cell.question.item, wave, cell.set_id))
        later = rank[cell.wave] > rank[wave]
        if first is None or not later or not _can_be_said(cell, first):
            out.append(Earlier())
        elif _reworded(cell, first, given):
            words = f"worded differently than at {wave}, so not compared"
            out.append(Earlier(first, "worded differently", words=words))
        else:
            out.append(_compared(given, first, cell, who, policy))
    return out


def _can_be_said(cell: Cell, first: Cell) -> bool:
    shown = not (cell.held or first.held)
    return shown and min(cell.answered, first.answered) > 0


def _reworded(cell: Cell, first: Cell, given: Given) -> bool:
    """Say whether the wording changed, where programme.toml does not stand for it."""
    if cell.question.declared:
        return False
    item = cell.question.item
    then, now = (given.worded.get((item, c.wave)) for c in (first, cell))
    return bool(then and now) and plain(then) != plain(now)


def _compared(
    given: Given, first: Cell, last: Cell, who: Audience, policy: Policy
) -> Earlier:
    pairs = Pairs.of(first.own, last.own)
    if _may_pair(given, first, last, pairs, who, policy):
        words = paired_words(pairs.n, pairs.up, pairs.down)
        return Earlier(first, "paired", moved_paired(pairs), pairs, words)
    then, now = ((int(c.own["yes"].sum()), c.answered) for c in (first, last))
    words = unpaired_words(then, now)
    return Earlier(first, "unpaired", moved_unpaired(then, now), words=words)


def _may_pair(
    given: Given, first: Cell, last: Cell, pairs: Pairs, who: Audience, policy: Policy
) -> bool:
    """Say whether people who can be followed are enough, and those who cannot, too.

    The margins of a wave are known: where only one person could not be followed, the
    changes of the others would tell what that one said.
    """
    by = () if last.set_id is None else ("set_id",)
    least = max(LEAST, least_of(who, policy, by))
    if pairs.n < least:
        return False
    if who.kind == "research" and not by:
        return True
    rests = (cell.answered - pairs.n for cell in (first, last))
    if any(0 < rest < least for rest in rests):
        return False
    return last.set_id is None or last.set_id in _paired_sets(given, first, last)


def _paired_sets(given: Given, first: Cell, last: Cell) -> frozenset[str]:
    """Return the sets whose pairs may be shown beside those of all together."""
    rows = given.answers[given.answers["item"] == last.question.item]
    rows = rows[~rows["other"].astype(bool)]
    columns = ["respondent", "set_id"]
    then, now = (rows.loc[rows["wave"] == c.wave, columns] for c in (first, last))
    both = then.merge(now, on="respondent")
    same = both["set_id_x"].where(both["set_id_x"] == both["set_id_y"], "")
    return shown_sets({str(s): int(n) for s, n in same.value_counts().items()})
