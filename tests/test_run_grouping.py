"""From a journal to themes: how many there can be, and which were lost."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

import alsjournal as als
from alsjournal.errors import InputError
from alsjournal.run.grouping import fitted, known_names
from alsjournal.run.telling import Quiet
from alsjournal.themes._events import Event
from alsjournal.trends import as_coded

DAY = "2026-05-01"


class Said(Quiet):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


class Fits:
    """An engine whose fit has these themes, with so many texts each."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self._sizes = sizes
        self.made_anew: str = ""

    def fit(self, model: Any, *_: Any) -> Any:
        book = model.codebook
        if self.made_anew:
            event = Event("made", self.made_anew, "model 1", "", "", "")
            book = als.Codebook((*book.events, event))
        return SimpleNamespace(
            n_themes_=len(self._sizes),
            theme_ids_=list(self._sizes),
            sizes_=np.array(list(self._sizes.values()), dtype=np.int64),
            codebook_=book,
        )


def journal(different: int, n: int = 12) -> als.Journal:
    texts = [f"We met in week {i % different}." for i in range(n)]
    frame = pd.DataFrame({"text": texts, "session": 1})
    return als.Journal.from_frame(frame, already_anonymised=True)


def fit(
    n_themes: int | str,
    different: int,
    folder: Path,
    made_anew: str = "",
    **sizes: int,
) -> list[str]:
    tell, engine = Said(), Fits(sizes)
    engine.made_anew = made_anew
    known = {"tell": tell, "stability": False, "engine": engine}
    fitted(journal(different), n_themes, 0, folder, **known)  # type: ignore[arg-type]
    return tell.lines


@pytest.mark.parametrize(("n_themes", "different"), [(500, 12), (4, 7), (2, 1)])
def test_more_themes_than_half_of_the_texts(
    n_themes: int, different: int, tmp_path: Path
) -> None:
    words = f"Got {n_themes} themes for {different} different texts. Take "
    with pytest.raises(InputError, match=words):
        fit(n_themes, different, tmp_path)


@pytest.mark.parametrize("n_themes", [3, "auto"])
def test_as_many_themes_as_there_can_be(n_themes: int | str, tmp_path: Path) -> None:
    assert fit(n_themes, 6, tmp_path, t1=4) == []


def test_adopted_themes_that_lost_all_are_named(tmp_path: Path) -> None:
    book = als.Codebook()
    for name in ("Beds", "Cover", "Rota", "Waits"):
        book = book.add(name, by="Ade")
    for name in ("Beds", "Cover", "Rota"):
        book = book.adopt(name, central_idea="So it is.", by="Ade", date=DAY)
    als.write_codebook(book, tmp_path / "codebook.jsonl")
    ids = {theme.name: theme.theme_id for theme in book.themes()}
    sizes = {ids["Beds"]: 5, ids["Cover"]: 0, ids["Waits"]: 0}
    lost = [line for line in fit(2, 6, tmp_path, **sizes) if "Adopted" in line]
    assert len(lost) == 1
    assert '"Cover", "Rota".' in lost[0]
    assert '"Beds"' not in lost[0]
    assert '"Waits"' not in lost[0]


def test_adopted_themes_that_are_of_other_passages_are_to_be_read(
    tmp_path: Path,
) -> None:
    book = als.Codebook()
    for name in ("Beds", "Cover"):
        book = book.add(name, by="Ade")
        book = book.adopt(name, central_idea="So it is.", by="Ade", date=DAY)
    als.write_codebook(book, tmp_path / "codebook.jsonl")
    ids = {theme.name: theme.theme_id for theme in book.themes()}
    sizes = {ids["Beds"]: 5, ids["Cover"]: 4}
    said = fit(2, 6, tmp_path, made_anew=ids["Cover"], **sizes)
    (line,) = (line for line in said if "Adopted" in line)
    assert line.startswith('Adopted themes that hold other passages now: "Cover".')


def test_codings_without_their_model_know_the_codebook_beside_them(
    tmp_path: Path,
) -> None:
    texts = journal(6)
    ids = texts.table("reflections")["reflection_id"]
    codes = pd.DataFrame({"reflection_id": ids, "code": "Beds"})
    assert known_names(as_coded(texts, codes), tmp_path).known_as == {}
    book = als.Codebook().add("ward", by="Ade").rename("ward", "Beds", by="Ade")
    als.write_codebook(book, tmp_path / "codebook.jsonl")
    known = known_names(as_coded(texts, codes), tmp_path).known_as
    assert known == {"Beds": ("ward", "Beds")}
