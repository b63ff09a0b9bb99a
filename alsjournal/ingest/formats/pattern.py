"""What the name of a file says, by a pattern as ``"{set_id}/{session}-{member}"``."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from alsjournal.errors import ConfigError
from alsjournal.ingest.headers import nearest
from alsjournal.schema import TABLES

__all__ = ["NO_FIT", "TWO_WAYS", "NamePattern"]

NO_FIT = "its name does not fit the pattern"
TWO_WAYS = "its name fits the pattern in more than one way"

_PLACE = re.compile(r"\{([^{}]*)\}")
_NAMES = tuple(n for n in TABLES["reflections"].names if n != "text")


@dataclass(frozen=True)
class NamePattern:
    """A pattern of names; it names columns, and matches paths without their ending.

    Parameters
    ----------
    shortest, longest : re.Pattern
        The same, the first places as short and as long as can be: where they differ,
        a name can be read in two ways.
    """

    shortest: re.Pattern[str]
    longest: re.Pattern[str]

    @classmethod
    def of(cls, said: str) -> NamePattern:
        """Read a pattern.

        Parameters
        ----------
        said : str
            Names of columns in braces; ``{}`` stands for what is not taken.

        Returns
        -------
        NamePattern

        Raises
        ------
        ConfigError
            If it names no column, one that is none, or one twice.

        Examples
        --------
        >>> NamePattern.of("{set_id}/{session}-{member}").read("A/3-ann")
        {'set_id': 'A', 'session': '3', 'member': 'ann'}
        >>> NamePattern.of("{set_id}-{member}").read("A-b-c")
        'its name fits the pattern in more than one way'
        """
        names = [name.strip() for name in _PLACE.findall(said)]
        named = [name for name in names if name]
        for name in named:
            if name not in _NAMES or named.count(name) > 1:
                msg = (
                    f"programme.toml: pattern must name columns of reflections in "
                    f"braces, each once: {', '.join(_NAMES)}. Got {name!r}. "
                    f"{nearest(name, _NAMES)}Correct it."
                )
                raise ConfigError(msg)
        if not named:
            msg = (
                'programme.toml: pattern must name columns in braces, as "{set_id}/'
                '{session}-{member}". It names none. Correct or remove it.'
            )
            raise ConfigError(msg)
        short, long = (_expression(said, sign) for sign in ("?", ""))
        return cls(re.compile(short), re.compile(long))

    def read(self, name: str) -> dict[str, str] | str:
        """Return what a name says, or why it says nothing.

        Parameters
        ----------
        name : str
            The path within the folder, with ``/`` and without the ending.

        Returns
        -------
        dict of str to str, or str
        """
        name = unicodedata.normalize("NFC", name)
        found, other = self.shortest.fullmatch(name), self.longest.fullmatch(name)
        if found is None or other is None:
            return NO_FIT
        if found.groups() != other.groups():
            return TWO_WAYS
        return {k: v.strip() for k, v in found.groupdict().items()}


def _expression(said: str, sign: str) -> str:
    said = unicodedata.normalize("NFC", said).removeprefix("./")
    out, last = "", 0
    for place in _PLACE.finditer(said):
        out += re.escape(said[last : place.start()])
        name = place[1].strip()
        kind = TABLES["reflections"][name].kind if name else ""
        inner = ("[0-9]+" if kind == "int" else "[^/]+") + sign
        out += f"(?P<{name}>{inner})" if name else f"({inner})"
        last = place.end()
    return out + re.escape(said[last:])
