"""The same readers, guided by which lines of the code a case reaches (atheris)."""

from __future__ import annotations

import random
import sys
import tempfile
from pathlib import Path

from tests.fuzz.target import Target

__all__ = ["guided"]

_MOST = 1 << 16


def guided(reader: str, seconds: int) -> None:
    """Read cases until a crash or the time is up; then the process ends.

    Parameters
    ----------
    reader : str
    seconds : int
    """
    import atheris

    with atheris.instrument_imports(include=["alsjournal"]):
        from tests.fuzz.targets import TARGETS
        from tests.fuzz.worker import one

        target: Target = TARGETS[reader]
        made = target.seeds  # what is imported late is imported now
    folder = Path(tempfile.mkdtemp())
    (folder / "seeds").mkdir()
    for number, data in enumerate(made):
        (folder / "seeds" / str(number)).write_bytes(data)
    path = folder / f"file{target.suffixes[0]}"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        came = one(target, path, door=False)
        if came not in ("read", "refused"):
            raise AssertionError(came)

    def changed(data: bytes, most: int, seed: int) -> bytes:
        rng = random.Random(seed)
        sound = data if data in made or rng.random() < 0.7 else rng.choice(made)
        try:
            return target.spoil(rng, sound, made)[:most]
        except Exception:  # noqa: BLE001 - what is spoilt already cannot be taken apart
            return atheris.Mutate(data, len(data) + 1)[:most]

    limits = [f"-max_total_time={seconds}", f"-max_len={_MOST}", "-rss_limit_mb=2048"]
    quiet = ["-timeout=15", "-print_final_stats=1", "-handle_segv=1"]
    found = f"-artifact_prefix={folder}/"  # not into the folder it was started in
    atheris.Setup(
        [sys.argv[0], *limits, *quiet, found, str(folder / "seeds")],
        read,
        custom_mutator=changed,
    )
    atheris.Fuzz()
