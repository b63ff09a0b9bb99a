"""How much of what identifies is masked, how much else is, and how fast.

Run from a checkout: ``python benchmarks/anonymise [--dev] [--show]``. Two UK sets
come along (``uk/``, ``second/``); the half of each that is held out is measured unless
``--dev`` says otherwise. Sets
that others marked lie in the folder ``ALSJOURNAL_DATA`` (by default
``../shared/data``); those that are absent are left out. ``ALSJOURNAL_PEERS`` names the
Python of an environment with ``requirements-peers.txt``; without it the peers are
left out. A gold span counts as found only if every letter and digit of it is masked,
under whatever label. Each text is read alone: what one text gives to another is not
counted. No text is printed, but with ``--dev --show`` those of the UK set's half that
may be looked at.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from measure import Spans, Tally  # noqa: E402
from sets import DATA, conll, practices, presidio, sample, second  # noqa: E402
from uk import build  # noqa: E402
from uk.transforms import TRANSFORMS  # noqa: E402

from alsjournal.anonymise.chain import build_chain  # noqa: E402
from alsjournal.anonymise.finders.roster import RosterEntry, entries_of  # noqa: E402
from alsjournal.anonymise.reading import Reading  # noqa: E402
from alsjournal.anonymise.spans import resolve  # noqa: E402

GAZETTEER = DATA / "ods" / "gp_practices.csv"
KNOWN = 0.6
"""The share of people that the roster knows."""

DIRECT = (
    *("PERSON", "ADDRESS", "POSTCODE", "PHONE", "EMAIL", "URL", "HANDLE", "PLATE"),
    *("NHS_NUMBER", "GMC", "NMC", "HCPC", "GPHC", "ODS", "NI_NUMBER", "DOB"),
)
"""Of the second set: what points at somebody by itself."""

Find = Callable[[list[str]], tuple[list[Spans], float]]


def ours(
    roster: Iterable[str | RosterEntry] = (), gazetteer: Path | None = None
) -> Find:
    """Return the chain, each text alone."""
    chain = build_chain(None, gazetteer, entries_of(roster))
    chain.find([Reading("To warm up, Ann Lee came.")])

    def find(texts: list[str]) -> tuple[list[Spans], float]:
        start = time.process_time()
        found = [resolve(spans) for spans in chain.find([Reading(t) for t in texts])]
        seconds = time.process_time() - start
        return [[(s.start, s.end) for s in spans] for spans in found], seconds

    return find


def peer(system: str) -> Find | None:
    """Return another system, if its environment is named."""
    python = os.environ.get("ALSJOURNAL_PEERS")
    if not python:
        return None

    def find(texts: list[str]) -> tuple[list[Spans], float]:
        done = subprocess.run(
            [python, str(HERE / "peers.py")],
            input=json.dumps({"system": system, "texts": texts}),
            capture_output=True,
            text=True,
            check=True,
        )
        answer = json.loads(done.stdout)
        return [[(a, b) for a, b in spans] for spans in answer["spans"]], answer[
            "seconds"
        ]

    return find


def systems(names: list[str]) -> dict[str, Find]:
    """Return what is compared; names: all people of the set."""
    people = sorted(set(names))
    random.Random(7).shuffle(people)
    known = people[: int(KNOWN * len(people))]
    made: dict[str, Find | None] = {
        "ours": ours(),
        "ours, roster of 60 %": ours(known) if known else None,
        "ours, gazetteer": ours(gazetteer=GAZETTEER) if GAZETTEER.exists() else None,
        "ours, both": ours(known, GAZETTEER) if known and GAZETTEER.exists() else None,
        "spaCy NER": peer("spacy"),
        "Presidio": peer("presidio"),
        "Presidio, UK + ORG": peer("presidio-uk"),
    }
    return {name: find for name, find in made.items() if find is not None}


def row(name: str, tally: Tally, seconds: float) -> None:
    """Print one system's line."""
    low, high = tally.interval()
    print(
        f"| {name} | {tally.recall:.3f} ({low:.3f}-{high:.3f}) "
        f"| {tally.leaks / tally.texts:.1%} | {tally.others / max(tally.words, 1):.2%} "
        f"| {tally.words / seconds:,.0f} |"
    )


HEAD = (
    "| system | recall (95 % interval) | texts that leak | other words masked "
    "| words/s |"
)
RULE = "|---|---|---|---|---|"


def measure_uk(*, half: int, show: bool) -> None:
    """Measure all systems on one half of the UK set."""
    register = practices(GAZETTEER) if GAZETTEER.exists() else []
    texts = build.Maker(half, register).texts()
    nothing = build.negatives(half)
    everything = [t.text for t in texts] + nothing
    print(
        f"\nUK set, {'dev' if half == 0 else 'held out'}: {len(texts)} texts of "
        f"{len({t.sentence for t in texts})} sentences, {len(nothing)} negatives\n"
    )
    print(HEAD)
    print(RULE)
    tallies: dict[str, Tally] = {}
    for name, find in systems([n for t in texts for n in t.people]).items():
        found, seconds = find(everything)
        tally = tallies[name] = Tally()
        for text, spans in zip(texts, found, strict=False):
            also = (text.kind, text.origin) if text.kind != "none" else ()
            tally.add(text.text, text.marks, spans, text.sentence, also)
            if show and name == "ours":
                show_misses(text, spans)
        for i, (text, spans) in enumerate(
            zip(nothing, found[len(texts) :], strict=True)
        ):
            tally.add(text, (), spans, -1 - i)
            if show and name == "ours" and spans:
                print("    negative:", text, [text[a:b] for a, b in spans])
        row(name, tally, seconds)
    table(tallies)


