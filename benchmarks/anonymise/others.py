"""Sets that others marked, this field's own words, disguises, and speed."""

from __future__ import annotations

import csv
import json
import re
import runpy
import time
from collections.abc import Iterator, Sequence

from measure import DIRECT, Mark, Spans, Tally, headings
from sets import DATA, ROOT, conll, presidio, sample
from systems import GAZETTEER, OURS, Find, chained, ours, systems
from tables import Result, Row, run, table
from uk import build
from uk.transforms import TRANSFORMS

from alsjournal.anonymise.chain import FINDERS, Chain, build_chain
from alsjournal.anonymise.finders import ner
from alsjournal.anonymise.finders.ner import NerFinder
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span
from alsjournal.nlp import load_pipeline

SAME = {
    "PER": "PERSON",
    "person": "PERSON",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "US_SSN": "NI_NUMBER",
}
"""Labels of other sets that are direct identifiers, as they are called here."""
COMMENTS = 1_000
TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Lord|Lady|Judge)\.?\s+")


def shared() -> Iterator[Result]:
    """Measure all systems on the sets that others marked."""
    pii = DATA / "pii"
    sets = {
        "Broad Twitter Corpus (UK)": (pii / "btc" / "a.conll", conll),
        "WNUT17 test": (pii / "wnut17" / "emerging.test.annotated", conll),
        "presidio-research": (
            pii / "presidio_research" / "generated_small.json",
            presidio,
        ),
    }
    for title, (path, read) in sets.items():
        if path.exists():
            rows = [
                (text, [as_mark(m) for m in gold], i)
                for i, (text, gold) in enumerate(read(path))
            ]
            yield run(f"{title}: {len(rows):,} texts", rows, systems())
    for title, rows in (
        ("Court cases (TAB): {} texts", court_cases()),
        ("NHS comments, none marked: {} texts", comments()),
    ):
        if rows:
            yield run(title.format(len(rows)), rows, systems())


def as_mark(gold: tuple[int, int, str]) -> Mark:
    """Return a gold span with its headings."""
    start, end, label = gold
    return start, end, headings(SAME.get(label, label), ("other", label))


def court_cases() -> list[Row]:
    """Return the cases of the Text Anonymization Benchmark.

    Direct and quasi identifiers as its annotators have them; what they would not mask
    counts among the other words. Their spans of people begin with the title ("Mr"),
    which says nobody's name: it is left out of the gold.
    """
    path = DATA / "pii" / "tab_144" / "tab144_clean.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    rows: list[Row] = []
    for i, case in enumerate(map(json.loads, lines)):
        marks: list[Mark] = []
        for e in case["entities"]:
            kind = e["identifier_type"]
            if kind != "NO_MASK":
                named = f"{kind.lower()}, {e['entity_type'].lower()}"
                also = ((DIRECT,) if kind == "DIRECT" else ()) + (("other", named),)
                start, end = e["start_offset"], e["end_offset"]
                if title := TITLE.match(case["text"], start, end):
                    start = title.end()
                marks.append((start, end, also))
        rows.append((case["text"], marks, i))
    return rows


