"""`issue_cards`: what a set has of its own about each issue, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from alsjournal.cleared import IssueCards
from alsjournal.cycle.own_record import own_record
from alsjournal.disclosure import Audience, audience_of, clear, permitted, preview_gate
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal
from alsjournal.trends.coded import Coded, Coder, as_coded, seen_by
from alsjournal.trends.open_questions import condition_of, library, state_of
from alsjournal.trends.prevalence import policy_of, provenance_of
from alsjournal.trends.quotes import chosen_quotes, release_names
from alsjournal.trends.recurrence import recurring_issues
from alsjournal.trends.ties import TextEmbedder, near, on_same_issue

if TYPE_CHECKING:
    from alsjournal.themes import Codebook

__all__ = ["issue_cards"]

_MOST = 2  # of actions and of questions, each: a card is read in a minute
_UNHEARD = "not heard back of"
_OUTCOME = "an outcome was told"
_COLUMNS = ("theme", "kind", "said", "session", "note", "member")


def issue_cards(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience,
    codebook: Codebook | None = None,
    embedder: TextEmbedder | None = None,
    release: str | None = None,
) -> IssueCards:
    """Lay out, theme by theme, a set's own words and what it might be asked next.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience
        A set, as ``"set:A"``: everything on its cards is its own.
    codebook : Codebook, optional
        As for `recurring_issues`.
    embedder : SpacyEmbedder or the like, optional
        To look also for actions that are near in meaning. They are offered as "may be
        about this"; without it there are none.
    release : str, optional
        What the output is called; see `quotes`.

    Returns
    -------
    IssueCards
        In the order of `recurring_issues`: of each theme the first and the latest
        quote, actions, questions that the set asked, and questions to ask from the
        library, as far as there are any.

    Raises
    ------
    DisclosureError
        For any other audience.
    InputError
        If ``themes``, ``audience`` or ``codebook`` cannot be read.

    Notes
    -----
    A quote is of somebody who allowed quotes, as in `quotes`; so are actions, by whose
    owner they are, and questions, by who asked. An action or a question stands beside
    the theme that most people, two at least, raised on the same issue at the same
    session: it was agreed there, which does not mean that it addresses it. Whether a
    question was answered is not on record; what is said is whether its issue was
    presented again.

    Examples
    --------
    >>> frame = pd.DataFrame(
    ...     {
    ...         "reflection_id": list("12"),
    ...         "text": ["We had no cover again.", "Still no cover, and no answer."],
    ...         "set_id": "A",
    ...         "session": [1, 2],
    ...     }
    ... )
    >>> journal = Journal.from_frame(
    ...     frame, permission="quote", already_anonymised=True
    ... )
    >>> codes = pd.DataFrame({"reflection_id": list("12"), "code": "cover"})
    >>> cards = issue_cards(journal, codes, audience="set:A").to_frame()
    >>> cards["kind"].tolist()
    ['first quote', 'latest quote', 'question to ask', 'question to ask']
    >>> cards["text"][0]
    'We had no cover again.'
    """
    who = audience_of(journal, audience)
    if who.kind != "set":
        msg = (
            f"Cards must be for one set, as audience='set:A': they hold its own words. "
            f"Got {who.kind!r}. For others there is recurring_issues."
        )
        raise DisclosureError(msg)
    table = recurring_issues(journal, themes, audience=who, codebook=codebook)
    coded = seen_by(journal, as_coded(journal, themes), who)
    texts = _own_texts(journal, who)
    own = coded.codings[coded.codings["reflection_id"].isin(texts["reflection_id"])]
    actions = _actions(journal, own, texts, who, embedder)
    parts = [
        _quotes(journal, coded, who),
        actions,
        _questions(journal, own, texts, who),
        _to_ask(table.to_frame(), actions),
    ]
    cards = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    place = {theme: i for i, theme in enumerate(table.to_frame()["theme"])}
    cards = cards[cards["theme"].isin(list(place))]
    cards = cards.sort_values("theme", key=lambda t: t.map(place), kind="stable")
    cards = cards.reset_index(drop=True)
    names = release_names(journal, cards, who, release)
    writers = cards["member"].astype(object).where(cards["member"].notna(), None)
    cards["text"] = [
        names.render(said, writer=writer)
        for said, writer in zip(cards["said"], writers, strict=True)
    ]
    return clear(
        IssueCards,
        cards[["theme", "kind", "text", "session", "note"]],
        audience=who,
        policy=policy_of(journal),
        unit=table.unit,
        notes=(*_notes(journal, who), *filter(None, [names.note])),
        provenance=provenance_of(coded),
    )


def _frame(rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(_COLUMNS))
    kinds = {c: "Int64" if c == "session" else "str" for c in _COLUMNS}
    return frame.astype(kinds)


def _own_texts(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the set's texts by members that may be counted, with their issue."""
    columns = ["reflection_id", "set_id", "session", "issue_id", "member"]
    rows = journal.table("reflections", [*columns, "author_kind"])
    rows = rows[rows["author_kind"].isna() | (rows["author_kind"] == "member")]
    rows = rows[permitted(journal, rows, audience=who)]
    return rows.assign(unit=rows["member"].fillna(rows["reflection_id"]))


