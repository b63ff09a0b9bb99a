"""The journal's file: what goes in comes out, once, in order, or not at all."""

from __future__ import annotations

import os
import pickle
import string
import tempfile
import traceback
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.disclosure import permissions_of
from alsjournal.errors import (
    DisclosureError,
    InputError,
    SchemaError,
    StoreError,
)
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import DTYPES, TABLES
from alsjournal.store import JournalStore, TableChange
from alsjournal.store._connect import translated
from alsjournal.store._files import Place
from alsjournal.store.source import StoreSource
from alsjournal.validate import conform


def reflections(*texts: str, **columns: object) -> Journal:
    frame = pd.DataFrame(
        {"text": texts, "reflection_id": [f"r{i}" for i in range(len(texts))]}
    )
    tables = {"reflections": frame.assign(**columns)}
    return Journal(tables)


def coding(reflection_id: str, coder: str, coding_id: str, **more: object) -> dict:
    row = {"coding_id": coding_id, "reflection_id": reflection_id, "coder": coder}
    return {**row, "code": "time", "construct": "theme", **more}


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(tmp_path / "journal.duckdb", timeout=0.3)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
WORDS = st.text(string.ascii_letters + "'\"éß\n;", min_size=1).filter(str.strip)
OPTIONAL_TEXT = st.none() | TEXT


