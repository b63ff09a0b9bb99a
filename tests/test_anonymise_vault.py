"""The sealed vault. Needs the extra of that name."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import sys

import pandas as pd
import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.vault import Original, Vault
from alsjournal.errors import (
    ConfigError,
    DisclosureError,
    InputError,
    MissingExtraError,
    SourceError,
)
from alsjournal.journal import RawJournal
from alsjournal.store import JournalStore

KEY = "a key of the tests only"
FAST = ("identifiers", "roster", "organisations", "people")
WORDS = ("Sarah", "Jones", "07700")


def test_without_the_extra_it_says_its_cure(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyrage", None)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[vault\]"):
        Vault(tmp_path / "v")


@pytest.fixture
def keys():
    pyrage = pytest.importorskip("pyrage", reason="needs the extra vault")
    pairs = [pyrage.x25519.Identity.generate() for _ in range(2)]
    return [(str(p.to_public()), str(p)) for p in pairs]


def m(value):
    return pseudonym(KEY.encode(), "m", value.casefold())


def originals(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    frame = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "member": ["A01", "A02"],
            "text": ["Ring 07700 900123.", "So Sarah Jones rang 07700 900123."],
        }
    )
    roster = pd.DataFrame({"member": ["A01"], "name": ["Sarah Jones"]})
    raw = RawJournal({"reflections": frame, "roster": roster})
    found: list[Original] = []
    journal = Anonymiser(finders=FAST).fit_transform(raw, originals=found)
    return journal, found


def test_each_original_stands_where_its_surrogate_does(monkeypatch):
    journal, found = originals(monkeypatch)
    texts = journal.table("reflections").set_index("reflection_id")["text"]
    assert [texts[o.row][o.start : o.end] for o in found] == [
        o.surrogate for o in found
    ]
    said = [(o.original, o.label, o.person, o.writer) for o in found]
    assert said == [
        ("07700 900123", "PHONE", "", m("A01")),
        ("Sarah Jones", "PERSON", m("A01"), m("A02")),
        ("07700 900123", "PHONE", "", m("A02")),
    ]
    assert not any(w in repr(found) for w in WORDS)
    with pytest.raises(DisclosureError):
        pickle.dumps(found)


def test_a_row_whose_key_has_gaps_has_its_originals(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    texts = pd.DataFrame({"reflection_id": ["r1"], "text": ["We met."]})
    wording = pd.DataFrame(
        {"version": [1], "level": ["programme"], "text": ["Ring 07700 900123 first."]}
    )
    raw = RawJournal({"reflections": texts, "objectives": wording})
    found: list[Original] = []
    journal = Anonymiser(finders=FAST).fit_transform(raw, originals=found)
    assert [(o.table, o.row) for o in found] == [("objectives", "/programme//1")]
    assert "07700" not in journal.table("objectives")["text"][0]


def test_only_who_holds_a_key_reads_it(tmp_path, monkeypatch, keys):
    _, found = originals(monkeypatch)
    (public, private), (_, stranger) = keys
    sealed = Vault(tmp_path / "v.age")
    assert sealed.write(found, recipients=[public], source="texts.csv") == 3
    assert sealed.read(private) == found
    data = (tmp_path / "v.age").read_bytes()
    assert not any(w.encode() in data for w in (*WORDS, m("A01")))
    assert stat.S_IMODE((tmp_path / "v.age").stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["v.age"]
    with pytest.raises(DisclosureError):
        sealed.read(stranger)
    # The same source again takes the place of the first; another stands beside it.
    sealed.write(found[:1], recipients=[public], source="texts.csv")
    sealed.write(found[1:], recipients=[public], source="more.csv")
    assert sealed.read(private) == found


def test_forget_reaches_it(tmp_path, monkeypatch, keys):
    _, found = originals(monkeypatch)
    (public, private), (other, stranger) = keys
    sealed = Vault(tmp_path / "v.age")
    sealed.write(found, recipients=[public, other], source="texts.csv")
    before = (tmp_path / "v.age").read_bytes()
    with pytest.raises(InputError):
        sealed.forget("", private)
    with pytest.raises(ConfigError):
        sealed.forget(m("A01"), "no key")
    assert (tmp_path / "v.age").read_bytes() == before
    assert sealed.forget(m("A01"), private) == 2
    assert sealed.read(stranger) == found[2:]
    assert sealed.forget(m("A01"), private) == 0


def test_where_it_may_not_lie(tmp_path, keys):
    (_, private), _ = keys
    journal = tmp_path / "data" / "j.duckdb"
    journal.parent.mkdir()
    for place in (journal.parent, journal.parent / "below"):
        with pytest.raises(DisclosureError, match="apart from the journal"):
            Vault(place / "v.age").check_place(journal)
    away = tmp_path / "away"
    away.mkdir()
    Vault(away / "v.age").check_place(journal)
    (away / "notes.txt").write_text(f"# made today\n{private}\n")
    with pytest.raises(DisclosureError, match="private key") as error:
        Vault(away / "v.age").check_place(journal)
    assert private not in str(error.value)


def test_wrong_recipients_are_refused_and_not_repeated(tmp_path, keys):
    (public, private), _ = keys
    sealed = Vault(tmp_path / "v.age")
    for wrong in ([], [private], ["age1xyz"], [public, ""], public):
        with pytest.raises(ConfigError) as error:
            sealed.write([], recipients=wrong, source="x")
        assert private not in str(error.value)
    assert not (tmp_path / "v.age").exists()


@pytest.mark.parametrize("data", [b"rubbish\n", b"{}\n", b"[1]\n", b"\xff\n"])
def test_rubbish_is_said(tmp_path, keys, data):
    (public, private), _ = keys
    (tmp_path / "v.age").write_bytes(data)
    sealed = Vault(tmp_path / "v.age")
    with pytest.raises(SourceError, match="vault"):
        sealed.read(private)
    with pytest.raises(SourceError, match="vault"):
        sealed.write([], recipients=[public], source="x")
    assert (tmp_path / "v.age").read_bytes() == data


def test_a_damaged_vault_is_not_half_read(tmp_path, monkeypatch, keys):
    _, found = originals(monkeypatch)
    (public, private), _ = keys
    path = tmp_path / "v.age"
    sealed = Vault(path)
    sealed.write(found, recipients=[public], source="x")
    data = bytearray(path.read_bytes())
    at = data.index(b'"sealed": "') + 400
    data[at] = ord("A") if data[at] != ord("A") else ord("B")
    path.write_bytes(bytes(data))
    with pytest.raises(DisclosureError):
        sealed.read(private)


def test_a_stop_while_writing_leaves_the_old_one(tmp_path, monkeypatch, keys):
    _, found = originals(monkeypatch)
    (public, private), _ = keys
    path = tmp_path / "v.age"
    Vault(path).write(found[:1], recipients=[public], source="x")

    def stop(handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        Vault(path).write(found, recipients=[public], source="x")
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert Vault(path).read(private) == found[:1]
    Vault(path).write(found, recipients=[public], source="x")
    assert Vault(path).read(private) == found


@pytest.mark.slow
def test_ingest_seals(tmp_path, keys):
    (public, private), _ = keys
    for name in ("in", "out", "away", "home"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "t.csv").write_text("member,text\np1,Ring 07700 900123.\n")
    env = {**os.environ, "ALSJOURNAL_KEY": KEY, "HOME": str(tmp_path / "home")}

    def run(*args):
        words = ["ingest", "../in/t.csv", "--journal", "j.duckdb", *args]
        return subprocess.run(
            [sys.executable, "-m", "alsjournal", *words],
            cwd=tmp_path / "out",
            env={**env, "TMPDIR": str(tmp_path / "home")},
            capture_output=True,
            text=True,
        )

    assert run("--vault", "../away/v.age").returncode == 2
    refused = run("--vault", "v.age", "--recipient", public)
    assert refused.returncode == 1
    assert not list((tmp_path / "out").iterdir())
    done = run("--vault", "../away/v.age", "--recipient", public)
    assert done.returncode == 0, done.stderr
    (one,) = Vault(tmp_path / "away" / "v.age").read(private)
    assert one.original == "07700 900123"
    kept = [done.stdout, done.stderr]
    for name in ("out", "away", "home"):
        files = [p for p in (tmp_path / name).rglob("*") if p.is_file()]
        kept += [path.read_bytes().decode("latin-1") for path in files]
    assert "07700" not in "\n".join(kept)
    store = JournalStore(tmp_path / "out" / "j.duckdb")
    assert store.provenance()["vault"] == "v.age"
