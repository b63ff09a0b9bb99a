"""`quotes`: the words of people who allowed it, as evidence beside a theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Literal

import pandas as pd

from alsjournal.anonymise.pointing import pointing
from alsjournal.anonymise.release_names import ReleaseNames, release_names
from alsjournal.cleared import QuoteSet
from alsjournal.disclosure import (
    QUOTES_A_PERSON,
    Audience,
    PreviewGate,
    audience_of,
    clear,
    permitted,
    preview_gate,
    unread_note,
)
from alsjournal.disclosure.quotable import canonical, stretch
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.prevalence import policy_of, provenance_of
from alsjournal.wording import language_name, translated_from

__all__ = ["PER_THEME", "chosen_quotes", "quotes", "release_names", "set_words"]

PER_THEME = 3
"""Quotes for a theme, unless told: a report shows so many."""


Order = Literal["fit", "first", "latest"]


def quotes(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience = "research",
    per_theme: int = PER_THEME,
    release: str | None = None,
) -> QuoteSet:
    """Choose quotes for each theme, of people who allowed it for this audience.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings with ``start`` and ``end``.
    audience : str or Audience, default="research"
    per_theme : int, default=3
        At most so many for a theme.
    release : str, optional
        What the output is called. Another name gives people other letters.

    Returns
    -------
    QuoteSet
        The clearest first. Whole sentences round the passage, of four to sixty
        words. No one is quoted twice for a theme, and those quoted least so far go
        first. Whom they mention reads "[colleague B]", for the public "[a
        colleague]" (see `alsjournal.anonymise.ReleaseNames`). ``session`` and the
        set are given to research and to the set itself only. A translation says that
        it is one in ``source``.

    Raises
    ------
    InputError
        If ``per_theme`` is not a whole number from 1, or ``release`` is empty.

    Notes
    -----
    Beyond the set nothing is quoted that points at somebody without a name, as far as
    words tell: what people say of their own work ("as the third partner"), a role that
    one member alone holds, a description of one person, somebody by their work and
    workplace, a rare event with a date.

    For the public a quote also needs its writer's "keep" in a preview
    (`alsjournal.preview`); a journal without such answers has no public quotes. So it
    is for the programme once previews for it were made.

    The letters are made from the audience, the name of the release and the quotes
    themselves, with the key of the journal's pseudonyms where it is at hand: the same
    output reads the same again, and in another one the letters are others. Where the
    key is not at hand they go by the order in which this table names people.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {"reflection_id": ["1"], "text": ["We had no cover again."]}
    ... )
    >>> journal = Journal.from_frame(
    ...     frame, permission="quote", already_anonymised=True
    ... )
    >>> codes = pd.DataFrame({"reflection_id": ["1"], "code": ["cover"]})
    >>> quotes(journal, codes, audience="programme").to_frame()["quote"].tolist()
    ['We had no cover again.']
    """
    if not isinstance(per_theme, int) or per_theme < 1:
        msg = f"per_theme must be a whole number from 1. Got {per_theme!r}."
        raise InputError(msg)
    who = audience_of(journal, audience)
    coded = seen_by(journal, as_coded(journal, themes), who)
    gate = preview_gate(journal, who)
    chosen = chosen_quotes(journal, coded, who, per_theme=per_theme, gate=gate)
    own = who.kind in ("research", "set", "member")
    names = release_names(journal, chosen, who, release)
    frame = pd.DataFrame(chosen, columns=["theme", "quote", "session", "set_id", "fit"])
    frame["quote"] = _rendered(chosen, names)
    if not own:
        frame["session"] = pd.NA
    named = "a member of " + frame["set_id"].map(set_words, na_action="ignore")
    known = own & frame["set_id"].notna()
    frame["source"] = named.where(known, "a member").astype("str")
    marks = [_translated(said, own=own) for said in chosen["language"]]
    frame["source"] += pd.Series(marks, index=frame.index, dtype="str")
    return clear(
        QuoteSet,
        frame.astype({"session": "Int64", "fit": "Float64"}),
        audience=who,
        policy=policy_of(journal),
        unit="reflections",
        notes=(
            *_notes(who, gate),
            *_unread(journal, who),
            *filter(None, [names.note]),
        ),
        provenance=provenance_of(coded),
    )


def chosen_quotes(
    journal: Journal,
    coded: Coded,
    audience: Audience,
    *,
    per_theme: int = PER_THEME,
    gate: PreviewGate | None = None,
    order: Order = "fit",
) -> pd.DataFrame:
    """Choose the quotes of `quotes`, with whose they are: for use inside only.

    Parameters
    ----------
    journal : Journal
    coded : Coded
    audience : Audience
    per_theme : int, default=3
    gate : PreviewGate, optional
        Which quotes pass; by default all, as before anybody was shown theirs.
    order : {"fit", "first", "latest"}, default="fit"
        Which come first: the clearest, or those of the first or the latest session.
        By session, and for whom counts are held back (a programme, the public), nobody
        is quoted more than `QUOTES_A_PERSON` times in all.

    Returns
    -------
    pandas.DataFrame
        Columns ``theme``, ``quote``, ``session``, ``set_id``, ``fit``,
        ``reflection_id``, ``member``, ``language`` and ``said``: the quote as the
        journal has it,
        pseudonyms and all. In ``quote`` they read "[a colleague]"; it is what
        answers to previews are about, whatever an output is called.
    """
    coded = seen_by(journal, coded, audience)
    who = ["reflection_id", "set_id", "session", "member", "author_kind", "language"]
    rows = journal.table("reflections", who)
    rows = rows[rows["author_kind"].isna() | (rows["author_kind"] == "member")]
    rows = rows[permitted(journal, rows, audience=audience, use="quote")]
    gate = gate or PreviewGate()
    if gate.closed:
        rows = rows[rows["reflection_id"].isin(gate.texts)]
    passages = coded.codings.merge(rows, on="reflection_id")
    points = pointing(journal, audience)

    def lets(text: str, quote: str) -> bool:
        return gate.lets(text, quote) and not points(quote)

    limited = order != "fit" or policy_of(journal).rule(audience).minimum > 0
    chosen = _choose(
        journal, passages, coded.themes, per_theme, lets, order, limited=limited
    )
    columns = ["theme", "quote", "session", "set_id", "fit"]
    columns += ["reflection_id", "member", "language", "said"]
    return pd.DataFrame(chosen, columns=columns)


def _rendered(chosen: pd.DataFrame, names: ReleaseNames) -> pd.Series[str]:
    writers = chosen["member"].astype(object).where(chosen["member"].notna(), None)
    shown = [
        names.render(said, writer=writer)
        for said, writer in zip(chosen["said"], writers, strict=True)
    ]
    return pd.Series(shown, index=chosen.index, dtype="str")


def _unread(journal: Journal, audience: Audience) -> tuple[str, ...]:
    """Count apart the texts that are held back until a person has read them."""
    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    ids = rows.loc[permitted(journal, rows, audience=audience), "reflection_id"]
    return unread_note(journal, ids, audience, policy_of(journal))


def _translated(said: object, *, own: bool) -> str:
    """Mark a translation; beyond the set the language may point at one person."""
    origin = translated_from(said) if isinstance(said, str) else ""
    if not origin:
        return ""
    return f" (translated from {language_name(origin)})" if own else " (translated)"


def _notes(audience: Audience, gate: PreviewGate) -> tuple[str, ...]:
    if audience.kind == "public" and not gate.kept:
        why = (
            "No quotes: nobody has yet agreed to a public preview of theirs, which "
            "`alsjournal preview` makes from a journal's file."
        )
        return (why,)
    range_only = "Quotes show a range; they are not a sample."
    if gate.closed:
        return (range_only, "Each was shown to its writer before, who said: keep.")
    return (range_only,)


def _choose(
    journal: Journal,
    passages: pd.DataFrame,
    themes: tuple[str, ...],
    per_theme: int,
    lets: Callable[[str, str], bool],
    order: Order,
    *,
    limited: bool,
) -> list[tuple[Any, ...]]:
    """Pick passages theme by theme, balanced over writers.

    Where nobody is quoted more than so often, each theme gets a quote before any gets
    a second: else the first themes would use up those who write of the last.
    """
    quoted: Counter[str] = Counter()
    chosen: dict[str, list[tuple[Any, ...]]] = {theme: [] for theme in themes}
    writers: dict[str, set[str]] = {theme: set() for theme in themes}
    for most in (1, per_theme) if limited else (per_theme,):
        for theme in themes:
            if len(chosen[theme]) >= most:
                continue
            found = passages[passages["code"] == theme]
            found = found.assign(
                writer=found["member"].fillna(found["reflection_id"]),
                fit=found["confidence"].fillna(0),
            )
            found = found[~found["writer"].isin(writers[theme])]
            found = _ordered(found, order, quoted, limited=limited)
            found = found.head(20 * per_theme)
            texts = _texts(journal, found["reflection_id"])
            for row in found.itertuples():
                text_id = str(row.reflection_id)
                said = stretch(texts[text_id], row.start, row.end)
                quote = canonical(said)
                if quote is None or not lets(text_id, quote):
                    continue
                place = (row.session, row.set_id, row.fit)
                written = (text_id, row.member, row.language, said)
                chosen[theme].append((theme, quote, *place, *written))
                writers[theme].add(str(row.writer))
                quoted[str(row.writer)] += 1
                if len(chosen[theme]) == most:
                    break
    return [one for theme in themes for one in chosen[theme]]


def _ordered(
    found: pd.DataFrame, order: Order, quoted: Counter[str], *, limited: bool
) -> pd.DataFrame:
    """Return a passage of each writer in the order in which to try them."""
    found = found.sort_values(["fit", "reflection_id"], ascending=[False, True])
    if order != "fit":
        found = found[found["session"].notna()]
        longest = (found["end"] - found["start"]).fillna(0).sort_values(ascending=False)
        found = found.loc[longest.index].sort_values(
            "fit", ascending=False, kind="stable"
        )
        found = found.sort_values("session", ascending=order == "first", kind="stable")
    found = found.drop_duplicates("writer")
    found = found.assign(turn=found["writer"].map(quoted).fillna(0))
    if limited:
        found = found[found["turn"] < QUOTES_A_PERSON]
    if order == "fit":
        return found.sort_values("turn", kind="stable")
    ascending = [order == "first", True]
    return found.sort_values(["session", "turn"], ascending=ascending, kind="stable")


def _texts(journal: Journal, ids: pd.Series[str]) -> dict[str, str]:
    few = journal.select(reflection_id=list(ids))
    frame = few.table("reflections", ["reflection_id", "text"])
    return dict(zip(frame["reflection_id"], frame["text"], strict=True))


def passage(text: str, start: Any, end: Any) -> str | None:
    """Return the sentences round a passage, or None if they are no fit quote.

    Parameters
    ----------
    text : str
    start, end : int or missing
        Code points; missing stands for the whole text.

    Returns
    -------
    str or None
        None if it has fewer than four words or more than sixty.

    Examples
    --------
    >>> passage("It rained. We had no cover again. So what.", 14, 20)
    'We had no cover again.'
    """
    return canonical(stretch(text, start, end))


def set_words(set_id: str) -> str:
    """Name a set, where its id may already say that it is one.

    Examples
    --------
    >>> set_words("A"), set_words("Set 3")
    ('set A', 'Set 3')
    """
    return set_id if set_id.lower().startswith("set") else f"set {set_id}"
