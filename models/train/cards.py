"""Write the page of each model card from its ``card.json``.

    python models/train/cards.py

The figures in a ``card.json`` are written by the benchmarks that measured them.
"""

from __future__ import annotations

from pathlib import Path

from alsjournal.reflection.card import model_card

MODELS = Path(__file__).resolve().parents[1]


def pages() -> dict[Path, str]:
    """Return the page that belongs beside each card, by its path."""
    folders = sorted(path.parent for path in MODELS.glob("*/card.json"))
    return {
        folder / "README.md": model_card(folder.name).to_markdown()
        for folder in folders
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.parent.name)
