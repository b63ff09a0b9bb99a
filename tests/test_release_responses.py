"""What people answer to findings, on its way into the journal."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from release_journals import MEMBERS, stored

import alsjournal as als
from alsjournal.errors import AlsjournalError, InputError
from alsjournal.release import read_responses
from alsjournal.store import _clock
from alsjournal.trends import finding_id

CODE = finding_id("cover", "set:A", 1)
OPEN = finding_id("", "set:A", 1)
HEAD = "finding,agree,missing,wrong,words,member,sheet,date"


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)
    monkeypatch.setattr(_clock, "today", lambda: pd.Timestamp("2026-06-15"))


def answered(store: als.JournalStore, folder: Path, *lines: str, **options: object):
    path = folder / "answers.csv"
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return read_responses(store, path, **options)  # type: ignore[arg-type]


def test_ticks_are_kept_and_counted(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    done = answered(
        store,
        tmp_path,
        f"{CODE},x,,,,{MEMBERS[0]},,2026-06-01",
        f"{CODE.upper()},yes,1,,More on nights.,,7,",
        f"{OPEN},,,,Who pays.,,7,",
    )
    assert (done.added, done.refused) == (3, ())
    shown = als.responses(store.read(), codes, audience="set:A").to_frame()
    names = shown["theme"].fillna("") + shown["what"]
    told = dict(zip(names, shown["shown"], strict=True))
    assert told == {
        "coveragree": "2 of 2",
        "covermissing": "1 of 2",
        "coverwrong": "0 of 2",
        "coverwords": "1 of 2",
        "words": "1 of 1",
    }


def test_reading_again_changes_nothing_and_the_later_answer_holds(
    tmp_path: Path,
) -> None:
    store, _ = stored(tmp_path)
    line = f"{CODE},x,,,,{MEMBERS[0]},,2026-06-02"
    answered(store, tmp_path, line)
    before = store.read().table("responses")
    assert answered(store, tmp_path, line).unchanged == 1
    assert store.read().table("responses").equals(before)
    old = answered(store, tmp_path, f"{CODE},,,x,,{MEMBERS[0]},,2026-06-01")
    assert old.refused == ((2, "a later answer is on record"),)
    new = answered(store, tmp_path, f"{CODE},,,x,,{MEMBERS[0]},,2026-06-03")
    assert new.changed == 1
    (row,) = store.read().table("responses").to_dict("records")
    assert (row["agree"], row["wrong"]) == (False, True)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (f"q-1,x,,,,{MEMBERS[0]},,", "code as the page has it"),
        (f"{CODE},maybe,,,,{MEMBERS[0]},,", "x, yes or 1"),
        (f"{CODE},,,,,{MEMBERS[0]},,", "nothing is ticked"),
        (f"{CODE},x,,,,,,", "a member or a sheet"),
        (f"{CODE},x,,,,Zebedee,,", "a pseudonym of the journal"),
        (f"{CODE},x,,,,,Zebedee,", "must be a number"),
        (f"{CODE},x,,,,,1,2026-06-16", "after today"),
        (f"{CODE},x,,,,,1,soon", "must be a day"),
        (f"{CODE},x,,,,,1,,Zebedee said", "a cell a column"),
    ],
)
def test_what_cannot_be_used_is_refused_and_not_said(
    tmp_path: Path, line: str, why: str
) -> None:
    store, _ = stored(tmp_path)
    done = answered(store, tmp_path, line)
    ((row, reason),) = done.refused
    assert row == 2
    assert why in reason
    assert "Zebedee" not in str(done) + reason
    assert len(store.read().table("responses")) == 0


def test_a_code_of_other_themes_is_refused_where_the_themes_are_known(
    tmp_path: Path,
) -> None:
    store, codes = stored(tmp_path)
    other = f"{finding_id('pay', 'set:A', 1)},x,,,,,1,"
    assert answered(store, tmp_path, other, themes=codes).refused
    assert answered(store, tmp_path, f"{CODE},x,,,,,1,", themes=codes).added == 1


def test_words_are_anonymised_before_they_are_kept(tmp_path: Path) -> None:
    store, _ = stored(tmp_path)
    words = '"Ask Zebedee Quennell on 07700 900461, zeb@surgery.example."'
    answered(store, tmp_path, f"{CODE},,x,,{words},,3,")
    (kept,) = store.read().table("responses")["text"]
    assert "Ask" in kept
    everything = kept + store.path.read_bytes().decode("latin-1")
    for canary in ("Zebedee", "Quennell", "900461", "zeb@"):
        assert canary not in everything


def test_a_roster_gives_names_their_pseudonyms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key only for this test 123")
    programme = als.RawJournal(
        {
            "reflections": pd.DataFrame(
                {"reflection_id": ["r1"], "member": ["p1"], "text": ["We met."]}
            ),
            "roster": pd.DataFrame({"member": ["p1"], "name": ["Zebedee Quennell"]}),
        }
    )
    store = als.JournalStore(tmp_path / "j.duckdb")
    store.write(als.Anonymiser().fit_transform(programme))
    line = f"{CODE},,x,,Ask Zebedee Quennell.,,3,"
    answered(store, tmp_path, line, programme=programme)
    (kept,) = store.read().table("responses")["text"]
    assert "[member m-" in kept
    monkeypatch.setenv("ALSJOURNAL_KEY", "another key only for this test 4")
    with pytest.raises(InputError, match="key of the journal's pseudonyms"):
        answered(store, tmp_path, line, programme=programme)


def test_who_is_forgotten_takes_their_answers_along(tmp_path: Path) -> None:
    store, _ = stored(tmp_path)
    gone, other = MEMBERS[:2]
    answered(
        store,
        tmp_path,
        f"{CODE},x,,,Mine alone,{gone},,",
        f"{CODE},x,,,As [member {gone}] said,{other},,",
    )
    store.forget(gone)
    rows = store.read().table("responses")
    assert rows["member"].tolist() == [other]
    assert gone not in store.path.read_bytes().decode("latin-1")
    back = answered(store, tmp_path, f"{CODE},x,,,Mine again,{gone},,")
    assert "pseudonym" in back.refused[0][1]


def test_a_file_without_the_column_says_so(tmp_path: Path) -> None:
    store, _ = stored(tmp_path)
    path = tmp_path / "a.csv"
    path.write_text("theme\nx\n", encoding="utf-8")
    with pytest.raises(InputError, match="column finding"):
        read_responses(store, path)


def test_an_apostrophe_that_stopped_a_spreadsheet_goes(tmp_path: Path) -> None:
    store, _ = stored(tmp_path)
    answered(store, tmp_path, f"{CODE},,,x,'=not so,,1,")
    assert store.read().table("responses")["text"].tolist() == ["=not so"]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(max_size=120))
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text(f"finding,agree,words,sheet\n{text}", encoding="utf-8")
    store = als.JournalStore(tmp_path / "journal.duckdb", timeout=0.5)
    if not store.path.exists():
        store, _ = stored(tmp_path)
    try:
        done = read_responses(store, path)
    except AlsjournalError:
        return
    assert done.added == done.changed == 0
