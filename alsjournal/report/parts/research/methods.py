"""How the analysis was made: versions, settings, coders, permissions, policy."""

from __future__ import annotations

from alsjournal.report.document import Block, Items, Para, Section, runs
from alsjournal.report.parts.research.cells import cell, grid
from alsjournal.report.research import ForResearch
from alsjournal.report.research.methods import Made, Methods
from alsjournal.report.words import Words

__all__ = ["how_made"]


def how_made(found: ForResearch, words: Words) -> Section:
    """Tell what a reader needs to judge the analysis, or to do it again."""
    told = found.methods
    approach = words("research.approach", approach=told.approach)
    lines = [
        approach if told.approach else words("research.approach_none"),
        words(
            "research.texts",
            texts=told.texts,
            counted=told.counted,
            kept=told.kept,
            writers=told.writers,
        ),
    ]
    if told.days:
        first, last = told.days
        lines.append(words("research.days", first=first, last=last))
    blocks: list[Block] = [
        *(Para(runs(line)) for line in lines),
        *_model(told.made, words),
        grid(
            words("research.made_versions"),
            ("what", "value"),
            told.versions,
            words,
        ),
        *_coders(told, words),
        *_permissions(told, words),
        *_previews(told, words),
        *_unread(told, words),
        _policy(told, words),
    ]
    return Section("methods", words("research.methods_head"), tuple(blocks))


def _model(made: Made | None, words: Words) -> list[Block]:
    if made is None:
        return [Para(runs(words("research.made_none")))]
    lines = []
    if made.tried:
        lines.append(
            words(
                "research.number_chosen",
                n=made.n_themes,
                first=made.tried[0],
                last=made.tried[1],
                silhouette=f"{made.silhouette:.4f}",
            )
        )
    elif made.n_themes is not None:
        lines.append(words("research.number_given", n=made.n_themes))
    if made.resamples:
        lines.append(
            words(
                "research.held",
                resamples=made.resamples,
                share=cell(made.share),
                unit=words(f"research.unit_{made.unit}"),
                rand=cell(made.rand),
            )
        )
    else:
        lines.append(words("research.held_none"))
    table = grid(
        words("research.made_model"), ("what", "value"), made.parameters, words
    )
    some = [table] if made.parameters else []
    return [Para(runs(" ".join(lines))), *some]


def _coders(told: Methods, words: Words) -> list[Block]:
    if not told.coders:
        return []
    rows = [
        (c.construct, c.coder, c.codings, c.texts, c.first, c.last) for c in told.coders
    ]
    names = ("construct", "coder", "codings", "texts", "first", "last")
    table = grid(words("research.coders_head"), names, rows, words, "coders.csv")
    return [table, Para(runs(words("research.coders_note")), "soft")]


def _permissions(told: Methods, words: Words) -> list[Block]:
    said = {
        flag: words(f"research.declared_{'yes' if flag else 'no'}")
        for flag in (True, False)
    }
    rows = [(use, reach, said[flag], n) for use, reach, flag, n in told.allowed]
    names = ("use", "reach", "declared", "texts")
    note = words("research.permissions_note", n=told.withdrawn)
    head = words("research.permissions_head")
    return [grid(head, names, rows, words, "permissions.csv"), Para(runs(note), "soft")]


def _previews(told: Methods, words: Words) -> list[Block]:
    if not told.previews:
        return [Para(runs(words("research.previews_none")))]
    none = words("research.preview_none")
    rows = [(audience, answer or none, n) for audience, answer, n in told.previews]
    head = words("research.previews_head")
    return [grid(head, ("audience", "answer", "passages"), rows, words)]


def _unread(told: Methods, words: Words) -> list[Block]:
    if not told.unread:
        return [Para(runs(words("research.unread_none")))]
    lines = tuple(
        runs(words("research.unread_line", language=language, n=n))
        for language, n in told.unread
    )
    head = words("research.unread_head")
    return [Section("unread", head, (Items(lines),), level=3)]


def _policy(told: Methods, words: Words) -> Section:
    names = ("what", "research", "programme")
    note = words("research.policy_note", policy=told.policy_name)
    table = grid(words("research.policy_caption"), names, told.policy, words)
    head = words("research.policy_head")
    return Section("policy", head, (Para(runs(note), "soft"), table), level=3)
