"""Whose a state is, whether it is denied, and whether it is only supposed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["FIRST", "is_denied", "is_own", "is_supposed", "subject_of"]

FIRST = frozenset({"i", "me", "my", "myself", "mine", "we", "us", "our", "ourselves"})
"""Words for the writer, alone or among others."""

_SUBJECTS = ("nsubj", "nsubjpass")
_UP = frozenset(
    {"acomp", "attr", "oprd", "xcomp", "conj", "ccomp", "advcl", "prep", "pobj"}
    | {"dobj", "pcomp", "advmod", "dep", "npadvmod", "aux", "auxpass"}
)
"""Relations along which a word shares the subject of what it depends on."""

_CAUSES = frozenset({"make", "leave", "keep", "get", "find", "drive", "have", "render"})
_LEVELS = 6
_RELATIVE = frozenset({"who", "that", "which"})
_NEGATORS = frozenset(
    {"not", "n't", "nt", "never", "no", "hardly", "scarcely", "nor", "nothing"}
    | {"longer"}
)
_DENYING = frozenset({"neg", "det", "nsubj", "advmod"})
_SPEECH = frozenset({"say", "tell", "answer", "reply", "shout", "whisper", "ask"})
_BEFORE_SPEECH = frozenset({",", ":", "'", '"', "\u2018", "\u201c"})
_STRONGER = frozenset({"so", "more", "only", "just", "such", "happier", "prouder"})
_THOUGHT = frozenset({"think", "believe", "say", "feel", "know"})
_SUPPOSING = frozenset({"would", "'d", "could", "might", "should", "ought", "may"})
_IF = frozenset({"if", "unless", "whether"})
_START = 4
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "NUM"})
_DEGREES = frozenset(
    {"a", "bit", "little", "quite", "still", "rather", "so", "very", "really", "just"}
    | {"too", "more", "most", "slightly", "pretty", "well"}
)
"""What may stand before a state that opens a sentence: "Bit upset"."""


def is_own(token: Token) -> bool:
    """Say whether a state is the writer's: "I am", "makes me", or nobody named.

    Parameters
    ----------
    token : spacy.tokens.Token
        The word that names it, parsed.

    Returns
    -------
    bool
    """
    if token.dep_ == "amod" and not _says_of_subject(token):
        return False
    whose = subject_of(token)
    if whose is None or whose.lower_ in _DEGREES:
        return token.dep_ != "amod" and _elliptical(token)
    if whose.lower_ in FIRST:
        return not _spoken_by_another(whose)
    return any(c.lower_ in ("my", "our") for c in whose.children if c.dep_ == "poss")


def _says_of_subject(token: Token) -> bool:
    """Say whether it tells of the subject: "I was a proud man", "I went in nervous"."""
    return token.head.dep_ in ("attr", "ROOT") or token.i > token.head.i


def subject_of(token: Token) -> Token | None:
    """Return whose state it is, by the grammar; None if nobody is named."""
    for own in _chain(token):
        subjects = [c for c in own.children if c.dep_ in _SUBJECTS]
        if subjects:
            relative = subjects[0].lower_ in _RELATIVE and own.dep_ == "relcl"
            return own.head if relative else subjects[0]
        if own.dep_ in ("acl", "relcl"):
            return own.head
        if own is not token and own.dep_ in _SUBJECTS:
            return own
        caused = own.dep_ in _UP and own.head.lemma_ in _CAUSES
        objects = [c for c in own.head.children if c.dep_ in ("dobj", "dative")]
        if caused and objects and own not in objects:
            return objects[0]
    return None


def is_denied(token: Token) -> bool:
    """Say whether a state is denied: "not angry", "no fear", "never cross"."""
    for own in _clause(token):
        if own.dep_ == "prep" and token.pos_ == "NOUN":
            break
        near = list(own.children)
        if any(c.lower_ in _NEGATORS and c.dep_ in _DENYING for c in near):
            stronger = {c.lower_ for c in (*near, *token.children)} & _STRONGER
            return not stronger
        doubted = own.dep_ == "ccomp" and own.head.lemma_ in _THOUGHT
        if doubted and any(c.dep_ == "neg" for c in own.head.children):
            return True
    before = token.doc[token.i - 1].lower_ if token.i > token.sent.start else ""
    return before in ("not", "without", "never", "no", "hardly")


def is_supposed(token: Token) -> bool:
    """Say whether a state is asked for, supposed or only possible."""
    for own in _clause(token):
        for child in own.children:
            if child.dep_ == "aux" and child.tag_ == "MD":
                if child.lower_ in _SUPPOSING:
                    return True
            elif child.dep_ == "mark" and child.lower_ in _IF:
                return True
        if own.dep_ == "xcomp" and own.head.lower_ in ("ought", "want", "like"):
            return True
        subjects = [c for c in own.children if c.dep_ in _SUBJECTS]
        if subjects and subjects[0].i > own.i and _asks(token):
            return True
    return False


def _spoken_by_another(pronoun: Token) -> bool:
    """Say whether an "I" is that of somebody quoted: "he said, I am frightened"."""
    verb = pronoun.head
    while verb.dep_ in ("conj", "acomp", "xcomp", "advcl") and verb.head is not verb:
        verb = verb.head
    if verb.dep_ != "ccomp" or verb.head.lemma_ not in _SPEECH:
        return False
    between = verb.doc[min(verb.head.i, pronoun.i) : pronoun.i]
    speakers = [c for c in verb.head.children if c.dep_ in _SUBJECTS]
    marked = any(t.text in _BEFORE_SPEECH for t in between)
    return marked and not any(s.lower_ in FIRST for s in speakers)


def _asks(token: Token) -> bool:
    return any(t.text == "?" for t in token.sent[-2:])


def _chain(token: Token) -> Iterator[Token]:
    own: Token = token
    for _ in range(_LEVELS):
        yield own
        if own.dep_ not in _UP and not (own is token and own.dep_ == "amod"):
            return
        own = own.head


def _clause(token: Token) -> Iterator[Token]:
    """Yield a word and what it depends on, up to the one that has the subject."""
    for own in _chain(token):
        yield own
        if any(c.dep_ in _SUBJECTS for c in own.children):
            return


def _elliptical(token: Token) -> bool:
    """Say whether a sentence opens with the state, and leaves its "I" out."""
    start = token.sent.start
    mistaken = token.pos_ in ("NOUN", "PROPN") and token.dep_ != "ROOT"
    if token.i - start >= _START or mistaken:
        return False
    if token.pos_ in ("VERB", "AUX") and token.tag_ not in ("VBD", "VBN"):
        return False
    before = (t for t in token.doc[start : token.i] if t.lower_ not in _DEGREES)
    verbs = ("feel", "felt")
    return not any(t.pos_ in _NOMINAL and t.lower_ not in verbs for t in before)
