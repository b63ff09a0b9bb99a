"""From the journal to its themes: fit, measure, save, code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alsjournal.errors import AlsjournalError, InputError, SourceError
from alsjournal.run.adopted import of_adopted
from alsjournal.run.telling import Telling

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.journal import Journal
    from alsjournal.themes import Codebook, ThemeModel
    from alsjournal.trends import Coded

__all__ = [
    "Engine",
    "Here",
    "as_of_day",
    "coded_of",
    "decided_in",
    "fit_and_keep",
    "fitted",
    "keep_themes",
    "known_names",
    "publish",
]

_BOOTSTRAPS, _PASSAGES = 20, 1_000  # some seconds; `stability` in Python does more


class Engine(Protocol):
    """What goes through all texts: one process, or many."""

    def fit(
        self, model: ThemeModel, journal: Journal, continues: ThemeModel | None
    ) -> ThemeModel:
        """Fit a model to the journal."""

    def code(self, model: ThemeModel, journal: Journal) -> pd.DataFrame:
        """Return the codings of the journal's texts."""

    def show(self, journal: Journal, constructs: Sequence[str]) -> pd.DataFrame:
        """Return what the journal's texts show of some constructs."""


class Here:
    """In this process alone.

    Parameters
    ----------
    tell : Telling
    """

    def __init__(self, tell: Telling) -> None:
        self._tell = tell

    def fit(
        self, model: ThemeModel, journal: Journal, continues: ThemeModel | None
    ) -> ThemeModel:
        """Fit a model to the journal."""
        with self._tell.step("Finding themes"):
            return model.fit(journal, continues=continues)

    def code(self, model: ThemeModel, journal: Journal) -> pd.DataFrame:
        """Return the codings of the journal's texts."""
        with self._tell.step("Saying which text is about what"):
            return model.code(journal)

    def show(self, journal: Journal, constructs: Sequence[str]) -> pd.DataFrame:
        """Return what the journal's texts show of some constructs."""
        from alsjournal.reflection import code_reflections

        with self._tell.step("Reading what the texts show"):
            return code_reflections(journal, constructs)


def fit_and_keep(
    path: Path,
    journal: Journal,
    n_themes: str | int,
    seed: int,
    folder: Path,
    *,
    tell: Telling,
    stability: bool = True,
) -> tuple[ThemeModel, Coded]:
    """Fit themes, save the model, and put its codings into the journal.

    Parameters
    ----------
    path : pathlib.Path
        The journal's file.
    journal : Journal
        What it holds.
    n_themes : int or "auto"
    seed : int
    folder : pathlib.Path
        Where the model goes.
    tell : Telling
    stability : bool, default=True
        Also measure how well they hold, on a small sample: some seconds.

    Returns
    -------
    ThemeModel, Coded

    Raises
    ------
    InputError
        If somebody decided something in the codebook meanwhile.
    """
    book = decided_in(folder)
    model = fitted(journal, n_themes, seed, folder, tell=tell, stability=stability)
    return model, publish(model, path, journal, folder, book, tell=tell)


def fitted(
    journal: Journal,
    n_themes: str | int,
    seed: int,
    folder: Path,
    *,
    tell: Telling,
    stability: bool = True,
    engine: Engine | None = None,
) -> ThemeModel:
    """Fit themes, and keep nothing.

    Where people have decided anything, it goes on with their codebook, and with the
    model that it is of, where that can be read: then it also says what became of the
    earlier themes.

    Parameters
    ----------
    journal : Journal
    n_themes, seed, folder, tell, stability
        As for `fit_and_keep`.
    engine : Engine, optional
        This process alone by default.

    Returns
    -------
    ThemeModel
    """
    from alsjournal.themes import ThemeModel, lineage, lineage_in_words

    _check_number(journal, n_themes)
    book = decided_in(folder)
    earlier = _earlier(folder, tell) if book is not None else None
    model = ThemeModel(n_themes=n_themes, codebook=book, random_state=seed)
    model = (engine or Here(tell)).fit(model, journal, earlier)
    if earlier is not None and earlier.n_themes_:
        tell.say(lineage_in_words(lineage(earlier, model, journal)))
    if book is not None:
        for line in of_adopted(book, model):
            tell.say(line)
    if stability and model.n_themes_:
        model = _measured(model, journal, tell)
    return model


def publish(
    model: ThemeModel,
    path: Path,
    journal: Journal,
    folder: Path,
    book: Codebook | None,
    *,
    tell: Telling,
    engine: Engine | None = None,
) -> Coded:
    """Save a fitted model, and put its codings into the journal.

    Parameters
    ----------
    model : ThemeModel
    path, journal, folder, tell
        As for `fit_and_keep`.
    book : Codebook or None
        What people had decided when the model was fitted.
    engine : Engine, optional

    Returns
    -------
    Coded

    Raises
    ------
    InputError
        If somebody decided something in the codebook meanwhile.
    """
    from alsjournal.store import JournalStore
    from alsjournal.trends import Coded

    codings = (engine or Here(tell)).code(model, journal)
    with JournalStore(path).held():
        if decided_in(folder) != book:
            msg = (
                f"The codebook in {folder} must stay as it is while themes are made "
                f"from it. Somebody decided something meanwhile, and it is kept. Run "
                f"`alsjournal themes {path}` again."
            )
            raise InputError(msg)
        if not model.fitted_on(journal):
            msg = (
                f"The texts in {path} must stay as they are while themes are made of "
                f"them. Some were changed, or forgotten, meanwhile; nothing was kept. "
                f"Run `alsjournal themes {path}` again."
            )
            raise InputError(msg)
        keep_themes(path, model, codings, folder)
    return Coded.by_model(model, journal, codings)


