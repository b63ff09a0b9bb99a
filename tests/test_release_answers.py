"""What members answer, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from release_journals import MEMBERS, programme, stored

import alsjournal as als
from alsjournal.disclosure import permissions_of
from alsjournal.errors import AlsjournalError, InputError, SourceError
from alsjournal.release.answers import _read
from alsjournal.store import _clock

TODAY = "2026-06-15"


@pytest.fixture(autouse=True)
def no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)


@pytest.fixture(autouse=True)
def no_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_clock, "today", lambda: pd.Timestamp(TODAY))


def codes_of(store: als.JournalStore) -> dict[str, str]:
    rows = store.read().table("previews").drop_duplicates("passage")
    return dict(zip(rows["reflection_id"], rows["passage"], strict=True))


def answered(store: als.JournalStore, folder: Path, lines: list[str]):
    path = folder / "answers.csv"
    path.write_text("\n".join(["passage,answer,date", *lines]), encoding="utf-8")
    return als.read_answers(store, path)


def uses(store: als.JournalStore) -> dict[str, str]:
    journal = store.read()
    rows = journal.table("reflections")
    return dict(
        zip(rows["reflection_id"], permissions_of(journal, rows)["use"], strict=True)
    )


def test_a_row_that_is_too_wide_is_refused_and_the_others_are_taken(
    tmp_path: Path,
) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)
    lines = [f"{code['r0']},keep,,and thanks", f"{code['r1']},remove,"]
    done = answered(store, tmp_path, lines)
    assert [number for number, _ in done.refused] == [2]
    assert "double quotes" in done.refused[0][1]
    assert uses(store)["r1"] != "quote"


def test_the_public_needs_keep(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    assert len(als.quotes(store.read(), codes, audience="public")) == 0
    als.preview(store, codes, tmp_path / "pages")
    assert len(als.quotes(store.read(), codes, audience="public")) == 0
    code = codes_of(store)
    done = answered(
        store, tmp_path, [f"{code['r0']},keep,{TODAY}", f"{code['r1']},paraphrase,"]
    )
    assert dict(done.recorded) == {"keep": 1, "paraphrase": 1}
    for audience in ("public", "programme"):
        shown = als.quotes(store.read(), codes, audience=audience).to_frame()
        assert shown["quote"].tolist() == ["Nobody came to cover word0alpha for us."]
    assert uses(store) == {**dict.fromkeys(uses(store), "quote"), "r1": "paraphrase"}


def test_a_journal_in_memory_has_no_public_quotes_and_says_why() -> None:
    shown = als.quotes(*programme(), audience="public")
    assert len(shown) == 0
    assert "alsjournal preview" in " ".join(shown.notes)


def test_keep_for_the_programme_is_not_keep_for_the_public(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages", audience="programme")
    answered(store, tmp_path, [f"{c},keep," for c in codes_of(store).values()])
    assert len(als.quotes(store.read(), codes, audience="programme")) == 3
    assert len(als.quotes(store.read(), codes, audience="public")) == 0


def test_before_a_preview_the_programme_is_quoted_to_as_ever(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    assert len(als.quotes(store.read(), codes, audience="programme")) == 3
    als.preview(store, codes, tmp_path / "pages", audience="programme")
    assert len(als.quotes(store.read(), codes, audience="programme")) == 0
    assert len(als.quotes(store.read(), codes, audience="set:A")) == 3


def test_a_preview_for_the_public_holds_back_only_what_it_showed(
    tmp_path: Path,
) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages", audience="public")
    shown = als.quotes(store.read(), codes, audience="programme").to_frame()
    assert len(shown) == 3
    assert not {f"word{i}alpha" for i in range(3)} & set(
        " ".join(shown["quote"]).split()
    )


def test_other_words_need_another_answer(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    answered(store, tmp_path, [f"{c},keep," for c in codes_of(store).values()])
    reworded, _ = programme()
    rows = reworded.table("reflections")
    rows["text"] = rows["text"].str.replace("came", "wanted")
    store.write(als.Journal({"reflections": rows}))
    assert len(als.quotes(store.read(), codes, audience="public")) == 0


def test_the_same_answers_again_change_nothing(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)
    lines = [f"{code['r0']},keep,", f"{code['r1']},remove,{TODAY}"]
    answered(store, tmp_path, lines)
    before = {n: store.read().table(n) for n in ("permissions", "previews")}
    again = answered(store, tmp_path, lines)
    assert (dict(again.recorded), again.unchanged) == ({}, 2)
    for name, rows in before.items():
        assert store.read().table(name).equals(rows)
    store.write(programme()[0], source="a")  # nor do the files undo it
    assert uses(store)["r1"] == "self"


def test_a_no_makes_earlier_outputs_stale_and_says_which(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)
    answered(store, tmp_path, [f"{c},keep," for c in code.values()])
    store.note_release("public", kind="report", place="p.html", quoted=["r0"])
    store.note_release("public", kind="report", place="q.html", quoted=["r1"])
    store.note_release("research", kind="table", place="record", whole=True)
    done = answered(store, tmp_path, [f"{code['r0']},paraphrase,"])
    assert [release.place for release in done.stale] == ["p.html", "record"]
    assert store.stale()["place"].tolist() == ["p.html", "record"]
    assert len(als.quotes(store.read(), codes, audience="public")) == 2


@pytest.mark.parametrize("first", ["keep", "remove"])
def test_of_one_day_the_careful_answer_holds(tmp_path: Path, first: str) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)["r0"]
    second = "remove" if first == "keep" else "keep"
    answered(store, tmp_path, [f"{code},{first},", f"{code},{second},"])
    assert uses(store)["r0"] == "self"


def test_of_two_passages_of_a_text_the_careful_answer_holds(tmp_path: Path) -> None:
    store, codes = stored(tmp_path, extra={0: "We waited four hours for it."}, n=1)
    text = store.read().table("reflections")["text"].iloc[0]
    cut = text.index("We waited")
    codes = pd.DataFrame(
        {
            "reflection_id": ["r0", "r0"],
            "code": ["cover", "waiting"],
            "start": [0, cut],
            "end": [10, len(text)],
        }
    )
    als.preview(store, codes, tmp_path / "pages")
    one, two = store.read().table("previews")["passage"].unique()
    answered(store, tmp_path, [f"{one},keep,", f"{two},paraphrase,"])
    assert uses(store)["r0"] == "paraphrase"
    assert len(als.quotes(store.read(), codes, audience="public")) == 0


def test_rows_that_cannot_be_are_refused_with_the_reason(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)["r0"]
    done = answered(
        store,
        tmp_path,
        [
            "q-000000000000,keep,",
            f"{code},maybe,",
            f"{code},keep,2999-01-01",
            f"{code},keep,2001-01-01",
            f"{code},keep,soon",
            "",
            f" {code.lower()} , In other words ,",
        ],
    )
    assert [row for row, _ in done.refused] == [2, 3, 4, 5, 6]
    for (_, reason), word in zip(
        done.refused,
        ("code", "keep, paraphrase", "today", "before", "a day"),
        strict=True,
    ):
        assert word in reason
    assert "maybe" not in str(done.refused)
    assert dict(done.recorded) == {"paraphrase": 1}


def test_what_was_taken_back_since_is_not_given_again_by_an_old_answer(
    tmp_path: Path,
) -> None:
    store, codes = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    code = codes_of(store)["r0"]
    store.withdraw(MEMBERS[0])
    done = answered(store, tmp_path, [f"{code},keep,{TODAY}"])
    assert "took a permission back" in done.refused[0][1]
    assert uses(store)["r0"] == "self"


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        (b"who,what\nx,y\n", InputError, "columns passage and answer"),
        (b"", InputError, "columns passage and answer"),
        (b"passage,answer\n\xff\xfe", InputError, "UTF-8"),
        (None, SourceError, "readable"),
    ],
)
def test_a_file_that_is_none(
    tmp_path: Path, content: bytes | None, error: type[Exception], said: str
) -> None:
    store, _ = stored(tmp_path)
    path = tmp_path / "answers.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=said):
        als.read_answers(store, path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("passage;answer;date\n" + text, encoding="utf-8", errors="replace")
    try:
        answers, refused = _read(path)
    except AlsjournalError:
        return
    assert all(
        row >= 2 for row in (*(a.row for a in answers), *(r for r, _ in refused))
    )
