"""Keys and choices of ``programme.toml``: a slip in one is never passed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from alsjournal.errors import ConfigError
from alsjournal.ingest.headers import nearest

__all__ = ["check_choice", "check_keys"]


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


def check_choice(key: str, got: object, known: Collection[str]) -> None:
    """Check that a value is one of those that there are.

    Parameters
    ----------
    key : str
    got : object
    known : collection of str

    Raises
    ------
    ConfigError
        If it is not; names the nearest.

    Examples
    --------
    >>> check_choice("reach", "sett", ["self", "set"])
    Traceback (most recent call last):
    alsjournal.errors.ConfigError: programme.toml: reach must be one of self, set...
    """
    names = [name for name in known if name.isprintable() and name]
    must = f"programme.toml: {key} must be one of {', '.join(names)}"
    if not isinstance(got, str):
        msg = f"{must}, in quotes. Got something else. Correct it."
        raise ConfigError(msg)
    if got not in known:
        msg = f"{must}. Got {got!r}. {nearest(got, names)}Correct it."
        raise ConfigError(msg)
