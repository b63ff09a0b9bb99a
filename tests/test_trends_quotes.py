import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends import quotes
from alsjournal.trends.quotes import passage

TEXT = (
    "It rained. We had no cover again, said [member m-1a]! So what. The rest was fine."
)


def said(texts, permissions, **columns):
    rows = pd.DataFrame(
        [
            {
                "reflection_id": f"r{i}",
                "set_id": s,
                "session": n,
                "member": m,
                "text": t,
            }
            for i, (s, n, m, t) in enumerate(texts, 1)
        ]
    ).assign(**columns)
    journal = Journal({"reflections": rows, "permissions": pd.DataFrame(permissions)})
    codes = pd.DataFrame({"reflection_id": rows["reflection_id"], "code": "cover"})
    return journal, codes


PEOPLE = [
    ("A", 1, "m1", "Nobody came to cover us."),
    ("A", 2, "m1", "Again nobody came to cover."),
    ("B", 1, "m2", "Our rota has many holes."),
    ("B", 1, "m3", "I would rather not say."),
]
QUOTE = [
    {"member": "m1", "use": "quote", "reach": "programme"},
    {"member": "m2", "use": "quote", "reach": "set"},
    {"member": "m3", "use": "paraphrase", "reach": "public"},
]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ("research", {"Nobody came to cover us.", "Our rota has many holes."}),
        ("programme", {"Nobody came to cover us."}),
        ("public", set()),
        ("set:A", {"Nobody came to cover us."}),
        ("set:B", {"Our rota has many holes."}),
        ("member:m3", {"I would rather not say."}),
    ],
)
def test_only_what_was_allowed_and_nobody_twice(audience, expected):
    table = quotes(*said(PEOPLE, QUOTE), audience=audience)
    assert set(table.to_frame()["quote"]) == expected
    assert len(table) == len(expected)


def test_where_it_was_said_is_for_research_and_the_set():
    journal, codes = said(PEOPLE, QUOTE)
    for audience in ("research", "set:A"):
        first = quotes(journal, codes, audience=audience).to_frame().iloc[0]
        assert first[["session", "source"]].tolist() == [1, "a member of set A"]
    first = quotes(journal, codes, audience="programme").to_frame().iloc[0]
    assert first["source"] == "a member"
    assert pd.isna(first["session"])


def test_undeclared_is_not_quoted_nor_what_was_taken_back():
    gone = [{"member": "m1", "use": "quote", "withdrawn": "2020-01-01"}]
    assert len(quotes(*said(PEOPLE, gone))) == 0


def test_facilitators_and_sets_are_not_quoted_as_members():
    permissions = [{"reflection_id": f"r{i}", "use": "quote"} for i in range(1, 5)]
    journal, codes = said(
        PEOPLE, permissions, author_kind=["facilitator", "set", "member", None]
    )
    found = quotes(journal, codes).to_frame()["quote"].tolist()
    assert found == ["Our rota has many holes.", "I would rather not say."]


def test_at_most_so_many_and_those_quoted_least_go_first():
    permissions = [{"member": m, "use": "quote"} for m in ("m1", "m2", "m3")]
    journal, codes = said(PEOPLE, permissions)
    assert len(quotes(journal, codes, per_theme=2)) == 2
    both = pd.concat([codes, codes.assign(code="rota")])
    one_each = quotes(journal, both, per_theme=1).to_frame()
    assert one_each["quote"].tolist() == [
        "Nobody came to cover us.",
        "Our rota has many holes.",
    ]
    surest = codes.assign(confidence=[0.1, 0.2, 0.3, 0.9])
    first = quotes(journal, surest, per_theme=1).to_frame()
    assert first[["quote", "fit"]].to_numpy().tolist() == [
        ["I would rather not say.", 0.9]
    ]


def coded_by(writers):
    """Each theme with who wrote of it; everybody wrote of each in a text of its own."""
    rows = [(theme, who) for theme, said_by in writers.items() for who in said_by]
    texts = [("A", 1, who, f"We wrote of {t} as {who}.") for t, who in rows]
    allowed = [
        {"member": who, "use": "quote", "reach": "public"}
        for who in dict.fromkeys(who for _, who in rows)
    ]
    journal, codes = said(texts, allowed)
    return journal, codes.assign(code=[theme for theme, _ in rows])


@pytest.mark.parametrize(("audience", "n"), [("programme", 3), ("set:A", 5)])
def test_beyond_the_set_nobody_is_quoted_more_than_three_times(audience, n):
    journal, codes = coded_by(dict.fromkeys("abcde", ("m1",)))
    table = quotes(journal, codes, audience=audience).to_frame()
    assert table["theme"].tolist() == list("abcde")[:n]


def test_no_theme_goes_without_where_others_can_be_quoted_on_the_earlier_ones():
    journal, codes = coded_by({**dict.fromkeys("abc", ("m1", "m2")), "z": ("m1",)})
    table = quotes(journal, codes, audience="programme").to_frame()
    assert table["theme"].value_counts().to_dict() == {"a": 2, "b": 1, "c": 2, "z": 1}
    assert table["quote"].str.contains("m1").sum() == 3
    again = quotes(journal, codes, audience="programme").to_frame()
    assert again.equals(table)


@pytest.mark.parametrize("per_theme", [0, -1, 1.5, "3", None])
def test_per_theme_is_a_whole_number(per_theme):
    with pytest.raises(InputError, match="per_theme must be a whole number"):
        quotes(*said(PEOPLE, QUOTE), per_theme=per_theme)


def test_a_selection_keeps_the_permissions():
    journal, codes = said(PEOPLE, [{"reflection_id": "r1", "use": "quote"}])
    assert len(quotes(journal.select(member="m1"), codes)) == 1


def test_passage_is_whole_sentences_without_pseudonyms():
    at = TEXT.index("cover")
    expected = "We had no cover again, said [a colleague]!"
    assert passage(TEXT, at, at + 5) == expected
    assert passage(TEXT, at, TEXT.index("So")) == expected
    assert passage(TEXT, pd.NA, pd.NA) == " ".join(
        TEXT.replace("[member m-1a]", "[a colleague]").split()
    )
    assert passage(TEXT, 0, 3) is None
    assert passage("word " * 61, 0, 4) is None
    assert passage("word " * 60, 0, 4) is not None


@given(st.text(max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_a_passage_is_words_of_the_text(text, start, end):
    quote = passage(text, start, end)
    if quote is not None:
        assert 4 <= len(quote.split()) <= 60
        assert quote in " ".join(text.split())


@pytest.mark.parametrize(
    ("audience", "n"), [("programme", 1), ("set:A", 3), ("research", 3)]
)
def test_beyond_the_set_nothing_is_quoted_that_points_at_somebody(audience, n):
    people = [
        ("A", 1, "m1", "We commissioners hold the purse here."),
        ("A", 1, "m2", "As the third partner I tried to find out."),
        ("A", 1, "m3", "Nobody came to cover us again."),
    ]
    allowed = [
        {"member": f"m{i}", "use": "quote", "reach": "programme"} for i in (1, 2, 3)
    ]
    table = quotes(*said(people, allowed), audience=audience)
    assert len(table.to_frame()) == n
    assert "Nobody came to cover us again." in set(table.to_frame()["quote"])