def _quotes(journal: Journal, coded: Coded, who: Audience) -> pd.DataFrame:
    """Return the first quote of each theme, and the latest if it is of a later one."""
    gate = preview_gate(journal, who)
    first, latest = (
        chosen_quotes(journal, coded, who, per_theme=1, gate=gate, order=order)
        for order in ("first", "latest")
    )
    begun = dict(zip(first["theme"], first["session"], strict=True))
    later = [s > begun.get(t, s) for t, s in zip(*_pairs(latest), strict=True)]
    note = "the {} of those that may be quoted"
    return pd.concat(
        [
            _frame(
                (
                    r.theme,
                    f"{kind} quote",
                    r.said,
                    r.session,
                    note.format(kind),
                    r.member,
                )
                for r in rows.itertuples()
            )
            for kind, rows in (("first", first), ("latest", latest[later]))
        ]
    )


def _pairs(rows: pd.DataFrame) -> tuple[list[str], list[int]]:
    return rows["theme"].tolist(), rows["session"].tolist()


def _actions(
    journal: Journal,
    codings: pd.DataFrame,
    texts: pd.DataFrame,
    who: Audience,
    embedder: TextEmbedder | None,
) -> pd.DataFrame:
    rows = own_record(journal, "actions", "owner", who)
    back = _heard_back(journal, who)
    tied = on_same_issue(rows, codings, texts).groupby("theme").head(_MOST)
    where = "agreed at that session, on an issue where most raised this"
    out = [_action(r, "action", where, back) for r in tied.itertuples()]
    if embedder is not None:
        known = set(zip(tied["theme"], tied["action_id"], strict=True))
        passages = _passages(journal, codings)
        guessed = near(rows, passages, embedder).groupby("theme").head(_MOST)
        where = "a guess, from its words alone"
        out += [
            _action(r, "may be about this", where, back)
            for r in guessed.itertuples()
            if (r.theme, r.action_id) not in known
        ]
    return _frame(out)


def _action(
    row: Any, kind: str, where: str, back: Mapping[str, str]
) -> tuple[Any, ...]:
    body = not str(row.owner).startswith("m-")
    writer = None if body else row.owner
    heard = back.get(str(row.action_id), _UNHEARD)
    return row.theme, kind, row.text, row.session, f"{where}; {heard}", writer


def _heard_back(journal: Journal, who: Audience) -> dict[str, str]:
    """Return what was last heard of each action, in words."""
    told = journal.table("action_reports", ["action_id", "session", "status"])
    told = told[told["status"].notna()].sort_values("session")
    out = {
        str(r.action_id): f"heard back at session {r.session}: {r.status}"
        for r in told.itertuples()
    }
    outcomes = own_record(journal, "outcomes", "claimed_by", who, use="counts")
    outcomes = outcomes.dropna(subset=["action_id", "session"]).sort_values("session")
    outcomes = outcomes.assign(verified=outcomes["verified"].fillna(value=False))
    for row in outcomes.drop_duplicates("action_id", keep="last").itertuples():
        checked = "checked" if row.verified else "not checked by anybody"
        said = f"{_OUTCOME} at session {row.session}, {checked}"
        before = out.get(str(row.action_id), "")
        out[str(row.action_id)] = f"{before}; {said}" if before else said
    return out


