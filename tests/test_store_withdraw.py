"""Taking a permission back: what stands then, and which outputs go stale."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.disclosure import permissions_of, permitted
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore, _clock

TODAY = dt.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)


@pytest.fixture(autouse=True)
def no_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_clock, "today", lambda: pd.Timestamp(TODAY))


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(tmp_path / "journal.duckdb", timeout=0.3)


def a_journal(*permissions: dict[str, object]) -> Journal:
    texts = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2", "r3"],
            "set_id": ["A", "A", "B"],
            "member": ["m1", "m1", "m2"],
            "text": ["One.", "Two.", "Three."],
        }
    )
    tables = {"reflections": texts}
    if permissions:
        tables["permissions"] = pd.DataFrame(list(permissions))
    return Journal(tables)


def uses(store: JournalStore) -> list[str]:
    journal = store.read()
    return permissions_of(journal, journal.table("reflections"))["use"].tolist()


QUOTE = {"member": "m1", "use": "quote", "reach": "public"}


@pytest.mark.parametrize(
    "permissions",
    [
        (),
        (QUOTE,),
        ({**QUOTE, "given": TODAY},),
        ({"reflection_id": "r1", "use": "quote"}, {**QUOTE, "given": TODAY}),
        ({"reflection_id": "r2", "use": "quote", "given": TODAY},),
        ({**QUOTE, "given": "2020-01-01", "withdrawn": "2021-01-01"},),
    ],
)
def test_a_member_takes_all_back(store: JournalStore, permissions: tuple) -> None:
    store.write(a_journal(*permissions), source="a")
    report = store.withdraw("m1")
    assert report.changed
    assert report.on == TODAY
    assert report.still_allowed == 0
    assert uses(store) == ["self", "self", "counts"]
    before = store.read().table("permissions")
    # Once more changes nothing, and nor does reading the same file again.
    again = store.withdraw("m1")
    assert not again.changed
    assert again.texts == 0
    assert not store.write(a_journal(*permissions), source="a").any_change
    pd.testing.assert_frame_equal(store.read().table("permissions"), before)
    assert uses(store) == ["self", "self", "counts"]
    # Nor a source without permissions, nor one that carries the row itself.
    store.write(a_journal(), source="a")
    store.write(store.read(), source="b")
    store.write(a_journal(), source="b")
    assert uses(store) == ["self", "self", "counts"]


def test_one_text(store: JournalStore) -> None:
    store.write(a_journal(QUOTE), source="a")
    report = store.withdraw(reflection_id="r2")
    assert (report.changed, report.texts) == (True, 1)
    assert uses(store) == ["quote", "self", "counts"]
    assert not store.withdraw("m1", "r2").changed
    assert store.withdraw("m1").texts == 1
    assert uses(store) == ["self", "self", "counts"]


def test_a_text_that_comes_later_is_covered(store: JournalStore) -> None:
    store.write(a_journal(), source="a")
    store.withdraw("m1")
    later = pd.DataFrame({"reflection_id": ["r9"], "member": ["m1"], "text": ["New."]})
    store.write(Journal({"reflections": later}), source="b")
    assert uses(store)[-1] == "self"


def test_a_permission_given_later_undoes_it(store: JournalStore) -> None:
    store.write(a_journal(QUOTE), source="a")
    report = store.withdraw("m1", on="2026-03-01")
    assert report.on == dt.date(2026, 3, 1)
    same_day = {"member": "m1", "use": "counts", "given": "2026-03-01"}
    store.write(a_journal(QUOTE, same_day), source="a")
    assert uses(store) == ["self", "self", "counts"]
    store.write(a_journal(QUOTE, {**same_day, "given": "2026-03-02"}), source="a")
    assert uses(store) == ["counts"] * 3
    store.withdraw("m1")
    assert uses(store) == ["self", "self", "counts"]


def test_it_says_what_was_allowed_later(store: JournalStore) -> None:
    store.write(a_journal({**QUOTE, "given": "2026-05-01"}), source="a")
    report = store.withdraw("m1", on="2026-03-01")
    assert report.still_allowed == 2
    assert "2 texts are still allowed" in str(report)
    again = store.withdraw("m1", on="2026-03-01")
    assert (again.changed, again.still_allowed) == (False, 2)
    assert not store.withdraw("m1", on="2026-02-01").changed
    assert store.withdraw("m1", on="2026-05-01").texts == 2


def test_one_use(store: JournalStore) -> None:
    counts = {"member": "m1", "use": "counts", "given": "2020-01-01"}
    quote = {**QUOTE, "reach": "programme", "given": "2021-01-01"}
    single = {"reflection_id": "r2", "use": "quote", "given": "2021-01-01"}
    store.write(a_journal(counts, quote, single), source="a")
    report = store.withdraw("m1", use="quote")
    assert report.texts == 2
    assert uses(store) == ["counts", "self", "counts"]
    assert not store.withdraw("m1", use="quote").changed
    # What was never allowed cannot be taken back.
    assert not store.withdraw("m2", use="quote").changed
    # On the same day, all of it.
    assert store.withdraw("m1").changed
    assert uses(store) == ["self", "self", "counts"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "must be given a member"),
        ({"member": "m9"}, "a pseudonym that the journal holds"),
        ({"reflection_id": "r9"}, "must be the id of a text"),
        ({"member": "m2", "reflection_id": "r1"}, "of this member's"),
        ({"member": "m1", "on": "soon"}, "must be a date"),
        ({"member": "m1", "on": "2999-01-01"}, "not after today"),
        ({"member": "m1", "use": "self"}, "use= must be one of counts"),
        ({"member": "m1", "use": "all"}, "use= must be one of counts"),
        ({"member": "m1", "reach": "set"}, "must come with use="),
    ],
)
def test_it_refuses(store: JournalStore, arguments: dict, words: str) -> None:
    store.write(a_journal())
    with pytest.raises(InputError, match=words) as caught:
        store.withdraw(**arguments)
    assert "m9" not in str(caught.value)
    assert "r9" not in str(caught.value)
    assert len(store.read().table("permissions")) == 0


def test_stale_outputs(store: JournalStore) -> None:
    store.write(a_journal(QUOTE))
    notes = {
        "all.html": ("programme", ["r1", "r2", "r3"], ["r1"]),
        "a.html": ("set:A", ["r2"], []),
        "b.html": ("set:B", ["r3"], []),
    }
    for place, (audience, counted, quoted) in notes.items():
        store.note_release(
            audience, kind="report", place=place, counted=counted, quoted=quoted
        )
    store.note_release("research", kind="backup", place="b.duckdb", whole=True)
    assert len(store.stale()) == 0
    report = store.withdraw(reflection_id="r1", use="quote", reach="public")
    assert [r.place for r in report.stale] == ["all.html"]
    report = store.withdraw("m1")
    assert {r.place for r in report.stale} == {"all.html", "a.html"}
    assert {r.place for r in store.withdraw("m1").stale} == {"all.html", "a.html"}
    stale = store.stale()
    assert set(stale["place"]) == {"all.html", "a.html"}
    assert set(stale["reason"]) == {"withdrawn"}
    # Made again, it is not stale any more.
    store.note_release("set:A", kind="report", place="a.html")
    assert list(store.stale()["place"]) == ["all.html"]


@pytest.mark.parametrize("who", [{"member": "m1"}, {"reflection_id": "r1"}])
def test_an_output_that_does_not_tell_whose_its_entries_are(
    store: JournalStore, who: dict[str, str]
) -> None:
    store.write(a_journal(QUOTE))
    for place, audience, kind in (
        ("a", "set:A", "table"),
        ("b", "set:B", "table"),
        ("all", "research", "page"),
        ("backup", "research", "backup"),
        ("own", "member:m1", "table"),
        ("other", "member:m2", "table"),
    ):
        store.note_release(audience, kind=kind, place=place, whole=True)
    # Not what cannot hold them: of another set, of a member of another set, their own.
    for _ in range(2):
        assert {r.place for r in store.withdraw(**who).stale} == {"a", "all"}
    assert set(store.stale()["place"]) == {"a", "all"}


def test_only_what_was_allowed_before_makes_it_stale(
    store: JournalStore,
) -> None:
    store.write(a_journal({**QUOTE, "use": "paraphrase"}))
    for audience in ("set:A", "programme", "public"):
        store.note_release(audience, kind="table", place=audience, whole=True)
    report = store.withdraw("m1", use="paraphrase", reach="public")
    assert {r.place for r in report.stale} == {"set:A", "programme", "public"}
    later = {"member": "m1", "use": "counts", "reach": "set", "given": TODAY}
    kept = JournalStore(store.path.with_name("other.duckdb"), timeout=0.3)
    kept.write(a_journal(later))
    for audience in ("set:A", "programme"):
        kept.note_release(audience, kind="table", place=audience, whole=True)
    assert [r.place for r in kept.withdraw("m1").stale] == ["set:A"]


def test_a_text_of_nobody_may_be_in_it_too(store: JournalStore) -> None:
    texts = a_journal().table("reflections").assign(member=["m1", None, "m2"])
    store.write(Journal({"reflections": texts}))
    for place in ("set:A", "set:B"):
        store.note_release(place, kind="table", place=place, whole=True)
    assert [r.place for r in store.withdraw(reflection_id="r2").stale] == ["set:A"]


def test_a_member_of_a_set_is_shown_what_others_of_it_allow(
    store: JournalStore,
) -> None:
    texts = a_journal(QUOTE).table("reflections").assign(set_id="A")
    store.write(Journal({"reflections": texts}))
    store.note_release("member:m2", kind="table", place="p.csv", whole=True)
    assert [r.place for r in store.withdraw("m1").stale] == ["p.csv"]


def with_a_record() -> Journal:
    """Somebody who wrote nothing took on an action; others were there."""
    journal = a_journal(QUOTE, {"member": "dot", "use": "quote", "reach": "set"})
    tables = {name: journal.table(name) for name in journal.tables()}
    tables["actions"] = pd.DataFrame(
        {"action_id": ["a1"], "set_id": ["A"], "owner": ["dot"], "text": ["To ask."]}
    )
    there = {"set_id": ["A", "B"], "session": [1, 1], "member": ["dot", "eve"]}
    tables["attendance"] = pd.DataFrame({**there, "present": [True, True]})
    return Journal(tables)


def test_a_report_tells_of_people_on_record_who_wrote_nothing(
    store: JournalStore,
) -> None:
    store.write(with_a_record())
    for audience in ("set:A", "set:B", "programme", "research", "public"):
        store.note_release(audience, kind="report", place=audience, record=True)
    store.note_release("set:A", kind="table", place="counts.csv", counted=["r1"])
    for _ in range(2):
        # Beyond the set they had allowed nothing: only research had it too.
        stale = {r.place for r in store.withdraw("dot").stale}
        assert stale == {"set:A", "research"}
    # One text says nothing of what is on record; of m1 nothing is.
    assert store.withdraw("m1", "r1").stale[0].place == "counts.csv"
    assert {r.place for r in store.forget("dot").stale} == {
        *("set:A", "programme", "research")
    }
    assert {r.place for r in store.forget("eve").stale} == {
        *("set:B", "programme", "research")
    }


def test_its_source_is_nobody_elses(store: JournalStore) -> None:
    store.write(a_journal())
    store.withdraw("m1")
    with pytest.raises(InputError, match="short label"):
        store.write(a_journal(), source="(withdrawn)")


days = st.dates(dt.date(2019, 1, 1), dt.date(2023, 1, 1))
grants = st.fixed_dictionaries(
    {
        "member": st.sampled_from(["m1", None]),
        "reflection_id": st.sampled_from(["r1", "r2", None]),
        "use": st.sampled_from(["self", "counts", "paraphrase", "quote"]),
        "reach": st.sampled_from(["set", "programme", "public", None]),
        "given": st.none() | days,
        "withdrawn": st.none() | days,
    }
).filter(lambda g: g["member"] or g["reflection_id"])


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        grants,
        max_size=5,
        unique_by=lambda g: (g["member"], g["reflection_id"], g["given"]),
    ),
    st.sampled_from([{"member": "m1"}, {"reflection_id": "r1"}]),
)
def test_whatever_was_declared_nothing_is_left(
    permissions: list[dict[str, object]], who: dict[str, str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = JournalStore(Path(folder) / "j.duckdb")
        store.write(a_journal(*permissions), source="a")
        before = uses(store)
        store.withdraw(**who)
        store.write(a_journal(*permissions), source="a")
        journal = store.read()
        rows = journal.table("reflections")
        for audience in ("research", "set:A", "programme", "public"):
            for use in ("counts", "quote"):
                allowed = permitted(journal, rows, audience=audience, use=use)
                assert not allowed[: 2 if "member" in who else 1].any()
        assert uses(store)[2] == before[2]
