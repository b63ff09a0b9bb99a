"""`release_check`: what an output would give away, before it is made."""

from __future__ import annotations

import pandas as pd

from alsjournal.disclosure import (
    Audience,
    Policy,
    audience_of,
    permitted,
    policy_named,
    preview_gate,
)
from alsjournal.errors import InputError
from alsjournal.journal import Journal
from alsjournal.release.cells import differences, shown_cells
from alsjournal.release.findings import (
    Finding,
    Level,
    Linkage,
    ReleaseReport,
    Risky,
    Unique,
)
from alsjournal.release.linkage import linkage, uniqueness
from alsjournal.release.passages import Reason, marks_of, reason, reasons_of
from alsjournal.store import JournalStore
from alsjournal.trends import Coded, Coder, as_coded
from alsjournal.trends.coded import seen_by
from alsjournal.trends.prevalence import policy_of
from alsjournal.trends.quotes import chosen_quotes

__all__ = ["RISKIEST", "release_check"]

RISKIEST = 10
"""Passages that a report shows, and whatever else must be mended: ten are what one
person can look at with care in one go."""

_FEWEST = 10
"""Quotes from which linkage is judged; of fewer, chance alone gives wide intervals."""


def release_check(
    journal: Journal | JournalStore,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience,
    policy: str | None = None,
    random_state: int = 0,
) -> ReleaseReport:
    """Look at what an output for an audience would give away, before it is made.

    Counts: which rule applies, and whether an earlier output of the journal could be
    subtracted from this one. Quotes: whether enough people raised their theme, what in
    them points at somebody, and how often a reader with the other texts would trace
    them to their writers. People: how many are the only ones of their set and role.

    Parameters
    ----------
    journal : Journal or JournalStore
        With a store, earlier outputs are looked at too.
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    audience : str or Audience
        ``programme``, ``set:<set_id>``, ``public`` or ``research``.
    policy : {"k5", "k10", "hes-2018", "default"}, optional
        To check against another than the journal's own.
    random_state : int, default=0

    Returns
    -------
    ReleaseReport
        For the analysts and the data custodian. `ReleaseReport.write` makes a page
        that shows the riskiest passages.

    Raises
    ------
    DisclosureError
        If nothing may be made for this audience of this journal.
    InputError
        If the audience gets no output.
    ConfigError
        If there is no such policy.

    Notes
    -----
    It says what is found by these checks, never that a release is safe. The same
    journal, themes and ``random_state`` give the same report.

    Examples
    --------
    >>> frame = pd.DataFrame({"reflection_id": ["1", "2"], "text": ["We met.", "No."]})
    >>> journal = Journal.from_frame(frame, already_anonymised=True)
    >>> codes = pd.DataFrame({"reflection_id": ["1"], "code": ["meeting"]})
    >>> release_check(journal, codes, audience="programme")
    ReleaseReport(audience 'programme', rule 'k5', 0 to mend, 0 to look)
    """
    store = journal if isinstance(journal, JournalStore) else None
    opened = journal.read() if isinstance(journal, JournalStore) else journal
    who = audience_of(opened, audience)
    if who.kind == "member":
        msg = "A release check must be for an output that others read. Got a member's."
        raise InputError(msg)
    rules = policy_of(opened) if policy is None else policy_named(policy)
    coded = seen_by(opened, as_coded(opened, themes), who)
    cells = shown_cells(opened, coded, who, rules, held=False)
    shown = frozenset(shown_cells(opened, coded, who, policy_of(opened))["cell"])
    known = coded.known_as
    found = differences(store, cells, who, rules, shown=shown, known_as=known)
    gate = preview_gate(opened, who)
    chosen = chosen_quotes(opened, coded, who, gate=gate)
    measured, hit = linkage(opened, chosen, random_state=random_state)
    alone = uniqueness(opened, who)
    risky = _risky(opened, coded, chosen, hit, who, rules)
    if who.kind == "public" and not gate.kept:
        found.append(_NO_PREVIEWS)
    found += (
        _of_quotes(risky, who) + _of_linkage(measured, who) + _of_people(alone, who)
    )
    return ReleaseReport(
        str(who),
        rules.name,
        rules.named(who),
        rules.told(who),
        tuple(found),
        tuple(measured),
        tuple(alone),
        len(chosen),
        str(opened.provenance.get("title", "Action learning sets")),
        tuple(r for r in risky if r.grave or r.number <= RISKIEST),
    )


