"""How often a coded passage of another program lands on the right words.

    python benchmarks/qda_offsets.py [--seed 0]

The sample's texts with its reference coding stand as projects of other programs: in
each of the 36 ways of counting places that are tried (code points, UTF-16 units or
bytes; end inclusive or not; a line break as it is, one or two; a BOM counted or not),
and with five kinds of names for selections. Emoji are put into every third text, half
of the texts have line breaks of Windows, and all have a BOM, so that the ways differ.
Nothing in the project says which program wrote it. Nothing was fitted to these texts.

Printed by the kind of name and the number of selections in a project: how many landed
on their words, how many were refused, and how many landed on other words, with the
upper end of its 95 % interval (Wilson's). Passages whose words are the same elsewhere
count by their place.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator

from statsmodels.stats.proportion import proportion_confint

from alsjournal.datasets import load_gold, load_sample
from alsjournal.exchange.qda.detect import Given, land
from alsjournal.exchange.qda.offsets import CONVENTIONS, NAMED, Convention, Places

SIZES = (5, 20, 100)
EMOJI = "\U0001f642 "
COMMON = [NAMED[name] for name in ("exclusive", "standard", "nvivo", "bytes")]

Name = Callable[[str], str]
NAMES: dict[str, Name] = {
    "the quote": lambda quote: quote,
    "blanks made one": lambda quote: " ".join(quote.split()),
    "cut at 40, with dots": lambda q: f"{q[:40]}..." if len(q) > 40 else q,
    "something else": lambda quote: f"Passage {len(quote)}",
    "none": lambda _: "",
}

Passage = tuple[str, int, int]


def passages() -> list[Passage]:
    """Return each coded passage of the sample: its text and place."""
    frame = load_sample().identifiable_frame("reflections", ["reflection_id", "text"])
    texts = dict(zip(frame["reflection_id"], frame["text"], strict=True))
    out = []
    gold = load_gold().dropna(subset=["start", "end"])
    gold = gold.drop_duplicates(["reflection_id", "start", "end"])
    order = {i: n for n, i in enumerate(texts)}
    for row in gold.itertuples(index=False):
        if row.reflection_id not in texts:
            continue
        text, start, end = texts[row.reflection_id], int(row.start), int(row.end)
        number = order[row.reflection_id]
        if number % 3 == 0:
            text, start, end = EMOJI + text, start + len(EMOJI), end + len(EMOJI)
        if number % 2 == 0:
            start += text[:start].count("\n")
            end += text[:end].count("\n")
            text = text.replace("\n", "\r\n")
        if 0 <= start < end <= len(text):
            out.append((text, start, end))
    return out


def counted(passage: Passage, convention: Convention) -> tuple[int, int]:
    """Return a place as a program counts it."""
    text, start, end = passage
    at = Places(text, convention, has_bom=True)._at
    return int(at[start]), int(at[end]) - convention.inclusive


def runs(
    known: list[Passage], size: int, rng: random.Random
) -> Iterator[list[Passage]]:
    """Yield projects of so many selections: ten, or what there is."""
    for _ in range(10 if size < 100 else 3):
        yield rng.sample(known, min(size, len(known)))


def measured(
    known: list[Passage],
    name: Name,
    size: int,
    rng: random.Random,
    ways: list[Convention],
) -> tuple[int, int, int]:
    """Return how many landed right, were refused, and landed wrong."""
    right = refused = wrong = 0
    for convention in ways:
        for chosen in runs(known, size, rng):
            texts = sorted({text for text, _, _ in chosen})
            number = {text: i for i, text in enumerate(texts)}
            given = [
                Given(number[p[0]], *counted(p, convention), name(p[0][p[1] : p[2]]))
                for p in chosen
            ]
            landed = land([(text, True) for text in texts], given)
            for (_, start, end), one in zip(chosen, landed, strict=True):
                right += one.span == (start, end)
                refused += one.span is None
                wrong += one.span not in (None, (start, end))
    return right, refused, wrong


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    known = passages()
    print(f"{len(known):,} passages of {len({t for t, _, _ in known})} texts")
    for title, ways in (("all 36 ways", list(CONVENTIONS)), ("four common", COMMON)):
        print(f"\n{title}\n| name | selections | n | right | refused | wrong, up to |")
        print("|---|---|---|---|---|---|")
        for label, name in NAMES.items():
            for size in SIZES:
                rng = random.Random(seed)
                right, refused, wrong = measured(known, name, size, rng, ways)
                n = right + refused + wrong
                high = proportion_confint(wrong, n, method="wilson")[1]
                print(
                    f"| {label} | {size} | {n:,} | {right / n:.1%} | {refused / n:.1%} "
                    f"| {wrong:,} ({high:.2%}) |"
                )


if __name__ == "__main__":
    main()
