"""Both UK sets: texts with gold spans, each under its headings."""

from __future__ import annotations

from measure import DIRECT, Spans, headings, masked
from sets import practices, second
from systems import GAZETTEER, OURS, Find, systems
from tables import Result, Row, run
from uk import build

LABELS = {"NHS": "NHS_NUMBER", "NI": "NI_NUMBER", "DATE": "DOB", "PRACTICE": "ORG"}
"""Labels of the first set that the second calls otherwise."""

NAMES_OF_KINDS = {
    "word_first": "everyday word, first name",
    "word_full": "everyday word, full name",
    "lower_all": "whole text in lower case",
    "caps_all": "whole text in CAPITALS",
    "PRACTICE": "ORG, a practice of the register",
}
NO_ORIGIN = frozenset(("None", "nick", "word"))
"""What the second set has in place of an origin."""


def first_set(
    half: int, *, compared: dict[str, Find] | None = None, show: bool = False
) -> Result:
    """Measure systems, by default all, on one half of the first UK set."""
    register = practices(GAZETTEER) if GAZETTEER.exists() else []
    texts = build.Maker(half, register).texts()
    rows: list[Row] = []
    for t in texts:
        marks = []
        for start, end, label in t.marks:
            other = NAMES_OF_KINDS.get(label, LABELS.get(label, label))
            also = [("other", other)]
            if label == "PERSON":
                also = [("name", kind_of(t)), ("origin", t.origin)]
            marks.append((start, end, headings(LABELS.get(label, label), *also)))
        rows.append((t.text, marks, t.sentence))
    nothing = build.negatives(half)
    rows += [(text, [], -1 - i) for i, text in enumerate(nothing)]
    half_of = "half to look at" if half == 0 else "held-out half"
    sentences = len({t.sentence for t in texts})
    title = f"UK set, {half_of}: {len(rows):,} texts of {sentences} sentences"
    compared = compared or systems([name for t in texts for name in t.people])

    def look(name: str, found: list[Spans]) -> None:
        if name == OURS:
            show_misses(rows, found)

    return run(title, rows, compared, look if show else None)


def kind_of(text: build.Text) -> str:
    """Return what a kind of name is called in a table."""
    if text.kind == "none":
        return "full, beside something else"
    return NAMES_OF_KINDS.get(
        text.kind, text.kind.replace("_", ", ").replace("english", "English")
    )


def second_set(half: int, *, compared: dict[str, Find] | None = None) -> Result:
    """Measure systems, by default all, on one half of the second UK set."""
    texts = second(half)
    passages = {p: i for i, p in enumerate(dict.fromkeys(r["template"] for r in texts))}
    rows: list[Row] = []
    for r in texts:
        marks = []
        for (start, end, label, kind), origin in zip(
            r["spans"], r["origins"], strict=True
        ):
            also = [("name" if label == "PERSON" else "other", kind)]
            if label == "PERSON" and str(origin) not in NO_ORIGIN:
                also.append(("origin", origin))
            marks.append((start, end, headings(label, *also)))
        rows.append((r["text"], marks, passages[r["template"]]))
    half_of = "half that was looked at" if half == 0 else "unseen half"
    title = f"Second UK set, {half_of}: {len(rows):,} texts of {len(passages)} passages"
    compared = compared or systems([n for r in texts for n in r["people"]])
    return run(title, rows, compared)


def show_misses(rows: list[Row], found: list[Spans]) -> None:
    """Print texts of the half that may be looked at, where something went wrong."""
    for (text, marks, _), spans in zip(rows, found, strict=True):
        covered = bytearray(len(text))
        for start, end in spans:
            covered[start:end] = b"\1" * (end - start)
        missed = [m for m in marks if not masked(text, m[0], m[1], covered)]
        if missed:
            direct = any(DIRECT in m[2] for m in missed)
            print("    missed:" if direct else "    missed, indirect:", text)
        if not marks and spans:
            print("    negative:", text, [text[a:b] for a, b in spans])
