"""The encrypted journal: no word in its bytes, its key apart, and another key."""

from __future__ import annotations

import importlib.util
import os
import pickle
import stat
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from alsjournal.errors import (
    ConfigError,
    DisclosureError,
    MissingExtraError,
    MissingKeyError,
    StoreError,
)
from alsjournal.journal import Journal
from alsjournal.store import JournalStore, _attach, keys
from alsjournal.store._attach import blank, is_encrypted, load_cipher

KEY = "it's a store key of tests"
OTHER = "another store key of tests"
WORDS = "quixotic zephyr"
PACKAGE = importlib.util.find_spec("duckdb_extension_httpfs")


def encryption(function):
    """For what encrypts: skipped where DuckDB's extension is not installed."""
    why = "needs DuckDB's extension httpfs: pip install '.[encryption]'"
    return pytest.mark.encryption(
        pytest.mark.skipif(PACKAGE is None, reason=why)(function)
    )


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ALSJOURNAL_KEY", keys.STORE_KEY_ENV, keys.NEW_STORE_KEY_ENV):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "config"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


@pytest.fixture
def store(folder: Path, monkeypatch: pytest.MonkeyPatch) -> JournalStore:
    monkeypatch.setenv(keys.STORE_KEY_ENV, KEY)
    return JournalStore(folder / "journal.duckdb", timeout=0.3, encrypted=True)


