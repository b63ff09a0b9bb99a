"""Targets: files of our own that others may have written to."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import Any

from alsjournal.anonymise.review.log import AuditLog
from alsjournal.cli.init import TEMPLATE
from alsjournal.errors import AlsjournalError
from alsjournal.ingest.config import read_programme
from alsjournal.themes import Codebook, read_codebook
from alsjournal.themes.codebook_file import _mark_of, lines_of
from tests.fuzz.bytes_of import several, spoilt
from tests.fuzz.json_of import changed, dumped, value
from tests.fuzz.target import Target
from tests.fuzz.zip_of import packed, parts_of

__all__ = ["TARGETS"]

_VALUE = re.compile(r"(?m)^([^#\n=]+ = )(.+)$")


def _programmes() -> list[bytes]:
    """Return the file that `init` writes, as it is and with all examples filled in."""
    bare = re.sub(r"(?m)^#.*\n", "", TEMPLATE)
    full = re.sub(r"(?m)^# ([a-z_-]+ = .+|\[.+\])$", r"\1", TEMPLATE)
    full = re.sub(r"(?m)^#.*\n|^preset.*\n|^custodian.*\n|^second.*\n", "", full)
    full = re.sub(
        r"(?m)^(separator|title|controller|contact|purpose|lawful.*) = .*\n", "", full
    )
    more = (
        '[values.reflections.role]\nNurse = "Nurse"\n[defaults.reflections]\n'
        'language = "en"\n[files.more]\nfile = "a.csv"\n'
    )
    return [
        bare.encode(),
        full.encode(),
        (bare + more.split("[files.more]")[0]).encode(),
    ]


def programme(path: Path) -> None:
    """Read it with and without the files that it names."""
    with suppress(AlsjournalError):
        read_programme(path)
    read_programme(path, files=False)


def _toml(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change values; one in three is changed byte by byte."""
    if rng.random() < 0.35:
        return spoilt(rng, data, pool)
    text = data.decode()
    for _ in range(several(rng)):
        found = list(_VALUE.finditer(text))
        if not found:
            break
        one = rng.choice(found)
        text = text[: one.start(2)] + _of_toml(rng) + text[one.end(2) :]
        if rng.random() < 0.1:
            text += "\n" + one.group(1) + _of_toml(rng) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _of_toml(rng: Random) -> str:
    kind = rng.random()
    if kind < 0.1:
        return rng.choice(("[" * 400, "{a=" * 300, "9" * 5_000, "0x" + "f" * 9_000))
    if kind < 0.2:
        return rng.choice(
            ("2026-02-30", "9999-12-31", "10:00:00", "1979-05-27T07:32:00Z", "nan")
        )
    return _spelt(value(rng))


def _spelt(of: Any) -> str:
    """Return a value as TOML spells it."""
    if isinstance(of, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(k)} = {_spelt(v)}" for k, v in of.items())
            + "}"
        )
    if isinstance(of, list):
        return "[" + ", ".join(map(_spelt, of)) + "]"
    return json.dumps(of) if of is not None else "''"


def _books() -> list[bytes]:
    book = Codebook().add("Cover", by="AB", on="2026-01-01", definition="Nobody.")
    book = book.add("Trust", by="AB", on="2026-01-01", examples=("One.",))
    first, second = (theme.theme_id for theme in book.themes())
    adopted = book.adopt(
        first, central_idea="Nobody covers.", by="AB", date="2026-01-02"
    )
    merged = book.merge([first, second], by="AB", on="2026-01-03")
    return [lines_of(one).encode() for one in (adopted, merged.undo(by="AB"), book)]


