from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import alsjournal as als
from alsjournal.anonymise.review import AuditLog
from alsjournal.errors import InputError
from alsjournal.report import summarise
from alsjournal.report.compose import compose
from alsjournal.report.document import Document, Section, Table
from alsjournal.report.parts.research.facts import FACTS
from alsjournal.report.render.markdown import to_markdown
from alsjournal.report.research import Wanted
from alsjournal.report.research.standards import standard

NONE = pd.DataFrame(columns=["reflection_id", "code", "construct", "coder"])
KEPT = "zebedee kept this"
BANNED = ("saturation", "emerge", "discovered")


def journal(
    approach: str | None = "codebook", members: int = 6, **tables: pd.DataFrame
) -> als.Journal:
    rows = pd.DataFrame(
        [
            {
                "reflection_id": f"{s}{n}{m}",
                "set_id": s,
                "session": n,
                "member": f"{s}{m}",
                "text": f"In set {s} we had no cover at all, said number {m} of {n}.",
            }
            for s in ("A", "B")
            for n in (1, 2, 3)
            for m in range(members)
        ]
    )
    rows.loc[rows["member"] == "A0", "text"] = KEPT + " and nobody may count it."
    allowed = pd.DataFrame(
        {"member": rows["member"].unique(), "use": "quote", "reach": "programme"}
    )
    allowed.loc[allowed["member"] == "A0", "use"] = "self"
    allowed["withdrawn"] = pd.NaT
    allowed.loc[allowed["member"] == "A1", "withdrawn"] = pd.Timestamp("2026-03-01")
    given = {} if approach is None else {"approach": approach}
    return als.Journal(
        {"reflections": rows, "permissions": allowed, **tables}, provenance=given
    )


def codings(source: als.Journal, coder: str = "ann", share: int = 4) -> pd.DataFrame:
    rows = source.table("reflections", ["reflection_id", "member", "set_id"])
    rows = rows[rows["member"].str[1:].astype(int) < share]
    made = pd.DataFrame({"reflection_id": rows["reflection_id"], "code": "cover"})
    own = rows.loc[rows["set_id"] == "A", "reflection_id"]
    other = pd.DataFrame({"reflection_id": own, "code": "parking"})
    both = pd.concat([made, other], ignore_index=True)
    ids = [f"{coder}{i}" for i in range(len(both))]
    return both.assign(construct="theme", coder=coder, coding_id=ids)


class Model:
    theme_names_ = ("cover", "parking")
    terms_ = (("cover",), ("parking",))
    n_themes_ = 2

    def __init__(self, *doubted: str) -> None:
        book = als.Codebook().make((*self.theme_names_, "cars"), by="themes/1")
        book = book.adopt(
            "cover", central_idea="No cover.", by="Ade", date="2026-05-01"
        )
        book = book.reject("cars", by="Bea", why="A car park.", on="2026-05-02")
        if doubted:
            book = book.does_not_fit("cover", doubted, by="Ade", on="2026-05-03")
        self.codebook_ = book

    def get_params(self, *, deep: bool = True) -> dict[str, Any]:
        del deep
        return {"n_themes": 2, "random_state": 7, "codebook": self.codebook_}

    def code(self, source: als.Journal) -> pd.DataFrame:
        return codings(source, "themes/1")


def document(source: als.Journal, themes: Any = None, **kwargs: Any) -> Document:
    made = codings(source) if themes is None else themes
    given = {"audience": "research", "codings": NONE, **kwargs}
    return compose(summarise(source, made, **given))


def page(tmp_path: Path, source: als.Journal, themes: Any = None, **kw: Any) -> str:
    made = codings(source) if themes is None else themes
    given = {"audience": "research", "codings": NONE, **kw}
    return als.write_report(source, made, tmp_path / "r.md", **given).read_text("utf-8")


@cache
def plain() -> tuple[Document, str]:
    """Make what several tests look at once."""
    made = document(journal())
    return made, to_markdown(made)


def section(made: Document, anchor: str) -> Section:
    return next(b for b in made.blocks if getattr(b, "anchor", "") == anchor)  # type: ignore[return-value]


def anchors(made: Document) -> set[str]:
    return {getattr(block, "anchor", "") for block in made.blocks}


def known(made: Document, standard_: str) -> dict[str, str]:
    table = next(b for b in section(made, standard_).blocks if isinstance(b, Table))
    return {row[-3]: row[-1] for row in table.rows}


def test_other_audiences_get_none_of_it() -> None:
    source = journal()
    for audience in ("programme", "set:A"):
        summary = summarise(source, codings(source), audience=audience, codings=NONE)
        assert summary.research is None
        assert not {"methods", "coreq", "codebook"} & anchors(compose(summary))


