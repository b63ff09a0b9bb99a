"""What a set needs on paper: the words lie in ``words/``, the code lays them out."""

from alsjournal.kit.write import LANGUAGES, write_kit

__all__ = ["LANGUAGES", "write_kit"]
