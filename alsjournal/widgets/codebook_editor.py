"""`CodebookEditor`: decide what groupings are, while reading their passages."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd
import traitlets

from alsjournal.disclosure import is_unread, permitted
from alsjournal.errors import AlsjournalError, InputError
from alsjournal.journal import Journal
from alsjournal.widgets.panel import Panel, module_of
from alsjournal.widgets.words import plural

if TYPE_CHECKING:
    from alsjournal.themes import Codebook, Theme, ThemeModel

__all__ = ["CodebookEditor"]

PER_PAGE = 8
_ASLEEP = (
    "Passages are shown while the notebook's kernel runs, a page at a time; none is "
    "kept in the file."
)
_WORDS = {
    "grouping": "a grouping that nobody has read",
    "candidate": "a candidate",
    "adopted": "adopted",
    "rejected": "rejected",
}
_LONGEST = 2_000

Decision = Callable[["Codebook", str, dict[str, str]], "Codebook"]


class CodebookEditor(Panel):
    """Name, adopt, merge and split themes, with their passages before you.

    For researchers. A theme's passages stand beside it, the clearest or the least
    clear first; of each, *this theme*, *not this theme* or *it strains the theme* can
    be said. Every decision is an event of the codebook with who made it and, if you
    say so, why; the last one can be taken back. The model that was given is not
    changed: ``themes.with_codebook(editor.codebook)`` makes one that follows.

    Passages go to the page as messages, a page at a time. None of them, and no id of
    a text, is in the widget's state or in a saved notebook; what members keep to
    themselves is not shown, nor a text in another language that nobody has read.

    Parameters
    ----------
    themes : ThemeModel
        Fitted; its codebook is where the editor begins.
    journal : Journal
        The one whose passages are read.
    by : str
        Who decides, as it is to stand in the codebook.

    Attributes
    ----------
    codebook : Codebook
        With all that was decided so far.
    version : int
        How many events it has; can be watched with ``observe``.

    Raises
    ------
    InputError
        If ``by`` is empty, or there is no journal.
    NotFittedError
        If the model is not fitted.
    """

    _esm = module_of("common.js", "codebook.js")
    _css: Any = module_of("view.css", "codebook.css")

    _head = traitlets.Dict().tag(sync=True)
    version = traitlets.Int(0).tag(sync=True)

    def __init__(self, themes: ThemeModel, journal: Journal, *, by: str) -> None:
        given: object = journal
        if not isinstance(given, Journal):
            msg = f"journal must be a Journal. Got {type(given).__name__}."
            raise InputError(msg)
        if not isinstance(by, str) or not by.strip():
            msg = "by must say who decides, as 'Ade'. Got nothing."
            raise InputError(msg)
        passages = _passages(themes, journal)
        super().__init__()
        self._private |= {
            "book": themes.codebook_,
            "journal": journal,
            "passages": passages,
            "by": by.strip(),
            "page": [],
        }
        self._told("")

    def __repr__(self) -> str:
        book: Codebook = self._private["book"]
        return (
            f"CodebookEditor({plural(len(book.themes()), 'theme')}, "
            f"{plural(book.version, 'event')}; show it in a notebook)"
        )

    @property
    def codebook(self) -> Codebook:
        """The codebook with all that was decided so far."""
        book: Codebook = self._private["book"]
        return book

    def _told(self, said: str) -> None:
        """Tell the page how things stand now."""
        book = self.codebook
        counts = self._private["passages"]["theme_id"].map(book.root).value_counts()
        with self.hold_sync():
            self._head = {
                "asleep": _ASLEEP,
                "themes": [
                    {
                        "id": one.theme_id,
                        "name": one.name,
                        "status": _WORDS[one.status],
                        "texts": int(counts.get(one.theme_id, 0)),
                    }
                    for one in book.themes()
                ],
            }
            self.version = book.version
            self._status = said

    def _saved(self) -> str:
        rows = "".join(
            f"<li>{escape(one['name'])}: {escape(one['status'])}, "
            f"{plural(one['texts'], 'text')}</li>"
            for one in self._head["themes"]
        )
        return f"<ul>{rows}</ul><p>{_ASLEEP}</p>"

    def _answer(self, message: dict[str, Any]) -> None:
        asked, theme_id = message.get("type"), str(message.get("theme"))
        try:
            if asked == "need-theme":
                self.send(self._shown(theme_id, message))
            elif asked == "decide":
                self._decide(theme_id, message)
            elif asked == "of-text":
                self._decide_of_text(theme_id, message)
        except AlsjournalError as error:
            self._status = str(error)

    def _shown(self, theme_id: str, message: dict[str, Any]) -> dict[str, object]:
        """What a person knows of a theme, and one page of its passages."""
        theme = self.codebook.theme(theme_id)
        rows = self._of(theme_id)
        if message.get("order") == "least":
            rows = rows.iloc[::-1]
        pages = max(1, -(-len(rows) // PER_PAGE))
        asked = message.get("page")
        page = min(max(asked, 1), pages) if type(asked) is int else 1
        rows = rows.iloc[(page - 1) * PER_PAGE :][:PER_PAGE]
        self._private["page"] = rows["reflection_id"].tolist()
        return {
            "type": "theme",
            "id": theme_id,
            "name": theme.name,
            "status": _WORDS[theme.status],
            "idea": theme.definition,
            "include": theme.include,
            "exclude": theme.exclude,
            "page": page,
            "pages": pages,
            "passages": [
                {"quote": text, "from": _said_of(theme, reflection_id)}
                for text, reflection_id in zip(
                    self._read(rows), rows["reflection_id"], strict=True
                )
            ],
        }

    def _of(self, theme_id: str) -> pd.DataFrame:
        """The passages of a theme, and of those merged into it, the clearest first."""
        rows: pd.DataFrame = self._private["passages"]
        own = rows["theme_id"].map(self.codebook.root) == theme_id
        return rows[own]

    def _read(self, rows: pd.DataFrame) -> list[str]:
        """The passages themselves, read for this page alone."""
        journal: Journal = self._private["journal"]
        texts = journal.table("reflections", ["reflection_id", "text"])
        wanted = texts[texts["reflection_id"].isin(rows["reflection_id"])]
        by_id = dict(zip(wanted["reflection_id"], wanted["text"], strict=True))
        spans = zip(rows["reflection_id"], rows["start"], rows["end"], strict=True)
        return [
            by_id[key] if pd.isna(start) else by_id[key][int(start) : int(end)]
            for key, start, end in spans
        ]

    def _decide(self, theme_id: str, message: dict[str, Any]) -> None:
        action = str(message.get("action"))
        given = message.get("words")
        words = given if isinstance(given, dict) else {}
        said = {str(k): str(v)[:_LONGEST].strip() for k, v in words.items()}
        if action not in _DECISIONS:
            msg = f"What is decided must be one of {', '.join(_DECISIONS)}."
            raise InputError(msg)
        who = {"by": self._private["by"], "why": said.pop("why", "")}
        self._private["book"] = _DECISIONS[action](
            self.codebook, theme_id, {**said, **who}
        )
        self._told(f"{_DONE[action]} Event {self.codebook.version}.")

    def _decide_of_text(self, theme_id: str, message: dict[str, Any]) -> None:
        page: list[str] = self._private["page"]
        number, what = message.get("number"), message.get("what")
        if type(number) is not int or not 0 <= number < len(page):
            return  # the page has been turned since
        book, key, by = self.codebook, page[number], self._private["by"]
        if what == "this":
            book = book.put_in(theme_id, key, by=by)
        elif what == "not-this":
            book = book.take_out(theme_id, key, by=by)
        elif what == "strains":
            strain = (*book.theme(theme_id).does_not_fit, key)
            book = book.does_not_fit(theme_id, tuple(dict.fromkeys(strain)), by=by)
        else:
            return
        self._private["book"] = book
        self._told(f"Noted of passage {number + 1}. Event {book.version}.")
        self.send(self._shown(theme_id, message))


def _passages(themes: ThemeModel, journal: Journal) -> pd.DataFrame:
    """Where each text shows each of its themes, the clearest first."""
    rows = journal.table("reflections", ["reflection_id", "set_id", "member"])
    may = permitted(journal, rows, audience="research")
    may &= ~is_unread(journal, rows["reflection_id"])
    seen = rows.loc[may, "reflection_id"]
    codes = themes.code(journal)
    codes = codes[codes["reflection_id"].isin(seen)]
    ids = {one.name: one.theme_id for one in themes.codebook_.themes()}
    codes = codes.assign(theme_id=codes["code"].map(ids))
    columns = ["theme_id", "reflection_id", "start", "end"]
    found = codes.sort_values("confidence", ascending=False, kind="stable")[columns]
    return found.dropna(subset="theme_id").reset_index(drop=True)


def _said_of(theme: Theme, reflection_id: str) -> str:
    """What was said of this text, in words."""
    said = [
        words
        for words, ids in (
            ("this theme", theme.put_in),
            ("not this theme", theme.taken_out),
            ("strains it", theme.does_not_fit),
        )
        if reflection_id in ids
    ]
    return f"You said: {', '.join(said)}" if said else ""


def _who(said: dict[str, str]) -> dict[str, str]:
    return {"by": said["by"], "why": said["why"]}


def _adopted(book: Codebook, theme: str, said: dict[str, str]) -> Codebook:
    from alsjournal.themes._events import day

    idea = said.get("idea") or book.theme(theme).definition
    return book.adopt(theme, central_idea=idea, date=day(None), **_who(said))


def _merged(book: Codebook, theme: str, said: dict[str, str]) -> Codebook:
    name = said.get("name") or None
    return book.merge([theme, said.get("other", "")], name=name, **_who(said))


def _split(book: Codebook, theme: str, said: dict[str, str]) -> Codebook:
    into = [one.strip() for one in said.get("into", "").splitlines() if one.strip()]
    return book.split(theme, into, **_who(said))


_DECISIONS: dict[str, Decision] = {
    "rename": lambda b, t, s: b.rename(t, s.get("name", ""), **_who(s)),
    "define": lambda b, t, s: b.define(
        t,
        definition=s.get("idea", ""),
        include=s.get("include", ""),
        exclude=s.get("exclude", ""),
        **_who(s),
    ),
    "adopt": _adopted,
    "reject": lambda b, t, s: b.reject(t, **_who(s)),
    "merge": _merged,
    "split": _split,
    "undo": lambda b, _, s: b.undo(**_who(s)),
}
_DONE = {
    "rename": "It has a new name.",
    "define": "Its idea is written down.",
    "adopt": "It is adopted.",
    "reject": "It is rejected.",
    "merge": "They are one.",
    "split": "It is split.",
    "undo": "The last decision is taken back.",
}
