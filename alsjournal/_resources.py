"""Find the files that come with the package: corpora, notebooks and models.

In an installed wheel they lie under ``alsjournal/_data``; in a checkout they lie
beside the package. Models may also lie in the package itself.
"""

from __future__ import annotations

from pathlib import Path

from alsjournal.errors import InputError, SourceError

__all__ = ["resource_path"]

_ROOMS = ("corpora", "models", "notebooks")
_PACKAGE = Path(__file__).resolve().parent


def resource_path(*parts: str) -> Path:
    """Return where a file or folder that comes with the package lies.

    Parameters
    ----------
    *parts : str
        The way to it. The first part is ``"corpora"``, ``"models"`` or
        ``"notebooks"``, as ``resource_path("corpora", "sample")``.

    Returns
    -------
    pathlib.Path
        It exists.

    Raises
    ------
    InputError
        If the first part is none of the three, or a part leads outside.
    SourceError
        If the installation lacks it.

    Examples
    --------
    >>> resource_path("pictures")
    Traceback (most recent call last):
    alsjournal.errors.InputError: The first part must be one of corpora, ...
    """
    if not parts or parts[0] not in _ROOMS:
        msg = (
            f"The first part must be one of {', '.join(_ROOMS)}. "
            f"Got {parts[0] if parts else 'nothing'!r}."
        )
        raise InputError(msg)
    way = Path(*parts)
    if way.is_absolute() or ".." in way.parts:
        msg = "A resource must lie inside the package. Got a path that leads outside."
        raise InputError(msg)
    for root in (_PACKAGE / "_data", _PACKAGE.parent):
        if (root / way).exists():
            return root / way
    msg = (
        f"{way.as_posix()} must come with alsjournal; this installation lacks it. "
        f"Install again: pip install --force-reinstall --no-deps alsjournal"
    )
    raise SourceError(msg)
