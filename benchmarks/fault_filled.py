"""What a verb is told that only a journal knows: whom, which text, which answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fault_programme import write_table
from faulting import JOURNAL

PIECE = 6
"""Words in a row that are looked for of a text: as many as `forget` strikes."""


def recipient() -> str:
    """Return a key that vaults are sealed for."""
    try:
        import pyrage
    except ImportError:
        return ""
    return str(pyrage.x25519.Identity.generate().to_public())


def can_encrypt() -> bool:
    """Say whether the extra is installed with which journals are encrypted."""
    from alsjournal.errors import AlsjournalError
    from alsjournal.store.keys import require_encryption

    try:
        require_encryption()
    except AlsjournalError:
        return False
    return True


def look_up(path: Path) -> dict[str, Any]:
    """Return a member with several texts, one that is coded, and a facilitator.

    With the words of that text that a reason repeats, and everything that tells of
    the member: the pseudonym, ids of texts and their numbers in a saved model, and
    each row of six words.
    """
    from alsjournal.store import JournalStore

    store = JournalStore(path)
    query = "SELECT member FROM reflections WHERE member IS NOT NULL GROUP BY 1 "
    member = str(store.sql(query + "ORDER BY count(*) DESC, 1").iloc[0, 0])
    texts = store.read().table("reflections", ["reflection_id", "member", "text"])
    others = " ".join(texts.loc[texts["member"] != member, "text"])
    texts = texts[texts["member"] == member].sort_values("reflection_id")
    leads = store.sql("SELECT person FROM facilitations ORDER BY 1")["person"]
    # As many words as a codebook takes of a text.
    why = " ".join(texts["text"].iloc[0].split()[: PIECE - 1])
    tells = {member, why, *texts["reflection_id"]}
    for text in texts["text"]:
        tells |= {piece for piece in _pieces(text) if piece not in others}
    return {
        "member": member,
        "text": texts["reflection_id"].iloc[0],
        "why": why,
        "facilitator": leads.iloc[0],
        "tells": sorted(tells),
        "keys": [_key(i).hex() for i in texts["reflection_id"]],
    }


def _pieces(text: str) -> Iterator[str]:
    words = text.split()
    for i in range(len(words) - PIECE + 1):
        yield " ".join(words[i : i + PIECE])


def _key(reflection_id: str) -> bytes:
    """Return what stands for a text among the numbers of a saved model."""
    from alsjournal.themes._corrections import key_of

    return key_of(reflection_id).to_bytes(8, "little", signed=True)


def answers(room: Path, path: Path) -> None:
    """Write what members answered to the previews of a room."""
    from alsjournal.store import JournalStore

    codes = JournalStore(room / "work" / JOURNAL).sql(
        "SELECT DISTINCT passage FROM previews WHERE passage IS NOT NULL ORDER BY 1"
    )["passage"]
    said = ("keep", "remove")
    rows = [{"passage": c, "answer": said[i % 2]} for i, c in enumerate(codes)]
    write_table(path, rows)


def settle(room: Path, path: Path) -> None:
    """Write decisions on what is proposed from the texts of a room."""
    from alsjournal.cycle import proposed_actions
    from alsjournal.store import JournalStore

    journal = JournalStore(room / "work" / JOURNAL).read()
    ids = proposed_actions(journal, audience="research").to_frame()["proposal_id"]
    said = {"by": "set", "when": "2026-01-04", "status": ""}
    rows = [
        {"proposal_id": p, "decision": ("confirm", "reject")[i % 2], **said}
        for i, p in enumerate(ids[:6])
    ]
    write_table(path, rows)


def responses(room: Path, path: Path) -> None:
    """Write what a set answered to the findings of a room."""
    from alsjournal.run.grouping import coded_of
    from alsjournal.store import JournalStore
    from alsjournal.trends.responses import known_findings

    own = room / "work" / JOURNAL
    journal = JournalStore(own).read()
    _, coded = coded_of(journal, own, own.with_suffix(".themes"))
    said = {"words": "Nobody asked Tamsin Oakenshaw.", "date": "2026-01-04"}
    rows = [
        {"finding": f, "agree": "x", "sheet": str(i % 3 + 1), **said}
        for i, f in enumerate(sorted(known_findings(journal, coded))[:12])
    ]
    write_table(path, rows)


WRITTEN = {"answers": answers, "settle": settle, "responses": responses}
"""By the word of a verb's arguments that stands for the file."""
