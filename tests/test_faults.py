"""Kills, damage, two at once, clocks and keys: the journal is whole, or says so."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from alsjournal.cli._app import app
from alsjournal.disclosure import permitted
from alsjournal.errors import DisclosureError, StoreError
from alsjournal.journal import Journal
from alsjournal.store import JournalStore, _clock
from alsjournal.store._making import making

ROOT = Path(__file__).parents[1]
KEY = "a key only for these tests 1"
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


def journal(n: int = 12, word: str = "Before", **provenance: object) -> Journal:
    rows = {
        "reflection_id": [f"r{i}" for i in range(n)],
        "set_id": "A",
        "session": [i % 3 + 1 for i in range(n)],
        "member": [f"m{i % 4}" for i in range(n)],
        "text": [f"{word} {i}: cover, and who decides." for i in range(n)],
    }
    return Journal({"reflections": pd.DataFrame(rows)}, provenance=provenance)


def told(store: JournalStore) -> dict[str, object]:
    """All that a journal says."""
    held = store.read()
    said: dict[str, object] = {n: held.table(n).to_csv() for n in held.tables()}
    return {**said, "": (store.provenance(), store.refusals().to_csv())}


def read_or_refused(store: JournalStore) -> dict[str, object] | str:
    try:
        return told(store)
    except StoreError as error:
        return str(error)


def run(*args: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(args))
    assert "Traceback" not in done.output
    assert "should not happen" not in done.output
    return done.exit_code, " ".join(done.output.split())


def child(code: str) -> subprocess.Popen[str]:
    before = (
        f"import os, sys\nsys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]\n"
    )
    before += "from test_faults import *\n"
    return subprocess.Popen(
        [sys.executable, "-c", before + code], stdout=subprocess.PIPE, text=True
    )


KILLS = """
import random
from pathlib import Path
sys.path.insert(0, {benchmarks!r})
import faulting
here = Path.cwd()
start = here / "start"
for part in faulting.ROOMS:
    (start / part).mkdir(parents=True)
path = Path(faulting.JOURNAL)
def begun(_):
    os.chdir(start / "work")
    store = JournalStore(path)
    store.write(journal(), source="a")
    store.backup("copy.duckdb")
    store.write(journal(word="Later"), source="a")
faulting.forked(begun)
WORK = dict(
    first=lambda: JournalStore("new.duckdb").write(journal(), source="a"),
    again=lambda: JournalStore(path).write(journal(9, "After"), source="a"),
    forget=lambda: JournalStore(path).forget("m1"),
    restore=lambda: JournalStore(path).restore("copy.duckdb", overwrite=True),
    withdraw=lambda: JournalStore(path).withdraw("m2"),
)
def rows(state):  # how often anything changed is counted on
    return dict(state["tables"], _meta="")
chance, out = random.Random(7), []
for name, work in WORK.items():
    room = here / "room"
    faulting.copied(start, room)
    whole = faulting.run(room, work)
    assert whole.code == 0, whole.said
    ends = [faulting.state(r, ["Later 1:"]) for r in (start, room)]
    for n in sorted(chance.sample(range(1, len(whole.calls) + 1), 4)):
        faulting.copied(start, room)
        how = chance.choice(("call", "after"))
        stop = faulting.Stop(how, n, chance.uniform(0, 0.003))
        done = faulting.run(room, work, stop)
        now = faulting.state(room, [])
        after = faulting.run(room, work)
        end = faulting.state(room, [])
        is_whole = any(now["tables"] == e["tables"] for e in ends)
        out.append([name, n, whole.calls[n - 1], done.killed, is_whole, after.code,
            after.said, rows(end) == rows(ends[1]), now["doubled"],
            [p for p in end["files"] if "/." in p or p.endswith(".wal")],
            max(end["links"].values())])
