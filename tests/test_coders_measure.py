"""Agreement: units, who read what, when people are compared, and what is said."""

from __future__ import annotations

import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alsjournal.coders import Agreement, agreement
from alsjournal.errors import DisclosureError, InputError
from alsjournal.journal import Journal

TEXTS = [f"r{i:02}" for i in range(20)]
WORDS = "We agreed a rota. Nobody told the ward. The beds were full."
A, B, C = (0, 16), (18, 38), (40, 58)  # its sentences


def codings(coder, found, code="cover", construct="theme"):
    """Codings of texts, whole or with a span: {id: (start, end) or None}."""
    spans = dict.fromkeys(found) if not isinstance(found, dict) else found
    rows = [
        {
            "coding_id": f"{coder}-{code}-{name}",
            "reflection_id": name,
            "start": span[0] if span else None,
            "end": span[1] if span else None,
            "code": code,
            "construct": construct,
            "coder": coder,
        }
        for name, span in spans.items()
    ]
    return pd.DataFrame(rows)


def journal(*found, approach="codebook", **tables):
    rows = pd.DataFrame({"reflection_id": TEXTS, "text": WORDS, "member": "m1"})
    about = {"approach": approach} if approach else {}
    made = Journal({"reflections": rows, **tables}, provenance=about)
    return made.with_codings(pd.concat(found, ignore_index=True))


def row(found, code="cover"):
    frame = found.to_frame()
    return frame[frame["code"] == code].iloc[0]


ANN = codings("ann", TEXTS[:10])
BEN = codings("ben", TEXTS[2:10])
MACHINE = codings("themes/0.1.0", TEXTS[:9])


def test_the_figures_of_two_people():
    found = agreement(journal(ANN, BEN), unit="text", read=TEXTS)
    got = row(found)
    assert got["kappa"] == pytest.approx(0.8)  # 18 of 20, by chance 10
    assert got["agreement"] == pytest.approx(0.9)
    assert got["positive_agreement"] == pytest.approx(16 / 18)
    assert got["negative_agreement"] == pytest.approx(20 / 22)
    assert (got["prevalence_a"], got["prevalence_b"]) == (0.5, 0.4)
    assert got["prevalence"] == pytest.approx(0.45)
    assert got["kind"] == "person with person"
    assert got["kappa_low"] < got["kappa"] < got["kappa_high"]
    assert (got["n_units"], got["n_texts"], got["warning"]) == (20, 20, "")
    assert "kappa 0.80 (95 %" in found.sentences()[0]


def test_order_of_rows_and_coders_changes_nothing():
    one = row(agreement(journal(ANN, BEN), unit="text", read=TEXTS))
    mixed = journal(BEN.iloc[::-1], ANN.sample(frac=1, random_state=1))
    two = row(agreement(mixed, unit="text", read=TEXTS[::-1], coders=("ben", "ann")))
    same = ["kappa", "kappa_low", "kappa_high", "alpha", "alpha_low", "agreement"]
    assert one[same].tolist() == pytest.approx(two[same].tolist())


def test_the_unit_must_be_said():
    with pytest.raises(TypeError, match="unit"):
        agreement(journal(ANN, BEN))
    with pytest.raises(InputError, match="unit must be one of text, sentence"):
        agreement(journal(ANN, BEN), unit="line")


def test_units_finer_than_a_text():
    ann = codings("ann", dict.fromkeys(TEXTS, A))
    ben = codings("ben", {n: (0, 20) if i < 10 else C for i, n in enumerate(TEXTS)})
    both = journal(ann, ben)
    sentence = row(agreement(both, unit="sentence"))
    # Two characters that hang over into the second sentence do not count.
    assert (sentence["n_units"], sentence["n_texts"]) == (60, 20)
    assert sentence["agreement"] == pytest.approx(40 / 60)
    characters = row(agreement(both, unit="character"))
    assert characters["n_units"] == 20 * len(WORDS)
    differ = 10 * 4 + 10 * (16 + 18)
    assert characters["agreement"] == pytest.approx(1 - differ / (20 * len(WORDS)))
    assert row(agreement(both, unit="passage"))["n_units"] == 20


def test_finer_units_need_spans_and_texts():
    with pytest.raises(InputError, match=r"must have a span.*unit='text'"):
        agreement(journal(ANN, BEN), unit="sentence")
    spans = codings("ann", {TEXTS[0]: A}), codings("ben", {TEXTS[0]: A})
    with pytest.raises(InputError, match="Give the Journal"):
        agreement(pd.concat(spans), unit="sentence", approach="content")
    beyond = codings("ben", {TEXTS[0]: (0, 900)})
    with pytest.raises(InputError, match="another version of the texts"):
        agreement(journal(spans[0], beyond), unit="character")


