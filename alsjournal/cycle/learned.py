"""`what_was_learned`: what members, reports and sets say that was learned."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Learned
from alsjournal.cycle._learned_counts import counts_of_learning
from alsjournal.cycle._learning import (
    ASKED,
    found_in,
    members_texts,
    quotable,
    read_for_learning,
)
from alsjournal.cycle._pooled import LESS_A_SET, few_behind
from alsjournal.cycle._seen import KEPT, made_by, only_for, rendered, with_words
from alsjournal.cycle.own_record import kept_issues
from alsjournal.disclosure import (
    Audience,
    Policy,
    audience_of,
    clear,
    permitted,
    policy_of,
    unread_note,
)
from alsjournal.journal import Journal
from alsjournal.reflection.gate import card_of

__all__ = ["what_was_learned"]

_READ = (
    "Of each text the one surest passage is told. What was learned and not written "
    "down is not here, and nobody is compared by it."
)
_MACHINE = (
    "A machine looked for sentences in which something was learned. It misses most of "
    "them, and some that it finds are something else: read them, and take its counts "
    "for no more than where to begin reading. Of Learning it has {figures}."
)
_NOT_COUNTED = (
    "What a machine alone found is not counted here: of something so rare its counts "
    "say too little. Counted are answers to the question {asked!r}, and what people "
    "coded."
)
_TIMES = (
    "By position times are counted, not people: who presents at one session asks at "
    "another. Texts of which neither position nor turns are on record are left out."
)
_NO_POSITION = (
    "What presenters and others wrote is not told apart: at a session so few present "
    "that it would say who wrote."
)
_POOLED = (
    "Pooled over the sets; withheld where it would be of one set, of fewer than {k} "
    "people, or where a count or the rest of it is under {k}. Words are of those who "
    "let them be quoted in the programme, and of no set, session or position. "
    + LESS_A_SET
)
_NOTHING = (
    "Nothing that was learned may be told here yet. It comes from answers to the "
    f"question {ASKED!r}, from passages of members' texts, from what was heard back on "
    "actions, and from what a set wrote together; each as far as it may be quoted."
)
_TOLD = (
    *("set_id", "session", "issue_id", "position", "source", "how"),
    *("said", "about", "issue", "member"),
)


def what_was_learned(
    journal: Journal,
    *,
    audience: str | Audience = "research",
    codings: pd.DataFrame | None = None,
    release: str | None = None,
) -> Learned:
    """Gather what was learned over issues, sessions and sets.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience, default="research"
        A set has its own, with words; research all, by set, with words; the programme
        pooled counts, and words without set, session or position; a member the words
        of their own texts and actions, without counts.
    codings : pandas.DataFrame, optional
        Elements of reflection, as a person coded them or `code_reflections` returns
        them. By default the texts are read with `ReflectionElements`. Taken are
        *Learning* and, where a person coded it, *Perspective*.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    Learned
        First how many of those who wrote wrote of something learned, then a row for
        each text, report or note of a set with its words.

    Raises
    ------
    DisclosureError
        For the public.
    InputError
        If the audience or the codings cannot be read.

    Notes
    -----
    Words are of four sources: answers to the question of the reflection sheet what
    its writer sees differently; passages found in other texts; what was heard back on
    actions, whose owners allowed quotes; and what a set wrote together, if it has
    itself a permission to be quoted.
    Nothing is quoted that hangs on an issue whose presenter keeps everything to
    themselves.

    A set is told by position only over all sessions, and only if both counts and
    their rests reach the programme's minimum: with fewer, the counts of a session
    beside them would say whether its presenter wrote a passage. A machine's finds are
    not counted for the programme (see the model card of the elements).

    Examples
    --------
    >>> texts = pd.DataFrame({"reflection_id": ["1", "2"], "member": ["m", "n"]})
    >>> texts = texts.assign(text="I see now that asking helps.", set_id="A", session=1)
    >>> coded = pd.DataFrame({"reflection_id": ["1"], "code": ["Learning"]})
    >>> journal = Journal({"reflections": texts})
    >>> table = what_was_learned(journal, audience="set:A", codings=coded)
    >>> table.to_frame()[["what", "shown"]].values.tolist()
    [['session', '1 of 2'], ['in all', '1 of 2']]
    """
    who = audience_of(journal, audience)
    only_for(
        who, ("set", "member", "research", "programme"), "What was learned for others"
    )
    policy = policy_of(journal)
    texts = members_texts(journal, who)
    given = codings if len(texts) else pd.DataFrame()
    coded = read_for_learning(journal, given, who)
    found = found_in(texts, coded)
    counted = found
    if who.kind == "programme":
        counted = found[~found["machine"]]
    counts = counts_of_learning(texts, counted, who, policy)
    told = _told(journal, found, who, policy)
    words, named = _rendered(journal, told, who, release)
    frame = pd.concat([part for part in (counts, words) if len(part)] or [counts])
    notes = (*_notes(found, counts, who, policy), *named)
    unread = unread_note(journal, texts["reflection_id"], who, policy)
    read_by = found["coder"].where(found["machine"], "people")
    coders = sorted(set(read_by[found["source"] == "passage"]))
    return clear(
        Learned,
        frame,
        audience=who,
        policy=policy,
        unit="members" if texts["member"].notna().any() else "reflections",
        notes=(*notes, *unread) if len(frame) else (_NOTHING, KEPT, *unread),
        provenance={**made_by(), **({"read by": ", ".join(coders)} if coders else {})},
    )


def _notes(
    found: pd.DataFrame, counts: pd.DataFrame, who: Audience, policy: Policy
) -> tuple[str, ...]:
    notes = [_READ, KEPT]
    if found["machine"].any():
        notes.append(_MACHINE.format(figures=_figures(found)))
    if who.kind == "programme":
        notes.append(_NOT_COUNTED.format(asked=ASKED))
        notes.append(_POOLED.format(k=policy.rule(who).minimum))
    split = len(counts) and (counts["what"] == "position").any()
    if split:
        notes.append(_TIMES)
    elif who.kind == "set":
        notes.append(_NO_POSITION)
    return tuple(notes)


def _figures(found: pd.DataFrame) -> str:
    """Say how far the machines agree with whom on Learning, by their cards."""
    coders = found.loc[found["machine"], "coder"].unique()
    cards = [card for coder in coders if (card := card_of(coder)) is not None]
    told = [
        f"{figure} (by {figure.by})" if figure.by else str(figure)
        for card in cards
        for figure in card.figures
        if (figure.code, figure.statistic) == ("Learning", "kappa")
    ]
    return "; ".join(told) or "no agreement on record"


def _told(
    journal: Journal, found: pd.DataFrame, who: Audience, policy: Policy
) -> pd.DataFrame:
    """Return what may be told in words, a row each, in the order to show."""
    passages = quotable(journal, found, who)
    passages["how"] = passages["machine"].map(
        {True: "found by machine", False: "coded by people"}
    )
    passages["how"] = passages["how"].mask(passages["source"] == "answer")
    if who.kind == "programme":
        rule = policy.rule(who)
        passages = passages.iloc[:0] if few_behind(passages, "unit", rule) else passages
        # The order of the journal would say whose text and session it is.
        own = passages.sort_values("said")[["source", "how", "said", "member"]]
        return own.reindex(columns=list(_TOLD))
    parts = [passages, _reports(journal, who)]
    if who.kind != "member":
        parts.append(_of_sets(journal, who))
    rows = pd.concat([p.reindex(columns=list(_TOLD)).astype("object") for p in parts])
    if who.kind != "member":
        rows = rows[~rows["issue_id"].isin(kept_issues(journal))]
    issues = with_words(journal, "issues", who).set_index("issue_id")["said"]
    rows["issue"] = rows["issue_id"].map(issues.to_dict())
    if who.kind == "set":
        rows["position"] = None
    return rows.sort_values(["set_id", "session"], kind="stable")


def _reports(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return the words of reports, each with those of its action."""
    actions = with_words(journal, "actions", who)
    actions = actions.loc[
        actions["may"].astype(bool), ["action_id", "set_id", "issue_id", "said"]
    ]
    rows = journal.table("action_reports").merge(
        actions.rename(columns={"said": "about"}), on="action_id"
    )
    rows = rows[rows["text"].notna()]
    return rows.assign(source="report", how=rows["status"], said=rows["text"])


