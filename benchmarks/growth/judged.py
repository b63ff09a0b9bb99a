"""Ours beside what else there is, on one set of texts: how fast, and how well.

    python benchmarks/growth/judged.py --data FOLDER [--texts 10000] [--maps FOLDER]
        [--folder F]

Half of the texts are passages of the second UK set's unseen half, which nobody looked
at while rules were made, put together anew; where identifiers stand in them is known.
Then come comments of NHS patients to which people gave one code, whole and each once
(texts that share sentences would be grouped by these); the rest is sentences of the
other real sets, put together anew as comments. So one run tells of each way its
seconds, the share of identifiers that it masks, and how far its themes agree with the
codes (over the comments, what is unclear a grouping of its own; AMI is NMI less what
chance gives, which grows with the number of groupings). The map of our embedder has
seen the comments, though not their codes: ``--maps`` names a folder with one that has
not (``FOLDER/nhs_fft``, see `themes.py`), whose figures then stand beside.

Needs ``ALSJOURNAL_GROWTH_PEERS``, as `__main__` does. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.append(str(Path(__file__).resolve().parents[1]))
sys.path.append(str(Path(__file__).resolve().parents[1] / "anonymise"))

from measure import ALL, DIRECT, Tally, headings
from page import COMPARED
from sets import second
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    normalized_mutual_info_score,
)
from tables import percent, table, with_interval
from texts import A_SET, SESSIONS
from theme_scale import SOURCES, pools
from themes import nhs_fft

HERE = Path(__file__).resolve().parent
OURS, PEERS = "ours", ("presidio-bertopic", "by-hand")
STAGES = ("keep", "group", "code", "count")
NAMES = {
    "ours": "ours",
    "presidio-bertopic": "Presidio, BERTopic with MiniLM, pandas",
    "by-hand": "spaCy and scikit-learn by hand",
}
WORDS = 110
"""Of a text of passages at least."""
FFT = "nhs_fft"

Part = tuple[int, dict[str, Any]]
"""Where a passage begins in its text, and the passage."""
Found = tuple[list[list[tuple[int, int]]], dict[str, list[int]]]
"""Spans of each text, and labels of all by how they were asked for."""


def made(data: Path, n: int) -> tuple[pd.DataFrame, list[list[Part]], list[str]]:
    """Return texts, the passages of the first half, the codes of what comes next."""
    rng = np.random.default_rng(0)
    passages = second(1)
    texts: list[str] = []
    parts: list[list[Part]] = []
    for _ in range(n // 2):
        own: list[Part] = []
        text = ""
        while len(text.split()) < WORDS:
            drawn = passages[int(rng.integers(len(passages)))]
            text += "\n\n" if text else ""
            own.append((len(text), drawn))
            text += drawn["text"]
        texts.append(text)
        parts.append(own)
    comments, codes = nhs_fft(data)
    texts += comments[: n - len(texts)]
    real, lengths = pools(data)
    others = [
        pool for pool, (name, _) in zip(real, SOURCES, strict=True) if name != FFT
    ]
    while len(texts) < n:
        pool = others[int(rng.integers(len(others)))]
        wanted, own_words = rng.choice(lengths), []
        while len(own_words) < wanted:
            own_words += pool[int(rng.integers(len(pool)))].split()
        texts.append(" ".join(own_words))
    order = np.arange(n)
    frame = pd.DataFrame(
        {
            "reflection_id": [f"b{i:07d}" for i in order],
            "set_id": [f"s{i:05d}" for i in order // SESSIONS // A_SET],
            "session": order % SESSIONS + 1,
            "member": [f"p{i:06d}" for i in order // SESSIONS],
            "text": texts,
        }
    )
    return frame, parts, codes[: n - len(parts)]


def gone(way: str, folder: Path) -> pd.DataFrame:
    """Go a way; return what its steps took, kept in the folder."""
    kept = folder / f"took-{way}.json"
    if kept.exists():
        return pd.DataFrame(json.loads(kept.read_text(encoding="utf-8")))
    script, python, steps = "stages.py", sys.executable, STAGES
    if way != OURS:
        python = os.environ["ALSJOURNAL_GROWTH_PEERS"]
        script, steps = "peers.py", (way,)
    rows: list[dict[str, Any]] = []
    environment = {**os.environ, "TOKENIZERS_PARALLELISM": "false"}
    for step in steps:
        done = subprocess.run(
            [python, str(HERE / script), step, str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env=environment,
        )
        rows += json.loads(done.stdout.splitlines()[-1])
    kept.write_text(json.dumps(rows), encoding="utf-8")
    return pd.DataFrame(rows)


def ours(folder: Path, texts: list[str], maps: Path | None, many: int) -> Found:
    """Return what ours masked, and how it groups, by what was asked for."""
    from alsjournal.anonymise import Anonymiser
    from alsjournal.embed import SpacyEmbedder
    from alsjournal.store import JournalStore
    from alsjournal.themes import ThemeModel

    spans = [[(s.start, s.end) for s in own] for own in Anonymiser().spans(texts)]
    journal = JournalStore(folder / "journal.duckdb").read()
    ids = journal.table("reflections", ["reflection_id"])["reflection_id"]
    order = np.argsort(ids.to_numpy())
    models = {"": ThemeModel.load(folder / "pending")}
    for how, projection in (("", "default"), (", kept out", maps and maps / FFT)):
        if projection is None:
            continue
        settings = {
            how: {},
            f"{how}, none unclear": {"unclear": 0.0},
            f"{how}, {many} themes, none unclear": {"unclear": 0.0, "n_themes": many},
        }
        for name, asked in settings.items():
            if name not in models:
                embedder = SpacyEmbedder(projection=projection)
                model = ThemeModel(embedder=embedder, random_state=0, **asked)
                models[name] = model.fit(journal)
    return spans, {how: m.predict(journal)[order].tolist() for how, m in models.items()}


def of_others(way: str, folder: Path) -> Found:
    """Return what another way masked, and how it groups."""
    kept = json.loads((folder / f"{way}.json").read_text(encoding="utf-8"))
    return kept["spans"], {"": kept["labels"]}


def masked(parts: list[list[Part]], spans: list[list[tuple[int, int]]]) -> Tally:
    """Return what of the identifiers is masked, and of other words."""
    tally = Tally()
    units: dict[str, int] = {}
    for own, found in zip(parts, spans, strict=False):
        for start, passage in own:
            text = passage["text"]
            marks = [(a, b, headings(label)) for a, b, label, _ in passage["spans"]]
            here = [
                (max(a - start, 0), min(b - start, len(text)))
                for a, b in found
                if a < start + len(text) and b > start
            ]
            unit = units.setdefault(passage["template"], len(units))
            tally.add(text, marks, here, unit)
    return tally


def themes(codes: list[str], labels: list[int], first: int) -> list[str]:
    """Return how far the labels of comments agree with their codes, as cells."""
    own = labels[first : first + len(codes)]
    return [
        f"{normalized_mutual_info_score(codes, own):.3f}",
        f"{adjusted_mutual_info_score(codes, own):.3f}",
        f"{adjusted_rand_score(codes, own):.3f}",
        str(len(set(own) - {-1})),
        percent(np.mean(np.asarray(own) == -1)),
    ]


HEAD = (
    *("way", "s of processor", "texts a second", "peak MB"),
    *("direct identifiers masked", "all", "other words masked"),
    *("NMI", "AMI", "ARI", "themes of the comments", "unclear"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=os.environ.get("ALSJOURNAL_DATA"))
    parser.add_argument("--texts", type=int, default=10_000)
    parser.add_argument("--maps", type=Path, help="maps without a set, by its name")
    parser.add_argument("--folder", type=Path, help="for texts and journal, kept")
    said = parser.parse_args()
    if said.data is None:
        parser.error("say where the data is: --data, or ALSJOURNAL_DATA")
    if "ALSJOURNAL_GROWTH_PEERS" not in os.environ:
        parser.error("say where the peers' Python is: ALSJOURNAL_GROWTH_PEERS")
    with tempfile.TemporaryDirectory() as scratch:
        folder = said.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        frame, parts, codes = made(Path(said.data), said.texts)
        frame.to_csv(folder / "reflections.csv", index=False)
        (folder / "programme.toml").write_text(
            '[programme]\ntitle = "Measuring"\n\n[files]\n'
            'reflections = "reflections.csv"\n\n[permissions]\nuse = "quote"\n'
            'reach = "programme"\n',
            encoding="utf-8",
        )
        took = {way: gone(way, folder) for way in (OURS, *PEERS)}
        found = {way: of_others(way, folder) for way in PEERS}
        many = len(set(found[PEERS[0]][1][""]) - {-1})
        texts = frame["text"].tolist()
        found = {OURS: ours(folder, texts, said.maps, many), **found}
    rows = []
    for way, (spans, groupings) in found.items():
        stages = took[way]
        busy = stages.loc[stages["stage"].isin(COMPARED), "processor"].sum()
        tally = masked(parts, spans)
        cells = [
            *(f"{busy:.0f}", f"{said.texts / busy:.0f}"),
            f"{stages['peak_mb'].max():,.0f}",
            *(with_interval(tally, DIRECT), with_interval(tally, ALL)),
            percent(tally.others / max(tally.words, 1)),
        ]
        for how, labels in groupings.items():
            measures = [""] * len(cells) if how else cells
            agreed = themes(codes, labels, len(parts))
            rows.append([NAMES[way] + how, *measures, *agreed])
    print("\n".join(table(HEAD, rows)))


if __name__ == "__main__":
    main()
