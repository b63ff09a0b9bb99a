"""A codebook as a file: one event a line, only added to, and sealed line by line.

Each line has a seal, made of the line before it and of what it says. So nothing can be
edited, taken out or put in another order without the rest showing it: a guard against
accident and the well-meant edit by hand, not against somebody who makes new seals.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from alsjournal.anonymise.named import surely_names
from alsjournal.errors import DisclosureError, InputError, SourceError
from alsjournal.themes._events import Event, Theme, event_of
from alsjournal.themes._quotes import RUN, runs_of
from alsjournal.themes.codebook import Codebook

if TYPE_CHECKING:
    from alsjournal.journal import Journal

__all__ = [
    "lines_of",
    "of_lines",
    "quoted_in",
    "read_codebook",
    "refuse_names",
    "refuse_quotes",
    "write_codebook",
]

FORMAT = "alsjournal-codebook"
VERSION = 2
_MARK = 16
_MOST_BYTES = 50_000_000
_MODE = 0o600


def write_codebook(
    codebook: Codebook,
    path: str | os.PathLike[str],
    *,
    journal: Journal | None = None,
    with_texts: bool = True,
) -> Path:
    """Write a codebook, one event a line; a file of it is only added to.

    Parameters
    ----------
    codebook : Codebook
    path : str or path-like
        Ending in ``.jsonl``. If the file is there, it must be an earlier state of
        this codebook; the new events go to its end.
    journal : Journal, optional
        The texts that the codebook is about. Given, a codebook that repeats six words
        in a row of one of them is refused.
    with_texts : bool, default=True
        Whether the ids of texts are written. False for a file that leaves those who
        may see the journal: how many were read stays, which ones does not, and
        neither corrections of single texts nor what was resolved has an effect when it
        is read.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    InputError
        If the path ends in something else, or the file holds something else.
    DisclosureError
        If a text's words stand in the codebook.
    """
    if not isinstance(codebook, Codebook):
        msg = f"codebook must be a Codebook. Got {type(codebook).__name__}."  # type: ignore[unreachable]
        raise InputError(msg)
    target = _jsonl(path)
    if journal is not None:
        refuse_quotes(codebook, journal)
    if not with_texts:
        codebook = replace(codebook, events=tuple(map(_bare, codebook.events)))
    text = lines_of(codebook)
    before = _text(target) if target.exists() else ""
    if not text.startswith(before):
        msg = (
            "path must be a new file, or hold an earlier state of this codebook. Got "
            "one whose events would be lost. Choose another path, or read that file "
            "and go on from it."
        )
        raise InputError(msg)
    # Only the end is written, so that an earlier line cannot be lost half-way.
    opened = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _MODE)
    with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as file:
        file.write(text[len(before) :])
    return target


def read_codebook(path: str | os.PathLike[str]) -> Codebook:
    """Read what `write_codebook` wrote.

    Parameters
    ----------
    path : str or path-like

    Returns
    -------
    Codebook

    Raises
    ------
    SourceError
        If there is no such file.
    InputError
        If it is no codebook, or was changed since it was written.
    """
    target = _jsonl(path)
    if not target.is_file():
        msg = "path must be a file that write_codebook wrote. There is none."
        raise SourceError(msg)
    return of_lines(_text(target))


def lines_of(codebook: Codebook) -> str:
    """Return a codebook as lines, the same for the same events.

    Examples
    --------
    >>> print(lines_of(Codebook()), end="")
    {"format": "alsjournal-codebook", "version": 2}
    """
    head = json.dumps({"format": FORMAT, "version": VERSION})
    lines, seal = [head], _mark_of("", head)
    for event in codebook.events:
        line = _plain(asdict(event))
        seal = _mark_of(seal, line)
        lines.append(f'{line[:-1]}, "seal": "{seal}"}}')
    return "\n".join(lines) + "\n"


def of_lines(text: str) -> Codebook:
    """Read what `lines_of` wrote.

    Raises
    ------
    InputError
        If it is something else, or was changed since.
    """
    head, *lines = text.split("\n")
    _check_head(head)
    if not lines or lines.pop() != "":
        _refuse("its last line is cut off")
    seal, events = _mark_of("", head), []
    for n, line in enumerate(lines, start=2):
        event, claimed = _event(line, n)
        seal = _mark_of(seal, _plain(asdict(event)))
        if claimed != seal:
            _refuse(f"line {n}, or one before it, was changed or taken out")
        events.append(event)
    book = Codebook(tuple(events))
    try:
        book.themes()
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        _refuse("its events do not follow from each other")
    return book


def quoted_in(codebook: Codebook, journal: Journal) -> list[tuple[str, str]]:
    """Return where a codebook repeats a text: words of a member must not leave in it.

    Parameters
    ----------
    codebook : Codebook
    journal : Journal

    Returns
    -------
    list of (theme_id, field)
        Where six words in a row, whatever the case and the marks, are also in a text
        of the journal; in any event, also one that was undone. Names and "why" are
        looked at too.
    """
    said = [
        (event.theme, event.action, own)
        for event in codebook.events
        for own in runs_of(_words_of(event))
    ]
    wanted = {own for *_, own in said}
    if not wanted:
        return []
    found: set[tuple[str, ...]] = set()
    for rows in journal.batches("reflections", ["text"]):
        for text in rows["text"].dropna():
            found |= wanted & runs_of([str(text)])
    return list(dict.fromkeys((t, action) for t, action, own in said if own in found))


def refuse_quotes(codebook: Codebook, journal: Journal) -> None:
    """Refuse a codebook in which a text's words stand.

    Raises
    ------
    DisclosureError
        Which themes and what of them; never the words.
    """
    found = quoted_in(codebook, journal)
    if found:
        where = ", ".join(f"{theme} ({action})" for theme, action in found)
        msg = (
            f"A codebook must not hold members' words: it may leave the house. "
            f"{RUN} words in a row of a text stand in: {where}. Say it in words of "
            f"your own, or give the id of a coding (coded_examples)."
        )
        raise DisclosureError(msg)


def refuse_names(codebook: Codebook, earlier: Codebook) -> None:
    """Refuse a codebook in which a theme newly names somebody.

    Names and central ideas go to all audiences, the rest into files for others, and no
    roster is at hand to mask them by.

    Raises
    ------
    DisclosureError
        Which themes, and what of them; never the words.
    """
    known = {said for theme in earlier.themes() for _, said in _told_of(theme)}
    found = [
        f"{theme.theme_id} ({where})"
        for theme in codebook.themes()
        for where, said in _told_of(theme)
        if said not in known and surely_names(said)
    ]
    if found:
        msg = (
            f"A theme must name nobody: it goes to all who read of it. What reads as a "
            f"first name with a surname, or as a title with a name, newly stands in: "
            f"{', '.join(dict.fromkeys(found))}; nothing was kept. Say what it is "
            f"about, in other words."
        )
        raise DisclosureError(msg)


def _told_of(theme: Theme) -> list[tuple[str, str]]:
    """Return what people write of a theme, each with what it is called."""
    return [
        ("name", theme.name),
        ("central idea", theme.definition),
        ("include", theme.include),
        ("exclude", theme.exclude),
        *(("examples", one) for one in theme.examples),
    ]


def _words_of(event: Event) -> list[str]:
    """Return each text of an event apart, so that no run goes from one to another."""
    if event.action not in ("defined", "split"):
        return [event.value, event.why]
    given = json.loads(event.value)
    parts = given if isinstance(given, list) else list(given.values())
    flat = [x for p in parts for x in (p if isinstance(p, list) else [p])]
    return [*map(str, flat), event.why]


def _bare(event: Event) -> Event:
    """Return an event without the ids of texts, codings and outcomes."""
    if event.action == "resolved":
        event = replace(event, value="")
    if event.action == "defined":
        given = json.loads(event.value)
        given.pop("coded_examples", None)
        event = replace(event, value=json.dumps(given, ensure_ascii=False))
    return replace(event, texts=())


def _plain(kept: dict[str, object]) -> str:
    line = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    # Half a character, as a broken file can bring it, cannot be written.
    return line.encode("utf-8", "replace").decode()


def _mark_of(before: str, line: str) -> str:
    return hashlib.sha256(f"{before}\n{line}".encode()).hexdigest()[:_MARK]


def _check_head(head: str) -> None:
    try:
        kept = json.loads(head)
        known = kept["format"] == FORMAT
        version = kept["version"]
    except (ValueError, KeyError, TypeError, RecursionError):
        known = False
    if not known:
        _refuse("the first line does not say that it is one")
    if version != VERSION:
        msg = f"The codebook must be of format {VERSION}. Got another; update."
        raise InputError(msg)


def _event(line: str, n: int) -> tuple[Event, object]:
    try:
        kept = json.loads(line)
        claimed = kept.pop("seal")
        return event_of(kept), claimed
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        _refuse(f"line {n} is no event")


def _jsonl(path: str | os.PathLike[str]) -> Path:
    target = Path(path)
    if target.suffix != ".jsonl":
        msg = f"path must end in .jsonl. Got {target.suffix or 'no ending'!r}."
        raise InputError(msg)
    return target


def _text(path: Path) -> str:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        _refuse("it is no plain file, or far too large")
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        _refuse("it is not UTF-8")


def _refuse(what: str) -> NoReturn:
    msg = (
        f"A codebook must be what write_codebook writes. Got one where {what}. Copy it "
        f"again; to change a codebook, use its methods or `alsjournal codebook`."
    )
    raise InputError(msg) from None
