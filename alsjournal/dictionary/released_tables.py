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

indicators: By how many of those who wrote each code of a construct was shown.
    construct label: What was looked for: element, condition, aim, practice, lens, ...
    code label: One of the construct's codes.
    title label: What the code is called where people read it.
    parent label: The organisation or trust, where counts are broken down by it.
    set_id key: The set, where counts are broken down by it.
    session int: The session, where counts are broken down by it.
    role label: The role, where counts are broken down by it.
    prompt label: The question given, where counts are broken down by it.
    raised int: How many show it; empty where it may not be shown [people or texts]
    wrote int: How many wrote [people or texts]
    present int: How many were there; empty where there is no list [people]
    on_roll int: How many belonged to the set then; empty without a list [people]
    share float: Raised, of those who wrote [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    shown label: What may be said of the count, in words.
    at_equal_length float: The share, had all written as many sentences [0 to 1]
    equal_low float: Lower end of its 95 % interval [0 to 1]
    equal_high float: Upper end of its 95 % interval [0 to 1]
    sets_raised int: In how many sets anybody shows it [sets]
    sets int: In how many sets anybody wrote [sets]
    kappa float: The machine's agreement with those who coded it, by its card [-1 to 1]
    agreement label: The same in words, with n and what it was measured on.

reflection_levels: Means over those who wrote, none of them a score.
    measure label: What is measured: different elements, or words per 100 words.
    parent label: The organisation or trust, where it is broken down by it.
    set_id key: The set, where it is broken down by it.
    session int: The session, where it is broken down by it.
    role label: The role, where it is broken down by it.
    prompt label: The question given, where it is broken down by it.
    level float: The mean over those who wrote.
    low float: Lower end of its 95 % interval (Student)
    high float: Upper end of its 95 % interval (Student)
    wrote int: How many it is of; empty beyond a set [people or texts]
    shown label: What may be said of it, in words.

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

survey_items: By how many of those who answered each closed question was answered yes.
    item label: The question, as a short code.
    wave label: The round of the survey.
    set_id key: The set, where counts are by set; else all together.
    question label: The wording in that wave, or the programme's.
    counts_as label: Which answers count as yes.
    n int: How many gave such an answer; empty where it may not be shown [people]
    answered int: How many answered the question [people]
    invited int: How many were asked in that wave, where it is recorded [people]
    left_out int: How many took part in the wave and left the question out [people]
    unknown int: How many answered something that is not on the scale [people]
    share float: Yes, of those who answered [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    shown label: What may be said of the count, in words.
    in_words label: The same in a sentence, with how many were invited.
    ceiling label: A warning where all said yes, so that it cannot rise.
    since label: The wave that it is compared with.
    basis label: paired (the same people), unpaired, or worded differently.
    pairs int: How many answered in both waves, told by their codes [people]
    up int: How many of those changed to yes [people]
    down int: How many of those changed away from yes [people]
    change float: The later share less the earlier; of the pairs, if paired [share]
    change_low float: Lower end of its 95 % interval (Newcombe) [share]
    change_high float: Upper end of its 95 % interval (Newcombe) [share]
    p float: How often chance would give as much (McNemar, exact), paired only [0 to 1]
    q float: The same, for all of the table (Benjamini, Hochberg) [0 to 1]
    change_in_words label: The change in a sentence.

survey_answers: How many gave each answer to each closed question of the survey.
    item label: The question, as a short code.
    wave label: The round of the survey.
    set_id key: The set, where counts are by set; else all together.
    question label: The wording in that wave, or the programme's.
    place int: The answer's place on the scale, counted from 1.
    answer label: The answer; all that are not on the scale are one.
    n int: How many gave it; empty where it may not be shown [people]
    answered int: How many answered the question [people]
    share float: Those who gave it, of those who answered [0 to 1]
    low float: Lower end of the share's 95 % interval (Wilson) [0 to 1]
    high float: Upper end of the share's 95 % interval (Wilson) [0 to 1]
    shown label: What may be said of the count, in words.

objective_history: The wordings of each objective, each beside the one before.
    set_id key: The set; empty for an objective of the whole programme.
    level label: Whether it is the programme's, a set's or a member's.
    whose label: The same in words; several members are told apart by number.
    version int: Which wording.
    before int: The version that it is compared with; empty for the first.
    session int: The session at which it was set.
    text text: The wording.
    text_before text: The wording before.
    difference text: Both in one, with marks at what was taken out and what was added.
    kept int: How many words stayed [words]
    added int: How many are new [words]
    taken_out int: How many went [words]
    who text: The words that say whom it is for or who does it; empty if none do.
    what text: The words that say what changes; empty if none do.
    how_much text: The words that give a number or an amount; empty if none do.
    by_when text: The words that give a time; empty if none do.
    where text: The words that say for which place or body; empty if none do.
    owner text: The words that say who owns it; empty if none do.

presence: Who was on the roll, who was there and who wrote.
    between label: What rows tell apart: session, all, role, organisation type.
    set_id key: The set; empty where all sets are counted together.
    session int: The session; empty over all of them.
    group label: The role or type of organisation; small ones are put together.
    on_roll int: How many belonged [people]
    present int: How many of those were there; empty without a list [people]
    missed int: How many of those missed a session or more [people]
    wrote int: How many of those wrote, over all sessions at least once [people]
    shown_present label: What may be said of how many were there, in words.
    shown_missed label: What may be said of how many missed a session, in words.
    shown_wrote label: What may be said of how many wrote, in words.

membership: Who stayed, why other memberships ended, and who came later.
    what label: Standing, of which each has one, or movement, which any may have.
    set_id key: The set; empty where all sets are counted together.
    standing label: The standing or the movement.
    attrition bool: Whether it counts as a loss; not where the objective changed.
    members int: How many [people]
    of int: Of how many who ever belonged [people]
    shown label: What may be said of the count, in words.

non_writing: How far those who did not write could move a share.
    between label: What rows tell apart: session, all, role, organisation type.
    set_id key: The set; empty where all sets are counted together.
    session int: The session; empty over all of them.
    group label: The role or type of organisation; small ones are put together.
    theme label: The theme; empty in a row on all that was written.
    on_roll int: How many belonged [people]
    wrote int: How many of those wrote [people]
    silent int: How many of those did not [people]
    unknown float: The same as a share: how wide the bounds are [0 to 1]
    raised_by int: How many raised the theme [people]
    at_least float: Share of the roll, had no silent one raised it [0 to 1]
    at_most float: Share of the roll, had all silent ones raised it [0 to 1]
    shown label: What may be said, in words.

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

proposals: Passages that may be actions, or tell what became of one; none is counted.
    proposal_id key: What a decision on it names.
    kind label: action, or report: what became of an action.
    action_id key: The action that a report is about.
    action text: The words of that action.
    set_id key: The set.
    session int: The session of the text.
    text text: The words of the passage.
    owner label: Who is to do it, by the words: writer, set, other, not said.
    confidence float: How sure the machine is; no probability [0 to 1]
    state label: proposed, confirmed or rejected: by a person.

returned_questions: Questions that may be earlier ones, asked again otherwise.
    set_id key: The set.
    place int: Its place within the set, the likeliest first.
    session_before int: The session of the earlier question.
    text_before text: The words of the earlier question.
    session int: The session of the later question.
    text text: The words of the later question.
    how label: turned round, or in another round.
    likeness float: The score by which they are ranked.
"""