@st.composite
def journals(draw: st.DrawFn) -> Journal:
    ids = draw(st.lists(WORDS, min_size=1, max_size=6, unique=True))
    n = len(ids)

    def column(values: st.SearchStrategy[object]) -> list[object]:
        return draw(st.lists(values, min_size=n, max_size=n))

    date = st.none() | st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2200, 1, 1))
    return Journal(
        {
            "reflections": pd.DataFrame(
                {
                    "reflection_id": ids,
                    "text": column(TEXT.filter(str.strip)),
                    "session": column(st.none() | st.integers(-(2**40), 2**40)),
                    "role": column(OPTIONAL_TEXT),
                    "member": column(st.none() | WORDS),
                }
            ),
            "outcomes": pd.DataFrame(
                {
                    "outcome_id": ids,
                    "intended": column(st.none() | st.booleans()),
                    "amount": column(st.none() | st.floats(allow_nan=False)),
                    "text": column(OPTIONAL_TEXT),
                }
            ),
            "permissions": pd.DataFrame(
                {
                    "reflection_id": ids,
                    "use": column(st.sampled_from(["self", "counts", "quote"])),
                    "given": column(date),
                }
            ),
        }
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(journals())
def test_what_is_written_is_read(journal: Journal) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = JournalStore(Path(folder) / "j.duckdb")
        store.write(journal, source="a")
        back = store.read()
        assert back.tables() == journal.tables()
        for name in journal.tables():
            pd.testing.assert_frame_equal(back.table(name), journal.table(name))
        again = store.write(journal, source="a").total
        assert (again.added, again.changed, again.removed) == (0, 0, 0)


def test_every_column_has_the_dtype_of_the_data_model(store: JournalStore) -> None:
    store.write(reflections("One."))
    for name, table in TABLES.items():
        if table.raw_only:
            continue
        frame = conform(name, pd.DataFrame({}))[0]
        got = store.read().table(name)
        assert list(got.columns) == list(table.names)
        assert (got.dtypes == frame.dtypes).all()
        for column in table.columns:
            assert got[column.name].dtype == DTYPES[column.kind]


def test_writing_twice_leaves_the_same_bytes(store: JournalStore) -> None:
    journal = reflections("One.", "Two.")
    store.write(journal, source="a.csv")
    before = store.path.read_bytes()
    report = store.write(journal, source="a.csv")
    assert report.tables["reflections"] == TableChange(unchanged=2)
    assert not report.any_change
    assert store.path.read_bytes() == before


def test_read_in_one_go_all_tables_are_of_one_state(store: JournalStore) -> None:
    store.write(reflections("We met.", "We did not."))
    journal = store.read()
    with journal.reading():
        before = journal.table("reflections")
        with journal.reading():
            assert journal.table("reflections", ["text"])["text"].tolist()
        with pytest.raises(StoreError, match="in one go"):
            store.write(reflections("Another."))
        assert journal.table("reflections").equals(before)
    store.write(reflections("Another.", "And one more."))
    assert "Another." in set(journal.table("reflections")["text"])


def test_a_journal_in_memory_has_nothing_to_keep_open() -> None:
    journal = reflections("We met.")
    with journal.reading():
        assert len(journal.table("reflections")) == 1


def test_a_corrected_file_replaces_its_rows_in_place(store: JournalStore) -> None:
    store.write(reflections("One.", "Two.", "Three."), source="a.csv")
    other = pd.DataFrame({"reflection_id": ["x"], "text": ["Other."]})
    store.write(Journal({"reflections": other}), source="b.csv")
    frame = pd.DataFrame(
        {"reflection_id": ["r9", "r0", "r2"], "text": ["New.", "One!", "Three."]}
    )
    report = store.write(Journal({"reflections": frame}), source="a.csv")
    assert report.tables["reflections"] == TableChange(1, 1, 1, 1)
    rows = store.read().table("reflections")
    assert list(rows["reflection_id"]) == ["r0", "r2", "x", "r9"]
    assert list(rows["text"]) == ["One!", "Three.", "Other.", "New."]


def test_without_a_source_nothing_is_removed(store: JournalStore) -> None:
    store.write(reflections("One.", "Two."), source="a.csv")
    store.write(reflections("One!"))
    assert list(store.read().table("reflections")["text"]) == ["One!", "Two."]


def test_a_row_of_two_sources_stays_until_both_drop_it(store: JournalStore) -> None:
    both, one = reflections("One.", "Two."), reflections("One.")
    store.write(both, source="a")
    store.write(both, source="b")
    store.write(one, source="a")
    assert len(store.read()) == 2
    assert store.write(one, source="b").total.removed == 1
    assert len(store.read()) == 1


def test_a_table_that_the_source_drops_is_emptied(store: JournalStore) -> None:
    with_sets = Journal(
        {
            "reflections": pd.DataFrame({"reflection_id": ["r0"], "text": ["One."]}),
            "sets": pd.DataFrame({"set_id": ["A"]}),
        }
    )
    store.write(with_sets, source="a")
    store.write(reflections("One."), source="a")
    assert store.read().tables() == ("reflections",)


def test_keys_with_empty_parts_are_found_again(store: JournalStore) -> None:
    grants = pd.DataFrame({"reflection_id": ["r0", "r1"], "use": ["self", "quote"]})
    store.write(Journal({"permissions": grants}))
    grants["use"] = "counts"
    report = store.write(Journal({"permissions": grants}))
    assert report.tables["permissions"] == TableChange(changed=2)


def test_codings_go_with_their_reflection(store: JournalStore) -> None:
    store.write(reflections("One.", "Two."), source="a")
    store.write_codings(pd.DataFrame([coding("r1", "anna", "c1")]))
    report = store.write(reflections("One."), source="a")
    assert report.tables["codings"].removed == 1
    assert len(store.read().codings()) == 0


def test_new_words_lose_the_models_codings_and_keep_peoples(
    store: JournalStore,
) -> None:
    store.write(reflections("One.", "Two."), source="a")
    rows = [
        coding("r0", "themes/0.1.0", "c1", start=0, end=2),
        coding("r0", "anna", "c2", start=0, end=2),
        coding("r1", "themes/0.1.0", "c3"),
    ]
    store.write_codings(pd.DataFrame(rows))
    report = store.write(reflections("One!", "Two."), source="a")
    assert report.stale_codings == 1
    assert "look at them again" in str(report)
    assert list(store.read().codings()["coding_id"]) == ["c2", "c3"]


def test_a_models_rerun_replaces_its_own_codings(store: JournalStore) -> None:
    store.write(reflections("One.", "Two."))
    old = [
        coding("r0", "themes/0.1.0", "c1"),
        coding("r1", "themes/0.1.0", "c2"),
        coding("r0", "lenses/1", "c3", construct="lens"),
        coding("r0", "anna", "c4"),
    ]
    store.write_codings(pd.DataFrame(old))
    new = pd.DataFrame([coding("r0", "themes/0.2.0", "d1")])
    report = store.write_codings(new)
    assert report.tables["codings"] == TableChange(added=1, removed=2)
    assert list(store.read().codings()["coding_id"]) == ["c3", "c4", "d1"]
    assert not store.write_codings(new).any_change
    empty = new.iloc[:0]
    gone = store.write_codings(empty, replace=("anna", "theme"))
    assert gone.total.removed == 1
    assert list(store.read().codings()["coding_id"]) == ["c3", "d1"]


def test_codings_of_unknown_reflections_are_refused(store: JournalStore) -> None:
    store.write(reflections("One."))
    rows = pd.DataFrame([coding("r0", "a", "c1"), coding("secret-id", "a", "c2")])
    with pytest.raises(SchemaError, match="Row 1 ") as caught:
        store.write_codings(rows)
    assert "secret-id" not in str(caught.value)
    assert len(store.read().codings()) == 0


def test_batches_and_selections_agree_with_memory(store: JournalStore) -> None:
    n = 25
    journal = reflections(
        *[f"Text {i}." for i in range(n)],
        set_id=[None if i % 5 == 0 else f"S{i % 3}" for i in range(n)],
        session=[i % 4 for i in range(n)],
    )
    store.write(journal)
    kept = store.read()
    for criteria in (
        {},
        {"set_id": "S1"},
        {"set_id": ("S1", None)},
        {"session": [1, 2.0, "3"], "set_id": ["S0", "S2"]},
        {"reflection_id": [f"r{i}" for i in range(0, n, 2)]},
        {"role": "nobody's"},
    ):
        mine, theirs = kept.select(**criteria), journal.select(**criteria)
        assert len(mine) == len(theirs)
        pd.testing.assert_frame_equal(
            mine.table("reflections"), theirs.table("reflections")
        )
        sizes = [len(b) for b in mine.batches("reflections", ["text"], size=4)]
        assert sizes == [len(b) for b in theirs.batches("reflections", size=4)]


def test_a_journal_that_changes_while_it_is_read_says_so(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alsjournal.store.source._PAGE", 2)
    store.write(reflections("One.", "Two.", "Three."))
    batches = store.read().batches("reflections", size=1)
    next(batches)
    store.write(reflections("One!"))
    assert next(batches)["text"].item() == "Two."  # of the page read before
    with pytest.raises(StoreError, match="must stay as it is"):
        next(batches)


def test_a_read_only_the_chosen_columns(store: JournalStore) -> None:
    store.write(reflections("One."))
    source = StoreSource(Place(str(store.path), 1))
    (frame,) = source.batches("reflections", columns=("text",), where={}, size=5)
    assert list(frame.columns) == ["text"]
    with pytest.raises(InputError, match="size must be"):
        next(source.batches("reflections", columns=("text",), where={}, size=0))


def test_a_store_can_be_written_into_itself(store: JournalStore) -> None:
    store.write(reflections("One.", "Two."))
    report = store.write(store.read())
    assert report.tables["reflections"] == TableChange(unchanged=2)


def test_provenance_is_merged_and_the_latest_wins(store: JournalStore) -> None:
    store.write(Journal({}, provenance={"a": 1, "b": {"c": (1, 2)}}))
    store.write(Journal({}, provenance={"a": 2}))
    assert dict(store.read().provenance) == {"a": 2, "b": {"c": [1, 2]}}
    store.set_provenance({"d": pd.Timestamp(2024, 1, 1)})
    assert store.provenance()["d"] == "2024-01-01 00:00:00"
    with pytest.raises(InputError, match="provenance"):
        store.set_provenance({"e": object()})


def test_refused_rows_are_replaced_by_source(store: JournalStore) -> None:
    frame = pd.DataFrame(
        {
            "file": ["a.csv", "a.csv"],
            "row": [3, None],
            "column": ["session", None],
            "reason": ["must be a whole number", "an empty row"],
        }
    )
    assert store.write_refusals(frame, source="a").total.added == 2
    assert not store.write_refusals(frame, source="a").any_change
    assert store.refusals()["row"].tolist() == [3, pd.NA]
    assert store.refusals()["row"].dtype == "Int64"
    store.write_refusals(frame.iloc[:1].assign(file="b.csv"))
    assert list(store.sql('SELECT file FROM refusals WHERE "row" = 3')["file"]) == [
        "a.csv",
        "b.csv",
    ]
    assert store.write_refusals(frame.iloc[:0], source="a").total.removed == 2
    assert list(store.refusals()["file"]) == ["b.csv"]
    with pytest.raises(SchemaError, match="have the columns"):
        store.write_refusals(frame.drop(columns="reason"))


def test_raw_journals_are_never_written(store: JournalStore) -> None:
    raw = RawJournal(
        {"reflections": pd.DataFrame({"reflection_id": ["r"], "text": ["x"]})}
    )
    with pytest.raises(DisclosureError):
        store.write(raw)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        store.write("journal")  # type: ignore[arg-type]
    with pytest.raises(InputError):
        store.write(reflections("One."), source=" ")
    assert not store.path.exists()


def test_an_error_in_the_middle_changes_nothing(store: JournalStore) -> None:
    store.write(reflections("One."))

    class Broken:
        def names(self) -> tuple[str, ...]:
            return ("reflections",)

        def count(self, name: str, where: object) -> int:
            return 2

        def batches(self, name: str, **_: object):
            yield reflections("Changed.", "More.").table("reflections")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.write(Journal(Broken()))
    assert list(store.read().table("reflections")["text"]) == ["One."]


def test_a_batch_that_breaks_the_model_changes_nothing(store: JournalStore) -> None:
    class Doubled:
        def names(self) -> tuple[str, ...]:
            return ("reflections",)

        def count(self, name: str, where: object) -> int:
            return 2

        def batches(self, name: str, **_: object):
            frame = reflections("One.").table("reflections")
            yield pd.concat([frame, frame])

    with pytest.raises(SchemaError, match="same key"):
        store.write(Journal(Doubled()))
    assert len(store.read()) == 0


def test_the_store_shows_and_pickles_its_path_only(store: JournalStore) -> None:
    store.write(reflections("A canary sings."))
    assert repr(store) == f"JournalStore({str(store.path)!r})"
    copy = pickle.loads(pickle.dumps(store))
    assert b"canary" not in pickle.dumps(store)
    assert len(copy.read()) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_the_file_is_its_owners_alone(store: JournalStore) -> None:
    store.write(reflections("One."))
    assert store.path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ("SELECT * FROM read_csv('/etc/passwd')", "another file"),
        ("SELECT * FROM '/etc/passwd'", "understands"),
        ("SELECT content FROM read_text('/etc/passwd')", "another file"),
        ("SELECT * FROM glob('/etc/*')", "another file"),
        ("ATTACH '/tmp/x.db' AS x", "one SELECT"),
        ("COPY reflections TO '/tmp/x.csv'", "one SELECT"),
        ("PRAGMA database_list", "one SELECT"),
        ("SET enable_external_access = true", "one SELECT"),
        ("SELECT 1; SELECT 2", "one SELECT"),
        ("SELECT 1; DROP TABLE reflections", "one SELECT"),
        ("INSERT INTO reflections (text) VALUES ('x')", "one SELECT"),
        ("DELETE FROM reflections", "one SELECT"),
        ("", "one SELECT"),
        ("SELEC text", "understands"),
        ("SELECT nothing FROM reflections", "understands"),
        ("SELECT * FROM journal", "understands"),
        ("SELECT * FROM _alsjournal._meta", "own tables"),
        ("SELECT _row FROM reflections", "understands"),
    ],
)
def test_sql_refuses(store: JournalStore, query: str, error: str) -> None:
    journal = reflections("One.")
    store.write(journal)
    with pytest.raises(InputError, match=error):
        store.sql(query)
    assert len(store.read()) == 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT text::INTEGER FROM reflections",
        "SELECT error(text) FROM reflections",
        "SELECT strptime(text, '%Y') FROM reflections",
    ],
)
def test_sql_errors_show_no_value(store: JournalStore, query: str) -> None:
    store.write(reflections("A canary sings."))
    with pytest.raises(InputError, match="TRY_CAST") as caught:
        store.sql(query)
    assert "canary" not in all_said(caught.value)


