"""The record of a set whose every text, and many of its ids, name somebody."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

NAME = "Zebedee Quennell-Okonjo"
PARTS = ("Zebedee", "Quennell", "Okonjo", "zebedee", "ZEBEDEE")
PHONE = "07700 900461"
MAIL = "zebedee.q@surgery.example"
RAW_ID = "zebedee-q"
FACILITATOR = "zebedee-f"

Rows = list[list[object]]

THEORY = f"""
[[theory.steps]]
id = "acting"
text = "Between sessions {NAME} and the others try things."
assumptions = ["{NAME} lets them ({PHONE}).", "{MAIL} answers."]
indicators = ["survey:acted", "actions-heard-back", "outcome:team", "attendance"]
"""


def naming(text: str) -> str:
    """Plant all three in a text."""
    return f"{text} Then {NAME} rang {PHONE} and wrote to {MAIL}."


def record(folder: Path) -> dict[str, str]:
    """Write the tables; return what stands under [files]."""
    names = {}
    for table, head, rows in _tables():
        names[table] = f"{table}.csv"
        with (folder / names[table]).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head.split(), *rows])
    return names


def _tables() -> Iterator[tuple[str, str, Rows]]:
    people = [RAW_ID, "p1", "p2", "p3", "p4"]
    twice = [(s, who) for s in range(1, 5) for who in people]
    allowed: Rows = [[who, "quote", "public"] for who in (*people, FACILITATOR)]
    yield "permissions", "member use reach", allowed
    held: Rows = [["A", s, f"2026-0{s}-12"] for s in range(1, 5)]
    yield "sessions", "set_id session date", held
    spells: Rows = [[who, "A", 1, "" if i else 3] for i, who in enumerate(people)]
    yield "memberships", "member set_id from_session to_session", spells
    there: Rows = [["A", s, who, str(who != RAW_ID or s < 3)] for s, who in twice]
    yield "attendance", "set_id session member present", there
    led: Rows = [["A", s, FACILITATOR, "lead"] for s in (1, 2)]
    led += [["A", 3, RAW_ID, "rotating"]]
    yield "facilitations", "set_id session person part", led
    turns: Rows = [["A", s, 1, people[s % 2], f"i{s % 2}", "new"] for s in (1, 2)]
    yield "turns", "set_id session order presenter issue_id form", turns
    issues: Rows = [
        [f"i{i}", "A", people[i], naming("How do I share the nights?")] for i in (0, 1)
    ]
    yield "issues", "issue_id set_id presenter text", issues
    yield from _of_sessions(people)
    yield from _what_came(people)


def _of_sessions(people: list[str]) -> Iterator[tuple[str, str, Rows]]:
    askers = [*people, FACILITATOR]
    asked: Rows = [
        [
            *(f"{RAW_ID}-q{i}", "A", i % 4 + 1, f"i{i % 2}"),
            *(askers[i % 6], f"What would {NAME} on {PHONE} say of rota {i}?"),
        ]
        for i in range(12)
    ]
    yield "questions", "question_id set_id session issue_id asked_by text", asked
    owners = [*people[:3], "set", NAME]
    agreed: Rows = [
        [
            *(f"t{i}", "A", i % 3 + 1, f"i{i % 2}", owners[i % 5]),
            *(naming(f"Ask about rota {i}."), i % 3 + 2),
        ]
        for i in range(10)
    ]
    head = "action_id set_id session issue_id owner text due_session"
    yield "actions", head, agreed
    back: Rows = [
        [f"t{i}", i % 3 + 2, "changed", naming("It was done.")] for i in range(6)
    ]
    yield "action_reports", "action_id session status text", back
    offered: Rows = [
        [
            *(f"{RAW_ID}-f{i}", "A", 3, f"i{i % 2}", people[i]),
            *("practice", naming("Swap a night.")),
        ]
        for i in range(4)
    ]
    yield "offers", "offer_id set_id session issue_id by kind text", offered


def _what_came(people: list[str]) -> Iterator[tuple[str, str, Rows]]:
    came: Rows = [
        [
            *(f"{RAW_ID}-o{i}", "A", 4, f"t{i}", "team", "true"),
            *([*people, "set"][i], str(i % 2 == 0), naming("Nights are shared.")),
        ]
        for i in range(6)
    ]
    head = "outcome_id set_id session action_id level intended claimed_by verified text"
    yield "outcomes", head, came
    claims: Rows = [
        [
            *(f"{RAW_ID}-c{i}", "acting", f"{RAW_ID}-o{i}"),
            *(naming(part) for part in ("It helped.", "For.", "Against.", "Else.")),
            *("some", f"panel with {NAME}", "2026-05-02"),
        ]
        for i in range(3)
    ]
    head = "claim_id step outcome_id text evidence_for evidence_against"
    yield (
        *("claims", f"{head} other_explanations strength judged_by judged_at"),
        claims,
    )
    told: Rows = [
        [
            *(f"{RAW_ID}-s{i}", "A", 4, people[i], f"What {NAME} notices", "team"),
            *(naming("A night off."), f"the set and {NAME}", naming("It moved us.")),
        ]
        for i in range(2)
    ]
    head = "story_id set_id session member domain level text chosen_by reason"
    yield "stories", head, told
    aims: Rows = [
        ["A", 1, "programme", "", 1, naming("Share the nights.")],
        ["A", 2, "set", "", 1, naming("Share Friday nights by May.")],
        ["A", 3, "set", "", 2, f"Share Friday nights with {NAME} by June."],
        ["A", 4, "member", RAW_ID, 2, naming("Say no.")],
    ]
    yield "objectives", "set_id version level member session text", aims
    said: Rows = [
        [
            *(f"{RAW_ID}-a{i}", f"{RAW_ID}-f{i % 2}", people[i] if i < 3 else ""),
            *("true", "false", "true", naming("It was Friday."), "2026-05-03"),
        ]
        for i in range(4)
    ]
    head = "response_id finding member agree missing wrong text answered"
    yield "responses", head, said
