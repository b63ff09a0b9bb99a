"""From a person to their pseudonym, and names of files that are kept of nobody."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from alsjournal import Anonymiser, JournalStore, RawJournal
from alsjournal.anonymise import pseudonym_of
from alsjournal.anonymise.file_names import file_pseudonym, without_file_names
from alsjournal.cli._app import app
from alsjournal.errors import InputError

KEY = "a key only for this test 123"


@pytest.fixture
def raw(monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    texts = pd.DataFrame(
        {
            "reflection_id": ["r1", "r2"],
            "text": ["We met.", "Ikram Shah agreed."],
            "member": ["t.ashworth", "w1"],
            "prompt": ["What stayed with you?", "Ikram Shah"],
        }
    )
    roster = pd.DataFrame({"member": ["t.ashworth"], "name": ["Tom Ashworth"]})
    return RawJournal({"reflections": texts, "roster": roster})


def test_an_id_or_a_name_leads_to_the_pseudonym_in_the_journal(raw):
    members = Anonymiser(finders=["roster"]).fit_transform(raw).table("reflections")
    mine = members["member"].iloc[0]
    for said in ("t.ashworth", "T.Ashworth ", "Tom Ashworth", "tom ashworth"):
        assert pseudonym_of(raw, said) == mine
    assert pseudonym_of(raw, "Wei Zhang") is None
    with pytest.raises(InputError, match="Got none"):
        pseudonym_of(raw, " ")


def test_a_heading_that_is_a_name_is_masked_like_the_text_below_it(raw):
    kept = Anonymiser().fit_transform(raw).table("reflections")
    assert kept["prompt"].tolist() == ["What stayed with you?", "[name]"]
    assert "Ikram" not in kept.to_csv()


def test_files_have_pseudonyms_in_a_journal():
    key = KEY.encode()
    said = {"files": [{"file": "Bob Okafor.docx", "read": 3}], "title": "x"}
    kept = without_file_names(said, key)
    assert kept["files"][0]["read"] == 3
    assert kept["files"][0]["file"] == file_pseudonym(key, "Bob Okafor.docx")
    assert "Okafor" not in str(kept)
    assert said["files"][0]["file"] == "Bob Okafor.docx"
    assert file_pseudonym(key, "a.Okafor the second").partition(".")[1] == ""


def test_the_verbs_keep_no_name_of_a_file_and_show_no_name(tmp_path, monkeypatch):
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "Bob Okafor.csv"
    source.write_text("set_id,session,member,text\nA,1,Bob Okafor,We met.\nA,x,b,c d\n")
    runner = CliRunner()
    done = runner.invoke(app, ["ingest", str(source), "--journal", "j.duckdb"])
    assert done.exit_code == 0, done.output
    assert b"Okafor" not in (tmp_path / "j.duckdb").read_bytes()
    store = JournalStore("j.duckdb")
    assert "title" not in store.provenance()
    assert store.refusals()["file"].iloc[0].endswith(".csv")
    mine = store.read().table("reflections")["member"].iloc[0]
    args = ["who", str(source), "--journal", "j.duckdb"]
    told = runner.invoke(app, args, input="bob okafor\n")
    assert told.exit_code == 0
    assert mine in told.stdout
    assert "Texts in j.duckdb: 1" in told.stdout
    assert "okafor" not in told.stdout.lower().replace(str(source).lower(), "")
    lost = runner.invoke(app, args, input="Quennell\n")
    assert lost.exit_code == 1
    assert "Quennell" not in lost.output
    none = runner.invoke(app, args, input="\n")
    assert none.exit_code == 2
    assert "must be typed, or piped in" in none.output