def test_an_error_of_the_store_shows_no_value(store: JournalStore) -> None:
    words = "A canary sings."
    with pytest.raises(StoreError) as caught, translated("a.duckdb"):
        duckdb.execute("SELECT error($1)", [words])
    assert "canary" not in all_said(caught.value)


def all_said(error: BaseException) -> str:
    """Everything that an error carries: notebooks and loggers may show it."""
    said = "".join(traceback.format_exception(error, chain=False))
    for other in (error.__cause__, error.__context__):
        said += all_said(other) if other is not None else ""
    return said


def test_sql_answers(store: JournalStore) -> None:
    store.write(reflections("One.", "Two."))
    found = store.sql("WITH a AS (SELECT * FROM reflections) SELECT * FROM a")
    assert list(found.columns) == list(TABLES["reflections"].names)
    assert list(found["text"]) == ["One.", "Two."]
    assert store.sql("SELECT count(*) AS n FROM codings")["n"].item() == 0


def test_sql_survives_a_new_name_of_the_file(store: JournalStore) -> None:
    store.write(reflections("One."))
    moved = store.path.with_name("it's moved.db")
    store.path.rename(moved)
    found = JournalStore(moved).sql("SELECT text FROM reflections")
    assert found["text"].item() == "One."


@pytest.mark.parametrize("log_left", [False, True])
def test_a_newer_schema_is_refused(store: JournalStore, log_left: bool) -> None:
    store.write(reflections("One."))
    assert len(store.read()) == 1  # what it found is remembered
    with duckdb.connect(str(store.path)) as con:
        if log_left:
            con.execute("PRAGMA disable_checkpoint_on_shutdown")
        con.execute("INSERT INTO _alsjournal._migrations (number) VALUES (99)")
    assert Path(f"{store.path}.wal").exists() == log_left
    with pytest.raises(StoreError, match="Got schema 99 of a newer version"):
        store.read()
    with pytest.raises(StoreError, match="newer version"):
        store.write(reflections("Two."))


