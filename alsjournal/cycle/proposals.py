"""`proposed_actions`, `proposed_reports`: what texts may add to the record of a set."""

from __future__ import annotations

import pandas as pd

from alsjournal.cleared import Proposals
from alsjournal.cycle._proposed import (
    actions_for,
    commitments_of,
    proposal_id,
    proposers,
    states_of,
    texts_for,
)
from alsjournal.cycle._seen import rendered, told_ids
from alsjournal.cycle._told_later import told_later
from alsjournal.cycle.own_record import is_body
from alsjournal.disclosure import Audience, clear, policy_of
from alsjournal.journal import Journal
from alsjournal.reflection import CommitmentFinder

__all__ = ["proposed_actions", "proposed_reports"]

_NOT_COUNTED = (
    "These are proposals of a machine. Nothing of them is in the record or counted "
    "before a person confirms it, and much that was agreed is not found."
)
_UNSURE = (
    "The machine does not know whether a passage is about the action at all. Whether "
    "it was done, in part, changed or dropped is for whoever confirms it to say."
)
_NONE = "Nothing was found to propose in the texts that this audience may read."


def proposed_actions(
    journal: Journal, *, audience: str | Audience, release: str | None = None
) -> Proposals:
    """Propose as actions what texts say that somebody takes on to do.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience
        A member, who has proposals from their own texts; research; or a set, where
        ``programme.toml`` says ``[record] proposals = "set"``.
    release : str, optional
        What the output is called. Another name gives people in it other letters.

    Returns
    -------
    Proposals
        By set and session. ``owner`` is who is to do it, by the words.

    Raises
    ------
    DisclosureError
        For other audiences, and for a set that did not agree.
    InputError
        If the audience cannot be read.

    Notes
    -----
    Passages are those that `CommitmentFinder` finds as commitments; its model card
    says how few and how surely. Read are members' own texts in English. A set and
    research see the words of those alone who allowed quotes.

    Examples
    --------
    >>> from alsjournal import Anonymiser, load_sample, proposed_actions
    >>> journal = Anonymiser().fit_transform(load_sample())  # doctest: +SKIP
    >>> found = proposed_actions(journal, audience="research")  # doctest: +SKIP
    >>> set(found.to_frame()["kind"])  # doctest: +SKIP
    {'action'}
    """
    who = proposers(journal, audience)
    texts = texts_for(journal, who)
    texts = texts[texts["shown"]]
    found = commitments_of(list(texts["text"]))
    rows = [
        {
            **_of_text(text),
            "start": one.start,
            "end": one.end,
            "owner": one.owner,
            "confidence": one.confidence,
        }
        for text, own in zip(texts.to_dict("records"), found, strict=True)
        for one in own
    ]
    frame = pd.DataFrame(rows, columns=[*_TEXT, *_FOUND])
    frame = frame.sort_values(["set_id", "session"], kind="stable")
    return _cleared(journal, frame.assign(kind="action"), who, release, ())


def proposed_reports(
    journal: Journal, *, audience: str | Audience, release: str | None = None
) -> Proposals:
    """Propose for each action later passages that may tell what became of it.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience
        As in `proposed_actions`.
    release : str, optional

    Returns
    -------
    Proposals
        Up to three for each action whose words the audience may see, of three texts,
        the likeliest first; of these a member has those in their own texts.
        ``owner`` is whose the action is, seen from the passage's writer: a set's
        page says only whether it is the set's.

    Raises
    ------
    DisclosureError
        For other audiences, and for a set that did not agree.
    InputError
        If the audience cannot be read.

    Notes
    -----
    A passage is of a later session of the same set. Its score adds the likeness in
    meaning (`SpacyEmbedder`, the set's mean taken off), the weighted share of the
    action's words, whether it is told in the past, by the owner, and soon.
    ``confidence`` follows from the score and is no probability. The weights were
    chosen on sets A and B of the sample; docs/record.md says what they are worth.

    Examples
    --------
    >>> from alsjournal import Anonymiser, load_sample, proposed_reports
    >>> journal = Anonymiser().fit_transform(load_sample())  # doctest: +SKIP
    >>> found = proposed_reports(journal, audience="research")  # doctest: +SKIP
    >>> set(found.to_frame()["kind"])  # doctest: +SKIP
    {'report'}
    """
    who = proposers(journal, audience)
    texts = texts_for(journal, who)
    texts = texts[texts["session"].notna()]
    actions = actions_for(journal, who, set(texts["set_id"]))
    by_text = {row["reflection_id"]: row for row in texts.to_dict("records")}
    by_action = {row["action_id"]: row for row in actions.to_dict("records")}
    rows = []
    for told in told_later(actions, texts):
        text, action = by_text[told.reflection_id], by_action[told.action_id]
        if text["shown"]:
            found = {
                "start": told.start,
                "end": told.end,
                "owner": _whose(action["owner"], text["member"], who),
                "confidence": told.confidence,
            }
            about = {"action_id": told.action_id, "asked": action["text"]}
            rows.append({**_of_text(text), **found, **about})
    frame = pd.DataFrame(rows, columns=[*_TEXT, *_FOUND, "action_id", "asked"])
    return _cleared(journal, frame.assign(kind="report"), who, release, (_UNSURE,))


_TEXT = ("reflection_id", "set_id", "session", "said")
_FOUND = ("start", "end", "owner", "confidence")


def _of_text(text: dict[object, object]) -> dict[str, object]:
    said = {name: text[name] for name in ("reflection_id", "set_id", "session")}
    return {**said, "said": text["text"]}


def _whose(owner: object, writer: str, who: Audience) -> str:
    """Say whose an action is; to a set not by its writer, whom that would tell."""
    if is_body(owner):
        return "set"
    if who.kind == "set" or not isinstance(owner, str):
        return "not said"
    return "writer" if owner == writer else "other"


def _cleared(
    journal: Journal,
    found: pd.DataFrame,
    who: Audience,
    release: str | None,
    notes: tuple[str, ...],
) -> Proposals:
    rows = found.reset_index(drop=True).reindex(
        columns=[*_TEXT, *_FOUND, "kind", "action_id", "asked"]
    )
    parts = ["kind", "reflection_id", "start", "end", "action_id"]
    keys = rows[parts].assign(action_id=rows["action_id"].astype("str").fillna(""))
    rows["proposal_id"] = [proposal_id(*key) for key in keys.itertuples(index=False)]
    decided = states_of(journal)
    rows["state"] = [decided.get(one, "proposed") for one in rows["proposal_id"]]
    passages = [
        whole[start:end]
        for whole, start, end in zip(
            rows["said"], rows["start"], rows["end"], strict=True
        )
    ]
    # Passages and actions are renamed together: one letter, one colleague.
    both = pd.DataFrame(
        {"theme": "", "said": pd.Series([*passages, *rows["asked"]], dtype="str")}
    )
    words, named = rendered(journal, both, who, release)
    said = [*notes, *named] if len(rows) else [_NONE]
    return clear(
        Proposals,
        rows.assign(
            text=words.iloc[: len(rows)].array,
            action=words.iloc[len(rows) :].array,
            action_id=told_ids(rows["action_id"], "action", who),
        ),
        audience=who,
        policy=policy_of(journal),
        unit="passages",
        notes=(_NOT_COUNTED, *said),
        provenance={"coder": CommitmentFinder().coder, "decided": "by people"},
    )
