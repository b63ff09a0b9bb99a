"""What comes from elsewhere is pinned and known, and nothing that is loaded runs."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "alsjournal").rglob("*.py"))
PINS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,_-]+\])?==[^\s;]+( ; [^\\]+)?")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

RUNS_WHEN_LOADED = {
    *("_pickle", "cloudpickle", "dill", "joblib", "jsonpickle", "marshal", "pickle"),
    "shelve",
    # These pickle what goes between their processes. Nothing here uses them: the
    # processes of ``anonymise/pool`` and of ``unfold`` talk in lines of JSON.
    *("concurrent.futures.ProcessPoolExecutor", "multiprocessing"),
}

NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "fsspec", "http", "httpx", "huggingface_hub"),
    *("imaplib", "poplib", "requests", "smtplib", "socket", "socketserver", "ssl"),
    *("tornado", "urllib.request", "urllib3", "webbrowser", "websockets", "xmlrpc"),
}
MAY = {
    # A free port of this machine, and its own page in the browser.
    "alsjournal/cli/serve.py": {"socket", "webbrowser"},
}
# What makes an element or says that one is wrong reads nothing.
BUILDS = {"TreeBuilder", "Element", "ParseError", "SubElement"}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in FILES:
        name = path.relative_to(ROOT).as_posix()
        yield name, ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules, and what is taken of them, wherever they are imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _called(node)[-1] in (
            "__import__",
            "import_module",
        ):
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def _called(call: ast.Call) -> list[str]:
    return ast.unparse(call.func).split(".")


def within(name: str, modules: set[str]) -> str | None:
    """The module of these that a dotted name is, or is in."""
    return next((m for m in modules if name == m or name.startswith(f"{m}.")), None)


def loads_code(call: ast.Call) -> bool:
    """Whether a call loads what may run, or runs a text."""
    *of, name = _called(call)
    given = {k.arg: ast.unparse(k.value) for k in call.keywords}
    if name in ("eval", "exec"):
        return not of
    if name in ("read_pickle", "to_pickle", "unsafe_load", "full_load"):
        return True
    if of[-1:] == ["torch"] and name == "load":
        return True
    if of[-1:] == ["yaml"] and name in ("load", "load_all"):
        return "Safe" not in given.get("Loader", "")
    if of[-1:] in (["np"], ["numpy"]) and name == "load":
        return given.get("allow_pickle", "False") != "False" or len(call.args) > 2
    return given.get("shell", "False") != "False" or (of, name) == (["os"], "system")


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_every_package_is_pinned_with_its_hash(path: Path) -> None:
    whole = path.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in whole.splitlines() if line.strip()]
    assert len(lines) > 90
    for line in lines:
        pin, *hashes = re.split(r"\s+(?=--hash)", line.strip())
        assert PIN.fullmatch(pin.strip()), line[:80]
        assert hashes, f"no hash: {pin}"
        assert all(HASH.fullmatch(given) for given in hashes), pin


def test_nothing_is_imported_that_runs_what_it_loads() -> None:
    found = [
        (name, module)
        for name, tree in trees()
        for module in imported(tree)
        if within(module, RUNS_WHEN_LOADED)
    ]
    assert not found


def test_nothing_is_loaded_that_may_run() -> None:
    found = [
        f"{name}:{node.lineno}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and loads_code(node)
    ]
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "torch.load(f)",
        "np.load(f, allow_pickle=True)",
        "numpy.load(f, None, True)",
        "pd.read_pickle(f)",
        "yaml.load(f)",
        "yaml.load(f, Loader=yaml.FullLoader)",
        "eval(text)",
        "subprocess.run(text, shell=True)",
        "os.system(text)",
    ],
)
def test_what_would_be_found(code: str) -> None:
    (call,) = (n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call))
    assert loads_code(call)


@pytest.mark.parametrize(
    "code",
    ["np.load(f, allow_pickle=False)", "yaml.load(f, Loader=yaml.SafeLoader)"],
)
def test_what_is_well(code: str) -> None:
    (call,) = (n for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call))
    assert not loads_code(call)


def test_xml_is_read_by_what_refuses_entities() -> None:
    for name, tree in trees():
        for module in imported(tree):
            home, _, what = module.rpartition(".")
            assert home != "xml.etree.ElementTree" or what in BUILDS, name
            assert not within(module, {"lxml", "xml.dom", "xml.sax.handler"}), name
            by_expat = within(module, {"xml.parsers"})
            assert not by_expat or name == "alsjournal/unfold/xml.py", name


def test_no_module_of_the_network() -> None:
    asked: dict[str, set[str]] = {}
    for name, tree in trees():
        for module in imported(tree):
            if (found := within(module, NETWORK)) is not None:
                asked.setdefault(name, set()).add(found)
    assert asked == MAY


def test_every_page_says_that_nothing_may_be_asked_for() -> None:
    makers = [*FILES, *(ROOT / "alsjournal").rglob("*.j2")]
    texts = [path.read_text(encoding="utf-8") for path in makers]
    pages = [text for text in texts if "<!doctype html>" in text.lower()]
    assert len(pages) > 5
    for text in pages:
        assert 'http-equiv="Content-Security-Policy"' in text
        assert "default-src 'none'" in text


def name_of(requirement: str) -> str:
    name = re.split(r"[\s<>=!~;\[]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def core_pins() -> set[tuple[str, str]]:
    text = (ROOT / "requirements" / "core.txt").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([\w.-]+)==([^\s;]+)", text))


def licences() -> str:
    return (ROOT / "requirements" / "LICENCES.md").read_text(encoding="utf-8")


def core_licences() -> dict[str, list[str]]:
    """Version, licence and use of each package in the table of the core."""
    table = licences().partition("## The core\n")[2].partition("\n\n")[0]
    rows = [re.split(r" *\| *", row)[1:-1] for row in table.splitlines()[2:]]
    return {name: rest for name, *rest in rows}


def test_the_licence_of_every_package_of_the_core_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    listed = core_licences()
    for said in project["dependencies"]:
        assert listed[name_of(said)][-1], f"what is it for? {said}"
    assert {(name, version) for name, (version, *_) in listed.items()} <= core_pins()
    for name, version in core_pins():  # of some there is one for each Python
        assert name in listed or f"{name} {version} (" in licences()
    assert "not said" not in {licence for _, licence, _ in listed.values()}


def test_one_package_of_the_core_is_under_the_gpl() -> None:
    copyleft = re.compile(r"GPL|GNU|Affero")
    found = {n for n, row in core_licences().items() if copyleft.search(row[1])}
    # It is named at the top of the list, with what follows for whoever hands it on.
    assert found == {"krippendorff"}


def test_the_list_of_parts_has_every_pin_and_is_the_same_each_time(
    tmp_path: Path,
) -> None:
    script = str(ROOT / "requirements" / "sbom.py")
    made = []
    for name in ("one.json", "two.json"):
        subprocess.run([sys.executable, script, str(tmp_path / name)], check=True)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    parts = json.loads(made[0])
    assert (parts["bomFormat"], parts["specVersion"]) == ("CycloneDX", "1.6")
    assert {(p["name"], p["version"]) for p in parts["components"]} == core_pins()
    known = {p["bom-ref"] for p in parts["components"]}
    assert set(parts["dependencies"][0]["dependsOn"]) <= known
    for part in parts["components"]:
        assert any(p["name"] == "alsjournal:file-sha256" for p in part["properties"])


WATCH = """
import os, sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        with open(os.environ["SEEN"], "a") as file:
            file.write(event)