print(json.dumps(out))
"""


@posix
@pytest.mark.slow
def test_a_kill_at_any_call_leaves_all_of_before_or_all_of_after(here: Path) -> None:
    done = child(KILLS.format(benchmarks=str(ROOT / "benchmarks")))
    out, _ = done.communicate(timeout=240)
    runs = json.loads(out)
    assert len(runs) == 20
    assert sum(killed for _, _, _, killed, *_ in runs) > 10
    for name, n, call, _, whole, code, said, same, doubled, left, links in runs:
        where = f"{name}, before call {n}, {call}: {said}"
        assert whole or name == "first", where
        assert (code, same) == (0, True), where
        assert (doubled, left, links) == ([], [], 1), where


@posix
@pytest.mark.slow
def test_killed_verbs_leave_the_journal(here: Path) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "faults.py"), "--kills", "12"]
    words = "first,themes,forget,restore"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "--verbs", words],
        capture_output=True,
        text=True,
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@posix
@pytest.mark.slow
def test_a_stop_between_reading_and_keeping_leaves_nothing(here: Path) -> None:
    source = here.parent / "source"
    source.mkdir()
    (source / "programme.toml").write_text("[files]\nreflections = 'texts.csv'\n")
    rows = "".join(f"r{i},A,1,m{i},Tamsin Oakenshaw rang.\n" for i in range(5))
    (source / "texts.csv").write_text(
        "reflection_id,set_id,session,member,text\n" + rows
    )
    (here.parent / "tmp").mkdir()
    stop = "JournalStore.write = lambda *a, **k: os.kill(os.getpid(), 9)\n"
    args = ["ingest", str(source / "programme.toml")]
    done = child(f"os.environ['TMPDIR'] = '../tmp'\n{stop}app({args!r})")
    done.communicate(timeout=240)
    assert done.returncode == -9
    assert list(here.iterdir()) == []
    assert list((here.parent / "tmp").iterdir()) == []


def test_a_second_name_of_the_file_does_not_outlive_it(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal())
    left = here / ".j.duckdb.new-0123abcd"  # between taking its place and tidying up
    os.link("j.duckdb", left)
    store.forget("m1")
    assert sorted(p.name for p in here.iterdir()) == ["j.duckdb"]


def test_what_a_killed_restore_left_goes_when_it_is_refused(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal())
    store.backup("copy.duckdb")
    os.link("j.duckdb", ".j.duckdb.new")
    with pytest.raises(StoreError, match="overwrite"):
        store.restore("copy.duckdb")
    assert not Path(".j.duckdb.new").exists()
    os.link("copy.duckdb", ".j.duckdb.backup")
    with pytest.raises(StoreError, match="nothing yet"):
        store.backup("copy.duckdb")
    assert not Path(".j.duckdb.backup").exists()


@posix
def test_a_log_that_a_kill_left_does_not_spoil_what_is_restored(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal(), source="a")
    before = told(store)
    store.backup("copy.duckdb")
    kill = (
        "import duckdb\nreal = duckdb.DuckDBPyConnection.execute\n"
        "def execute(self, query, *args):\n"
        "    done = real(self, query, *args)\n"
        "    if query == 'COMMIT':\n        os.kill(os.getpid(), 9)\n"
        "    return done\n"
        "duckdb.DuckDBPyConnection.execute = execute\n"
        "JournalStore('j.duckdb').write(journal(word='After'), source='a')\n"
    )
    child(kill).communicate(timeout=120)
    assert (here / "j.duckdb.wal").exists()
    stop = (
        "import alsjournal.store._files as files\nreal = files.sync\n"
        "def sync(path, *args):\n    real(path, *args)\n"
        "    if path.is_dir():\n        os.kill(os.getpid(), 9)\n"
        "files.sync = sync\n"
        "JournalStore('j.duckdb').restore('copy.duckdb', overwrite=True)\n"
    )
    child(stop).communicate(timeout=120)
    assert told(store) == before


READING = [
    ("info", "j.duckdb"),
    ("themes", "j.duckdb"),
    ("survey", "j.duckdb"),
    ("export", "j.duckdb", "--to", "tables"),
    ("backup", "j.duckdb", "copy.duckdb"),
    ("withdraw", "j.duckdb", "--member", "m1"),
    ("forget", "j.duckdb", "m1", "--yes"),
]


def test_a_file_that_was_cut_short_says_how_to_go_back(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal())
    whole = Path("j.duckdb").read_bytes()
    chance = random.Random(3)
    for at in [20, 4096, len(whole) - 1, *chance.sample(range(20, len(whole)), 9)]:
        Path("j.duckdb").write_bytes(whole[:at])
        with pytest.raises(StoreError, match="alsjournal restore"):
            told(store)
    for args in READING:
        code, said = run(*args)
        assert code == 1, (args, said)
        assert "alsjournal restore j.duckdb BACKUP" in said
    assert Path("j.duckdb").read_bytes() == whole[:at]
    assert [p.name for p in here.iterdir()] == ["j.duckdb"]


def test_no_flipped_byte_is_read_as_something_else(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal(60), source="a")
    before = told(store)
    whole = Path("j.duckdb").read_bytes()
    chance, refused = random.Random(5), 0
    ranges = [(0, 64), (4096, 4160), (8192, 8256), (12_288, len(whole))]
    for first, last in ranges:
        for at in chance.sample(range(first, last), 12):
            damaged = bytearray(whole)
            damaged[at] ^= 1 << chance.randrange(8)
            Path("j.duckdb").write_bytes(damaged)
            said = read_or_refused(store)
            refused += isinstance(said, str)
            assert said == before or "alsjournal restore" in str(said), at
            assert said == before or "Before" not in str(said), at
    assert refused > 30
    code, said = run("info", "j.duckdb")
    assert (code == 1) == ("restore" in said)


def test_a_damaged_log_is_refused_or_was_never_written(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal(), source="a")
    ends = [told(store)]
    kill = (
        "from alsjournal.store import _connect\n"
        "store = JournalStore('j.duckdb')\n"
        "with _connect.opened(store._place, write=True) as con:\n"
        "    with _connect.transaction(con):\n"
        "        con.execute('UPDATE _alsjournal.reflections SET session = 9')\n"
        "    os._exit(0)\n"
    )
    child(kill).communicate(timeout=120)
    file, log = Path("j.duckdb").read_bytes(), Path("j.duckdb.wal").read_bytes()
    ends.append(told(store))
    assert ends[0] != ends[1]
    chance = random.Random(2)
    for n in range(30):
        damaged = bytearray(log[: chance.randrange(len(log))] if n % 2 else log)
        if damaged and not n % 2:
            damaged[chance.randrange(len(damaged))] ^= 64
        Path("j.duckdb").write_bytes(file)
        Path("j.duckdb.wal").write_bytes(damaged)
        said = read_or_refused(store)
        assert said in ends or "with its .wal" in str(said)


@posix
def test_two_writers_at_once_lose_nothing(here: Path) -> None:
    write = (
        "store = JournalStore('j.duckdb', timeout=60)\n"
        "rows = journal(40, '{0}').table('reflections')\n"
        "rows['reflection_id'] = '{0}' + rows['reflection_id']\n"
        "for _ in range(5):\n"
        "    store.write(Journal({{'reflections': rows}}), source='{0}')\n"
    )
    both = [child(write.format(name)) for name in ("one", "two")]
    assert [c.communicate(timeout=240) and c.returncode for c in both] == [0, 0]
    ids = JournalStore("j.duckdb").read().table("reflections")["reflection_id"]
    assert ids.is_unique
    assert len(ids) == 80
    assert [p.name for p in here.iterdir()] == ["j.duckdb"]


@pytest.mark.slow
def test_themes_of_texts_that_were_forgotten_meanwhile_are_not_kept(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alsjournal.themes import ThemeModel

    store = JournalStore("j.duckdb")
    store.write(journal(30))
    real = ThemeModel.code

    def code(self: ThemeModel, *args: object) -> pd.DataFrame:
        found: pd.DataFrame = real(self, *args)  # type: ignore[arg-type]
        store.forget("m1")
        return found

    monkeypatch.setattr(ThemeModel, "code", code)
    asked = ("themes", "j.duckdb", "--n-themes", "2", "--no-stability")
    exit_code, said = run(*asked)
    assert exit_code == 2
    assert "meanwhile; nothing was kept" in said
    assert not Path("j.themes").exists()
    assert "codings" not in store.read().tables()


@pytest.mark.slow
def test_codings_of_another_run_are_found_out(here: Path) -> None:
    store = JournalStore("j.duckdb")
    store.write(journal(30))
    asked = ("themes", "j.duckdb", "--n-themes", "2", "--no-stability")
    assert run(*asked)[0] == 0
    assert run("trends", "j.duckdb")[0] == 0
    # As a run that was killed after it wrote codings, and before it kept the model.
    codings = store.read().codings(coder="themes", construct="theme")
    store.write_codings(codings.iloc[1:], replace=("themes", "theme"))
    code, said = run("trends", "j.duckdb")
    assert code == 2
    assert "a run was stopped on the way" in said
    # A decision makes them anew.
    ade = ("--by", "Ade", "--on", "2026-01-02")
    assert run("codebook", "j.duckdb", "rename", "t1", "Cover", *ade)[0] == 0
    assert run("trends", "j.duckdb")[0] == 0


def test_an_output_whose_making_was_stopped_is_stale_until_made_again() -> None:
    store = JournalStore("j.duckdb")
    store.write(journal())
    page = ("programme", "report", "page.html")
    with pytest.raises(KeyError), making(store.path, *page):
        raise KeyError
    assert not len(store.stale())
    with pytest.raises(StoreError), making(store.path, *page):
        raise StoreError  # it may be there
    assert list(store.stale()["reason"]) == ["unfinished"]
    assert "page.html" in run("info", "j.duckdb")[1]
    with making(store.path, *page):
        store.note_release(page[0], kind=page[1], place=page[2], counted=["r1"])
    assert not len(store.stale())
    assert len(store.read().table("releases")) == 1


def test_refused_rows_come_with_the_rows_or_not_at_all() -> None:
    store = JournalStore("j.duckdb")
    names = ["file", "row", "column", "reason"]
    refused = pd.DataFrame([["a.csv", 3, "session", "no number"]], columns=names)
    store.write(journal(), source="a", refused=refused, provenance={"vault": "v"})
    assert len(store.refusals()) == 1
    assert store.provenance()["vault"] == "v"
    store.write(journal(), source="a", refused=refused.iloc[:0])
    assert not len(store.refusals())


def test_a_clock_that_goes_back_changes_no_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from alsjournal.store._connect import opened

    store = JournalStore("j.duckdb")
    store.write(journal())
    page = {"kind": "report", "place": "page.html", "counted": ["r1"]}
    store.note_release("programme", **page)  # type: ignore[arg-type]
    with opened(store._place, write=True) as con:
        con.execute("UPDATE _alsjournal.releases SET made_at = '2999-01-01'")
    store.withdraw("m1")
    assert len(store.stale()) == 1
    # Made again, by a clock that says an earlier day: what was made last holds.
    store.note_release("programme", **page)  # type: ignore[arg-type]
    assert not len(store.stale())
    assert store.read().table("releases")["made_at"].dt.year[0] == 2999
    early = pd.Timestamp("2020-01-01")
    monkeypatch.setattr(_clock, "today", lambda: early)
    done = store.withdraw("m2")
    assert done.on == early.date()  # the day that the clock said is on record
    assert store.forget("m3").found
    assert store.write(journal(), source="a").held_back == {"reflections": 3}


def test_a_withdrawal_by_a_slow_clock_says_what_is_still_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = {"member": ["m1"], "use": ["quote"], "reach": ["programme"]}
    rows = pd.DataFrame({**given, "given": [pd.Timestamp("2026-02-01")]})
    texts = journal().table("reflections")
    store = JournalStore("j.duckdb")
    store.write(Journal({"reflections": texts, "permissions": rows}))
    monkeypatch.setattr(_clock, "today", lambda: pd.Timestamp("2026-01-01"))
    done = store.withdraw("m1")
    assert done.still_allowed == 3
    assert "given later" in str(done)


def made_with(key: str) -> dict[str, object]:
    return {"anonymiser": {"key_fingerprint": key}}


def test_pseudonyms_of_another_key_are_refused() -> None:
    store = JournalStore("j.duckdb")
    given = pd.DataFrame({"member": [f"m{i}" for i in range(4)], "use": "quote"})
    texts = journal().table("reflections")
    tables = {"reflections": texts, "permissions": given.assign(reach="programme")}
    store.write(Journal(tables, provenance=made_with("aa")), source="a")
    store.withdraw("m1")

    def quotable() -> int:
        held = store.read()
        rows = held.table("reflections")
        return int(permitted(held, rows, audience="programme", use="quote").sum())

    assert quotable() == 9
    others = texts.assign(member="n" + texts["member"].str[1:])
    other = {**tables, "reflections": others}
    with pytest.raises(DisclosureError, match=r"fingerprint aa.*another key \(bb\)"):
        store.write(Journal(other, provenance=made_with("bb")), source="a")
    assert quotable() == 9
    store.write(Journal(tables, provenance=made_with("aa")), source="a")
    assert quotable() == 9


def test_forgetting_needs_no_key_and_writing_after_it_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from alsjournal.errors import MissingKeyError

    store = JournalStore("j.duckdb")
    store.write(journal(), source="a")
    assert store.forget("m1").found
    monkeypatch.delenv("ALSJOURNAL_KEY")
    store.withdraw("m2")
    assert store.forget("m2").found
    with pytest.raises(MissingKeyError, match="There is no key"):
        store.write(journal(), source="a")
    monkeypatch.setenv("ALSJOURNAL_KEY", "another key of these tests 2")
    with pytest.raises(MissingKeyError, match="Got another key"):
        store.write(journal(), source="a")
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    assert store.write(journal(), source="a").held_back == {"reflections": 6}
