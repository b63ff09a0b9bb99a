"""Reports in Easy Read: what they tell, what they leave out, how large they are."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.report import summarise
from alsjournal.report.compose import compose
from alsjournal.report.decisions import Decision
from alsjournal.report.document import Document, Idea, Quote
from alsjournal.report.summarise import Summary
from alsjournal.report.words import words_in
from alsjournal.report.write import FORMATS

NOTHING = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
SAID = "We had no cover at all this time and went home late"


def journal() -> als.Journal:
    rows = pd.DataFrame(
        {
            "reflection_id": f"{s}-{n}-{m}",
            "set_id": s,
            "session": n,
            "member": f"{s}{m}",
            "text": f"{SAID}, {n} of {m} in {s}.",
        }
        for s in ("A", "B")
        for n in (1, 2, 3)
        for m in range(12)
    )
    return als.Journal.from_frame(
        rows, already_anonymised=True, permission="quote", reach="public"
    )


def codings(source: als.Journal) -> pd.DataFrame:
    rows = source.table("reflections", ["reflection_id", "member", "session"])
    who, when = rows["member"].str[1:].astype(int), rows["session"]
    falls = rows[who < 11 - 5 * (when - 1)].assign(code="Cover")
    stays = rows[who.isin([1, 2, 3, 4, 5, 6])].assign(code="Trust")
    once = rows[(rows["member"] == "A0") & (when == 1)].assign(code="Parking")
    return pd.concat([falls, stays, once])[["reflection_id", "code"]]


@cache
def summary_for(audience: str, decisions: tuple[Decision, ...] = ()) -> Summary:
    source = journal()
    return summarise(
        source,
        codings(source),
        audience=audience,
        codings=NOTHING,
        decisions=decisions,
    )


def document(
    audience: str = "programme", decisions: tuple[Decision, ...] = ()
) -> Document:
    return compose(summary_for(audience, decisions), easy_read=True)


def blocks(held: Any) -> Iterator[Any]:
    for block in held.blocks:
        yield block
        if hasattr(block, "blocks"):
            yield from blocks(block)


def lines(made: Document) -> list[str]:
    return [
        "".join(run.text for run in line)
        for block in blocks(made)
        if isinstance(block, Idea)
        for line in block.lines
    ]


@pytest.mark.parametrize("audience", ["programme", "set:A", "public"])
def test_there_are_ideas_and_no_quotes(audience: str) -> None:
    made = document(audience)
    assert not [b for b in blocks(made) if isinstance(b, Quote)]
    for made_as in ("html", "md"):
        page = FORMATS[made_as](made)
        assert isinstance(page, str)
        assert SAID not in page
        assert "people with a learning disability" in page
        assert "take your words back" in page
    assert [b for b in blocks(made) if isinstance(b, Idea) and not b.picture] == []


def test_numbers_are_said_of_how_many_people() -> None:
    said = lines(document())
    assert "24 people wrote." in said
    assert "They are in 2 sets." in said
    assert "12 of 24 people wrote about this." in said
    assert "Parking" not in " ".join(said)


def test_what_one_person_raised_is_not_told_to_a_set() -> None:
    assert "Parking" not in " ".join(lines(document("set:A")))


def test_what_changed_is_not_told_to_everybody() -> None:
    heads = [getattr(block, "head", "") for block in document().blocks]
    assert "What changed?" in heads
    public = [getattr(block, "head", "") for block in document("public").blocks]
    assert "What changed?" not in public


def test_decisions_name_their_owner_or_say_that_there_is_none() -> None:
    asked = (
        Decision("Cover", "Pay for cover", "The board", "May"),
        Decision("Trust", "Meet in person"),
    )
    said = lines(document(decisions=asked))
    where = said.index("We ask for this: Pay for cover")
    assert said[where + 1 : where + 3] == ["Who will decide: The board", "By when: May"]
    assert "We do not know yet who will decide." in said
    public = " ".join(lines(document("public", decisions=asked)))
    assert "Pay for cover" not in public
    assert "We do not know yet what happens next." not in public


def test_groupings_that_nobody_has_read_are_left_out() -> None:
    summary = summary_for("programme")
    frame = summary.themes.to_frame().assign(status="grouping")

    class Unread:
        unit = summary.themes.unit
        notes: tuple[str, ...] = ()
        provenance: dict[str, str] = {}  # noqa: RUF012 - a stand-in

        def to_frame(self) -> pd.DataFrame:
            return frame.copy()

    unread: Any = Unread()
    made = compose(replace(summary, themes=unread), easy_read=True)
    said = lines(made)
    assert "There is nothing to tell you yet." in said
    assert "No one has read the groups yet." in said
    assert not {"Cover", "Trust"} & set(said)
    assert "What changed?" not in [getattr(b, "head", "") for b in made.blocks]


def test_lines_are_short() -> None:
    own = {"Cover", "Trust"}
    for audience in ("programme", "set:A", "public"):
        for line in lines(document(audience)):
            assert len(line.split()) <= 15 or line in own, line


def test_analysts_and_members_get_none(tmp_path: Path) -> None:
    source = journal()
    with pytest.raises(InputError, match="Easy Read must be for"):
        als.write_report(
            source,
            codings(source),
            tmp_path / "r.html",
            audience="research",
            easy_read=True,
        )
    assert not list(tmp_path.iterdir())


def test_a_page_has_a_place_for_each_picture(tmp_path: Path) -> None:
    source = journal()
    path = als.write_report(
        source, codings(source), tmp_path / "easy.html", easy_read=True
    )
    page = path.read_text(encoding="utf-8")
    assert '<body class="easy">' in page
    ideas = sum(isinstance(block, Idea) for block in blocks(document()))
    assert page.count('role="img" aria-label="A place for a picture: ') == ideas
    assert "<svg" not in page
    assert "Audience: programme." in page


def test_a_word_file_is_in_large_print() -> None:
    made = FORMATS["docx"](document())
    assert isinstance(made, bytes)
    paper = docx.Document(io.BytesIO(made))
    assert len(paper.tables) == sum(isinstance(b, Idea) for b in blocks(document()))
    sized = {p.style.name for p in paper.paragraphs if p.style is not None}
    assert {"Title", "Heading 1", "Box"} <= sized
    for name in (*sized - {"Hint", "Box"}, "Normal", "Header", "Footer"):
        size = paper.styles[name].font.size  # type: ignore[attr-defined]
        assert size is not None
        assert size.pt >= 14, name
    cells = [row.cells[1].text for table in paper.tables for row in table.rows]
    assert "24 people wrote." in cells


def test_it_is_there_in_welsh() -> None:
    made = compose(summary_for("set:A"), language="cy", easy_read=True)
    assert made.language == "cy-GB"
    assert words_in("cy")("about.unread") in made.footer
    assert "12 o bobl" in " ".join(lines(made))
    assert not re.search(r"\bpeople\b", " ".join(lines(made)))
