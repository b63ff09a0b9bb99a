"""Several processes find what one finds, also when one of them dies."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from alsjournal.datasets import load_sample
from alsjournal.errors import InputError, MissingKeyError
from alsjournal.journal import Journal
from alsjournal.scale import DaskEngine
from alsjournal.themes import ThemeModel

pytest.importorskip("distributed", reason="needs the extra scale")

KEY = "a store key only for these tests"
N = 11_000
"""More passages than are grouped, so that most are placed by workers."""


@pytest.fixture(scope="module")
def journal() -> Journal:
    texts = load_sample().identifiable_frame("reflections", ["text"])["text"]
    parts = [p for t in texts for p in re.split(r"(?<=[.!?])\s+", t) if len(p) > 20]
    chosen = np.random.default_rng(0).choice(parts, N)
    row = np.arange(N)
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i:06d}" for i in row],
            "set_id": [f"s{i // 48}" for i in row],
            "session": row % 6 + 1,
            "member": [f"m{i // 6}" for i in row],
            "text": chosen,
        }
    )
    return Journal.from_frame(frame, already_anonymised=True, permission="quote")


def model() -> ThemeModel:
    return ThemeModel(n_themes=6, random_state=0)


@pytest.fixture(scope="module")
def alone(journal: Journal) -> tuple[ThemeModel, pd.DataFrame]:
    fitted = model().fit(journal)
    assert len(fitted._groups.placed.labels) > 10_000
    return fitted, fitted.code(journal)


def workers() -> list[int]:
    """The processes that Dask started for this one."""
    import psutil

    children = psutil.Process().children(recursive=True)
    return [c.pid for c in children if "spawn_main" in " ".join(c.cmdline())]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_workers_find_what_one_process_finds_though_one_is_killed(
    journal: Journal,
    alone: tuple[ThemeModel, pd.DataFrame],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ALSJOURNAL_STORE_KEY", KEY)
    fitted, codings = alone
    killed: list[int] = []

    class Killing:
        """Kills a worker when the first part of a step is done."""

        def step(self, words: str, total: int | None = None) -> object:
            from contextlib import contextmanager

            @contextmanager
            def shown() -> object:
                def done(n: int) -> None:
                    if n == 1 and words.startswith(("Placing", "Saying")):
                        pid = workers()[0]
                        os.kill(pid, signal.SIGKILL)
                        killed.append(pid)

                yield done

            return shown()

    storage = str(tmp_path / "parts")
    engine = DaskEngine(storage=storage, n_workers=2, rows=2_000, tell=Killing())  # type: ignore[arg-type]
    with engine:
        found = engine.fit(model(), journal, None)
        coded = engine.code(found, journal)
    assert len(killed) == 2
    assert found.theme_names_ == fitted.theme_names_
    assert np.array_equal(found.centroids_, fitted.centroids_)
    assert np.array_equal(found.labels_, fitted.labels_)
    assert np.array_equal(found.predict(journal), fitted.predict(journal))
    pd.testing.assert_frame_equal(coded, codings)
    for file in (tmp_path / "parts").rglob("*"):
        if file.is_file():
            assert b"There was" not in file.read_bytes()
    engine.remove()
    assert not list(tmp_path.glob("parts/**/*.parquet"))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_what_texts_show_is_the_same_over_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alsjournal.anonymise import Anonymiser
    from alsjournal.reflection import code_reflections

    monkeypatch.setenv("ALSJOURNAL_STORE_KEY", KEY)
    sample = Anonymiser(finders=["identifiers"]).fit_transform(load_sample())
    names = ("condition", "aim")
    engine = DaskEngine(storage=str(tmp_path / "parts"), n_workers=1)
    pd.testing.assert_frame_equal(
        engine.show(sample, names), code_reflections(sample, names)
    )


def test_parts_must_be_whole_batches() -> None:
    with pytest.raises(InputError, match="multiple of 2,000"):
        DaskEngine(storage="parts", rows=2_500)


def test_without_a_store_key_nothing_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ALSJOURNAL_STORE_KEY", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(MissingKeyError), DaskEngine(storage="parts"):
        pytest.fail("began")


def test_its_repr_shows_the_storage_alone() -> None:
    assert repr(DaskEngine(storage="parts")) == "DaskEngine(storage='parts')"


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_STORE_KEY", KEY)
    frame = pd.DataFrame({"text": ["We met."]})
    journal = Journal.from_frame(frame, already_anonymised=True)
    for address in ("tcp://127.0.0.1:1", "nowhere", "http://127.0.0.1:1"):
        engine = DaskEngine(storage=str(tmp_path / "parts"), scheduler=address)
        with pytest.raises(InputError, match="that answers"):
            engine.fit(model(), journal, None)
