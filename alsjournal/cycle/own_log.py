"""`facilitator_log`: one facilitator's own log beside the record, for supervision.

It is made for the facilitator and nobody else: what they write of themselves, to
think it over with somebody, is not evidence on them or on the set.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from alsjournal.anonymise.release_names import release_names
from alsjournal.cleared import FacilitatorLog
from alsjournal.cycle._own_logs import logs_of, passages, unsigned_logs
from alsjournal.cycle._parts import parts_of
from alsjournal.cycle._seen import KEPT, last_held, made_by, seen
from alsjournal.cycle._supervision import for_supervision
from alsjournal.cycle._told import policy_of
from alsjournal.disclosure import Audience, audience_of, clear
from alsjournal.errors import DisclosureError
from alsjournal.journal import Journal

__all__ = ["facilitator_log"]

_CELL = ["set_id", "session"]
_COUNTED = ("turns", "questions", "actions")
_CLUES = ("advice", "leading", "answers itself", "several", "told first")
_KINDS = (
    "Which kind a question is, is read from its words alone; even people agree only "
    "moderately on it. It is for looking again, not a mark."
)
_PARTIAL = (
    "Records keep few of the questions that were asked: what is not on record may have "
    "been asked."
)
_RULES = (
    "The questions for supervision follow by rule from what is on record. Leave those "
    "that do not fit."
)
_NO_WRITER = (
    "Some logs of these sets name no writer and are shown to nobody here. Those of "
    "yours come in once the column for who wrote (member) has your id."
)
_TAKEN = (
    "Logs that name no writer are taken for yours where, by the record, nobody else "
    "can have written them: {}."
)
_APART = (
    "{} log{} of yours {} of a session at which you are not on record with a part: no "
    "counts stand beside {}."
)
_NOTHING = "You are on record with no part in facilitating, and with no log."


def facilitator_log(
    journal: Journal,
    *,
    audience: str | Audience,
    unsigned: bool = False,
    release: str | None = None,
) -> FacilitatorLog:
    """Lay a facilitator's own log beside the record, with questions for supervision.

    Parameters
    ----------
    journal : Journal
        With texts whose ``author_kind`` is *facilitator*, and ``facilitations``.
    audience : str or Audience
        ``"member:<pseudonym>"`` of the facilitator, as `alsjournal who` tells it.
    unsigned : bool, default=False
        Whether logs that name no writer are taken for theirs where the record leaves
        nobody else: the role in the log is one that they alone ever had in that set,
        they are no member of it, and they had a part at that session. Say so only if
        you know that the record is whole.
    release : str, optional
        What the page is called: another name, other letters for people.

    Returns
    -------
    FacilitatorLog
        Rows *session*, *log*, *question*, *kind* and *for supervision*. Without any
        for somebody who is no facilitator.

    Raises
    ------
    DisclosureError
        For any other audience: also research, which reads facilitators' texts in the
        journal as far as these allow it.
    InputError
        If it is no journal, or the member is not of it.

    Notes
    -----
    Beside each session stand counts that the set and its facilitator may see: nothing
    that somebody keeps to themselves. Own questions are counted by what
    `check_question` finds in them; nobody else's are.

    Examples
    --------
    >>> texts = pd.DataFrame({"reflection_id": ["1"], "text": ["I spoke too much."]})
    >>> texts = texts.assign(set_id="A", session=1, member="p")
    >>> texts["author_kind"] = "facilitator"
    >>> rows = pd.DataFrame({"set_id": "A", "session": [1], "person": "p"})
    >>> journal = Journal({"reflections": texts, "facilitations": rows})
    >>> table = facilitator_log(journal, audience="member:p").to_frame()
    >>> table.loc[table["what"] == "log", "text"].tolist()
    ['I spoke too much.']
    """
    who = _facilitator(journal, audience)
    parts = parts_of(journal)
    logs = logs_of(journal, parts, who.name, unsigned=unsigned)
    own = parts[parts["person"] == who.name].drop_duplicates(_CELL)
    asked = _asked(journal, own, logs, who)
    sessions = _sessions(journal, own, logs, asked)
    said = _passages(logs)
    kinds = _kinds(asked)
    questions = asked[asked["text"].notna()].sort_values([*_CELL, "question_id"])
    supervision = pd.DataFrame(
        for_supervision(sessions, kinds, said), columns=["set_id", "text"]
    )
    told = [
        sessions.assign(what="session"),
        said.assign(what="log"),
        questions[[*_CELL, "text"]].assign(what="question", writer=None),
        pd.DataFrame(kinds.items(), columns=["kind", "asked"]).assign(what="kind"),
        supervision.assign(what="for supervision"),
    ]
    frame = _whole(pd.concat([part for part in told if len(part)] or [said]))
    frame["text"], named = _renamed(journal, frame, who, release)
    return clear(
        FacilitatorLog,
        frame,
        audience=who,
        policy=policy_of(journal),
        unit="passages",
        notes=(*_notes(journal, frame, own, logs), *named * bool(len(frame))),
        provenance=made_by(),
    )


def _facilitator(journal: Journal, audience: str | Audience) -> Audience:
    """Return the audience, if it is one person."""
    who = Audience.parse(audience)
    if who.kind != "member":
        msg = (
            f"A facilitator's log must be made for that facilitator alone, as "
            f"'member:<pseudonym>': they wrote it to think it over in supervision, and "
            f"nobody else's reading was asked for. Got {who.kind!r}. For others there "
            f"is facilitation_parts; research reads facilitators' texts in the journal "
            f"as far as their writers allow."
        )
        raise DisclosureError(msg)
    return audience_of(journal, who)


def _asked(
    journal: Journal, own: pd.DataFrame, logs: pd.DataFrame, who: Audience
) -> pd.DataFrame:
    """Return the questions that they asked; a member's, where they had a part."""
    asked = seen(journal, "questions", who)
    cells = pd.concat([own[_CELL], logs[_CELL]])
    there = pd.MultiIndex.from_frame(asked[_CELL]).isin(pd.MultiIndex.from_frame(cells))
    guest = asked["set_id"].isin(own.loc[~own["member"], "set_id"])
    return asked[guest | there].reset_index(drop=True)


