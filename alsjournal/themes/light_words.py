"""Words that carry a story but not its matter: they never name a theme.

Reflections tell what happened: who said what, when, and what came next. Such words
stand in every passage, and a theme named "asked, said, told" tells a reader nothing.
The list is of general English, put together by kind of word and not from anybody's
texts; spaCy's stop words come on top of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

__all__ = ["LIGHT", "Kind", "kind_of", "makes_a_pair"]

_SPEECH_AND_THOUGHT = """
say says saying said tell tells telling told ask asks asking asked talk talks talking
talked speak speaks speaking spoke spoken mention mentioned explain explained explains
explaining answered answering reply replied suggest suggested describe described admit
admitted agree agreed agrees laugh laughed laughing smile smiled nod nodded think thinks
thinking thought thoughts know knows knew known knowing feel feels feeling felt believe
believed guess guessed suppose supposed wonder wondered wondering remember remembered
remembers forget forgot realise realised realize realized notice noticed noticing
recognise recognised expect expected mean means meant hope hoped hoping wish wished want
wants wanted wanting need needed needing liked likes love loved hate hated seemed appear
appeared appears sound sounds sounded consider considered
"""

_EVERYDAY_VERBS = """
goes going gone went come comes coming came gets getting got gotten puts putting takes
taking took taken take makes making gives giving gave given let lets letting bring
brings bringing brought leave leaves leaving left keeps keeping kept hold holds holding
held sit sits sitting sat stand stands standing stood walk walked walking run runs
running ran turn turns turned turning look looks looking looked sees seeing saw seen
watch watched watching hear hears heard read reads reading write writes writing wrote
written try tries tried trying start starts started starting begin begins began begun
beginning stop stops stopped stopping end ends ended ending finish finished happen
happens happened happening stay stays stayed help helps helped helping showed shown
shows showing find finds finding moved moving set sets setting pick picked pull pulled
push pushed carry carried throw threw catch caught fell open opened close closed meet
meets met add added adding follow followed following allow allowed include included
including manage managed arrive arrived return returned pass passed spend spent worked
working called calling rang ringing used sent done having doing
"""

_TIME = """
today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday
sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays january february
march april june july august september october november december minute minutes min mins
hour hours hr hrs morning mornings afternoon afternoons evening evenings week weeks
month months year years moment moments ago early earlier late later latest soon past
recent recently daily weekly monthly usual long longer lunchtime oclock eventually
immediately finally suddenly twice date dates pm
"""

_AMOUNT = """
lot lots bit bits plenty couple half quarter dozen hundred hundreds thousand thousands
zero thirteen fourteen seventeen eighteen nineteen thirty seventy eighty ninety second
third double extra number numbers amount piece pieces percent big bigger biggest small
smaller little large larger huge tiny short shorter high higher low lower total main
single average
"""

_VAGUE = """
thing things stuff way ways sort sorts type types point points parts fact matter matters
example reason reasons word words person somebody anybody everybody guy guys people man
men woman women chap lady name names area areas aspect aspects level self situation
situations thanks thank please sorry yes yeah okay ok hello bye good better best bad
worse worst nice fine great lovely happy glad right wrong true sure able possible
different similar new old real certain clear hard easy difficult ready important
interesting useful helpful proper worth
"""

_FILLERS = """
actually maybe probably definitely certainly obviously basically literally honestly
simply clearly exactly especially particularly generally usually normally mostly mainly
nearly away ahead forward forwards straight instead anyway far near inside outside like
round totally completely slightly fairly pretty truly quickly slowly hopefully
personally comma apostrophe hyphen fullstop newline dont didnt doesnt cant wont couldnt
wouldnt shouldnt isnt arent wasnt werent havent hasnt hadnt ive im youre theyre thats
whats theres hes shes weve theyve thru tho cos coz bc wld cld abt etc lol tbh
gonna wanna gotta
"""

_ONLY_IN_PAIRS = """
time times day days night nights work works job jobs place places meeting meetings
session sessions call calls group groups problem problems issue issues process change
changes plan plans line lines weekend weekends experience experiences
"""

_NOUNS_IN_LY = "ally anomaly assembly bully elderly family italy july reply supply"

LIGHT = frozenset(
    " ".join(
        (_SPEECH_AND_THOUGHT, _EVERYDAY_VERBS, _TIME, _AMOUNT, _VAGUE, _FILLERS)
    ).split()
)
"""Words that are no term and in no term; adverbs in -ly are none either."""

_PAIRED = frozenset(_ONLY_IN_PAIRS.split())
_LY = frozenset(_NOUNS_IN_LY.split())

Kind = Literal["noun", "weak", "participle", "light"]


@lru_cache(maxsize=50_000)
def kind_of(word: str) -> Kind:
    """Tell how far a word can name a theme.

    Parameters
    ----------
    word : str
        In lower case.

    Returns
    -------
    {"noun", "weak", "participle", "light"}
        A *noun* (or what passes for one) can alone; a *weak* word beside another, as
        in "waiting times"; a *participle* before another, as in "delayed
        discharge"; a *light* word not at all.

    Examples
    --------
    >>> [kind_of(word) for word in ("discharge", "times", "delayed", "said")]
    ['noun', 'weak', 'participle', 'light']
    """
    if word in LIGHT or (word.endswith("ly") and len(word) > 4 and word not in _LY):
        return "light"
    if word in _PAIRED:
        return "weak"
    # By its ending, as a tagger would cost more than the whole fit.
    if len(word) > 4 and word.endswith("ed") and not word.endswith("eed"):
        return "participle"
    return "noun"


def makes_a_pair(before: Kind, word: Kind) -> bool:
    """Tell whether two words side by side can name a theme.

    Examples
    --------
    >>> makes_a_pair("participle", "weak"), makes_a_pair("noun", "participle")
    (True, False)
    """
    if "light" in (before, word) or word == "participle":
        return False
    return not (before == "weak" and word == "weak")
