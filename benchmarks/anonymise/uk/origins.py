"""The origins of the names in ``names.toml``, but for words and places."""

from __future__ import annotations

ENGLISH = ("english",)
OTHERS = (
    *("welsh", "irish", "scottish", "south_asian", "chinese", "nigerian", "ghanaian"),
    *("somali", "polish", "romanian", "turkish", "arabic", "portuguese", "filipino"),
    *("zimbabwean", "tamil"),
)
