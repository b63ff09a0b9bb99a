"""What is compared: ours with and without lists, and the peers."""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from measure import Spans
from sets import DATA

from alsjournal.anonymise.chain import Chain, build_chain
from alsjournal.anonymise.finders.roster import RosterEntry, entries_of
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import resolve

HERE = Path(__file__).resolve().parent
GAZETTEER = DATA / "ods" / "gp_practices.csv"
KNOWN = 0.6
"""The share of people that the roster knows."""

Find = Callable[[list[str]], tuple[list[Spans], float]]
"""Texts in; spans of each, and the seconds of processor, out."""

OURS = "ours"
ROSTER = "ours, a roster of 60 %"
REGISTER = "ours, the register of practices"
PEERS = {
    "spaCy": "spacy",
    "Presidio": "presidio",
    "Presidio, UK and organisations": "presidio-uk",
}


def ours(
    roster: Iterable[str | RosterEntry] = (), gazetteer: Path | None = None
) -> Find:
    """Return the chain, each text alone."""
    return chained(build_chain(None, gazetteer, entries_of(roster)))


def chained(chain: Chain) -> Find:
    """Return what runs a chain, each text alone."""
    chain.find([Reading("To warm up, Ann Lee came.")])

    def find(texts: list[str]) -> tuple[list[Spans], float]:
        start = time.process_time()
        found = [resolve(spans) for spans in chain.find([Reading(t) for t in texts])]
        seconds = time.process_time() - start
        return [[(s.start, s.end) for s in spans] for spans in found], seconds

    return find


def peer(system: str) -> Find | None:
    """Return another system, if its environment is named.

    Their spans are kept in the folder that ``ALSJOURNAL_PEERS_CACHE`` names, without
    any text: the peers stay as they are while our rules change.
    """
    python = os.environ.get("ALSJOURNAL_PEERS")
    if not python:
        return None

    def find(texts: list[str]) -> tuple[list[Spans], float]:
        question = json.dumps({"system": system, "texts": texts})
        kept = _kept(question)
        if kept is None or not kept.exists():
            done = subprocess.run(
                [python, str(HERE / "peers.py")],
                input=question,
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            ).stdout
            if kept is not None:
                kept.write_text(done, encoding="utf-8")
        else:
            done = kept.read_text(encoding="utf-8")
        answer = json.loads(done)
        spans = [[(a, b) for a, b in spans] for spans in answer["spans"]]
        return spans, answer["seconds"]

    return find


def _kept(question: str) -> Path | None:
    folder = os.environ.get("ALSJOURNAL_PEERS_CACHE")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    asked = (HERE / "peers.py").read_bytes() + question.encode()
    return Path(folder) / f"{hashlib.sha256(asked).hexdigest()}.json"


def systems(names: Iterable[str] = ()) -> dict[str, Find]:
    """Return what is compared; names: all people of the set."""
    people = sorted(set(names))
    random.Random(7).shuffle(people)
    known = people[: int(KNOWN * len(people))]
    register = GAZETTEER if GAZETTEER.exists() else None
    made: dict[str, Find | None] = {
        OURS: ours(),
        ROSTER: ours(known) if known else None,
        REGISTER: ours(gazetteer=register) if register else None,
        "ours, both": ours(known, register) if known and register else None,
        **{name: peer(system) for name, system in PEERS.items()},
    }
    return {name: find for name, find in made.items() if find is not None}
