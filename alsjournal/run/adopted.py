"""What a new fit makes of themes that people adopted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alsjournal.themes import Codebook, ThemeModel

__all__ = ["of_adopted"]


def of_adopted(book: Codebook, model: ThemeModel) -> list[str]:
    """Say which adopted themes have no passage now, and which are to be read again.

    Parameters
    ----------
    book : Codebook
        What people had decided.
    model : ThemeModel
        Fitted with it.

    Returns
    -------
    list of str
        Sentences; none where all is as it was.
    """
    sizes = dict(zip(model.theme_ids_, model.sizes_, strict=True))
    now = {theme.theme_id: theme for theme in model.codebook_.themes()}
    lost, again = [], []
    for theme in book.themes():
        if theme.status != "adopted":
            continue
        if not sizes.get(theme.theme_id):
            lost.append(f'"{theme.name}"')
        elif now[theme.theme_id].status != "adopted":
            again.append(f'"{theme.name}"')
    lines = []
    if lost:
        lines.append(
            f"Adopted themes that no passage is clearly about any more: "
            f"{', '.join(lost)}. They stay in the codebook; pages have nothing to say "
            f"of them. Another number of themes may bring them back."
        )
    if again:
        lines.append(
            f"Adopted themes that hold other passages now: {', '.join(again)}. Read "
            f"and adopt them again (`alsjournal codebook`). Until then pages say that "
            f"nobody has adopted them."
        )
    return lines
