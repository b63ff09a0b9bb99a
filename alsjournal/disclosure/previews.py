"""What writers said of their quotes when they were shown them before others were.

A quote for the public needs its writer's "keep" for exactly these words. One for the
programme needs it as soon as previews for the programme were made, and wherever the
words stood in any preview. A journal in memory has no previews.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from alsjournal.disclosure.audience import Audience
from alsjournal.journal import Journal

__all__ = ["PreviewGate", "preview_gate", "words_of"]

KEEP = "keep"


def words_of(reflection_id: str, quote: str) -> str:
    """Return the fingerprint of a quote of a text, as ``previews`` keeps it.

    Examples
    --------
    >>> words_of("r1", "We met.") == words_of("r1", " We  met. ")
    True
    >>> words_of("r1", "We met.") == words_of("r2", "We met.")
    False
    """
    words = " ".join(quote.split())
    message = f"{len(reflection_id)}:{reflection_id}:{words}"
    return hashlib.sha256(message.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, repr=False)
class PreviewGate:
    """Says which quotes may be shown to one audience, as far as previews go.

    Parameters
    ----------
    closed : bool, default=False
        Whether only quotes that were kept pass.
    kept, asked : frozenset of str, default=frozenset()
        Fingerprints of quotes (see `words_of`) whose writer keeps them, and of all
        that stood in a preview.
    texts : frozenset of str, default=frozenset()
        The texts that hold the quotes that were kept.
    """

    closed: bool = False
    kept: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()

    def lets(self, reflection_id: str, quote: str) -> bool:
        """Say whether a quote of this text may be shown."""
        if not (self.closed or self.asked):
            return True
        words = words_of(reflection_id, quote)
        return words in self.kept or not (self.closed or words in self.asked)


def preview_gate(journal: Journal, audience: str | Audience) -> PreviewGate:
    """Return the gate for quotes of a journal to an audience.

    Of several answers about the same words the last one counts. Research, a set and
    a member need none: they read what its writer's permission lets them read.

    Parameters
    ----------
    journal : Journal
    audience : str or Audience

    Returns
    -------
    PreviewGate
    """
    who = Audience.parse(audience)
    if who.kind not in ("programme", "public"):
        return PreviewGate()
    columns = ["audience", "words", "reflection_id", "answer", "answered"]
    rows = journal.table("previews", columns)
    closed = who.kind == "public" or bool((rows["audience"] == "programme").any())
    given = rows[rows["answer"].notna()]
    if who.kind == "public":  # kept for a narrower audience is not kept for this one
        given = given[given["audience"] == "public"]
    given = given.sort_values("answered", kind="stable")
    last = given.drop_duplicates("words", keep="last")
    kept = last[last["answer"] == KEEP]
    return PreviewGate(
        closed,
        frozenset(kept["words"]),
        frozenset(rows["words"]),
        frozenset(kept["reflection_id"]),
    )
