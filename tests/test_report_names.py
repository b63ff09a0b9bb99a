"""Two outputs of one journal share no name of anybody in it."""

from __future__ import annotations

import re
import zipfile
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.anonymise.key import KEY_ENV, fingerprint, pseudonym
from alsjournal.errors import DisclosureError, InputError
from alsjournal.trends import quotes

KEY = b"a key of these tests only"
PEOPLE = [pseudonym(KEY, "m", f"m{i}") for i in range(12)]
LEAD, CODER = pseudonym(KEY, "p", "lead"), pseudonym(KEY, "p", "coder")
LETTER = re.compile(r"\[colleague ([A-Z]+)[\],]")
CANARY = re.compile(r"\b[mpsoqr]-[0-9A-HJKMNP-TV-Z]{12}\b")


def journal(order: list[int] | None = None) -> tuple[als.Journal, pd.DataFrame]:
    """Twelve people, each of whom names three others; a theme named after one."""
    rows = []
    for i, who in enumerate(PEOPLE):
        a, b, c = (PEOPLE[(i + k) % 12] for k in order or (1, 2, 5))
        rows.append(
            {
                "reflection_id": f"t{i}",
                "set_id": "A",
                "session": 1 + i % 2,
                "member": who,
                "prompt": f"What did [member {a}] ask?",
                "text": (
                    f"[name 4] rang word{i} [member {a}] [about session 2]. "
                    f"[member {b}] and [member {c}] had no cover for [place 3], "
                    f"said [person {LEAD}] to [member {who}]."
                ),
            }
        )
    tables = {
        "reflections": pd.DataFrame(rows),
        "members": pd.DataFrame({"member": PEOPLE, "organisation_type": "hospice"}),
        "sets": pd.DataFrame({"set_id": ["A"], "title": f"Of [member {PEOPLE[0]}]"}),
        "facilitations": pd.DataFrame({"set_id": "A", "session": [1], "person": LEAD}),
        "permissions": pd.DataFrame(
            {"member": PEOPLE, "use": "quote", "reach": "public", "given": "2020-01-01"}
        ),
    }
    made = {"anonymiser": {"key_fingerprint": fingerprint(KEY)}}
    codes = pd.DataFrame({"reflection_id": [r["reflection_id"] for r in rows]})
    codes = codes.assign(code="cover", construct="theme", coder=CODER)
    other = codes.assign(code=f"Trust in [member {PEOPLE[3]}]")
    return als.Journal(tables, provenance=made), pd.concat([codes, other])


@pytest.fixture(params=[True, False], ids=["with the key", "without the key"])
def keyed(request: pytest.FixtureRequest, monkeypatch, tmp_path: Path) -> bool:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(KEY_ENV, raising=False)
    if request.param:
        monkeypatch.setenv(KEY_ENV, KEY.decode())
    return bool(request.param)


def read(path: Path) -> str:
    """All text of an artefact, of what is packed in it too."""
    if path.is_dir():
        return "\n".join(read(p) for p in sorted(path.rglob("*")) if p.is_file())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return "\n".join(
                packed.read(n).decode("utf-8", "replace") for n in packed.namelist()
            )
    return path.read_bytes().decode("utf-8", "replace")


def test_no_pseudonym_of_the_journal_is_in_any_artefact(
    keyed: bool, tmp_path: Path
) -> None:
    source, codes = journal()
    kept = {}
    for audience in ("programme", "set:A", "public"):
        name = audience.replace(":", "-")
        page = als.write_report(
            source, codes, tmp_path / f"{name}.html", audience=audience
        )
        tables = als.export_tables(
            source, tmp_path / name, themes=codes, audience=audience
        ).folder
        widget = als.TrendExplorer(
            als.theme_prevalence(source, codes, audience=audience),
            als.quotes(source, codes, audience=audience),
        )
        state = repr(widget.get_state())
        by_prompt = ""
        if audience == "set:A":
            table = als.theme_prevalence(
                source, codes, audience=audience, by=("prompt",)
            )
            by_prompt = table.to_frame().to_csv()
            assert "What did [a colleague] ask?" in by_prompt
        kept[audience] = "\n".join([read(page), read(tables), state, by_prompt])
    for audience, text in kept.items():
        assert "Trust in [a colleague]" in text  # the test sees what is there
        assert not CANARY.search(text), audience
        assert "[name 4]" not in text
        assert "[place 3]" not in text
        assert "a person" in text  # who coded
    assert "[colleague " in kept["programme"]
    assert "[colleague " not in kept["public"]
    assert "session 2]" not in kept["programme"]
    assert "Of [a colleague]" in kept["set:A"]


def who_is_who(shown: str, source: als.Journal) -> dict[str, str]:
    """Read the letters off the quotes, as somebody with the journal could."""
    texts = source.table("reflections", ["text"])["text"]
    found = {}
    for quote in shown.split("\n"):
        word = re.search(r"word\d+ ", quote)
        if word is None:
            continue
        text = next(t for t in texts if word[0] in t)
        people = re.findall(r"\[member (m-\w+)\]", text)[:3]
        found |= dict(zip(people, LETTER.findall(quote), strict=False))
    return found


