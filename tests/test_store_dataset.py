"""The dataset: the journal's rows, encrypted, part by part, or an error."""

from __future__ import annotations

import json
import os
import pickle
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import alsjournal as als
from alsjournal.errors import (
    DisclosureError,
    InputError,
    MissingExtraError,
    MissingKeyError,
    SchemaError,
    StoreError,
)
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store import JournalDataset, JournalStore, Part, _dataset, keys

pytest.importorskip("cryptography")

KEY = "it's a store key of tests"
OTHER = "another store key of tests"
CANARY = "quixotic zephyr"


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("ALSJOURNAL_KEY", keys.NEW_STORE_KEY_ENV):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(keys.STORE_KEY_ENV, KEY)
    return tmp_path / "config"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "copy"


@pytest.fixture
def dataset(folder: Path) -> JournalDataset:
    return JournalDataset(folder, rows=10)


@pytest.fixture(scope="module")
def sample() -> Journal:
    """The fictional sample as it is, without the list of its people."""
    raw = als.load_sample()
    names = [n for n in raw.tables() if not TABLES[n].raw_only]
    return Journal({name: raw.identifiable_frame(name) for name in names})


def journal(n: int = 25, words: str = CANARY) -> Journal:
    frame = pd.DataFrame(
        {
            "reflection_id": [f"r{i}" for i in range(n)],
            "session": [i % 3 for i in range(n)],
            "member": ["m-AAAA", None, "m-BBBB", "m-AAAA", "m-BBBB"] * (n // 5),
            "text": [f"{words} {i}" for i in range(n)],
        }
    )
    return Journal({"reflections": frame}, provenance={"policy": CANARY, "n": n})


def codings(ids: list[str], coder: str = "themes/1", **more: object) -> pd.DataFrame:
    frame = pd.DataFrame({"reflection_id": ids}, dtype="str")
    frame["coding_id"] = [f"{coder}:{i}" for i in ids]
    return frame.assign(
        **{"coder": coder, "construct": "theme", "code": "time", **more}
    )


def held(folder: Path) -> dict[str, bytes]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def same(one: Journal, other: Journal) -> None:
    assert one.tables() == other.tables()
    for name in one.tables():
        pd.testing.assert_frame_equal(one.table(name), other.table(name))


def answer(use: Callable[[], str]) -> str:
    try:
        return use()
    except StoreError as error:
        return said_in(error)


def said_in(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += str(error) + repr(error)
        error = error.__cause__ or error.__context__
    return said


def test_the_sample_is_as_in_its_file(
    sample: Journal, tmp_path: Path, folder: Path
) -> None:
    dataset = JournalDataset(folder, rows=100)
    store = JournalStore(tmp_path / "journal.duckdb")
    store.write(sample)
    assert dataset.write(store.read()) == -(-len(sample) // 100)
    kept, copy = store.read(), dataset.read()
    with kept.reading():
        same(copy, kept)
        assert copy.provenance == kept.provenance
        first = kept.table("reflections").iloc[0]
        nobody = kept.table("reflections", ["member"])["member"].isna().any()
        for where in (
            {"set_id": first["set_id"]},
            {"session": [1, 3], "kind": "check-in"},
            {"member": [first["member"], *([None] if nobody else [])]},
            {"session": "1"},
            {"set_id": "none such"},
        ):
            same(copy.select(**where), kept.select(**where))
            assert len(copy.select(**where)) == len(kept.select(**where))
        columns = ["text", "session", "text"]
        pd.testing.assert_frame_equal(
            copy.table("reflections", columns), kept.table("reflections", columns)
        )
        for size in (7, 100, 333, 100_000):
            for a, b in zip(
                copy.batches("reflections", size=size),
                kept.batches("reflections", size=size),
                strict=True,
            ):
                pd.testing.assert_frame_equal(a, b)


def test_a_table_without_rows_has_its_dtypes(dataset: JournalDataset) -> None:
    dataset.write(journal())
    for name, table in TABLES.items():
        if not table.raw_only and name != "reflections":
            pd.testing.assert_frame_equal(
                dataset.read().table(name), journal().table(name)
            )
    assert dataset.read().tables() == ("reflections",)


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.integers(1, 30),
    size=st.integers(1, 40),
    sessions=st.lists(st.sampled_from([0, 1, 2, None]), unique=True),
)
def test_any_cut_gives_the_same_rows(
    rows: int, size: int, sessions: list[int | None], tmp_path_factory
) -> None:
    dataset = JournalDataset(tmp_path_factory.mktemp("any"), rows=rows)
    dataset.write(journal())
    for kept, copy in (
        (journal(), dataset.read()),
        (journal().select(session=sessions), dataset.read().select(session=sessions)),
    ):
        batches = list(copy.batches("reflections", size=size))
        assert [len(b) for b in batches[:-1]] == [size] * (len(batches) - 1)
        whole = pd.concat(batches, ignore_index=True) if batches else kept.table("sets")
        if batches:
            pd.testing.assert_frame_equal(whole, kept.table("reflections"))
        assert len(copy) == len(kept) == sum(map(len, batches))
    parts = dataset.parts()
    frames = [dataset.part(p.number) for p in parts]
    assert [(p.start, p.stop) for p in parts] == [
        (s, min(s + rows, 25)) for s in range(0, 25, rows)
    ]
    pd.testing.assert_frame_equal(
        pd.concat(frames, ignore_index=True), journal().table("reflections")
    )


def test_parts(dataset: JournalDataset) -> None:
    assert dataset.write(journal()) == 3
    assert dataset.parts()[2] == Part(2, 20, 25)
    part = dataset.part(2, ["session", "reflection_id"])
    assert list(part.columns) == ["session", "reflection_id"]
    assert part["reflection_id"].tolist() == ["r20", "r21", "r22", "r23", "r24"]
    for number in (-1, 3, "1", 1.0):
        with pytest.raises(InputError, match="from 0 to 2"):
            dataset.part(number)
    with pytest.raises(SchemaError, match="Got another one"):
        dataset.part(0, ["words"])
    assert dataset.write(Journal({"members": pd.DataFrame({"member": ["m"]})})) == 0
    assert dataset.parts() == ()
    assert dataset.read().table("members")["member"].tolist() == ["m"]


def test_no_byte_can_be_read(dataset: JournalDataset, folder: Path) -> None:
    dataset.write(journal().with_codings(codings(["r1", "r2"])))
    dataset.write_codings(0, codings(["r3"]), "run")
    everything = b"".join(held(folder).values()) + repr(list(held(folder))).encode()
    for word in ("quixotic", "zephyr", "m-AAAA", "r24", "themes/1", KEY, OTHER):
        assert word.encode() not in everything, word
    if os.name == "posix":
        for path in (folder, *folder.rglob("*")):
            mode = 0o700 if path.is_dir() else 0o600
            assert stat.S_IMODE(path.stat().st_mode) == mode, path


def test_nothing_holds_the_key(dataset: JournalDataset, folder: Path) -> None:
    dataset.write(journal())
    assert repr(dataset) == f"JournalDataset({str(folder)!r})"
    assert vars(dataset) == {"_given": str(folder), "_rows": 10}
    pickled = pickle.dumps(dataset)
    assert KEY.encode() not in pickled
    assert len(pickle.loads(pickled).read()) == 25
    read = dataset.read()
    assert KEY not in repr(read) + repr(vars(read)) + repr(vars(read._Tables__source))
    with pytest.raises(DisclosureError, match="cannot be pickled"):
        pickle.dumps(read)
    cipher = dataset._loaded()[2]
    assert KEY not in repr(cipher) + repr(vars(cipher))
    with pytest.raises(DisclosureError, match="cannot be pickled"):
        pickle.dumps(cipher)


def test_another_key_or_none(
    dataset: JournalDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset.write(journal())
    read = dataset.read()
    monkeypatch.setenv(keys.STORE_KEY_ENV, OTHER)
    for use in (dataset.read, dataset.parts, lambda: read.table("reflections")):
        with pytest.raises(StoreError, match="must be opened with the store key") as e:
            use()
        assert KEY not in said_in(e.value)
        assert OTHER not in said_in(e.value)
    monkeypatch.delenv(keys.STORE_KEY_ENV)
    for use in (dataset.read, lambda: dataset.write(journal())):
        with pytest.raises(MissingKeyError, match="needs its store key; there is none"):
            use()
    monkeypatch.setenv(keys.STORE_KEY_ENV, KEY)
    assert len(dataset.read()) == 25


def test_keys_of_before_still_open_it(
    dataset: JournalDataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(keys.STORE_KEY_ENV)
    path = keys.make_store_key()
    dataset.write(journal())
    keys.make_store_key(renew=True)
    assert len(dataset.read()) == 25
    dataset.write(journal())
    path.write_text(path.read_text().split()[0])
    assert len(dataset.read()) == 25


def test_a_key_beside_it_is_refused(
    dataset: JournalDataset, folder: Path, config: Path
) -> None:
    folder.mkdir(parents=True)
    for place in (folder, folder.parent):
        (place / ".env").write_text(f"ALSJOURNAL_STORE_KEY={KEY}")
        with pytest.raises(DisclosureError, match=r"\.env") as caught:
            dataset.write(journal())
        assert KEY not in said_in(caught.value)
        (place / ".env").unlink()
    inside = keys.make_store_key().parent / "copy"
    with pytest.raises(DisclosureError, match="where your keys are kept"):
        JournalDataset(inside).write(journal())


def test_what_is_no_journal_is_refused(dataset: JournalDataset, folder: Path) -> None:
    with pytest.raises(DisclosureError, match="Got a RawJournal"):
        dataset.write(als.load_sample())
    with pytest.raises(InputError, match="must be given a Journal"):
        dataset.write(pd.DataFrame())
    for rows in (0, 2.5):
        with pytest.raises(InputError, match="rows must be"):
            JournalDataset(folder, rows=rows).write(journal())
    assert not folder.exists()


def test_a_folder_with_other_things_is_refused(
    dataset: JournalDataset, folder: Path
) -> None:
    folder.mkdir(parents=True)
    (folder / "notes.txt").write_text("ours")
    with pytest.raises(StoreError, match="a folder of its own"):
        dataset.write(journal())
    with pytest.raises(StoreError, match="Got a file at"):
        JournalDataset(folder / "notes.txt").write(journal())
    (folder / "notes.txt").unlink()
    dataset.write(journal())
    (folder / "notes.txt").write_text("ours")
    dataset.remove()
    assert held(folder) == {"notes.txt": b"ours"}
    with pytest.raises(StoreError, match="must be a dataset at"):
        dataset.read()
    (folder / "notes.txt").unlink()
    dataset.remove()
    dataset.remove()
    assert not folder.exists()


@pytest.mark.parametrize("at", ["read_rows", "fill", "check_whole", "save"])
def test_an_interrupted_write_leaves_the_old(
    dataset: JournalDataset,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    at: str,
) -> None:
    dataset.write(journal())
    before = held(folder)

    def stop(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if at == "read_rows":
            patch.setattr(_dataset, "words_bytes", stop)
        else:
            patch.setattr(f"alsjournal.store.dataset.{at}", stop)
        patch.setattr("alsjournal.store._storage.Storage.remove", lambda *a: None)
        with pytest.raises(KeyboardInterrupt):
            dataset.write(journal(50, "new words"))
    # As if it had been killed: what it wrote lies there, and is not looked at.
    assert set(before) <= set(held(folder))
    assert len(list(folder.iterdir())) == 3
    assert len(dataset.read().table("reflections")) == 25
    (folder / f".dataset.json.{'0' * 32}.new").write_bytes(b"half")
    dataset.write(journal(5))
    assert len(list(folder.iterdir())) == 2
    assert len(dataset.read().table("reflections")) == 5


def test_a_reader_never_mixes_two_writes(dataset: JournalDataset) -> None:
    dataset.write(journal())
    read = dataset.read()
    batches = read.batches("reflections", size=3)
    next(batches)
    dataset.write(journal(50, "new words"))
    with pytest.raises(StoreError, match=r"read\(\) it again"):
        list(batches)
    with pytest.raises(StoreError, match="made anew meanwhile"):
        read.table("reflections")


def test_a_changed_byte_never_gives_a_wrong_answer(
    dataset: JournalDataset, folder: Path
) -> None:
    dataset.write(journal(5).with_codings(codings(["r1"])))

    def used() -> str:
        read = dataset.read()
        rows = [read.table(name).to_csv() for name in read.tables()]
        return repr((rows, dict(read.provenance)))

    right, errors, flips = used(), 0, 0
    for name, content in held(folder).items():
        for at in {*range(0, len(content), max(1, len(content) // 40)), -1, -6}:
            changed = bytearray(content)
            changed[at] ^= 1
            (folder / name).write_bytes(changed)
            flips += 1
            got = answer(used)
            if got != right:  # else in words of Parquet's that nobody reads
                assert "JournalDataset(path).write(journal)" in got, (name, at)
                assert CANARY not in got
                errors += 1
        for cut in (b"", content[: len(content) // 2], content[:-1]):
            (folder / name).write_bytes(cut)
            with pytest.raises(StoreError, match="must be as it was written"):
                used()
        (folder / name).unlink()
        with pytest.raises(StoreError, match=r"Got no dataset\.json|is not there"):
            used()
        (folder / name).write_bytes(content)
    assert errors > 0.9 * flips
    assert used() == right


def test_a_file_cannot_stand_in_for_another(
    dataset: JournalDataset, folder: Path, tmp_path: Path
) -> None:
    dataset.write(journal())
    first, second, *_ = (p for p in sorted(folder.rglob("refl*.parquet")))
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    with pytest.raises(StoreError, match="must be as it was written"):
        dataset.part(0)
    other = JournalDataset(tmp_path / "other", rows=10)
    other.write(journal(words="forged"))
    (there,) = (tmp_path / "other").rglob("reflections-000000.parquet")
    first.write_bytes(there.read_bytes())
    with pytest.raises(StoreError, match="must be as it was written"):
        dataset.part(0)
    first.write_bytes(kept)
    assert len(dataset.part(0)) == 10


def test_the_manifest_says_nothing_of_people_and_is_sealed(
    dataset: JournalDataset, folder: Path
) -> None:
    dataset.write(journal())
    path = folder / "dataset.json"
    said = json.loads(path.read_text())
    assert said["parts"] == [10, 10, 5]
    assert said["columns"] == list(TABLES["reflections"].names)
    for change, message in (
        ({"parts": [10, 10]}, "cut short or changed"),
        ({"generation": "../elsewhere"}, "cut short or changed"),
        ({"tables": []}, "cut short or changed"),
        ({"format": "other"}, "cut short or changed"),
        ({"version": 2}, "Got another one. With this version make it anew"),
        ({"columns": ["text"]}, "Got another one. With this version make it anew"),
    ):
        path.write_text(json.dumps({**said, **change}))
        with pytest.raises(StoreError, match=message):
            dataset.read()
    path.write_text("[]")
    with pytest.raises(StoreError, match="cut short or changed"):
        dataset.parts()
    dataset.write(journal(5))  # a damaged one is no hindrance
    assert len(dataset.read()) == 5


def test_codings_of_a_run(dataset: JournalDataset, folder: Path) -> None:
    people = codings(["r0", "r24"], "AB")
    older = codings(["r1"], "themes/0")
    lens = codings(["r1"], "themes/0", construct="lens", coding_id="lens:r1")
    dataset.write(journal().with_codings(pd.concat([people, older, lens])))
    kept_before = dataset.read()
    assert dataset.codings_done("themes-1") == ()
    for part in dataset.parts():
        ids = dataset.part(part.number, ["reflection_id"])["reflection_id"]
        with pytest.raises(InputError, match=f"Got {part.number}"):
            dataset.keep_codings("themes-1", coder="themes", construct="theme")
        if part.number == 1:
            ids = ids[:0]
        for _ in range(2):  # a worker that was lost, and its successor
            dataset.write_codings(part.number, codings(list(ids)), "themes-1")
    assert dataset.codings_done("themes-1") == (0, 1, 2)
    assert dataset.codings_done("themes-2") == ()
    assert len(kept_before.codings()) == 4
    for _ in range(2):
        n = dataset.keep_codings("themes-1", coder="themes", construct="theme")
        assert n == 15
    found = dataset.read().codings()
    assert found["coding_id"].tolist()[:3] == ["AB:r0", "AB:r24", "lens:r1"]
    assert found["coder"].tolist()[3:] == ["themes/1"] * 15
    assert len(found) == 18
    assert len(list(folder.rglob("codings-*.parquet"))) == 1
    with pytest.raises(StoreError, match=r"read\(\) it again"):
        kept_before.codings()
    dataset.write(journal())
    assert dataset.codings_done("themes-1") == ()


def test_codings_that_do_not_fit_are_refused(
    dataset: JournalDataset, folder: Path
) -> None:
    dataset.write(journal(10).with_codings(codings(["r0"], "AB")))
    for frame, message in (
        (codings(["r10"]), "1 rows are of others"),
        (codings(["r1", "r1"]), "coding_id"),
        (codings(["r1"], code=None), "code"),
    ):
        with pytest.raises(SchemaError, match=message):
            dataset.write_codings(0, frame, "run")
    for run in ("", "../run", "a b", ".x", "x" * 81, None):
        with pytest.raises(InputError, match="run must be a label"):
            dataset.write_codings(0, codings(["r1"]), run)
    assert dataset.codings_done("run") == ()
    before = held(folder)
    for frame, message in (
        (codings(["r1"], "lens/1"), "a run for each"),
        (codings(["r1"], coder=None), "a run for each"),
        (codings(["r1"], coding_id="AB:r0"), "must be there once"),
    ):
        dataset.write_codings(0, frame, "run")
        with pytest.raises(SchemaError, match=message):
            dataset.keep_codings("run", coder="themes", construct="theme")
    after = held(folder)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1


def test_without_the_extra_the_cure_is_named(
    dataset: JournalDataset, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.keywrap", None)
    with pytest.raises(MissingExtraError, match=r'pip install "alsjournal\[scale\]"'):
        dataset.write(journal())
    assert not folder.exists()
    dataset.remove()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("s3://AKIAEXAMPLE:hush@bucket/x", "without a password"),
        ("s3://AKIAEXAMPLE@bucket/x", "without a password"),
        ("ftp://host/x", "is not understood"),
        ("mock:///x", "before it is whole"),
    ],
)
def test_uris_that_are_refused(path: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        JournalDataset(path).read()
    assert "hush" not in said_in(caught.value)


def test_a_uri_of_this_machine_is_a_folder(folder: Path) -> None:
    dataset = JournalDataset(folder.as_uri(), rows=10)
    dataset.write(journal())
    same(dataset.read(), journal())
    same(JournalDataset(folder).read(), journal())
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_storage_without_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    """As object storage has it: names with slashes, and no rename."""
    from fsspec.implementations.memory import MemoryFileSystem
    from pyarrow.fs import FSSpecHandler, PyFileSystem

    from alsjournal.store._storage import Storage

    memory = MemoryFileSystem()
    memory.store.clear()
    memory.pseudo_dirs.clear()
    storage = Storage("s3://b/x", PyFileSystem(FSSpecHandler(memory)), "/b/x", None)
    for module in ("dataset", "dataset_source"):
        monkeypatch.setattr(f"alsjournal.store.{module}.storage_at", lambda _: storage)
    dataset = JournalDataset("s3://b/x", rows=10)
    dataset.write(journal())
    dataset.write(journal())
    same(dataset.read(), journal())
    for part in range(3):
        dataset.write_codings(part, codings([f"r{part * 10}"]), "run")
    assert dataset.codings_done("run") == (0, 1, 2)
    assert dataset.keep_codings("run", coder="themes", construct="theme") == 3
    assert len(dataset.read().codings()) == 3
    assert all(CANARY.encode() not in f.getvalue() for f in memory.store.values())
    dataset.remove()
    assert not memory.store
