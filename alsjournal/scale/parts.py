"""All the texts of a journal, gone through part by part on workers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from alsjournal.reflection.constructs import finder_of
from alsjournal.scale import tasks
from alsjournal.store import JournalDataset, Part
from alsjournal.themes._code import joined
from alsjournal.themes._draw import Draw, Drawn, Sample
from alsjournal.themes._input import allowed_of, fingerprint
from alsjournal.themes._passages import Placed
from alsjournal.themes._passes import SAMPLE, OneByOne

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.journal import Journal
    from alsjournal.themes import ThemeModel
    from alsjournal.themes._base import FittedGroups

__all__ = ["Parts"]

_READ = 20_000


class Parts:
    """Goes through the texts of a journal part by part, on workers."""

    def __init__(
        self,
        client: Any,
        dataset: JournalDataset,
        journal: Journal,
        step: Callable[
            [str, int | None], AbstractContextManager[Callable[[int], None]]
        ],
    ) -> None:
        self._client, self._dataset, self._step = client, dataset, step
        self._journal = journal
        self._parts: Sequence[Part] = dataset.parts()
        self._allowed = allowed_of(journal)
        self._digests: list[bytes] | None = None

    def sample(self, rng: np.random.RandomState) -> Sample:
        """Draw the texts that are grouped, as one process would."""
        keys = rng.random_sample(len(self._allowed))
        todo = [
            (self._dataset, part, self._allowed[_rows(part)], keys[_rows(part)])
            for part in self._parts
        ]
        draw = Draw(SAMPLE)
        usable = [np.zeros(0, dtype=bool)]
        for rows, bar, own in self._each("Drawing a sample", tasks.drawn, todo):
            draw.add((Drawn(k, i, w) for k, i, w in rows.tolist()), bar)
            usable.append(own)
        return self._with_texts(draw).sample(np.concatenate(usable))

    def keys(self) -> npt.NDArray[np.int64]:
        """Return the keys of the texts."""
        return OneByOne(self._journal).keys()

    def placed(self, model: FittedGroups) -> Placed:
        """Return the group of every passage that is nearest to it."""
        packed = self._sent(model)
        todo = [
            (self._dataset, part, self._allowed[_rows(part)], packed)
            for part in self._parts
        ]
        done = list(self._each("Placing passages", tasks.placed, todo))
        self._digests = [digests for *_, digests in done]
        return Placed.joined([Placed(*found) for *found, _ in done])

    def digest(self) -> str:
        """Return a digest of all the texts together."""
        if self._digests is None:
            return fingerprint(self._journal)[0]
        mark = hashlib.sha256()
        for digests in self._digests:
            mark.update(digests)
        return mark.hexdigest()

    def codings(self, model: ThemeModel) -> pd.DataFrame:
        """Return the codings of all texts, part by part; what is there stays."""
        kept = model.of_fit(self._journal)
        keys = model.keys_for(self._journal, kept)
        files = tasks.packed(model)
        run = f"themes-{_mark(files, kept, keys)}"
        packed = self._client.scatter(files, broadcast=True, hash=False)
        done = frozenset(self._dataset.codings_done(run))
        todo = []
        for part in self._parts:
            rows = _rows(part)
            if part.number in done:
                continue
            own = (
                None
                if kept is None
                else tasks.arrays_of(kept.rows(part.start, part.stop))
            )
            used = None if kept is None else model.used_in_fit(rows)
            todo.append(
                (
                    *(self._dataset, part, self._allowed[rows], packed, run),
                    *(keys[rows], own, used),
                )
            )
        for _ in self._each("Saying which text is about what", tasks.coded, todo):
            pass
        return self._kept(run, "themes", "theme")

    def shown(self, constructs: Sequence[str]) -> pd.DataFrame:
        """Return what all texts show of some constructs; what is there stays."""
        coders = {name: finder_of(name).coder for name in constructs}
        mark = hashlib.sha256(json.dumps(coders).encode()).hexdigest()[:16]
        runs = {name: f"{name}-{mark}" for name in constructs}
        done = [set(self._dataset.codings_done(run)) for run in runs.values()]
        ready = set.intersection(*done) if done else set()
        todo = [
            (self._dataset, part, self._allowed[_rows(part)], runs)
            for part in self._parts
            if part.number not in ready
        ]
        for _ in self._each("Reading what the texts show", tasks.shown, todo):
            pass
        names = {name: coder.partition("/")[0] for name, coder in coders.items()}
        return joined([self._kept(runs[n], names[n], n) for n in constructs])

    def _kept(self, run: str, coder: str, construct: str) -> pd.DataFrame:
        """Return the codings of a run that all parts have."""
        self._dataset.keep_codings(run, coder=coder, construct=construct)
        found = self._dataset.read().table("codings")
        theirs = found["coder"].astype("str").str.startswith(f"{coder}/").astype(bool)
        mine = theirs & (found["construct"] == construct)
        return found[mine].reset_index(drop=True)

    def _each(
        self, words: str, work: Callable[..., Any], todo: Sequence[Sequence[Any]]
    ) -> Iterator[Any]:
        """Yield what becomes of each task, in their order."""
        from distributed import as_completed

        # Not pure: what a task does is in the storage too, or is asked for once.
        futures = [self._client.submit(work, *task, pure=False) for task in todo]
        order = {future.key: i for i, future in enumerate(futures)}
        finished = as_completed(futures)  # type: ignore[no-untyped-call]
        found: dict[int, Any] = {}
        at = 0
        with self._step(words, len(todo)) as done:
            for n, future in enumerate(finished, 1):
                found[order[future.key]] = future.result()
                future.release()
                done(n)
                while at in found:
                    yield found.pop(at)
                    at += 1

    def _with_texts(self, draw: Draw) -> Draw:
        """Read the words of those that were drawn, here, where the journal is."""
        wanted = {row.position: row for row in draw.rows}
        draw.rows, start = [], 0
        columns = ["text", "member"]
        for batch in self._journal.batches("reflections", columns, size=_READ):
            texts = batch["text"].tolist()
            members = batch["member"].fillna("").tolist()
            for i in range(start, start + len(batch)):
                if i in wanted:
                    row, at = wanted[i], i - start
                    text, member = str(texts[at]), str(members[at])
                    draw.rows.append(Drawn(row.key, i, row.weight, text, member))
            start += len(batch)
        return draw

    def _sent(self, model: FittedGroups) -> Any:
        return self._client.scatter(tasks.packed(model), broadcast=True, hash=False)


def _rows(part: Part) -> slice:
    return slice(part.start, part.stop)


def _mark(
    packed: tasks.Packed, kept: Placed | None, keys: npt.NDArray[np.int64]
) -> str:
    """Return what tells one way of coding from another."""
    mark = hashlib.sha256()
    for name in sorted(packed):
        mark.update(name.encode() + b"\0" + hashlib.sha256(packed[name]).digest())
    for array in () if kept is None else tasks.arrays_of(kept):
        mark.update(np.ascontiguousarray(array).tobytes())
    mark.update(keys.tobytes())
    return mark.hexdigest()[:16]