def whole(source: als.Journal, codes: pd.DataFrame, **options) -> str:
    return "\n".join(quotes(source, codes, per_theme=12, **options).to_frame()["quote"])


def test_the_same_release_is_the_same_and_another_is_not(
    keyed: bool, tmp_path: Path
) -> None:
    source, codes = journal()
    pages = [
        als.write_report(source, codes, tmp_path / f"{i}.html", release=name)
        for i, name in enumerate(["one", "one", "two"])
    ]
    first, again, second = (page.read_bytes() for page in pages)
    assert first == again
    assert (first != second) == keyed  # else order alone decides, and tells nothing


def test_letters_of_two_releases_say_nothing_of_each_other(monkeypatch) -> None:
    """Over many releases, the letter of a person in one is no hint at the next."""
    monkeypatch.setenv(KEY_ENV, KEY.decode())
    source, codes = journal()
    maps = [
        who_is_who(whole(source, codes, audience="programme", release=f"r{i}"), source)
        for i in range(25)
    ]
    assert all(len(m) == 12 for m in maps)
    assert all(len(set(m.values())) == 12 for m in maps)  # one person, one letter
    pairs = list(combinations(maps, 2))
    same = [sum(a[p] == b[p] for p in PEOPLE) for a, b in pairs]
    # Of a random order 1 of 12 is in place on average.
    assert 0.7 < sum(same) / len(pairs) < 1.3
    for audience in ("set:A", "research"):
        other = who_is_who(
            whole(source, codes, audience=audience, release="r0"), source
        )
        assert other != maps[0]


def test_other_quotes_give_other_letters_without_a_name(monkeypatch) -> None:
    monkeypatch.setenv(KEY_ENV, KEY.decode())
    source, codes = journal()
    fewer = codes[codes["reflection_id"] != "t3"]
    one = who_is_who(whole(source, codes, audience="programme"), source)
    two = who_is_who(whole(source, fewer, audience="programme"), source)
    assert one == who_is_who(whole(source, codes, audience="programme"), source)
    assert one != two


@given(st.permutations(range(1, 12)))
@settings(max_examples=8)
def test_without_the_key_letters_go_by_what_is_shown_alone(order: list[int]) -> None:
    source, codes = journal(order[:3])
    shown = whole(source, codes, audience="programme")
    assert not CANARY.search(shown)
    letters = list(dict.fromkeys(LETTER.findall(shown)))
    assert letters == [chr(ord("A") + i) for i in range(len(letters))]
    note = quotes(source, codes, audience="programme").notes[-1]
    assert "in the order in which the table of quotes names people" in note


def test_another_key_is_no_key(monkeypatch) -> None:
    source, codes = journal()
    monkeypatch.setenv(KEY_ENV, "another key than that of the journal")
    with_other = whole(source, codes, audience="programme", release="a")
    monkeypatch.setenv(KEY_ENV, "and yet another key than that one")
    assert whole(source, codes, audience="programme", release="b") == with_other


def test_the_name_of_a_release_has_words() -> None:
    with pytest.raises(InputError, match="release="):
        als.quotes(*journal(), release=" ")


def test_what_slips_through_is_refused(tmp_path: Path) -> None:
    from alsjournal.cleared import Prevalence
    from alsjournal.disclosure import Audience, clear, policy_named

    counts = pd.DataFrame({"theme": [f"of {PEOPLE[0]}"], "raised": [6], "wrote": [12]})
    policy = policy_named("k5")
    with pytest.raises(DisclosureError, match="one in theme") as error:
        clear(Prevalence, counts, audience=Audience.programme(), policy=policy)
    assert PEOPLE[0] not in str(error.value)
    clear(Prevalence, counts, audience=Audience.research(), policy=policy)
    own = Audience.set("r-Z2SS3YE7NFM6")
    counts = counts.assign(theme="cover", set_id=own.name)
    assert len(clear(Prevalence, counts, audience=own, policy=policy)) == 1


def test_a_keep_holds_whatever_the_release_is_called(tmp_path: Path) -> None:
    source, codes = journal()
    store = als.JournalStore(tmp_path / "j.duckdb")
    store.write(source)
    als.preview(store, codes, tmp_path / "pages")
    text = read(tmp_path / "pages")
    assert "[the writer]" in text
    assert "[colleague B]" in text  # said of the programme's page
    assert "[name 4]" not in text
    own = store.read().table("previews").drop_duplicates("passage")["passage"]
    lines = "\n".join(["passage,answer", *(f"{p},keep" for p in own)])
    (tmp_path / "a.csv").write_text(lines)
    als.read_answers(store, tmp_path / "a.csv")
    for release in (None, "May"):
        for audience in ("programme", "public"):
            made = als.quotes(store.read(), codes, audience=audience, release=release)
            assert len(made) == 6
