"""The base of every widget: how a page asks for more, and what a saved file shows.

Whatever is not a trait of a subclass stays in Python, in ``_private``, and goes out as
a message when a page asks for it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import anywidget
import traitlets

__all__ = ["SHARE", "Panel", "module_of"]

_COMMENT = re.compile(r"//|/\*.*\*/$")
_STATIC = Path(__file__).parent / "static"

SHARE = Path(__file__).parent / "share"
"""What Jupyter finds if it stands in ``JUPYTER_PATH``: a page for Voila."""


def module_of(*names: str) -> str:
    """Return scripts, or styles, of the package as one text, in that order.

    Without indents and lines of comment: it is saved with every widget.
    """
    texts = [(_STATIC / name).read_text(encoding="utf-8") for name in names]
    lines = [line.strip() for text in texts for line in text.splitlines()]
    return "\n".join(one for one in lines if one and not _COMMENT.match(one))


class Panel(anywidget.AnyWidget):
    """A widget that keeps nothing but a line of status. Not made directly."""

    _css = module_of("view.css")

    _status = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__()
        self._private: dict[str, Any] = {}
        self.on_msg(_heard)

    def _saved(self) -> str:
        """What stands in the place of the widget where no kernel runs, as HTML."""
        raise NotImplementedError

    def _answer(self, message: dict[str, Any]) -> None:
        """Answer a page that asks for something."""

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        if not isinstance(bundle, tuple):
            return bundle
        data, metadata = bundle
        return {**data, "text/html": self._saved()}, metadata


def _heard(widget: Panel, content: Any, _: object) -> None:
    if isinstance(content, dict):
        widget._answer(content)
