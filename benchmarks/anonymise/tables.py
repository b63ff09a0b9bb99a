"""Results as tables in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from measure import ALL, DIRECT, Heading, Mark, Spans, Tally
from systems import OURS, ROSTER, Find

FEW = 20
"""Names below which an origin is not listed by itself."""

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
    head += ["all", "texts that leak any", "other words masked"]
    if first.clean:
        head.append("texts without identifiers touched")
    rows = []
    for name, tally in result.tallies.items():
        row = [name]
        if first.there(DIRECT):
            row += [
                with_interval(tally, DIRECT),
                f"{tally.direct_leaks / tally.texts:.1%}",
            ]
        row += [with_interval(tally, ALL), f"{tally.leaks / tally.texts:.1%}"]
        row.append(f"{tally.others / max(tally.words, 1):.1%}")
        if first.clean:
            row.append(f"{tally.touched / first.clean:.1%}")
        rows.append(row)
    return table(head, rows)


def with_interval(tally: Tally, heading: Heading) -> str:
    """Return a share and its bootstrap interval."""
    low, high = tally.interval(heading)
    return f"{tally.share(heading):.3f} ({low:.3f}-{high:.3f})"


def by(result: Result, group: str, title: str, *, few: int = 0) -> list[str]:
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
    listed = [h for h in listed if h not in small]
    if small:
        rest = (group, f"{len(small)} with fewer than {few} each")
        for tally in tallies.values():
            for heading in small:
                for unit, (hits, there) in tally.counts[heading].items():
                    tally.counts[rest][unit][0] += hits
                    tally.counts[rest][unit][1] += there
        listed.append(rest)
    rows = []
    for heading in listed:
        low, high = mine.cautious(heading)
        rows.append(
            [
                heading[1],
                f"{mine.there(heading)} / {len(mine.counts[heading])}",
                f"{mine.share(heading):.2f} ({low:.2f}-{high:.2f})",
                *(f"{t.share(heading):.2f}" for n, t in tallies.items() if n != OURS),
            ]
        )
    others = [name.replace("ours, a", "with a") for name in tallies if name != OURS]
    return table([title, "n / sentences", OURS, *others], rows)


def weakest(result: Result, n: int) -> list[tuple[str, float]]:
    """Return the kinds of which ours finds least, and how much."""
    mine = result.tallies[OURS]
    kinds = [h for group in ("name", "other") for h in mine.names_of(group)]
    return [(h[1], mine.share(h)) for h in sorted(kinds, key=mine.share)[:n]]
