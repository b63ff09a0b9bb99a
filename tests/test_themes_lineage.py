"""What became of earlier themes is told by where their passages are now."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from test_themes_model import fitted, journal_of, written

from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.themes import lineage, lineage_in_words
from alsjournal.themes._flow import became
from alsjournal.themes.lineage import COLUMNS

TEXTS, _ = written(120)


def journal(n: int, texts: list[str] = TEXTS) -> Journal:
    return journal_of(
        texts[:n],
        reflection_id=[f"r{i}" for i in range(n)],
        member=[f"m{i % 12}" for i in range(n)],
    )


def test_the_same_themes_go_on() -> None:
    earlier = fitted(journal(60), n_themes=3)
    later = fitted(journal(120), n_themes=3, codebook=earlier.codebook_)
    table = lineage(earlier, later, journal(120))
    assert tuple(table.columns) == COLUMNS
    assert table["what"].tolist() == ["goes on"] * 3
    assert (table["share"] > 0.9).all()
    assert (table["texts"] > 5).all()
    assert (table["same_id"] == (table["earlier_id"] == table["later_id"])).all()
    assert lineage_in_words(table).count("goes on") == 3


def test_two_become_one_and_one_two() -> None:
    three, two = fitted(journal(120), n_themes=3), fitted(journal(120), n_themes=2)
    merged = lineage(three, two, journal(120))
    assert merged["what"].value_counts().to_dict() == {"merged": 2, "goes on": 1}
    assert "merged with others into" in lineage_in_words(merged)
    back = lineage(two, three, journal(120))
    assert set(back["what"]) <= {"goes on", "split", "born"}
    assert len(back[back["what"] == "goes on"]) >= 1


def test_what_nobody_wrote_before_is_born() -> None:
    old = [text for i, text in enumerate(TEXTS) if i % 3 < 2]
    new = [text for i, text in enumerate(TEXTS) if i % 3 == 2]
    earlier = fitted(journal(80, old), n_themes=2)
    later = fitted(journal(120, [*old, *new]), n_themes=3)
    table = lineage(earlier, later, journal(120, [*old, *new]))
    assert table["what"].value_counts().to_dict() == {"goes on": 2, "born": 1}
    born = table[table["what"] == "born"].iloc[0]
    assert table["earlier"].isna().sum() == 1
    assert f'"{born["later"]}" is new.' in lineage_in_words(table)


def test_texts_that_are_gone_or_reworded_count_for_nothing() -> None:
    earlier = fitted(journal(60), n_themes=3)
    other = journal_of(TEXTS[60:], reflection_id=[f"s{i}" for i in range(60)])
    later = fitted(other, n_themes=3)
    table = lineage(earlier, later, other)
    assert table["what"].tolist() == ["gone"] * 3 + ["born"] * 3
    assert (table["texts"] == 0).all()


@pytest.mark.parametrize(
    ("share", "joined", "what"),
    [
        ([0.5, 0.3, 0.2], [1, 0, 0], [(0, "goes on")]),
        ([0.5, 0.3, 0.2], [2, 0, 0], [(0, "merged")]),
        ([0.3, 0.45, 0.25], [0, 0, 0], [(1, "split"), (0, "split"), (2, "split")]),
        ([0.49, 0.2, 0.2], [0, 0, 0], [(0, "gone")]),
        ([0.0, 0.0], [0, 0], [(-1, "gone")]),
        ([], [], [(-1, "gone")]),
    ],
)
def test_thresholds(
    share: list[float], joined: list[int], what: list[tuple[int, str]]
) -> None:
    assert became(np.asarray(share), np.asarray(joined, dtype=np.int64)) == what


def test_the_words_name_the_parts() -> None:
    import pandas as pd

    rows = [
        ("Cover", "t1", part, f"t{i}", 5, 0.4, 0.2, "split", False)
        for i, part in enumerate(("Nights", "Money"), 2)
    ]
    said = lineage_in_words(pd.DataFrame(rows, columns=list(COLUMNS)))
    assert said == '"Cover" split into "Nights" (40 %) and "Money" (40 %).'


def test_refusals() -> None:
    model = fitted(journal(60), n_themes=3)
    with pytest.raises(InputError, match="later model was fitted on"):
        lineage(model, model, journal(120))
    with pytest.raises(InputError, match="later model was fitted on"):
        lineage(model, model, TEXTS)  # type: ignore[arg-type]
    listed = fitted(TEXTS, n_themes=3)
    with pytest.raises(InputError, match="plain list"):
        lineage(listed, model, journal(60))


def test_a_theme_that_took_others_in_did_not_merge_into_itself() -> None:
    rows = [
        ("Doors", "t1", "Doors", "t1", 4, 1.0, 0.0, "merged", True),
        ("Beds", "t2", "Doors", "t1", 3, 0.6, 0.0, "merged", False),
    ]
    said = lineage_in_words(pd.DataFrame(rows, columns=list(COLUMNS))).splitlines()
    assert said[0] == (
        '"Doors" goes on (100 % of its clear passages, 4 texts), and passages of other '
        "themes came in."
    )
    assert said[1].startswith('"Beds" merged with others into "Doors" (60 %')
