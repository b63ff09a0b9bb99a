"""Kill every verb that writes, hundreds of times, and look at what is left.

    python benchmarks/faults.py [--kills N | --each N] [--seed S] [--verbs WORDS]

Two sets of the sample programme, with names planted in their texts, stand in a folder
outside those that are watched. For each verb there is a folder from which it begins;
it is run once undisturbed, and once more after that, to know what comes before and
after. Then it is killed (SIGKILL, the whole group): at a random moment of its run, just
before a random call that writes, renames, removes, syncs or runs a statement, or up to
four milliseconds after such a call. After each kill:

- the journal opens, or there is none where none was;
- all its tables and all files beside it are as before or as after: a row of the table
  "mixed" is one where some are and some are not, "torn" where something is neither;
- of `run` each step is done or not, and `run --plan` says what is still to do;
- no id stands twice; no planted name stands in any file, in the temporary folder, or
  in what was printed;
- after `forget`, again where it was killed, nothing that tells of the member stands
  in any file but outputs on record: not the pseudonym, an id or the number of a text
  in a saved model, nor six words in a row;
- the verb again ends as it ends undisturbed, with the same tables and files;
- what was left beside (hidden files, a log) is its owner's alone, and gone after that.

OMP_NUM_THREADS=1 is set: the children are forks of one process that has all loaded.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["ALSJOURNAL_KEY"] = "a key of the benchmark of faults only"
os.environ["COLUMNS"] = "200"
sys.path.insert(0, str(Path(__file__).parent))

from fault_programme import warm
from fault_verbs import INGEST, ON_RECORD, THEMES, VERBS, Bench, Verb
from faulting import NEVER, Run, Stop, copied, run, state

State = Mapping[str, Any]
_CURES = ("again", "first", "--restart")
ENDS = ("before", "after", "said")
_EMPTY = {"_meta", "_migrations"}
_DRAWN = re.compile(r"\.als-[a-z0-9_]{8}$")
_MEANWHILE = ("table codings", ".spans", ".run.json")
"""What a step of several writes, and a later one goes on with."""
_RECORDS = ("releases", "_released", "_cells", "_meta")
LATEST = 0.004
"""Seconds after a call until the kill from outside."""


@dataclass
class Found:
    """What the kills of one verb came to."""

    kills: int = 0
    which: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


class Trial:
    """One verb: what it does undisturbed, and what it leaves when it is killed."""

    def __init__(self, bench: Bench, name: str, verb: Verb) -> None:
        self.name, self.verb, self.names = name, verb, bench.names
        self.source = bench.filled["source"]
        self.start = bench.room(verb.first, verb.typed)
        self.args = bench.args(verb.args, self.start)
        self.place = bench.folder / "now"
        self.tells = bench.tells if verb.gone else ()
        self.before = state(self.start, self.names)
        self.whole = self._run(self.start)
        self.after = state(self.place, self.names)
        self.again = run(self.place, self.args, said=verb.typed)
        self.twice = state(self.place, self.names)
        self.other = self._run(self.start) and state(self.place, self.names)
        self.found = Found()
        if self.tells:  # what is looked for in the end must be there now
            told = state(self.start, self.tells)
            print(f"{name}: tells of them: {', '.join(told['names'] + told['told'])}")
        # What two undisturbed runs do not agree on can only be there or not be there.
        self.loose = {
            (part, key)
            for part in ("tables", "files")
            for key in {*self.after[part], *self.other[part]}
            if self.after[part].get(key) != self.other[part].get(key)
        }

        # What a killed run left for the next, which whoever is forgotten is in.
        self.passing = {
            f"file {path}"
            for path in set(self.before["files"]) - set(self.after["files"])
            if "/." in path or path.endswith(".spans")
        }
        if verb.steps:  # each step puts on record what it did
            self.loose |= {("tables", t) for t in _RECORDS}
        if verb.ahead:  # it is on record once more, when it was before it was there
            self.loose |= {("tables", "releases"), ("tables", "_released")}

    def _run(self, start: Path, stop: Stop = NEVER) -> Run:
        copied(start, self.place)
        return run(self.place, self.args, stop, self.verb.typed)

    def kill(self, chance: random.Random) -> None:
        """Kill it once somewhere, and note what was left."""
        done = Run(0, 0.0)
        for _ in range(20):
            stop = self._stop(chance)
            done = self._run(self.start, stop)
            if done.killed:
                break
        self.found.kills += done.killed
        where = f"{stop.how} {stop.n}/{len(self.whole.calls)}"
        if stop.n:
            where += f" {self.whole.calls[stop.n - 1]}"
        for trouble in self._look() if done.killed else ():
            self.found.wrong[trouble] += 1
            print(f"  {self.name}, {where}: {trouble}", flush=True)

    def _stop(self, chance: random.Random) -> Stop:
        how = chance.choices(("call", "after", "time"), (4, 4, 2))[0]
        if how == "time" or not self.whole.calls:
            return Stop("time", seconds=chance.uniform(0, self.whole.seconds))
        # Statements are many, calls that change files few: half of each.
        files = [i for i, c in enumerate(self.whole.calls, 1) if c != "execute"]
        most = range(1, len(self.whole.calls) + 1)
        n = chance.choice(files if files and chance.random() < 0.5 else most)
        return Stop(how, n, chance.uniform(0, LATEST) if how == "after" else 0.0)

    def _look(self) -> list[str]:
        """Say what is wrong after a kill, and after the verb again."""
        now = state(self.place, self.names)
        trouble = self._unsafe(now)
        if "tables" not in now:
            return [*trouble, f"does not open: {now.get('error')}"]
        for path in self._extra(now):
            if str(Path(path).parent) in self._extra(now):
                continue  # in a folder that is closed to others
            self.found.left[_kind(path)] += 1
            if int(now["modes"][path], 8) & 0o077:
                trouble.append(f"others may read {_kind(path)}")
        which, differing = self._which(now)
        # That an output was begun stands in the journal, and `info` tells it.
        if now["unfinished"] or (which == "mixed" and self._says()):
            which = "said"
        self.found.which[which] += 1
        if which in ("mixed", "torn"):
            trouble.append(f"{which}: {differing}")
        if now == self.before:
            return trouble  # as if it had never been begun
        return trouble + self._go_on()

    def _says(self) -> bool:
        """Say whether a verb that reads tells what is wrong, and what to do."""
        if not self.verb.asked:
            return self.verb.ahead
        asked = [w.format(source=self.source) for w in self.verb.asked]
        said = run(self.place, asked)
        if self.verb.steps:
            return "to do" in said.said
        return bool(said.code) and any(w in said.said for w in _CURES)

    def _go_on(self) -> list[str]:
        """Say what is wrong when the verb is run again."""
        again = run(self.place, self.args, said=self.verb.typed)
        end = state(self.place, self.names)
        trouble = [f"then {t}" for t in self._unsafe(end)]
        trouble += self._tell_tales()
        if again.code not in {self.whole.code, self.again.code}:
            return [*trouble, f"again ends with {again.code}: {again.said[-300:]}"]
        if "tables" not in end:
            return [*trouble, f"then does not open: {end.get('error')}"]
        ends = [self._differing(end, s) for s in (self.after, self.twice)]
        if all(ends):
            trouble.append(f"again gives other {min(ends, key=len)}")
        if end["unfinished"]:
            trouble.append("again leaves an output unfinished")
        if max(end["links"].values()) > 1:
            trouble.append("then a file has a second name")
        stay = sorted({_kind(p) for p in self._extra(end)})
        return [*trouble, f"stays: {', '.join(stay)}"] if stay else trouble

    def _tell_tales(self) -> list[str]:
        """Say what still tells of somebody who is to be gone."""
        if not self.tells:
            return []
        now = state(self.place, self.tells)
        kept = [p for p in now["names"] if not p.startswith(ON_RECORD)]
        return [f"they stand in {_kind(p)}" for p in [*kept, *now["told"]]]

    def _unsafe(self, now: State) -> list[str]:
        shown = "review" in self.name  # that is what it is for
        spoiled = [p for p in now.get("names", ()) if not (shown and p == "log.txt")]
        told = [f"a name in {_kind(p)}" for p in spoiled]
        told += [f"a name in table {t}" for t in now.get("told", ())]
        told += [f"doubled in {t}" for t in now.get("doubled", ())]
        return told

    def _which(self, now: State) -> tuple[str, list[str]]:
        """Say whether all is as before or as after; else what is mixed, or torn."""
        if not self.before["tables"] and set(now["tables"]) == _EMPTY:
            return "before", []  # a whole journal of nothing
        ends = {"before": self.before, "after": self.after}
        differing = {
            name: [k for k in self._differing(now, end) if k not in self.passing]
            for name, end in ends.items()
        }
        for name, keys in differing.items():
            if not keys:
                return name, []
        torn = sorted({*differing["before"]} & {*differing["after"]})
        if self.verb.steps:
            torn = [k for k in torn if not k.endswith(_MEANWHILE) and self._is(k, now)]
        return ("torn", torn) if torn else ("mixed", differing["after"])

    def _is(self, key: str, now: State) -> bool:
        """Say whether a table or file is there, or was."""
        part, _, name = key.partition(" ")
        return any(name in s[f"{part}s"] for s in (now, self.before))

    def _differing(self, now: State, end: State) -> list[str]:
        out = []
        for part in ("tables", "files"):
            keys = {*now[part], *end[part]} - set(self._extra(now))
            for key in keys:
                one, two = now[part].get(key), end[part].get(key)
                loose = (part, key) in self.loose and None not in (one, two)
                if one != two and not loose:
                    out.append(f"{part[:-1]} {key}")
        return sorted(out)

    def _extra(self, now: State) -> list[str]:
        """Return paths that an undisturbed run knows neither before nor after."""
        known = {p for s in (self.before, self.after, self.twice) for p in s["modes"]}
        return sorted(set(now["modes"]) - known)


def _kind(path: str) -> str:
    """Return a path without what is drawn at random in it."""
    parts = path.split("/")[1:3] if "/" in path else [path]
    return "/".join(_DRAWN.sub(".als-*", part) for part in parts)


def main() -> None:
    """Kill, look, and print the table."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--kills", type=int, default=600)
    asked.add_argument("--each", type=int, help="kills of each verb, of one weight")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--verbs", default="", help="only those with these words")
    asked.add_argument("--keep", type=Path, help="a folder to work in, and keep")
    given = asked.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="als-faults-"))
    words = [w.strip() for w in given.verbs.split(",") if w.strip()]
    chosen = {n: v for n, v in VERBS.items() if not words or any(w in n for w in words)}
    bench, begun = Bench(folder), time.monotonic()
    warm(folder / "source", folder / "warm", (INGEST, THEMES))
    gc.collect()
    gc.freeze()  # so that children do not copy all that is loaded
    weight = sum(v.weight for v in chosen.values())
    rows = []
    for name, verb in chosen.items():
        if bench.lacks(verb):
            print(f"{name}: skipped, the extra {verb.needs} is not installed")
            continue
        trial = Trial(bench, name, verb)
        chance = random.Random(f"{given.seed} {name}")
        print(
            f"{name}: {trial.whole.seconds:.1f} s, {len(trial.whole.calls)} calls, "
            f"ends with {trial.whole.code}, then {trial.again.code}",
            flush=True,
        )
        for key in sorted(trial.loose):
            print(f"  in no two runs the same: {' '.join(key)}")
        for trouble in trial._unsafe(trial.after):
            print(f"  undisturbed: {trouble}")
        for _ in range(given.each or max(1, round(given.kills * verb.weight / weight))):
            trial.kill(chance)
        rows.append((name, trial.found))
        told = ", ".join(f"{w} {n}" for w, n in sorted(trial.found.which.items()))
        print(
            f"  kills {trial.found.kills}: {told}", flush=True
        )  # also if stopped here
    _print(rows, time.monotonic() - begun)
    if given.keep is None:
        shutil.rmtree(folder, ignore_errors=True)
    if any(found.wrong for _, found in rows):
        raise SystemExit(1)


def _print(rows: list[tuple[str, Found]], seconds: float) -> None:
    heads = ("verb", "kills", "as before", "as after", "in two, and said")
    print(f"\n| {' | '.join(heads)} | left, then gone | wrong |")
    print("|---|---|---|---|---|---|---|")
    total: Counter[str] = Counter()
    for name, found in rows:
        left = ", ".join(f"{k} {n}" for k, n in found.left.most_common(4))
        wrong = sum(found.wrong.values())
        counts = (found.kills, *(found.which[w] for w in ENDS))
        print(f"| `{name}` | {' | '.join(map(str, counts))} | {left} | {wrong} |")
        total.update(found.which, kills=found.kills, wrong=wrong)
    told = " | ".join(str(total[k]) for k in ("kills", *ENDS))
    print(f"| all | {told} | | {total['wrong']} |")
    print(f"\n{seconds:,.0f} s")


if __name__ == "__main__":
    main()
