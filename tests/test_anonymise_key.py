"""Keys and pseudonyms."""

from __future__ import annotations

import os
import re
import stat

import pytest

from alsjournal.anonymise import key as keys
from alsjournal.errors import ConfigError, MissingKeyError

KEY = b"a key of the tests only"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "key_file", lambda: tmp_path / "conf" / "key")
    monkeypatch.delenv("ALSJOURNAL_KEY", raising=False)
    return tmp_path / "conf"


def test_no_key_says_what_to_do(folder):
    with pytest.raises(MissingKeyError, match=r"ALSJOURNAL_KEY.*alsjournal init"):
        keys.find_key()


def test_environment_comes_first(folder, monkeypatch):
    keys.make_key_file()
    monkeypatch.setenv("OTHER_KEY", KEY.decode())
    assert keys.find_key("OTHER_KEY") == KEY


def test_file_is_private_and_never_overwritten(folder):
    path = keys.make_key_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert re.fullmatch("[0-9a-f]{64}", path.read_text().strip())
    assert keys.find_key() == path.read_text().strip().encode()
    before = path.read_text()
    with pytest.raises(ConfigError, match="never overwritten"):
        keys.make_key_file()
    assert path.read_text() == before


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_readable_by_others_is_refused(folder, mode):
    path = keys.make_key_file()
    path.chmod(mode)
    with pytest.raises(ConfigError, match="chmod 600") as error:
        keys.find_key()
    assert path.read_text().strip() not in str(error.value)


@pytest.mark.parametrize("weak", ["short", "a" * 40, "abababababababababab"])
def test_weak_keys_are_refused_and_not_repeated(folder, monkeypatch, weak):
    monkeypatch.setenv("ALSJOURNAL_KEY", weak)
    with pytest.raises(ConfigError, match="16 bytes") as error:
        keys.find_key()
    assert weak not in str(error.value)


def test_pseudonyms():
    one = keys.pseudonym(KEY, "m", "A01")
    assert re.fullmatch("m-[0-9A-HJKMNP-TV-Z]{12}", one)
    assert one == keys.pseudonym(KEY, "m", "A01")
    assert one[2:] != keys.pseudonym(KEY, "p", "A01")[2:]
    assert one != keys.pseudonym(KEY[::-1], "m", "A01")
    assert keys.pseudonym(KEY, "m", "1:p:x") != keys.pseudonym(KEY, "m:1", "p:x")
    many = {keys.pseudonym(KEY, "m", str(i)) for i in range(5_000)}
    assert len(many) == 5_000


def test_fingerprint_tells_keys_apart():
    assert keys.fingerprint(KEY) != keys.fingerprint(KEY + b"x")
    assert re.fullmatch("[0-9a-f]{8}", keys.fingerprint(KEY))
