"""One run of a programme: which steps are stale, and doing them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal._aside import remove_folder
from alsjournal._given import pending_themes, spans_file, themes_folder
from alsjournal._version import __version__
from alsjournal.errors import InputError
from alsjournal.run import fingerprints
from alsjournal.run.grouping import Engine, coded_of, decided_in, fitted, publish
from alsjournal.run.ledger import Ledger
from alsjournal.run.pages import Pages
from alsjournal.run.steps import RunReport, Step
from alsjournal.run.telling import Telling

if TYPE_CHECKING:
    import os

    from alsjournal.ingest import IngestReport, Programme
    from alsjournal.ingest.run_settings import RunSettings
    from alsjournal.journal import Journal

__all__ = ["Work"]

KEEP, GROUP, CODE = "keep", "group", "code"
_TITLES = {
    KEEP: "Read, anonymise, keep",
    GROUP: "Find themes",
    CODE: "Say which text is about what",
}
_FOLLOWS = "follows from a step before"


class Work:
    """One run of a programme."""

    def __init__(
        self,
        path: Path,
        journal: str | os.PathLike[str] | None,
        out: str | os.PathLike[str] | None,
        n_jobs: int | None,
        tell: Telling,
        on_read: Callable[[IngestReport], None] | None,
    ) -> None:
        from alsjournal.anonymise import check_key_apart
        from alsjournal.ingest.read import programme_of

        check_key_apart(path)
        self._path, self._tell = path, tell
        self._n_jobs, self._on_read = n_jobs, on_read
        self._programme: Programme = programme_of(path, None)
        self.said: RunSettings = self._programme.run
        folder = path if path.is_dir() else path.parent
        self.journal = Path(journal or self.said.journal or folder / "journal.duckdb")
        self.out = Path(out or self.said.out or folder / "reports")
        self.themes = themes_folder(self.journal)
        self._pending = pending_themes(self.journal)
        self._ledger = Ledger(self.journal.with_name(self.journal.name + ".run.json"))
        self._steps: list[Step] = []

    def plan(self) -> RunReport:
        """Say what is stale."""
        self._check(KEEP, self._keep_why())
        stale = self._steps[-1].why
        if stale or not self.journal.exists():
            self._follows(GROUP, CODE)
        else:
            self._check(GROUP, self._group_why())
            again = bool(self._steps[-1].why)
            self._check(CODE, _FOLLOWS if again else self._code_why())
        pages = self._pages() if self.journal.exists() else ()
        before = any(step.why for step in self._steps)
        for page in pages:
            why = _FOLLOWS if before else self._page_why(page)
            self._steps.append(Step(page.name, page.title, why, done=False))
        return self._report()

    def do(self, engine: Engine, storage: str | None = None) -> RunReport:
        """Do what is stale, step by step."""
        self._engine = engine
        self._do(KEEP, self._keep_why(), self._keep)
        self.note_dataset(storage)
        self._do(GROUP, self._group_why(), self._group)
        self._do(CODE, self._code_why(), self._code)
        pages = self._pages()
        n = len(self._steps) + len(pages)
        for page in pages:
            at = f"{len(self._steps) + 1} of {n}"
            why = self._page_why(page)
            self._step(page.name, page.title, why, partial(self._page, page), at)
        return self._report()

    def note_dataset(self, storage: str | None) -> None:
        """Let the journal know of a copy, so that whoever forgets a member does."""
        from alsjournal.store import JournalStore

        store = JournalStore(self.journal)
        if (store.provenance().get("dataset") or None) != storage:
            store.set_provenance({"dataset": storage or ""})

    def _report(self) -> RunReport:
        return RunReport(tuple(self._steps), self.journal, self.out)

    def _check(self, name: str, why: str) -> None:
        self._steps.append(Step(name, _TITLES[name], why, done=False))

    def _follows(self, *names: str) -> None:
        for name in names:
            self._check(name, _FOLLOWS)

    def _do(self, name: str, why: str, work: Callable[[], None]) -> None:
        self._step(name, _TITLES[name], why, work, str(len(self._steps) + 1))

    def _step(
        self, name: str, title: str, why: str, work: Callable[[], None], at: str
    ) -> None:
        """Do a step if there is a reason to, and say so."""
        begun = time.perf_counter()
        if why:
            self._tell.say(f"{at}. {title} ({why})")
            work()
        seconds = time.perf_counter() - begun
        step = Step(name, title, why, done=bool(why), seconds=seconds)
        self._steps.append(step)
        if not why:
            self._tell.say(f"{at}. {step}")

    # -- read, anonymise, keep

    @cached_property
    def _key(self) -> bytes:
        from alsjournal.anonymise.raw_key import key_of
        from alsjournal.journal import RawJournal

        about = dict(self._programme.about)
        return key_of(RawJournal({}, provenance=about))

    @cached_property
    def _read_from(self) -> dict[str, str]:
        """What the journal is made from."""
        from alsjournal.anonymise.chain import CHAIN_VERSION
        from alsjournal.anonymise.key import fingerprint
        from alsjournal.anonymise.review import log_beside

        files = fingerprints.sources_of(self._programme, self._path)
        return {
            "files": fingerprints.of_files(files, self._key),
            "programme.toml": fingerprints.of_settings(self._path, self._key),
            "review": fingerprints.of_files([log_beside(self.journal).path], self._key),
            "key": fingerprint(self._key),
            "finders of names": CHAIN_VERSION,
            "version": __version__,
        }

    def _keep_why(self) -> str:
        why = self._ledger.why(KEEP, self._read_from)
        if why:
            return why
        return "" if self.journal.exists() else "the journal is not there"

    def _keep(self) -> None:
        from alsjournal.ingest import read_journal_with_report
        from alsjournal.ingest.wide import source_label
        from alsjournal.run.keeping import anonymised, kept

        made_from = self._read_from
        begun = time.perf_counter()
        raw, report = read_journal_with_report(self._path)
        if self._on_read is not None:
            self._on_read(report)
        with self._tell.step("Anonymising", len(raw)) as done:
            cleaned = anonymised(
                raw,
                self._path,
                self.journal,
                n_jobs=self._n_jobs,
                progress=done,
                resume=spans_file(self.journal),
            )
        label = source_label(self._path, None)
        written = kept(cleaned, report.to_frame(), raw, self.journal, label)
        self._tell.say(str(written))
        seconds = time.perf_counter() - begun
        self._ledger.note(KEEP, made_from, seconds=seconds)

    # -- themes

    @cached_property
    def _opened(self) -> Journal:
        from alsjournal.store import JournalStore

        return JournalStore(self.journal).read()

    @cached_property
    def _tables(self) -> dict[str, str]:
        from alsjournal.store.digests import table_digests

        return table_digests(self._opened)

    @property
    def _grouped_from(self) -> dict[str, str]:
        book = decided_in(self.themes)
        told = [e for e in book.events if e.action in _LEARNED] if book else []
        return {
            "texts": self._tables.get("reflections", ""),
            "permissions": self._tables.get("permissions", ""),
            "settings": fingerprints.of_value([self.said.n_themes, self.said.seed]),
            "what people said of single texts": fingerprints.of_value(told),
            "version": __version__,
        }

    @property
    def _coded_from(self) -> dict[str, str]:
        return {"grouping": fingerprints.of_value(self._grouped_from)}

    def _decided(self) -> str:
        book = decided_in(self.themes)
        return fingerprints.of_value(book.events if book else [])

    def _group_why(self) -> str:
        why = self._ledger.why(GROUP, self._grouped_from)
        if why:
            return why
        if not self._ledger.why(CODE, self._coded_from):
            if not self.themes.is_dir():
                return "the themes are not there"
            return "" if self._theirs() else "the journal's codings are not theirs"
        if not self._pending.is_dir():  # fitted, and not kept yet
            return "the themes are not there"
        same = self._ledger.left(GROUP).get("codebook") == self._decided()
        return "" if same else "changed: what people decided"

    def _theirs(self) -> bool:
        """Say whether the journal holds the codings of the themes that are there."""
        from alsjournal.themes._coded_file import coded_of as mark_of
        from alsjournal.themes._coded_file import fingerprint_of
        from alsjournal.themes._groups_file import THEMES

        kept = mark_of(self.themes, THEMES)
        found = self._opened.table("codings")
        ours = found["coder"].astype("str").str.startswith("themes/").astype(bool)
        own = found[ours & (found["construct"] == "theme")]
        return kept == fingerprint_of(own)

    def _group(self) -> None:
        begun, made_from = time.perf_counter(), self._grouped_from
        # Before anything else lies there: what is pending is of what is noted.
        self._ledger.drop(GROUP)
        self._ledger.drop(CODE)
        left = {"codebook": self._decided()}
        model = fitted(
            self._opened,
            self.said.n_themes,
            self.said.seed,
            self.themes,
            tell=self._tell,
            engine=self._engine,
        )
        model.save(self._pending)
        seconds = time.perf_counter() - begun
        self._ledger.note(GROUP, made_from, seconds=seconds, left=left)

    def _code_why(self) -> str:
        why = self._ledger.why(CODE, self._coded_from)
        return why or ("" if self.themes.is_dir() else "the themes are not there")

    def _code(self) -> None:
        from alsjournal.themes import ThemeModel

        begun, made_from = time.perf_counter(), self._coded_from
        book = decided_in(self.themes)
        if self._decided() != self._ledger.left(GROUP).get("codebook"):
            msg = (
                f"The codebook in {self.themes} must stay as it is while themes are "
                f"made from it. Somebody decided something meanwhile, and it is kept. "
                f"Run it again."
            )
            raise InputError(msg)
        coded = publish(
            ThemeModel.load(self._pending),
            self.journal,
            self._opened,
            self.themes,
            book,
            tell=self._tell,
            engine=self._engine,
        )
        self._tell.say(f"{len(coded.themes)} groupings in {self.themes}")
        self.__dict__.pop("_tables", None)  # the codings are others now
        seconds = time.perf_counter() - begun
        self._ledger.note(CODE, made_from, seconds=seconds)
        with suppress(OSError):
            remove_folder(self._pending)

    # -- tables and reports

    def _audiences(self) -> Sequence[str]:
        from alsjournal.ingest.run_settings import SETS

        sets = [str(one) for one in self._opened.table("sets", ["set_id"])["set_id"]]
        if not sets:
            used = self._opened.table("reflections", ["set_id"])["set_id"].dropna()
            sets = sorted(used.astype("str").unique())
        out: list[str] = []
        for said in self.said.audiences:
            out += [f"set:{one}" for one in sets] if said == SETS else [said]
        return list(dict.fromkeys(out))

    def _pages(self) -> list[Pages]:
        return [Pages(one, self.said, self.out) for one in self._audiences()]

    def _paged_from(self, page: Pages) -> dict[str, str]:
        tables = {n: f for n, f in self._tables.items() if n != "releases"}
        about = {k: v for k, v in self._opened.provenance.items() if k not in _BESIDE}
        asked = [self.said.decisions] if self.said.decisions else []
        return {
            "journal": fingerprints.of_value(tables),
            "themes": fingerprints.of_folder(self.themes),
            "decisions": fingerprints.of_files(asked, self._key),
            "settings": fingerprints.of_value(page.settings),
            "programme": fingerprints.of_value(about),
            "version": __version__,
        }

    def _page_why(self, page: Pages) -> str:
        why = self._ledger.why(page.name, self._paged_from(page))
        missing = page.missing()
        return why or (f"{missing} is not there" if missing else "")

    def _page(self, page: Pages) -> None:
        begun, made_from = time.perf_counter(), self._paged_from(page)
        for moved in page.set_aside(self._ledger.left(page.name)):
            self._tell.say(f"Changed by hand, and kept: {moved}")
        model, coded = self._themes
        tell = partial(self._writing, page)
        page.write(self.journal, self._opened, model, coded, self._shown, tell=tell)
        seconds = time.perf_counter() - begun
        left = page.left()
        self._ledger.note(page.name, made_from, seconds=seconds, left=left)

    def _writing(self, page: Pages, file: str) -> None:
        """Note that a file is being written: stopped there, it is not set aside."""
        left = {n: mark for n, mark in page.left().items() if n != file}
        self._ledger.begin(page.name, left)

    @cached_property
    def _themes(self) -> tuple[Any, Any]:
        return coded_of(self._opened, self.journal, self.themes)

    @cached_property
    def _shown(self) -> Any:
        """What the texts show besides themes: read once for all outputs."""
        from alsjournal.report.shown import nothing_read

        asked = self.said.constructs
        return self._engine.show(self._opened, asked) if asked else nothing_read()


_BESIDE = frozenset({"dataset", "files", "vault"})
"""What a journal says of itself that no report tells."""

_LEARNED = frozenset({"added", "split", "put in", "taken out", "left", "undone"})
"""Decisions that a new fit learns from; of all others the themes just follow."""
