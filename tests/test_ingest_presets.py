"""The preset nhs-fft: services are sets, months are sessions."""

import os
from pathlib import Path

import pandas as pd
import pytest

from alsjournal.disclosure.permission import permissions_of
from alsjournal.errors import ConfigError, InputError
from alsjournal.ingest import read_journal, read_journal_with_report
from alsjournal.journal import Journal

HEADERS = "comment_id,trust,respondent_id,date_certain,month,service,question,text\n"
DATA = Path(
    os.environ.get("ALSJOURNAL_DATA", Path(__file__).parents[1].parent / "shared/data")
)
COMMENTS = DATA / "nhs_fft" / "comments.csv"


@pytest.fixture
def comments(tmp_path):
    def write(rows):
        path = tmp_path / "fft.csv"
        path.write_text(HEADERS + rows)
        return path

    return write


ROWS = (
    "c1,T1,p1,True,2021-09,Ward,What was good?,Kind.\n"
    "c2,T1,p1,True,2021-12,Ward,What was bad?,Nothing.\n"
    "c3,T2,p2,True,2021-09,Ward,What was good?,Quick.\n"
    "c4,T2,p3,True,2021-10,,What was good?,Clean.\n"
    "c5,T1,p4,True,2021-09,Home,What was good?,Did not answer\n"
    "c6,T1,p5,False,,Home,What was good?,Late.\n"
    "c1,T1,p6,True,2021-09,Home,What was good?,Twice.\n"
)


def test_services_months_and_trusts(comments):
    raw, report = read_journal_with_report(comments(ROWS), preset="nhs-fft")
    frame = raw.identifiable_frame()
    assert list(frame["set_id"]) == [
        "T1: Ward",
        "T1: Ward",
        "T2: Ward",
        "T2: no service named",
    ]
    assert list(frame["session"]) == [1, 3, 1, 2]
    sets = raw.identifiable_frame("sets").set_index("set_id")["parent"]
    assert sets["T1: Ward"] == "T1"
    sessions = raw.identifiable_frame("sessions")
    assert (sessions["date"].dt.day == 1).all()
    assert {(r.row, r.reason, r.expected) for r in report.refusals} == {
        (6, "nothing was said", True),
        (7, "no certain month, so no session", True),
        (8, "the same key (reflection_id) as an earlier row", False),
    }


def test_everybody_allowed_quotes_in_public(comments):
    raw = read_journal(comments(ROWS), preset="nhs-fft")
    tables = {name: raw.identifiable_frame(name) for name in raw.tables()}
    journal = Journal(tables)
    declared = permissions_of(journal, journal.table("reflections"))
    assert set(declared["use"]) == {"quote"}
    assert set(declared["reach"]) == {"public"}


def test_a_preset_in_programme_toml_is_the_same(comments):
    path = comments(ROWS)
    toml = path.with_name("programme.toml")
    toml.write_text(
        '[programme]\npreset = "nhs-fft"\n[files]\nreflections = "fft.csv"\n'
    )
    one = read_journal(path, preset="nhs-fft").identifiable_frame()
    assert one.equals(read_journal(toml).identifiable_frame())


def test_other_files_are_not_taken_for_it(comments, tmp_path):
    with pytest.raises(ConfigError, match="nhs-fft"):
        read_journal(comments(ROWS), preset="nhs")
    other = tmp_path / "other.csv"
    other.write_text("id,text\n1,We met.\n")
    with pytest.raises(InputError, match="comment_id"):
        read_journal(other, preset="nhs-fft")


@pytest.mark.data
@pytest.mark.skipif(not COMMENTS.exists(), reason="needs the NHS comments")
def test_every_nhs_comment_is_accounted_for():
    raw, report = read_journal_with_report(COMMENTS, preset="nhs-fft")
    assert report.read == 7_908
    assert report.taken + report.refused == 7_908
    assert len(raw) == report.taken
    theirs = pd.read_csv(COMMENTS, dtype="str", keep_default_na=False)
    frame = raw.identifiable_frame().set_index("reflection_id")
    informative = theirs[
        (theirs["informative"] == "True") & (theirs["date_certain"] == "True")
    ]
    assert informative["comment_id"].isin(frame.index).all()
    taken = theirs.set_index("comment_id").loc[frame.index]
    assert (taken["text"] == frame["text"]).all()
    rank = taken["month"].rank(method="dense").astype(int)
    assert (rank == frame["session"].astype(int)).all()
    silent = theirs["text"].str.lower().isin(["did not answer", ""])
    assert not theirs.loc[silent, "comment_id"].isin(frame.index).any()
    assert set(report.reasons()) == {
        "text: nothing was said",
        "session: no certain month, so no session",
    }
