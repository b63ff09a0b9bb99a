"""`AimFinder`: where a text shows what a set for commissioners is for."""

from __future__ import annotations

from typing import ClassVar

from alsjournal.reflection.framework_finder import FrameworkFinder

__all__ = ["AimFinder"]


class AimFinder(FrameworkFinder):
    """Finds passages that show one of the eight aims of a set for commissioners.

    The aims and their cues are in ``aims.toml``. A passage shows an aim where it tells
    of it as done, met or felt; it does not say that the aim was reached.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        The aims of your own programme, see `alsjournal.reflection.framework_codes`.
    threshold : float, default=0.5
        The confidence from which a sentence counts, over 0 and up to 1.

    Examples
    --------
    >>> text = "I felt less alone, and part of something wider."
    >>> [p.code for p in AimFinder().spans([text])[0]]  # doctest: +SKIP
    ['feeling-supported']
    """

    construct: ClassVar[str] = "aim"
    name: ClassVar[str] = "als-aims"
    own_codebook: ClassVar[str] = "aims.toml"
