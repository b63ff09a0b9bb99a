"""Results as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from measure import ALL, DIRECT, Heading, Mark, Spans, Tally
from systems import OURS, ROSTER, Find

FEW = 20
"""Names below which an origin is not listed by itself."""
ENOUGH = 8
"""Identifiers from which a kind may be called the weakest."""

Row = tuple[str, list[Mark], int]
"""A text, its gold spans, and the number of its sentence."""


@dataclass(frozen=True)
class Result:
    """What all systems did on one set."""

    title: str
    tallies: dict[str, Tally]
    seconds: dict[str, float]


def run(
    title: str,
    rows: list[Row],
    compared: dict[str, Find],
    look: Callable[[str, list[Spans]], None] | None = None,
) -> Result:
    """Run the systems over a set; ``look`` is shown each one's spans."""
    result = Result(title, {}, {})
    for name, find in compared.items():
        found, result.seconds[name] = find([text for text, _, _ in rows])
        tally = result.tallies[name] = Tally()
        for (text, marks, unit), spans in zip(rows, found, strict=True):
            tally.add(text, marks, spans, unit)
        if look is not None:
            look(name, found)
    return result


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table."""
    names = list(head)
    return [
        f"| {' | '.join(names)} |",
        "|---" * len(names) + "|",
        *(f"| {' | '.join(row)} |" for row in rows),
    ]


def overall(result: Result) -> list[str]:
    """Return a row for each system."""
    first = next(iter(result.tallies.values()))
    head = [result.title]
    if first.there(DIRECT):
        head += ["direct identifiers", "texts that leak one"]
    if first.there(ALL):
        head += ["all", "texts that leak any"]
    head.append("other words masked")
    if first.clean:
        head.append("texts without identifiers touched")
    rows = []
    for name, tally in result.tallies.items():
        row = [name]
        if first.there(DIRECT):
            row += [
                with_interval(tally, DIRECT),
                percent(tally.direct_leaks / tally.texts),
            ]
        if first.there(ALL):
            row += [with_interval(tally, ALL), percent(tally.leaks / tally.texts)]
        row.append(percent(tally.others / max(tally.words, 1)))
        if first.clean:
            row.append(percent(tally.touched / first.clean))
        rows.append(row)
    return table(head, rows)


def with_interval(tally: Tally, heading: Heading) -> str:
    """Return a share and its bootstrap interval."""
    low, high = tally.interval(heading)
    return f"{tally.share(heading):.3f} ({low:.3f}-{high:.3f})"


def by(
    result: Result,
    group: str,
    title: str,
    *,
    few: int = 0,
    without: Iterable[Heading] = (),
) -> list[str]:
    """Return a row for each heading of a group: ours with an interval, the others.

    Headings with fewer identifiers than ``few`` are put together.
    """
    tallies = {
        name: tally
        for name, tally in result.tallies.items()
        if name in (OURS, ROSTER) or not name.startswith(OURS)
    }
    mine = tallies[OURS]
    listed = mine.names_of(group)
    small = [h for h in listed if mine.there(h) < few]
    listed = [h for h in listed if h not in small and h not in without]
    if small:
        rest = ("together", f"{len(small)} others, fewer than {few} each")
        for tally in tallies.values():
            tally.put_together(small, rest)
        listed.append(rest)
    rows = []
    for heading in listed:
        low, high = mine.cautious(heading)
        rows.append(
            [
                heading[1].replace("_", " "),
                f"{mine.there(heading)} / {len(mine.counts[heading])}",
                f"{mine.share(heading):.2f} ({low:.2f}-{high:.2f})",
                *(f"{t.share(heading):.2f}" for n, t in tallies.items() if n != OURS),
            ]
        )
    others = [name.replace("ours, a", "with a") for name in tallies if name != OURS]
    return table([title, "n / sentences", OURS, *others], rows)


def weakest(result: Result, group: str, n: int) -> list[tuple[str, float]]:
    """Return those of a group that ours finds least often, and how often."""
    mine = result.tallies[OURS]
    enough = [h for h in mine.names_of(group) if mine.there(h) >= ENOUGH]
    return [(h[1], mine.share(h)) for h in sorted(enough, key=mine.share)[:n]]


def percent(share: float) -> str:
    """Return a share as a percentage."""
    return f"{100 * share:.1f} %"
