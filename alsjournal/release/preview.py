"""`preview`: a page for each member of what would be quoted of them."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from alsjournal._given import given_path
from alsjournal.anonymise.key import pseudonym
from alsjournal.anonymise.release_names import ReleaseNames
from alsjournal.disclosure import Audience, permissions_of, unread_texts, words_of
from alsjournal.errors import InputError
from alsjournal.exchange.folder import replaced
from alsjournal.journal import Journal
from alsjournal.release.page import Member, Passage, render_preview
from alsjournal.store import JournalStore
from alsjournal.trends import Coded, Coder, as_coded
from alsjournal.trends.quotes import chosen_quotes
from alsjournal.wording import language_name, translated_from

__all__ = ["AUDIENCES", "PreviewReport", "preview"]

AUDIENCES = ("programme", "public")
"""Who may read a quote beyond the set: these need to be asked about first."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class PreviewReport:
    """What was made.

    Parameters
    ----------
    folder : pathlib.Path
    pages : int
        One for each member who wrote.
    passages : int
        Different passages on all pages together.
    quoted : int
        Members of whom something would be quoted.
    unread : mapping of str to int, default={}
        By language, texts that no person has read yet: none of them is quoted.
    """

    folder: Path
    pages: int
    passages: int
    quoted: int
    unread: Mapping[str, int] = field(default_factory=dict)


def preview(
    store: JournalStore,
    themes: Coder | Coded | pd.DataFrame,
    folder: str | os.PathLike[str],
    *,
    audience: str | Audience | Sequence[str | Audience] = AUDIENCES,
) -> PreviewReport:
    """Write a private page for each member: what would be quoted of them, and to whom.

    The passages are those that `alsjournal.quotes` would choose if everybody said
    keep. Each has a code, and the page collects the answers for its reader to copy.

    Parameters
    ----------
    store : JournalStore
        The journal's file, which records that the pages were made: from then on
        `alsjournal.quotes` lets nothing pass to these audiences but what is kept.
    themes : ThemeModel or pandas.DataFrame
        A fitted model, or codings (those made by people too).
    folder : str or path
        New or empty. Only its owner may read it and what is in it. The files have
        the members' pseudonyms as their names: give each to its member, and to
        nobody else.
    audience : {"programme", "public"} or several, default=("programme", "public")

    Returns
    -------
    PreviewReport

    Raises
    ------
    InputError
        If it is no store, an audience is another, the folder holds something, or
        members do not have pseudonyms.
    SourceError
        If it cannot be written there.
    StoreError
        If the pages cannot be recorded; then there are none.

    See Also
    --------
    read_answers : What members answered.

    Notes
    -----
    A code is HMAC-SHA256 of the text and its words under a key that is made for this
    preview and thrown away: nobody can guess one, or tell from it whose words it is.
    """
    if not isinstance(store, JournalStore):
        msg = (  # type: ignore[unreachable]
            "preview() must be given a JournalStore: that a preview was made, and what "
            f"was answered, is kept in the journal's file. Got {type(store).__name__}. "
            f"Write the journal to a file first."
        )
        raise InputError(msg)
    asked = _audiences(audience)
    journal = store.read()
    passages = _passages(journal, as_coded(journal, themes), asked)
    members = _members(journal, passages)
    target = Path(given_path(folder, "folder"))
    title = str(journal.provenance.get("title", "Action learning sets"))
    with replaced(target, private=True, overwrite=False) as new:
        for member in members:
            page = render_preview(member, title=title, audiences=asked)
            (new / f"{member.pseudonym}.html").write_text(page, encoding="utf-8")
        rows = passages.drop(columns=["theme", "quote", "language"]).drop_duplicates()
        store.note_previews(folder, [m.pseudonym for m in members], rows)
    return PreviewReport(
        target,
        len(members),
        passages["passage"].nunique(),
        passages["member"].nunique(),
        unread_texts(journal),
    )


def _audiences(
    audience: str | Audience | Sequence[str | Audience],
) -> tuple[str, ...]:
    one = isinstance(audience, (str, Audience))
    asked = {str(a) for a in ((audience,) if one else audience)}  # type: ignore[union-attr]
    if not asked or not asked <= set(AUDIENCES):
        msg = (
            "A preview is of what the audiences 'programme' and 'public' would read: "
            f"one or both. Got {', '.join(sorted(asked)) or 'none'}."
        )
        raise InputError(msg)
    return tuple(a for a in AUDIENCES if a in asked)


def _passages(
    journal: Journal, coded: Coded, audiences: tuple[str, ...]
) -> pd.DataFrame:
    """Return all that would be quoted: a row for each theme and audience."""
    key = secrets.token_bytes(32)
    parts = []
    for audience in audiences:
        chosen = chosen_quotes(journal, coded, Audience.parse(audience))
        parts.append(chosen[chosen["member"].notna()].assign(audience=audience))
    both = pd.concat(parts, ignore_index=True)
    pairs = zip(both["reflection_id"], both["quote"], strict=True)
    both["words"] = pd.Series([words_of(i, q) for i, q in pairs], dtype="str")
    codes = {words: pseudonym(key, "q", words) for words in both["words"]}
    both["passage"] = both["words"].map(codes).astype("str")
    # As the public would read it; a programme reads a letter for a colleague more.
    names = ReleaseNames(journal, None, release="preview", audience="public")
    said = zip(both["said"], both["member"], strict=True)
    shown = [names.render(words, writer=str(member)) for words, member in said]
    both["quote"] = pd.Series(shown, index=both.index, dtype="str")
    kept = ["passage", "audience", "member", "reflection_id", "words"]
    return both[[*kept, "theme", "quote", "language"]]


def _origin(language: object) -> str:
    """Name the language that a passage was translated from, if it was."""
    code = translated_from(language) if isinstance(language, str) else ""
    return language_name(code) if code else ""


def _members(journal: Journal, passages: pd.DataFrame) -> list[Member]:
    """Return everybody who wrote, each with what is theirs and nothing else."""
    texts = journal.table("reflections", ["reflection_id", "member", "author_kind"])
    own = texts["author_kind"].isna() | (texts["author_kind"] == "member")
    texts = texts[own & texts["member"].notna()]
    uses = permissions_of(journal, texts)["use"]
    found = []
    for pseudonym_, rows in texts.groupby("member"):
        member = str(pseudonym_)
        if not _FILE_NAME.fullmatch(member):
            msg = (
                "Members must have pseudonyms of letters, digits, - and _, as they "
                "name the pages. Got something else. Use Anonymiser().fit_transform."
            )
            raise InputError(msg)
        counts = uses.loc[rows.index].value_counts()
        theirs = passages[passages["member"] == member]
        found.append(
            Member(
                member,
                {str(use): int(n) for use, n in counts.items()},
                tuple(
                    Passage(
                        str(code),
                        str(of["quote"].iloc[0]),
                        tuple(of["theme"].drop_duplicates()),
                        tuple(of["audience"].drop_duplicates()),
                        _origin(of["language"].iloc[0]),
                    )
                    for code, of in theirs.groupby("passage", sort=False)
                ),
                unread_texts(journal, rows["reflection_id"]),
            )
        )
    return found