_NO_PREVIEWS = Finding(
    "previews",
    "note",
    "all quotes",
    "Nobody's words would be quoted: no writer has answered a preview with keep.",
    "What the public reads may be found and read by anybody, for ever.",
    "Send previews (`alsjournal preview`), if there are to be quotes.",
)


def _risky(
    journal: Journal,
    coded: Coded,
    chosen: pd.DataFrame,
    hit: pd.Series[bool],
    audience: Audience,
    policy: Policy,
) -> list[Risky]:
    """Return the passages that something is the matter with, the riskiest first."""
    gate, own = preview_gate(journal, audience), audience.kind in ("set", "research")
    marks = marks_of(journal, _seen(journal, audience), coded.codings, chosen["quote"])
    minimum = policy.rule(audience).minimum
    by_passage: dict[tuple[str, str], list[Reason]] = {}
    for row, linked in zip(chosen.to_dict("records"), hit, strict=True):
        text, quote = str(row["reflection_id"]), str(row["quote"])
        reasons = reasons_of(
            quote,
            str(row["theme"]),
            (row["set_id"], row["session"]) if own else (),
            marks,
            minimum=minimum,
        )
        reasons += [reason("linked")] * bool(linked)
        by_passage[text, quote] = [*by_passage.get((text, quote), ()), *reasons]
    scored = []
    for (text, quote), all_reasons in by_passage.items():
        reasons = list(dict.fromkeys(all_reasons))
        if reasons:
            kept = bool(gate.kept) and gate.lets(text, quote)
            grave = any(r.grave for r in reasons) and not kept
            rank = (kept, not grave, -sum(r.weight for r in reasons), text, quote)
            scored.append((rank, reasons))
    scored.sort(key=lambda s: s[0])
    return [
        Risky(
            n,
            text,
            quote,
            tuple(r.why for r in reasons),
            tuple(dict.fromkeys(r.do for r in reasons)),
            not light,
            kept,
        )
        for n, ((kept, light, _, text, quote), reasons) in enumerate(scored, start=1)
    ]


def _seen(journal: Journal, audience: Audience) -> pd.DataFrame:
    """Return the members' texts that the audience's output is of."""
    columns = ["reflection_id", "set_id", "session", "member", "author_kind"]
    rows = journal.table("reflections", columns)
    rows = rows[rows["author_kind"].isna() | (rows["author_kind"] == "member")]
    return rows[permitted(journal, rows, audience=audience)]


_OWNER = "Its writer was shown it in a preview and keeps it."


def _of_quotes(risky: list[Risky], audience: Audience) -> list[Finding]:
    """A finding for each reason of each passage; the writer's keep settles it.

    Research reads the texts themselves: there it is only to be known.
    """
    found = []
    for passage in risky:
        for why in passage.reasons:
            known = next(r for r in map(reason, _KEYS) if r.why == why)
            level: Level = "mend" if known.grave else "look"
            if passage.kept or audience.kind == "research":
                level = "note"
            found.append(
                Finding(
                    "quotes",
                    level,
                    f"passage {passage.number}",
                    f"{why} {_OWNER}" if passage.kept else why,
                    "A quote goes on without the page that it stood on.",
                    "Nothing more." if passage.kept else known.do,
                )
            )
    return found


_KEYS = ("few", "role", "alone", "linked", "rare", "money")


def _of_linkage(measured: list[Linkage], audience: Audience) -> list[Finding]:
    found = []
    for one in measured:
        if one.quotes < _FEWEST or not one.beyond_chance:
            continue
        found.append(
            Finding(
                "linkage",
                "note" if audience.kind == "research" else "look",
                f"quotes, within {one.within}",
                f"{one.right} of {one.quotes} were traced to their writers by style "
                f"alone ({one.share:.0%}, 95 % interval {one.low:.0%} to "
                f"{one.high:.0%}; by chance {one.chance:.0%}).",
                "Who has a colleague's other texts can tell which quotes are theirs.",
                "Quote fewer and shorter passages; tell more in other words. Give "
                "out no texts of members beside this output.",
            )
        )
    return found


def _of_people(alone: list[Unique], audience: Audience) -> list[Finding]:
    said = {"set_id": "set", "role": "role", "session": "session"}
    return [
        Finding(
            "uniqueness",
            "note",
            " and ".join(said[column] for column in one.by),
            f"{one.unique} of {one.people} people are the only ones of their kind"
            f"{' in some session' if 'session' in one.by else ''}.",
            "With these beside a quote or a count, its writer would be known.",
            "Never show them together; this output does not."
            if audience.kind in ("programme", "public")
            else "Do not pass this output on.",
        )
        for one in alone
        if one.unique
    ]
