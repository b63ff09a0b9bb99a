"""Carry every table of a RawJournal over into a Journal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from alsjournal.anonymise.chain import CHAIN_VERSION, Chain, build_chain
from alsjournal.anonymise.file_names import without_file_names
from alsjournal.anonymise.identities import Identities, roster_of
from alsjournal.anonymise.key import fingerprint
from alsjournal.anonymise.labels import PEOPLE_LABELS, ROSTER_LABELS
from alsjournal.anonymise.language import language_of, other_than_english
from alsjournal.anonymise.operators import Moves
from alsjournal.anonymise.own_settings import OwnSettings
from alsjournal.anonymise.programme import Programme
from alsjournal.anonymise.raw_key import key_of
from alsjournal.anonymise.read_texts import READ_LABELS, read_programme_texts
from alsjournal.anonymise.reading import Finder, Reading
from alsjournal.anonymise.review.marks import Marks
from alsjournal.anonymise.review.rulings import Rulings
from alsjournal.anonymise.session_clock import SessionClock
from alsjournal.anonymise.span_file import SpanFile, setting_of
from alsjournal.anonymise.spans import resolve
from alsjournal.anonymise.surrogates import Surrogates
from alsjournal.anonymise.survey_labels import SurveyLabels
from alsjournal.anonymise.unlinked import unlinked
from alsjournal.anonymise.vault import Original
from alsjournal.ingest.theory import Indicator, Step
from alsjournal.ingest.theory_data import theory_of
from alsjournal.journal import Journal, RawJournal
from alsjournal.schema import TABLES, Column

__all__ = ["anonymise_tables"]

_ABOUT = ("title", "description", "purpose", "lawful_basis", "retention")
"""Words about the programme in which its people are masked. Whom to ask (``controller``
and ``contact``) is meant to be read."""

_IDENTIFIERS = "identifier"
_NO_MOVES = Moves()
_NAMED = re.compile(r"\[(?:member|person) (\S+)\]")


def anonymise_tables(
    raw: RawJournal,
    *,
    finders: Sequence[str | Finder] | None,
    own: OwnSettings,
    key_env: str,
    n_jobs: int | None,
    progress: Callable[[int], None] | None,
    rulings: Rulings | None,
    originals: list[Original] | None,
    resume: Path | None,
    unkept: Collection[str] = (),
) -> Journal:
    """Return the journal without identifiers; see ``Anonymiser.transform``."""
    key = key_of(raw, key_env)
    roster = roster_of(raw)
    chain = build_chain(finders, own.gazetteer, roster, own.patterns)
    read = partial(
        read_programme_texts,
        raw,
        chain,
        finders=finders,
        gazetteer=own.gazetteer,
        patterns=own.patterns,
        roster=roster,
        key_env=key_env,
        n_jobs=n_jobs,
        progress=progress,
    )
    named = all(isinstance(finder, str) for finder in finders or ())
    if resume is None or not named:  # what others wrote may find something else
        programme = read()
    else:
        setting = setting_of(key, chain, roster, own.gazetteer, own.patterns)
        with SpanFile(resume, key, setting, unkept) as found:
            programme = read(found=found)
    work = _Work(raw, key, chain, programme, rulings, originals)
    frames = {
        name: work.table(name) for name in raw.tables() if not TABLES[name].raw_only
    }
    provenance = without_file_names(raw.provenance, key)
    provenance.pop("published_key", None)
    for said in _ABOUT:
        if isinstance(provenance.get(said), str):
            provenance[said] = work.about(str(provenance[said]))
    if "theory" in provenance:
        provenance["theory"] = work.theory(theory_of(provenance))
    provenance |= work.survey.settings(provenance)
    provenance["anonymiser"] = {
        "chain": CHAIN_VERSION,
        "pipeline": chain.pipeline,
        "gazetteer": own.gazetteer is not None,
        "patterns": sorted(own.patterns or ()),
        "operator": "replace",
        "found": dict(sorted(work.found.items())),
        "texts": work.done,
        "texts_changed": work.changed,
        "languages": dict(sorted(work.languages.items())),
        "rulings": 0 if rulings is None else len(rulings),
        "key_fingerprint": fingerprint(key),
    }
    return Journal(frames, provenance=provenance)


@dataclass(frozen=True, repr=False, slots=True)
class _Done:
    """What became of one text."""

    text: str = ""
    moves: Moves = _NO_MOVES
    labels: tuple[str, ...] = ()


_Column = tuple[list[str | None], list[_Done]]


class _Work:
    """One run over the tables. It holds names and texts, and is thrown away."""

    def __init__(
        self,
        raw: RawJournal,
        key: bytes,
        chain: Chain,
        programme: Programme,
        rulings: Rulings | None,
        originals: list[Original] | None,
    ) -> None:
        self._raw = raw
        self._chain = chain
        self._programme = programme
        self._originals = originals
        self._rulings = Rulings(Marks(key)) if rulings is None else rulings
        self._identities = Identities(raw, key, chain.roster)
        clock = SessionClock(raw)
        self._surrogates = Surrogates(self._identities, chain.roster, clock)
        self._moves: dict[str, tuple[Moves, int]] = {}
        self.found: Counter[str] = Counter()
        self.languages: Counter[str] = Counter()
        self.done = 0
        self.changed = 0
        self.survey = SurveyLabels(
            raw, lambda value: unlinked(self._label(value)), self._read_label
        )

    def table(self, name: str) -> pd.DataFrame:
        """Return one table without identifiers."""
        parts = [
            self._batch(name, batch) for batch in self._raw.identifiable_batches(name)
        ]
        return pd.concat(parts, ignore_index=True)

    def theory(self, steps: Sequence[Step]) -> dict[str, object]:
        """Return a theory of change without identifiers, as a journal keeps it.

        Its ids and items change as the columns do that they point to.
        """
        masked = [
            replace(
                step,
                id=self._label(step.id),
                text=self._read_label(step.text),
                assumptions=tuple(map(self._read_label, step.assumptions)),
                indicators=tuple(
                    replace(one, name=self._named(one)) if one.name else one
                    for one in step.indicators
                ),
            )
            for step in steps
        ]
        return {"steps": [step.told() for step in masked]}

    def _named(self, indicator: Indicator) -> str:
        of_survey = indicator.kind == "survey"
        return (self.survey.item if of_survey else self._label)(indicator.name)

    def about(self, value: str) -> str:
        """Mask people of the roster in words about the programme, or a role.

        A title stands on every output, so that no pseudonym goes into it. The body
        that holds a programme may be the workplace of its members: bodies stay.
        """
        return unlinked(self._masked(value, people_only=True))

    def _batch(self, name: str, batch: pd.DataFrame) -> pd.DataFrame:
        out = batch.copy()
        if name == "codings":
            out = self._codings(out)
        if name == "reflections":
            out["language"], out["unread"] = self._languages_of(out)
        replaced = self._free_writing(name, out)
        for rule in TABLES[name].columns:
            change = self._change(name, rule)
            if change is not None:
                out[rule.name] = _mapped(out[rule.name], change)
        if self._originals is not None:
            for column, (texts, done) in replaced.items():
                self._originals += _originals(name, column, out, texts, done)
        return out

    def _change(self, name: str, rule: Column) -> Callable[[str], str] | None:
        """What becomes of the values of a column that is no free writing."""
        if rule.kind == "person":
            return _person(self._identities, name, rule.name)
        if rule.kind == "key":
            return self._identities.key
        if (name, rule.name) in READ_LABELS:
            return self._read_label
        if (name, rule.name) == ("codings", "coder"):
            return self._coder
        if (name, rule.name) in PEOPLE_LABELS:
            return self.about
        if name == "survey" and rule.name in self.survey.columns:
            return self.survey.columns[rule.name]
        return self._label if (name, rule.name) in ROSTER_LABELS else None

    def _languages_of(
        self, rows: pd.DataFrame
    ) -> tuple[pd.Series[str], pd.Series[bool]]:
        """Return the language of each text, and whether a person must still read it.

        What was declared goes before what the text tells, unless that is surely
        another language than English.
        """
        codes, unread = [], []
        for text, said in zip(
            _cells(rows["text"]), _cells(rows["language"]), strict=True
        ):
            found = language_of(text or "")
            other = other_than_english(found, said)
            seen = other or said or found.code
            codes.append(None if seen == "unknown" else seen)
            unread.append(bool(other) and not self._rulings.was_read(text or ""))
            self.languages[seen] += 1
        return (
            pd.Series(codes, index=rows.index, dtype="str"),
            pd.Series(unread, index=rows.index, dtype="boolean"),
        )

    def _free_writing(self, name: str, out: pd.DataFrame) -> dict[str, _Column]:
        """Replace what identifies in the columns of text; return what became of it."""
        sets = _cells(out["set_id"]) if "set_id" in out else [None] * len(out)
        replaced: dict[str, _Column] = {}
        for column in TABLES[name].of_kind("text"):
            texts = _cells(out[column])
            done = self._texts(texts, sets)
            replaced[column] = texts, done
            if name == "reflections" and "codings" in self._raw.tables():
                for i, text, one in zip(out["reflection_id"], texts, done, strict=True):
                    self._moves[i] = (one.moves, len(text or ""))
            values = [
                None if text is None else one.text
                for text, one in zip(texts, done, strict=True)
            ]
            out[column] = pd.Series(values, index=out.index, dtype="str")
        return replaced

    def _texts(
        self, texts: Sequence[str | None], sets: Sequence[str | None]
    ) -> list[_Done]:
        """Return what became of each text; equal ones of a set are read once."""
        batch: dict[tuple[str, str | None], _Done] = {}
        results = []
        for text, set_id in zip(texts, sets, strict=True):
            if text is None:
                results.append(_Done())
                continue
            if (text, set_id) not in batch:
                found = self._programme.spans(text)
                spans, merged = self._rulings.settle(text, found)
                new, moves = self._surrogates.replace(text, spans, merged, set_id)
                labels = tuple(span.label for span in merged)
                batch[text, set_id] = _Done(new, moves, labels)
            done = batch[text, set_id]
            results.append(done)
            self.found.update(done.labels)
            self.done += 1
            self.changed += bool(done.moves.old)
        return results

    def _read_label(self, value: str) -> str:
        """Mask what identifies in a label that may be anything, as a heading."""
        changed = self._identities.key(value)
        if changed != value:
            return changed
        spans, merged = self._rulings.settle(value, self._programme.spans(value))
        return self._surrogates.replace(value, spans, merged)[0]

    def _label(self, value: str) -> str:
        """Mask names of the roster in a label; an id of a record follows it."""
        changed = self._identities.key(value)
        return self._masked(value) if changed == value else changed

    def _coder(self, value: str) -> str:
        """Mask who coded, so that `forget` reaches them; models stay as they are.

        So do initials, and one name alone: they may be somebody else's.
        """
        named = self._identities.named(value)
        if named or len(value.split()) < 2:
            return named or value
        return self._masked(value, people_only=True)

    def _masked(self, value: str, *, people_only: bool = False) -> str:
        """Mask whom the roster names, and where they work."""
        roster = self._chain.roster
        if roster is None:
            return value
        (found,) = roster.find([Reading(value)])
        spans = [s for s in found if s.label == "PERSON" or not people_only]
        if not spans:
            return value
        return self._surrogates.replace(value, spans, resolve(spans))[0]

    def _codings(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Move what was found in a text along with it.

        What an identifier was coded as goes with the identifier.
        """
        construct = frame["construct"].str.strip().str.casefold()
        kept = frame[construct != _IDENTIFIERS].reset_index(drop=True)
        starts, ends = _cells(kept["start"]), _cells(kept["end"])
        for i, reflection in enumerate(kept["reflection_id"]):
            moves, length = self._moves.get(reflection, (Moves(), 0))
            start, end = starts[i], ends[i]
            if start is None or end is None or not moves.old:
                continue
            end = min(int(end), length)
            starts[i], ends[i] = moves.move(min(int(start), end), end)
        kept["start"] = pd.array(starts, dtype="Int64")
        kept["end"] = pd.array(ends, dtype="Int64")
        return kept


