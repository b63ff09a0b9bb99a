import pandas as pd
import pytest
from helpers import written

from alsjournal.disclosure import Audience
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends import (
    as_coded,
    recurring_issues,
    theme_prevalence,
    theme_summary,
)
from alsjournal.trends.coded import Coded, seen_by

TEXTS = [("A", 1, "m1", "cover"), ("A", 1, "m2", "trust"), ("B", 1, "m3", "pay")]


class Book:
    def status(self, name):
        return "adopted" if name == "cover" else "candidate"


class Model:
    """A coder with fixed findings, with the attributes of a fitted ThemeModel."""

    theme_names_ = ("cover", "pay", "silence")
    terms_ = (["cover", "rota"], ["pay"], [])
    codebook_ = Book()
    calls = 0

    def code(self, journal):
        self.calls += 1
        ids = journal.table("reflections")["reflection_id"]
        return pd.DataFrame(
            {"reflection_id": ids, "code": "cover", "coder": "themes/1"}
        )


def test_a_model_lists_its_themes_terms_and_status():
    journal, _ = written(TEXTS)
    model = Model()
    coded = as_coded(journal, model)
    assert model.calls == 1
    assert coded.themes == ("cover", "pay", "silence")
    assert coded.terms["cover"] == ("cover", "rota")
    assert coded.status == {
        "cover": "adopted",
        "pay": "candidate",
        "silence": "candidate",
    }
    assert coded.coder == "themes/1"
    assert as_coded(journal, coded) is coded
    table = theme_summary(journal, coded).to_frame().set_index("theme")
    assert table.loc["cover", "terms"] == "cover, rota"
    assert table.loc["silence", "shown"] == "0 of 3"


def test_codings_by_people_and_by_machines_say_so():
    journal, codes = written(TEXTS)
    assert set(as_coded(journal, codes).status.values()) == {"coded"}
    made = as_coded(journal, codes.assign(coder="themes/0.1.0"))
    assert set(made.status.values()) == {"grouping"}
    two = as_coded(journal, codes.assign(coder=["bea", "ann", "ann"]))
    assert two.coder == "ann, bea"


def test_only_themes_are_counted_of_several_constructs():
    journal, codes = written(TEXTS)
    mixed = codes.assign(construct=["theme", "element", "theme"])
    assert as_coded(journal, mixed).themes == ("cover", "pay")
    with pytest.raises(InputError, match=r"element, lens.*journal\.codings"):
        as_coded(journal, codes.assign(construct=["lens", "element", "lens"]))
    assert as_coded(journal, codes.assign(construct="lens")).themes == (
        "cover",
        "pay",
        "trust",
    )


def test_missing_parts_and_numbers_are_read():
    journal, _ = written(TEXTS)
    given = pd.DataFrame(
        {"reflection_id": ["r1", None, "r2"], "code": ["x", "y", None]}
    )
    coded = as_coded(journal, given)
    assert coded.themes == ("x",)
    assert coded.codings["start"].isna().all()
    assert repr(coded) == "Coded(1 codings, 1 themes)"


@pytest.mark.parametrize("given", [None, "cover", 3, ["cover"], pd.Series(["cover"])])
def test_what_is_neither_model_nor_codings(given):
    journal, _ = written(TEXTS)
    with pytest.raises(InputError, match="fitted ThemeModel or a DataFrame"):
        as_coded(journal, given)


def test_codings_need_both_columns():
    journal, _ = written(TEXTS)
    with pytest.raises(InputError, match="Missing: code"):
        as_coded(journal, pd.DataFrame({"reflection_id": ["r1"]}))


def test_a_theme_of_withheld_texts_has_no_row():
    journal, codes = written(
        TEXTS,
        permissions=[
            {"member": "m2", "use": "self"},
            {"member": "m3", "use": "counts", "reach": "set"},
        ],
    )

    def themes(audience):
        table = theme_prevalence(journal, codes, audience=audience, by=())
        return table.to_frame()["theme"].tolist()

    assert themes("research") == ["cover", "pay"]
    assert themes("programme") == ["cover"]
    assert themes("set:A") == ["cover"]
    assert themes("set:B") == ["pay"]
    assert themes("public") == []
    assert themes("member:m2") == ["trust"]
    for audience in ("research", "programme", "set:A"):
        table = recurring_issues(journal, codes, audience=audience).to_frame()
        assert "trust" not in set(table["theme"])


def test_themes_of_a_codebook_stay_for_research_alone():
    journal, codes = written(TEXTS, permissions=[{"member": "m2", "use": "self"}])
    listed = Coded(as_coded(journal, codes).codings, ("cover", "trust", "other"))
    assert seen_by(journal, listed, Audience.research()) is listed
    assert seen_by(journal, listed, Audience.programme()).themes == ("cover",)
    assert seen_by(journal, listed, Audience.public()).themes == ()


def test_other_languages_are_said_beside_a_models_groupings():
    class Model:
        theme_names_ = ("t1",)
        terms_ = (("cover",),)

        def code(self, journal):
            return pd.DataFrame({"reflection_id": ["a"], "code": ["t1"]})

    frame = pd.DataFrame(
        {"reflection_id": ["a", "b"], "text": ["No cover.", "Dim amser."]}
    )
    told = Journal({"reflections": frame.assign(language=["en", "cy"])})
    (note,) = Coded.by_model(Model(), told).notes
    assert "another language" in note
    assert Coded.by_model(Model(), Journal({"reflections": frame})).notes == ()
