"""``alsjournal bench``: how long each stage takes here, beside spaCy's plain pipe.

Seconds are told twice: those that went by, and those that a processor worked (with
ended processes that were started for it), which count where others use the machine.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from alsjournal.cli._run import out, say, verb

__all__ = ["bench"]

R = TypeVar("R")

_Seconds = tuple[float, float]
"""Those that went by, and those of processors."""

SHOWN = "what texts show"
"""The one stage that reads grammar, as the parser of spaCy's pipe does."""
_KEY = "measuring-only-no-persons-here"


@verb
def bench(
    n: Annotated[int, typer.Option("--n", min=50, help="How many texts.")] = 1000,
    json_to: Annotated[
        str | None, typer.Option("--json", help="Write JSON there; - for the screen.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed")] = 0,
) -> None:
    """Time the whole way, read to report, on texts recombined from the sample."""
    figures = _measure(n, seed)
    if json_to == "-":
        typer.echo(json.dumps(figures, indent=2))
    elif json_to is not None:
        Path(json_to).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        say(f"Written to {json_to}")
    else:
        _show(figures)


def _show(figures: dict[str, Any]) -> None:
    from rich.table import Table

    title = f"{figures['n']:,} texts, {figures['words']:,} words"
    table = Table("stage", "seconds", "of processor", "texts a second", title=title)
    for stage, row in figures["stages"].items():
        table.add_row(
            stage,
            f"{row['seconds']:.2f}",
            f"{row['processor_seconds']:.2f}",
            f"{row['texts_per_second']:,.0f}",
        )
    out().print(table)
    say(
        f"Throughput as a ratio to spaCy's plain pipe: "
        f"{figures['ratio_to_spacy_pipe']}, by seconds of processor "
        f"{figures['ratio_to_spacy_pipe_processor']}; without {SHOWN} "
        f"{figures['ratio_themes_alone_processor']}"
    )


def _measure(n: int, seed: int) -> dict[str, Any]:
    import os
    import platform
    from importlib.metadata import version

    from alsjournal._version import __version__
    from alsjournal.nlp import load_pipeline

    texts = _texts(n, seed)
    plain = load_pipeline()
    list(plain.pipe(texts[:20]))  # neither side pays for the first use
    _whole_way(texts[:50])
    begun = _now()
    for _ in plain.pipe(texts):
        pass
    spacy_seconds = _since(begun)
    stages = _whole_way(texts)
    wall, work = (sum(parts) for parts in zip(*stages.values(), strict=True))
    themes_alone = work - stages[SHOWN][1]
    rows = {**stages, "whole way": (wall, work), "spaCy's plain pipe": spacy_seconds}
    return {
        "n": n,
        "words": sum(len(text.split()) for text in texts),
        "stages": {
            name: {
                "seconds": round(seconds, 3),
                "processor_seconds": round(worked, 3),
                "texts_per_second": round(n / seconds, 1),
            }
            for name, (seconds, worked) in rows.items()
        },
        "ratio_to_spacy_pipe": round(spacy_seconds[0] / wall, 3),
        "ratio_to_spacy_pipe_processor": round(spacy_seconds[1] / work, 3),
        "ratio_themes_alone_processor": round(spacy_seconds[1] / themes_alone, 3),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "spacy": version("spacy"),
        "alsjournal": __version__,
    }


def _texts(n: int, seed: int) -> list[str]:
    """Recombine the sample's sentences into texts of its own lengths."""
    from alsjournal.datasets import load_sample

    frame = load_sample().identifiable_frame("reflections", ["text"])  # fictional
    lengths, sentences = [], []
    for text in frame["text"]:
        parts = [p for p in re.split(r"(?<=[.!?])\s+", text) if p.strip()]
        lengths.append(len(parts))
        sentences += parts
    chance = random.Random(seed)  # noqa: S311 - for measuring, not for secrets
    return [
        " ".join(chance.sample(sentences, chance.choice(lengths))) for _ in range(n)
    ]


def _now() -> _Seconds:
    import os

    return time.perf_counter(), sum(os.times()[:4])


def _since(begun: _Seconds) -> _Seconds:
    now = _now()
    return now[0] - begun[0], now[1] - begun[1]


def _whole_way(texts: list[str]) -> dict[str, _Seconds]:
    """Read, anonymise, keep, find themes, count, read, report: seconds for each."""
    import os

    import pandas as pd

    from alsjournal.anonymise import Anonymiser
    from alsjournal.ingest import read_journal
    from alsjournal.reflection import code_reflections
    from alsjournal.report import write_report
    from alsjournal.report.shown import READ_FOR
    from alsjournal.store import JournalStore
    from alsjournal.themes import ThemeModel
    from alsjournal.trends import Coded, theme_prevalence

    seconds: dict[str, _Seconds] = {}

    def timed(stage: str, function: Callable[[], R]) -> R:
        begun = _now()
        result = function()
        seconds[stage] = _since(begun)
        return result

    earlier = os.environ.get("ALSJOURNAL_KEY")
    os.environ["ALSJOURNAL_KEY"] = _KEY
    try:
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            _programme(texts, place)
            raw = timed("read", lambda: read_journal(place / "programme.toml"))
            clean = timed("anonymise", lambda: Anonymiser().fit_transform(raw))
            store = JournalStore(place / "journal.duckdb")
            timed("keep", lambda: store.write(clean))
            journal = store.read()
            model = timed("themes", lambda: ThemeModel(random_state=0).fit(journal))
            codings = timed("code", lambda: model.code(journal))
            coded: Any = Coded.by_model(model, journal, pd.DataFrame(codings))
            timed("count", lambda: theme_prevalence(journal, coded))
            page = place / "summary.html"
            shown = timed(SHOWN, lambda: code_reflections(journal, READ_FOR))
            timed("report", lambda: write_report(journal, coded, page, codings=shown))
    finally:
        if earlier is None:
            del os.environ["ALSJOURNAL_KEY"]
        else:
            os.environ["ALSJOURNAL_KEY"] = earlier
    return seconds


def _programme(texts: list[str], folder: Path) -> None:
    """Lay the texts out as a programme of sets of eight and six sessions."""
    import pandas as pd

    order = range(len(texts))
    frame = pd.DataFrame(
        {
            "reflection_id": [f"b{i:07d}" for i in order],
            "set_id": [f"s{i // 48 % 400:03d}" for i in order],
            "session": [i % 6 + 1 for i in order],
            "member": [f"p{i // 6:06d}" for i in order],
            "text": texts,
        }
    )
    frame.to_csv(folder / "reflections.csv", index=False)
    (folder / "programme.toml").write_text(
        '[programme]\ntitle = "Bench"\n\n[files]\nreflections = "reflections.csv"\n\n'
        '[permissions]\nuse = "quote"\nreach = "programme"\n',
        encoding="utf-8",
    )