def journal(n: int = 40) -> Journal:
    return Journal(
        {
            "members": pd.DataFrame({"member": ["m-AAAA", "m-BBBB"]}),
            "reflections": pd.DataFrame(
                {
                    "reflection_id": [f"r{i}" for i in range(n)],
                    "member": ["m-AAAA", "m-BBBB"] * (n // 2),
                    "text": [f"{WORDS} {i} [member m-AAAA]" for i in range(n)],
                }
            ),
        }
    )


def held(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


def assert_no_words(folder: Path) -> None:
    everything = held(folder)
    for word in ("quixotic", "zephyr", "m-AAAA", "m-BBBB", KEY, OTHER):
        assert word.encode() not in everything, word


@pytest.fixture
def uncompressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write words as they are, so that they would be seen."""
    config = {**_attach._CONFIG, "force_compression": "uncompressed"}
    monkeypatch.setattr(_attach, "_CONFIG", config)


@pytest.mark.usefixtures("uncompressed")
def test_the_words_of_a_plain_journal_can_be_seen(folder: Path) -> None:
    JournalStore(folder / "plain.duckdb").write(journal())
    assert WORDS.encode() in held(folder)
    assert not is_encrypted(folder / "plain.duckdb")


@encryption
@pytest.mark.usefixtures("uncompressed")
def test_no_byte_can_be_read(
    store: JournalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def look(name: str, function):
        def looked(*args, **kwargs):
            assert_no_words(folder)
            seen.append(name)
            return function(*args, **kwargs)

        return looked

    store.write(journal(), source="a")
    assert is_encrypted(store.path)
    assert_no_words(folder)
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    # While an operation is under way, its log and its copy lie there too.
    monkeypatch.setattr(
        "alsjournal.store._write.write_journal",
        _after(
            look, __import__("alsjournal.store._write", fromlist=["x"]).write_journal
        ),
    )
    monkeypatch.setattr(
        "alsjournal.store.forget.put_in_place",
        look(
            "copy", __import__("alsjournal.store.forget", fromlist=["x"]).put_in_place
        ),
    )
    store.write(journal(2000), source="a")
    store.forget("m-AAAA")
    store.backup(folder)
    assert_no_words(folder)
    assert seen == ["write", "copy"]
    assert len(store.read()) == 1000


def _after(look, function):
    def wrapped(con, *args):
        result = function(con, *args)
        con.execute("COMMIT")
        look("write", lambda: None)()
        con.execute("BEGIN")
        return result

    return wrapped


@encryption
def test_everything_works_on_an_encrypted_journal(
    store: JournalStore, folder: Path
) -> None:
    assert store.write(journal(), source="a").tables["reflections"].added == 40
    assert store.write(journal(), source="a").tables["reflections"].unchanged == 40
    assert sum(len(b) for b in store.read().batches("reflections", size=7)) == 40
    assert store.sql("SELECT count(*) AS n FROM reflections")["n"].item() == 40
    follows = JournalStore(store.path)
    follows.withdraw(reflection_id="r0")
    backup = follows.backup(folder)
    assert backup.encrypted
    assert is_encrypted(backup.path)
    follows.forget("m-BBBB")
    follows.restore(backup.path, overwrite=True)
    assert is_encrypted(store.path)
    assert len(store.read()) == 20
    assert set(store.read().table("reflections")["member"]) == {"m-AAAA"}


@encryption
def test_sql_shows_no_key(store: JournalStore) -> None:
    store.write(journal(2))
    for about in (
        "duckdb_databases()",
        "duckdb_settings()",
        "duckdb_variables()",
        "duckdb_logs()",
    ):
        assert (
            KEY not in store.sql(f"SELECT x::VARCHAR AS x FROM {about} AS x").to_csv()
        )


@encryption
def test_a_wrong_key_says_so(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(journal())
    monkeypatch.setenv(keys.STORE_KEY_ENV, OTHER)
    for operation in (store.read, lambda: store.write(journal())):
        with pytest.raises(StoreError, match="must be opened with the store key") as e:
            operation()
        said = _all_said(e.value)
        assert KEY not in said
        assert OTHER not in said
    monkeypatch.delenv(keys.STORE_KEY_ENV)
    with pytest.raises(MissingKeyError, match="needs its store key; there is none"):
        store.read()


def _all_said(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += str(error) + repr(error)
        error = error.__cause__ or error.__context__
    return said


@encryption
def test_nothing_holds_the_key(store: JournalStore) -> None:
    store.write(journal())
    shown = repr(store) + repr(vars(store)) + repr(store.read()) + repr(store._place)
    assert KEY not in shown
    assert KEY.encode() not in pickle.dumps(store)
    assert len(pickle.loads(pickle.dumps(store)).read()) == 40


@encryption
def test_a_plain_journal_is_refused_where_it_must_be_encrypted(
    store: JournalStore,
) -> None:
    plain = JournalStore(store.path)
    plain.write(journal())
    with pytest.raises(StoreError, match="alsjournal encrypt"):
        store.read()
    assert len(plain.read()) == 40
    store.rotate()
    assert len(store.read()) == 40
    with pytest.raises(StoreError, match="must be plain"):
        JournalStore(store.path, encrypted=False).read()


@encryption
@pytest.mark.usefixtures("uncompressed")
def test_rotation(store: JournalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write(journal())
    store.rotate(OTHER)
    assert_no_words(store.path.parent)
    with pytest.raises(StoreError, match="store key"):
        store.read()
    monkeypatch.setenv(keys.STORE_KEY_ENV, OTHER)
    assert len(store.read()) == 40
    with pytest.raises(ConfigError, match="16 bytes"):
        store.rotate("short")


@encryption
def test_keys_of_before_still_open_a_journal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keys.make_store_key()
    store, second = (
        JournalStore(folder / name, encrypted=True) for name in ("a.db", "b.db")
    )
    store.write(journal())
    second.write(journal())
    old = path.read_text().strip()
    keys.make_store_key(renew=True)
    assert path.read_text().split()[1] == old
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(store.read()) == 40  # a run that stops here has lost nothing
    store.rotate()
    path.write_text(path.read_text().split()[0])
    assert len(store.read()) == 40
    with pytest.raises(StoreError, match="1 tried"):
        second.read()


@encryption
@pytest.mark.parametrize("where", ["copy_into", "put_in_place"])
def test_a_failed_rotation_changes_nothing(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    store.write(journal())
    before = store.path.read_bytes()

    def fail(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if where == "copy_into":
            patch.setattr("alsjournal.store._rewrite._fill", _full)
        else:
            patch.setattr(Path, "replace", fail)
        with pytest.raises(StoreError, match=r"is full|Nothing was changed"):
            store.rotate(OTHER)
    assert store.path.read_bytes() == before
    assert [p.name for p in store.path.parent.iterdir()] == [store.path.name]
    assert len(store.read()) == 40


def _full(*args: object) -> None:
    raise duckdb.IOException("Could not write file: No space left on device")


def test_without_the_extra_the_cure_is_named(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr("alsjournal.store._attach.resources.files", missing)
    with pytest.raises(MissingExtraError, match=r"pip install '\.\[encryption\]"):
        store.write(journal())
    assert list(store.path.parent.iterdir()) == []
    plain = JournalStore(store.path)
    plain.write(journal())
    with pytest.raises(MissingExtraError):
        plain.rotate()
    assert len(plain.read()) == 40


@encryption
def test_the_extension_is_that_of_this_duckdb() -> None:
    with blank() as con:
        assert load_cipher(con), "the packages of the extra differ in version"
        settings = con.execute(
            "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%ons'"
        ).fetchall()
        assert {value for _, value in settings} == {"false"}


@encryption
def test_reading_needs_the_key_alone(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(journal())
    monkeypatch.setattr("alsjournal.store._attach.load_cipher", lambda con: False)
    assert len(store.read()) == 40
    with pytest.raises(MissingExtraError):
        store.write(journal())


def test_a_key_file_is_made_once(config: Path) -> None:
    path = keys.make_store_key()
    assert path.is_relative_to(config)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(keys.find_store_keys()[0]) == 64
    with pytest.raises(ConfigError, match="never overwritten"):
        keys.make_store_key()
    for _ in range(2):
        keys.make_store_key(renew=True)
    assert len(set(keys.find_store_keys())) == 3
    if os.name == "posix":
        path.chmod(0o644)
        with pytest.raises(ConfigError, match="chmod 600"):
            keys.find_store_keys()


@pytest.mark.parametrize("content", ["", "short\n", "a" * 30])
def test_weak_keys_are_refused(content: str) -> None:
    path = keys.make_store_key()
    path.write_text(content)
    with pytest.raises(ConfigError, match="16 bytes") as caught:
        keys.find_store_keys()
    assert not content.strip() or content.strip() not in str(caught.value)


def test_a_journal_beside_its_keys_is_refused() -> None:
    inside = keys.make_store_key().parent
    for place in (inside / "journal.duckdb", inside / "deeper" / "journal.duckdb"):
        place.parent.mkdir(exist_ok=True)
        with pytest.raises(DisclosureError, match="where your keys are kept"):
            JournalStore(place).write(journal())
        assert not place.exists()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_key_that_is_a_link_is_followed(folder: Path) -> None:
    path = keys.make_store_key()
    (folder / "deeper").mkdir()
    store = JournalStore(folder / "deeper" / "journal.duckdb")
    path.rename(folder / "mine.bin")
    path.symlink_to(folder / "mine.bin")
    store.write(journal())  # above the journal, and nothing says that they belong
    (folder / "programme.toml").touch()
    with pytest.raises(DisclosureError, match=r"The file mine\.bin"):
        store.write(journal())


@pytest.mark.parametrize("name", ["programme.toml", ".env", "key", "settings.ini"])
@pytest.mark.parametrize("variable", ["ALSJOURNAL_KEY", keys.STORE_KEY_ENV])
def test_a_key_in_the_settings_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, variable: str
) -> None:
    monkeypatch.setenv(variable, KEY)
    (folder / "programme.toml").write_text("[programme]\ntitle = 'Ours'\n")
    (folder / "deeper").mkdir()
    store = JournalStore(folder / "deeper" / "journal.duckdb")
    store.write(journal())
    with (folder / name).open("a") as file:
        file.write(f'\nkey = "{KEY}"\n')
    with pytest.raises(DisclosureError, match=name) as caught:
        store.write(journal())
    assert KEY not in str(caught.value)
    with pytest.raises(DisclosureError):
        store.backup(folder)
    assert len(store.read()) == 40
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    JournalStore(elsewhere / "journal.duckdb").write(journal())
