"""The verb ``review``: piped, on a terminal, and what it leaves behind."""

from __future__ import annotations

import os
import select
import subprocess
import sys

import pytest

from alsjournal.cli._console import shown
from alsjournal.cli._review_screen import _stretches
from alsjournal.store import JournalStore

pytestmark = pytest.mark.slow

TEXTS = (
    "id,set,when,who,text\n"
    "1,A,1,p1,We gave the Chase another try. Then Zebedee Quennell rang.\n"
    '2,A,1,p2,"Zebedee said the Kestrel pathway works. No, to be with Wren."\n'
    "3,A,2,p1,So Kestrel is dead. We asked Mark and he was cross.\n"
    "4,A,2,p3,Nothing new. Our Tuesday Huddle helped.\n"
)
TOML = (
    '[programme]\ntitle = "T"\n[files]\nreflections = "texts.csv"\n'
    'roster = "roster.csv"\n[columns.reflections]\nreflection_id = "id"\n'
    'set_id = "set"\nsession = "when"\nmember = "who"\n'
)
WORDS = ("Zebedee", "Quennell", "Kestrel", "Chase", "Casey Vale")


@pytest.fixture
def place(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "texts.csv").write_text(TEXTS)
    (source / "roster.csv").write_text("member,name\np1,Zebedee Quennell\n")
    (source / "programme.toml").write_text(
        TOML + '[review]\ncustodian = "Casey Vale"\n'
    )
    (tmp_path / "tmp").mkdir()
    assert ran(tmp_path, "ingest", "--journal", "j.duckdb").returncode == 0
    return tmp_path


def environment(place):
    return {
        **os.environ,
        "ALSJOURNAL_KEY": "a key only for this test 123",
        "HOME": str(place / "tmp"),
        "TMPDIR": str(place / "tmp"),
        "TERM": "xterm",
    }


def ran(place, verb, *args, said=""):
    return subprocess.run(
        [sys.executable, "-m", "alsjournal", verb, "in/programme.toml", *args],
        cwd=place,
        env=environment(place),
        input=said,
        capture_output=True,
        text=True,
    )


def texts(place):
    return JournalStore(place / "j.duckdb").read().table("reflections")["text"].tolist()


def test_the_way_round(place):
    keys = "e\n1 0\ny\n" + "A\n" + "u\n" + "A\n" + "r\n" + "0\n" + "m\n1-2\n" + "q\n"
    run = ran(place, "review", "--journal", "j.duckdb", "--audit", "3", said=keys)
    assert run.returncode == 0, run.stderr
    assert "Random sample: at least" in run.stdout
    log = place / "j.review.jsonl"
    assert ran(place, "ingest", "--journal", "j.duckdb").returncode == 0
    assert "We gave the Chase another try." in texts(place)[0]
    assert "Kestrel" not in "".join(texts(place))
    assert "Kestrel,always" in (place / "in" / "review-names.csv").read_text()
    # Whoever is asked again goes on where the last one stopped.
    again = ran(place, "review", "--journal", "j.duckdb", said="q\n")
    assert again.stdout.startswith("There is nothing to decide")
    whole = ran(place, "review", "--journal", "j.duckdb", "--log")
    assert "The log is whole: 8 records" in whole.stdout
    log.write_bytes(log.read_bytes().replace(b'"reject"', b'"accept"'))
    for verb, more in (("review", ["--log"]), ("review", []), ("ingest", [])):
        run = ran(place, verb, "--journal", "j.duckdb", *more)
        assert run.returncode == 1
        assert "Record 6 is not sound" in run.stderr
    log.unlink()
    run = ran(place, "review", "--journal", "j.duckdb", "--log")
    assert "cut off" in run.stderr
    assert ran(place, "review", "--journal", "j.duckdb", "--restart").returncode == 0
    assert ran(place, "ingest", "--journal", "j.duckdb").returncode == 0
    kept = JournalStore(place / "j.duckdb").provenance()["review"]
    assert (kept["records"], kept["restarts"]) == (0, 1)


