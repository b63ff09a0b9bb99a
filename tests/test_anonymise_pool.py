"""Several processes: the same spans, and no trace of them."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from alsjournal import _child
from alsjournal.anonymise import Anonymiser, pool
from alsjournal.anonymise.pool import Pool, n_processes
from alsjournal.anonymise.worker import serve
from alsjournal.errors import AlsjournalError, InputError
from alsjournal.journal import RawJournal

FAST = ("identifiers", "roster", "organisations", "people")
TEXTS = [f"So Sarah Jones rang {i} times, on 07700 9001{i:02d}." for i in range(40)]


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only")


def raw():
    frame = pd.DataFrame(
        {"reflection_id": [f"r{i}" for i in range(40)], "text": TEXTS, "member": "A01"}
    )
    roster = pd.DataFrame({"member": ["A01"], "name": ["Sarah Jones"]})
    return RawJournal({"reflections": frame, "roster": roster})


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr("alsjournal.anonymise.programme._BATCH", 7)


def test_how_many(monkeypatch):
    monkeypatch.setattr(pool, "_cores", lambda: 4)
    assert n_processes(None, 10, None) == 1
    assert n_processes(None, 2_000_000, None) == 4
    assert n_processes(-1, 10, FAST) == 4
    assert n_processes(-2, 10, FAST) == 3
    assert n_processes(-9, 10, FAST) == 1
    assert n_processes(3, 10, FAST) == 3
    assert n_processes(3, 10, [*FAST, object()]) == 1
    for wrong in (0, 1.5, True, "2"):
        with pytest.raises(InputError, match="n_jobs"):
            n_processes(wrong, 10, None)


@pytest.mark.slow
def test_two_are_as_one(small_parts):
    alone, both = [
        Anonymiser(finders=FAST, n_jobs=n).fit_transform(raw()) for n in (1, 2)
    ]
    for name in alone.tables():
        pd.testing.assert_frame_equal(alone.table(name), both.table(name))
    assert alone.provenance == both.provenance
    spans = [
        Anonymiser(finders=FAST, n_jobs=n).spans(TEXTS, roster=["Sarah Jones"])
        for n in (1, 2)
    ]
    assert spans[0] == spans[1]


@pytest.mark.slow
def test_the_whole_chain_is_the_same_in_two(small_parts):
    one, two = [Anonymiser(n_jobs=n).spans(TEXTS[:20]) for n in (1, 2)]
    assert one == two


@pytest.mark.slow
def test_an_interrupt_ends_all(small_parts, monkeypatch):
    children = []
    make = subprocess.Popen

    def noted(*args, **kwargs):
        assert not any(n.startswith("ALSJOURNAL") for n in kwargs["env"])
        children.append(make(*args, **kwargs))
        return children[-1]

    monkeypatch.setattr(_child.subprocess, "Popen", noted)

    def interrupt(done):
        raise KeyboardInterrupt

    anonymiser = Anonymiser(finders=FAST, n_jobs=2).fit(raw())
    with pytest.raises(KeyboardInterrupt):
        anonymiser.transform(raw(), progress=interrupt)
    assert len(children) == 2
    assert all(child.poll() is not None for child in children)


@pytest.mark.slow
def test_a_child_that_dies_is_said():
    with Pool(1, finders=FAST, gazetteer=None, roster=()) as one:
        one._children[0]._child._process.kill()
        with pytest.raises(AlsjournalError, match="n_jobs=1") as error:
            list(one.map([TEXTS]))
        assert "Sarah" not in str(error.value)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_no_text_on_the_disk(small_parts, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with Pool(2, finders=FAST, gazetteer=None, roster=()) as both:
        for _ in both.map([TEXTS[:9], TEXTS[9:]]):
            opened = {
                str(Path(f"/proc/{c._child._process.pid}/fd/{n}").readlink())
                for c in both._children
                for n in (0, 1)
            }
            assert all(place.startswith("pipe:") for place in opened)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.slow
def test_a_script_needs_no_guard(tmp_path):
    script = tmp_path / "plain.py"
    script.write_text(
        "import alsjournal as als\n"
        f"a = als.Anonymiser(finders={FAST!r}, n_jobs=2)\n"
        "print(len(a.spans(['So Ann Lee came.'], roster=['Ann Lee'])[0]))\n"
    )
    run = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "1\n"


def test_what_a_worker_says():
    setting = {
        "finders": FAST,
        "gazetteer": None,
        "patterns": None,
        "roster": [["Ann Lee", ["AL"], "A1", "", ""]],
    }
    lines = [json.dumps(line) for line in (setting, ["So Ann came.", "\ud800 Ann"])]
    answers = io.BytesIO()
    serve(io.BytesIO("\n".join(lines).encode()), answers)
    (said,) = map(json.loads, answers.getvalue().splitlines())
    assert said[0] == [[3, 6, "PERSON", "roster", 1.0]]
    assert said[1][0][:2] == [2, 5]
