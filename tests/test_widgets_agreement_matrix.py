"""Two coders side by side: counts add up, ids stay in Python, rules hold."""

import json

import pandas as pd
import pytest
from map_journals import SECRET, coded, codes, journal
from widget_tables import answer, kept

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.widgets import AgreementMatrix, Cell

OPTIONS = {"unit": "text", "n_bootstraps": 100}


def made(labels="several", **options):
    codings, ids = coded()
    given = {"read": ids, "approach": "codebook", **OPTIONS, **options}
    return AgreementMatrix(codings, labels=labels, **given)


def ids_of(view):
    return sorted(view.disagreements["reflection_id"])


def test_each_code_has_three_parts():
    view = made()
    table = pd.DataFrame(view._table["rows"], columns=view._table["columns"])
    rows = table.set_index("Code")[["Both", "only ann", "only ben"]]
    assert rows.loc["cover"].tolist() == ["8", "2", "0"]
    assert rows.loc["trust"].tolist() == ["9", "0", "3"]
    assert table["Kappa"].str.startswith("kappa 0.").all()
    assert table["Kappa"].str.endswith("n 20").all()


def test_the_matrix_holds_every_unit_once():
    view = made("one")
    rows = view._private["rows"]
    assert rows["units"].sum() == 20
    met = rows.set_index(["code", "part"])["units"]
    assert met["cover", "trust"] == 2
    assert met["no code", "trust"] == 1
    assert met["trust", "cover"] == 0
    grid = view._table["grid"]
    assert len({len(line) for line in grid}) == 1


def test_a_part_gives_the_texts_behind_it():
    view = made()
    assert view.disagreements.empty
    view.selection = (Cell("cover", None, "only ann"),)
    assert ids_of(view) == ["key-8", "key-9"]
    view.selection = (Cell("cover", None, "both"),)
    assert view.disagreements.empty
    assert "do not differ" in view._status
    view.selection = (Cell("trust"),)
    assert ids_of(view) == ["key-19", "key-8", "key-9"]


def test_a_cell_of_the_matrix_gives_the_texts_behind_it():
    view = made("one")
    view.selection = (Cell("no code", None, "trust"),)
    assert ids_of(view) == ["key-19"]
    view.selection = (Cell("cover", None, "trust"),)
    assert list(view.disagreements) == ["reflection_id", "code_a", "code_b", "units"]
    assert ids_of(view) == ["key-8", "key-9"]


def test_the_figures_are_those_of_agreement():
    codings, ids = coded()
    options = {"read": ids, "approach": "codebook", **OPTIONS}
    same = als.agreement(codings, **options).to_frame()
    pd.testing.assert_frame_equal(made().agreement.to_frame(), same)


def test_what_stays_and_what_is_sent_holds_no_text_and_no_id():
    view = made()
    view.selection = (Cell("cover", None, "only ann"),)
    (sent,) = answer(view, type="need-detail")
    everything = kept(view) + json.dumps(sent) + json.dumps(view.chart.to_dict())
    assert "2 texts" in everything
    assert "key-" not in everything


def test_people_are_not_compared_in_reflexive_analysis():
    with pytest.raises(InputError, match="reflexive"):
        made(approach="reflexive")
    codings, ids = coded()
    machine = codings.replace({"coder": {"ben": "themes/1"}})
    view = AgreementMatrix(machine, read=ids, approach="reflexive", **OPTIONS)
    assert any("error of an instrument" in note for note in view._table["notes"])


def test_two_people_who_differ_are_no_error():
    notes = " ".join(made()._table["notes"])
    assert "neither is the measure" in notes
    assert "instrument" not in notes


def test_three_coders_are_refused():
    codings, ids = coded()
    third = codings[codings["coder"] == "ann"].assign(coder="cy")
    with pytest.raises(InputError, match="two"):
        AgreementMatrix(
            pd.concat([codings, third]),
            coders=("ann", "ben", "cy"),
            read=ids,
            approach="codebook",
            **OPTIONS,
        )


def test_nothing_coded_is_refused():
    with pytest.raises(InputError):
        AgreementMatrix(coded()[0].iloc[:0], **OPTIONS)


def test_few_texts_have_counts_and_no_kappa():
    codings, ids = coded()
    view = AgreementMatrix(codings, read=ids[:9], approach="codebook", **OPTIONS)
    assert "no kappa" in view._table["rows"][0][4]
    view.selection = (Cell("cover", None, "only ann"),)
    assert ids_of(view) == ["key-8"]
    assert "too few" in view._status


def test_three_hundred_codes_come_in_parts():
    ids = [f"key-{i}" for i in range(600)]
    each = [f"code {i % 300:03}" for i in range(600)]
    tables = [
        pd.DataFrame({"reflection_id": ids, "code": each, "coder": who})
        for who in ("ann", "ben")
    ]
    given = {"read": ids, "approach": "codebook", **OPTIONS}
    both = pd.concat(tables)
    view = AgreementMatrix(both, **given)
    assert len(view._table["parts"]) == 8
    assert len(view._table["rows"]) == 40
    view.part = 7
    assert view._table["rows"][0][0] == "code 280"
    with pytest.raises(InputError, match="0 to 7"):
        view.part = 8
    with pytest.raises(InputError, match="at most 40"):
        AgreementMatrix(both, labels="one", **given)


def test_finer_units_are_counted_in_their_texts():
    of = journal(20)
    ward = codes(of).assign(start=0, end=20, construct="theme")
    both = pd.concat([ward.assign(coder="ann"), ward.iloc[2:].assign(coder="ben")])
    both["coding_id"] = [f"c{i}" for i in range(len(both))]
    view = AgreementMatrix(
        of.with_codings(both),
        unit="sentence",
        approach="codebook",
        read=list(ward["reflection_id"]),
        n_bootstraps=100,
    )
    view.selection = (Cell("ward", None, "only ann"),)
    assert ids_of(view) == ["key-0", "key-1"]
    assert "sentences" in view._table["caption"] + view._status
    assert SECRET not in kept(view)


def test_it_follows_by_code_and_never_by_part():
    view = made()
    assert view.choices_like((Cell("cover", 1),)) == (Cell("cover"),)
    assert view.choices_like((Cell("other", 1),)) == ()
