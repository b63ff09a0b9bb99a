"""Who is forgotten leaves no id and no word beside a journal either."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_themes_model import TOPICS

from alsjournal._given import pending_themes
from alsjournal.errors import InputError, SourceError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore
from alsjournal.themes import (
    Codebook,
    FrameworkCoder,
    Theme,
    ThemeModel,
    forget_members,
    read_codebook,
    strike_quotes,
    write_codebook,
)
from alsjournal.themes._corrections import key_of
from alsjournal.themes._strike import Gone, struck
from alsjournal.themes.forgetting import themes_beside

CANARY = "The quokka ledger went astray below the orangery again"
SHORT = "Quokka ledger."
MEMBER = "m-zanzibar"
OWN = ["xylo-1", "xylo-2", "xylo-3"]
TRACES = ("quokka", "orangery", "xylo", "zanzibar", "pangolin")
"""Words, ids, the pseudonym, and what a person said of a text of theirs."""


def a_journal() -> Journal:
    topics = [words for words in TOPICS.values() for _ in range(8)]
    texts = [f"{words} {i}." for i, words in enumerate(topics)]
    people = [f"m{i % 4}" for i in range(len(texts))]
    ids = [f"r{i}" for i in range(len(texts))]
    reflections = pd.DataFrame(
        {
            "reflection_id": [*ids, *OWN],
            "member": [*people, *[MEMBER] * 3],
            "text": [*texts, f"{CANARY}.", texts[0], texts[9]],
            "session": 1,
        }
    )
    codings = pd.DataFrame(
        {
            "coding_id": ["xylo-coding", "c2"],
            "reflection_id": [OWN[0], "r1"],
            "code": "beds",
            "construct": "theme",
            "coder": "Ade",
        }
    )
    permissions = pd.DataFrame({"reflection_id": [*ids, *OWN], "use": "counts"})
    tables = {"reflections": reflections, "codings": codings}
    return Journal({**tables, "permissions": permissions})


def edited(book: Codebook) -> Codebook:
    """Point at somebody's texts in every way there is."""
    by = {"by": "Ade", "on": "2026-05-01"}
    book = book.rename("t1", CANARY, **by)
    book = book.read("t1", [OWN[0], "r0", "r1"], why="pangolin", **by)
    book = book.read("t1", [OWN[0], "r2"], **by)
    book = book.does_not_fit("t2", ["r3", OWN[1]], **by)
    book = book.put_in("t2", OWN[0], why="the pangolin of xylo-1", **by)
    book = book.put_in("t2", "r4", why=f"as {MEMBER} says", **by)
    book = book.take_out("t1", OWN[1], why="pangolin", **by)
    book = book.take_out("t1", "r5", **by)
    book = book.define(
        "t2",
        definition=f"It is that {CANARY.lower()}!",
        include="Said of xylo-2.",
        examples=[SHORT, CANARY, "No beds on the ward."],
        coded_examples=["xylo-coding", "c2"],
        **by,
    )
    book = book.split("t1", ["Part", f"{CANARY}, in short"], **by)
    return book.adopt("t2", central_idea=CANARY, by="Ade", date="2026-05-02")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("programme")
    store = JournalStore(folder / "my.duckdb")
    store.write(a_journal())
    model = ThemeModel(n_themes=3, random_state=0).fit(store.read())
    model = model.with_codebook(edited(model.codebook_))
    model.save(folder / "my.themes")
    write_codebook(model.codebook_, folder / "notes.jsonl")
    return folder


@pytest.fixture
def store(kept: Path, tmp_path: Path) -> JournalStore:
    return JournalStore(shutil.copytree(kept, tmp_path / "own") / "my.duckdb")


def traces(folder: Path) -> set[str]:
    files = [p for p in folder.rglob("*") if p.is_file()]
    said = "\n".join(p.read_bytes().decode("latin-1").lower() for p in files)
    said += "\n".join(str(p).lower() for p in files)
    return {word for word in TRACES if word in said}


