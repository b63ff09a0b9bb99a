"""Short forms of health and social care in England, and the words they stand for.

The vector of a short form is made of words that the table knows. Each line has the
short form, these words, what it is short for, and where that can be read up; a last
"!" marks one that is also an English word, a name or another field's term in lower
case, and is known in capitals only. Words are chosen for what staff mean: of "freedom
to speak up" it is the raising of concerns.

Left out, as staff use them for several things: ACP (practitioner; care plan), BIA, CD,
CNS, CTO, DNA in the singular, LA, PA, PM, SAR, SI, SLT (leadership team; speech and
language therapy), STEP, SW. They count as other words do, if the table has them.

Audit: every line was read through in November 2026 against general knowledge of the
field; the sources were named for whoever checks it, and not opened line by line. No
practitioner has read it yet. The tests ask of every line that the table knows all its
words, and of those that are easily confused which words are nearer.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ABBREVIATIONS", "Abbreviation"]

_ORGANISATIONS = """
PCN | primary care network | primary care network | Network Contract DES
ICB | integrated care board | integrated care board | Health and Care Act 2022
ICS | integrated care system | integrated care system | Health and Care Act 2022 | !
INT | integrated neighbourhood team | integrated neighbourhood team | Fuller 2022 | !
CCG | clinical commissioning group | clinical commissioning group | HSC Act 2012
LMC | local medical committee | local medical committee | NHS Act 2006
CQC | care quality commission inspection | Care Quality Commission | HSC Act 2008
NHSE | health service england | NHS England | HSC Act 2012
DHSC | department health social care | Department of Health and Social Care | gov.uk
VCSE | voluntary community social enterprise | the voluntary sector | NHS England
VCS | voluntary community sector | voluntary and community sector | NHS England | !
CIC | community interest company | community interest company | Companies Act 2004 | !
PPG | patient participation group | patient participation group | GMS contract
PALS | patient advice liaison service | patient advice and liaison | NHS Act 2006 | !
SPA | single access referral service | single point of access | NHS England | !
MASH | safeguarding agencies children | multi-agency safeguarding hub | gov.uk | !
MARAC | domestic abuse risk conference | risk assessment conference | SafeLives
"""
_CONTRACTS = """
LES | local enhanced service contract | local enhanced service | GMS contract | !
DES | directed enhanced service contract | directed enhanced service | GMS contract | !
GMS | medical services contract | general medical services | GMS contract | !
QOF | quality outcomes framework | quality and outcomes framework | GMS contract
IIF | investment impact fund | investment and impact fund | NHS England | !
ARRS | additional roles reimbursement staff | roles reimbursement | Network Contract DES
BCF | better care fund | Better Care Fund | Care Act 2014
CIP | cost savings programme | cost improvement programme | NHS England | !
SLA | service level agreement | service level agreement | NHS Standard Contract
KPI | performance indicator target | key performance indicator | NHS Standard Contract
FTE | full-time staff hours | full-time equivalent | NHS Digital workforce statistics
WTE | full-time staff hours | whole-time equivalent | NHS Digital workforce statistics
TUPE | transfer employment protection | transfer of undertakings | TUPE 2006
AfC | pay grades bands terms | Agenda for Change | NHS Employers | !
"""
_STAFF = """
GP | doctor practitioner clinic | general practitioner | NHS Data Dictionary
GP-Fed | doctor clinic federation | federation of practices | NHS England
ANP | advanced nurse practitioner | advanced nurse practitioner | RCN
HCA | healthcare assistant | healthcare assistant | NHS Health Careers
HCSW | healthcare support worker | healthcare support worker | NHS Health Careers
AHP | allied health professional | allied health professional | NHS England
SPLW | social prescribing link worker | link worker | Network Contract DES
FCP | physiotherapist doctor clinic | first contact practitioner | NHS England
GPN | practice nurse clinic | general practice nurse | RCN
CPN | community psychiatric nurse | community psychiatric nurse | NHS Health Careers
OT | occupational therapist | occupational therapist | RCOT | !
SALT | speech language therapist | speech and language therapy | RCSLT | !
AMHP | approved mental health professional | the same | Mental Health Act 1983
IMCA | independent mental capacity advocate | the same | Mental Capacity Act 2005
MDT | multidisciplinary team meeting | multidisciplinary team | NHS Data Dictionary
CMHT | community mental health team | community mental health team | NHS Data Dictionary
CAMHS | child adolescent mental health service | the same | NHS Data Dictionary
"""
_CARE = """
A&E | hospital emergency department | accident and emergency | NHS Data Dictionary
ED | hospital emergency department | emergency department | NHS Data Dictionary | !
SDEC | same-day emergency care hospital | same day emergency care | NHS England
UEC | urgent emergency care | urgent and emergency care | NHS England
UTC | urgent treatment centre | urgent treatment centre | NHS England | !
OOH | evening weekend doctor clinic | out of hours | GMS contract | !
RTT | referral treatment waiting | referral to treatment | NHS Constitution
DNAs | missed appointments patients | did not attend | NHS Data Dictionary
DToC | delayed hospital discharge | delayed transfer of care | Care Act 2014
D2A | hospital discharge assessment home | discharge to assess | NHS England
CHC | continuing healthcare funding | continuing healthcare | National Framework 2022
FNC | nursing home care funding | funded nursing care | National Framework 2022
ASC | adult social care | adult social care | Care Act 2014 | !
DFG | disabled adaptations grant home | disabled facilities grant | HGCR Act 1996
EOL | palliative dying care | end of life | NICE | !
DNACPR | dying patient cardiac decision | do not resuscitate | Resuscitation Council
ReSPECT | emergency care treatment plan dying | the same | Resuscitation Council | !
LTC | chronic long-term condition | long-term condition | NHS England | !
IAPT | talking therapies psychological | talking therapies | NHS England
EHCP | education health care plan | the same | Children and Families Act 2014
SEND | special educational needs disability | the same | Code of Practice 2015 | !
PBS | positive behaviour support | positive behaviour support | NICE | !
STOMP | medication learning disability | stopping over-medication | NHS England | !
LeDeR | learning disability deaths review | learning from lives and deaths | NHS England
"""
_LAW_AND_SAFETY = """
S117 | psychiatric aftercare discharge | section 117 aftercare | Mental Health Act 1983
S42 | safeguarding adults enquiry | section 42 enquiry | Care Act 2014
MCA | mental capacity act | Mental Capacity Act | Mental Capacity Act 2005 | !
DoLS | deprivation liberty safeguards | the same | Mental Capacity Act 2005 | !
LPS | liberty protection safeguards | the same | Mental Capacity Act 2019 | !
LPA | lasting power attorney | lasting power of attorney | Mental Capacity Act 2005 | !
SAB | safeguarding adults board | safeguarding adults board | Care Act 2014 | !
DPIA | data protection impact assessment | the same | UK GDPR, article 35
IG | information confidentiality governance | information governance | NHS England | !
PSIRF | patient safety incident response | the same | NHS England
RCA | root cause analysis | root cause analysis | NHS England | !
IPC | infection prevention control | infection prevention and control | NHS England | !
FTSU | whistleblower guardian staff concerns | freedom to speak up | NHS England
EDI | equality diversity inclusion | equality, diversity and inclusion | NHS England | !
"""
_WORK = """
EPR | electronic patient record | electronic patient record | NHS England
EMIS | electronic patient record software | a record system | its maker
SystmOne | electronic patient record software | a record system | its maker
AccuRx | patient message text software | a message system | its maker
Datix | incident reporting software | an incident system | its maker
QI | quality improvement | quality improvement | NHS England
PDSA | quality improvement cycle | plan, do, study, act | NHS England
CPD | professional development training | continuing development | NMC, GMC
PDP | personal development plan training | personal development plan | GMC
ALS | action learning set meeting | action learning set | Revans | !
co-production | collaboration design users | co-production | Care Act guidance
co-produce | collaborate design users | to co-produce | Care Act guidance
co-produced | collaborated designed users | co-produced | Care Act guidance
co-design | collaboration design users | co-design | Point of Care Foundation
action-learning | action learning reflection | action learning | Revans
peer-support | peer support | peer support | NHS England
backfill | staff cover replacement locum | cover for released staff | NHS Employers
"""
_MORE_THAN_ONE = """
PCN ICB ICS INT CCG LMC MDT CMHT GP ANP HCA HCSW AHP SPLW FCP GPN CPN OT AMHP IMCA LTC
CIP SLA KPI EHCP DPIA CIC PPG UTC LPA
"""
_PLURAL = frozenset(_MORE_THAN_ONE.split())


@dataclass(frozen=True)
class Abbreviation:
    """A short form.

    Parameters
    ----------
    term : str
        As written.
    words : tuple of str
        What its vector is made of.
    means : str
        What it is short for.
    source : str
        Where that can be read up.
    capitals : bool
        Whether it is another word in lower case.
    """

    term: str
    words: tuple[str, ...]
    means: str
    source: str
    capitals: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The spellings to know it by: plurals, and lower case if that is safe."""
        own = (self.term, *([f"{self.term}s"] if self.term in _PLURAL else ()))
        return own if self.capitals else (*own, *(form.lower() for form in own))


def _read(line: str) -> Abbreviation:
    term, words, means, source, *rest = (part.strip() for part in line.split("|"))
    return Abbreviation(term, tuple(words.split()), means, source, rest == ["!"])


_ROOMS = (_ORGANISATIONS, _CONTRACTS, _STAFF, _CARE, _LAW_AND_SAFETY, _WORK)

ABBREVIATIONS: tuple[Abbreviation, ...] = tuple(
    _read(line) for room in _ROOMS for line in room.strip().splitlines()
)
"""All of them."""
