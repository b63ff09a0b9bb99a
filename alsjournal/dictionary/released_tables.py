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
    low float: Lower end of the share's 95 % interval [0 to 1]
    high float: Upper end of the share's 95 % interval [0 to 1]
    interval label: What the share and its interval are, in words.
    standardised float: The share that a fixed mix of sets and roles would give [0 to 1]
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

theme_change: How each theme changed over the sessions, and whether that can be told.
    theme label: The theme, or the machine's grouping.
    parent label: The organisation or trust, where it is of one; else all together.
    set_id key: The set, where it is of one; else all together.
    role label: The role, where it is of one; else all together.
    verdict label: rising, falling, steady, moved and came back, or too few to tell.
    evidence label: What the verdict rests on, in words.
    warning label: What to be wary of, in words; as pooled figures that say otherwise.
    basis label: Within what the change is: the same members, or the same sets.
    first_session int: The first session that was compared.
    last_session int: The last session that was compared.
    start float: Share at the first session, for a fixed mix of who wrote [0 to 1]
    end float: Share at the last session, for a fixed mix of who wrote [0 to 1]
    change float: From the first session to the last [share]
    change_low float: Lower end of the change's 95 % interval (jackknife) [share]
    change_high float: Upper end of the change's 95 % interval (jackknife) [share]
    p float: How often chance would give as much, for this theme alone [0 to 1]
    q float: The same, for all themes of the group (Benjamini, Hochberg) [0 to 1]
    pooled_change float: The change of all rows pooled, whoever wrote [share]
    pooled_low float: Lower end of its 95 % interval [share]
    pooled_high float: Upper end of its 95 % interval [share]
    continuing int: How many wrote early and late [people or texts]
    continuing_change float: The change of those alone [share]
    continuing_low float: Lower end of its 95 % interval [share]
    continuing_high float: Upper end of its 95 % interval [share]
    smallest float: The change that would have been found four times in five [share]
    raised int: How many raised it at least once [people or texts]
    wrote int: How many wrote at least once [people or texts]
    shown label: What may be said of that count, in words.

recurring_issues: Themes that come back: in how many sets, sessions and roles.
    theme label: The theme, or the machine's grouping.
    rank int: Its place: by sets, sessions, roles, then by returns and people.
    sets_raised int: In how many sets anybody raised it [sets]
    sets int: In how many sets anybody wrote [sets]
    sessions_raised int: At how many sessions anybody raised it [sessions]
    sessions int: At how many sessions anybody wrote [sessions]
    roles_raised int: In how many roles somebody raised it, where it may be told [roles]
    roles int: In how many roles somebody wrote, as far as they may be told [roles]
    came_back int: How often it was raised again after a session without it [times]
    first_session int: The first session that raised it.
    last_session int: The last session that raised it.
    since int: The last session that raised it, when later ones did not.
    status_now label: Raised, raised again, not raised since, or resolved: by a person.
    because label: How many wrote at the sessions that speak for it, in words.
    resolved label: To which session's outcome a person tied it, and when, in words.
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

issue_cards: What a set has of its own about each theme, and what to ask next.
    theme label: The theme, or the machine's grouping.
    kind label: A quote, an action, a question of the set, or one to ask.
    text text: The words.
    session int: The session that they are of; empty for a question to ask.
    note label: How they belong to the theme, in words.

session_difference: What one session raised, beside an earlier one.
    theme label: The theme, or the machine's grouping.
    set_id key: The set; empty where all sets are counted together.
    before int: The earlier session.
    session int: The session that is compared with it.
    what label: New, came back, raised, not raised, or too few to tell.
    in_words label: The same in a sentence, with how many wrote.
    shown_now label: By how many it was raised at the session, in words.
    wrote_now int: How many wrote at the session [people or texts]
    shown_before label: By how many it was raised at the earlier one, in words.
    wrote_before int: How many wrote at the earlier one [people or texts]
    first_session int: The first session that raised it.
    last_session int: The last session that raised it.
    split_from label: The theme that a person split it from since, if one did.

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