def test_only_what_both_read_is_compared_and_what_was_assumed_is_said():
    assumed = agreement(journal(ANN, BEN), unit="text")
    assert row(assumed)["n_texts"] == 8
    assert sum("was not declared" in note for note in assumed.notes) == 2
    told = agreement(
        journal(ANN, BEN), unit="text", read={"ann": TEXTS[:15], "ben": TEXTS[1:]}
    )
    assert row(told)["n_texts"] == 14
    assert not told.notes
    machine = agreement(journal(ANN, MACHINE), unit="text", read={"ann": TEXTS})
    assert row(machine)["n_texts"] == 20  # a machine is taken to have read them all
    assert len(machine.notes) == 1


def test_texts_whose_writers_took_them_back_are_not_used():
    gone = pd.DataFrame({"reflection_id": [TEXTS[0]], "use": ["self"]})
    found = agreement(journal(ANN, BEN, permissions=gone), unit="text", read=TEXTS)
    assert row(found)["n_texts"] == 19
    assert any("may not be used" in note for note in found.notes)


@pytest.mark.parametrize("approach", ["codebook", "coding-reliability", "content"])
def test_people_are_compared_where_the_approach_expects_it(approach):
    found = agreement(journal(ANN, BEN, approach=approach), unit="text", read=TEXTS)
    assert found.provenance["approach"] == approach


def test_people_are_not_compared_in_reflexive_analysis():
    with pytest.raises(InputError, match="Braun and Clarke") as refused:
        agreement(journal(ANN, BEN, approach="reflexive"), unit="text")
    assert "memos" in str(refused.value)
    with pytest.raises(InputError, match=r"The approach must be one"):
        agreement(
            journal(ANN, BEN, approach="reflexive"), unit="text", approach="codebook"
        )
    with pytest.raises(InputError, match=r"programme\.toml"):
        agreement(journal(ANN, BEN, approach=None), unit="text")
    with pytest.raises(InputError, match="approach must be one of"):
        agreement(journal(ANN, MACHINE), unit="text", approach="grounded")


@pytest.mark.parametrize("approach", ["reflexive", None])
def test_the_machine_is_always_compared(approach):
    both = journal(ANN, MACHINE, approach=approach)
    found = agreement(both, unit="text", coders=("ann", "themes"), read=TEXTS)
    assert row(found)["kind"] == "machine with person"
    other = codings("elements/1", TEXTS[:9])
    two = agreement(journal(other, MACHINE, approach=approach), unit="text")
    assert row(two)["kind"] == "machine with machine"


def test_three_people_have_pairs_and_an_alpha_over_all():
    cat = codings("cat", TEXTS[:9])
    both = journal(ANN, BEN, cat)
    with pytest.raises(InputError, match="ann, ben, cat"):
        agreement(both, unit="text")
    found = agreement(both, unit="text", read=TEXTS, coders=("ann", "ben", "cat"))
    frame = found.to_frame()
    assert len(frame) == 8
    together = frame[frame["coder_a"].isna() & (frame["code"] == "cover")].iloc[0]
    assert pd.isna(together["kappa"])
    assert together["alpha_low"] < together["alpha"] < together["alpha_high"]
    assert len(found.sentences()) == 4
    mixed = journal(ANN, BEN, MACHINE)
    found = agreement(mixed, unit="text", coders=("ann", "ben", "themes"), read=TEXTS)
    assert not found.to_frame()["coder_a"].isna().any()  # people and machines


def test_too_few_rare_and_undefined_are_said():
    few = row(agreement(journal(ANN, BEN), unit="text", read=TEXTS[:9]))
    assert pd.isna(few["kappa"])
    assert few["agreement"] == pytest.approx(7 / 9)
    assert "too few to tell" in few["warning"]
    one = codings("ann", TEXTS[:1], "pay"), codings("ben", TEXTS[:2], "pay")
    rare = row(agreement(journal(ANN, BEN, *one), unit="text", read=TEXTS), "pay")
    assert "few: 2 text(s)" in rare["warning"]
    assert "rare (8%)" in rare["warning"]
    every = codings("ann", TEXTS, "all"), codings("ben", TEXTS, "all")
    found = agreement(journal(ANN, BEN, *every), unit="text", read=TEXTS)
    assert "not defined" in row(found, "all")["warning"]
    assert pd.isna(row(found, "all")["kappa"])
    alike = row(
        agreement(journal(ANN, codings("ben", TEXTS[:10])), unit="text", read=TEXTS)
    )
    assert alike["kappa"] == 1
    assert pd.isna(alike["kappa_low"])
    assert "no disagreement" in alike["warning"]


