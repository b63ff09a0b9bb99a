"""`PracticeFinder`: where a text shows a practice of system leadership."""

from __future__ import annotations

from typing import ClassVar

from alsjournal.reflection.framework_finder import FrameworkFinder

__all__ = ["PracticeFinder"]


class PracticeFinder(FrameworkFinder):
    """Finds passages that show one of eight practices of system leadership.

    The practices and their cues are in ``practices.toml``. A passage shows a practice
    where it tells of it as done, whoever did it; it is no judgement of a leader.

    Parameters
    ----------
    codebook : str or pathlib.Path, optional
        A file of your own, see `alsjournal.reflection.framework_codes`.
    threshold : float, default=0.5
        The confidence from which a sentence counts, over 0 and up to 1.

    Examples
    --------
    >>> text = "I let them think it was their idea, because by then it was."
    >>> [p.code for p in PracticeFinder().spans([text])[0]]  # doctest: +SKIP
    ['giving-away-ownership']
    """

    construct: ClassVar[str] = "practice"
    name: ClassVar[str] = "als-practices"
    own_codebook: ClassVar[str] = "practices.toml"