theme_comparison: How each theme differs between groups, and whether that can be told.
    theme label: The theme, or the machine's grouping.
    between label: What the groups are.
    compared label: Whether shares are compared, or changes over the sessions.
    group label: The group that is spoken of.
    against label: The group, or groups, beside it.
    verdict label: more, less, alike, rose more and the like, or too few to tell.
    evidence label: What the verdict rests on, in words.
    warning label: What to be wary of, in words.
    basis label: For the same mix of what they are compared.
    first_session int: The first session that was compared.
    last_session int: The last session that was compared.
    own float: The group's share, or change [share]
    others float: That of those beside it [share]
    difference float: Between the two [share]
    difference_low float: Lower end of its 95 % interval (jackknife) [share]
    difference_high float: Upper end of its 95 % interval (jackknife) [share]
    p float: How often chance would give as much, for this theme alone [0 to 1]
    q float: The same, for all of the table (Benjamini, Hochberg) [0 to 1]
    pooled_difference float: The difference of all rows pooled [share]
    pooled_low float: Lower end of its 95 % interval [share]
    pooled_high float: Upper end of its 95 % interval [share]
    smallest float: The difference that would be found four times in five [share]
    own_raised int: How many of the group raised it at least once [people or texts]
    own_wrote int: How many of the group wrote [people or texts]
    others_raised int: How many of the others raised it at least once [people or texts]
    others_wrote int: How many of the others wrote [people or texts]

smallest_change: Which changes over the sessions could have been seen.
    starts float: By which share of those who write a theme is raised at first [0 to 1]
    smallest float: The change that would be found four times in five, alone [share]
    smallest_of_many float: The same among so many themes [share]
    themes int: How many themes are looked at together.
    alike float: How alike what a person writes at two sessions is (ICC) [0 to 1]
    people int: How many wrote [people or texts]
    sets int: In how many sets [sets]
    first_session int: The first session.
    last_session int: The last session.
    basis label: Within what changes are looked for.
    sentence label: The same in words.

hearing_back: On how many of its actions a set heard back, and how they stand.
    what label: Of one session's actions, of one set's, or in all.
    set_id key: The set, where counts are broken down by it.
    session int: The session at which they were agreed, where broken down by it.
    heard int: How many of those due were heard back on [actions]
    actions int: How many are due [actions]
    share float: Heard back on, of those due; from 50 actions on [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    done int: How many were done, by the latest report [actions]
    part int: How many were done in part, by the latest report [actions]
    changed int: How many became another action, by the latest report [actions]
    dropped int: How many were dropped, by the latest report [actions]
    not_said int: How many have a latest report that does not say how [actions]
    not_yet int: How many were not heard back on yet [actions]
    not_due int: How many are due after the last session that was held [actions]
    early int: How many of these were heard back on all the same [actions]
    sets int: How many sets have an action on record [sets]
    shown label: What may be said of the count, in words.
    in_words label: The same with how the actions stand.

issue_trail: What became of each issue, an entry of the record a row.
    set_id key: The set.
    issue_id key: The issue; empty for what hangs on none.
    session int: The session.
    kind label: issue, turn, report back, question, action, offer or outcome.
    about label: Which action of the issue it is, or is about.
    how label: The form of a turn, a report's status, an offer's or an outcome's kind.
    text text: The words; empty where they may not be shown.

consultancy: Offers, of which kind, and what had come before them on their issue.
    set_id key: The set, where counts are broken down by it.
    composition label: How the set is composed, where counts are broken down by it.
    what label: A kind of offer, or what had come before it.
    offers int: How many are so; empty where it may not be shown [offers]
    of int: Of how many [offers]
    sets int: In how many sets [sets]
    shown label: What may be said of the count, in words.

what_changed: Outcomes, checked and claimed apart.
    what label: in all, level, intended, tied, or told: one outcome in its own words.
    checked label: checked by somebody, or claimed only.
    set_id key: The set, where counts are broken down by it.
    session int: The session at which it was told.
    level label: For whom or what it changed.
    intended label: Whether that had been wanted.
    tied label: To an action, or to no action.
    outcomes int: How many are so; empty where it may not be shown [outcomes]
    of int: Of how many that are checked, or claimed [outcomes]
    amount float: How much, as it was claimed [as its text says]
    sets int: In how many sets [sets]
    shown label: What may be said of the count, in words.
    text text: The words; empty where they may not be shown.
"""
# A table with its meaning, then a column a line with its kind and its meaning; the
# unit stands in brackets.
