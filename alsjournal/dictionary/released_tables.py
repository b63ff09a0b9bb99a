"""What the released tables and their columns mean: a text to read and correct."""

from __future__ import annotations

__all__ = ["RELEASED"]

RELEASED = """
theme_prevalence: By how many of those who wrote each theme was raised.
    theme label: The theme, or the machine's grouping.
    parent label: The organisation or trust, where counts are broken down by it.
    set_id key: The set, where counts are broken down by it.
    session int: The session, where counts are broken down by it.
    role label: The role, where counts are broken down by it.
    prompt label: The question given, where counts are broken down by it.
    raised int: How many raised it; empty where it may not be shown [people or texts]
    wrote int: How many wrote [people or texts]
    present int: How many were there; empty where there is no list [people]
    on_roll int: How many belonged to the set then; empty without a list [people]
    share float: Raised, of those who wrote [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    sets_raised int: In how many sets anybody raised it [sets]
    sets int: In how many sets anybody wrote [sets]
    shown label: What may be said of the count, in words.

theme_summary: One row a theme, over all sessions.
    theme label: The theme, or the machine's grouping.
    status label: Whether it is a grouping, a candidate, adopted by a person, or coded.
    stability label: Whether it holds when a part of the texts is left out, in words.
    terms label: Words that tell it from the others; at least three members used each.
    raised int: How many raised it at least once [people or texts]
    wrote int: How many wrote at least once [people or texts]
    share float: Raised, of those who wrote [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    shown label: What may be said of the count, in words.
    sets_raised int: In how many sets anybody raised it [sets]
    sets int: In how many sets anybody wrote [sets]
    sessions_raised int: At how many sessions anybody raised it [sessions]
    sessions int: At how many sessions anybody wrote [sessions]
    first_session int: The first session that raised it.
    last_session int: The last session that raised it.
    since int: The last session that raised it, when later ones did not.

recurring_issues: Themes that come back: in how many sets and sessions.
    theme label: The theme, or the machine's grouping.
    rank int: Its place: by sets, then returns, then sessions, then people.
    sets_raised int: In how many sets anybody raised it [sets]
    sets int: In how many sets anybody wrote [sets]
    sessions_raised int: At how many sessions anybody raised it [sessions]
    sessions int: At how many sessions anybody wrote [sessions]
    came_back int: How often it was raised again after a session without it [times]
    first_session int: The first session that raised it.
    last_session int: The last session that raised it.
    since int: The last session that raised it, when later ones did not.
    raised int: How many raised it at least once [people or texts]
    wrote int: How many wrote at least once [people or texts]
    shown label: What may be said of the count, in words.
    elsewhere bool: Whether another set raised it too.

quotes: The words of people who allowed it, for this audience.
    theme label: The theme, or the machine's grouping.
    quote text: The words.
    session int: The session of the text, where it may be told.
    source label: Who said it, as far as it may be told.
    fit float: How well it fits the theme, in the coder's own measure.

theme_lineage: What became of each theme of an earlier fit in a later one.
    earlier label: The earlier theme; empty where the later one was born.
    later label: The later theme; empty where no passage of the earlier one is clear.
    what label: Whether it goes on, merged, split, is gone or born, or is a part of it.
    same_id bool: Whether the later theme has the id of the earlier.
    passages int: How many went from the earlier theme to the later [passages]
    clear int: How many of the earlier theme are in any later one [passages]
    share float: Those that went to this one, of those [0 to 1]
    texts int: The texts with such a passage [texts]
    unclear float: How much of the earlier theme the later fit left unclear [0 to 1]
"""
# A table with its meaning, then a column a line with its kind and its meaning; the
# unit stands in brackets.
