import copy
import pickle

import pandas as pd
import pytest
from helpers import written
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.errors import DisclosureError, InputError, SchemaError
from alsjournal.journal import FrameSource, Journal, RawJournal

TEXTS = [
    ("A", 1, "m1", "cover"),
    ("A", 2, "m2", "cover trust"),
    ("B", 1, "m3", ""),
    (None, None, None, "trust"),
]


def frame(**columns):
    return pd.DataFrame({"text": ["Secret one.", "Secret two."], **columns})


def from_frame(given, **options):
    return Journal.from_frame(given, already_anonymised=True, **options)


class TestFromFrame:
    def test_text_alone_will_do(self):
        journal = from_frame(frame())
        rows = journal.table("reflections")
        assert rows["reflection_id"].tolist() == ["r000001", "r000002"]
        assert rows["set_id"].tolist() == ["all", "all"]
        assert rows["session"].tolist() == [1, 1]
        assert rows["member"].isna().all()
        permissions = journal.table("permissions")
        assert permissions["use"].tolist() == ["counts", "counts"]
        assert permissions["reach"].tolist() == ["programme", "programme"]

    def test_must_be_told_that_it_is_anonymised(self):
        with pytest.raises(DisclosureError, match="already_anonymised=True"):
            Journal.from_frame(frame())

    def test_columns_are_found_by_name_or_named(self):
        journal = from_frame(frame(week=[3, 4], member=["a", "b"]), session="week")
        rows = journal.table("reflections")
        assert rows["session"].tolist() == [3, 4]
        assert rows["member"].tolist() == ["a", "b"]

    def test_empty_texts_are_left_out_and_counted(self):
        journal = from_frame(pd.DataFrame({"text": ["a", None, "  "]}))
        assert len(journal) == 1
        assert journal.provenance["empty_texts"] == 2

    def test_repeated_index_does_no_harm(self):
        given = frame(session=[1, 2])
        given.index = [5, 5]
        assert from_frame(given).table("reflections")["session"].tolist() == [1, 2]

    @pytest.mark.parametrize(
        ("given", "options", "error", "match"),
        [
            (frame(), {"session": "week"}, InputError, "session= must name a column"),
            (pd.DataFrame({"t": ["a"]}), {}, InputError, "text= must name a column"),
            (["a"], {}, InputError, "must be given a DataFrame"),
            (frame(), {"permission": "Quote"}, InputError, "permission= must be"),
            (frame(), {"reach": "world"}, InputError, "reach= must be"),
            (frame(reflection_id=[1, 1]), {}, SchemaError, "Row 1"),
            (frame(session=["one", "2"]), {}, SchemaError, "whole number. Row 0"),
        ],
    )
    def test_what_cannot_be(self, given, options, error, match):
        with pytest.raises(error, match=match) as raised:
            from_frame(given, **options)
        assert "Secret" not in str(raised.value)


