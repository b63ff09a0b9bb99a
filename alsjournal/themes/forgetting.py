"""Forget members, and strike what points at their texts beside the journal.

A codebook names texts by their ids, and a saved model knows its texts by numbers made
of them. Both lie in files of their own, which the journal's store does not know. So
whoever forgets somebody in a journal with themes does it here, or with
`alsjournal forget`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from alsjournal._aside import tidy
from alsjournal._given import pending_themes, themes_folder
from alsjournal.errors import InputError, SourceError
from alsjournal.journal import Journal
from alsjournal.schema import TABLES
from alsjournal.store import ForgetReport, JournalStore, Leaving
from alsjournal.store._files import settle
from alsjournal.themes._corrections import key_of
from alsjournal.themes._folder import CODEBOOK, CONFIG, Kind, write_json
from alsjournal.themes._groups_file import (
    ARRAYS,
    THEMES,
    read_groups,
    told_of_groups,
    write_groups,
)
from alsjournal.themes._strike import Gone, struck
from alsjournal.themes.codebook import Codebook
from alsjournal.themes.codebook_file import FORMAT, lines_of, of_lines
from alsjournal.themes.framework_file import FRAMEWORK

__all__ = [
    "Struck",
    "forget_members",
    "strike_quotes",
    "themes_beside",
]

_KINDS = (THEMES, FRAMEWORK)
_RECORDS = ("reflection_id", "action_id", "target")


@dataclass(frozen=True)
class Struck:
    """What was struck in one place; says nothing of whose it was.

    Parameters
    ----------
    place : pathlib.Path
    decisions : int
        Decisions of the codebook out of which something went.
    texts : int, default=0
        Texts that the model does not know any more.
    """

    place: Path
    decisions: int
    texts: int = 0

    def __str__(self) -> str:
        return (
            f"{self.place}: something struck from {self.decisions:,} decisions of the "
            f"codebook; {self.texts:,} texts taken out of the model."
        )


def forget_members(
    store: JournalStore,
    *members: str,
    themes: Sequence[str | os.PathLike[str]] = (),
) -> tuple[ForgetReport, tuple[Struck, ...]]:
    """Forget members in a journal, and in the codebooks and models beside it.

    Out of each codebook go the ids of their texts and of codings of these, with what
    was said of such a text ("why"); examples that stand in their texts, and whatever
    else repeats three words that are all of it or six in a row; and their pseudonyms.
    Every decision stays, and its seal is made anew. Out of each saved model go the
    numbers that stand for their texts: it is of no journal's texts any more, and is to
    be fitted again.

    Parameters
    ----------
    store : JournalStore
    *members : str
        Pseudonyms.
    themes : sequence of path-like, default=()
        Further folders of models, or codebooks (``.jsonl``). Those in the journal's
        folder are reached anyway (`themes_beside`).

    Returns
    -------
    report : ForgetReport
    struck : tuple of Struck
        Where anything was struck.

    Raises
    ------
    InputError
        If no member is given.
    SourceError
        If a codebook or model cannot be read. Nothing was forgotten then.
    StoreError
        If the journal cannot be rewritten. What lies beside it may have been struck;
        forget again.

    See Also
    --------
    alsjournal.store.JournalStore.forget : The journal's part alone.
    """
    if not members:
        msg = "members must be one pseudonym or more. Got none."
        raise InputError(msg)
    # Those that a run has not kept yet go altogether, with the journal.
    pending = pending_themes(store.path).resolve()
    places = [p for p in _places(store, themes) if p != pending]
    done: list[Struck] = []

    def beside(leaving: Leaving) -> None:
        gone = _gone(store.read(), leaving)
        done.extend(_strike_all(places, gone))

    first, *more = members
    report = store.forget(first, *more, beside=beside)
    return report, tuple(done)


def strike_quotes(
    store: JournalStore,
    member: str | None = None,
    reflection_id: str | None = None,
    *,
    themes: Sequence[str | os.PathLike[str]] = (),
) -> tuple[Struck, ...]:
    """Strike words of texts that were taken back from codebooks beside the journal.

    The texts stay in the journal, and so do their ids in the codebook: a permission
    that is given again finds what people decided of them.

    Parameters
    ----------
    store : JournalStore
    member : str, optional
        Whose texts.
    reflection_id : str, optional
        One text only.
    themes : sequence of path-like, default=()
        As in `forget_members`.

    Returns
    -------
    tuple of Struck

    Raises
    ------
    SourceError
        If a codebook cannot be read.
    """
    with store.held():
        rows = store.read().table("reflections", ["reflection_id", "member", "text"])
        own = pd.Series(True, index=rows.index)
        if member is not None:
            own &= rows["member"] == member
        if reflection_id is not None:
            own &= rows["reflection_id"] == reflection_id
        gone = Gone(words=tuple(rows.loc[own, "text"].dropna().astype(str)))
        return tuple(_strike_all(_places(store, themes), gone))


def themes_beside(journal: str | os.PathLike[str]) -> list[Path]:
    """Return the codebooks and saved models in a journal's folder.

    Those that are named after another journal there are that one's.

    Parameters
    ----------
    journal : path-like

    Returns
    -------
    list of pathlib.Path
    """
    path = Path(journal)
    own = themes_folder(path)
    others = {p.stem for p in path.parent.glob("*.duckdb")} - {path.stem}
    found = []
    for place in sorted(path.parent.iterdir()):
        theirs = place.suffix == ".themes" and place.stem in others
        # One that says nothing of itself is damaged, and must not be passed by.
        named = place == own and place.is_dir() and any(place.iterdir())
        if named or (not theirs and _is_ours(place)):
            found.append(place)
    return found


def _is_ours(place: Path) -> bool:
    if place.is_dir():
        return any(kind.is_at(place) for kind in _KINDS)
    if place.suffix != ".jsonl" or not place.is_file():
        return False
    with place.open("rb") as file:
        return FORMAT.encode() in file.readline(200)


def _places(
    store: JournalStore, themes: Iterable[str | os.PathLike[str]]
) -> list[Path]:
    tidy(store.path.resolve().parent)
    places = [p.resolve() for p in (*themes_beside(store.path), *map(Path, themes))]
    lost = [p for p in places if not p.exists()]
    if lost:
        msg = f"themes= must be folders or codebooks that are there. {lost[0]} is not."
        raise SourceError(msg)
    return list(dict.fromkeys(places))


def _gone(journal: Journal, leaving: Leaving) -> Gone:
    """Return what goes, with the words of it: of every table, as all may be quoted."""
    records = {*leaving.reflections, *leaving.actions}
    words: list[str] = []
    for name in journal.tables():
        table = TABLES[name]
        people = list(table.of_kind("person"))
        about = [c for c in _RECORDS if c in table.names]
        texts = list(table.of_kind("text"))
        if not texts or not (people or about):
            continue
        for batch in journal.batches(name, [*people, *about, *texts]):
            own = batch[people].isin(leaving.members).any(axis=1)
            own |= batch[about].isin({*records, *leaving.members}).any(axis=1)
            words += [str(t) for c in texts for t in batch.loc[own, c].dropna()]
    return Gone(
        texts=frozenset(leaving.reflections),
        codings=frozenset(leaving.codings),
        members=frozenset(leaving.members),
        records=frozenset(leaving.actions),
        words=tuple(words),
    )


def _strike_all(places: Iterable[Path], gone: Gone) -> list[Struck]:
    """Read all before anything is written, so that one that is broken stops all."""
    read = [(place, *_read(place)) for place in places]
    done = []
    for place, kind, codebook in read:
        new, changed = struck(codebook, gone)
        if kind is None:
            if changed:
                _rewrite(place, new)
            told = Struck(place, len(changed))
        else:
            told = Struck(place, len(changed), _in_folder(place, kind, new, gone))
        if told.decisions or told.texts:
            done.append(told)
    return done


def _read(place: Path) -> tuple[Kind | None, Codebook]:
    try:
        if not place.is_dir():
            return None, of_lines(place.read_text(encoding="utf-8"))
        kind = next((k for k in _KINDS if k.is_at(place)), THEMES)
        config = kind.config(place)
        if kind is THEMES:
            read_groups(place / ARRAYS, config)
        return kind, of_lines(kind.text(place / CODEBOOK))
    except (InputError, SourceError, OSError, ValueError, KeyError, TypeError) as error:
        why = error if isinstance(error, (InputError, SourceError)) else ""
        msg = (
            f"{place} must be readable, so that nothing in it keeps what is to go. It "
            f"is not; nothing was changed. {why} Put back a copy that can be read, or "
            f"throw it away, then try again."
        )
        raise SourceError(msg) from None


def _rewrite(file: Path, codebook: Codebook) -> None:
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)
    opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as text:
        text.write(lines_of(codebook))
    settle(new, file)


def _in_folder(folder: Path, kind: Kind, codebook: Codebook, gone: Gone) -> int:
    """Rewrite a saved model without some texts; return how many it had of them."""
    config, lost, groups = kind.read_json(folder / CONFIG), 0, None
    if kind is THEMES:
        groups = read_groups(folder / ARRAYS, config)
        keys = [key_of(text) for text in gone.texts]
        stays = ~np.isin(groups.keys, np.asarray(keys, dtype=np.int64))
        lost = int((~stays).sum())
        if lost:
            groups = replace(
                groups,
                placed=groups.placed.only(stays),
                keys=groups.keys[stays],
                digest="",  # it was of their texts too
            )
            config |= told_of_groups(groups)
    before = kind.text(folder / CODEBOOK)
    if not lost and before == lines_of(codebook):
        return 0
    with kind.made(folder) as new:
        for name in (*kind.files, *kind.further):
            if (folder / name).is_file():
                (new / name).write_bytes((folder / name).read_bytes())
        write_json(new / CONFIG, config)
        (new / CODEBOOK).write_text(lines_of(codebook), encoding="utf-8")
        if groups is not None:
            write_groups(new / ARRAYS, groups)
    return lost
