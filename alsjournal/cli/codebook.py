"""``alsjournal codebook``: what people decide about themes, without Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from alsjournal.cli._files import (
    JournalArgument,
    ThemesOption,
    open_coded,
    open_journal,
    themes_folder,
)
from alsjournal.cli._run import out, say, verb

if TYPE_CHECKING:
    from alsjournal.journal import Journal
    from alsjournal.themes import Codebook, Theme, ThemeModel
    from alsjournal.trends import Coded

__all__ = ["codebook"]


@dataclass(frozen=True)
class _Said:
    """What was typed besides the action."""

    words: tuple[str, ...]
    by: str
    on: str | None
    why: str
    idea: str
    name: str | None
    include: str | None
    exclude: str | None
    examples: tuple[str, ...]

    @property
    def who(self) -> dict[str, str | None]:
        return {"by": self.by, "on": self.on, "why": self.why}


Decision = Callable[["Codebook", _Said], "Codebook"]


def _adopt(book: Codebook, said: _Said) -> Codebook:
    from alsjournal.errors import InputError
    from alsjournal.themes._events import day

    idea = said.idea or book.theme(said.words[0]).definition
    if not idea:
        msg = "To adopt a theme is to say its central idea. Give it: --idea TEXT."
        raise InputError(msg)
    when = day(said.on)
    return book.adopt(
        said.words[0], central_idea=idea, by=said.by, date=when, why=said.why
    )


def _define(book: Codebook, said: _Said) -> Codebook:
    return book.define(
        said.words[0],
        definition=said.idea or None,
        include=said.include,
        exclude=said.exclude,
        examples=said.examples or None,
        **said.who,  # type: ignore[arg-type]
    )


def _add(book: Codebook, said: _Said) -> Codebook:
    return book.add(
        said.words[0],
        definition=said.idea,
        include=said.include or "",
        exclude=said.exclude or "",
        examples=said.examples,
        **said.who,  # type: ignore[arg-type]
    )


# The words that follow each action: how many at least, at most, and what they are.
_MANY = 10_000
_DECISIONS: dict[str, tuple[int, int, str, Decision]] = {
    "rename": (2, 2, "THEME NAME", lambda b, s: b.rename(*s.words, **s.who)),  # type: ignore[arg-type]
    "adopt": (1, 1, "THEME --idea TEXT", _adopt),
    "reject": (1, 1, "THEME", lambda b, s: b.reject(*s.words, **s.who)),  # type: ignore[arg-type]
    "merge": (
        *(2, _MANY, "THEME THEME ... [--name NAME]"),
        lambda b, s: b.merge(s.words, name=s.name, **s.who),  # type: ignore[arg-type]
    ),
    "split": (
        *(3, _MANY, "THEME NAME NAME ..."),
        lambda b, s: b.split(s.words[0], s.words[1:], **s.who),  # type: ignore[arg-type]
    ),
    "define": (1, 1, "THEME [--idea, --include, --exclude, --example TEXT]", _define),
    "add": (1, 1, "NAME [--idea, --include, --exclude, --example TEXT]", _add),
    "read": (
        *(2, _MANY, "THEME REFLECTION_ID ..."),
        lambda b, s: b.read(s.words[0], s.words[1:], **s.who),  # type: ignore[arg-type]
    ),
    "does-not-fit": (
        *(1, _MANY, "THEME REFLECTION_ID ..."),
        lambda b, s: b.does_not_fit(s.words[0], s.words[1:], **s.who),  # type: ignore[arg-type]
    ),
    "this": (
        *(2, 2, "THEME REFLECTION_ID"),
        lambda b, s: b.put_in(*s.words, **s.who),  # type: ignore[arg-type]
    ),
    "not-this": (
        *(2, 2, "THEME REFLECTION_ID"),
        lambda b, s: b.take_out(*s.words, **s.who),  # type: ignore[arg-type]
    ),
    "leave": (
        *(2, 2, "THEME REFLECTION_ID"),
        lambda b, s: b.leave(*s.words, **s.who),  # type: ignore[arg-type]
    ),
    "resolved": (
        *(2, 2, "THEME OUTCOME_ID"),
        lambda b, s: b.resolve(*s.words, **s.who),  # type: ignore[arg-type]
    ),
    "undo": (0, 0, "", lambda b, s: b.undo(**s.who)),  # type: ignore[arg-type]
}
_ON_TEXTS = ("read", "does-not-fit", "this", "not-this")
_WAIT = 60.0  # seconds: a decision codes the whole journal
_TO_SEE = ("show", "history", "overruled")


@verb
def codebook(
    journal: JournalArgument,
    action: Annotated[
        str,
        typer.Argument(
            help="show, history, overruled, or a decision: " + ", ".join(_DECISIONS)
        ),
    ] = "show",
    words: Annotated[
        list[str] | None,
        typer.Argument(help="A theme (its id or name), and what belongs to it."),
    ] = None,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", help="The day, YYYY-MM-DD; else today.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="In a sentence.")] = "",
    idea: Annotated[
        str, typer.Option("--idea", help="The central idea, of adopt, define, add.")
    ] = "",
    name: Annotated[
        str | None, typer.Option("--name", help="Of the merged theme.")
    ] = None,
    include: Annotated[
        str | None, typer.Option("--include", help="What belongs to it.")
    ] = None,
    exclude: Annotated[
        str | None, typer.Option("--exclude", help="What looks like it and is not.")
    ] = None,
    example: Annotated[
        list[str] | None,
        typer.Option("--example", help="A sentence that you made up; several."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Show it as on this day.")
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", help="Write it for other programs (.qdc), or .jsonl."),
    ] = None,
    folder: ThemesOption = None,
) -> None:
    """Show the codebook, or decide: rename, adopt, merge, reject, not-this, undo.

    Each decision is a dated line in codebook.jsonl, and none is overwritten.
    """
    from alsjournal.store import JournalStore

    given = tuple(words or ())
    _check_words(action, given, by)
    opened = open_journal(journal, wait=_WAIT)
    if action in _TO_SEE:
        model, coded = open_coded(opened, journal, folder)
        if as_of:
            from alsjournal.trends import as_coded

            # What it held then: by today's names an old one would have no texts.
            model = model.with_codebook(model.codebook_.as_of(as_of))
            coded = as_coded(opened, model)
        if export is not None:
            _export(model.codebook_, export, opened)
            return
        _show(action, model.codebook_, coded, given)
        return
    said = _Said(given, by, on, why, idea, name, include, exclude, tuple(example or ()))
    # Who decides at the same time waits, and goes on from what is decided here.
    with JournalStore(journal, timeout=_WAIT).held():
        model, _ = open_coded(opened, journal, folder, anew=True)
        if action in _ON_TEXTS:
            known = opened.table("reflections", ["reflection_id"])["reflection_id"]
            _check_ids(set(given[1:]), set(known))
        if action == "resolved":
            known = opened.table("outcomes", ["outcome_id"])["outcome_id"]
            rule = "Outcomes must be given by outcome_id"
            _check_ids(set(given[1:]), set(known), rule)
        new = _DECISIONS[action][3](model.codebook_, said)
        _keep(journal, model, new, folder or themes_folder(journal))
    own = new.theme(new.events[-1].theme)
    say(f"{own.theme_id}, {own.name}: {own.status}. {_counted(new.version)} so far.")
    if action == "split":
        say(
            f"Say which texts belong to which part (this), then run `alsjournal themes "
            f"{journal}`: it tells them apart."
        )
    if model.theme_names_:
        say("Outputs made before this are of the earlier codebook: make them again.")


def _export(book: Codebook, path: Path, journal: Journal) -> None:
    """Write a codebook to go elsewhere: no text's words, no text's id."""
    from alsjournal.exchange import write_codebook

    write_codebook(book, path, journal=journal, with_texts=False)
    say(f"Written: {path} ({len(book.names()):,} themes)")


def _keep(path: Path, model: ThemeModel, new: Codebook, folder: Path) -> None:
    """Save the edited model, and code the journal by it."""
    from alsjournal.run.grouping import keep_themes
    from alsjournal.store import JournalStore
    from alsjournal.themes.codebook_file import refuse_names, refuse_quotes

    refuse_names(new, model.codebook_)
    opened = JournalStore(path).read()
    refuse_quotes(new, opened)
    edited = model.with_codebook(new)
    codings = edited.code(opened)
    keep_themes(path, edited, codings, folder)


def _check_words(action: str, words: tuple[str, ...], by: str) -> None:
    if action in _TO_SEE:
        wanted = 1 if action == "history" else 0
        if len(words) != wanted:
            msg = f"must have {'a theme' if wanted else 'nothing'} behind it"
            raise typer.BadParameter(msg, param_hint=action)
        return
    if action not in _DECISIONS:
        msg = f"must be one of {', '.join((*_TO_SEE, *_DECISIONS))}; got {action!r}"
        raise typer.BadParameter(msg, param_hint="ACTION")
    least, most, form, _ = _DECISIONS[action]
    if not least <= len(words) <= most:
        msg = f"must be followed by {form or 'nothing'}; got {_counted(len(words))}"
        raise typer.BadParameter(msg.replace("decision", "word"), param_hint=action)
    if not by.strip():
        msg = "must say who decides, as --by Ade"
        raise typer.BadParameter(msg, param_hint="--by")


def _check_ids(
    given: set[str],
    known: set[str],
    rule: str = "Texts must be given by reflection_id",
) -> None:
    from alsjournal.errors import InputError

    strange = len(given - known)
    if strange:
        msg = (
            f"{rule}, as the journal has them. {strange} of {len(given)} are none "
            f"there; nothing was done."
        )
        raise InputError(msg)


def _show(action: str, book: Codebook, coded: Coded, words: tuple[str, ...]) -> None:
    from rich.table import Table

    if action == "history":
        table = Table("when", "by", "what", "value", "why")
        for event in book.history(words[0]):
            said = event.value or ", ".join((*event.others, *event.texts))
            row = (event.when, event.by, event.action, said, event.why)
            table.add_row(*row)
    elif action == "overruled":
        table = Table("theme", "seen", "not this", "rate", "95 % interval")
        for row_ in book.overruled().to_dict("records"):
            low, high, rate = (row_[c] for c in ("low", "high", "rate"))
            known = row_["seen"] > 0
            table.add_row(
                str(row_["theme"]),
                str(row_["seen"]),
                str(row_["corrected"]),
                f"{rate:.2f}" if known else "nobody read",
                f"{low:.2f} to {high:.2f}" if known else "",
            )
    else:
        columns = ("id", "theme", "status", "holds?", "texts", "read", "by", "when")
        table = Table(*columns)
        rows = coded.codings.drop_duplicates(["reflection_id", "code"])["code"]
        texts = rows.value_counts()
        for theme in book.themes():
            held = (coded.held(theme.name) or "").partition(":")[0]
            shown = _row(theme, held, int(texts.get(theme.name, 0)))
            table.add_row(*shown)
    out().print(table)


def _row(theme: Theme, held: str, texts: int) -> tuple[str, ...]:
    words = {
        "grouping": "machine grouping, not yet read",
        "candidate": "named, not yet adopted",
    }
    return (
        theme.theme_id,
        theme.name,
        words.get(theme.status, theme.status),
        held,
        str(texts),
        str(theme.n_read),
        theme.by,
        theme.when,
    )


def _counted(n: int) -> str:
    return f"{n:,} decision{'s' * (n != 1)}"