def _of_sets(journal: Journal, who: Audience) -> pd.DataFrame:
    """Return what sets wrote together, if it may be quoted as any other text."""
    columns = ["reflection_id", "set_id", "session", "member", "author_kind"]
    rows = journal.table("reflections", [*columns, "issue_id", "text"])
    rows = rows[(rows["author_kind"] == "set").fillna(value=False)]
    rows = rows[permitted(journal, rows, audience=who, use="quote")]
    return rows.assign(source="set text", said=rows["text"], member=None)


def _rendered(
    journal: Journal, told: pd.DataFrame, who: Audience, release: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rename people in all that is told at once: one letter, one colleague."""
    n, parts = len(told), ("said", "about", "issue")
    said = pd.concat([told[part] for part in parts], ignore_index=True)
    both = pd.DataFrame({"said": said.astype("str")}).assign(theme="")
    # In the words of an action or of an issue nobody is "[the writer]".
    nobody = pd.Series([None] * (2 * n), dtype="object")
    writers = pd.concat([told["member"], nobody], ignore_index=True)
    words, notes = rendered(journal, both, who, release, writers=writers)
    named = {
        name: words.iloc[i * n : (i + 1) * n].array
        for i, name in enumerate(("text", "about", "issue"))
    }
    return told.assign(what="told", **named), notes
