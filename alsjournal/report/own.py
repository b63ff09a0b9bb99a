"""Compute what is held of one member: for them alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from alsjournal._version import __version__
from alsjournal.anonymise.release_names import ReleaseNames, release_names
from alsjournal.disclosure import (
    Audience,
    audience_of,
    is_unread,
    permissions_of,
    preview_gate,
)
from alsjournal.journal import Journal
from alsjournal.report.own_record import Deed, deeds_of
from alsjournal.report.readable import readable
from alsjournal.report.rows import plain_rows
from alsjournal.trends import Coded, Coder, as_coded
from alsjournal.trends.quotes import chosen_quotes

__all__ = ["Own", "Passage", "Text", "own_of"]

_COLUMNS = (
    *("reflection_id", "set_id", "session", "member"),
    *("author_kind", "prompt", "text"),
)
_READERS = ("programme", "public")


@dataclass(frozen=True, repr=False)
class Text:
    """A text of theirs, in the words that are kept."""

    set_id: str | None
    session: int | None
    prompt: str | None
    words: str
    use: str
    reach: str
    declared: bool
    unread: bool


@dataclass(frozen=True, repr=False)
class Passage:
    """Words that would be quoted; ``readers`` say by whom, and whether they ask first.

    A reader is *set*, *programme* or *public*, with *_asked* where a "keep" is needed
    first.
    """

    words: str
    readers: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass(frozen=True, repr=False)
class Own:
    """All that is held of a member.

    ``counted`` has the sessions of each theme; ``there`` a row (set, session, whether
    they were there, their part) a session; ``survey`` rows (round, question, answer);
    ``responses`` the words of each answer to a finding, empty where it has none.
    """

    title: str
    audience: Audience
    fictional: bool
    contact: str
    texts: tuple[Text, ...]
    passages: tuple[Passage, ...]
    counted: Mapping[str, tuple[int, ...]]
    there: tuple[tuple[str, int, bool | None, str], ...]
    deeds: tuple[Deed, ...]
    survey: tuple[tuple[str, str, str], ...]
    responses: tuple[str, ...]
    version: str = __version__


def own_of(
    journal: Journal,
    themes: Coder | Coded | pd.DataFrame,
    *,
    audience: str | Audience,
    release: str | None = None,
) -> Own:
    """Gather what is held of one member.

    Parameters
    ----------
    journal : Journal
    themes : ThemeModel or pandas.DataFrame
    audience : str or Audience
        ``member:<pseudonym>``.
    release : str, optional
        What the page is called: another name gives people other letters.

    Returns
    -------
    Own
        Their own texts and entries alone, whatever they allowed others. Whom these
        mention has a letter of this page; they are "[you]" themselves.

    Raises
    ------
    InputError
        If the journal does not have the member.
    """
    who = audience_of(journal, audience)
    coded = readable(as_coded(journal, themes))
    rows = journal.table("reflections", _COLUMNS)
    rows = _theirs(rows, "member", who).sort_values("session", kind="stable")
    deeds, said = (
        deeds_of(journal, who),
        _theirs(journal.table("responses"), "member", who),
    )
    quoted = _quoted(journal, coded, rows, who)
    words = [*rows["text"], *quoted["said"], *(d.words for d in deeds)]
    words += [*said["text"].dropna(), *rows["prompt"].dropna()]
    told = _Told(journal, words, who, release)
    return Own(
        title=str(journal.provenance.get("title", "Action learning sets")),
        audience=who,
        fictional=bool(journal.provenance.get("fictional", False)),
        contact=str(journal.provenance.get("contact", "")),
        texts=tuple(_texts(journal, rows, told)),
        passages=tuple(_passages(quoted, told)),
        counted=_counted(journal, coded, rows),
        there=tuple(_there(journal, who)),
        deeds=tuple(replace(deed, words=told(deed.words)) for deed in deeds),
        survey=tuple(_survey(journal, who)),
        responses=tuple("" if pd.isna(t) else told(t) for t in said["text"]),
    )


def _theirs(rows: pd.DataFrame, column: str, who: Audience) -> pd.DataFrame:
    return rows[(rows[column] == who.name).fillna(value=False).astype(bool)]


class _Told:
    """Says words as the member reads them: others by letters, themselves as you."""

    def __init__(
        self, journal: Journal, words: Sequence[str], who: Audience, release: str | None
    ) -> None:
        frame = pd.DataFrame({"theme": "own", "said": list(words), "member": who.name})
        self._member = who.name
        self._names: ReleaseNames = release_names(journal, frame, who, release)

    def __call__(self, words: str) -> str:
        said = self._names.render(words, writer=self._member)
        return said.replace("[the writer]", "[you]")


def _texts(journal: Journal, rows: pd.DataFrame, told: _Told) -> Iterator[Text]:
    allowed = permissions_of(journal, rows)
    unread = is_unread(journal, rows["reflection_id"])
    for i, row in zip(rows.index, plain_rows(rows), strict=True):
        yield Text(
            row["set_id"],
            None if row["session"] is None else int(row["session"]),
            None if row["prompt"] is None else told(row["prompt"]),
            told(str(row["text"])),
            str(allowed.loc[i, "use"]),
            str(allowed.loc[i, "reach"]),
            bool(allowed.loc[i, "declared"]),
            bool(unread.loc[i]),
        )


def _quoted(
    journal: Journal, coded: Coded, rows: pd.DataFrame, who: Audience
) -> pd.DataFrame:
    """Return what would be quoted of them, to each reader, as a preview chooses."""
    sets = [Audience.set(str(one)) for one in rows["set_id"].dropna().unique()]
    parts = []
    for reader in (*sets, *map(Audience.parse, _READERS)):
        chosen = _theirs(chosen_quotes(journal, coded, reader), "member", who)
        gate = preview_gate(journal, reader)
        pairs = zip(chosen["reflection_id"], chosen["quote"], strict=True)
        free = [gate.lets(text, quote) for text, quote in pairs]
        named = [reader.kind if may else f"{reader.kind}_asked" for may in free]
        parts.append(chosen.assign(reader=pd.Series(named, chosen.index, dtype="str")))
    return pd.concat(parts, ignore_index=True)


def _passages(quoted: pd.DataFrame, told: _Told) -> Iterator[Passage]:
    for (_, said), of in quoted.groupby(["reflection_id", "said"], sort=False):
        readers = tuple(dict.fromkeys(of["reader"]))
        yield Passage(told(str(said)), readers, tuple(dict.fromkeys(of["theme"])))


def _counted(
    journal: Journal, coded: Coded, rows: pd.DataFrame
) -> dict[str, tuple[int, ...]]:
    """Return the sessions at which each theme counted them; none for what is kept."""
    rows = rows[rows["author_kind"].isna() | (rows["author_kind"] == "member")]
    rows = rows[permissions_of(journal, rows)["use"] != "self"]
    found = coded.codings.merge(rows[["reflection_id", "session"]], on="reflection_id")
    return {
        theme: tuple(sorted({int(s) for s in of["session"].dropna()}))
        for theme in coded.themes
        if len(of := found[found["code"] == theme])
    }


def _there(
    journal: Journal, who: Audience
) -> Iterator[tuple[str, int, bool | None, str]]:
    keys = ["set_id", "session"]
    there = _theirs(journal.table("attendance"), "member", who)[[*keys, "present"]]
    led = _theirs(journal.table("facilitations"), "person", who)[[*keys, "part"]]
    both = there.merge(led, on=keys, how="outer").sort_values(keys, kind="stable")
    for row in plain_rows(both):
        present = None if row["present"] is None else bool(row["present"])
        yield str(row["set_id"]), int(row["session"]), present, str(row["part"] or "")


def _survey(journal: Journal, who: Audience) -> Iterator[tuple[str, str, str]]:
    rows: list[dict[str, Any]] = plain_rows(
        _theirs(journal.table("survey"), "respondent", who)
    )
    for row in rows:
        asked = row["question"] or row["item"]
        yield str(row["wave"]), str(asked), str(row["answer"] or "")