def test_an_older_data_model_is_brought_up(store: JournalStore) -> None:
    store.write(reflections("One."))
    with duckdb.connect(str(store.path)) as con:
        con.execute("ALTER TABLE _alsjournal.reflections DROP COLUMN language")
        con.execute("DROP TABLE _alsjournal.memos")
    rows = store.read().table("reflections")
    assert list(rows["text"]) == ["One."]
    assert rows["language"].isna().all()
    assert len(store.read().table("memos")) == 0


def test_the_journal_keeps_how_long_the_log_of_the_review_is(tmp_path):
    store = JournalStore(tmp_path / "j.duckdb")
    store.write(Journal({}))
    store.note_review(3, "abc")
    store.note_review(0, "", restarts=1)
    store.note_review(1, "def")
    kept = {"records": 1, "last": "def", "restarts": 1}
    assert store.provenance()["review"] == kept


def permitted_texts() -> Journal:
    frame = pd.DataFrame({"text": ["One.", "Two."], "member": ["p1", "p2"]})
    return Journal.from_frame(frame, already_anonymised=True, permission="quote")


def test_what_is_read_in_one_go_is_the_caller_s_own(store: JournalStore) -> None:
    store.write(permitted_texts())
    journal = store.read()
    with journal.reading():
        first = journal.table("permissions")
        first["use"] = "self"
        first["use"].array[:] = "self"
        assert set(journal.table("permissions")["use"]) != {"self"}


def test_what_was_kept_while_reading_is_read_anew_after(store: JournalStore) -> None:
    store.write(permitted_texts())
    journal = store.read()
    rows = journal.table("reflections", ["reflection_id", "member"])
    with journal.reading():
        before = permissions_of(journal, rows)["use"]
    member = str(rows["member"].iloc[0])
    store.withdraw(member=member)
    with journal.reading():
        after = permissions_of(journal, rows)["use"]
    own = rows["member"] == member
    assert set(after[own]) == {"self"}
    assert not before[own].equals(after[own])
