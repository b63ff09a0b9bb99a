"""The verbs that keep a journal safe, and take people out of it."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pandas as pd
import pytest
from helpers import written
from typer.testing import CliRunner, Result

from alsjournal.cli._app import app
from alsjournal.journal import Journal
from alsjournal.run.outputs import note_output
from alsjournal.store import JournalStore
from alsjournal.trends import as_coded

KEY = "a key only for these tests 1"
STORE_KEY = "a store key only for these tests"
QUOTED = "Nobody could cover for me again."

TEXTS = [("A", 1, "m1", "cover"), ("A", 1, "m2", "cover"), ("B", 1, "m3", "cover")]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("ALSJOURNAL_KEY", KEY)
    monkeypatch.setenv("COLUMNS", "200")
    for name in ("ALSJOURNAL_STORE_KEY", "ALSJOURNAL_STORE_KEY_NEW"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path


@pytest.fixture
def store() -> JournalStore:
    permissions = [{"member": "m1", "use": "quote", "reach": "programme"}]
    journal, codings = written(TEXTS, permissions=permissions)
    store = JournalStore("j.duckdb")
    store.write(journal, source="a")
    codings = codings.assign(coding_id=["c1", "c2", "c3"], construct="theme", coder="k")
    store.write_codings(codings)
    return store


def run(*args: str, **more: object) -> Result:
    return CliRunner().invoke(app, list(args), **more)  # type: ignore[arg-type]


def done(*args: str, **more: object) -> str:
    result = run(*args, **more)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def test_backup_and_restore(store: JournalStore) -> None:
    Path("copies").mkdir()
    said = done("backup", "j.duckdb", "copies")
    assert "Backed up to" in said
    (copy,) = Path("copies").glob("j-*.duckdb")
    assert list(store.read().table("releases")["place"]) == [f"copies/{copy.name}"]
    assert list(store.read().table("releases")["kind"]) == ["backup"]
    refused = run("restore", "j.duckdb", str(copy))
    assert refused.exit_code == 1
    assert "--overwrite" in refused.output
    said = done("restore", "j.duckdb", str(copy), "--overwrite")
    assert "Restored: 8 rows" in said  # with the record of the backup
    assert "was forgotten" not in said
    said = done("restore", "new.duckdb", str(copy))
    assert "Restored: 7 rows" in said
    assert "No journal was here to tell who was forgotten" in said
    assert "forget and withdraw again" in said
    assert len(store.read().table("releases")) == 1


def test_withdraw_lists_what_is_stale(store: JournalStore) -> None:
    store.note_release(
        "programme", kind="report", place="s.html", counted=["r1", "r2", "r3"]
    )
    Path("j.themes").mkdir()
    said = done("withdraw", "j.duckdb", "--member", "m1", "--on", "2026-03-01")
    assert "Taken back from 01 March 2026: 1 texts." in said
    assert "report s.html for programme" in said
    assert "alsjournal themes j.duckdb" in said
    assert "nothing was changed" in done("withdraw", "j.duckdb", "--member", "m1")
    said = done("info", "j.duckdb")
    assert "Stale outputs" in said
    assert "s.html" in said
    for wrong, code in (
        (("--member", "m9"), 2),
        (("--reflection", "r9"), 2),
        (("--member", "m1", "--on", "soon"), 2),
        ((), 2),
    ):
        result = run("withdraw", "j.duckdb", *wrong)
        assert result.exit_code == code
        assert "m9" not in result.output


def test_where_runs_made_the_themes_a_run_makes_them_again(store: JournalStore) -> None:
    Path("j.themes").mkdir()
    Path("j.duckdb.run.json").write_text("{}")
    withdrawn = done("withdraw", "j.duckdb", "--member", "m1")
    forgotten = done("forget", "j.duckdb", "m2", "--yes")
    for said in (withdrawn, forgotten):
        assert "`alsjournal run`" in said
        assert "`alsjournal themes" not in said


def test_forget_asks_first(store: JournalStore) -> None:
    store.note_release("set:A", kind="report", place="[a].html", quoted=["r1"])
    assert run("forget", "j.duckdb", "m1", input="n\n").exit_code == 1
    assert len(store.read()) == 3
    said = done("forget", "j.duckdb", "m1", input="y\n")
    assert "Removed: 1 of permissions, 1 of reflections, 1 of codings" in said
    assert "report [a].html for set:A" in said
    assert "[a].html" in done("info", "j.duckdb")
    assert "Removed" in done("forget", "j.duckdb", "m2", "m3", "--yes")
    assert len(store.read()) == 0
    for strange in ("m1", "Ann Lee"):  # forgotten already; a name
        again = run("forget", "j.duckdb", strange, "--yes")
        assert again.exit_code == 2
        assert "alsjournal who" in again.output
        assert strange not in again.output
    assert run("forget", "none.duckdb", "m1", "--yes").exit_code == 2


def test_info_tells_in_full_which_outputs_are_stale_and_why(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    place = Path("reports/a-programme-with-a-long-name/summary.html")
    place.parent.mkdir(parents=True)
    place.write_text("A page.")
    for where in (place, "gone.csv"):
        store.note_release("programme", kind="report", place=where, counted=["r1"])
    store.note_release("set:A", kind="table", place="b.csv", counted=["r2"])
    done("withdraw", "j.duckdb", "--member", "m1")
    assert "a permission for it was taken back" in done("info", "j.duckdb")
    done("forget", "j.duckdb", "m1", "m2", "--yes")
    lines = run("info", "j.duckdb").output.splitlines()
    lines = lines[[line.startswith("Stale outputs") for line in lines].index(True) :]
    page, gone, table = lines[1:]
    assert f"report {place} for programme of " in page
    assert page.endswith(
        "permission for it was taken back; somebody in it was forgotten"
    )
    assert gone.endswith("(not found from here)")
    assert "taken back" not in table
    assert ": somebody in it was forgotten" in table


def test_a_copy_elsewhere_is_named(store: JournalStore) -> None:
    asked = ("withdraw", "j.duckdb", "--member", "m1"), ("forget", "j.duckdb", "m1")
    store.set_provenance({"dataset": "s3://ours/[a]"})
    assert "The dataset s3://ours/[a] is a copy from before" in done(*asked[0])
    assert "The dataset s3://ours/[a] is a copy from before" in done(*asked[1], "--yes")
    store.set_provenance({"dataset": None})
    assert "dataset" not in done("forget", "j.duckdb", "m2", "--yes")


def test_what_a_report_holds_is_on_record(store: JournalStore) -> None:
    texts = store.read().table("reflections")
    texts["text"] = [QUOTED, "Theirs is not to be quoted.", QUOTED]
    store.write(Journal({"reflections": texts}))
    codings = pd.DataFrame({"reflection_id": ["r1"], "code": ["cover"]})
    journal = store.read()
    coded = as_coded(journal, codings)
    for audience in ("programme", "set:A", "set:B"):
        place = Path(f"{audience[-1]}.html")
        note_output(store.path, journal, audience, "report", place, quoting=coded)
    import duckdb

    with duckdb.connect("j.duckdb", read_only=True) as con:
        query = (
            'SELECT place, reflection_id, "use" FROM _alsjournal._released '
            "JOIN _alsjournal.releases USING (release_id)"
        )
        held = set(con.execute(query).fetchall())
    everybody = {
        (p, f"r{i}", "counted")
        for p in ("e.html", "A.html", "B.html")
        for i in (1, 2, 3)
    }
    # r3 has the same words, and was not the one that was quoted.
    quoted = {(p, "r1", "quoted") for p in ("e.html", "A.html")}
    assert held == everybody | quoted


@pytest.mark.slow
def test_a_report_is_stale_for_somebody_who_only_took_on_an_action(
    store: JournalStore,
) -> None:
    journal = store.read()
    tables = {name: journal.table(name) for name in ("reflections", "permissions")}
    dot = pd.DataFrame({"member": ["dot"], "use": ["quote"], "reach": ["set"]})
    tables["permissions"] = pd.concat([tables["permissions"], dot])
    tables["actions"] = pd.DataFrame(
        {
            "action_id": ["a1"],
            "set_id": ["A"],
            "session": [1],
            "owner": ["dot"],
            "text": ["Ring the garage."],
        }
    )
    said = {"action_id": ["a1"], "session": [2], "status": ["changed"]}
    tables["action_reports"] = pd.DataFrame({**said, "text": ["The van was sold."]})
    store.write(Journal(tables), source="a")
    for set_id in "AB":
        asked = ("--audience", f"set:{set_id}", "--out", f"{set_id}.html")
        done("report", "j.duckdb", "--coder", "k", *asked)
    assert "The van was sold" in Path("A.html").read_text(encoding="utf-8")
    for said in (
        done("withdraw", "j.duckdb", "--member", "dot"),
        done("forget", "j.duckdb", "dot", "--yes"),
    ):
        assert "report A.html for set:A" in said
        assert "B.html" not in said


def test_an_output_that_is_not_on_record_is_said(
    store: JournalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alsjournal.errors import StoreError

    def locked(*args: object, **kwargs: object) -> str:
        raise StoreError("The journal is locked.")

    monkeypatch.setattr(JournalStore, "note_release", locked)
    result = run("backup", "j.duckdb", "copy.duckdb")
    assert result.exit_code == 1
    assert "not on record" in " ".join(result.output.split())


def test_encrypt_without_the_extra_makes_no_key(
    store: JournalStore, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alsjournal.store._attach.load_cipher", lambda con: False)
    result = run("encrypt", "j.duckdb")
    assert result.exit_code == 2
    assert "'.[encryption]'" in " ".join(result.output.split())
    assert not (here / "config").exists()
    assert len(store.read()) == 3


@pytest.mark.encryption
@pytest.mark.skipif(
    importlib.util.find_spec("duckdb_extension_httpfs") is None,
    reason="needs the extra: pip install '.[encryption]'",
)
def test_encrypt_and_rotate(
    store: JournalStore, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Encrypted: no" in done("info", "j.duckdb")
    said = done("encrypt", "j.duckdb")
    (path,) = (here / "config").rglob("store-key")
    first = path.read_text().strip()
    assert str(path) in said
    assert "Encrypted: yes" in done("info", "j.duckdb")
    assert "encrypted already" in done("encrypt", "j.duckdb")
    said += done("encrypt", "j.duckdb", "--rotate")
    new, old = path.read_text().split()
    assert old == first != new
    path.write_text(new + "\n")
    assert len(store.read()) == 3
    assert new not in said
    assert old not in said
    monkeypatch.setenv("ALSJOURNAL_STORE_KEY", new)
    refused = run("encrypt", "j.duckdb", "--rotate")
    assert refused.exit_code == 2
    assert "ALSJOURNAL_STORE_KEY_NEW" in refused.output
    monkeypatch.setenv("ALSJOURNAL_STORE_KEY_NEW", STORE_KEY)
    assert "Now set ALSJOURNAL_STORE_KEY" in done("encrypt", "j.duckdb", "--rotate")
    assert run("info", "j.duckdb").exit_code == 1
    monkeypatch.setenv("ALSJOURNAL_STORE_KEY", STORE_KEY)
    assert "Encrypted: yes" in done("info", "j.duckdb")


def test_info_tells_what_was_not_declared_and_what_has_no_set() -> None:
    texts = [(None, 1, "m1", ""), ("[A]", 1, "m2", ""), ("[A]", 2, "m3", "")]
    journal, _ = written(texts, permissions=[{"member": "m1", "use": "counts"}])
    JournalStore("j.duckdb").write(journal)
    said = done("info", "j.duckdb")
    assert "not declared (counted in the programme, never quoted) 2, counts 1" in said
    assert "no set given" in said
    assert "[A]" in said
    assert "nan" not in said
