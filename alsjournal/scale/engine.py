"""`DaskEngine`: the stages that go through all texts, on several processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Protocol, Self

from alsjournal._child import Closing
from alsjournal.errors import InputError, MissingExtraError, MissingKeyError, StoreError
from alsjournal.scale.parts import Parts
from alsjournal.store import JournalDataset
from alsjournal.store.digests import table_digests
from alsjournal.store.keys import STORE_KEY_ENV, find_store_keys
from alsjournal.themes._input import BATCH

if TYPE_CHECKING:
    import pandas as pd

    from alsjournal.journal import Journal
    from alsjournal.themes import ThemeModel

__all__ = ["DaskEngine", "check_parts_key"]

_TABLES = ("codings", "releases")
"""Tables that change without the texts being others."""


_MAKE_KEY = (
    'python -c "from alsjournal.store.keys import make_store_key as m; print(m())"'
)


def check_parts_key() -> None:
    """Refuse to begin where there is no key for the parts on the storage.

    Raises
    ------
    MissingKeyError
    """
    try:
        find_store_keys()
    except MissingKeyError:
        msg = (
            f"The parts of a journal on the storage are always encrypted, whether the "
            f"journal is or not, and need a store key; there is none. Set the variable "
            f"{STORE_KEY_ENV}, or make a key in your configuration folder: {_MAKE_KEY}"
        )
        raise MissingKeyError(msg) from None


class Steps(Protocol):
    """Shows how far something is, as `alsjournal.run.telling.Telling` does."""

    def step(
        self, words: str, total: int | None = None
    ) -> AbstractContextManager[Callable[[int], None]]:
        """Show a step."""


class DaskEngine(Closing):
    """Fits and places themes on several processes, or machines.

    The results are those of one process: the sample is drawn by the same random
    keys, and each part is gone through in the same batches.

    Parameters
    ----------
    storage : str
        Where the parts of the journal lie while it works: a folder, or a URI of
        object storage, that every worker reaches. Encrypted; see `JournalDataset`.
    scheduler : str, optional
        The address of a Dask scheduler, as ``"tls://10.0.0.5:8786"``. By default
        processes on this machine, for as long as it works.
    n_workers : int, optional
        Of such processes; as many as there are cores by default.
    rows : int, default=20_000
        Texts in a part, a multiple of 2,000.
    tell : Steps, optional
        Where it shows how far it is.

    Raises
    ------
    InputError
        If ``rows`` is no multiple of 2,000; when it begins to work, if the scheduler
        does not answer.
    MissingKeyError
        When it begins to work, if there is no store key.
    MissingExtraError
        Likewise, if the extra ``scale`` is not installed.

    Notes
    -----
    Used as a context manager it keeps its workers from one stage to the next.

    A task whose worker dies is done again by another; Dask gives up on one that took
    three workers with it. What was coded of a part stays in the storage, so that a
    run whose own machine stopped goes on with the other parts.

    On machines of your own the workers need the store key in their configuration,
    the same versions, and a connection that Dask encrypts (``tls://``): numbers of
    your texts go over it, though no texts.

    Examples
    --------
    >>> engine = DaskEngine(storage="parts")
    >>> model = ThemeModel(random_state=0)  # doctest: +SKIP
    >>> engine.fit(model, journal, None).n_themes_  # doctest: +SKIP
    12
    """

    def __init__(
        self,
        *,
        storage: str,
        scheduler: str | None = None,
        n_workers: int | None = None,
        rows: int = 20_000,
        tell: Steps | None = None,
    ) -> None:
        if type(rows) is not int or rows < BATCH or rows % BATCH:
            msg = f"rows must be a multiple of {BATCH:,}. Got {rows!r}."
            raise InputError(msg)
        self._scheduler, self._n_workers = scheduler, n_workers
        self._dataset = JournalDataset(storage, rows=rows)
        self._tell = tell
        self._stack = ExitStack()
        self._client: Any = None
        self._laid: dict[str, str] | None = None  # digests of what is in the storage

    def __enter__(self) -> Self:
        check_parts_key()  # now, and not after the texts are anonymised
        self._client = self._stack.enter_context(
            _client(self._scheduler, self._n_workers)
        )
        return self

    def close(self) -> None:
        """Let go of the workers."""
        self._client = None
        self._stack.close()

    def __repr__(self) -> str:
        return f"DaskEngine(storage={self._dataset.path!r})"

    def fit(
        self, model: ThemeModel, journal: Journal, continues: ThemeModel | None
    ) -> ThemeModel:
        """Fit a model to the journal; see `ThemeModel.fit`.

        Parameters
        ----------
        model : ThemeModel
        journal : Journal
        continues : ThemeModel or None

        Returns
        -------
        ThemeModel
            The same one, fitted.
        """
        with self._working(journal) as parts:
            return model.fit_by(parts, continues)

    def code(self, model: ThemeModel, journal: Journal) -> pd.DataFrame:
        """Return the codings of the journal's texts; see `ThemeModel.code`.

        Parameters
        ----------
        model : ThemeModel
            Fitted.
        journal : Journal

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``.
        """
        with self._working(journal) as parts:
            return parts.codings(model)

    def show(self, journal: Journal, constructs: Sequence[str]) -> pd.DataFrame:
        """Return what the journal's texts show; see `code_reflections`.

        Parameters
        ----------
        journal : Journal
        constructs : sequence of str

        Returns
        -------
        pandas.DataFrame
            The columns of the table ``codings``.
        """
        with self._working(journal) as parts:
            return parts.shown(constructs)

    def remove(self) -> None:
        """Remove the parts from the storage."""
        self._laid = None
        self._dataset.remove()

    @contextmanager
    def _working(self, journal: Journal) -> Iterator[Parts]:
        """Lay the parts out, unless they are there, and have workers ready."""
        if self._client is None:
            with self:
                yield self._parts(journal)
        else:
            yield self._parts(journal)

    def _parts(self, journal: Journal) -> Parts:
        wanted = table_digests(journal, leave=_TABLES)
        if self._laid is None:
            self._laid = self._found()
        if self._laid != wanted:
            with self._step("Laying out the parts", None):
                self._dataset.write(journal)
            self._laid = wanted
        return Parts(self._client, self._dataset, journal, self._step)

    def _found(self) -> dict[str, str] | None:
        """Return the digests of what an earlier run left; None, if it is unsound."""
        try:
            return table_digests(self._dataset.read(), leave=_TABLES)
        except StoreError:
            return None

    def _step(
        self, words: str, total: int | None
    ) -> AbstractContextManager[Callable[[int], None]]:
        if self._tell is None:
            return nullcontext(lambda _: None)
        return self._tell.step(words, total)


@contextmanager
def _client(scheduler: str | None, n_workers: int | None) -> Iterator[Any]:
    """Connect to a cluster, or start one on this machine and end it."""
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        msg = (
            "Work on several processes needs the extra scale. Install it: "
            'pip install "alsjournal[scale]"'
        )
        raise MissingExtraError(msg) from None
    with ExitStack() as stack:
        if scheduler is None:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=n_workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address=None,
                silence_logs=50,
            )
            stack.enter_context(cluster)
            client = Client(cluster)  # type: ignore[no-untyped-call]
            yield stack.enter_context(client)
            return
        try:
            client = Client(  # type: ignore[no-untyped-call]
                scheduler, timeout="10s"
            )
        except (OSError, ValueError, TypeError) as error:
            msg = (
                f"The scheduler must be the address of a Dask scheduler that answers, "
                f"as tcp://10.0.0.5:8786. Got {scheduler!r} ({type(error).__name__})."
            )
            raise InputError(msg) from None
        yield stack.enter_context(client)
