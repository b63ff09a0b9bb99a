"""Somebody with two pages of a growing journal, who subtracts one from the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal._source import EARLIER, FrameSource
from alsjournal.disclosure import Audience, policy_named
from alsjournal.journal import Journal
from alsjournal.release.cells import shown_cells
from alsjournal.report.readable import readable
from alsjournal.trends import as_coded
from alsjournal.trends.held import Left
from alsjournal.validate import checked_frames

K5 = policy_named("k5")
PROGRAMME = Audience.programme()
THEMES = ("cover", "rota", "trust")
Text = tuple[str, int, str, frozenset[str]]


class Recorded(FrameSource):
    """Tables in memory, and a record of outputs beside them."""

    def __init__(self, frames, record: pd.DataFrame) -> None:
        super().__init__(checked_frames(frames, raw=False))
        self._record = record

    def earlier_cells(self, cells: Iterable[str]) -> pd.DataFrame:
        return self._record[self._record["cell"].isin(list(cells))]


def made(
    texts: list[Text], record: pd.DataFrame, *, named: bool = True
) -> tuple[Journal, pd.DataFrame]:
    rows = pd.DataFrame(
        [
            {
                "reflection_id": f"{member}-{session}",
                "set_id": set_id,
                "session": session,
                "member": member if named else None,
                "text": "We met.",
            }
            for set_id, session, member, _ in texts
        ]
    )
    codes = [(f"{m}-{n}", theme) for _, n, m, raised in texts for theme in raised]
    codings = pd.DataFrame(codes, columns=["reflection_id", "code"])
    return Journal(Recorded({"reflections": rows}, record)), codings


def recorded(cells: pd.DataFrame, audience: str = "programme") -> pd.DataFrame:
    said = {"release_id": "o-1", "audience": audience, "kind": "report"}
    out = cells.assign(**said, place="p.html", made_at=pd.Timestamp("2026-01-01"))
    return out[list(EARLIER)]


NOTHING = pd.DataFrame(columns=list(EARLIER))


def page(journal: Journal, codes: pd.DataFrame, who: str = "programme") -> dict:
    """All exact counts that a page shows: by session or over all, raised and wrote."""
    found: dict[tuple[str, str, str], int] = {}
    tables = [
        als.theme_prevalence(journal, codes, audience=who, by=("session",)),
        als.theme_summary(journal, codes, audience=who),
        als.recurring_issues(journal, codes, audience=who),
        als.theme_change(journal, codes, audience=who),
    ]
    for table in tables:
        for row in table.to_frame().to_dict("records"):
            group = "all" if pd.isna(row.get("session")) else str(row["session"])
            if pd.notna(row["raised"]):
                n = int(row["raised"])
                assert found.setdefault((group, "raised", row["theme"]), n) == n
                assert row["shown"] == f"{row['raised']} of {row['wrote']}"
            if pd.notna(row["wrote"]):
                found[group, "wrote", ""] = int(row["wrote"])
    return found


def truth(texts: list[Text], *, named: bool) -> dict:
    found = {}
    sessions = sorted({n for _, n, _, _ in texts})
    for group in ("all", *map(str, sessions)):
        mine = [t for t in texts if group in ("all", str(t[1]))]
        for theme in ("", *THEMES):
            units = {
                (m if named else (m, n))
                for _, n, m, c in mine
                if theme in c or not theme
            }
            found[group, "raised" if theme else "wrote", theme] = len(units)
    return found


class Attack:
    """What two pages settle, by linear algebra.

    Known are the counts shown, that counts of texts add up over sessions, that the
    themes of a group add up where they do, and at which sessions nothing changed.
    """

    def __init__(self, before: dict, after: dict, *, named: bool) -> None:
        self.facts, self.named = (before, after), named
        self.keys = sorted(set(before) | set(after))
        self.at = {(n, key): 0 for n in (0, 1) for key in self.keys}
        self.at = {term: i for i, term in enumerate(self.at)}
        self.known: list[np.ndarray] = []

    def learn(self, terms: dict) -> None:
        row = np.zeros(len(self.at))
        for term, factor in terms.items():
            row[self.at[term]] += factor
        self.known.append(row)

    def see(self, n: int, shown: dict) -> None:
        real = self.facts[n]
        for key, value in shown.items():
            assert real[key] == value, key  # what is shown is true
            self.learn({(n, key): 1})
        groups = {key[0] for key in real}
        if not self.named:
            for kind, theme in {key[1:] for key in real}:
                parts = {(n, (g, kind, theme)): -1 for g in groups - {"all"}}
                self.learn({(n, ("all", kind, theme)): 1, **parts})
        for group in groups:
            parts = {(n, (group, "raised", theme)): 1 for theme in THEMES}
            if sum(real[key] for _, key in parts) == real[group, "wrote", ""]:
                self.learn({(n, (group, "wrote", "")): -1, **parts})

    def settled(self) -> dict:
        before, after = self.facts
        moved = {key[0] for key in before if before[key] != after[key]} | {"all"}
        for key in self.keys:
            if key not in before:
                self.learn({(0, key): 1})
            elif key[0] not in moved:
                self.learn({(1, key): 1, (0, key): -1})
        system = np.array(self.known)
        rank = np.linalg.matrix_rank(system)
        found = {}
        for key in before:
            wanted = np.zeros(len(self.at))
            wanted[self.at[1, key]], wanted[self.at[0, key]] = 1, -1
            if np.linalg.matrix_rank(np.vstack([system, wanted])) == rank:
                found[key] = after[key] - before[key]
        return found


def derived(one: dict, two: dict, before: dict, after: dict, *, named: bool) -> dict:
    attack = Attack(before, after, named=named)
    attack.see(0, one)
    attack.see(1, two)
    return attack.settled()


def check(settled: dict) -> None:
    """No count that two pages settle is of fewer than five, nor are the others."""
    for (group, kind, theme), d in settled.items():
        if kind == "wrote":
            assert not 0 < abs(d) < 5, (group, theme, d)
        else:
            wrote = settled.get((group, "wrote", ""))
            if wrote is None:
                assert d == 0 or abs(d) >= 5, (group, theme, d)
            else:
                assert not Left(d, wrote).small(5), (group, theme, d, wrote)


def crowds(
    draw, sessions: range, *, exclusive: bool, first: int, size: int
) -> list[Text]:
    texts = []
    for session in sessions:
        for i in range(first, first + draw(st.integers(0, size))):
            if exclusive:
                raised = frozenset([THEMES[draw(st.integers(0, 2))]])
            else:
                raised = frozenset(t for t in THEMES if draw(st.booleans()))
            texts.append(("A" if i % 2 else "B", session, f"m{i}", raised))
    return texts


@st.composite
def growing(draw):
    """A journal up to some session; and then with another, and a few late texts."""
    named, exclusive = draw(st.booleans()), draw(st.booleans())
    early = crowds(draw, range(1, 3), exclusive=exclusive, first=0, size=18)
    new = crowds(
        draw,
        range(3, 4),
        exclusive=exclusive,
        first=draw(st.sampled_from([0, 6, 20])),
        size=14,
    )
    late = []
    if draw(st.booleans()):
        late = crowds(draw, range(1, 2), exclusive=exclusive, first=40, size=7)
    return named, early, [*early, *new, *late]


@pytest.mark.slow
@given(growing())
@settings(max_examples=12)
def test_two_pages_settle_no_small_difference(growth) -> None:
    named, early, grown = growth
    if not early:
        return
    first, codes = made(early, NOTHING, named=named)
    one = page(first, codes)
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    second, codes = made(grown, recorded(cells), named=named)
    two = page(second, codes)
    before, after = truth(early, named=named), truth(grown, named=named)
    check(derived(one, two, before, after, named=named))
    # What is put on record is what is shown, and nothing else.
    again = shown_cells(second, as_coded(second, codes), PROGRAMME, K5)
    exact = {
        (c if c != "all" else "all"): v
        for c, v in zip(again["cell"], again["raised"], strict=True)
    }
    assert exact == {f"{g}:{t}": v for (g, _, t), v in two.items()}


def late_texts() -> tuple[list[Text], list[Text]]:
    """Texts without members, of which five came late into a session, two on rota."""

    def crowd(session: int, n: int, rota: int, first: int = 0) -> list[Text]:
        return [
            ("A", session, f"m{first + i}", frozenset(["rota"] * (i < rota)))
            for i in range(n)
        ]

    early = [*crowd(1, 6, 3), *crowd(2, 14, 3)]
    return early, [*early, *crowd(3, 14, 8, 20), *crowd(1, 5, 2, 40)]


def test_late_texts_are_not_told_by_what_totals_leave() -> None:
    early, grown = late_texts()
    first, codes = made(early, NOTHING, named=False)
    one = page(first, codes)
    assert one["all", "raised", "rota"] == 6
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    truths = truth(early, named=False), truth(grown, named=False)
    unheld = page(*made(grown, NOTHING, named=False))
    with pytest.raises(AssertionError):
        check(derived(one, unheld, *truths, named=False))
    second, codes = made(grown, recorded(cells), named=False)
    two = page(second, codes)
    check(derived(one, two, *truths, named=False))
    assert ("all", "raised", "rota") not in two
    # A new session alone is nothing late, and the total is shown.
    later = [*early, *[text for text in grown if text[1] == 3]]
    third, codes = made(later, recorded(cells), named=False)
    assert page(third, codes)["all", "raised", "rota"] == 14


def test_the_attack_finds_something_where_nothing_is_held_back() -> None:
    early = [("A", 1, f"m{i}", frozenset(["cover"] * (i < 8))) for i in range(16)]
    grown = [*early, *[("A", 2, f"m{i}", frozenset(["cover"])) for i in (9, 10)]]
    first, codes = made(early, NOTHING)
    second, later = made(grown, NOTHING)
    pages = page(first, codes), page(second, later)
    facts = truth(early, named=True), truth(grown, named=True)
    assert derived(*pages, *facts, named=True)["all", "raised", "cover"] == 2
    with pytest.raises(AssertionError):
        check(derived(*pages, *facts, named=True))
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    held, _ = made(grown, recorded(cells))
    table = als.theme_summary(held, later, audience="programme")
    assert table.to_frame()["shown"].tolist() == ["withheld"]
    assert table.to_frame()["wrote"].tolist() == [16]
    assert "Over all sessions, 1 count is held back" in table.notes[-1]
    for audience in ("research", "set:A"):
        exact = als.theme_summary(held, later, audience=audience).to_frame()
        assert exact["raised"].tolist() == [10]
        assert exact["shown"].tolist() == ["10 of 16"]


def test_a_programme_less_a_set_leaves_nobody(tmp_path) -> None:
    texts = [("A", 1, f"m{i}", frozenset(["cover"] * (i < 6))) for i in range(12)]
    texts += [("B", 1, f"n{i}", frozenset(["cover"] * (i < 2))) for i in range(4)]
    first, codes = made(texts, NOTHING)
    cells = shown_cells(first, as_coded(first, codes), Audience.set("A"), K5)
    second, codes = made(texts, recorded(cells, "set:A"))
    assert page(second, codes) == {}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    ("before", "after", "known_as", "held"),
    [
        ("cover", {"cover": "Time"}, {"Time": ("cover", "Time")}, True),
        ("cover", {"cover": "Time"}, {}, False),
        # 8 of cover are shown, 11 of cover or rota: 3 raised rota alone.
        (
            "cover",
            dict.fromkeys(["cover", "rota"], "M"),
            {"M": ("cover", "rota")},
            True,
        ),
        # 8 of cover are shown, 6 of a part of it.
        ("cover", {"cover": "Time", "rota": "rota"}, {"Time": ("cover",)}, True),
    ],
)
def test_a_theme_is_compared_under_all_names_of_what_it_is_made_of(
    before: str, after: dict[str, str], known_as: dict, held: bool, named: bool
) -> None:
    def raised(i: int, more: int) -> frozenset[str]:
        return frozenset(["cover"] * (i < 8 + more) + ["rota"] * (5 < i < 11))

    texts = [("A", 1, f"m{i}", raised(i, 0)) for i in range(20)]
    first, codes = made(texts, NOTHING, named=named)
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    cells = cells[cells["theme"].isin([before, ""])]
    grown = [("A", 1, f"m{i}", raised(i, 2)) for i in range(20)]
    second, codes = made(grown, recorded(cells), named=named)
    codes["code"] = codes["code"].map(after).fillna(codes["code"])
    coded = dataclasses.replace(as_coded(second, codes), known_as=known_as)
    theme = next(iter(after.values()))
    found = page(second, coded)
    assert (("1", "raised", theme) not in found) == held
    assert (("all", "raised", theme) not in found) == held


def test_codes_that_a_page_says_in_words_are_compared_as_codes() -> None:
    texts = [("A", 1, f"m{i}", frozenset(["who-signs"] * (i < 8))) for i in range(20)]
    first, codes = made(texts, NOTHING)
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    more = [("A", 2, f"m{i}", frozenset(["who-signs"])) for i in (9, 10)]
    second, codes = made([*texts, *more], recorded(cells))
    said = readable(as_coded(second, codes))
    assert said.themes == ("Who signs",)
    shown = als.theme_summary(second, said, audience="programme").to_frame()["shown"]
    assert shown.tolist() == ["withheld"]


def test_who_wrote_without_a_session_is_not_told_by_two_tables() -> None:
    texts = [("A", n, f"m{i}", frozenset(["cover"])) for i in range(7) for n in (1, 2)]
    texts += [("A", n, f"m{i}", frozenset()) for i in range(7, 16) for n in (1, 2)]
    texts += [("A", None, "late", frozenset(["cover"]))]
    journal, codes = made(texts, NOTHING)
    found = {
        function.__name__: function(journal, codes, audience="programme").to_frame()
        for function in (als.theme_summary, als.theme_change)
    }
    assert {table["shown"].iloc[0] for table in found.values()} == {"8 of 17"}


def test_the_order_does_not_tell_what_is_held_back() -> None:
    """Of cover 8 before and 11 now; it goes where 8 goes."""

    def raised(i: int, more: int) -> frozenset[str]:
        return frozenset(
            [*["cover"] * (i < 8 + more), *["rota"] * (i < 10), *["trust"] * (i < 9)]
        )

    early = [("A", 1, f"m{i}", raised(i, 0)) for i in range(20)]
    grown = [("A", 1, f"m{i}", raised(i, 3)) for i in range(20)]
    first, codes = made(early, NOTHING)
    cells = shown_cells(first, as_coded(first, codes), PROGRAMME, K5)
    second, codes = made(grown, recorded(cells))
    for function in (als.theme_summary, als.recurring_issues):
        table = function(second, codes, audience="programme").to_frame()
        assert table["theme"].tolist() == ["rota", "trust", "cover"]
        assert table["shown"].tolist() == ["10 of 20", "9 of 20", "withheld"]


def test_a_page_says_what_is_held_back_and_the_same_again_is_the_same(tmp_path) -> None:
    store = als.JournalStore(tmp_path / "j.duckdb")
    early = [("A", 1, f"m{i}", frozenset(["cover"] * (i < 8))) for i in range(16)]
    grown = [*early, *[("A", 2, f"m{i}", frozenset(["cover"])) for i in (9, 10)]]

    def written(texts: list[Text]) -> tuple[str, pd.DataFrame]:
        journal, codes = made(texts, NOTHING)
        frame = journal.table("reflections")
        store.write(als.Journal({"reflections": frame}), source="a")
        path = als.write_report(store.read(), codes, tmp_path / "p.html")
        cells = shown_cells(store.read(), as_coded(journal, codes), PROGRAMME, K5)
        store.note_release("programme", kind="report", place=path, cells=cells)
        return path.read_text("utf-8"), codes

    first, _ = written(early)
    assert "held back because" not in first
    assert "8 of 16" in first
    second, codes = written(grown)
    assert "Over all sessions, 1 count is held back because an earlier page" in second
    assert "10 of 16" not in second
    assert "the number is not shown" in second
    assert written(grown)[0] == second
    report = als.release_check(store, codes, audience="programme")
    rows = report.to_frame()
    rows = rows[rows["check"] == "differences"]
    assert rows["level"].tolist() == ["note"]
    assert report.ok
