"""What an analysis is checked by: codebook, cards of machines, masking, agreement."""

from __future__ import annotations

from alsjournal.reflection.card import Figure
from alsjournal.report.document import (
    ENGLISH,
    Block,
    Items,
    Para,
    Run,
    Section,
    Table,
    runs,
    strong,
)
from alsjournal.report.parts.research.cells import grid, laid_out
from alsjournal.report.research import ForResearch
from alsjournal.report.research.codebook import Book
from alsjournal.report.research.masking import Masking
from alsjournal.report.words import Words

__all__ = ["agreed", "cards", "codebook", "masked"]

_ENTRY = (
    *("name", "status", "idea", "include", "exclude", "by", "when"),
    *("n_read", "corrected", "added"),
)
_STEP = ("when", "by", "action", "name", "others", "texts", "reason")


def codebook(found: ForResearch, words: Words) -> Section:
    """Lay the codebook of the day out, and what people decided."""
    book, head = found.book, words("research.book_head")
    if book is None:
        return Section("codebook", head, (Para(runs(words("research.book_none"))),))
    note = words(
        "research.book_note",
        day=book.day or words("research.book_no_day"),
        version=book.version,
        machine=book.by_model,
        adopted=book.adopted,
        n=len(book.entries),
    )
    rows = [tuple(getattr(e, name) for name in _ENTRY) for e in book.entries]
    blocks: list[Block] = [
        Para(runs(note)),
        grid(words("research.book_caption"), _ENTRY, rows, words, "codebook.csv"),
        _steps(book, words),
    ]
    if found.rejected:
        lines = tuple(
            runs(strong(f"{one.theme}. "), ", ".join(filter(None, (one.by, one.when))))
            + runs(Run(f". {one.why}" if one.why else "", language=ENGLISH))
            for one in found.rejected
        )
        rejected = words("research.rejected_head")
        blocks.append(Section("rejected", rejected, (Items(lines),), level=3))
    return Section("codebook", head, tuple(blocks))


def _steps(book: Book, words: Words) -> Table | Para:
    if not book.steps:
        return Para(runs(words("research.steps_none")))
    rows = [
        (s.when, s.by, s.action, s.theme, ", ".join(s.others), s.texts or "", s.why)
        for s in book.steps
    ]
    return grid(words("research.steps_head"), _STEP, rows, words, "decisions.csv")


def cards(found: ForResearch, words: Words) -> Section:
    """Lay out how far each machine agreed with whom, from the cards that ship."""
    rows = [
        (
            card.title,
            figure.statistic,
            f"{figure.value:.3f}",
            _interval(figure),
            f"{figure.n:,} {figure.unit}, {figure.data}",
            figure.by,
        )
        for card in found.cards
        for figure in card.figures
    ]
    names = ("model", "statistic", "value", "interval", "measured_on", "coded_by")
    head = words("research.cards_head")
    lines = tuple(
        runs(
            Run(f"{card.title}. ", "strong", language=ENGLISH),
            Run(" ".join(card.not_for), language=ENGLISH),
        )
        for card in found.cards
        if card.not_for
    )
    not_for = words("research.cards_not_for")
    blocks = (
        Para(runs(words("research.cards_note")), "soft"),
        grid(words("research.cards_caption"), names, rows, words, "machines.csv"),
        Section("not-for", not_for, (Items(lines),), level=3),
    )
    return Section("machines", head, blocks)


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f} to {figure.high:.3f}"


def masked(found: ForResearch, words: Words) -> Section:
    """Tell how names were taken out and how that was checked, in counts alone."""
    told, head = found.masking, words("research.masking_head")
    blocks: list[Block] = []
    if told.texts is None:
        blocks.append(Para(runs(words("research.masking_none"))))
    else:
        blocks.append(Para(runs(_read(told, words))))
        if told.found:
            caption = words("research.masking_found")
            blocks.append(grid(caption, ("label", "spans"), told.found, words))
    blocks.append(Para(runs(_review(told, words))))
    if told.decisions:
        caption = words("research.masking_decisions")
        names = ("decision", "label", "finder", "spans")
        blocks.append(grid(caption, names, told.decisions, words, "review.csv"))
    recall = words("research.masking_recall", recall=told.recall)
    none = words("research.masking_recall_none")
    blocks.append(Para(runs(recall if told.recall else none)))
    return Section("masking", head, tuple(blocks))


def _read(told: Masking, words: Words) -> str:
    said = [
        words(
            "research.masking_texts",
            texts=told.texts,
            changed=told.changed,
            operator=told.operator,
            rulings=told.rulings or 0,
        )
    ]
    key = "masking_gazetteer" if told.gazetteer else "masking_no_gazetteer"
    said.append(words(f"research.{key}"))
    if told.languages:
        languages = ", ".join(f"{name} {n}" for name, n in told.languages)
        said.append(words("research.masking_languages", languages=languages))
    return " ".join(said)


def _review(told: Masking, words: Words) -> str:
    if told.sound is False:
        return words("research.masking_review_broken")
    if told.sound:
        return words(
            "research.masking_review", records=told.records, whole=told.read_whole
        )
    if told.records:
        return words("research.masking_review_kept", records=told.records)
    return words("research.masking_review_none")


def agreed(found: ForResearch, words: Words) -> Section | None:
    """Lay out how far coders agree; None where that is not asked, or nobody can be."""
    if not found.agreed:
        return None
    names = (
        *("code", "n_texts", "kappa", "kappa_low:kappa_high"),
        *("positive_agreement", "warning"),
    )
    blocks: list[Block] = [Para(runs(words("research.agreed_note")), "soft")]
    for place, one in enumerate(found.agreed):
        key = "agreed_people" if one.people else "agreed_machine"
        frame = one.table.to_frame()
        who = f" ({frame['coder_a'].iloc[0]}, {frame['coder_b'].iloc[0]})"
        caption = words(f"research.{key}", construct=one.construct) + who
        file = f"agreement-{place + 1}.csv"
        blocks.append(laid_out(one.table, caption, names, words, file))
        blocks += [Para(runs(note), "soft", ENGLISH) for note in one.table.notes]
    return Section("agreement", words("research.agreed_head"), tuple(blocks))
