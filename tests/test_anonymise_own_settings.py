"""``[anonymiser]`` of programme.toml, from the file to the journal."""

from __future__ import annotations

import json

import pytest

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.own_settings import own_settings
from alsjournal.anonymise.pool import Pool
from alsjournal.anonymise.review import AuditLog, open_review
from alsjournal.errors import ConfigError, InputError, SourceError
from alsjournal.ingest import read_journal
from alsjournal.ingest.config import read_programme

LIGHT = ["identifiers", "patterns", "roster", "gazetteer"]
TOML = '[programme]\ntitle = "T"\n[files]\nreflections = "texts.csv"\n'
OWN = (
    '[anonymiser]\ngazetteer = "lists/gps.csv"\n[anonymiser.patterns]\n'
    "patient-id = 'PT\\d{6}'\nORG = 'ward (?P<value>[a-z]+)'\n"
)


@pytest.fixture(autouse=True)
def key(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", "a key of the tests only")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "gps.csv").write_text(
        "ods_code,name\nA1,THE WILLOWBANE SURGERY\n"
    )
    (tmp_path / "texts.csv").write_text(
        "text\nWillowbane surgery rang on PT123456 and ward nightingale.\nFine.\n"
    )
    (tmp_path / "programme.toml").write_text(TOML + OWN)
    return tmp_path / "programme.toml"


def said(place, own):
    place.write_text(TOML + own)
    return place


def test_from_the_file_to_the_journal(place, monkeypatch):
    monkeypatch.chdir("/")
    raw = read_journal(place)
    journal = Anonymiser(finders=LIGHT).fit_transform(raw)
    assert journal.table("reflections")["text"][0] == (
        "[organisation 1] rang on [patient id] and ward [organisation 2]."
    )
    done = journal.provenance["anonymiser"]
    assert done["patterns"] == ["ORG", "patient-id"]
    assert done["gazetteer"] is True
    assert done["found"] == {"ORG": 2, "patient-id": 1}
    assert str(place.parent) not in json.dumps(dict(journal.provenance))
    assert "PT" not in json.dumps(dict(journal.provenance))


def test_what_is_given_goes_before(place):
    raw = read_journal(place)
    own = own_settings(raw, patterns={"code": "ab"})
    assert own.patterns == {"code": "ab"}
    assert str(own.gazetteer).endswith("gps.csv")
    assert own_settings(raw, patterns={}).patterns == {}
    plain = read_journal(said(place, ""))
    assert own_settings(plain).gazetteer is own_settings(plain).patterns is None


@pytest.mark.slow
def test_other_processes_know_the_patterns():
    roster = [RosterEntry("Sarah Jones")]
    own = {"patient-id": r"PT\d{6}"}
    with Pool(1, finders=LIGHT, gazetteer=None, roster=roster, patterns=own) as pool:
        ((spans,),) = pool.map([["As PT123456 said."]])
    assert [s.label for s in spans if s.finder == "patterns"] == ["patient-id"]


@pytest.mark.slow
def test_the_review_finds_them_again(place):
    place.write_text(TOML + OWN + '[review]\ncustodian = "Casey Vale"\n')
    queue = open_review(place, AuditLog(place.parent / "j.review.jsonl"), audit=5)
    while (item := queue.next()) is not None and item.label != "AUDIT":
        assert item.label != "patient-id"  # sure enough to need nobody
        queue.decide("skip")
    seen = []
    while queue.next() is not None:
        sentence = queue.sentence()
        seen += [sentence.inside[a:b] for a, b in sentence.masked]
        queue.decide("skip")
    assert "PT123456" in seen


@pytest.mark.parametrize(
    ("own", "error", "words"),
    [
        ("[anonymiser]\ngazeteer = 'x'\n", ConfigError, "Did you mean 'gazetteer'"),
        ("[anonymiser]\ngazetteer = 3\n", ConfigError, "path of a csv"),
        ("[anonymiser]\ngazetteer = 'no.csv'\n", SourceError, "no.csv"),
        ("[anonymiser]\npatterns = 'x'\n", ConfigError, "must be a section"),
        ("[anonymiser.patterns]\nward = '('\n", ConfigError, "'ward'"),
        ("[anonymiser.patterns]\nward = '(a+)+b'\n", ConfigError, "end in time"),
        ("[anonymiser.patterns]\nward = 3\n", ConfigError, "a text in quotes"),
        ('[anonymiser.patterns]\n"w]" = "a"\n', ConfigError, "label"),
    ],
)
def test_what_cannot_be_is_said_at_once(place, own, error, words):
    with pytest.raises(error, match=words):
        read_programme(said(place, own))


def test_a_list_without_names_is_refused(place):
    (place.parent / "lists" / "gps.csv").write_text("code\nA1\n")
    with pytest.raises(InputError, match="column 'name'"):
        Anonymiser(finders=LIGHT).fit(read_journal(place))


def test_files_that_are_not_there_yet_are_not_asked_for(place):
    place.write_text(TOML + "[anonymiser]\ngazetteer = 'later.csv'\n")
    assert read_programme(place, files=False).anonymiser["gazetteer"]
