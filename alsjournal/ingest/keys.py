"""Keys of ``programme.toml``: one that is not known is a slip, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alsjournal.errors import ConfigError
from alsjournal.ingest.headers import nearest

__all__ = ["check_keys"]


def check_keys(where: str, said: Iterable[str], known: Collection[str]) -> None:
    """Check that all the keys of a section are known.

    Parameters
    ----------
    where : str
        The section, as ``"[files]"``.
    said : iterable of str
    known : collection of str

    Raises
    ------
    ConfigError
        If one is not; names the nearest.

    Examples
    --------
    >>> check_keys("[survey]", ["invite"], ["invited"])
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: programme.toml: [survey] may have invited. Got ...
    """
    for key in said:
        if key not in known:
            msg = (
                f"programme.toml: {where} may have {', '.join(known)}. Got {key!r}. "
                f"{nearest(key, known)}Correct or remove it."
            )
            raise ConfigError(msg)
