"""What the tables of a journal and their columns mean: a text to read and correct."""

from __future__ import annotations

__all__ = ["JOURNAL"]

JOURNAL = """
sets: The action learning sets of the programme.
    set_id: Which set.
    title: What the set is called.
    parent: The organisation or trust that the set belongs to.
    composition: Whether its members are colleagues, of several bodies, or competitors.
    approach: How the set works: classic, by peer consultancy, or with teaching.
    focus: Whether members bring issues of their own or share one project.
    facilitation: Who facilitates, as a rule.

sessions: The sessions of each set. The number is the clock; the date is optional.
    set_id: Which set met.
    session: Which session of that set, counted from 1.
    date: When it was.
    kind: What the session was for.
    mode: Whether people met in a room or online.
    input_topic: What was taught or presented from outside, if anything.

members: Those who belong or belonged to a set, by pseudonym.
    member: Who: a pseudonym that is the same all through this journal.
    role: What they work as, in general words.
    organisation_type: The kind of body that they work for.

memberships: Who belonged to which set, from when to when.
    member: Who.
    set_id: To which set.
    from_session: The first session at which they were on the roll.
    to_session: The last one; empty while they stay.
    reason: Why they left.

facilitations: Who facilitated which session.
    set_id: Which set.
    session: Which session of that set.
    person: Who, by pseudonym; not always a member.
    part: In which part.

attendance: Who of those on the roll was there.
    set_id: Which set.
    session: Which session of that set.
    member: Who.
    present: Whether they were there.

agreements: What each set agreed about how it works and what stays in the room.
    set_id: Which set.
    version: Which wording, counted from 1.
    session: The session at which it was agreed.
    text: The wording.

permissions: What may be done with whose texts. The last one that stands holds.
    member: For all texts of this member; empty where it is for one text.
    reflection_id: For this text alone; it goes before one for its member.
    use: How far it may be used: kept to oneself, counted, paraphrased or quoted.
    reach: How far it may go: the own set, the programme, or everybody.
    given: When it was given.
    withdrawn: When it was taken back; empty while it stands.

reflections: What people wrote, identifiers replaced. One row a text.
    reflection_id: Which text.
    set_id: The set that it is about.
    session: The session of that set that it is about.
    member: Who wrote it; empty for a set or a facilitator.
    author_kind: Who wrote: a member, the set together, a facilitator or an observer.
    kind: What sort of text it is.
    position: What the writer did at that session.
    role: The writer's role, where there is no member to look it up by.
    prompt: The question or form that the writer was given.
    issue_id: The issue that it is about.
    text: The words. Codings count their characters from the start of it.
    language: The language, as a short code (en, cy); of a translation, "en from cy".
    unread: Whether it is in another language, and no person has read it for names.

turns: Who presented at a session, in order.
    set_id: Which set.
    session: Which session of that set.
    order: The place in the order of that session, counted from 1.
    presenter: Who presented.
    issue_id: The issue that was presented.
    form: Whether it was new, brought again, or a report on progress.

issues: What members brought to their set.
    issue_id: Which issue.
    set_id: The set that it was brought to.
    presenter: Who brought it.
    text: The issue in a few words.

questions: What the others asked the presenter.
    question_id: Which question.
    set_id: In which set.
    session: At which session of that set.
    issue_id: About which issue.
    asked_by: Who asked.
    text: The question.

actions: What somebody said they would do.
    action_id: Which action.
    set_id: In which set.
    session: The session of that set at which it was taken on.
    issue_id: For which issue.
    owner: Who took it on: a member, the set or a body.
    text: What was to be done.
    due_session: By which session.

action_reports: What was heard back of an action.
    action_id: Which action.
    session: The session at which it was told.
    status: How far it had come.
    text: What was told.

offers: What others gave the presenter: ideas, practice, viewpoints.
    offer_id: Which offer.
    set_id: In which set.
    session: At which session of that set.
    issue_id: For which issue.
    by: Who made it.
    kind: What sort of offer it is.
    text: What was offered.

outcomes: What changed.
    outcome_id: Which outcome.
    set_id: In which set.
    session: The session of that set at which it was told.
    action_id: The action that it came from, if from one.
    level: For whom or what it changed.
    intended: Whether that had been wanted.
    claimed_by: Who said so.
    verified: Whether somebody checked it.
    amount: How much, where it can be counted [as its text says]
    text: What changed.

claims: What the programme is said to have had a part in, with what speaks against it.
    claim_id: Which claim.
    step: The step of the theory of change that it is about.
    outcome_id: The outcome that it is about.
    text: What the programme is said to have contributed.
    evidence_for: What speaks for it.
    evidence_against: What speaks against it.
    other_explanations: What else may have brought the outcome about.
    strength: How strong it is, as a person judged.
    judged_by: Who judged that: a role rather than a name.
    judged_at: When they judged.

stories: Stories of change, chosen as the most telling ones.
    story_id: Which story.
    set_id: In which set.
    session: At which session of that set it was told or chosen.
    member: Whose it is.
    domain: The kind of change that it was asked for.
    level: For whom or what something changed.
    text: The story.
    chosen_by: Who chose it among others: a panel, the set.
    reason: Why it was chosen.

objectives: What is to be reached, restated as it gets sharper.
    set_id: Whose: a set's; empty for the programme's.
    version: Which wording, counted from 1.
    level: Whether it is the programme's, a set's or a member's.
    member: Whose, where it is a member's own.
    session: The session at which it was set.
    text: The wording.

survey: Answers to the survey. One row an answer.
    respondent: Who answered, by a pseudonym that need not be a member's.
    wave: Which round of the survey, as baseline or end.
    item: Which question, as a short code.
    set_id: The respondent's set, where it was asked.
    question: The wording of the question.
    answer: The answer as given; empty where it was left out.

codings: What people and models found in the texts. One row a passage and code.
    coding_id: Which coding.
    reflection_id: In which text.
    start: Where the passage begins, counted from 0; empty: the whole text [characters]
    end: The first character after the passage; empty: the whole text [characters]
    code: What was found there.
    construct: What sort of code it is: theme, element, condition, lens.
    coder: Who coded: a person, or a model with its version.
    confidence: How sure the coder was [0 to 1]
    made_at: When it was coded.

responses: What people answered to findings that were put to them. One row an answer.
    response_id: Which answer.
    finding: To which finding, by its code; see `alsjournal.responses`.
    member: Whose answer it is; empty where nobody said.
    agree: Whether they ticked that it is right.
    missing: Whether they ticked that something is missing.
    wrong: Whether they ticked that it is wrong.
    text: What they wrote beside it.
    answered: On which day.

memos: Notes of those who analyse. They are private unless their writer shares them.
    memo_id: Which memo.
    target: What it is about: a text, a code, a member, by id.
    kind: What sort of note it is.
    author: Who wrote it.
    date: When.
    text: The note.

releases: Outputs that were made of the journal. Its file keeps them; they go nowhere.
    release_id: Which output.
    audience: For whom it was made.
    kind: What it is: a report, a table, an export, a backup.
    made_at: When it was made.
    place: The file, as its maker called it.
    version: Of the journal's content, at that time [changes so far]
    stale: Since when it holds what it may not hold any more; empty: it is good.
    reason: Why: somebody was forgotten, took a permission back, or it is unfinished.

previews: Passages shown to their writers before they are quoted, and the answers.
    passage: Its code, as it stands on the writer's page; made by chance.
    audience: Who would read the quote: programme or public.
    release_id: The page that it stands on.
    member: Whose words they are.
    reflection_id: The text that they stand in.
    words: A fingerprint of these words in this text; for others the answer is void.
    made_at: When the page was made.
    answer: What the writer said: keep, tell in other words, remove; empty: nothing.
    answered: When they said so.

roster: Names known in the programme. It is used for anonymising and kept nowhere.
    member: Whose name.
    name: The name.
    aliases: Other forms of the name.
    organisation: The body that they work for.
"""
# A table with its meaning, then a column a line; the unit stands in brackets.