def test_what_is_no_key_decides_nothing(place):
    """The first letter of a word is no answer: an "r" would leave a name open."""
    said = "really her\nnobody\nAnn\nq\n"
    run = ran(place, "review", "--journal", "j.duckdb", said=said)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("none of the keys") == 3
    assert "Done: 0 of" in run.stdout


def test_numbers_that_are_not_there_mask_nothing_by_halves():
    words = [(0, 3), (4, 9), (10, 12)]
    assert _stretches("1 2-3\n", words) == [(0, 3), (4, 12)]
    assert _stretches("1, 3", words) == [(0, 3), (10, 12)]
    for wrong in ("1 9", "3-2", "0", "1 Wren", "1-", "\n"):
        assert _stretches(wrong, words) == [], wrong


def test_who_may_not_and_what_is_missing(place):
    toml = place / "in" / "programme.toml"
    toml.write_text(TOML)
    run = ran(place, "review", "--journal", "j.duckdb")
    assert (run.returncode, "custodian" in run.stderr) == (2, True)
    toml.write_text(TOML + '[review]\ncustodian = "Casey Vale"\n')
    run = ran(place, "review", "--journal", "j.duckdb", "--second")
    assert (run.returncode, "second" in run.stderr) == (2, True)
    run = ran(place, "review", "--journal", "none.duckdb")
    assert run.returncode == 2
    toml.write_text(TOML + '[review]\nwho = "Casey Vale"\n')
    run = ran(place, "review", "--journal", "j.duckdb")
    assert run.returncode == 2
    assert "Casey" not in run.stderr + run.stdout


def test_only_the_sentence_is_shown_and_nothing_is_kept(place):
    run = ran(place, "review", "--journal", "j.duckdb", "--audit", "9", said="a\n" * 4)
    sentences = [line for line in run.stdout.splitlines() if ">>" in line]
    others = [line for line in run.stdout.splitlines() if ">>" not in line]
    assert any("Kestrel" in line for line in sentences)
    kept = ["\n".join(others), run.stderr]
    kept += [
        path.read_bytes().decode("latin-1")
        for path in place.rglob("*")
        if path.is_file() and path.parent.name != "in"
    ]
    everything = "\n".join(kept)
    assert '"decision": "accept"' in everything
    for word in WORDS:
        assert word.lower() not in everything.lower(), word


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
def test_a_terminal_keeps_nothing_in_its_scrollback(place):
    import pty

    parent, child = pty.openpty()
    words = ["review", "in/programme.toml", "--journal", "j.duckdb"]
    process = subprocess.Popen(
        [sys.executable, "-m", "alsjournal", *words],
        cwd=place,
        env=environment(place),
        stdin=child,
        stdout=child,
        stderr=subprocess.DEVNULL,
    )
    os.close(child)
    seen = b""
    while process.poll() is None or select.select([parent], [], [], 0)[0]:
        if not select.select([parent], [], [], 1)[0]:
            # A key that comes before the program listens is lost: press it again.
            asked = seen.count(b"q stop")
            os.write(parent, {0: b"", 1: b"r"}.get(asked, b"q"))
            continue
        try:
            part = os.read(parent, 65_536)
        except OSError:  # the terminal's other end is closed
            break
        seen += part
        if not part:
            break
    os.close(parent)
    assert process.wait() == 0
    start, end = seen.index(b"\x1b[?1049h"), seen.index(b"\x1b[?1049l")
    assert b"Kestrel" in seen[start:end]
    for word in WORDS:
        assert word.encode() not in seen[:start] + seen[end:]
    assert '"reject"' in (place / "j.review.jsonl").read_text()


def test_a_text_cannot_speak_to_the_terminal():
    assert "\x1b" not in shown("a\x1b]0;title\x07b")
    assert len(shown("a\x1b\u202e\r\u2028b")) == 6
