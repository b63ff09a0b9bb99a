"""Words by which the checklist of an objective knows people, places and changes."""

from __future__ import annotations

__all__ = ["ANYBODY", "CHANGE", "LIGHT", "OWNING", "PEOPLE", "PLACES", "VAGUE_PLACES"]

_PEOPLE = """
patient carer resident client tenant child parent family pupil student neighbour
citizen public partner member nurse doctor gp gps clinician physiotherapist pharmacist
midwife paramedic therapist consultant receptionist manager worker volunteer
commissioner assessor co-ordinator coordinator colleague staff team people person man
woman adult user mother baby veteran refugee customer
"""

_PLACES = """
practice surgery clinic hospital ward network trust council district borough county
town village city parish neighbourhood estate school home hospice organisation
organization provider site locality region place department unit ccg icb pcn hub
pharmacy prison library
"""

_CHANGE = """
start open close build cut reduce lower halve double raise increase improve shorten
extend replace introduce create launch set make give offer run employ hire recruit
train fund pay buy pool share merge move stop end agree sign write test pilot try
provide deliver bring send visit see sort answer assess accept discharge prevent avoid
save free design adopt join link install publish measure count map chart say keep update
"""

_OWNING = """
own lead run pay fund sign hold employ host manage chair sponsor make buy deliver
provide staff commission oversee accept
"""

_LIGHT = """
a an the and or but of in on at to for from by with as that which who whom what when
where is are was were be it its they their them we our i my you your he she
"""

PEOPLE = frozenset(_PEOPLE.split())
"""Who an objective may be for, or done by; lemmas."""

ANYBODY = frozenset({"people", "person", "man", "woman", "adult", "user", "team"})
"""Named only by what is said of them: "people" is nobody, "frail people" are some."""

PLACES = frozenset(_PLACES.split())
"""Places, and bodies that are somewhere."""

VAGUE_PLACES = frozenset({"home", "place"})
"""Places only with what is said of them: "care home", "a place to go to"."""

CHANGE = frozenset(_CHANGE.split())
"""Doing something that somebody could see was done; "say" as in "I can say"."""

OWNING = frozenset(_OWNING.split())
"""What owners do."""

LIGHT = frozenset(_LIGHT.split())
"""Words that say nothing by themselves."""
