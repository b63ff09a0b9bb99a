"""What a worker does with one part of a journal; only numbers leave it."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from alsjournal.store import JournalDataset, Part
from alsjournal.themes._draw import Draw, Drawn, weighed
from alsjournal.themes._input import BATCH, Batch, batch_of, digests_of
from alsjournal.themes._learn import passages_in
from alsjournal.themes._passages import Placed
from alsjournal.themes._passes import SAMPLE

if TYPE_CHECKING:
    from alsjournal.themes import ThemeModel
    from alsjournal.themes._base import FittedGroups

__all__ = [
    "Arrays",
    "Packed",
    "arrays_of",
    "coded",
    "drawn",
    "packed",
    "placed",
    "shown",
]

Bools = npt.NDArray[np.bool_]
Packed = Mapping[str, bytes]
"""A saved model, file by file."""
Arrays = tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]
_COLUMNS = ("reflection_id", "set_id", "member", "text")


def drawn(
    dataset: JournalDataset, part: Part, allowed: Bools, keys: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[Any], float, Bools]:
    """Return key, position and weight of the texts that a part gives to the sample."""
    draw, usable = Draw(SAMPLE), [np.zeros(0, dtype=bool)]
    for batch, rows in _batches(dataset, part, allowed):
        own = weighed(batch, keys[rows], part.start + rows.start, passages_in)
        # Without the words: these numbers leave the worker.
        draw.add(Drawn(one.key, one.position, one.weight) for one in own)
        usable.append(batch.usable)
    kind = [("key", float), ("position", np.int64), ("weight", np.int64)]
    numbers = [(one.key, one.position, one.weight) for one in draw.rows]
    return np.array(numbers, dtype=kind), draw.bar, np.concatenate(usable)


def placed(
    dataset: JournalDataset, part: Part, allowed: Bools, files: Packed
) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any], bytes]:
    """Return the groups of a part's passages, and the digests of its texts."""
    model = _model(files)
    found, digests = [], []
    for batch, _ in _batches(dataset, part, allowed):
        found.append(model.place(batch)[1])
        digests.append(digests_of(batch))
    return *arrays_of(Placed.joined(found)), b"".join(digests)


def coded(
    dataset: JournalDataset,
    part: Part,
    allowed: Bools,
    files: Packed,
    run: str,
    keys: npt.NDArray[np.int64],
    kept: Arrays | None,
    used: Bools | None,
) -> int:
    """Code a part, and leave what was found in the storage."""
    from alsjournal.themes._code import joined

    model = _model(files)
    frames = []
    for batch, rows in _batches(dataset, part, allowed):
        own = None if kept is None else Placed(*kept).rows(rows.start, rows.stop)
        took = None if used is None else used[rows]
        frames.append(model.code_batch(batch, keys[rows], own, took))
    dataset.write_codings(part.number, joined(frames), run)
    return part.number


def shown(
    dataset: JournalDataset, part: Part, allowed: Bools, runs: Mapping[str, str]
) -> int:
    """Say what the texts of a part show of some constructs; leave it in the storage."""
    from alsjournal.reflection.constructs import finder_of
    from alsjournal.reflection.finder import code_batches

    batches = (batch for batch, _ in _batches(dataset, part, allowed))
    found = code_batches([finder_of(name) for name in runs], batches)
    for construct, run in runs.items():
        dataset.write_codings(part.number, found[construct], run)
    return part.number


def _batches(
    dataset: JournalDataset, part: Part, allowed: Bools
) -> Iterator[tuple[Batch, slice]]:
    """Yield a part in the batches of one process, with their rows in the part."""
    frame = dataset.part(part.number, _COLUMNS)
    for start in range(0, len(frame), BATCH):
        rows = slice(start, min(start + BATCH, len(frame)))
        yield batch_of(frame.iloc[rows], allowed[rows]), rows


def arrays_of(placed: Placed) -> Arrays:
    """Return labels, strength and lengths."""
    return placed.labels, placed.strength, placed.lengths


def packed(model: FittedGroups) -> Packed:
    """Return a model as the files that it is saved as: nothing that runs."""
    bare: Any = model.without_texts()
    with tempfile.TemporaryDirectory() as folder:
        place = bare.save(Path(folder) / "model")
        return {file.name: file.read_bytes() for file in sorted(place.iterdir())}


def _model(files: Packed) -> ThemeModel:
    """Return the model that was sent, read once by each worker."""
    return _loaded(tuple(sorted(files.items())))


@functools.lru_cache(maxsize=2)
def _loaded(files: tuple[tuple[str, bytes], ...]) -> ThemeModel:
    from alsjournal.themes import ThemeModel

    with tempfile.TemporaryDirectory() as folder:
        for name, data in files:
            (Path(folder) / name).write_bytes(data)
        return ThemeModel.load(folder)
