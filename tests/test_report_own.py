"""A member's own page."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pandas as pd
import pytest
from release_journals import HOSTILE, MEMBERS, programme, stored

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.report.own import own_of

ME, OTHER = MEMBERS[:2]
WHO = f"member:{ME}"


def with_record() -> tuple[Journal, pd.DataFrame]:
    """The small programme, with a record in which two people did something."""
    journal, codes = programme()
    tables = {name: journal.table(name) for name in journal.tables()}
    tables["attendance"] = pd.DataFrame(
        {"set_id": "A", "session": 1, "member": [ME, OTHER], "present": [True, False]}
    )
    tables["actions"] = pd.DataFrame(
        {
            "action_id": ["a1", "a2"],
            "set_id": "A",
            "session": [1, 1],
            "owner": [ME, OTHER],
            "text": [f"Mine, with [member {OTHER}].", "Theirs."],
        }
    )
    tables["action_reports"] = pd.DataFrame(
        {"action_id": ["a1", "a2"], "session": [2, 2], "status": ["done", "dropped"]}
    )
    tables["survey"] = pd.DataFrame(
        {"respondent": [ME, OTHER], "wave": "end", "item": "q", "answer": ["yes", "no"]}
    )
    return Journal(tables), codes


def test_it_holds_what_is_theirs_and_nothing_of_others(tmp_path: Path) -> None:
    journal, codes = with_record()
    path = als.write_report(journal, codes, tmp_path / "own.md", audience=WHO)
    page = path.read_text(encoding="utf-8")
    assert "word0alpha" in page
    assert not any(f"word{i}alpha" in page for i in range(1, 6))
    assert "Mine, with \\[colleague A\\]." in page
    assert "Theirs." not in page
    assert "Heard back on an action of yours (done)" in page
    assert "dropped" not in page
    assert not any(member in page for member in MEMBERS[1:])
    own = own_of(journal, codes, audience=WHO)
    assert own.there == (("A", 1, True, ""),)
    assert own.survey == (("end", "q", "yes"),)
    assert own.counted == {"cover": (1,)}


def test_it_says_what_would_be_quoted_and_to_whom(tmp_path: Path) -> None:
    journal, codes = programme()
    (passage,) = own_of(journal, codes, audience=WHO).passages
    assert passage.readers == ("set", "programme", "public_asked")
    assert passage.words == "Nobody came to cover word0alpha for us."
    store, _ = stored(tmp_path)
    als.preview(store, codes, tmp_path / "pages")
    (asked,) = own_of(store.read(), codes, audience=WHO).passages
    assert asked.readers == ("set", "programme_asked", "public_asked")


def test_what_was_taken_back_is_shown_as_used_for_nothing(tmp_path: Path) -> None:
    store, codes = stored(tmp_path)
    store.withdraw(member=ME)
    own = own_of(store.read(), codes, audience=WHO)
    assert [text.use for text in own.texts] == ["self"]
    assert "word0alpha" in own.texts[0].words  # it is theirs, and still held
    assert (own.passages, own.counted) == ((), {})


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
@pytest.mark.parametrize("ending", ["html", "docx", "md"])
def test_only_its_owner_may_read_it(tmp_path: Path, ending: str) -> None:
    journal, codes = programme()
    path = tmp_path / f"own.{ending}"
    path.touch(mode=0o644)
    als.write_report(journal, codes, path, audience=WHO)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_texts_are_escaped(tmp_path: Path) -> None:
    journal, codes = programme(extra={0: HOSTILE})
    path = als.write_report(journal, codes, tmp_path / "own.html", audience=WHO)
    page = path.read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_somebody_else_is_refused(tmp_path: Path) -> None:
    journal, codes = programme()
    with pytest.raises(InputError, match="must name a member"):
        als.write_report(journal, codes, tmp_path / "o.md", audience="member:m-0")


def test_who_is_mentioned_as_themselves_is_you() -> None:
    journal, codes = programme(extra={0: f"They asked [member {ME}] first."})
    (text,) = own_of(journal, codes, audience=WHO).texts
    assert text.words.endswith("They asked [you] first.")


def test_its_repr_tells_nothing() -> None:
    journal, codes = with_record()
    own = own_of(journal, codes, audience=WHO)
    for one in (own, *own.texts, *own.passages, *own.deeds):
        assert "alpha" not in repr(one)
        assert ME not in repr(one)
