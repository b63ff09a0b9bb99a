"""Files and folders that take their target's place, or leave it alone."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from alsjournal._aside import new_file, new_folder, remove_folder, tidy

posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX locks")
ROOT = Path(__file__).parents[1]


def killed(code: str, folder: Path) -> None:
    """Run code that kills itself."""
    before = (
        f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom alsjournal import _aside\n"
        f"folder = Path({str(folder)!r})\n"
        "def stop(*args):\n    os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", before + code], check=False)
    assert done.returncode == -9


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@posix
def test_no_half_of_a_folder_is_left_under_its_name(tmp_path: Path) -> None:
    for name in ("whole", "room"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a").write_text("before")
    remove_folder(tmp_path / "whole")
    assert names(tmp_path) == ["room"]
    killed(
        "_aside.shutil.rmtree = stop\n_aside.remove_folder(folder / 'room')", tmp_path
    )
    (left,) = names(tmp_path)
    assert left.startswith(".room.als-")
    tidy(tmp_path)
    assert names(tmp_path) == []


def test_what_goes_wrong_leaves_the_target(tmp_path: Path) -> None:
    page, room = tmp_path / "page", tmp_path / "room"
    page.write_text("before")
    room.mkdir()
    (room / "a").write_text("before")
    with suppress(KeyError), new_file(page) as file:
        file.write(b"half")
        raise KeyError
    with suppress(KeyError), new_folder(room) as new:
        (new / "b").write_text("half")
        raise KeyError
    assert page.read_text() == "before"
    assert names(room) == ["a"]
    assert names(tmp_path) == ["page", "room"]
    with new_folder(room) as new:
        (new / "b").write_text("after")
    assert names(room) == ["b"]


@posix
def test_a_file_is_its_owners_alone_or_as_any(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for private, mode in ((True, 0o600), (False, 0o644)):
            with new_file(tmp_path / "page", private=private) as file:
                (beside,) = tmp_path.glob(".page*")
                assert beside.stat().st_mode & 0o777 == 0o600
                file.write(b"All.")
            assert (tmp_path / "page").stat().st_mode & 0o777 == mode
            (tmp_path / "page").unlink()
        (tmp_path / "page").touch(mode=0o640)
        with new_file(tmp_path / "page", private=False):
            pass
        assert (tmp_path / "page").stat().st_mode & 0o777 == 0o640
    finally:
        os.umask(before)


@posix
def test_what_a_kill_leaves_goes_with_the_next(tmp_path: Path) -> None:
    killed(
        "with _aside.new_file(folder / 'page') as f:\n    f.write(b'x')\n    stop()",
        tmp_path,
    )
    assert len(names(tmp_path)) == 1
    with new_file(tmp_path / "other"):
        pass
    assert names(tmp_path) == ["other"]


@posix
def test_a_folder_that_was_moved_away_comes_back(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "a").write_text("before")
    code = (
        "real = Path.rename\n"
        "def rename(self, to):\n"
        "    real(self, to)\n    stop()\n"
        "Path.rename = rename\n"
        "with _aside.new_folder(folder / 'room') as new:\n"
        "    (new / 'a').write_text('after')\n"
    )
    killed(code, tmp_path)
    assert not (tmp_path / "room").exists()
    tidy(tmp_path)
    assert names(tmp_path) == ["room"]
    assert (tmp_path / "room" / "a").read_text() == "before"


@posix
def test_what_is_in_use_stays(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    with new_folder(tmp_path / "room") as new, new_file(tmp_path / "page") as file:
        tidy(tmp_path)
        (new / "a").write_text("after")
        file.write(b"after")
    assert names(tmp_path / "room") == ["a"]
    assert names(tmp_path) == ["page", "room"]


@posix
def test_no_room_leaves_the_target(tmp_path: Path) -> None:
    (tmp_path / "page").write_text("before")
    code = (
        "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "for make in (_aside.new_file, _aside.new_folder):\n"
        "    try:\n"
        "        with make(folder / 'page') as new:\n"
        "            to = new if hasattr(new, 'write') else (new / 'a').open('wb')\n"
        "            to.write(b'x' * 9000)\n"
        "            to.close()\n"
        "    except OSError as error:\n"
        "        assert error.errno == 27, error\n"
        "    else:\n        raise AssertionError\n"
        "stop()\n"
    )
    killed(code, tmp_path)
    assert names(tmp_path) == ["page"]
    assert (tmp_path / "page").read_text() == "before"
