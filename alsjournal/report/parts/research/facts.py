"""What the journal really knows of what a reporting standard asks; else nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from alsjournal.report.research import ForResearch
from alsjournal.report.summarise import Summary
from alsjournal.report.words import Words

__all__ = ["FACTS", "facts"]

FACTS = (
    "approach",
    "facilitation",
    "people",
    "attrition",
    "setting",
    "sample",
    "prompts",
    "repeats",
    "written",
    "logs",
    "days",
    "previews",
    "coders",
    "codebook",
    "ideas",
    "derivation",
    "decisions",
    "software",
    "answers",
    "quotes",
    "against",
    "themes",
    "few",
    "consent",
    "masking",
    "trust",
    "limits",
    "reflexive",
)
"""Names by which items of a standard ask for a fact."""

_FEW = 3
_WIDEST = 5


def facts(summary: Summary, found: ForResearch, words: Words) -> dict[str, str]:
    """Return a sentence for each fact that is known, by its name in `FACTS`."""
    known = _Known(summary, found, words)
    told = {name: getattr(known, name)() for name in FACTS}
    return {name: said for name, said in told.items() if said}


@dataclass(frozen=True)
class _Known:
    """Says each fact in a sentence, or nothing."""

    summary: Summary
    found: ForResearch
    words: Words

    def approach(self) -> str:
        return self.words("fact.approach", approach=self.found.methods.approach)

    def facilitation(self) -> str:
        sets = _listed(self.found.methods.facilitation)
        return self.words("fact.facilitation", sets=sets) if sets else ""

    def people(self) -> str:
        told = self.found.methods
        sets = _sets(self.summary)
        if not told.counted:
            return ""
        return self.words(
            "fact.people", writers=told.writers, texts=told.counted, sets=sets
        )

    def attrition(self) -> str:
        kept = self.summary.recorded
        if kept.presence is None:
            return ""
        frame = kept.presence.to_frame()
        whole = frame[frame["between"] == "all sessions"]
        if whole.empty or whole[["wrote", "on_roll"]].isna().to_numpy().any():
            return ""
        said = self.words(
            "fact.wrote", n=whole["on_roll"].sum(), wrote=whole["wrote"].sum()
        )
        if kept.membership is None:
            return said
        left = self._standing(kept.membership.to_frame())
        return " ".join(filter(None, (said, left)))

    def _standing(self, frame: pd.DataFrame) -> str:
        """Say how memberships stand, over all sets."""
        own = frame[frame["what"] == "standing"].dropna(subset=["members"])
        counts = own.groupby("standing", sort=True)["members"].sum()
        told = [f"{self.words.shown(name)}: {n}" for name, n in counts.items()]
        return f"{'; '.join(told)}." if told else ""

    def setting(self) -> str:
        modes = _listed(self.found.methods.modes)
        return self.words("fact.setting", modes=modes) if modes else ""

    def sample(self) -> str:
        kinds = _listed(self.found.methods.sample)
        return self.words("fact.sample", kinds=kinds) if kinds else ""

    def prompts(self) -> str:
        asked = " / ".join(self.found.methods.prompts)
        return self.words("fact.prompts", prompts=asked) if asked else ""

    def repeats(self) -> str:
        frame = self.summary.sessions
        n = int(frame["session"].dropna().nunique()) if len(frame) else 0
        return self.words("fact.repeats", sessions=n) if n > 1 else ""

    def written(self) -> str:
        return self.words("fact.written") if self.found.methods.counted else ""

    def logs(self) -> str:
        kinds = _listed(
            tuple((kind, n) for kind, n in self.found.methods.kinds if kind != "member")
        )
        return self.words("fact.logs", kinds=kinds) if kinds else ""

    def days(self) -> str:
        if not self.found.methods.days:
            return ""
        first, last = self.found.methods.days
        return self.words("fact.days", first=first, last=last)

    def previews(self) -> str:
        rows = self.found.methods.previews
        n = sum(many for _, _, many in rows)
        answered = sum(many for _, answer, many in rows if answer)
        return self.words("fact.previews", n=n, answered=answered) if n else ""

    def coders(self) -> str:
        named = {
            one.coder for one in self.found.methods.coders if one.construct == "theme"
        }
        machines = sum("/" in name for name in named)
        if not named:
            return ""
        return self.words(
            "fact.coders", people=len(named) - machines, machines=machines
        )

    def codebook(self) -> str:
        book = self.found.book
        if book is None:
            return ""
        return self.words("fact.codebook", n=len(book.entries), adopted=book.adopted)

    def ideas(self) -> str:
        book = self.found.book
        if book is None:
            return ""
        written = sum(bool(entry.idea) for entry in book.entries)
        return self.words("fact.ideas", n=len(book.entries), adopted=written)

    def derivation(self) -> str:
        made, book = self.found.methods.made, self.found.book
        if made is not None and made.parameters:
            settings = ", ".join(f"{name} {value}" for name, value in made.parameters)
            steps = 0 if book is None else len(book.steps)
            return self.words(
                "fact.derivation_model", parameters=settings, decisions=steps
            )
        coder = str(self.summary.themes.provenance.get("coder") or "")
        return self.words("fact.derivation_book", coder=coder) if coder else ""

    def decisions(self) -> str:
        book = self.found.book
        return "" if book is None else self.words("fact.decisions", n=len(book.steps))

    def software(self) -> str:
        versions = ", ".join(
            f"{name} {value}" for name, value in self.found.methods.versions
        )
        return self.words("fact.software", versions=versions)

    def answers(self) -> str:
        n = self._answered()
        return self.words("fact.answers", n=n) if n else ""

    def _answered(self) -> int:
        """On how many findings participants answered."""
        table = self.summary.answers
        return 0 if table is None else int(table.to_frame()["theme"].nunique())

    def quotes(self) -> str:
        frame = self.found.figures.quoted.to_frame()
        if frame.empty:
            return ""
        sets = frame["source"].str.partition(" (")[0].nunique()
        return self.words("fact.quotes", n=len(frame), sets=sets)

    def against(self) -> str:
        return self.words("fact.against") if self.found.against else ""

    def themes(self) -> str:
        names = self.summary.themes.to_frame()["theme"].tolist()
        widest = "; ".join(map(str, names[:_WIDEST]))
        return self.words("fact.themes", n=len(names), widest=widest) if names else ""

    def few(self) -> str:
        raised = self.summary.themes.to_frame()["raised"]
        if raised.empty:
            return ""
        return self.words("fact.few", n=int((raised.fillna(0) < _FEW).sum()))

    def consent(self) -> str:
        told = self.found.methods
        declared = sum(n for _, _, said, n in told.allowed if said)
        if not told.texts:
            return ""
        return self.words(
            "fact.consent",
            declared=declared,
            texts=told.texts,
            kept=told.kept,
            withdrawn=told.withdrawn,
        )

    def masking(self) -> str:
        told = self.found.masking
        if told.texts is None:
            return ""
        spans = sum(n for _, n in told.found)
        return self.words("fact.masking", spans=spans, changed=told.changed)

    def trust(self) -> str:
        steps = 0 if self.found.book is None else len(self.found.book.steps)
        there = {
            "log": bool(steps),
            "against": bool(self.found.against),
            "agreed": bool(self.found.agreed),
            "previews": bool(self.found.methods.previews),
            "answers": bool(self._answered()),
        }
        told = [
            self.words(f"fact.trust_{name}", n=steps)
            for name, yes in there.items()
            if yes
        ]
        return self.words("fact.trust", what=", ".join(told)) if told else ""

    def limits(self) -> str:
        n = len(self.found.figures.cautions)
        return self.words("fact.limits", n=n) if n else ""

    def reflexive(self) -> str:
        n = sum(memo.kind == "reflexive" for memo in self.found.memos)
        return self.words("fact.reflexive", n=n) if n else ""


def _listed(counts: tuple[tuple[str, int], ...]) -> str:
    return "; ".join(f"{name} ({n})" for name, n in counts)


def _sets(summary: Summary) -> int:
    sets = summary.themes.to_frame()["sets"].dropna()
    return int(sets.max()) if len(sets) else 0