def _passages(journal: Journal, codings: pd.DataFrame) -> pd.DataFrame:
    """Return the words that were coded."""
    part = journal.select(reflection_id=list(codings["reflection_id"].unique()))
    texts = part.table("reflections", ["reflection_id", "text"])
    rows = codings.merge(texts, on="reflection_id")
    said = [
        text if pd.isna(start) or pd.isna(end) else text[int(start) : int(end)]
        for text, start, end in zip(
            rows["text"], rows["start"], rows["end"], strict=True
        )
    ]
    return pd.DataFrame({"code": rows["code"], "text": said})


def _questions(
    journal: Journal, codings: pd.DataFrame, texts: pd.DataFrame, who: Audience
) -> pd.DataFrame:
    """Return what the set asked, those first whose issue did not come back."""
    rows = own_record(journal, "questions", "asked_by", who)
    turns = journal.table("turns", ["set_id", "session", "issue_id"])
    turns = turns[turns["set_id"] == who.name].dropna()
    latest = turns.groupby("issue_id")["session"].max()
    tied = on_same_issue(rows, codings, texts)
    again = tied["issue_id"].map(latest).astype("Int64")
    tied = tied.assign(again=again.where(again > tied["session"]))
    tied = tied.assign(open=tied["again"].isna())
    tied = tied.sort_values(["open", "people"], ascending=False, kind="stable")
    last = int(turns["session"].max()) if len(turns) else 0
    return _frame(
        (r.theme, "question of the set", r.text, r.session, note, r.asked_by)
        for r in tied.groupby("theme").head(_MOST).itertuples()
        for note in [_since_asked(r.again, later=int(str(r.session)) < last)]
    )


def _since_asked(again: Any, *, later: bool) -> str:
    asked = "asked at that session, on an issue where most raised this"
    if not later:
        return asked
    if pd.isna(again):
        return f"{asked}; the issue was not presented again since"
    return f"{asked}; the issue was presented again at session {again}"


def _to_ask(table: pd.DataFrame, actions: pd.DataFrame) -> pd.DataFrame:
    """Return questions from the library, by how each theme stands."""
    tied = actions[actions["kind"] == "action"]  # not by a guess
    waiting = set(tied.loc[tied["note"].str.contains(_UNHEARD), "theme"])
    claimed = set(tied.loc[tied["note"].str.contains(_OUTCOME), "theme"])
    last = int(table["last_session"].fillna(0).max()) if len(table) else 0
    out: list[tuple[Any, ...]] = []
    for i, row in enumerate(table.to_dict("records")):
        theme = str(row["theme"])
        states = [state_of(str(row["status_now"]), int(row["sessions_raised"]))]
        states += ["several"] * bool(row["elsewhere"])
        states += ["action"] * (theme in waiting)
        states += ["outcome"] * (theme in claimed and "outcome" not in states)
        chosen = library().choose(states, condition_of(theme), i + last)
        for text, why in chosen:
            out.append((theme, "question to ask", text, pd.NA, why, None))
    return _frame(out)


def _notes(journal: Journal, who: Audience) -> tuple[str, ...]:
    notes = ["Quotes show a range; they are not a sample."]
    for table, person, of in (
        ("actions", "owner", "whose they are"),
        ("questions", "asked_by", "who asked them"),
    ):
        held = journal.table(table, ["set_id"])
        n = int((held["set_id"] == who.name).fillna(value=False).sum())
        if n > len(own_record(journal, table, person, who)):
            notes.append(
                f"Some {table} of the set are left out: of those {of}, somebody "
                f"has not allowed quotes."
            )
    return tuple(notes)
