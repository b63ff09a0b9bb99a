"""Key and texts in one folder are refused."""

from __future__ import annotations

import pytest

from alsjournal.anonymise import key_place
from alsjournal.anonymise.key_place import check_key_apart
from alsjournal.errors import DisclosureError

KEY = "a key of the tests only"


@pytest.fixture
def programme(tmp_path, monkeypatch):
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)
    folder = tmp_path / "home" / "programme"
    folder.mkdir(parents=True)
    toml = folder / "programme.toml"
    toml.write_text('[programme]\ntitle = "x"\n')
    return toml


def place_key(monkeypatch, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(KEY)
    monkeypatch.setattr(key_place, "key_file", lambda: path)


def test_apart_is_well(programme, monkeypatch, tmp_path):
    check_key_apart(programme)
    place_key(monkeypatch, tmp_path / "conf" / "key")
    check_key_apart(programme)
    check_key_apart(programme.parent)


@pytest.mark.parametrize("inside", ["key", "conf/key", "../key"])
def test_together_is_refused(programme, monkeypatch, inside):
    place_key(monkeypatch, programme.parent / inside)
    for source in (programme, programme.parent, programme.parent / "texts.csv"):
        with pytest.raises(DisclosureError, match="apart") as error:
            check_key_apart(source)
        assert KEY not in str(error.value)


def test_a_programme_in_the_home_folder_is_well(programme, monkeypatch, tmp_path):
    place_key(monkeypatch, programme.parent / ".config" / "alsjournal" / "key")
    monkeypatch.setenv("HOME", str(programme.parent))
    monkeypatch.setenv("USERPROFILE", str(programme.parent))
    check_key_apart(programme)


def test_a_copied_key_is_refused(programme, monkeypatch, tmp_path):
    programme.write_text(f'[programme]\ntitle = "{KEY}"\n')
    check_key_apart(programme)
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    with pytest.raises(DisclosureError, match=r"programme\.toml"):
        check_key_apart(programme)
    monkeypatch.delenv("ALSJOURNAL_KEY")
    place_key(monkeypatch, tmp_path / "conf" / "key")
    with pytest.raises(DisclosureError, match=r"programme\.toml"):
        check_key_apart(programme)