def test_one_label_a_unit():
    ann = ANN, codings("ann", TEXTS[10:], "pay")
    ben = BEN, codings("ben", TEXTS[12:], "pay")
    found = agreement(journal(*ann, *ben), unit="text", labels="one", read=TEXTS)
    overall = row(found, "overall")
    assert overall["agreement"] == pytest.approx(16 / 20)
    assert overall["prevalence_b"] == pytest.approx(16 / 20)
    left = agreement(
        journal(*ann, *ben), unit="text", labels="one", read=TEXTS, uncoded="unread"
    )
    assert row(left, "overall")["n_units"] == 16
    assert any("not measured" in note for note in left.notes)
    twice = codings("ann", TEXTS[:1], "pay")
    with pytest.raises(InputError, match=r"Got 1 units with several"):
        agreement(journal(ANN, twice, *ben), unit="text", labels="one", read=TEXTS)


def test_codes_by_other_names():
    other = codings("themes/0.1.0", TEXTS[:9], "rota, cover")
    with pytest.raises(InputError, match="some code in common"):
        agreement(journal(ANN, codings("ann", TEXTS, "x"), other), unit="text")
    found = agreement(journal(ANN, other), unit="text", same={"rota, cover": "cover"})
    assert row(found)["n_texts"] == 10
    with pytest.raises(InputError, match="same= must begin with codes that somebody"):
        agreement(journal(ANN, other), unit="text", same={"rota,cover": "cover"})
    extra = codings("ann", TEXTS, "pay")
    only = agreement(journal(ANN, extra, MACHINE), unit="text", codes=["cover"])
    assert only.to_frame()["code"].tolist() == ["overall", "cover"]
    with pytest.raises(InputError, match="codes must be codes that the coders used"):
        agreement(journal(ANN, MACHINE), unit="text", codes=["silence"])
    with pytest.raises(InputError, match="No code may be called"):
        agreement(journal(codings("ann", TEXTS, "overall"), MACHINE), unit="text")


def test_a_coder_must_be_known_and_one():
    later = codings("themes/0.2.0", TEXTS[:9])
    both = journal(ANN, MACHINE, later)
    with pytest.raises(InputError, match="several versions"):
        agreement(both, unit="text", coders=("ann", "themes"))
    with pytest.raises(InputError, match="Those who have: ann, "):
        agreement(both, unit="text", coders=("ann", "dan"))
    with pytest.raises(InputError, match="two or more, each once"):
        agreement(both, unit="text", coders=("ann", "ann"))
    with pytest.raises(InputError, match="no"):
        agreement(journal(ANN), unit="text", construct="lens")


def test_nothing_was_read_by_both():
    apart = codings("ben", TEXTS[12:])
    with pytest.raises(InputError, match=r"read by two of the coders.*read="):
        agreement(journal(ANN, apart), unit="text")


@pytest.mark.parametrize(
    "wrong",
    [{"labels": "many"}, {"uncoded": "no"}, {"n_bootstraps": 3}, {"read": "r01"}],
)
def test_parameters_are_checked(wrong):
    with pytest.raises(InputError, match=next(iter(wrong))):
        agreement(journal(ANN, BEN), unit="text", **wrong)


def test_the_value_is_closed_and_shows_no_text():
    found = agreement(journal(ANN, BEN), unit="text", read=TEXTS)
    again = pickle.loads(pickle.dumps(found))
    pd.testing.assert_frame_equal(again.to_frame(), found.to_frame())
    assert "agreed a rota" not in found._repr_html_()
    assert repr(found) == "Agreement(2 rows, unit 'text', construct 'theme')"
    frame = found.to_frame()
    frame["text"] = "We agreed"
    with pytest.raises(DisclosureError, match="exactly the columns"):
        Agreement(frame, "text", "theme")
    with pytest.raises(AttributeError):
        found.unit = "sentence"  # type: ignore[misc]


def test_a_best_passage_is_not_every_passage():
    machine = codings("themes/0.1.0", dict.fromkeys(TEXTS, A))
    person = codings("ann", dict.fromkeys(TEXTS, A))
    found = agreement(journal(person, machine), unit="sentence")
    assert any("unit='text' is fairer" in note for note in found.notes)


SPANS = st.dictionaries(
    st.sampled_from(TEXTS[:12]),
    st.tuples(st.integers(0, 40), st.integers(1, 18)).map(lambda s: (s[0], sum(s))),
    min_size=1,
)


@settings(max_examples=25)
@given(SPANS, SPANS, st.sampled_from(["text", "sentence", "passage", "character"]))
def test_any_spans_give_figures_in_bounds(one, two, unit):
    both = journal(codings("ann", one), codings("ben", two))
    frame = agreement(both, unit=unit, read=TEXTS, n_bootstraps=100).to_frame()
    for name in ("kappa", "alpha", "kappa_low", "alpha_high"):
        known = frame[name].dropna()
        assert known.between(-1 - 1e-9, 1 + 1e-9).all()
    assert frame["agreement"].between(0, 1).all()