def _sessions(
    journal: Journal, own: pd.DataFrame, logs: pd.DataFrame, asked: pd.DataFrame
) -> pd.DataFrame:
    """Return the sessions that they had a part in, with what is on record of each."""
    rows = own[[*_CELL, "part"]].reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(rows[_CELL])
    rows["logs"] = _at(logs, keys)
    rows["asked"] = _at(asked, keys)
    unnamed = unsigned_logs(journal, set(rows["set_id"]))
    taken = unnamed["reflection_id"].isin(logs["reflection_id"])
    rows["unclear"] = _at(unnamed[~taken], keys)
    for table in _COUNTED:
        found = [seen(journal, table, Audience.set(s)) for s in rows["set_id"].unique()]
        if table == "questions":  # what they asked they know of, whoever it is about
            found.append(asked)
        theirs = pd.concat(found) if found else asked.assign(set_id=None)
        key = {"turns": "order"}.get(table, f"{table[:-1]}_id")
        theirs = theirs.drop_duplicates([*_CELL, key])
        kept = rows["set_id"].isin(journal.table(table, ["set_id"])["set_id"])
        rows[table] = _at(theirs, keys).where(kept)
    held = last_held(journal).reindex(rows["set_id"]).to_numpy()
    last = rows.groupby("set_id")["session"].transform("max").to_numpy()
    return rows.assign(over=held > last)


def _at(rows: pd.DataFrame, keys: pd.MultiIndex) -> pd.Series[int]:
    """Count rows at each of these sessions."""
    found = Counter(rows[_CELL].dropna().itertuples(index=False, name=None))
    counts = [found[(set_id, session)] for set_id, session in keys]
    return pd.Series(counts, dtype="Int64")


def _passages(logs: pd.DataFrame) -> pd.DataFrame:
    rows = [
        (set_id, session, kind, text, writer)
        for set_id, session, writer, prompt, whole in logs[
            [*_CELL, "member", "prompt", "text"]
        ].itertuples(index=False, name=None)
        for kind, text in passages(prompt, whole)
    ]
    return pd.DataFrame(rows, columns=[*_CELL, "kind", "text", "writer"])


def _kinds(asked: pd.DataFrame) -> dict[str, int]:
    """Count what is found in somebody's own questions."""
    from alsjournal.reflection import check_question, question_kinds

    texts = list(asked["text"].dropna())
    found = Counter(question_kinds(texts))
    for text in texts:
        found.update({one.code for one in check_question(text).found} & set(_CLUES))
    return {kind: found[kind] for kind in ("open", "closed", *_CLUES) if found[kind]}


def _renamed(
    journal: Journal, frame: pd.DataFrame, who: Audience, release: str | None
) -> tuple[pd.Series[str], tuple[str, ...]]:
    """Return the texts with people renamed for this page, and a note on that."""
    own = frame["what"].isin(["log", "question"])
    rows = frame.loc[own, ["what", "text"]].set_axis(["theme", "said"], axis=1)
    rows["member"] = who.name
    names = release_names(journal, rows, who, release)
    words = [names.render(said, writer=who.name) for said in rows["said"]]
    out = frame["text"].copy()
    out[own] = pd.Series(words, index=rows.index, dtype="str")
    note = names.note.replace("the table of quotes", "this table")
    return out, (note,) * bool(note and any("[colleague" in w for w in words))


def _notes(
    journal: Journal, frame: pd.DataFrame, own: pd.DataFrame, logs: pd.DataFrame
) -> tuple[str, ...]:
    """Say what the page rests on, and what it leaves out."""
    if frame.empty:
        return (_NOTHING,)
    notes = [_RULES, _PARTIAL, KEPT]
    notes += [_KINDS] * bool((frame["what"] == "kind").any())
    taken = int(logs["member"].isna().sum())
    notes += [_TAKEN.format(f"{taken:,} here")] * bool(taken)
    rest = unsigned_logs(journal, set(own["set_id"]))
    if not rest["reflection_id"].isin(logs["reflection_id"]).all():
        notes.append(_NO_WRITER)
    there = pd.MultiIndex.from_frame(own[_CELL])
    apart = int((~pd.MultiIndex.from_frame(logs[_CELL]).isin(there)).sum())
    if apart:
        words = ("", "is", "it") if apart == 1 else ("s", "are", "them")
        notes.append(_APART.format(f"{apart:,}", *words))
    return tuple(notes)


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """Give rows all columns of the table, each of its kind."""
    numbers = ("session", "logs", *_COUNTED, "asked")
    kinds = {c: "Int64" if c in numbers else "str" for c in FacilitatorLog.COLUMNS}
    out = rows.reindex(columns=list(FacilitatorLog.COLUMNS)).astype(kinds)
    out["kind"] = out["kind"].where(out["kind"] != "")
    return out.reset_index(drop=True)