def keep_themes(
    path: Path, model: ThemeModel, codings: pd.DataFrame, folder: Path
) -> None:
    """Put a model's codings into the journal, and the model into its folder.

    The folder comes last: stopped between the two, the same again begins where this
    did, and until then `coded_of` finds out that they do not belong together.
    """
    from alsjournal.store import JournalStore
    from alsjournal.themes._groups_file import THEMES
    from alsjournal.themes.persist import save

    THEMES.check_free(folder)
    JournalStore(path).write_codings(codings, replace=("themes", "theme"))
    save(model, folder, codings=codings)


def coded_of(
    journal: Journal, path: Path, where: Path, *, anew: bool = False
) -> tuple[ThemeModel, Coded]:
    """Return a journal's themes, with the codings that the journal holds.

    Parameters
    ----------
    journal : Journal
    path : pathlib.Path
        Its file, for messages.
    where : pathlib.Path
        The folder of the themes.
    anew : bool, default=False
        Whether the codings are about to be made anew, so that those there need not be
        theirs.

    Returns
    -------
    ThemeModel, Coded

    Raises
    ------
    SourceError
        If there is no such folder.
    InputError
        If the themes are not those of the journal's texts, or its codings not theirs.
    """
    from alsjournal.themes import ThemeModel
    from alsjournal.themes._coded_file import coded_of as mark_of
    from alsjournal.themes._coded_file import fingerprint_of
    from alsjournal.themes._groups_file import THEMES
    from alsjournal.trends import Coded

    if not where.is_dir():
        msg = (
            f"The themes must be a folder that `alsjournal themes` wrote. There is no "
            f"{where}. Run `alsjournal themes {path}` first; for themes that people "
            f"coded, --coder names them where a verb has it."
        )
        raise SourceError(msg)
    model = ThemeModel.load(where)
    if not model.fitted_on(journal):
        msg = (
            f"The themes must be those of all the texts in {path}: texts that are not "
            f"grouped would look as if nobody had raised anything. The journal has "
            f"changed since. Run `alsjournal themes {path}` again."
        )
        raise InputError(msg)
    codings = journal.codings(coder="themes", construct="theme")
    strange = not set(codings["code"]) <= set(model.theme_names_)
    kept = mark_of(where, THEMES)
    strange |= kept is not None and kept != fingerprint_of(codings)
    if strange and not anew:
        msg = (
            f"The codings in {path} must come from the themes in {where}. They do "
            f"not: a run was stopped on the way, or one of the two was put back from "
            f"an earlier day. Run `alsjournal themes {path}` again."
        )
        raise InputError(msg)
    return model, Coded.by_model(model, journal, codings)


def as_of_day(
    model: ThemeModel, journal: Journal, day: str
) -> tuple[ThemeModel, Coded]:
    """Take the themes back to a day; what is made of them says so."""
    from alsjournal.themes.as_of import as_of
    from alsjournal.themes.known_as import known_as
    from alsjournal.trends import as_coded

    then, note = as_of(model, day)
    coded = as_coded(journal, then)
    book = then.codebook_
    known = {n: known_as(model.codebook_, book.theme(n).theme_id) for n in coded.themes}
    return then, replace(coded, notes=(*coded.notes, note), known_as=known)


def known_names(coded: Coded, folder: Path) -> Coded:
    """Add what the codebook of a folder knows of themes that codings name as it does.

    Parameters
    ----------
    coded : Coded
        Of codings, without their model.
    folder : pathlib.Path
        Of themes; it need not be there.
    """
    from alsjournal.themes.known_as import known_as

    book = decided_in(folder)
    if book is None:
        return coded
    own = frozenset(book.names())
    known = {name: known_as(book, name) for name in coded.themes if name in own}
    return replace(coded, known_as=known)


def decided_in(folder: Path) -> Codebook | None:
    """Return the codebook of earlier themes, if a person decided anything in it."""
    from alsjournal.themes import read_codebook

    file = folder / "codebook.jsonl"
    if not file.is_file():
        return None
    book = read_codebook(file)
    return book if book.decided else None


def _check_number(journal: Journal, n_themes: str | int) -> None:
    """Refuse more themes than half of the texts: such groups are single texts."""
    if not isinstance(n_themes, int):
        return
    texts: set[str] = set()
    for batch in journal.batches("reflections", ["text"]):
        texts.update(batch["text"].dropna())
        if len(texts) >= 2 * n_themes:
            return
    msg = (
        f"The number of themes must be at most half of the number of different texts, "
        f"so that a theme can be of more than one. Got {n_themes:,} themes for "
        f"{len(texts):,} different texts. Take {max(len(texts) // 2, 1):,} or fewer, "
        f'or "auto".'
    )
    raise InputError(msg)


def _measured(model: ThemeModel, journal: Journal, tell: Telling) -> ThemeModel:
    from alsjournal.themes import theme_stability

    words = "Leaving texts out, to see which themes hold"
    with tell.step(words, _BOOTSTRAPS) as done:
        found = theme_stability(
            model, journal, n_bootstraps=_BOOTSTRAPS, most=_PASSAGES, progress=done
        )
    return model.with_stability(found)


def _earlier(folder: Path, tell: Telling) -> ThemeModel | None:
    """Return the model of earlier themes; none if it cannot be read."""
    from alsjournal.themes import ThemeModel

    try:
        return ThemeModel.load(folder)
    except AlsjournalError:
        tell.say(
            "The earlier model cannot be read here (another version, or other "
            "vectors): its themes are known by their words alone. Look whether each "
            "is still the same."
        )
        return None
