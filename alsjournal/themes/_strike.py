"""Take out of a codebook what points at texts that go, or repeats their words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace

from alsjournal.themes._events import Event
from alsjournal.themes._quotes import runs_of, words_of
from alsjournal.themes.codebook import Codebook

__all__ = ["Gone", "struck"]

NAMELESS = "[name]"
NOWHERE = "[gone]"
"""What a name, and an id, that stood in somebody's words becomes."""

SENTENCE = 3
"""A definition or a reason of as many words goes if all of it stands in a text. A
judgement, as is the run of six words: two words are anybody's."""


@dataclass(frozen=True, repr=False)
class Gone:
    """What goes. Not shown: these are ids and people's words.

    Parameters
    ----------
    texts, codings, members, records : frozenset of str, default=frozenset()
        Ids of reflections and of codings; pseudonyms; ids of anything else.
    words : tuple of str, default=()
        What they wrote.
    """

    texts: frozenset[str] = frozenset()
    codings: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    _runs: set[tuple[str, ...]] = field(default_factory=set, init=False)
    _whole: list[str] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        self._runs.update(runs_of(self.words))
        self._whole.extend(_spaced(text) for text in self.words)

    def repeats(self, text: str, *, whole: int | None = SENTENCE) -> bool:
        """Tell whether six words in a row, or all of a text, are also in theirs.

        Parameters
        ----------
        text : str
        whole : int or None, default=3
            How many words a text must have to count as theirs if all of it is; None
            for never.
        """
        if runs_of([text]) & self._runs:
            return True
        n = len(words_of(text))
        if whole is None or n < max(whole, 1):
            return False
        own = _spaced(text)
        return any(own in theirs for theirs in self._whole)

    def nameless(self, text: str) -> str:
        """Return a text in which no pseudonym and no id of theirs stands."""
        for ids, instead in (
            (self.members, NAMELESS),
            (self.texts | self.codings | self.records, NOWHERE),
        ):
            # A plain number is an id in its column, and anything in a sentence.
            words = (i for i in ids if not i.isdecimal())
            told = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
            if told:
                found = rf"\[member (?:{told})\]|(?<![\w-])(?:{told})(?![\w-])"
                text = re.sub(found, instead, text)
        return text


def struck(codebook: Codebook, gone: Gone) -> tuple[Codebook, list[Event]]:
    """Take out of a codebook what points at texts that go, or repeats their words.

    Every decision stays a decision: how many there are, their order, and so what
    "undone" takes back. Out of each go the ids of those texts and codings (and the
    number of texts read is less by them), and all that was said of such a text
    ("why"); out of what people wrote go examples, definitions and names that repeat
    the words, and pseudonyms.

    Parameters
    ----------
    codebook : Codebook
    gone : Gone

    Returns
    -------
    codebook : Codebook
    changed : list of Event
        The events as they were, of those that are not the same any more.

    Examples
    --------
    >>> book = Codebook().add("Cover", by="Ade").read("t1", ["r1", "r2"], by="Ade")
    >>> new, changed = struck(book, Gone(texts=frozenset({"r1"})))
    >>> new.theme("t1").texts_read, new.version == book.version, len(changed)
    (('r2',), True, 1)
    """
    new = [_struck(event, gone) for event in codebook.events]
    changed = [e for e, own in zip(codebook.events, new, strict=True) if e != own]
    return replace(codebook, events=tuple(new)), changed


def _struck(event: Event, gone: Gone) -> Event:
    texts = tuple(t for t in event.texts if t not in gone.texts)
    lost = len(event.texts) - len(texts)
    # What somebody said of a text goes with it, as a memo about it does.
    why = "" if lost or gone.repeats(event.why) else gone.nameless(event.why)
    value = _value(event, gone, lost)
    by = gone.nameless(event.by)
    return replace(event, texts=texts, why=why, value=value, by=by)


def _value(event: Event, gone: Gone, lost: int) -> str:
    if event.action in ("read", "doubted"):
        return str(int(event.value) - lost) if lost else event.value
    if event.action in ("made", "added", "named"):
        return _name(event.value, event.theme, gone)
    if event.action == "adopted":
        return _sentence(event.value, gone)
    if event.action == "split":
        pairs = zip(json.loads(event.value), event.others, strict=True)
        names = [_name(str(name), own, gone) for name, own in pairs]
        return json.dumps(names, ensure_ascii=False)
    return _defined(event.value, gone) if event.action == "defined" else event.value


def _defined(value: str, gone: Gone) -> str:
    given = json.loads(value)
    for key, said in given.items():
        if key == "coded_examples":
            given[key] = [i for i in said if i not in gone.codings]
        elif key == "examples":
            own = [s for s in said if not gone.repeats(s, whole=1)]
            given[key] = [gone.nameless(s) for s in own]
        else:
            given[key] = _sentence(said, gone)
    return json.dumps(given, ensure_ascii=False)


def _sentence(text: str, gone: Gone) -> str:
    return "" if gone.repeats(text) else gone.nameless(text)


def _name(name: str, theme: str, gone: Gone) -> str:
    # A theme must be called something. Names are often a few words of many people.
    return theme if gone.repeats(name, whole=None) else gone.nameless(name)


def _spaced(text: str) -> str:
    return f" {' '.join(words_of(text))} "
