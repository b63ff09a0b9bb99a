"""From what a project holds to its tables: where selections are, and what is lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from alsjournal.errors import InputError
from alsjournal.exchange.qda.detect import Given, Landed, land
from alsjournal.exchange.qda.names import construct_in
from alsjournal.exchange.qda.offsets import Convention
from alsjournal.exchange.qda.parts import Code, Parts, Selection
from alsjournal.exchange.qda.project import QdaProject

__all__ = ["project_of"]

Row = tuple[Any, ...]


def project_of(
    parts: Parts,
    *,
    convention: Convention | None = None,
    strict: bool = False,
    landed: dict[int, Landed] | None = None,
) -> QdaProject:
    """Return the tables of what was read.

    Parameters
    ----------
    parts : Parts
    convention : Convention, optional
        How places are counted; found out by default.
    strict : bool, default=False
        Whether a selection that cannot be placed raises.
    landed : dict of int to Landed, optional
        Where selections are, by their number, where their reader knows it.

    Returns
    -------
    QdaProject

    Raises
    ------
    InputError
        If ``strict`` and a selection cannot be placed.
    """
    places = _placed(parts, convention) if landed is None else landed
    rows: dict[str, list[Row]] = {"selections": [], "codings": [], "not_taken": []}
    codes = _Codes(parts)
    names = {one.guid: one.name for one in parts.sources}
    texts = {one.guid: one.text for one in parts.sources}
    counted: dict[str, set[str]] = {}
    for i, one in enumerate(parts.selections):
        place = places.get(i, Landed(None))
        if one.start is not None and place.span is None:
            told = (names.get(one.source), one.start, one.end, place.reason, one.guid)
            rows["not_taken"].append(told)
            parts.lose("selections", place.reason)
            continue
        if place.convention is not None:
            counted.setdefault(one.source, set()).add(str(place.convention))
        span = place.span or (None, None)
        text = texts.get(one.source)
        rows["selections"].append(_selection(one, names, text, span, codes))
        rows["codings"] += _codings(one, names, span, codes)
    if strict and rows["not_taken"]:
        raise _refusal(rows["not_taken"])
    rows["codes"] = list(codes.rows())
    rows["sources"] = [
        (
            *(s.name, s.text, s.how),
            "; ".join(sorted(counted.get(s.guid, ()))) or None,
            *(s.description or None, s.guid),
        )
        for s in parts.sources
    ]
    rows |= _others(parts)
    return QdaProject(rows, origin=parts.origin)


def _placed(parts: Parts, convention: Convention | None) -> dict[int, Landed]:
    """Find out where the selections are; none of them is in a text that is lacking."""
    number = {one.guid: i for i, one in enumerate(parts.sources)}
    texts = [(one.text or "", one.bom) for one in parts.sources]
    out: dict[int, Landed] = {}
    given: dict[int, Given] = {}
    for i, one in enumerate(parts.selections):
        if one.start is None or one.end is None:
            continue
        text = number.get(one.source)
        if text is None or parts.sources[text].text is None:
            out[i] = Landed(None, reason="its text is not there")
            continue
        given[i] = Given(text, one.start, one.end, one.name)
    found = land(
        texts, list(given.values()), convention=convention, prior=parts.convention
    )
    return {**out, **dict(zip(given, found, strict=True))}


def _refusal(rows: list[Row]) -> InputError:
    reasons = "; ".join(sorted({str(row[3]) for row in rows}))
    return InputError(
        f"Every selection must be placed, as strict=True asks. {len(rows):,} could not "
        f"be: {reasons}. Say how the program counts (offsets=), or read without strict "
        f"and see .not_taken."
    )


class _Codes:
    """The tree of codes, and what each is called."""

    def __init__(self, parts: Parts) -> None:
        self._codes = parts.codes_by_guid()

    def named(self, guid: str) -> str:
        found = self._codes.get(guid)
        return found.name if found is not None else ""

    def path(self, guid: str) -> tuple[Code, ...]:
        """Return a code with those above it, the topmost first."""
        out: list[Code] = []
        while guid in self._codes and len(out) < len(self._codes):
            out.append(self._codes[guid])
            guid = out[-1].parent
        return tuple(reversed(out))

    def construct(self, guid: str) -> str | None:
        """Return the construct that the project says a code is of."""
        told = (construct_in(one.description)[0] for one in self.path(guid))
        return next(filter(None, told), None)

    def rows(self) -> Iterator[Row]:
        for guid, one in self._codes.items():
            path = self.path(guid)
            yield (
                one.name,
                self.named(one.parent) or None,
                " / ".join(c.name for c in path),
                self.construct(guid),
                one.codable,
                one.color or None,
                construct_in(one.description)[1] or None,
                guid,
                one.parent or None,
            )


def _selection(
    one: Selection,
    names: dict[str, str],
    text: str | None,
    span: tuple[int | None, int | None],
    codes: _Codes,
) -> Row:
    start, end = span
    coders = dict.fromkeys(c.coder for c in one.codings if c.coder)
    return (
        names.get(one.source),
        *(start, end),
        None if text is None else text[start:end],
        tuple(dict.fromkeys(codes.named(c.code) for c in one.codings)),
        "; ".join(coders) or one.coder or None,
        *(one.guid, one.source),
    )


def _codings(
    one: Selection,
    names: dict[str, str],
    span: tuple[int | None, int | None],
    codes: _Codes,
) -> Iterator[Row]:
    for coding in one.codings:
        yield (
            names.get(one.source),
            *span,
            codes.named(coding.code),
            codes.construct(coding.code),
            coding.coder or one.coder or None,
            coding.made_at or None,
            coding.note or None,
            *(coding.guid, one.guid, one.source),
        )


def _others(parts: Parts) -> dict[str, list[Row]]:
    kinds = {
        **{one.guid: "memo" for one in parts.memos},
        **{one.guid: "case" for one in parts.cases},
        **{one.guid: "source" for one in parts.sources},
    }
    losses = sorted((what, why, n) for (what, why), n in parts.losses.items())
    return {
        "cases": [
            (c.name, c.sources, c.description or None, c.guid) for c in parts.cases
        ],
        "variables": [
            (kinds[v.of], v.variable, v.value, v.of)
            for v in parts.values
            if v.of in kinds
        ],
        "memos": [
            (m.name or None, m.text, m.author or None, m.date or None, m.on, m.guid)
            for m in parts.memos
        ],
        "links": [
            (one.origin, one.target, one.direction, one.name or None)
            for one in parts.links
        ],
        "sets": [(one.set, one.kind, one.guid) for one in parts.sets],
        "losses": [(what, why, n) for what, why, n in losses],
    }