class TestTables:
    def test_an_empty_journal(self):
        journal = Journal({})
        assert len(journal) == 0
        assert journal.tables() == ()
        assert repr(journal) == "Journal(0 reflections)"
        assert journal.table("reflections", ["text"]).columns.tolist() == ["text"]
        assert list(journal.batches()) == []
        assert len(journal.codings()) == 0

    def test_changing_a_returned_frame_changes_nothing(self):
        journal, _ = written(TEXTS)
        for rows in (journal.table("reflections"), next(journal.batches())):
            rows.loc[0, "text"] = "changed"
            rows["session"].array[0] = 99
            del rows["member"]
        again = journal.table("reflections")
        assert again["text"][0] == "This is what text 1 says."
        assert again["session"][0] == 1

    def test_changing_the_given_frame_changes_nothing(self):
        given = pd.DataFrame({"reflection_id": ["1"], "text": ["a"]})
        given["session"] = pd.array([1], dtype="Int64")
        journal, source = Journal({"reflections": given}), FrameSource({"x": given})
        given["session"].array[0] = 99
        given.loc[0, "text"] = "changed"
        assert journal.table("reflections")["session"][0] == 1
        part = next(source.batches("x", columns=["session"], where={}, size=1))
        assert part["session"][0] == 1

    def test_batches_are_the_table(self):
        journal, _ = written(TEXTS)
        parts = list(journal.batches(size=3))
        assert [len(p) for p in parts] == [3, 1]
        whole = pd.concat(parts, ignore_index=True)
        pd.testing.assert_frame_equal(whole, journal.table("reflections"))
        with pytest.raises(InputError, match="whole number from 1"):
            next(journal.batches(size=0))

    def test_unknown_tables_and_columns(self):
        journal, _ = written(TEXTS)
        with pytest.raises(SchemaError, match="Got 'people'"):
            journal.table("people")
        with pytest.raises(SchemaError, match="Got 'roster'"):
            journal.table("roster")
        with pytest.raises(SchemaError, match="Got 'colour'"):
            journal.table("reflections", ["text", "colour"])
        with pytest.raises(SchemaError, match="Got 'people'"):
            Journal({"people": pd.DataFrame()})

    def test_provenance_cannot_be_written_to(self):
        journal = Journal({}, provenance={"policy": "k10"})
        with pytest.raises(TypeError):
            journal.provenance["policy"] = "none"


class TestTrust:
    def test_neither_journal_pickles_or_copies(self):
        for kind in (Journal, RawJournal):
            journal = kind({"reflections": frame(reflection_id=["1", "2"])})
            for act in (pickle.dumps, copy.copy, copy.deepcopy):
                with pytest.raises(DisclosureError, match="JournalStore"):
                    act(journal)
        with pytest.raises(DisclosureError):
            pickle.dumps(FrameSource({}))

    def test_reprs_hold_counts_only(self):
        given = frame(reflection_id=["1", "2"], member=["Ann", "Bea"], set_id="Elm")
        raw = RawJournal({"reflections": given})
        assert repr(raw) == (
            "RawJournal(2 reflections, 1 set, 2 members; identifiable, text withheld)"
        )
        assert (
            repr(from_frame(given))
            == "Journal(2 reflections, 1 set, 1 session, 2 members)"
        )

    def test_a_raw_journal_takes_the_roster_and_gives_text_by_its_long_name(self):
        roster = pd.DataFrame({"member": ["m1"], "name": ["Ann"]})
        tables = {"reflections": frame(reflection_id=["1", "2"]), "roster": roster}
        raw = RawJournal(tables)
        assert raw.identifiable_frame("roster")["name"].tolist() == ["Ann"]
        assert raw.identifiable_frame()["text"].tolist() == frame()["text"].tolist()
        assert len(next(raw.identifiable_batches(size=1))) == 1
        assert len(raw.select(reflection_id="1")) == 1
        assert not hasattr(raw, "table")