def _originals(
    name: str,
    column: str,
    frame: pd.DataFrame,
    texts: Sequence[str | None],
    done: Sequence[_Done],
) -> Iterator[Original]:
    """Yield what each surrogate of a column stands for."""
    table = TABLES[name]
    keys = frame[list(table.key)].astype("str").fillna("").agg("/".join, axis=1)
    people = table.of_kind("person")
    writers = _cells(frame[people[0]]) if people else [None] * len(frame)
    for row, writer, text, one in zip(keys, writers, texts, done, strict=True):
        places = zip(one.moves.old, one.moves.new, one.labels, strict=True)
        for (a, b), (start, end), label in places:
            surrogate = one.text[start:end]
            named = _NAMED.fullmatch(surrogate)
            yield Original(
                *(name, column, row, start, end, label, surrogate),
                original=(text or "")[a:b],
                person=named[1] if named else "",
                writer=writer or "",
            )


def _person(identities: Identities, table: str, column: str) -> Callable[[str], str]:
    return lambda value: identities.person(value, table, column)


def _cells(column: pd.Series[Any]) -> list[Any]:
    return [None if pd.isna(value) else value for value in column.tolist()]


def _mapped(column: pd.Series[Any], change: Callable[[str], str]) -> pd.Series[Any]:
    changed = {
        value: change(value) if value else value for value in column.dropna().unique()
    }
    values = [changed.get(value) for value in _cells(column)]
    return pd.Series(values, index=column.index, dtype="str")