def test_what_is_filled_in_is_true_to_the_journal() -> None:
    source = journal()
    made = document(source, Model())
    told = known(made, "coreq")
    # A0 keeps theirs, A1 took theirs back: ten of twelve members wrote what counts.
    assert told["Sample size"] == (
        "Members who wrote what may be counted: 10. Texts: 30. Sets: 2."
    )
    assert told["Orientation and theory"] == "Declared as codebook."
    assert told["Coding tree"].startswith("Themes: 3, of them read and adopted: 1.")
    assert "random_state 7" in told["Derivation of themes"]
    for only_authors in ("Credentials", "Sampling", "Gender", "Duration"):
        assert told[only_authors] == "To be written by the authors."
    for not_known in ("Setting", "Transcripts returned", "Participant checking"):
        assert told[not_known] == "To be written by the authors."
    assert "1" in known(made, "srqr")["Ethics"].rsplit("taken back: ", 1)[1]


@pytest.mark.parametrize(("name", "n"), [("coreq", 32), ("srqr", 21), ("rtarg", 20)])
def test_a_standard_is_whole_and_asks_for_facts_that_there_are(
    name: str, n: int
) -> None:
    found = standard(name)
    assert len(found.items) == n
    if name != "rtarg":
        assert [item.number for item in found.items] == [str(i + 1) for i in range(n)]
    assert {item.fact for item in found.items} <= {"", *FACTS}
    said = " ".join(f"{i.topic} {i.asks} {found.note}".lower() for i in found.items)
    assert not [word for word in BANNED if word in said]


def twice_coded(approach: str | None) -> als.Journal:
    both = [codings(journal(), "ann"), codings(journal(), "ben", share=5)]
    return journal(approach, codings=pd.concat(both, ignore_index=True))


def test_reflexive_work_is_asked_for_no_agreement_and_no_coreq() -> None:
    source = twice_coded("reflexive")
    made = document(source)
    assert {"rtarg"} <= anchors(made)
    assert not {"coreq", "srqr", "agreement"} & anchors(made)
    text = to_markdown(made)
    assert "COREQ" not in text
    assert "two people" not in text


def test_a_codebook_s_coders_are_compared() -> None:
    made = document(twice_coded("codebook"))
    assert {"coreq", "srqr", "agreement"} <= anchors(made)
    table = section(made, "agreement").blocks[1]
    assert isinstance(table, Table)
    assert "two people" in table.caption
    assert (
        "agreement between coders"
        in known(made, "srqr")["Techniques for trustworthiness"]
    )


def test_a_machine_is_compared_with_a_person_in_reflexive_work_too() -> None:
    both = [codings(journal(), "ann"), codings(journal(), "themes/1", share=5)]
    source = journal("reflexive", codings=pd.concat(both, ignore_index=True))
    table = section(document(source), "agreement").blocks[1]
    assert isinstance(table, Table)
    assert "error of an instrument" in table.caption


def test_without_an_approach_no_standard_is_shown() -> None:
    made = document(journal(None))
    assert not {"coreq", "srqr", "rtarg"} & anchors(made)
    assert "No approach is declared" in str(section(made, "methods"))


def with_memos(source: als.Journal) -> als.Journal:
    for target, kind, text in (
        ("theme:t1", "reflexive", "I was a nurse, and hear cover everywhere."),
        ("A10", "analytic", "What A0 wrote is secret."),
        ("A0", "analytic", "A0 again is secret."),
    ):
        source = source.with_memo(
            text, target=target, kind=kind, author="AB", date="2026-05-01"
        )
    return source


def test_memos_are_private_unless_they_are_asked_for(tmp_path: Path) -> None:
    source = with_memos(journal())
    assert "memos" not in anchors(document(source))
    asked = page(tmp_path, source, memos=["reflexive", "analytic"])
    assert "I was a nurse" in asked
    assert "is secret" not in asked  # their writer lets nobody count them
    one = source.table("memos").set_index("kind").loc["reflexive", "memo_id"]
    alone = document(source, wanted=Wanted(memos=(str(one),)))
    assert str(section(alone, "memos")).count("Quote(") == 1


def test_a_memo_that_is_not_there_and_one_for_others(tmp_path: Path) -> None:
    source = with_memos(journal())
    with pytest.raises(InputError, match="ids of memos"):
        page(tmp_path, source, memos=["nothing"])
    with pytest.raises(InputError, match="research alone"):
        page(tmp_path, source, memos=["reflexive"], audience="programme")


def test_what_speaks_against_a_theme() -> None:
    source = journal()
    made = document(source, Model("A12", "A10", "B12"))
    rows = section(made, "against").blocks[1]
    assert isinstance(rows, Table)
    told = {row[0]: row[1:] for row in rows.rows}
    assert told["parking"] == ("B", "3 of 6", "0", "0")
    # Of the three that do not fit, A10 is its writer's own.
    assert told["cover"] == ("none", "0 of 6", "2", "0")
    strained = next(
        b
        for b in section(made, "against").blocks
        if isinstance(b, Table) and b.caption.startswith("Passages that somebody")
    )
    assert {row[2] for row in strained.rows} <= {
        "a member of set A, 1",
        "a member of set B, 1",
    }


