"""A child process that runs the finders: texts come in and spans go out by pipes.

The first line says which finders, and whom to look for; each further line is a list
of texts. Nothing is written to the disk, and no key is there: it makes no pseudonyms.
"""

from __future__ import annotations

import json
import signal
import sys
from typing import IO

from alsjournal.anonymise.chain import Chain, build_chain
from alsjournal.anonymise.finders.entries import RosterEntry
from alsjournal.anonymise.reading import Reading

__all__ = ["main", "serve"]


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each line until there are no more.

    Parameters
    ----------
    questions, answers : binary file
    """
    said = json.loads(questions.readline())
    roster = [
        RosterEntry(name, tuple(aliases), person, organisation, code)
        for name, aliases, person, organisation, code in said["roster"]
    ]
    chain = build_chain(said["finders"], said["gazetteer"], roster, said["patterns"])
    for line in questions:
        answers.write(json.dumps(_found(chain, json.loads(line))).encode() + b"\n")
        answers.flush()


def _found(chain: Chain, texts: list[str]) -> list[list[list[object]]]:
    return [
        [[s.start, s.end, s.label, s.finder, s.confidence] for s in spans]
        for spans in chain.find(list(map(Reading, texts)))
    ]


def main() -> None:
    """Serve standard input; the parent alone decides when to stop."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
