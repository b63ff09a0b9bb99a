"""What was found is there again after a stop, and tells nothing of the texts."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alsjournal.anonymise import Anonymiser
from alsjournal.anonymise.chain import build_chain
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.span_file import SpanFile, setting_of
from alsjournal.anonymise.spans import Span
from alsjournal.journal import RawJournal

KEY = b"a key only for these tests"
ANN = [Span(0, 3, "PERSON", "ner", 0.85)]


def opened(path: Path, key: bytes = KEY, setting: str = "s1") -> SpanFile:
    return SpanFile(path, key, setting)


def test_spans_come_back(tmp_path: Path) -> None:
    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
        file.put("Nobody.", [])
    with opened(path) as file:
        assert "Ann came." in file
        assert file.get("Ann came.") == ANN
        assert "Nobody." in file
        assert file.get("Nobody.") == []
        assert "Bea came." not in file
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_neither_text_nor_plain_digest_is_in_it(tmp_path: Path) -> None:
    from alsjournal.anonymise.kept_spans import digest

    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
    data = path.read_bytes()
    assert b"Ann" not in data
    assert digest("Ann came.").hex().encode() not in data


@pytest.mark.parametrize(("key", "setting"), [(KEY + b"x", "s1"), (KEY, "s2")])
def test_with_another_key_or_setting_it_is_begun_anew(
    tmp_path: Path, key: bytes, setting: str
) -> None:
    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
    with opened(path, key, setting) as file:
        assert "Ann came." not in file


def test_texts_that_are_gone_are_gone_from_it(tmp_path: Path) -> None:
    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
        file.put("Bea came.", ANN)
    with opened(path) as file:
        assert "Bea came." in file
    with opened(path) as file:
        assert "Bea came." in file
        assert "Ann came." not in file


def test_an_error_prunes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
    with pytest.raises(KeyboardInterrupt), opened(path):
        raise KeyboardInterrupt
    with opened(path) as file:
        assert "Ann came." in file


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 400), st.binary(max_size=4))
def test_cut_anywhere_or_with_bytes_changed_it_never_invents(
    tmp_path: Path, at: int, junk: bytes
) -> None:
    path = tmp_path / "spans"
    path.unlink(missing_ok=True)
    with opened(path) as file:
        for name in ("Ann", "Bea", "Cy"):
            file.put(f"{name} came.", ANN)
    data = path.read_bytes()
    path.write_bytes(data[:at] + junk)
    with opened(path) as file:
        for name in ("Ann", "Bea", "Cy"):
            if f"{name} came." in file:
                assert file.get(f"{name} came.") == ANN
        file.put("Dee came.", ANN)
    with opened(path) as file:
        assert file.get("Dee came.") == ANN


def test_settings_tell_finders_apart(tmp_path: Path) -> None:
    light = ["identifiers", "roster"]
    bodies = tmp_path / "bodies.csv"
    bodies.write_text("name\nElm Surgery\n")
    ann, bea = [RosterEntry("Ann Lee")], [RosterEntry("Bea Lee")]

    def setting(roster: list[RosterEntry], **other: object) -> str:
        chain = build_chain(light, None, roster)
        said = {"gazetteer": None, "patterns": None, **other}
        return setting_of(KEY, chain, roster, **said)  # type: ignore[arg-type]

    found = {
        setting(ann),
        setting(bea),
        setting(ann, patterns={"CASE": "C[0-9]+"}),
        setting(ann, gazetteer=bodies),
    }
    assert len(found) == 4
    assert setting(ann) == setting(ann)
    assert (
        setting_of(b"another key here", build_chain(light, None, ann), ann, None, None)
        not in found
    )


def test_a_resumed_run_gives_the_same_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    monkeypatch.setenv("ALSJOURNAL_KEY", KEY.decode())
    names = ["Ann Lee", "Bea Okoro", "Cy Patel"]
    texts = [f"{n} rang 01632 96012{i} on Monday." for i, n in enumerate(names)]
    frame = pd.DataFrame({"text": texts, "reflection_id": list("abc"), "set_id": "A"})
    roster = pd.DataFrame({"member": ["m1", "m2", "m3"], "name": names})
    raw = RawJournal({"reflections": frame, "roster": roster})
    anonymiser = Anonymiser(finders=["identifiers", "roster"])
    plain = anonymiser.fit_transform(raw).table("reflections")
    path = tmp_path / "spans"
    first = anonymiser.fit_transform(raw, resume=path).table("reflections")
    lines = path.read_bytes().splitlines(keepends=True)
    assert len(lines) == 1 + len(texts)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:20])  # killed while it wrote
    again = anonymiser.fit_transform(raw, resume=path).table("reflections")
    for found in (first, again):
        pd.testing.assert_frame_equal(found, plain)
    assert sorted(path.read_bytes().splitlines()) == sorted(
        line.rstrip() for line in lines
    )


def test_nothing_stays_of_texts_that_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "spans"
    with opened(path) as file:
        file.put("Ann came.", ANN)
        file.put("Nobody.", [])
    before = path.read_bytes().splitlines()

    def killed() -> None:
        with SpanFile(path, KEY, "s1", ["Ann came."]) as file:
            assert "Ann came." not in file
            assert path.read_bytes().splitlines() == [before[0], before[2]]
            file.put("Ann came.", ANN)
            assert file.get("Ann came.") == ANN  # for this run
            file.put("Bea came.", [])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert len(path.read_bytes().splitlines()) == 3
    with SpanFile(path, KEY, "s1", ["Ann came."]) as file:
        file.put("Ann came.", ANN)
        assert "Nobody." in file
        assert "Bea came." in file
    after = path.read_bytes().splitlines()
    assert before[1] not in after
    assert len(after) == 3
    with opened(path) as file:
        assert "Ann came." not in file