def measure_second() -> None:
    """Measure all systems on the half of the second UK set that nobody looked at."""
    rows = second(1)
    print(f"\nSecond UK set, unseen half: {len(rows)} texts\n\n{HEAD}\n{RULE}")
    passages = {name: i for i, name in enumerate({r["template"]: 0 for r in rows})}
    tallies: dict[str, Tally] = {}
    for name, find in systems([n for r in rows for n in r["people"]]).items():
        found, seconds = find([r["text"] for r in rows])
        tally = tallies[name] = Tally()
        for r, spans in zip(rows, found, strict=True):
            marks = [
                (a, b, f"{label} {kind}" if label == "PERSON" else label)
                for a, b, label, kind in r["spans"]
            ]
            tally.add(r["text"], marks, spans, passages[r["template"]])
        row(name, tally, seconds)
        hits = sum(tally.found[h] for h in tally.there if h.split()[0] in DIRECT)
        there = sum(n for h, n in tally.there.items() if h.split()[0] in DIRECT)
        print(f"|   of these, direct identifiers | {hits / there:.3f} | | | |")
    table(tallies)


def show_misses(text: build.Text, spans: Spans) -> None:
    """Print a text of the half that may be looked at, and what was missed."""
    tally = Tally()
    tally.add(text.text, text.marks, spans, 0)
    if tally.leaks:
        print("    missed:", text.kind, text.text)


def table(tallies: dict[str, Tally]) -> None:
    """Print recall by label, kind and origin of name, for each system."""
    print(f"\n| | n | {' | '.join(tallies)} |")
    print("|---" * (len(tallies) + 2) + "|")
    first = next(iter(tallies.values()))
    for heading in sorted(first.there):
        shares = " | ".join(
            f"{t.found[heading] / t.there[heading]:.2f}" for t in tallies.values()
        )
        print(f"| {heading} | {first.there[heading]} | {shares} |")


def disguises(half: int) -> None:
    """Print the recall of full names under each transform."""
    texts = [
        t
        for t in build.Maker(half).texts()
        if t.kind in ("full_english", "full_other") and len(t.marks) == 1
    ]
    find = ours()
    print(
        f"\nDisguised full names, {len(texts)} texts: recall\n\n| disguise | recall |"
    )
    print("|---|---|")
    for name, disguise in TRANSFORMS.items():
        rows = []
        for t in texts:
            start, end, _ = t.marks[0]
            written = disguise(t.text[start:end])
            rows.append((t.text[:start] + written + t.text[end:], start, written))
        tally = Tally()
        for (text, start, written), spans in zip(
            rows, find([r[0] for r in rows])[0], strict=True
        ):
            hidden = written.replace("<b>", "   ").replace("</b>", "    ")
            hidden = hidden.replace("&nbsp;", " " * 6)
            plain = text[:start] + hidden + text[start + len(written) :]
            tally.add(
                plain, [(start, start + len(written), "PERSON")], spans, tally.texts
            )
        print(f"| {name} | {tally.recall:.3f} |")


def measure_shared() -> None:
    """Measure all systems on the sets that others marked."""
    pii = DATA / "pii"
    sets = {
        "Broad Twitter Corpus": (pii / "btc" / "a.conll", conll),
        "WNUT17 test": (pii / "wnut17" / "emerging.test.annotated", conll),
        "presidio_research": (
            pii / "presidio_research" / "generated_small.json",
            presidio,
        ),
    }
    for title, (path, read) in sets.items():
        if not path.exists():
            continue
        rows = list(read(path))
        print(f"\n{title}, {len(rows)} texts\n\n{HEAD}\n{RULE}")
        tallies = {}
        for name, find in systems([]).items():
            found, seconds = find([text for text, _ in rows])
            tally = tallies[name] = Tally()
            for i, ((text, marks), spans) in enumerate(zip(rows, found, strict=True)):
                tally.add(text, marks, spans, i)
            row(name, tally, seconds)
        table(tallies)


def measure_sample() -> None:
    """Measure the fictional programme, and how fast longer texts are read."""
    rows, roster = sample()
    print(f"\nThe sample, {len(rows)} texts\n\n{HEAD}\n{RULE}")
    for name, known in (("ours", []), ("ours, its roster", roster)):
        found, seconds = ours(known)([text for text, _ in rows])
        tally = Tally()
        for i, ((text, marks), spans) in enumerate(zip(rows, found, strict=True)):
            tally.add(text, marks, spans, i)
        row(name, tally, seconds)


def speed() -> None:
    """Print texts of 100 words a second, alone and with large lists."""
    words = " ".join(text for text, _ in sample()[0]).split()
    texts = [
        " ".join(words[i : i + 100]) for i in range(0, min(len(words), 30_000), 100)
    ]
    many = [f"Given{i:05d} Surname{i:05d}" for i in range(100_000)]
    digits = str.maketrans("0123456789", "abcdefghij")
    many = [name.translate(digits) for name in many]
    print(
        "\nSpeed: texts of 100 words a second and core\n\n| with | texts/s |\n|---|---|"
    )
    for name, find in (
        ("no list", ours()),
        ("a roster of 100,000", ours(many)),
        (
            "a gazetteer of 11,000",
            ours(gazetteer=GAZETTEER) if GAZETTEER.exists() else None,
        ),
    ):
        if find is not None:
            print(f"| {name} | {len(texts) / find(texts)[1]:,.0f} |")


def main() -> None:
    """Measure everything that is there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="the half to look at, alone")
    parser.add_argument(
        "--show", action="store_true", help="print what was missed in it"
    )
    chosen = parser.parse_args()
    measure_uk(half=0 if chosen.dev else 1, show=chosen.show and chosen.dev)
    if not chosen.dev:
        measure_second()
        disguises(1)
        measure_shared()
        measure_sample()
        speed()


if __name__ == "__main__":
    main()
