"""Cues: readable patterns over words, that say where a code may be shown.

::

    backfill                the word
    delegat*                every word that begins so
    (locum|bank nurse)      one or the other
    (the|a)? room           with the first word or without
    cover ~3 clinic         up to three words between
    no money & pilot        both in the sentence, in either order
    £4m, two, half, 30%     #  stands for each: a number or a part
    @board                  every word of the list "board" of the codebook

Case, the shape of an apostrophe and whether a contraction is written with one do not
matter: "can't", "cant" and "cannot" are all "can not", in cues and in texts. A comma
or another mark inside the sentence counts as a word, so that a cue without ``~`` does
not reach over it.

A cue becomes a regular expression over words with a space between them. Every repeat
in it is bounded and words cannot be split in two ways, so that the time it takes grows
with the length of the sentence and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alsjournal.errors import InputError

__all__ = ["Cue", "CueIndex", "as_words", "compiled", "keys_of"]

MOST_BETWEEN = 10
"""The most words that ``~`` may let stand between."""

MOST_GAPS = 3
"""The most ``~`` one after another, which bounds the time that a sentence takes."""

_DEEPEST = 4

_TOKEN = re.compile(
    r"\[[^\]\n]{1,40}\]|[£$€]?\d[\d.,]*\d[a-z%]*|[£$€]?\d[a-z%]*"
    r"|[^\W_]+(?:['\u2019-][^\W_]+)*|[.,;:!?\u2026\u2013\u2014()]"
)
_BARE = (
    *("do", "did", "does", "is", "was", "were", "would"),
    *("could", "should", "has", "have", "had", "are", "need"),
)
_SPLIT = {
    **{f"{verb}n't": f"{verb} not" for verb in (*_BARE, "might", "must", "ought")},
    **{f"{verb}nt": f"{verb} not" for verb in _BARE},
    "can't": "can not",
    "cant": "can not",
    "cannot": "can not",
    "won't": "will not",
    "wont": "will not",
    "ain't": "is not",
    "aint": "is not",
    "noone": "no one",
    "no-one": "no one",
    "no-body": "nobody",
}
_ALIEN = re.compile(r"[^ \w'\u2019*-]")
_TAILS = ("'s", "'ve", "'re", "'ll", "'d", "'m")
_TAIL = re.compile(r"^(.+)'(s|ve|re|ll|d|m)$")
_NUMBER = (
    r"(?:[£$€]?\d[^ ]*|[^ ]+-thirds?|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|twenty[^ ]*|"
    r"thirty[^ ]*|forty[^ ]*|fifty[^ ]*|sixty[^ ]*|seventy[^ ]*|eighty[^ ]*|"
    r"ninety[^ ]*|hundreds?|thousands?|millions?|half|third|quarter|fifth|dozen) "
)
_SIGN = re.compile(r"[()|?]|~\d+|[^\s()|?~&]+|\S")
Keys = tuple[str, ...]
"""One of them is in every sentence of something: ``"=word"``, or the beginning of a
word."""

_OFTEN = (
    "a all and are as at be been but by do did for from had have he her him his i in "
    "is it me more my no not of on one or our out she so that the their them they this "
    "to up us was we were what who with you"
)
_COMMON = frozenset(f"={word}" for word in _OFTEN.split())
"""Keys that say least: nearly every sentence has one."""

_STAR = "\u01c1"  # a letter that no English word has, so that it stays in its word


def as_words(text: str) -> str:
    """Return the words of a sentence as cues see them, a space round each.

    Examples
    --------
    >>> as_words("We can't say; it's £4m.")
    " we can not say , it 's £4m "
    """
    out = []
    for found in _TOKEN.findall(text.lower()):
        token = found.replace("\u2019", "'")
        if token[0] in ".,;:!?\u2026\u2013\u2014()":
            out.append(",")
            continue
        split = _SPLIT.get(token)
        if split is None:
            tail = _TAIL.match(token) if "'" in token else None
            split = f"{tail[1]} '{tail[2]}" if tail else token
        out.append(split)
    while out and out[-1] == ",":
        out.pop()
    return f" {' '.join(out)} "


class Hit(NamedTuple):
    """Where a cue begins and ends in the words of a sentence."""

    start: int
    end: int


@dataclass(frozen=True)
class Cue:
    """A pattern over words, ready to search.

    Parameters
    ----------
    pattern : str
        As it was written.
    parts : tuple of re.Pattern
        All of them must be found.
    needs : tuple of frozenset of str
        A sentence that has the cue has one key of each, see `keys_of`; the rarest
        first. None: it must be searched for everywhere.
    """

    pattern: str
    parts: tuple[re.Pattern[str], ...]
    needs: tuple[frozenset[str], ...]

    def find(self, words: str) -> Hit | None:
        """Return where it is in the words of a sentence, see `as_words`.

        Examples
        --------
        >>> compiled("cover ~2 clinic").find(as_words("Cover for my clinic."))
        Hit(start=1, end=21)
        """
        first: Hit | None = None
        for part in self.parts:
            found = part.search(words)
            if found is None:
                return None
            first = first or Hit(found.start(), found.end())
        return first


def compiled(pattern: str, words: Mapping[str, Sequence[str]] | None = None) -> Cue:
    """Read one cue.

    Parameters
    ----------
    pattern : str
    words : mapping of str to sequence of str, optional
        The lists that ``@name`` stands for.

    Returns
    -------
    Cue

    Raises
    ------
    InputError
        If it cannot be read; the message says why, and where in the cue.

    Examples
    --------
    >>> compiled("(locum|bank nurse) ~99 desk")
    Traceback (most recent call last):
    alsjournal.errors.InputError: ~ must let stand 1 to 10 words between. Got ~99.
    """
    pieces = [_Reader(part, words or {}).whole() for part in pattern.split("&")]
    parts = tuple(re.compile(r"(?<= )" + piece.regex) for piece in pieces)
    needs = sorted((keys for p in pieces for keys in p.needs), key=_says, reverse=True)
    return Cue(pattern, parts, tuple(map(frozenset, needs)))


class _Piece(NamedTuple):
    """``needs``: one key of each is there."""

    regex: str
    needs: tuple[Keys, ...] = ()
    gaps: int = 0


class _Reader:
    """Reads a part of a cue from left to right, groups within groups."""

    def __init__(self, part: str, lists: Mapping[str, Sequence[str]]) -> None:
        self.signs = _SIGN.findall(part)
        self.lists = lists
        self.depth = 0

    def whole(self) -> _Piece:
        piece = self.choice()
        if self.signs:
            msg = f"A cue must have a ( for each ). Got {self.signs[0]!r} left over."
            raise InputError(msg)
        if not piece.needs and _NUMBER not in piece.regex:
            msg = "A cue must have a word that must be there. Got one without."
            raise InputError(msg)
        if piece.gaps > MOST_GAPS:
            msg = f"A cue may have {MOST_GAPS} ~ one after another. Got {piece.gaps}."
            raise InputError(msg)
        return piece

    def choice(self) -> _Piece:
        many = [self.sequence()]
        while self.signs and self.signs[0] == "|":
            self.signs.pop(0)
            many.append(self.sequence())
        return _either(many)

    def sequence(self) -> _Piece:
        regex, gaps, empty = "", 0, True
        needs: tuple[Keys, ...] = ()
        while self.signs and self.signs[0] not in "|)":
            piece = self.piece()
            regex += piece.regex
            needs += piece.needs
            gaps += piece.gaps
            empty = False
        if empty:
            msg = "A cue must have a word on each side of | and in each ( ). Got none."
            raise InputError(msg)
        return _Piece(regex, needs, gaps)

    def piece(self) -> _Piece:
        sign = self.signs.pop(0)
        if sign == "(":
            return self.group()
        if sign[0] == "~" and sign[1:]:
            return _gap(int(sign[1:]))
        if sign == "#":
            return _Piece(_NUMBER)
        if sign == ",":
            return _Piece(", ")
        if sign[0] == "@":
            return self.named(sign[1:])
        return _phrase(sign)

    def group(self) -> _Piece:
        self.depth += 1
        if self.depth > _DEEPEST:
            msg = f"A cue may have ( ) {_DEEPEST} deep at most. Got more."
            raise InputError(msg)
        inner = self.choice()
        if not self.signs or self.signs.pop(0) != ")":
            msg = "A cue must have a ) for each (. Got one open."
            raise InputError(msg)
        self.depth -= 1
        if self.signs and self.signs[0] == "?":
            self.signs.pop(0)
            return _Piece(f"(?:{inner.regex})?", (), inner.gaps)
        return inner

    def named(self, name: str) -> _Piece:
        if name not in self.lists:
            msg = f"@{name} must be a list under [words]. Got no such list."
            raise InputError(msg)
        return _either([_phrase(one) for one in self.lists[name]])


def _says(keys: Keys) -> tuple[bool, int, int]:
    """Return how much keys say: most if none is common, all are long, and few."""
    return _COMMON.isdisjoint(keys), min(map(len, keys)), -len(keys)


def _either(many: Sequence[_Piece]) -> _Piece:
    if len(many) == 1:
        return many[0]
    regex = "|".join(piece.regex for piece in many)
    needs: tuple[Keys, ...] = ()
    if all(piece.needs for piece in many):
        best = [max(piece.needs, key=_says) for piece in many]
        needs = (tuple(dict.fromkeys(key for keys in best for key in keys)),)
    return _Piece(f"(?:{regex})", needs, max(piece.gaps for piece in many))


def _gap(size: int) -> _Piece:
    if not 1 <= size <= MOST_BETWEEN:
        msg = f"~ must let stand 1 to {MOST_BETWEEN} words between. Got ~{size}."
        raise InputError(msg)
    return _Piece(f"(?:[^ ]+ ){{0,{size}}}?", (), 1)


def _phrase(written: str) -> _Piece:
    if written in _TAILS:
        return _Piece(_word(written), ((f"={written}",),))
    tokens = as_words(written.replace("*", _STAR)).split()
    if not tokens or _ALIEN.search(written):
        msg = f"A cue has words, ( | ), ?, ~, #, & and @. Got {written[:20]!r} in it."
        raise InputError(msg)
    needs = tuple(keys for token in tokens if (keys := _key(token)))
    return _Piece("".join(_word(token) for token in tokens), needs)


def _word(token: str) -> str:
    return re.escape(token).replace(_STAR, "[^ ]*") + " "


def _key(token: str) -> Keys:
    start, star, _ = token.partition(_STAR)
    if not star:
        return (f"={token}",)
    return (start[:4],) if start else ()


def keys_of(words: str) -> frozenset[str]:
    """Return every key that a cue in these words may need: see `Cue`.

    Examples
    --------
    >>> sorted(keys_of(" no locums "))
    ['=locums', '=no', 'l', 'lo', 'loc', 'locu', 'n', 'no']
    """
    tokens = set(words.split())
    starts = [token[:n] for token in tokens for n in (1, 2, 3, 4)]
    return frozenset([*starts, *map("=".__add__, tokens)])


class CueIndex:
    """Many cues, of which each sentence is searched for those few that it may have.

    Parameters
    ----------
    cues : sequence of Cue
    """

    def __init__(self, cues: Sequence[Cue]) -> None:
        self._cues = tuple(cues)
        self._most = max((len(cue.needs) for cue in cues), default=0)
        # A number with a bit for each cue and need: whether a key meets it.
        self._without, self._met_by = 0, dict[str, int]()
        for i, cue in enumerate(cues):
            for nth in range(self._most):
                bit = 1 << (nth * len(cues) + i)
                if nth >= len(cue.needs):
                    self._without |= bit
                    continue
                for key in cue.needs[nth]:
                    self._met_by[key] = self._met_by.get(key, 0) | bit
        self._keys = frozenset(self._met_by)

    def find(self, words: str, keys: frozenset[str] | None = None) -> dict[int, Hit]:
        """Return which cues are in the words of a sentence, by their position.

        Parameters
        ----------
        words : str
            See `as_words`.
        keys : frozenset of str, optional
            Those of the words, see `keys_of`, where several look for cues in them.

        Examples
        --------
        >>> index = CueIndex([compiled("backfill"), compiled("locum*")])
        >>> index.find(as_words("No locums again."))
        {1: Hit(start=4, end=11)}
        """
        own = keys_of(words) if keys is None else keys
        met = self._without
        for key in self._keys & own:
            met |= self._met_by[key]
        maybe = (1 << len(self._cues)) - 1
        for _ in range(self._most):
            maybe &= met
            met >>= len(self._cues)
        found = {}
        while maybe:
            i = (maybe & -maybe).bit_length() - 1
            maybe &= maybe - 1
            if (hit := self._cues[i].find(words)) is not None:
                found[i] = hit
        return found
