"""`AnonymisationReview`: what the finders are unsure of, one span at a time."""

from __future__ import annotations

from typing import Any

import traitlets

from alsjournal.anonymise.review import AUDIT, WHOLE, ReviewItem, ReviewQueue, Sentence
from alsjournal.errors import AlsjournalError, InputError
from alsjournal.widgets.panel import Panel, module_of

__all__ = ["AnonymisationReview"]

_ASLEEP = (
    "Sentences are shown while the notebook's kernel runs, one at a time; none is kept "
    "in the file."
)
_DONE = "Nothing is left to decide. The next `alsjournal ingest` applies it."
_MOST_WORDS = 30  # more to a side is no name


class AnonymisationReview(Panel):
    """Decide in a notebook what the finders of identifiers are unsure of.

    For the data custodian whom ``programme.toml`` names. One span stands in its
    sentence, with a button and a key for each decision: *a* it identifies, *e* it does
    with more words, *r* it identifies nobody here, *A* and *N* wherever it stands, *s*
    not now, *u* takes the last one back. Of what is to be read whole, *0* says that
    nothing is missed, *m* that the selected words identify somebody. Decisions go at
    once into the log beside the journal, and the next ``alsjournal ingest`` applies
    them.

    A sentence goes to the page as a message, is shown, and is replaced by the next:
    none is in the widget's state, in a saved notebook, or in any attribute.

    Parameters
    ----------
    queue : ReviewQueue
        As ``alsjournal.anonymise.review.open_review`` opens it.

    Attributes
    ----------
    done : int
        How many were decided or skipped; can be watched with ``observe``.

    Raises
    ------
    InputError
        If it is no queue.

    Examples
    --------
    >>> AnonymisationReview("my.duckdb")
    Traceback (most recent call last):
    alsjournal.errors.InputError: queue must be a ReviewQueue, ... Got str.
    """

    _esm = module_of("common.js", "review.js")
    _css: Any = module_of("view.css", "review.css")

    _head = traitlets.Dict().tag(sync=True)
    done = traitlets.Int(0).tag(sync=True)

    def __init__(self, queue: ReviewQueue) -> None:
        given: object = queue
        if not isinstance(given, ReviewQueue):
            msg = (
                f"queue must be a ReviewQueue, as alsjournal.anonymise.review."
                f"open_review opens it. Got {type(given).__name__}."
            )
            raise InputError(msg)
        super().__init__()
        self._private["queue"] = queue
        self._head = {"asleep": _ASLEEP}
        self._note(queue)

    def __repr__(self) -> str:
        return f"AnonymisationReview({self._status} Texts are withheld)"

    def _note(self, queue: ReviewQueue) -> None:
        self.done = queue.done
        self._status = f"{queue.done:,} of {len(queue):,} decided."

    def _saved(self) -> str:
        return f"<p>{self._status} {_ASLEEP}</p>"

    def _answer(self, message: dict[str, Any]) -> None:
        queue: ReviewQueue = self._private["queue"]
        asked = message.get("type")
        if asked not in ("need-item", "decide", "undo"):
            return
        said = ""
        try:
            if asked == "undo":
                said = "" if queue.undo() else "There is nothing to take back."
            elif asked == "decide":
                _decided(queue, message)
        except AlsjournalError as error:
            said = str(error)
        self._note(queue)
        longer = message if asked == "need-item" else {}
        self.send(_item(queue, said, *_reach(longer)))


def _reach(message: dict[str, Any]) -> tuple[int, int]:
    """How many words more a page asks for; nonsense is none."""
    left, right = (message.get(side) for side in ("left", "right"))
    return tuple(  # type: ignore[return-value]
        min(max(n, 0), _MOST_WORDS) if type(n) is int else 0 for n in (left, right)
    )


def _decided(queue: ReviewQueue, message: dict[str, Any]) -> None:
    """Write a decision down, if it is on the item that stands there now."""
    item = queue.next()
    if item is None or message.get("item") != item.id:
        return  # pressed twice, or in a second view of the same review
    decision = str(message.get("decision"))
    if decision == "clean":
        queue.audit()
    elif decision == "missed":
        start, end = message.get("selected") or (0, 0)
        queue.audit([(int(start), int(end))])
    else:
        left, right = _reach(message)
        if decision == "extend":
            queue.decide(decision, left=left, right=right)
        else:
            queue.decide(decision)


def _item(queue: ReviewQueue, said: str, left: int, right: int) -> dict[str, object]:
    """What stands there now, in the parts of its sentence."""
    item = queue.next()
    if item is None:
        return {"type": "item", "item": "", "status": f"{said} {_DONE}".strip()}
    place = f"{queue.done + 1:,} of {len(queue):,}"
    return {
        "type": "item",
        "item": item.id,
        "whole": item.label in (AUDIT, WHOLE),
        "left": left,
        "right": right,
        "status": f"{said} {place}.".strip(),
        "about": _about(queue, item),
        "parts": _parts(queue.sentence(left=left, right=right)),
    }


def _about(queue: ReviewQueue, item: ReviewItem) -> str:
    if item.label == AUDIT:
        return f"Drawn at random. So far: {queue.recall}."
    if item.label == WHOLE:
        return f"A text {item.reasons[0]}."
    found = f", found by {', '.join(item.finders)}" if item.finders else ""
    state = "masked" if item.masked else "open"
    return f"{item.label}, {state}{found}: {'; '.join(item.reasons)}."


def _parts(sentence: Sentence) -> list[dict[str, object]]:
    """The sentence in order; what is asked about, or masked, is marked."""
    if not sentence.masked and (sentence.before or sentence.after):
        parts = [
            (sentence.before, False),
            (sentence.inside, True),
            (sentence.after, False),
        ]
    else:
        parts, at, text = [], 0, sentence.inside
        for start, end in sorted(sentence.masked):
            parts += [(text[at:start], False), (text[start:end], True)]
            at = max(at, end)
        parts.append((text[at:], False))
    return [{"text": text, "marked": marked} for text, marked in parts if text]
