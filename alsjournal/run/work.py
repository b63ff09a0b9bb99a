"""One run of a programme: which steps are stale, and doing them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alsjournal._aside import remove_folder
from alsjournal._given import pending_themes, run_ledger, spans_file, themes_folder
from alsjournal._version import __version__
from alsjournal.errors import InputError
from alsjournal.run import beforehand, fingerprints
from alsjournal.run.beforehand import place_of
from alsjournal.run.copy_note import CopyNote
from alsjournal.run.doing import Doing
from alsjournal.run.grouping import Engine, coded_of, decided_in, fitted, publish
from alsjournal.run.ledger import Ledger
from alsjournal.run.outputs import clear_half_made
from alsjournal.run.pages import Pages, outdated_outputs
from alsjournal.run.steps import RunReport
from alsjournal.run.telling import Telling

if TYPE_CHECKING:
    import os

    from alsjournal.ingest import IngestReport, Programme
    from alsjournal.ingest.run_settings import RunSettings
    from alsjournal.journal import Journal, RawJournal
    from alsjournal.store import Release

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

        beforehand.check_source(path)
        check_key_apart(path)
        self._path, self._tell = path, tell
        self._n_jobs, self._on_read = n_jobs, on_read
        self._programme: Programme = programme_of(path, None)
        self.said: RunSettings = self._programme.run
        folder = path if path.is_dir() else path.parent
        usual = folder / "journal.duckdb"
        self.journal = place_of("journal", journal, self.said.journal, usual)
        self.out = place_of("out", out, self.said.out, folder / "reports")
        self._check()
        self.themes = themes_folder(self.journal)
        self._pending = pending_themes(self.journal)
        self._doing = Doing(tell)
        self.copy = CopyNote(self.journal)

    @cached_property
    def _ledger(self) -> Ledger:
        """What was noted so far: read when the work begins, and not before."""
        return Ledger(run_ledger(self.journal))

    def plan(self) -> RunReport:
        """Say what is stale."""
        why = self._keep_why()
        self._doing.plan(KEEP, _TITLES[KEEP], why)
        pages = self._pages(coming=bool(why))
        if why:
            self._doing.plan(GROUP, _TITLES[GROUP], _FOLLOWS)
            self._doing.plan(CODE, _TITLES[CODE], _FOLLOWS)
        else:
            again = self._group_why()
            self._doing.plan(GROUP, _TITLES[GROUP], again)
            self._doing.plan(
                CODE, _TITLES[CODE], _FOLLOWS if again else self._code_why()
            )
        before = any(step.why for step in self._doing.steps)
        if not before:
            self._check_decided(pages)
        for page in pages:
            why = _FOLLOWS if before else self._page_why(page)
            self._doing.plan(page.name, page.title, why)
        to_do = {step.name for step in self._doing.steps if step.why}
        return self._report(page for page in pages if page.name in to_do)

    def do(self, engine: Engine, storage: str | None = None) -> RunReport:
        """Do what is stale, step by step."""
        self._engine = engine
        clear_half_made(self.out)
        why = self._keep_why()
        self._doing.n = len(_TITLES) + len(self._pages(coming=bool(why)))
        self._do(KEEP, why, self._keep)
        pages = self._pages()
        self._doing.n = len(_TITLES) + len(pages)
        if storage is not None:
            self.copy.write(storage)
        again = self._group_why()
        self._do(GROUP, again, self._group)
        self._do(CODE, _FOLLOWS if again else self._code_why(), self._code)
        self._check_decided(pages)
        for page in pages:
            why = self._page_why(page)
            self._doing.do(page.name, page.title, why, partial(self._page, page))
        return self._report()

    def _report(self, to_make: Iterable[Pages] = ()) -> RunReport:
        outdated: tuple[Release, ...] = ()
        if self.journal.exists():
            outdated = outdated_outputs(self.journal, to_make)
        return RunReport(tuple(self._doing.steps), self.journal, self.out, outdated)

    def _check(self) -> None:
        """Find out now what would stop the work after hours."""
        from alsjournal.anonymise.pool import n_processes
        from alsjournal.report.decisions import read_decisions

        n_processes(self._n_jobs, 0, None)
        beforehand.check_journal(self.journal)
        beforehand.check_out(self.out)
        if self.said.decisions:
            read_decisions(self.said.decisions)

    def _do(self, name: str, why: str, work: Callable[[], None]) -> None:
        self._doing.do(name, _TITLES[name], why, work)

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

    @cached_property
    def _raw(self) -> tuple[RawJournal, IngestReport]:
        """What is read, until it is kept."""
        from alsjournal.ingest import read_journal_with_report

        return read_journal_with_report(self._path)

    def _keep(self) -> None:
        from alsjournal.ingest.wide import source_label
        from alsjournal.run.keeping import anonymised, held_back, kept

        made_from = self._read_from
        begun = time.perf_counter()
        raw, report = self._raw
        del self.__dict__["_raw"]  # it takes room, and is needed here alone
        if self._on_read is not None:
            self._on_read(report)
        spans, unkept = spans_file(self.journal), held_back(raw, self.journal)
        with self._tell.step("Anonymising", len(raw)) as done:
            cleaned = anonymised(
                raw,
                self._path,
                self.journal,
                n_jobs=self._n_jobs,
                progress=done,
                resume=spans,
                unkept=unkept,
            )
        label = source_label(self._path, None)
        written = kept(cleaned, report.to_frame(), raw, self.journal, label)
        if written.held_back and held_back(raw, self.journal) != unkept:
            spans.unlink(missing_ok=True)  # somebody was forgotten meanwhile
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

    def _pages(self, *, coming: bool = False) -> list[Pages]:
        sets: Sequence[str] = ()
        if beforehand.names_sets(self.said.audiences):
            sets = self._sets_to_come() if coming else beforehand.sets_in(self._opened)
        audiences = beforehand.audiences_of(self.said.audiences, sets)
        pages = [Pages(one, self.said, self.out) for one in audiences]
        for page in pages:
            beforehand.check_out(page.folder)
        return pages

    def _sets_to_come(self) -> list[str]:
        from alsjournal.store import JournalStore

        there = []
        if self.journal.exists():
            there = beforehand.sets_in(JournalStore(self.journal).read())
        read = beforehand.sets_to_come(self._raw[0], self._key)
        return list(dict.fromkeys([*there, *read]))

    def _check_decided(self, pages: Sequence[Pages]) -> None:
        """Find out before the first page what would stop a later one."""
        asked = any(page.asks and self._page_why(page) for page in pages)
        if asked and self.said.decisions:
            given = self.said.decisions, self._opened, self._themes[1]
            beforehand.check_decisions(*given, self.journal)

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
        known = self._ledger.left(page.name)  # of other formats too
        for moved in page.set_aside(known, self.journal):
            self._tell.say(f"Changed, or there before, and kept: {moved}")
        model, coded = self._themes

        def tell(file: str) -> None:  # stopped there, it is not set aside
            self._ledger.begin(page.name, {**known, **page.left(file)})

        page.write(self.journal, self._opened, model, coded, self._shown, tell=tell)
        left, seconds = {**known, **page.left()}, time.perf_counter() - begun
        self._ledger.note(page.name, made_from, seconds=seconds, left=left)

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