def _sealed(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change events and seal them again; one in four is changed byte by byte."""
    if rng.random() < 0.25:
        return spoilt(rng, data, pool)
    head, *lines = data.decode().splitlines()
    events = [json.loads(line) for line in lines]
    for event in events:
        del event["seal"]
    events = changed(rng, events)
    if not isinstance(events, list):
        events = [events]
    seal, out = _mark_of("", head), [head]
    for event in events:
        line = json.dumps(event, ensure_ascii=False, sort_keys=True)
        line = line.encode("utf-8", "replace").decode()
        seal = _mark_of(seal, line)
        out.append(f'{line[:-1]}, "seal": "{seal}"}}')
    return ("\n".join(out) + "\n").encode()


def book(path: Path) -> None:
    """Read a codebook, and ask it what a page asks."""
    found = read_codebook(path)
    for theme in found.themes():
        found.history(theme.theme_id)
    lines_of(found)


def _log_lines(records: list[Any]) -> bytes:
    """Chain records as the log does."""
    out, before = [], "0" * 64
    for record in records:
        if isinstance(record, dict):
            record = {**record, "previous": before}
        line = json.dumps(record, sort_keys=True).encode()
        before = hashlib.sha256(line).hexdigest()
        out.append(line)
    return b"".join(line + b"\n" for line in out)


def _logs() -> list[bytes]:
    import tempfile

    said = {"actor": "custodian k", "item": "i", "text": "t", "label": "PERSON"}
    with tempfile.TemporaryDirectory() as folder:
        log = AuditLog(Path(folder, "log.jsonl"))
        for decision in ("accept", "undo", "extend"):
            log.append(**said, decision=decision, finder="ner", chain="1", to="x")
        records = [asdict(one) | {"at": "2026-01-01T10:00:00"} for one in log.records()]
    return [_log_lines(records)]


def _chained(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    if rng.random() < 0.25:
        return spoilt(rng, data, pool)
    records = [json.loads(line) for line in data.splitlines()]
    records = changed(rng, records)
    return _log_lines(records if isinstance(records, list) else [records])


def log(path: Path) -> None:
    """Read a log and ask whether it is whole."""
    found = AuditLog(path)
    found.verify({"records": 2, "last": "x"})
    found.records()


def _models() -> list[bytes]:
    """Return a saved model of themes as an archive of its folder."""
    import tempfile

    from tests.fuzz.small_model import saved

    with tempfile.TemporaryDirectory() as folder:
        place = saved(Path(folder))
        return [packed([(p.name, p.read_bytes()) for p in sorted(place.iterdir())])]


def _folder(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    """Change one file of a folder."""
    parts = list(parts_of(data))
    i = rng.choice([n for n, (name, _) in enumerate(parts) if name != "README.md"])
    name, inner = parts[i]
    new: bytes = inner
    if name.endswith(".json") and rng.random() < 0.8:
        new = dumped(rng, changed(rng, json.loads(inner))).encode("utf-8", "replace")
    elif name.endswith(".jsonl"):
        new = _sealed(rng, inner, [inner])
    elif name.endswith(".npz"):
        new = _arrays(rng, inner)
    else:
        new = spoilt(rng, inner, [inner])
    parts[i] = (name, new)
    if rng.random() < 0.02:
        del parts[i]
    return packed(parts)


def _arrays(rng: Random, data: bytes) -> bytes:
    """Change arrays: their heads, their numbers, how they are packed."""
    import zipfile

    parts = list(parts_of(data))
    i = rng.randrange(len(parts))
    name, inner = parts[i]
    if rng.random() < 0.5:
        head = re.sub(
            rb"\d+",
            lambda _: b"%d" % rng.choice((0, 1, 9, 10**9, 10**30)),
            inner[10:128],
            count=rng.randint(1, 3),
        )
        inner = inner[:10] + head[:118].ljust(118) + inner[128:]
    else:
        inner = spoilt(rng, inner, [inner])
    parts[i] = (name, inner)
    method = rng.choice(
        (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2)
    )
    out = packed(parts, method)
    return spoilt(rng, out, [out]) if rng.random() < 0.3 else out


def model(path: Path) -> None:
    """Load a saved model from a folder."""
    from tests.fuzz.small_model import loaded

    place = path.with_suffix("")
    place.mkdir(exist_ok=True)
    for old in place.iterdir():
        old.unlink()
    for name, data in parts_of(path.read_bytes()):
        (place / name).write_bytes(data)
    loaded(place)


def _card(path: Path) -> None:
    from alsjournal.store._backup import _read

    _read(path, "file")


def _manifests() -> list[bytes]:
    from dataclasses import fields

    from alsjournal.store._backup import Manifest

    said: dict[str, Any] = {one.name: "x" for one in fields(Manifest)}
    return [json.dumps({**said, "size": 1, "schema": 1}).encode()]


def _of_json(rng: Random, data: bytes, pool: list[bytes]) -> bytes:
    if rng.random() < 0.3:
        return spoilt(rng, data, pool)
    return dumped(rng, changed(rng, json.loads(data))).encode("utf-8", "surrogatepass")


TARGETS = (
    Target("toml", _programmes, programme, (".toml",), _toml),
    Target("codebook", _books, book, (".jsonl",), _sealed),
    Target("log", _logs, log, (".jsonl",), _chained),
    Target("model", _models, model, (".zip",), _folder),
    Target("manifest", _manifests, _card, (".json",), _of_json),
)
