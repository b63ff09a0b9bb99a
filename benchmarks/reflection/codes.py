"""How well conditions, lens, aims and practices are found, and how fast.

    python benchmarks/reflection/codes.py [--conditions first.csv] [--second second.csv]
        [--other other.csv] [--sets C,D] [--elsewhere DATA] [--write NAME ...]

The rules were written with the sample's sets A and B in view, and the heads of the
conditions learned from these; sets C and D were kept for measuring. The coding of
conditions, of the sample by default, is a csv with reflection_id, start, end, code and
effect, offsets of the raw text; that of aims and practices one with reflection_id,
construct and code, and its texts are those whose ids stand in it (a row without a code
for a text that has none). The lens and helps/hinders are in the sample's reference
coding. All of it was coded by language models, not by people. A text counts as having
a code if any passage has it.
Intervals: Wilson for precision and recall, 2,000 resamples of texts for kappa.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.proportion import proportion_confint

from alsjournal import AimFinder, ConditionFinder, LensFinder, PracticeFinder

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "corpora" / "sample"
CODED = SAMPLE / "coding" / "conditions.csv"
CODED_TWICE = SAMPLE / "coding" / "second_pass_conditions.csv"
THEMES = {
    "turnover": ("leaders-change",),
    "protected-time": ("no-protected-time", "protected-time"),
    "provider-change": ("provider-changes",),
    "consultation": ("consultation",),
    "who-decides": ("delegated-authority",),
    "being-heard": ("equal-voice",),
    "money": ("split-budgets",),
}
FEWEST = 5
Pairs = set[tuple[str, str]]
Figures = list[dict[str, object]]

MODELS = "language models"
"""Who coded the sample; nobody has coded the texts from elsewhere."""


def pairs(frame: pd.DataFrame, ids: Sequence[str]) -> Pairs:
    """Which text has which code."""
    own = frame[frame["reflection_id"].isin(ids) & frame["code"].notna()]
    return set(zip(own["reflection_id"], own["code"], strict=True))


def kappa(
    ids: Sequence[str], codes: Sequence[str], one: Pairs, other: Pairs
) -> tuple[float, float, float]:
    """Kappa over texts and codes together, and its interval over texts."""
    first = np.array([[(i, c) in one for c in codes] for i in ids])
    second = np.array([[(i, c) in other for c in codes] for i in ids])
    # Per text: how many codes both have, the first has, the second has.
    counts = np.stack([first & second, first, second], axis=2).sum(axis=1)
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(ids), (2_000, len(ids)))
    both, own, others = np.moveaxis(counts[draws].sum(axis=1), 1, 0) / first.size
    agreed = 1 - own - others + 2 * both
    chance = own * others + (1 - own) * (1 - others)
    with np.errstate(invalid="ignore"):
        made = (agreed - chance) / (1 - chance)
    low, high = np.nanquantile(made, [0.025, 0.975])
    value = cohen_kappa_score(first.ravel(), second.ravel())
    return float(value), float(low), float(high)


def share(hits: int, n: int) -> tuple[float, float, float]:
    """A share with its Wilson interval."""
    low, high = proportion_confint(hits, n, method="wilson")
    return hits / n, float(low), float(high)


def measured(
    title: str,
    data: str,
    ids: Sequence[str],
    codes: Sequence[str],
    reference: Pairs,
    found: Pairs,
) -> Figures:
    """Print one table, and return its figures for a card."""
    wide = {c for c in codes if sum(p[1] == c for p in reference) >= FEWEST}
    n_texts = len(ids)
    value, low, high = kappa(ids, codes, reference, found)
    base = {"data": data, "n": n_texts, "unit": "texts"}
    figures: Figures = [
        {"statistic": "kappa", "value": value, "low": low, "high": high, **base}
        | {"cases": len(reference)}
    ]
    print(f"\n## {title}: kappa {value:.2f} ({low:.2f} to {high:.2f}), {n_texts} texts")
    print("| code | cases | found | precision | 95 % | recall | 95 % | kappa |")
    print("|---|---|---|---|---|---|---|---|")
    for code in (*codes, "all"):
        one = {p for p in reference if code in ("all", p[1])}
        other = {p for p in found if code in ("all", p[1])}
        both = len(one & other)
        precision = share(both, len(other)) if other else None
        recall = share(both, len(one)) if one else None
        alone = codes if code == "all" else [code]
        own = kappa(ids, alone, one, other) if one and other else None
        cells = [code, str(len(one)), str(len(other))]
        for part in (precision, recall):
            cells += (
                [f"{part[0]:.2f}", f"{part[1]:.2f} to {part[2]:.2f}"]
                if part
                else [
                    "",
                    "",
                ]
            )
        print("| " + " | ".join([*cells, f"{own[0]:.2f}" if own else ""]) + " |")
        if code != "all" and code not in wide:
            continue
        name = {} if code == "all" else {"code": code}
        if own and name:
            keys = dict(zip(("value", "low", "high"), own, strict=True))
            figures.append(
                {"statistic": "kappa", **keys, **base, **name, "cases": len(one)}
            )
        for what, part, n in (
            ("precision", precision, len(other)),
            ("recall", recall, len(one)),
        ):
            if part:
                keys = dict(zip(("value", "low", "high"), part, strict=True))
                unit = {"n": n, "unit": "texts with it", "data": data}
                figures.append({"statistic": what, **keys, **unit, **name})
    return figures


def by_text(spans: Sequence[Sequence[object]], ids: Sequence[str]) -> Pairs:
    """Which text was found to have which code."""
    return {(i, p.code) for i, own in zip(ids, spans, strict=True) for p in own}  # type: ignore[attr-defined]


def effect_figure(
    coded: pd.DataFrame,
    ids: Sequence[str],
    spans: Sequence[Sequence[object]],
    data: str,
) -> Figures:
    """Of the passages that both have with the same code: how often the same effect."""
    found = dict(zip(ids, spans, strict=True))
    same = total = 0
    for row in coded[coded["reflection_id"].isin(ids)].itertuples():
        for p in found[row.reflection_id]:
            meets = p.start < row.end and row.start < p.end  # type: ignore[attr-defined]
            if p.code == row.code and meets:  # type: ignore[attr-defined]
                total += 1
                same += p.effect == row.effect  # type: ignore[attr-defined]
                break
    value, low, high = share(same, total)
    print(f"\nsame effect: {same} of {total}, {value:.2f} ({low:.2f} to {high:.2f})")
    base = {"n": total, "unit": "passages with the same code", "data": data}
    said = {"statistic": "same effect", "value": value, "low": low, "high": high}
    return [said | base]


def between(first: pd.DataFrame, second: pd.DataFrame, ids: Sequence[str]) -> None:
    """Print how far the two coders of the conditions agree with each other."""
    both = [i for i in ids if i in set(twice())]
    codes = sorted(set(first["code"]) - {"other"})
    value, low, high = kappa(both, codes, pairs(first, both), pairs(second, both))
    print(
        f"\ntwo coders: kappa {value:.2f} ({low:.2f} to {high:.2f}), {len(both)} texts"
    )


def twice() -> list[str]:
    """The texts that were coded twice."""
    frame = pd.read_csv(SAMPLE / "coding" / "second_texts.csv")
    return [str(i) for i in frame["reflection_id"]]


def beside_themes(gold: pd.DataFrame, ids: Sequence[str], found: Pairs) -> None:
    """Print conditions beside the themes that are near them; they are not the same."""
    print("\n## Themes of the reference coding that come near a condition")
    print("| theme | texts | of them found | found elsewhere |")
    print("|---|---|---|---|")
    themes = pairs(gold[gold["construct"] == "theme"], ids)
    for theme, codes in THEMES.items():
        own = {i for i, c in themes if c == theme}
        other = {i for i, c in found if c in codes}
        print(f"| {theme} | {len(own)} | {len(own & other)} | {len(other - own)} |")


def elsewhere(folder: Path) -> dict[str, Figures]:
    """Print how often each code fires on texts of another kind."""
    diaries = pd.read_csv(folder / "cered_en" / "journals_en.csv")["text"].dropna()
    comments = pd.read_csv(folder / "nhs_fft" / "comments.csv")
    comments = comments.loc[comments["informative"], "text"].dropna()
    sets = {
        "diaries of student teachers (CEReD)": [str(t) for t in diaries],
        "comments of NHS patients": [str(t) for t in comments],
    }
    figures: dict[str, Figures] = {}
    print("\n## Share of texts in which a code is found, texts of another kind")
    print("| code | " + " | ".join(f"{k}, {len(v)}" for k, v in sets.items()) + " |")
    print("|---|" + "---|" * len(sets))
    for kind in (ConditionFinder, LensFinder, AimFinder, PracticeFinder):
        finder = kind()
        shares = {
            name: finder.predict(texts).mean(axis=0) for name, texts in sets.items()
        }
        for j, code in enumerate(finder.codes):
            cells = " | ".join(f"{own[j]:.3f}" for own in shares.values())
            print(f"| {finder.name} {code} | {cells} |")
            for name, own in shares.items():
                figures.setdefault(finder.name, []).append(
                    {"statistic": "share of texts in which it is found"}
                    | {"value": float(own[j]), "n": len(sets[name]), "unit": "texts"}
                    | {"data": name, "code": code}
                )
    return figures


def speed() -> None:
    """Print the time for 2,000 texts of 100 words, all finders together."""
    from alsjournal.reflection._parse import parsed

    frame = pd.read_csv(SAMPLE / "tables" / "reflections.csv")
    words = " ".join(frame["text"].astype(str)).split()
    texts = [
        " ".join(words[at % len(words) : at % len(words) + 100])
        for at in range(0, 97 * 2_000, 97)
    ]
    finders = [ConditionFinder(), LensFinder(), AimFinder(), PracticeFinder()]
    for finder in finders:
        finder.spans(texts[:5])
    start = time.process_time()
    for _ in parsed(texts, ()):
        pass
    alone = time.process_time() - start
    print(f"\n2,000 texts of 100 words: {alone:.1f} s for the tokenizer")
    for own in (finders[:1], finders):
        start = time.process_time()
        for doc in parsed(texts, ()):
            for finder in own:
                finder.read(doc)
        taken = time.process_time() - start - alone
        print(f"{', '.join(f.name for f in own)}: {taken:.1f} s beside it")


def written(name: str, figures: Figures) -> None:
    """Put the figures into a model's card."""
    path = ROOT / "models" / name / "card.json"
    card = json.loads(path.read_text(encoding="utf-8"))
    card["figures"] = [
        {k: round(v, 4) if isinstance(v, float) else v for k, v in one.items()}
        | {"by": "" if str(one["statistic"]).startswith("share of texts") else MODELS}
        for one in figures
    ]
    text = json.dumps(card, indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Measure all that there is a reference for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conditions", type=Path, default=CODED)
    parser.add_argument("--second", type=Path, default=CODED_TWICE)
    parser.add_argument("--other", type=Path)
    parser.add_argument("--sets", default="C,D")
    parser.add_argument("--elsewhere", type=Path)
    parser.add_argument("--write", nargs="+", default=[], help="the models whose cards")
    given = parser.parse_args()
    frame = pd.read_csv(SAMPLE / "tables" / "reflections.csv", dtype=str)
    wanted = frame["set_id"].isin(given.sets.split(","))
    members = (frame["author_kind"] == "member") & (frame["language"] == "en")
    frame = frame[wanted & members]
    ids, texts = list(frame["reflection_id"]), list(frame["text"])
    gold = pd.read_csv(SAMPLE / "coding" / "codings.csv")
    which = f"sample programme, sets {' and '.join(given.sets.split(','))}"
    figures: dict[str, Figures] = {}

    finder = ConditionFinder()
    spans = finder.spans(texts)
    found = by_text(spans, ids)
    coded = pd.read_csv(given.conditions)
    reference = pairs(coded[coded["code"] != "other"], ids)
    data = f"{which}, conditions coded by a language model"
    args = (data, ids, finder.codes, reference, found)
    figures["als-conditions"] = measured("Conditions", *args)
    figures["als-conditions"] += effect_figure(coded, ids, spans, data)
    between(coded, pd.read_csv(given.second), ids)
    beside_themes(gold, ids, found)

    effects = finder.effects(texts)
    number = effects["reflection_id"].astype(int)
    effects = effects.assign(reflection_id=number.map(dict(enumerate(ids))))
    both = effects[effects["code"] == "mixed"]
    effects = pd.concat(
        [effects, both.assign(code="helps"), both.assign(code="hinders")]
    )
    effects = effects[effects["code"] != "mixed"]
    data = f"{which}, reference coding by language models"
    reference = pairs(gold[gold["construct"] == "condition"], ids)
    told = measured(
        "Helps and hinders",
        data,
        ids,
        ("helps", "hinders"),
        reference,
        pairs(effects, ids),
    )
    figures.setdefault("als-conditions", []).extend(f for f in told if f.get("code"))

    lens = LensFinder()
    reference = pairs(gold[gold["construct"] == "lens"], ids)
    found = by_text(lens.spans(texts), ids)
    figures["als-lens"] = measured("Lens", data, ids, lens.codes, reference, found)

    if given.other:
        other = pd.read_csv(given.other)
        own = frame[frame["reflection_id"].isin(other["reflection_id"])]
        some, read = list(own["reflection_id"]), list(own["text"])
        data = f"{which}, some texts, coded by a language model"
        for kind in (AimFinder(), PracticeFinder()):
            reference = pairs(other[other["construct"] == kind.construct], some)
            found = by_text(kind.spans(read), some)
            args = (data, some, kind.codes, reference, found)
            figures[kind.name] = measured(kind.name, *args)
    if given.elsewhere:
        for name, more in elsewhere(given.elsewhere).items():
            figures.setdefault(name, []).extend(more)
    speed()
    for name in given.write:
        written(name, figures[name])


if __name__ == "__main__":
    main()
