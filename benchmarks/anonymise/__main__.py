"""How much of what identifies is masked, how much else is, and how fast.

Run from a checkout: ``python benchmarks/anonymise [--write] [--dev [--show]]``. Two UK
sets come along (``uk/``, ``second/``). Sets that others marked lie in the folder
``ALSJOURNAL_DATA`` (by default ``../shared/data``); those that are absent are left
out. ``ALSJOURNAL_PEERS`` names the Python of an environment with
``requirements-peers.txt``; without it the peers are left out.
``ALSJOURNAL_PEERS_CACHE`` names a folder that keeps what the peers found, without
texts, so that a second run is quick.

A gold span counts as found only if every letter and digit of it is masked, under
whatever label. Each text is read alone: what one text gives to another is not counted.
No text is printed, but with ``--dev --show`` those of the first set's half that may be
looked at. ``--write`` puts the tables into ``benchmarks/README.md`` and
``docs/anonymiser.md``, so that no figure there is typed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from card import BENCHMARKS, USERS, for_users, put, stamp, targets
from others import (
    disguises,
    own_words,
    programme,
    second_pass_everywhere,
    shared,
    speed,
)
from tables import FEW, Result, by, overall, percent, table
from uk_sets import first_set, second_set


class Page:
    """Lines, printed as they come."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, *parts: list[str]) -> None:
        """Take in parts, an empty line after each."""
        for part in parts:
            print("\n".join([*part, ""]), flush=True)
            self.lines += [*part, ""]


def kinds(result: Result) -> tuple[list[str], ...]:
    """Return the tables by kind of name, by origin and of all else."""
    return (
        overall(result),
        by(result, "name", "kind of name"),
        by(result, "origin", "origin of name", few=FEW),
        by(result, "other", "what else"),
    )


def spared(held_out: Result, unseen: Result) -> tuple[list[str], float]:
    """Return what is lost where the second reading is spared: recall, at most."""
    again = {"ours": second_pass_everywhere()}
    rows, costs = [], []
    for before, after in (
        (held_out, first_set(1, compared=again)),
        (unseen, second_set(1, compared=again)),
    ):
        ours, more = before.tallies["ours"], after.tallies["ours"]
        costs.append(more.share() - ours.share())
        rows.append(
            [
                before.title,
                *(f"{t.share():.4f}" for t in (ours, more)),
                *(percent(t.others / t.words) for t in (ours, more)),
            ]
        )
    head = ["second reading", "where there is cause", "everywhere"]
    head += ["other words masked", "everywhere"]
    return table(head, rows), max(costs)


def everything(page: Page, *, write: bool) -> None:
    """Measure all that is there."""
    page.add([stamp()])
    held_out, unseen, looked_at = first_set(1), second_set(1), second_set(0)
    page.add(*kinds(held_out), *kinds(unseen), overall(looked_at))
    for result in shared():
        page.add(overall(result))
        if result.tallies["ours"].names_of("other"):
            page.add(by(result, "other", "label of the set"))
    page.add(overall(programme()), disguises(1))
    jargon = own_words()
    page.add(overall(jargon))
    speeds = speed()
    page.add(
        table(
            ["with", "texts of 100 words a second and core"],
            [[name, f"{value:.0f}"] for name, value in speeds],
        )
    )
    lines, cost = spared(held_out, unseen)
    page.add(lines)
    sets = {"first, held out": held_out, "second, unseen": unseen}
    page.add(targets(sets, jargon, dict(speeds), cost))
    if write:
        put(BENCHMARKS, page.lines)
        put(USERS, for_users(held_out, unseen))


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="the half to look at, alone")
    parser.add_argument(
        "--show", action="store_true", help="print what was missed in it"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into the pages"
    )
    chosen = parser.parse_args()
    page = Page()
    if chosen.dev:
        page.add(*kinds(first_set(0, show=chosen.show)))
    else:
        everything(page, write=chosen.write)


if __name__ == "__main__":
    main()