def test_the_codebook_says_who_decided_what_and_why() -> None:
    made = document(journal(), Model())
    entries, steps = (
        b for b in section(made, "codebook").blocks if isinstance(b, Table)
    )
    cover = dict(zip(entries.columns, entries.rows[0], strict=True))
    assert (cover["Status"], cover["Central idea"]) == ("adopted", "No cover.")
    assert [row[:3] for row in steps.rows] == [
        ("2026-05-01", "Ade", "adopted"),
        ("2026-05-02", "Bea", "rejected"),
    ]
    rejected = section(made, "codebook").blocks[-1]
    assert "A car park." in str(rejected)


def test_the_review_is_counted_and_names_nobody(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log.jsonl")
    said = {"actor": "custodian:zebedee", "item": "zeb-i", "text": "zeb-t"}
    for decision in ("reject", "reject", "accept"):
        log.append(**said, decision=decision, label="ORG", finder="ner", chain="5")
    log.append(
        **said, decision="audit", label="", finder="", chain="5", masked=19, missed=1
    )
    held = {"chain": "5", "found": {"ORG": 4}, "texts": 9, "texts_changed": 2}
    source = journal()
    source = als.Journal(
        {name: source.table(name) for name in source.tables()},
        provenance={**source.provenance, "anonymiser": held},
    )
    text = page(tmp_path, source, review=log.path)
    assert "| reject | ORG | ner | 2 |" in text
    assert "Random sample: at least" in text
    assert "zeb" not in text
    assert "No random sample of sentences was read" in plain()[1]


def test_a_log_that_was_changed_is_left_out(tmp_path: Path) -> None:
    log = AuditLog(tmp_path / "log.jsonl")
    said = dict.fromkeys(("actor", "item", "text", "finder", "chain"), "x")
    for _ in range(2):
        log.append(**said, decision="reject", label="ORG")
    log.path.write_text(log.path.read_text().replace("ORG", "PLACE", 1))
    text = page(tmp_path, journal(), review=log.path)
    assert "The review's log is not whole" in text
    assert "| reject |" not in text


@pytest.mark.parametrize("name", ["r.html", "r.md", "r.docx"])
def test_what_is_kept_or_taken_back_stands_nowhere(tmp_path: Path, name: str) -> None:
    source = with_memos(journal())
    path = als.write_report(
        source,
        Model("A10", "A12"),
        tmp_path / name,
        audience="research",
        codings=NONE,
        memos=["analytic"],
    )
    if name.endswith("docx"):
        import docx

        paper = docx.Document(str(path))
        cells = (c.text for t in paper.tables for row in t.rows for c in row.cells)
        text = "\n".join([*(p.text for p in paper.paragraphs), *cells])
    else:
        text = path.read_text("utf-8")
    for gone in (
        KEPT,
        "In set A we had no cover at all, said number 1",
        "A10",
        "is secret",
    ):
        assert gone not in text
    assert "said number 2 of" in text
    said = re.sub(r"base64,[A-Za-z0-9+/=]+", "", text).lower()
    assert not [word for word in BANNED if word in said]


def test_the_same_bytes(tmp_path: Path) -> None:
    source = twice_coded("codebook")
    written = [
        als.write_report(
            source, Model(), tmp_path / f"{i}.html", audience="research", codings=NONE
        ).read_bytes()
        for i in (1, 2)
    ]
    assert written[0] == written[1]


def test_a_frame_without_a_model_and_an_empty_journal(tmp_path: Path) -> None:
    frame = pd.DataFrame({"text": ["We had no cover.", "We had no cover again."]})
    source = als.Journal.from_frame(frame, already_anonymised=True)
    codes = pd.DataFrame({"reflection_id": ["r000001"], "code": ["cover"]})
    text = page(tmp_path, source, codes)
    assert "No codebook came with the codings" in text
    assert "The journal does not say how its texts were anonymised" in text
    assert "No text may be quoted" in text
    empty = als.Journal({})
    nothing = page(tmp_path, empty, codes.iloc[:0])
    assert "The journal has 0 texts" in nothing


def test_machines_figures_come_from_their_cards() -> None:
    text = plain()[1]
    figure = als.model_card("als-elements").headline
    assert f"| {figure.value:.3f} |" in text
    docs = (Path(__file__).parents[1] / "docs" / "anonymiser.md").read_text("utf-8")
    own = docs.split("| ours |", 1)[1].split("\n", 1)[0]
    for one in als.model_card("als-anonymiser").figures[:2]:
        assert f"{one.value:.3f} ({one.low:.3f}-{one.high:.3f})" in own
