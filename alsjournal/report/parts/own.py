"""A member's own page: what is held of them, and how to take it back."""

from __future__ import annotations

from collections import Counter

from alsjournal.report.document import (
    ENGLISH,
    Block,
    Box,
    Card,
    Cards,
    Document,
    Items,
    Para,
    Quote,
    Section,
    Table,
    runs,
    soft,
)
from alsjournal.report.own import Own, Text
from alsjournal.report.parts.readers import with_readers
from alsjournal.report.words import Words

__all__ = ["own_document"]

_RIGHTS = ("withdraw", "forget", "gone")
_NOT_HERE = ("others", "notes", "raw")
_USES = ("self", "counts", "paraphrase", "quote")
_REACHES = ("set", "programme", "public")


def own_document(own: Own, words: Words) -> Document:
    """Compose a member's own page.

    Parameters
    ----------
    own : Own
    words : Words

    Returns
    -------
    Document
    """
    parts = (
        _what(own, words),
        _allowed(own, words),
        _quoted(own, words),
        _counted(own, words),
        _texts(own, words),
        _there(own, words),
        _did(own, words),
        _answered(own, words),
        _rights(own, words),
        _listed("not-here", "not_here", _NOT_HERE, words),
    )
    footer = words(
        "label.made_with", version=own.version, coder="", audience=own.audience
    )
    return Document(
        title=words("own.subtitle"),
        subtitle=own.title,
        for_whom=words("own.for_whom", member=own.audience.name),
        notice=words("own.fictional") if own.fictional else "",
        blocks=tuple(part for part in parts if part is not None),
        footer=with_readers(footer, words),
        language=words.language,
        labels=words.part("label"),
    )


def _what(own: Own, words: Words) -> Section:
    contact = words("own.ask_nobody")
    if own.contact:
        contact = words("own.ask_contact", contact=own.contact)
    said = (words("own.what_1"), words("own.what_2"), contact)
    return Section("what", words("own.what"), tuple(Para(runs(one)) for one in said))


def _allowed(own: Own, words: Words) -> Section | None:
    if not own.texts:
        return None
    many = Counter((text.use, text.reach) for text in own.texts)
    rows = tuple(
        (words(f"own.short_{use}"), _whom(use, reach, words), str(many[use, reach]))
        for use in _USES
        for reach in _REACHES
        if many[use, reach]
    )
    heads = tuple(words(f"own.allowed_{name}") for name in ("use", "reach", "texts"))
    blocks = (
        Table(words("own.allowed_caption"), heads, rows),
        Para(runs(words("own.change"))),
    )
    return Section("allowed", words("own.allowed"), blocks)


def _whom(use: str, reach: str, words: Words) -> str:
    return words("own.whom_nobody" if use == "self" else f"own.whom_{reach}")


def _quoted(own: Own, words: Words) -> Section:
    blocks: list[Block] = []
    for passage in own.passages:
        readers = "; ".join(words(f"own.reader_{name}") for name in passage.readers)
        under = words("own.under", themes="; ".join(passage.themes))
        blocks.append(Quote(passage.words, language=ENGLISH))
        said = words("own.readers", readers=readers)
        blocks.append(Para(runs(said, " ", soft(under))))
    note = "own.quoted_note" if blocks else "own.quoted_none"
    blocks.insert(0, Para(runs(words(note))))
    return Section("quoted", words("own.quoted"), tuple(blocks))


def _counted(own: Own, words: Words) -> Section:
    if not own.counted:
        none = Para(runs(words("own.counted_none")))
        return Section("counted", words("own.counted"), (none,))
    rows = tuple((t, ", ".join(map(str, s))) for t, s in own.counted.items())
    heads = (words("label.theme"), words("own.counted_sessions"))
    blocks = (
        Para(runs(words("own.counted_intro"))),
        Table(words("own.counted_caption"), heads, rows),
    )
    return Section("counted", words("own.counted"), blocks)


def _texts(own: Own, words: Words) -> Section:
    if not own.texts:
        none = Para(runs(words("own.no_texts")))
        return Section("texts", words("own.texts"), (none,))
    cards = tuple(_card(text, words) for text in own.texts)
    return Section("texts", words("own.texts"), (Cards(cards),))


def _card(text: Text, words: Words) -> Card:
    parts = ("set", "session")
    held = dict(zip(parts, (text.set_id, text.session), strict=True))
    named = [part for part in parts if held[part] is not None]
    key = {2: "text_place", 0: "text_place_none"}.get(
        len(named), f"text_place_{''.join(named)}"
    )
    place = words(f"own.{key}", set_id=text.set_id, session=text.session)
    head = words("own.to_question", prompt=text.prompt) if text.prompt else ""
    blocks = [
        Quote(text.words, runs(soft(head)), language=ENGLISH),
        Para(runs(_may(text, words)), "soft"),
    ]
    return Card(place, tuple(blocks))


def _may(text: Text, words: Words) -> str:
    if not text.declared:
        said = [words("own.undeclared")]
    else:
        said = [words(f"own.use_{text.use}")]
        if text.use != "self":
            said.append(words(f"own.reach_{text.reach}"))
    if text.unread:
        said.append(words("own.unread"))
    return " ".join(said)


def _there(own: Own, words: Words) -> Section | None:
    if not own.there:
        return None
    names = ["set", "session", "was"]
    names += ["part"] if any(part for *_, part in own.there) else []
    was = {True: words("own.there_yes"), False: words("own.there_no"), None: ""}
    rows = tuple(
        (set_id, str(session), was[present], words.shown(part))[: len(names)]
        for set_id, session, present, part in own.there
    )
    heads = tuple(words(f"own.there_{name}") for name in names)
    table = Table(words("own.there_caption"), heads, rows)
    return Section("there", words("own.there"), (table,))


def _did(own: Own, words: Words) -> Section | None:
    if not own.deeds:
        return None
    blocks = []
    for deed in own.deeds:
        head = words(f"own.did_{deed.what}", how=words(f"own.how_{deed.how or 'none'}"))
        place = ""
        if deed.session is not None:
            place = words("own.text_place_session", session=deed.session)
        if deed.words:
            head_runs = runs(soft(f"{head}:"))
            blocks.append(Quote(deed.words, head_runs, place, language=ENGLISH))
        else:
            blocks.append(Quote(head, source=place))
    return Section("did", words("own.did"), tuple(blocks))


def _answered(own: Own, words: Words) -> Section | None:
    if not own.survey and not own.responses:
        return None
    blocks: list[Block] = []
    if own.survey:
        names = ("wave", "question", "answer")
        heads = tuple(words(f"own.answered_{name}") for name in names)
        rows = tuple((words.shown(wave), *said) for wave, *said in own.survey)
        blocks.append(Table(words("own.answered_caption"), heads, rows))
    if own.responses:
        blocks.append(Para(runs(words("own.responses", n=len(own.responses)))))
        blocks += [Quote(said, language=ENGLISH) for said in own.responses if said]
    return Section("answered", words("own.answered"), tuple(blocks))


def _rights(own: Own, words: Words) -> Section:
    lines = [words(f"own.rights_{name}") for name in _RIGHTS]
    lines.append(words("own.rights_who", member=own.audience.name))
    if own.contact:
        lines.append(words("own.rights_say", contact=own.contact))
    box = Box((Items(tuple(runs(line) for line in lines)),))
    return Section("rights", words("own.rights"), (box,))


def _listed(anchor: str, key: str, names: tuple[str, ...], words: Words) -> Section:
    lines = tuple(runs(words(f"own.{key}_{name}")) for name in names)
    return Section(anchor, words(f"own.{key}"), (Items(lines),))
