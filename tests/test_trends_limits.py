"""What a journal cannot carry is said with the number behind it."""

import pandas as pd
import pytest
from helpers import crowd, written
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from alsjournal import Journal, what_not_to_claim
from alsjournal.trends.limits import smallest_telling_rise


def because(journal, word):
    table = what_not_to_claim(journal)
    found = table.loc[table["do_not_claim"].str.contains(word), "because"]
    return found.iloc[0] if len(found) else None


@given(st.integers(1, 60))
def test_the_smallest_rise_is_beyond_chance_and_one_less_is_not(n):
    k = smallest_telling_rise(n)
    if k is None:
        assert fisher_exact([[0, n], [n, 0]]).pvalue >= 0.05
        return
    assert fisher_exact([[0, n], [k, n - k]]).pvalue < 0.05
    assert fisher_exact([[0, n], [k - 1, n - k + 1]]).pvalue >= 0.05


def test_a_set_of_six_is_told_how_little_it_can_show():
    texts = crowd(6, [], session=1) + crowd(6, [], session=2)
    journal, _ = written(texts)
    assert "6 people" in because(journal, "rose or fell")
    assert "fewer than 5" in because(journal, "rose or fell")
    few, _ = written(crowd(3, [], session=1) + crowd(3, [], session=2))
    assert "even from nobody to everybody" in because(few, "rose or fell")


def test_silence_is_counted_where_there_is_a_list_and_else_not_known():
    texts = crowd(2, [], session=1)
    present = [
        {"set_id": "A", "session": 1, "member": f"m{i}", "present": i < 3}
        for i in range(4)
    ]
    journal, _ = written(texts, attendance=present)
    assert "Of 3 times" in because(journal, "nothing to say")
    assert "2 have a text" in because(journal, "nothing to say")
    bare, _ = written(texts)
    assert "no record" in because(bare, "nothing to say")


def test_who_wrote_every_time():
    texts = crowd(3, [], session=1) + crowd(2, [], session=2)
    journal, _ = written(texts)
    assert because(journal, "same people").startswith("2 of 3 ")


@pytest.mark.parametrize(
    ("prompts", "said"), [(["a", "a"], False), (["a", "b"], True), ([None, "a"], False)]
)
def test_prompts_that_changed(prompts, said):
    frame = pd.DataFrame({"text": ["x y", "z"], "session": [1, 2], "prompt": prompts})
    journal = Journal.from_frame(frame, already_anonymised=True)
    assert (because(journal, "another question") is not None) == said


def test_what_may_not_be_counted_and_other_languages():
    frame = pd.DataFrame(
        {"reflection_id": ["a", "b"], "text": ["x", "y"], "language": ["en-GB", "cy"]}
    )
    given = pd.DataFrame({"reflection_id": ["a"], "use": ["self"]})
    journal = Journal({"reflections": frame, "permissions": given})
    assert "1 of 2" in because(journal, "all who wrote")
    assert "languages: 1." in because(journal, "every language")


def test_no_text_and_no_member_is_in_it():
    journal, _ = written([("A", 1, "m-QUENNELL", "")])
    said = what_not_to_claim(journal).to_csv()
    assert "QUENNELL" not in said
    assert "text 1" not in said
