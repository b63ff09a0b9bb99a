"""The answers that were given: which questions are closed, and what each person said.

An answer that is empty is a question left out. One that is not on the question's scale
was given all the same: it is counted among those who answered, not as a yes, and told
as a number, never as a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from alsjournal.anonymise.unlinked import as_choice
from alsjournal.errors import DisclosureError, InputError
from alsjournal.ingest.survey_settings import SurveySettings, settings_of
from alsjournal.journal import Journal
from alsjournal.survey.questions import Question, counting, parts_of, read_question
from alsjournal.survey.scales import Scale, on_known, plain

__all__ = ["OTHER", "Given", "read_given"]

OTHER = "another answer"
"""What stands for all answers that are not on the scale."""


@dataclass(frozen=True, repr=False, eq=False)
class Given:
    """All that was answered to closed questions.

    Parameters
    ----------
    answers : pandas.DataFrame
        A row for each answer that is not empty: ``respondent``, ``wave``, ``item``,
        ``set_id`` (empty where it is not known), ``values`` (a tuple of answers of
        the scale, with `OTHER` for what is not on it), ``yes`` and ``other``.
    questions : mapping of str to Question
        In the order in which they were asked.
    asked : frozenset
        The pairs of item and wave that have rows, be they empty.
    worded : mapping
        By item and wave: the wording.
    waves : tuple of str
        In order.
    sets : frozenset of str
        Those that anybody named.
    taken : mapping of str to int
        How many took part in each wave, whatever they left out.
    invited : mapping of str to int
        How many were asked, by wave, where it is recorded.
    notes : tuple of str
    """

    answers: pd.DataFrame
    questions: Mapping[str, Question]
    asked: frozenset[tuple[str, str]]
    worded: Mapping[tuple[str, str], str]
    waves: tuple[str, ...]
    sets: frozenset[str]
    taken: Mapping[str, int]
    invited: Mapping[str, int]
    notes: tuple[str, ...]


def read_given(
    journal: Journal,
    *,
    items: Sequence[str] | None = None,
    counts_as: Mapping[str, Sequence[str]] | None = None,
) -> Given:
    """Read the survey of a journal.

    Parameters
    ----------
    journal : Journal
    items : sequence of str, optional
        Only these questions; all closed ones by default.
    counts_as : mapping of str to sequence of str, optional
        By item: which answers count as yes, before what programme.toml says.

    Returns
    -------
    Given

    Raises
    ------
    DisclosureError
        If a question that was asked for is answered in free text.
    InputError
        If there is no such question, or an answer is not on its scale.
    """
    rows = _rows(journal)
    settings = settings_of(journal.provenance)
    meant = _checked(counts_as, "counts_as")
    known = list(dict.fromkeys(rows["item"]))
    wanted = known if items is None else _listed(items)
    _refuse_unknown("items", wanted, known)
    _refuse_unknown("counts_as", list(meant), known)
    questions: dict[str, Question] = {}
    free: list[str] = []
    parts = [_answers(rows.head(0), ())]
    for item in wanted:
        own = rows[(rows["item"] == item) & (rows["answer"] != "")]
        question = read_question(item, own, settings)
        if question is None:
            free.append(item)
            continue
        if item in meant:
            question = counting(question, meant[item])
        questions[item] = question
        parts.append(_answers(own, question.scale))
    _refuse_free(free, asked=items is not None)
    waves = _in_order(rows["wave"], settings)
    return Given(
        pd.concat(parts, ignore_index=True),
        questions,
        frozenset(zip(rows["item"], rows["wave"], strict=True)),
        _worded(rows),
        waves,
        frozenset(rows["set_id"]) - {""},
        {
            str(w): int(n)
            for w, n in rows.groupby("wave")["respondent"].nunique().items()
        },
        _invited(journal, waves),
        (
            *_left_aside(free, [i for i in settings.items if i not in known]),
            *_not_anonymous(journal, rows["respondent"]),
        ),
    )


def _rows(journal: Journal) -> pd.DataFrame:
    narrowed = "set_id" in journal.selection
    if narrowed:
        msg = (
            "journal must be the whole journal: what may be shown of one set hangs on "
            "how many answered in the others. This one was selected by set_id. Use "
            "by=('set_id',) of the whole one."
        )
        raise DisclosureError(msg)
    rows = journal.table("survey").astype("object")
    rows = rows.where(rows.notna(), "")
    for column in rows:
        rows[column] = [str(value).strip() for value in rows[column]]
    # Answers are texts of the journal: a choice that names somebody is still one.
    rows["answer"] = [as_choice(answer) for answer in rows["answer"]]
    return rows


def _checked(
    given: Mapping[str, Sequence[str]] | None, name: str
) -> dict[str, tuple[str, ...]]:
    if given is None:
        return {}
    said: object = given
    if not isinstance(said, Mapping):
        msg = (
            f"{name} must say by item which answers count as yes, as "
            f"{{'expectations': ['surpassed']}}. Got a {type(said).__name__}."
        )
        raise InputError(msg)
    return {str(item): _listed(answers) for item, answers in given.items()}


def _listed(words: object) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,)
    if not isinstance(words, Iterable):
        msg = f"items and answers must be lists of words. Got a {type(words).__name__}."
        raise InputError(msg)
    return tuple(dict.fromkeys(str(word) for word in words))


def _refuse_unknown(name: str, asked: Sequence[str], known: Sequence[str]) -> None:
    if set(asked) - set(known):
        msg = (
            f"{name} must name questions of the survey: {', '.join(known) or 'none'}. "
            f"Got another."
        )
        raise InputError(msg)


def _refuse_free(free: Sequence[str], *, asked: bool) -> None:
    if free and asked:
        msg = (
            f"A question must be closed to be counted. {', '.join(free)}: answered in "
            f"words of people's own, which are never shown. If it has a closed list of "
            f"answers, programme.toml must say so: [survey.items.{free[0]}] scale = []."
        )
        raise DisclosureError(msg)


def _not_anonymous(journal: Journal, people: pd.Series[str]) -> tuple[str, ...]:
    """Warn where answers stand under the code by which a member is known elsewhere."""
    for table in ("members", "reflections"):
        if journal.table(table, ["member"])["member"].dropna().isin(set(people)).any():
            note = (
                "Some answers stand under the id of a member, so that they are not "
                "anonymous: let people make codes of their own."
            )
            return (note,)
    return ()


def _left_aside(free: Sequence[str], unasked: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if free:
        notes.append(
            f"Answered in free text, which is never shown or counted: "
            f"{', '.join(free)}."
        )
    if unasked:
        notes.append(
            f"programme.toml describes questions that nobody was asked: "
            f"{', '.join(unasked)}."
        )
    return tuple(notes)


def _answers(rows: pd.DataFrame, scale: Scale | tuple[()]) -> pd.DataFrame:
    """Return each answer in the words of the scale."""
    out = rows[["respondent", "wave", "item", "set_id"]].copy()
    if not isinstance(scale, Scale):
        return out.assign(values=None, yes=False, other=False)
    names = {plain(answer): answer for answer in scale.answers}
    values = []
    for answer in rows["answer"]:
        whole = plain(answer)
        if whole in names or on_known(whole) in names or not scale.several:
            parts = [whole]
        else:
            parts = parts_of(answer, names)
        named = [names.get(p) or names.get(on_known(p)) or OTHER for p in parts]
        values.append(tuple(dict.fromkeys(named)))
    out["values"] = pd.Series(values, index=out.index, dtype="object")
    yes = set(scale.yes)
    out["yes"] = [bool(yes & set(value)) for value in values]
    out["other"] = [OTHER in value for value in values]
    return out


def _worded(rows: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return the wording of each question in each wave, the most frequent one."""
    out = {}
    known = rows[rows["question"] != ""]
    for (item, wave), own in known.groupby(["item", "wave"], sort=False):
        out[str(item), str(wave)] = str(own["question"].value_counts().index[0])
    return out


_ORDER = (
    *("before", "baseline", "start", "pre"),
    *("mid", "midpoint", "middle"),
    *("end", "final", "post"),
    *("after", "follow-up", "followup", "later"),
)


def _in_order(waves: pd.Series[str], settings: SurveySettings) -> tuple[str, ...]:
    """Return the waves in order: as declared, as their names say, or as found."""
    found = list(dict.fromkeys(waves))
    if settings.waves:
        said = [wave for wave in settings.waves if wave in found]
        return (*said, *(wave for wave in found if wave not in said))
    ranks = [
        _ORDER.index(w) if (w := wave.casefold()) in _ORDER else -1 for wave in found
    ]
    if -1 in ranks:
        return tuple(found)
    return tuple(wave for _, wave in sorted(zip(ranks, found, strict=True)))


def _invited(journal: Journal, waves: Iterable[str]) -> dict[str, int]:
    said = journal.provenance.get("invited")
    if not isinstance(said, Mapping):
        return {}
    by_name = {str(wave).strip().casefold(): n for wave, n in said.items()}
    found = {wave: by_name.get(wave.casefold()) for wave in waves}
    return {w: int(n) for w, n in found.items() if isinstance(n, int)}