class TestSelect:
    def test_values_lists_and_missing_ones(self):
        journal, _ = written(TEXTS)
        assert len(journal.select(set_id="A")) == 2
        assert len(journal.select(set_id=["A", "B"], session=1)) == 2
        assert len(journal.select(set_id=(s for s in "AB"))) == 3
        assert len(journal.select(set_id=None)) == 1
        assert len(journal.select(set_id=[])) == 0
        assert len(journal.select()) == 4
        assert len(journal) == 4

    def test_selections_narrow_each_other(self):
        journal, _ = written(TEXTS)
        twice = journal.select(set_id=["A", "B"]).select(set_id=["B", "C"])
        assert twice.table("reflections")["reflection_id"].tolist() == ["r3"]
        assert len(twice.select(set_id="A")) == 0

    def test_unknown_columns_raise(self):
        journal, _ = written(TEXTS)
        for name in ("text", "set", "colour"):
            with pytest.raises(InputError, match=f"Got '{name}'"):
                journal.select(**{name: "x"})

    def test_other_tables_are_narrowed_where_the_column_means_the_same(self):
        journal, _ = written(
            TEXTS,
            sessions=[
                {"set_id": "A", "session": 1, "kind": "launch"},
                {"set_id": "B", "session": 1, "kind": "working"},
            ],
            members=[{"member": "m1"}, {"member": "m2"}],
        )
        assert journal.select(set_id="B").table("sessions")["kind"].tolist() == [
            "working"
        ]
        assert len(journal.select(member="m1").table("members")) == 1
        # The kind of a text is not the kind of a session.
        assert len(journal.select(kind="log").table("sessions")) == 2

    def test_permissions_stay_whole(self):
        journal, _ = written(
            TEXTS,
            permissions=[
                {"member": "m1", "use": "self"},
                {"reflection_id": "r2", "use": "self"},
            ],
        )
        for criteria in ({"reflection_id": "r1"}, {"member": "m2"}, {"set_id": "A"}):
            assert len(journal.select(**criteria).table("permissions")) == 2

    def test_codings_follow_their_reflections(self):
        journal, codes = written(TEXTS)
        codes["coding_id"] = [f"c{i}" for i in range(len(codes))]
        codes["construct"] = "theme"
        journal = journal.with_codings(codes)
        assert journal.select(session=2).codings()["coding_id"].tolist() == ["c1", "c2"]
        assert len(journal.select(session=9).codings()) == 0


class TestCodings:
    def coded(self):
        journal, codes = written(TEXTS)
        codes["coding_id"] = [f"c{i}" for i in range(4)]
        codes["construct"] = ["theme", "theme", "element", "theme"]
        codes["coder"] = ["themes/0.1.0", "themes", "ann", None]
        return journal, codes

    def test_filters(self):
        journal, codes = self.coded()
        journal = journal.with_codings(codes)
        assert len(journal.codings()) == 4
        assert journal.codings(coder="themes")["coding_id"].tolist() == ["c0", "c1"]
        assert journal.codings(coder="themes/0.1.0")["coding_id"].tolist() == ["c0"]
        assert journal.codings(construct="element")["coding_id"].tolist() == ["c2"]
        assert len(journal.codings(construct="element", coder="themes")) == 0

    def test_who_never_coded_is_no_empty_table(self):
        journal, codes = self.coded()
        assert len(journal.codings(coder="anna")) == 0  # nobody has coded yet
        with pytest.raises(InputError, match="holds: ann, themes"):
            journal.with_codings(codes).codings(coder="anna")

    def test_the_same_id_replaces_and_the_old_journal_stays(self):
        journal, codes = self.coded()
        first = journal.with_codings(codes)
        second = first.with_codings(codes.iloc[:1].assign(code="other"))
        assert len(journal.codings()) == 0
        assert first.codings().set_index("coding_id")["code"]["c0"] == "cover"
        assert second.codings().set_index("coding_id")["code"]["c0"] == "other"
        assert len(second.codings()) == 4

    def test_codings_must_fit_the_data_model(self):
        journal, codes = self.coded()
        with pytest.raises(SchemaError, match="'start': must be a whole number"):
            journal.with_codings(codes.assign(start="here"))
        with pytest.raises(SchemaError, match="same key"):
            journal.with_codings(codes.assign(coding_id="c0"))


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from([1, 2, None])),
        min_size=1,
        max_size=8,
    ),
    st.sets(st.sampled_from(["A", "B", "C"])),
)
def test_select_is_a_filter(places, sets):
    journal, _ = written([(s, n, None, "") for s, n in places])
    rows = journal.table("reflections")
    chosen = journal.select(set_id=sets)
    expected = rows[rows["set_id"].isin(list(sets))].reset_index(drop=True)
    pd.testing.assert_frame_equal(chosen.table("reflections"), expected)
    assert len(chosen) == len(expected)
