"""What ``programme.toml`` says of a form's questions: its section ``[forms]``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from alsjournal.errors import ConfigError
from alsjournal.ingest.keys import check_keys

__all__ = ["FormSettings", "read_settings"]

_KEYS = ("prompts", "survey", "ignore")


@dataclass(frozen=True)
class FormSettings:
    """Questions by their headers, or by how these begin.

    Parameters
    ----------
    prompts : tuple of str, default=()
        Open questions; each answer is a reflection. Where some are named, no others
        are recognised by their answers.
    survey : tuple of str, default=()
        Closed questions, whose answers go into the table ``survey``.
    ignore : tuple of str, default=()
        Questions of which nothing is taken, and nothing is asked.
    """

    prompts: tuple[str, ...] = ()
    survey: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def read_settings(said: Mapping[str, Any]) -> FormSettings:
    """Read the section.

    Raises
    ------
    ConfigError
        If it has another key, or one is no list of texts.

    Examples
    --------
    >>> read_settings({"ignore": ["Points"]}).ignore
    ('Points',)
    """
    check_keys("[forms]", said, _KEYS)
    for key, value in said.items():
        texts = isinstance(value, list) and all(
            isinstance(one, str) and one.strip() for one in value
        )
        if not texts:
            msg = (
                f"programme.toml: [forms] {key} must be a list of headers in quotes, "
                f'as {key} = ["What did you notice?"].'
            )
            raise ConfigError(msg)
    return FormSettings(**{key: tuple(value) for key, value in said.items()})
