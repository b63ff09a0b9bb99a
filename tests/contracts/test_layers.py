"""Arrows point down the list of rooms, nothing imports the facade, no circles."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "alsjournal"

# From the top; a room may import itself and what stands below it.
LAYERS = [
    "cli",
    "kit",
    "run",
    "report",
    "release",
    "exchange",
    "widgets",
    "charts",
    "evaluation",
    "scale",
    "trends",
    "survey",
    "cycle",
    "reflection",
    "themes",
    "coders",
    "store",
    "embed",
    "grammar",
    "clauses",
    "segment",
    "anonymise",
    "datasets",
    "ingest",
    "nlp",
    "tok2vec",
    "disclosure",
    "journal",
    "_memos",
    "_tables",
    "_source",
    "validate",
    "cleared",
    "dictionary",
    "schema",
    "wording",
    "unfold",
    "paper",
    "_keys",
    "_given",
    "_aside",
    "errors",
    "_resources",
    "_child",
    "_version",
]
FREE = {"_resources": {"errors"}}  # side by side at the bottom

# Charts are pure functions of released tables.
ONLY = {"charts": {"charts", "cleared", "errors"}}


def room(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def imported(path: Path) -> list[tuple[int, str]]:
    """Every alsjournal module that a file imports, wherever in the file."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "alsjournal":
                found += [(node.lineno, f"alsjournal.{n.name}") for n in node.names]
            elif node.module.startswith("alsjournal."):
                found.append((node.lineno, node.module))
        elif isinstance(node, ast.Import):
            found += [
                (node.lineno, n.name)
                for n in node.names
                if n.name.split(".")[0] == "alsjournal"
            ]
    return found


FILES = sorted(
    p for p in ROOT.rglob("*.py") if p.parent != ROOT or not p.name.startswith("__")
)


def test_every_room_has_its_layer() -> None:
    rooms = {room(p) for p in FILES}
    assert rooms <= set(LAYERS), rooms - set(LAYERS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_point_down(path: Path) -> None:
    own = room(path)
    for line, name in imported(path):
        parts = name.split(".")
        assert len(parts) > 1, f"line {line} imports the facade"
        target = parts[1]
        assert target in LAYERS, f"line {line} imports the facade's {target}"
        below = LAYERS.index(target) >= LAYERS.index(own)
        free = target in FREE.get(own, set())
        assert below or free, f"line {line}: {own} must not import {target}"
        if own in ONLY:
            assert target in ONLY[own], f"line {line}: {own} must not know {target}"


def test_no_import_circles() -> None:
    graph: dict[str, set[str]] = {}
    for path in FILES:
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(("alsjournal", *parts)).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        targets = set()
        for node in tree.body:  # module level only: late imports cannot circle
            if isinstance(node, ast.ImportFrom) and node.module:
                targets.add(node.module)
        graph[name] = targets

    free: set[str] = set()  # each is gone through once, however many lead to it

    def reach(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, f"circle: {' > '.join((*trail, name))}"
        if name in free:
            return
        for target in graph.get(name, set()) & set(graph):
            package = name.startswith(target + ".")  # a package's own __init__
            if not package:
                reach(target, (*trail, name))
        free.add(name)

    for name in graph:
        reach(name, ())


def test_only_disclosure_holds_the_seal() -> None:
    holders = {
        str(p.relative_to(ROOT))
        for p in FILES
        if "SEAL" in p.read_text(encoding="utf-8")
    }
    assert holders == {"cleared/base.py", "disclosure/clear.py"}


def test_only_nlp_loads_spacy() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        if room(path) != "nlp":
            assert "spacy.load" not in text, path
            assert "spacy.blank" not in text, path


def test_no_file_is_crowded() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in FILES
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"split these: {long}"
