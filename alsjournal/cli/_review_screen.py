"""The review on a terminal: one sentence at a time, a key for each decision.

On a terminal everything happens on its alternate screen, which leaves nothing behind
when it ends. Piped, each answer is a line of its own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from contextlib import nullcontext

from rich.text import Text

from alsjournal.anonymise.review import AUDIT, WHOLE, ReviewItem, ReviewQueue, Sentence
from alsjournal.cli._console import PlainConsole, shown

__all__ = ["Screen"]

_DECISIONS = {
    "a": "accept",
    "r": "reject",
    "A": "always",
    "N": "never",
    "s": "skip",
}
_HELP = (
    "a it identifies: mask it here   e with more words   r it identifies nobody here\n"
    "A mask it wherever it stands    N never mask it     s skip   u undo   q stop"
)
_AUDIT_HELP = (
    "Does anything that is not marked identify somebody?\n"
    "0 no, nothing   m yes: which words   s skip   u undo   q stop"
)
_WHOLE_HELP = (
    "Whoever reads this language: does anything that is not marked identify somebody?\n"
    "0 no, nothing   m yes: which words   s skip: nobody has read it   u undo   q stop"
)
_NO_KEY = "Nothing was decided: that is none of the keys."
_NO_WORDS = (
    "Nothing was decided: words must be numbers that stand there, as 3 or 3-4 9."
)
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")


class Screen:
    """Go through a queue with the person at the keyboard.

    Parameters
    ----------
    queue : ReviewQueue
    """

    def __init__(self, queue: ReviewQueue) -> None:
        self._queue = queue
        self._live = sys.stdin.isatty() and sys.stdout.isatty()
        self._note = ""
        self._console = PlainConsole()

    def run(self) -> None:
        """Show item after item until there are no more, or the person stops."""
        with self._console.screen() if self._live else nullcontext():
            while (item := self._queue.next()) is not None:
                if not self._one(item):
                    return

    def _one(self, item: ReviewItem) -> bool:
        """Show one item and do what is asked; False to stop."""
        self._head(item)
        help_ = {AUDIT: _AUDIT_HELP, WHOLE: _WHOLE_HELP}.get(item.label, _HELP)
        self._say(_sentence(self._queue.sentence()))
        self._say(Text(help_, style="dim"))
        key = self._key()
        if key in ("q", ""):
            return False
        if key == "u":
            self._queue.undo()
        elif item.label in (AUDIT, WHOLE):
            self._audit(key)
        elif key == "e":
            self._extend()
        elif key in _DECISIONS:
            self._queue.decide(_DECISIONS[key])
        else:
            self._note = _NO_KEY
        return True

    def _head(self, item: ReviewItem) -> None:
        if self._live:
            self._console.clear()
        if self._note:
            self._say(Text(self._note, style="bold"))
            self._note = ""
        count = f"{self._queue.done + 1:,} of {len(self._queue):,}"
        if item.label == AUDIT:
            self._say(Text(f"{count}. Drawn at random. So far: {self._queue.recall}."))
            return
        if item.label == WHOLE:
            self._say(Text(f"{count}. A text {item.reasons[0]}."))
            return
        seen = f", found by {', '.join(item.finders)}" if item.finders else ""
        state = "masked" if item.masked else "open"
        reasons = "; ".join(item.reasons)
        self._say(Text(f"{count}. {item.label}, {state}{seen}: {reasons}."))

    def _extend(self) -> None:
        given = re.findall(
            r"\d+", self._line("Words more to the left and right, as 0 1")
        )
        left, right = ([int(n) for n in given] + [0, 0])[:2]
        if not left + right:
            return
        self._say(_sentence(self._queue.sentence(left=left, right=right)))
        self._say(Text("y mask this   any other key: no", style="dim"))
        if self._key()[:1] == "y":
            self._queue.decide("extend", left=left, right=right)

    def _audit(self, key: str) -> None:
        if key == "0":
            self._queue.audit()
        elif key == "s":
            self._queue.decide("skip")
        elif key == "m":
            words = self._queue.words()
            self._say(_numbered(self._queue.sentence().inside, words))
            said = self._line("Which words, as 3 or 3-4 9")
            missed = _stretches(said, words)
            if missed:
                self._queue.audit(missed)
            else:
                self._note = _NO_WORDS
        else:
            self._note = _NO_KEY

    def _say(self, text: Text) -> None:
        self._console.print(text)

    def _key(self) -> str:
        """Return one key; piped, a line, which must be the key and nothing else.

        The first letter of a word would not do: "really her" is no ``r``. Nothing at
        the end of what is piped in.
        """
        if not self._live:
            return sys.stdin.readline().strip()
        import click

        return click.getchar()

    def _line(self, words: str) -> str:
        self._say(Text(f"{words}:", style="dim"))
        return sys.stdin.readline()


def _sentence(sentence: Sentence) -> Text:
    """Lay out the sentence: the span, or what is masked, stands out."""
    if sentence.masked or not (sentence.before or sentence.after):
        text = Text(shown(sentence.inside))
        style = "reverse"
        places: Sequence[tuple[int, int]] = sentence.masked
    else:
        parts = (sentence.before, sentence.inside, sentence.after)
        text = Text("".join(map(shown, parts)))
        style = "bold reverse"
        start = len(sentence.before)
        places = [(start, start + len(sentence.inside))]
    for start, end in places:
        text.stylize(style, start, end)
    marked = _bracketed(text.plain, places)
    return text if text.spans and sys.stdout.isatty() else Text(marked)


def _bracketed(text: str, places: Sequence[tuple[int, int]]) -> str:
    """Mark stretches without colours."""
    out, at = "", 0
    for start, end in places:
        out += f"{text[at:start]}>>{text[start:end]}<<"
        at = end
    return out + text[at:]


def _numbered(text: str, words: Sequence[tuple[int, int]]) -> Text:
    out, at = "", 0
    for n, (start, end) in enumerate(words, 1):
        out += f"{text[at:start]}{n}:{text[start:end]}"
        at = end
    return Text(shown(out + text[at:]))


def _stretches(said: str, words: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the stretches that numbers of words stand for; none if one is wrong.

    To leave out a wrong one and take the rest would leave somebody's name open.
    """
    out = []
    for part in said.replace(",", " ").split():
        found = _RANGE.fullmatch(part)
        a, b = (int(found[1]) - 1, int(found[2] or found[1]) - 1) if found else (-1, -1)
        if not 0 <= a <= b < len(words):
            return []
        out.append((words[a][0], words[b][1]))
    return out
