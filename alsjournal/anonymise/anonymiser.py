"""The estimator that turns a RawJournal into a Journal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sklearn.base import BaseEstimator

from alsjournal.anonymise.chain import FINDERS, NEED_PIPELINE, build_chain
from alsjournal.anonymise.finders.roster import RosterEntry, entries_of
from alsjournal.anonymise.finders.telling import TellingFinder
from alsjournal.anonymise.key import KEY_ENV
from alsjournal.anonymise.own_settings import own_settings
from alsjournal.anonymise.read_texts import read_texts
from alsjournal.anonymise.reading import Finder, Reading
from alsjournal.anonymise.review.rulings import Rulings
from alsjournal.anonymise.spans import Span, for_review, resolve
from alsjournal.anonymise.tables import anonymise_tables
from alsjournal.anonymise.vault import Original
from alsjournal.errors import InputError, NotFittedError
from alsjournal.journal import Journal, RawJournal

__all__ = ["Anonymiser"]

_OPERATORS = ("replace",)


class Anonymiser(BaseEstimator):  # type: ignore[misc]
    """Replace identifiers in a journal, and members by pseudonyms.

    What comes out is *pseudonymised*: still personal data under UK GDPR (article
    4(5)), for who holds the key, or knows the set well, may recognise people.

    Parameters
    ----------
    finders : sequence of str or Finder, default=None
        What looks for identifiers: names of ``"identifiers"``, ``"patterns"``,
        ``"roster"``, ``"gazetteer"``, ``"organisations"``, ``"people"``, ``"ner"``,
        ``"names"`` and ``"vocabulary"``, or objects with a ``name`` and
        ``find(readings)``. None: all that have a name here.
    gazetteer : str or pathlib.Path, default=None
        A csv file in UTF-8 with a column ``name``: organisations to look for, such
        as the GP practices of the area. None: the one that ``programme.toml`` names.
    patterns : mapping of str to str, default=None
        Codes of one's own: a label and a regular expression, as for `PatternFinder`.
        None: those of ``programme.toml``.
    operator : {"replace"}, default="replace"
        ``"replace"`` puts a typed surrogate: for people of the roster the same
        everywhere, as ``[member m-7KQ2XDAB4N6R]``; for others ``[name]``, or
        ``[name 1]`` and ``[name 2]`` where a text has two; for a date ``[2 weeks
        before session 3]``, if one of the set's dated sessions is near. Square
        brackets that a writer typed become round ones.
    key_env : str, default="ALSJOURNAL_KEY"
        The environment variable with the key for pseudonyms. Where it is not set,
        the sample's published key is used for the sample, and the file that
        ``alsjournal init`` makes for everything else.

    n_jobs : int, default=None
        How many processes read texts: -1 all cores, -2 all but one. None: all cores
        from a million characters on, else this one. What comes out is the same.
        Finders that are objects run in this process alone.

    Attributes
    ----------
    finders_ : tuple of str
        The names of the finders that `transform` runs.
    n_texts_ : int
        The number of reflections seen in `fit`.

    Notes
    -----
    The roster comes with the journal and is never a parameter: parameters are shown.
    Nothing of the journal is kept. Dates are masked only where day, month and year
    stand together, or a date of birth; see ``finders/identifiers.py``.

    Examples
    --------
    >>> anonymiser = Anonymiser(finders=["identifiers", "roster"])
    >>> texts = ["Ann rang 01632 960123 on 3 May."]
    >>> anonymiser.spans(texts, roster=["Ann Lee"])[0][1]
    Span(start=9, end=21, label='PHONE', finder='identifiers', confidence=0.95)
    """

    def __init__(
        self,
        *,
        finders: Sequence[str | Finder] | None = None,
        gazetteer: str | Path | None = None,
        patterns: Mapping[str, str] | None = None,
        operator: str = "replace",
        key_env: str = KEY_ENV,
        n_jobs: int | None = None,
    ) -> None:
        self.finders = finders
        self.gazetteer = gazetteer
        self.patterns = patterns
        self.operator = operator
        self.key_env = key_env
        self.n_jobs = n_jobs

    def fit(self, raw: RawJournal, y: object = None) -> Self:  # noqa: ARG002
        """Check the journal and which finders there are; nothing is learned of it.

        Parameters
        ----------
        raw : RawJournal
        y : None
            Not used.

        Returns
        -------
        Anonymiser

        Raises
        ------
        InputError
            If it is no RawJournal, or a parameter is impossible.
        """
        _check_raw(raw)
        chosen = FINDERS if self.finders is None else self.finders
        light = [f for f in chosen if f not in NEED_PIPELINE]
        own = own_settings(raw, self.gazetteer, self.patterns)
        build_chain(light, own.gazetteer, (), own.patterns)
        names = (f if isinstance(f, str) else f.name for f in chosen)
        self.finders_: tuple[str, ...] = tuple(names)
        self.n_texts_: int = len(raw)
        return self

    def transform(
        self,
        raw: RawJournal,
        *,
        progress: Callable[[int], None] | None = None,
        rulings: Rulings | None = None,
        originals: list[Original] | None = None,
        resume: str | Path | None = None,
        unkept: Collection[str] | None = None,
    ) -> Journal:
        """Return the journal without identifiers.

        Every table goes through: free text loses its identifiers, columns of people
        get pseudonyms, ids of records that name somebody are replaced wherever they
        stand, codings move with their text (those of the construct ``identifier``
        are left out), and the roster is left out.

        Parameters
        ----------
        raw : RawJournal
        progress : callable, optional
            Called with the number of texts done so far.
        rulings : Rulings, optional
            What people decided in the review.
        originals : list of Original, optional
            Filled with what each surrogate stands for, for `Vault`. It holds names:
            keep it no longer than need be.
        resume : str or pathlib.Path, optional
            A file in which to keep where identifiers stand in each text that was read
            (under an HMAC of it: no text and no name), so that a run that was
            interrupted goes on where it stopped, and a corrected source costs only
            its new texts. Begun anew where finders, roster, gazetteer, patterns or
            key are others. Not used with finders that are objects.
        unkept : collection of str, optional
            Texts of which nothing is kept there.

        Returns
        -------
        Journal
            ``provenance["anonymiser"]`` says what was done: versions, the number of
            spans by label, of texts and of those that changed, and a fingerprint
            that tells keys apart.

        Raises
        ------
        NotFittedError
            Before `fit`.
        InputError
            If it is no RawJournal, or the operator is not ``"replace"``.
        MissingKeyError
            If there is no key.
        ConfigError
            If the key is too weak, or others can read its file.
        """
        if not hasattr(self, "finders_"):
            msg = (
                "This Anonymiser must be fitted first. Call fit(raw) or fit_transform."
            )
            raise NotFittedError(msg)
        _check_raw(raw)
        if self.operator not in _OPERATORS:
            msg = (
                f"operator must be one of {', '.join(map(repr, _OPERATORS))}. "
                f"Got {self.operator!r}."
            )
            raise InputError(msg)
        return anonymise_tables(
            raw,
            finders=self.finders,
            own=own_settings(raw, self.gazetteer, self.patterns),
            key_env=self.key_env,
            n_jobs=self.n_jobs,
            progress=progress,
            rulings=rulings,
            originals=originals,
            resume=None if resume is None else Path(resume),
            unkept=unkept or (),
        )

    def fit_transform(
        self,
        raw: RawJournal,
        y: object = None,
        *,
        progress: Callable[[int], None] | None = None,
        rulings: Rulings | None = None,
        originals: list[Original] | None = None,
        resume: str | Path | None = None,
        unkept: Collection[str] | None = None,
    ) -> Journal:
        """Fit, then transform.

        Parameters
        ----------
        raw : RawJournal
        y : None
            Not used.
        progress, rulings, originals, resume, unkept
            As in `transform`.

        Returns
        -------
        Journal
        """
        return self.fit(raw, y).transform(
            raw,
            progress=progress,
            rulings=rulings,
            originals=originals,
            resume=resume,
            unkept=unkept,
        )

    def spans(
        self,
        texts: Iterable[str],
        roster: Iterable[str | RosterEntry] | None = None,
        *,
        review: bool = False,
    ) -> list[list[Span]]:
        """Return where identifiers stand. Needs neither `fit` nor a key.

        Parameters
        ----------
        texts : iterable of str
            None and nan count as empty.
        roster : iterable of str or RosterEntry, optional
            Names known to be in the programme. What is found in one text is looked
            for in all others of the call.
        review : bool, default=False
            Also return what a person should judge: descriptions that may fit one
            person only (label ``ROLE``) and rare events with a date or a sum
            (``EVENT``). `transform` never masks these; they may hold masked spans.

        Returns
        -------
        list of list of Span
            One list a text, in the order of the text; what is masked does not
            overlap.

        Raises
        ------
        InputError
            If a text is no string.
        """
        checked = _check_texts(texts)
        entries = entries_of(roster)
        programme = read_texts(
            lambda: checked,
            build_chain(self.finders, self.gazetteer, entries, self.patterns),
            finders=self.finders,
            gazetteer=self.gazetteer,
            patterns=self.patterns,
            roster=entries,
            key_env=self.key_env,
            n_jobs=self.n_jobs,
        )
        found = {text: resolve(programme.spans(text)) for text in set(checked)}
        if review:
            for text, spans in found.items():
                (telling,) = TellingFinder().find([Reading(text)])
                found[text] = sorted(
                    [*spans, *for_review(spans, telling)],
                    key=lambda s: (s.start, s.end),
                )
        return [list(found[text]) for text in checked]

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = False
        tags.input_tags.string = True
        return tags


def _check_raw(raw: object) -> None:
    if not isinstance(raw, RawJournal):
        msg = (
            f"The Anonymiser takes a RawJournal, from read_journal or load_sample. Got "
            f"a {type(raw).__name__}. For a list of texts see Anonymiser.spans."
        )
        raise InputError(msg)


def _check_texts(texts: object) -> list[str]:
    if isinstance(texts, str | bytes):
        msg = "texts must be a list of strings. Got one string: put it in a list."
        raise InputError(msg)
    if not isinstance(texts, Iterable):
        msg = f"texts must be a list of strings. Got a {type(texts).__name__}."
        raise InputError(msg)
    checked: list[str] = []
    for i, text in enumerate(texts):
        if text is None or (isinstance(text, float) and text != text):
            checked.append("")
        elif isinstance(text, str):
            checked.append(str(text))
        else:
            msg = (
                f"Each text must be a string. Number {i} (counted from 0) is a "
                f"{type(text).__name__}. Convert it or leave it out."
            )
            raise InputError(msg)
    return checked