def without(theme: Theme) -> Theme:
    """Return a theme as it must be after its texts are forgotten."""
    lost = set(theme.texts_read) & set(OWN)
    rest = {
        field: tuple(i for i in getattr(theme, field) if i not in (*OWN, "xylo-coding"))
        for field in ("texts_read", "does_not_fit", "put_in", "taken_out")
    }
    return replace(theme, n_read=theme.n_read - len(lost), **rest)


@pytest.mark.slow
def test_nothing_of_a_forgotten_member_is_left_in_any_file(store: JournalStore) -> None:
    folder = store.path.parent
    assert traces(folder) == set(TRACES)  # the test would see what is there
    before = read_codebook(folder / "notes.jsonl")
    report, done = forget_members(store, MEMBER)
    assert report.found
    assert traces(folder) == set()
    assert {d.place.name for d in done} == {"my.themes", "notes.jsonl"}
    assert {d.texts for d in done} == {0, 3}
    assert "xylo" not in str(done)
    after = read_codebook(folder / "notes.jsonl")
    assert after == ThemeModel.load(folder / "my.themes").codebook_
    assert after.version == before.version
    # Everybody else's texts, and who decided what, are as they were.
    words = {"name": "", "definition": "", "include": ""}
    words |= {"examples": (), "coded_examples": ()}
    for old, new in zip(before.themes(), after.themes(), strict=True):
        assert replace(new, **words) == replace(without(old), **words)
    t2 = after.theme("t2")
    assert t2.examples == ("No beds on the ward.",)
    assert t2.coded_examples == ("c2",)
    assert (t2.status, t2.definition) == ("adopted", "")
    assert t2.include == "Said of [gone]."
    assert [e.why for e in after.events if e.texts == ("r4",)] == ["as [name] says"]
    assert after.theme("t1").name == "t1"
    again = forget_members(store, "m1")[1]
    assert {d.texts for d in again} <= {0, 6}


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False])
def test_themes_that_a_killed_run_left_go_and_stop_nothing(
    store: JournalStore, whole: bool
) -> None:
    pending = pending_themes(store.path)
    shutil.copytree(store.path.with_suffix(".themes"), pending)
    if not whole:
        (pending / "codebook.jsonl").write_text("half of it")
    report, done = forget_members(store, MEMBER)
    assert report.found
    assert not pending.exists()
    assert {d.place.name for d in done} == {"my.themes", "notes.jsonl"}
    assert traces(store.path.parent) == set()


@pytest.mark.slow
def test_a_saved_model_knows_the_other_texts_only(store: JournalStore) -> None:
    folder = store.path.with_suffix(".themes")
    before = ThemeModel.load(folder)
    keys = {key_of(i) for i in OWN}
    assert keys <= set(before._groups.keys.tolist())
    forget_members(store, MEMBER)
    after = ThemeModel.load(folder)
    assert not keys & set(after._groups.keys.tolist())
    assert len(after.labels_) == len(before.labels_) - 3
    stays = np.asarray([k not in keys for k in before._groups.keys.tolist()])
    assert (after.labels_ == before.labels_[stays]).all()
    assert not after.fitted_on(store.read())
    again = ThemeModel(n_themes=3, codebook=after.codebook_, random_state=0)
    again.fit(store.read()).save(folder)
    assert traces(store.path.parent) == set()


@pytest.mark.slow
def test_a_framework_is_reached_too(store: JournalStore) -> None:
    folder, book = store.path.parent, read_codebook(store.path.parent / "notes.jsonl")
    FrameworkCoder(book).fit(store.read()).save(folder / "frame")
    before = FrameworkCoder.load(folder / "frame")
    _, done = forget_members(store, MEMBER)
    assert "frame" in {d.place.name for d in done}
    assert traces(folder) == set()
    after = FrameworkCoder.load(folder / "frame")
    assert (after.centroids_ == before.centroids_).all()