sys.addaudithook(watch)
"""


def watched(folder: Path, *command: str) -> str:
    """Run Python, and what it starts, and say which connections were tried."""
    (folder / "watch").mkdir(exist_ok=True)
    (folder / "watch" / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    seen = folder / "seen"
    path = os.pathsep.join((str(folder / "watch"), str(ROOT)))
    env = {**os.environ, "PYTHONPATH": path, "SEEN": str(seen)}
    run = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2_000:]
    return seen.read_text(encoding="utf-8") if seen.exists() else ""


def test_a_connection_would_be_seen(tmp_path: Path) -> None:
    look = "import socket; socket.getaddrinfo('127.0.0.1', 9)"
    assert "getaddrinfo" in watched(tmp_path, "-c", look)


@pytest.mark.slow
def test_the_whole_way_asks_nobody(tmp_path: Path) -> None:
    assert watched(tmp_path, "-m", "alsjournal", "demo") == ""
    assert (tmp_path / "als-demo" / "set-A.html").exists()


def test_every_file_that_the_threat_model_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"tests/[\w/]+\.py", text))
    assert len(named) > 30
    assert not [name for name in sorted(named) if not (ROOT / name).exists()]
    inside = set(re.findall(r"`((?!tests/)[\w/]+(?:/|\.py))`", text))
    assert len(inside) > 6
    assert not [name for name in inside if not (ROOT / "alsjournal" / name).exists()]
