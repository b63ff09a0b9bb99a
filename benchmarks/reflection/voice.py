"""How far the finders of voice, perspectives, insights, facets and feelings agree.

    ALSJOURNAL_DATA=... python benchmarks/reflection/voice.py [--write]

Three references. *CEReD*: sentences of student teachers' diaries with one label each
by people; the authors are split in two by the hash of their key, the rules were made
with one half and are measured on the other, and sentences without an author are left
out. *Sample*: the elements of sets C and D, a sentence each. *Coded*: 100 sentences of
sets C and D for facets and 100 for whom "we" and "they" refer to, and passages that
were found there, read one by one (``voice_coded.csv``, offsets alone); one language
model coded them, the sentences before the rules ran on them, and no person has.

Intervals are 95 % percentile bootstraps over authors or texts. ``--write`` puts the
figures into the model cards.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score

from alsjournal.reflection._antecedent import THING
from alsjournal.reflection._parse import GRAMMAR, parsed
from alsjournal.reflection.card import Figure, model_card
from alsjournal.reflection.facets import FACETS, FacetFinder
from alsjournal.reflection.feelings import FeelingFinder
from alsjournal.reflection.finder import Finder
from alsjournal.reflection.insights import InsightFinder
from alsjournal.reflection.passage import Passage
from alsjournal.reflection.perspectives import PerspectiveFinder
from alsjournal.reflection.voice import REFERENTS, VoiceFinder, VoicePassage

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpora" / "sample"
CODED = Path(__file__).with_name("voice_coded.csv")
CERED = "CEReD diaries, held-out authors, people's labels"
SETS = "sample, sets C and D, reference by language model"
ONE = "sample, sets C and D, one language-model coder, no person"
DRAWS = 1_000

Pairs = pd.DataFrame  # group, reference, found


def main() -> None:
    """Print the tables; write the cards if asked."""
    docs = _read_texts()
    figures = {
        "als-voice": _voice(docs),
        "als-perspectives": [
            *_cered(PerspectiveFinder(), ("Perspective",)),
            *_elements(docs, PerspectiveFinder(), ("Perspective",)),
            *_confirmed(docs, "perspective"),
        ],
        "als-insights": [
            *_cered(InsightFinder(), ("Learning", "Reflection")),
            *_cered(InsightFinder(), ("Learning",)),
            *_elements(docs, InsightFinder(), ("Learning", "Reflection")),
            *_confirmed(docs, "insight"),
        ],
        "als-facets": _facets(docs),
        "als-feelings": [
            *_cered(FeelingFinder(), ("Feeling",)),
            *_cered(FeelingFinder(), ("Feeling",), sure=5.0),
            *_elements(docs, FeelingFinder(), ("Feeling",)),
        ],
    }
    for name, own in figures.items():
        print(f"\n## {name}")
        for one in own:
            print(f"{one.code or 'all'}: {one}; cases {one.cases}")
    _speed()
    if "--write" in sys.argv:
        for name, own in figures.items():
            _write(name, own)


def statistics(pairs: Pairs, unit: str, data: str, code: str = "") -> list[Figure]:
    """Return kappa, precision and recall of what was found, with intervals."""
    told = {"kappa": _kappa, "precision": _precision, "recall": _recall}
    return [
        _figure(name, measure, pairs, (unit, data, code))
        for name, measure in told.items()
    ]


def _figure(
    name: str,
    measure: Callable[[Pairs], float],
    pairs: Pairs,
    said: tuple[str, str, str],
) -> Figure:
    unit, data, code = said
    low, high = _interval(measure, pairs)
    cases = int(pairs.reference.sum()) if pairs.reference.dtype != object else None
    return Figure(
        name,
        round(measure(pairs), 4),
        len(pairs),
        unit,
        data,
        code=code,
        low=low,
        high=high,
        cases=cases,
        by="people" if data.startswith(CERED) else "language models",
    )


def _kappa(pairs: Pairs) -> float:
    if pairs.reference.nunique() < 2 and pairs.found.nunique() < 2:
        return float("nan")
    return float(cohen_kappa_score(pairs.reference, pairs.found))


def _precision(pairs: Pairs) -> float:
    return float(pairs.reference[pairs.found == 1].mean())


def _recall(pairs: Pairs) -> float:
    return float(pairs.found[pairs.reference == 1].mean())


def _interval(measure: Callable[[Pairs], float], pairs: Pairs) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    groups = [own for _, own in pairs.groupby("group")]
    drawn = []
    for _ in range(DRAWS):
        chosen = rng.integers(0, len(groups), len(groups))
        drawn.append(measure(pd.concat([groups[i] for i in chosen])))
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def _cered(finder: Finder, labels: tuple[str, ...], sure: float = 0) -> list[Figure]:
    path = Path(os.environ["ALSJOURNAL_DATA"]) / "cered_en" / "sentences_train.csv"
    held = pd.read_csv(path).dropna(subset=["author_id", "sentence"])
    measured = held[held.author_id.map(_half).eq(1) & held.confidence_mean.ge(sure)]
    found = [bool(own) for own in finder.spans(list(measured.sentence))]
    pairs = pd.DataFrame(
        {
            "group": measured.author_id.to_numpy(),
            "reference": measured.label.isin(labels).astype(int).to_numpy(),
            "found": np.array(found, dtype=int),
        }
    )
    which = f"{CERED}: {' or '.join(labels)}"
    if sure:
        which += f", coders sure at {sure:g} or more of 7"
    return statistics(pairs, "sentences", which)


def _half(author: str) -> int:
    return hashlib.sha256(author.encode()).digest()[0] % 2


class Read:
    """A text of sets C and D with what each finder found in it."""

    def __init__(self, text: str, found: dict[str, Sequence[Passage]]) -> None:
        self.text = text
        self.found = found


def _finders() -> list[Finder]:
    return [
        VoiceFinder(),
        PerspectiveFinder(),
        InsightFinder(),
        FacetFinder(),
        FeelingFinder(),
    ]


def _read_texts() -> dict[str, Read]:
    held = pd.read_csv(SAMPLE / "tables" / "reflections.csv")
    held = held[held.set_id.isin(["C", "D"]) & held.language.eq("en")]
    out = {}
    docs = parsed(list(held.text), GRAMMAR)
    for own, doc in zip(held.reflection_id, docs, strict=True):
        found = {f.construct: list(f.read(doc)) for f in _finders()}
        out[own] = Read(doc.text, found)
    return out


def _elements(
    docs: dict[str, Read], finder: Finder, labels: tuple[str, ...]
) -> list[Figure]:
    held = pd.read_csv(SAMPLE / "coding" / "elements.csv")
    held = held[held.reflection_id.isin(docs)]
    rows = [
        (
            one.reflection_id,
            int(one.code in labels),
            int(_inside(docs[one.reflection_id].found[finder.construct], one)),
        )
        for one in held.itertuples()
    ]
    pairs = pd.DataFrame(rows, columns=["group", "reference", "found"])
    return statistics(pairs, "sentences", f"{SETS}: {' or '.join(labels)}")


def _inside(found: Sequence[Passage], one: object) -> bool:
    start, end = int(one.start), int(one.end)  # type: ignore[attr-defined]
    return any(p.start < end and p.end > start for p in found)


def _coded(what: str) -> list[dict[str, str]]:
    with CODED.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["what"] == what]


def _facets(docs: dict[str, Read]) -> list[Figure]:
    every, each = [], []
    for code in FACETS:
        rows = []
        for row in _coded("facet"):
            start, end = int(row["start"]), int(row["end"])
            found = docs[row["reflection_id"]].found["facet"]
            here = [p for p in found if p.code == code]
            shown = any(p.start < end and p.end > start for p in here)
            told = code in row["code"].split()
            rows.append((row["reflection_id"], int(told), int(shown)))
        pairs = pd.DataFrame(rows, columns=["group", "reference", "found"])
        every.append(pairs)
        each += statistics(pairs, "sentences", ONE, code)
    together = statistics(pd.concat(every), "sentences by facets", ONE)
    return [*together, *each]


def _voice(docs: dict[str, Read]) -> list[Figure]:
    rows = []
    for row in _coded("referent"):
        found = docs[row["reflection_id"]].found["voice"]
        at = [p for p in found if p.start == int(row["start"])]
        shown = at[0].refers_to if at and isinstance(at[0], VoicePassage) else THING
        rows.append((row["reflection_id"], row["code"], shown))
    pairs = pd.DataFrame(rows, columns=["group", "reference", "found"]).astype(object)
    said = ("pronouns", ONE, "")
    out = [_figure("kappa", _kappa, pairs, said)]
    told = pairs[~pairs.found.isin(["not said", THING])]
    right = told.assign(reference=(told.reference == told.found).astype(int), found=1)
    out.append(_figure("precision", _precision, right, ("pronouns", ONE, "any kind")))
    named = pairs[~pairs.reference.isin(["not said", THING])]
    kept = named.assign(found=(named.reference == named.found).astype(int), reference=1)
    out.append(_figure("recall", _recall, kept, ("pronouns", ONE, "any kind")))
    people = pairs.assign(
        reference=(pairs.reference != THING).astype(int),
        found=(pairs.found != THING).astype(int),
    )
    out += statistics(people, "pronouns", ONE, "we or they of people")
    print(
        pd.crosstab(pairs.reference, pairs.found).reindex(
            columns=[c for c in (*REFERENTS, THING) if c in set(pairs.found)]
        )
    )
    return out


def _confirmed(docs: dict[str, Read], what: str) -> list[Figure]:
    """Return how many of the passages found were right, read one by one."""
    rows = []
    for row in _coded(f"{what}-found"):
        found = docs[row["reflection_id"]].found[what]
        place = (int(row["start"]), int(row["end"]))
        if any((p.start, p.end) == place for p in found):
            rows.append((row["reflection_id"], int(row["code"] == "yes"), 1))
    if not rows:
        return []
    pairs = pd.DataFrame(rows, columns=["group", "reference", "found"])
    said = ("passages found", f"{ONE}, who saw what was found", "")
    return [_figure("precision", _precision, pairs, said)]


def _speed() -> None:
    held = pd.read_csv(SAMPLE / "tables" / "reflections.csv")
    texts = list(held[held.language.eq("en")].text)
    words = sum(len(text.split()) for text in texts)
    spent = dict.fromkeys((f.name for f in _finders()), 0.0)
    for doc in parsed(texts, GRAMMAR):
        for finder in _finders():
            begun = time.process_time()
            finder.read(doc)
            spent[finder.name] += time.process_time() - begun
    print("\n## Seconds of one core for 2,000 texts of 100 words, beside the parse")
    for name, seconds in spent.items():
        print(f"{name}: {seconds * 200_000 / words:.1f}")
    print(f"together: {sum(spent.values()) * 200_000 / words:.1f}")


def _write(name: str, own: list[Figure]) -> None:
    path = ROOT / "models" / name / "card.json"
    held = json.loads(path.read_text(encoding="utf-8"))
    held["figures"] = [
        {k: v for k, v in asdict(one).items() if v not in (None, "")} for one in own
    ]
    text = json.dumps(held, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8")
    page = path.with_name("README.md")
    page.write_text(model_card(name).to_markdown(), encoding="utf-8")


if __name__ == "__main__":
    main()