def break_codebook(folder: Path) -> None:
    file = folder / "codebook.jsonl"
    file.write_text(file.read_text("utf-8").replace("r4", "r9"), encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    "harm",
    [
        break_codebook,
        lambda folder: (folder / "arrays.npz").write_bytes(b"no"),
        lambda folder: (folder / "config.json").unlink(),
    ],
)
def test_what_cannot_be_read_stops_all(
    store: JournalStore, harm: Callable[[Path], None]
) -> None:
    folder = store.path.parent
    harm(folder / "my.themes")
    before = (folder / "notes.jsonl").read_bytes()
    with pytest.raises(SourceError, match=r"my\.themes must be readable"):
        forget_members(store, MEMBER)
    assert (folder / "notes.jsonl").read_bytes() == before
    assert MEMBER in set(store.read().table("reflections")["member"])
    with pytest.raises(InputError, match="Got none"):
        forget_members(store)
    with pytest.raises(SourceError, match="is not"):
        forget_members(store, MEMBER, themes=[folder / "elsewhere"])


@pytest.mark.slow
def test_words_taken_back_go_and_ids_stay(store: JournalStore) -> None:
    folder = store.path.parent
    store.withdraw(MEMBER)
    assert strike_quotes(store, MEMBER)
    book = read_codebook(folder / "notes.jsonl")
    assert book.theme("t2").examples == ("No beds on the ward.",)
    assert OWN[0] in book.theme("t2").put_in
    themes = folder / "my.themes"
    text = (themes / "codebook.jsonl").read_text("utf-8").lower()
    assert "quokka" not in text
    assert ThemeModel.load(themes).fitted_on(store.read())
    assert strike_quotes(store, MEMBER) == ()


def test_another_journals_themes_are_not_ours(tmp_path: Path) -> None:
    book = Codebook().add("Cover", by="Ade")
    for name in ("my.themes", "other.themes", "empty.themes"):
        (tmp_path / name).mkdir()
    for name in ("my.themes", "other.themes"):
        write_codebook(book, tmp_path / name / "codebook.jsonl")
    write_codebook(book, tmp_path / "book.jsonl")
    (tmp_path / "log.jsonl").write_text('{"of": "something else"}\n')
    for name in ("my.duckdb", "other.duckdb"):
        (tmp_path / name).touch()
    found = themes_beside(tmp_path / "my.duckdb")
    assert [p.name for p in found] == ["book.jsonl", "my.themes"]


IDS = [f"r{i}" for i in range(6)]
DECISIONS = st.lists(
    st.tuples(
        st.sampled_from(["read", "put_in", "take_out", "does_not_fit", "undo"]),
        st.sampled_from(["t1", "t2"]),
        st.lists(st.sampled_from(IDS), min_size=1, max_size=4, unique=True),
    ),
    max_size=12,
)


@given(DECISIONS, st.sets(st.sampled_from(IDS)))
def test_everything_else_stands_as_it_stood(
    decisions: list[tuple[str, str, list[str]]], lost: set[str]
) -> None:
    book = Codebook().add("One", by="Ade").add("Two", by="Ade")
    for action, theme, ids in decisions:
        if action == "undo":
            book = book.undo(by="Ade") if book.version > 2 else book
        elif action in ("put_in", "take_out"):
            book = getattr(book, action)(theme, ids[0], by="Ade", why="so")
        else:
            book = getattr(book, action)(theme, ids, by="Ade", why="so")
        if len(book.themes()) < 2:  # the undo went too far
            return
    new, changed = struck(book, Gone(texts=frozenset(lost)))
    assert new.version == book.version
    assert len(changed) == sum(bool(lost & set(e.texts)) for e in book.events)
    for old, own in zip(book.themes(), new.themes(), strict=True):
        for field in ("texts_read", "does_not_fit", "put_in", "taken_out"):
            left = tuple(i for i in getattr(old, field) if i not in lost)
            assert getattr(own, field) == left
        assert own.n_read == len(own.texts_read)
        assert own.status == old.status
    assert struck(new, Gone(texts=frozenset(lost))) == (new, [])