def comments() -> list[Row]:
    """Return comments of NHS patients: published, without names as far as is known."""
    path = DATA / "nhs_fft" / "comments.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        texts = [r["text"] for r in csv.DictReader(file) if len(r["text"].split()) > 4]
    return [(t, [], i) for i, t in enumerate(texts[:: len(texts) // COMMENTS])]


def own_words() -> Result:
    """Measure what is masked of this field's own words, which name nobody.

    They are those of ``tests/test_anonymise_jargon.py``, and our list was made for
    them: for us it is a check, for the peers a measurement.
    """
    test = runpy.run_path(str(ROOT / "tests" / "test_anonymise_jargon.py"))
    rows: list[Row] = [
        (sentence.format(word), [], i)
        for i, word in enumerate(test["WRITTEN"])
        for sentence in test["SENTENCES"]
    ]
    title = f"This field's own words: {len(test['WRITTEN'])} in {len(rows)} sentences"
    return run(title, rows, systems())


def disguises(half: int) -> list[str]:
    """Return the recall of full names under each transform."""
    texts = [
        t
        for t in build.Maker(half).texts()
        if t.kind in ("full_english", "full_other") and len(t.marks) == 1
    ]
    compared = {
        name: find
        for name, find in systems().items()
        if name == OURS or not name.startswith(OURS)
    }
    disguised = [
        (name, t.text[: t.marks[0][0]], written, t.text[t.marks[0][1] :])
        for name, disguise in TRANSFORMS.items()
        for t in texts
        for written in [disguise(t.text[t.marks[0][0] : t.marks[0][1]])]
    ]
    shares = []
    for find in compared.values():
        tally = Tally()
        found, _ = find([before + name + after for _, before, name, after in disguised])
        for (kind, *parts), spans in zip(disguised, found, strict=True):
            add_disguised(tally, kind, parts, spans)
        shares.append([f"{tally.share(('', kind)):.2f}" for kind in TRANSFORMS])
    called = [f"`{k}`" if set(k) & set("<*_&") else k for k in TRANSFORMS]
    rows = zip(called, *shares, strict=True)
    return table([f"Disguised full names, {len(texts)} texts", *compared], rows)


def add_disguised(tally: Tally, kind: str, parts: list[str], spans: Spans) -> None:
    """Take in a text with one disguised name; signs of mark-up need no mask."""
    before, written, after = parts
    hidden = written.replace("<b>", "   ").replace("</b>", "    ")
    hidden = hidden.replace("&nbsp;", " " * 6)
    mark = (len(before), len(before) + len(written), (("", kind),))
    tally.add(before + hidden + after, [mark], spans, tally.texts)


def programme() -> Result:
    """Measure the fictional programme, with and without its roster."""
    texts, roster = sample()
    rows: list[Row] = [
        (text, [as_mark(m) for m in gold], i) for i, (text, gold) in enumerate(texts)
    ]
    found: dict[str, Find] = {OURS: ours(), "ours, its roster": ours(roster)}
    peers = {n: f for n, f in systems().items() if not n.startswith(OURS)}
    return run(f"The sample: {len(rows)} texts", rows, found | peers)


class Everywhere(NerFinder):
    """The recogniser, its second reading not of some sentences but of every text."""

    def _find_again(self, readings: Sequence[Reading], found: list[list[Span]]) -> None:
        passages = [
            (i, *piece)
            for i, reading in enumerate(readings)
            for piece in ner._pieces(self._recaser.recase(reading)[0])
        ]
        for i, start, end, label in self._entities(passages):
            span = ner._span(readings[i], start, end, label, 0.8)
            if span is not None:
                found[i].append(span)


def second_pass_everywhere() -> Find:
    """Return ours with the second reading spared nowhere."""
    nlp = load_pipeline(components=("ner",))
    finders = [Everywhere(nlp) if f == "ner" else f for f in FINDERS]
    chain: Chain = build_chain(finders, None, ())
    return chained(chain)


def speed() -> list[tuple[str, float]]:
    """Return texts of 100 words a second and core, alone and with large lists."""
    words = " ".join(text for text, _ in sample()[0]).split()
    texts = [
        " ".join(words[i : i + 100]) for i in range(0, min(len(words), 30_000), 100)
    ]
    many = [f"Given{i:05d} Surname{i:05d}" for i in range(100_000)]
    digits = str.maketrans("0123456789", "abcdefghij")
    found: dict[str, Find] = {
        "spaCy's recogniser alone": recogniser,
        "ours": ours(),
        "ours, a roster of 100,000": ours([name.translate(digits) for name in many]),
    }
    if GAZETTEER.exists():
        found["ours, a register of 11,000"] = ours(gazetteer=GAZETTEER)
    found["ours, second reading everywhere"] = second_pass_everywhere()
    return [(name, len(texts) / find(texts)[1]) for name, find in found.items()]


def recogniser(texts: list[str]) -> tuple[list[list[tuple[int, int]]], float]:
    """Run the recogniser of the pipeline, as it comes."""
    nlp = load_pipeline()
    with nlp.select_pipes(enable="ner"):
        list(nlp.pipe(texts[:10]))
        start = time.process_time()
        found = [[(e.start_char, e.end_char) for e in d.ents] for d in nlp.pipe(texts)]
        return found, time.process_time() - start
