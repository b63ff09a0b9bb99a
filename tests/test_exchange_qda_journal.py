"""What people coded elsewhere becomes codings of the journal, and guides the themes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from helpers import crowd, written
from qda_files import archive, guid, project, selection, source

import alsjournal as als
from alsjournal.journal import Journal


def coded() -> Journal:
    journal, codes = written([*crowd(6, ["cover"] * 4), *crowd(3, ["rest"], session=2)])
    codings = codes.assign(construct="theme", coder="ann", start=0, end=4)
    codings["coding_id"] = codings["reflection_id"].str.replace("r", "c")
    return journal.with_codings(codings)


def test_codings_that_went_out_come_back_as_themselves(tmp_path: Path) -> None:
    journal = coded()
    for profile in ("standard", "nvivo", "qualcoder"):
        path = tmp_path / f"{profile}.qdpx"
        als.write_qdpx(journal, path, profile=profile)  # type: ignore[arg-type]
        codings, left = als.read_qda(path).codings_of(journal)
        assert not len(left)
        order = "coding_id"
        found = codings.sort_values(order).reset_index(drop=True)
        wanted = journal.codings().sort_values(order).reset_index(drop=True)
        pd.testing.assert_frame_equal(found, wanted)
        assert len(journal.with_codings(codings).codings()) == len(journal.codings())


def theirs(path: Path, journal: Journal) -> Path:
    """Write what another program makes of our texts: its own GUIDs, CRLF, one coder."""
    inside, texts = "", {}
    rows = journal.table("reflections").itertuples(index=False)
    for i, row in enumerate(rows):
        text = f"{row.text}\r\n"
        texts[row.reflection_id] = text.encode("utf-8-sig")
        code = "cover" if i % 2 else "trust"
        coded = selection(i, 0, 4, text[:4], code)
        inside += source(f"{row.reflection_id}", coded)
    inside += source("strange", selection("x", 0, 2, "No"))
    texts["strange"] = b"No text of ours."
    xml = project(inside, origin="MAXQDA 24").replace(
        f'guid="{guid("r1")}"', f'guid="{guid("other")}"', 1
    )
    xml = xml.replace('name="r1"', 'name="r1.txt"', 1)
    return archive(path, xml, texts)


def test_a_second_coder_elsewhere_feeds_agreement(tmp_path: Path) -> None:
    journal = coded()
    read = als.read_qda(theirs(tmp_path / "p.qdpx", journal))
    codings, left = read.codings_of(journal)
    assert len(codings) == len(journal)
    assert codings["end"].tolist() == [4] * len(journal)
    assert dict(zip(left["what"], left["n"], strict=True)) == {
        "codings": 1,
        "sources": 1,
    }
    both = journal.with_codings(codings)
    result = als.agreement(
        both, unit="text", coders=["ann", "Ann"], approach="codebook", n_bootstraps=100
    )
    assert set(result.to_frame()["code"].dropna()) >= {"cover", "trust"}


def test_human_codes_count_as_themes(tmp_path: Path) -> None:
    journal = coded()
    read = als.read_qda(theirs(tmp_path / "p.qdpx", journal))
    codings, _ = read.codings_of(journal)
    both = journal.with_codings(codings)
    prevalence = als.theme_prevalence(both, both.codings(coder="Ann")).to_frame()
    assert set(prevalence["theme"]) == {"cover", "trust"}
    assert prevalence["raised"].max() >= 1


def test_a_codebook_from_elsewhere_guides_a_model(tmp_path: Path) -> None:
    read = als.read_qda(theirs(tmp_path / "p.qdpx", coded()))
    book = read.codebook(by="KM", on="2026-05-01")
    assert book.names() == ("cover", "trust")
    assert book.status("cover") == "candidate"
    assert als.ThemeModel(codebook=book).codebook is book
    assert als.FrameworkCoder(codebook=book).codebook is book


def test_a_text_that_was_edited_elsewhere_gives_no_codings(tmp_path: Path) -> None:
    journal = coded()
    xml = project(source("r1", selection(1, 0, 4, "That")))
    path = archive(tmp_path / "p.qdpx", xml, {"r1": b"That is not what it said."})
    codings, left = als.read_qda(path).codings_of(journal)
    assert not len(codings)
    assert "their words differ from the journal's" in set(left["reason"])


@pytest.mark.slow
def test_the_sample_goes_the_whole_way_and_back(tmp_path: Path) -> None:
    raw = als.load_sample()
    journal = als.Anonymiser().fit_transform(raw)
    report = als.write_qdpx(journal, tmp_path / "p.qdpx")
    with zipfile.ZipFile(tmp_path / "p.qdpx") as file:
        parts = [file.read(name).decode() for name in file.namelist()]
    assert not any(str(raw.provenance["published_key"]) in part for part in parts)
    names = raw.identifiable_frame("roster", ["name"])["name"]  # fictional
    full = [name for name in names if " " in name]
    texts = " ".join(journal.table("reflections")["text"])
    leaked = [n for n in full if any(n in part for part in parts) and n not in texts]
    assert full
    assert not leaked
    read = als.read_qdpx(tmp_path / "p.qdpx", strict=True)
    assert len(read) == report.written["selections"]
    codings, left = read.codings_of(journal)
    assert not len(left)
    known = journal.codings().set_index("coding_id")
    assert set(codings["coding_id"]) <= set(known.index)
    pairs = known.loc[codings["coding_id"], ["start", "end"]]
    assert pairs.to_numpy().tolist() == codings[["start", "end"]].to_numpy().tolist()
    people = read.codings_of(journal)[0]
    people = people[people["construct"] == "theme"]
    assert len(als.theme_prevalence(journal, people, audience="set:A").to_frame())
