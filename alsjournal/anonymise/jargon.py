"""What this field says every day and that names nobody of the programme.

Authors, models and reports, bodies, laws, jobs and short forms. Finders that guess
(the recogniser, the vocabulary, the list of names) are not heard where one of these
stands whole; the roster, the gazetteer and titles ("Dr Gibbs") are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from alsjournal.anonymise.finders.trie import TokenTrie
from alsjournal.anonymise.reading import Reading
from alsjournal.anonymise.spans import Span

__all__ = ["JARGON", "without_jargon"]

_AUTHORS = """
    revans|kolb|gibbs|schön|schon|argyris|senge|mezirow|brookfield|driscoll|belbin
    tuckman|maslow|lewin|heifetz|kotter|lencioni|kline|covey|edmondson|boud|rolfe|borton
    atkins and murphy|johari|dreyfus|benner|bandura|vygotsky|goleman|greenleaf|schein
    wenger|pedler|mcgill and brockbank|mcgill and beaty|marquardt|weick|deming|juran
    shewhart|likert|pareto|gantt|ishikawa|myers briggs|balint|amy edmondson|peter senge
    edgar schein|donald schön|donald schon|david kolb|graham gibbs|reg revans
    reginald revans|chris argyris|nancy kline|stephen covey|brené brown|brene brown
    mike pedler|karl weick|ralph stacey|patricia benner|john heron|chris johns
    margaret wheatley|daniel goleman|simon sinek|carl rogers|paulo freire|john dewey
    bruce tuckman|meredith belbin|abraham maslow|kurt lewin|john kotter|ronald heifetz
    patrick lencioni|etienne wenger|michael west|don berwick|w edwards deming
"""
_MODELS = """
    schwartz round|schwartz rounds|nolan principles|six sigma|lean|caldicott
    caldicott guardian|francis report|francis inquiry|berwick report|darzi|darzi report
    darzi review|fuller stocktake|fuller report|fuller|ockenden|ockenden report|kirkup
    kirkup report|marmot|marmot review|cochrane|cochrane review|barthel|waterlow
    gold standards framework|gillick|gillick competence|fraser guidelines|apgar|bolam
    glasgow coma scale|beers criteria|wells score|eisenhower matrix|venn diagram
    socratic|kübler ross|kubler ross|karpman|drama triangle|ladder of inference
    five whys|fishbone|plan do study act|model for improvement|theory u|grow model
    stacey matrix|johns model|rolfe's model|moon's model|world café|world cafe
    open space|appreciative inquiry|agenda for change|freedom to speak up|band
    long term plan|nhs long term plan|ten year plan|10 year plan|people plan
    nhs people plan|core20plus5|core 20 plus 5|investors in people|red to green
    getting it right first time|girft|winter pressures|black alert|opel 4|virtual ward
    hospital at home|rapid response|new hospital programme|population health management
    modern general practice|total triage|pharmacy first
    additional roles reimbursement scheme|network des|enhanced access
"""
_LAWS = """
    act|mental health act|mental capacity act|care act|equality act|health and care act
    children act|human rights act|data protection act|freedom of information act
    deprivation of liberty|deprivation of liberty safeguards
    liberty protection safeguards|duty of candour|section 42|section 47|section 117
    section 136|working time directive|never events|martha's rule|clare's law
    sarah's law|oliver mcgowan training|oliver mcgowan|down's syndrome|down's
    down syndrome|crohn's|crohn's disease|parkinson's|parkinson's disease|alzheimer's
    alzheimer's disease|asperger's|asperger's syndrome|bell's palsy|hodgkin's|raynaud's
    tourette's|huntington's|korsakoff's|cushing's|addison's|graves disease|lyme disease
    paget's|meniere's
"""
_BODIES = """
    nhs england|nhs scotland|nhs wales|nhs improvement|nhs digital|nhs app|nhs 111
    nhs confederation|king's fund|kings fund|health foundation|nuffield trust
    healthwatch|nuffield|macmillan|marie curie|age uk|citizens advice|samaritans
    red cross|british red cross|st john ambulance|royal college|royal colleges
    department of health|health education england|public health england
    uk health security agency|care quality commission|general medical council
    nursing and midwifery council|royal college of nursing
    royal college of general practitioners|leadership academy|nhs leadership academy
    local medical committee|local authority|social services|primary care network
    integrated care board|integrated care system|skills for care|nhs providers
    nhs resolution|health visiting|citizens advice bureau|job centre|jobcentre
    home office|microsoft teams|ms teams|ms forms|microsoft forms|google forms
    google meet|google docs|power bi|sharepoint|miro|mentimeter|zoom
"""
_JOBS = """
    practice manager|practice nurse|practice pharmacist|health visitor|health visitors
    district nurse|district nurses|community nurse|community matron|school nurse
    clinical director|clinical lead|care coordinator|care co ordinator|care navigator
    social prescriber|social prescribing link worker|link worker|physician associate
    health and wellbeing coach|nursing associate|healthcare assistant|support worker
    health care assistant|nurse practitioner|advanced nurse practitioner|chief executive
    advanced clinical practitioner|first contact practitioner|medical director
    director of nursing|chief nurse|chief operating officer|chair|vice chair|facilitator
    set adviser|set advisor|programme lead|programme manager|project manager
    operations manager|business manager|office manager|line manager|ward manager
    ward sister|charge nurse|staff nurse|senior sister|senior partner|salaried gp
    gp partner|gp trainee|gp registrar|locum|locum gp|social worker
    occupational therapist|speech and language therapist|mental health practitioner
    pharmacy technician|receptionist|patient services manager|urgent care
    urgent care centre|a and e|minor injuries unit|walk in centre|out of hours
    outpatients|intensive care|mental health|public health|primary care|secondary care
    social care|adult social care|community nursing|general practice|nurses|doctors
    paramedics|paramedic|pharmacist|pharmacists|caller|driver|dentist|chemist|mum|dad
    befriender|befrienders
"""
_PROCESS = """
    action learning|action learning set|action learning sets|als|the set|check in
    action learning facilitator|check out|peer supervision|reflective practice
    problem holder|presenter|airtime|bid for airtime|ground rules|chatham house
    chatham house rule|cover|rota|handover
"""
_SHORT = """
    pcn pcns icb icbs ics ccg ccgs mdt mdts als arrs qof des les emis systmone accurx
    datix cqc lmc nhse hee dhsc gmc nmc hcpc gphc nice bma rcgp rcn pdsa qi gp gps anp
    anps hca hcas ot ots ahp ahps camhs iapt cmht cmhts cbt dna dnas ed icu cpd pdp
    osce vts respect dnacpr sbar news2 rag swot kpi kpis stp pct sha chc fft ppg vcse
    slt od hr ig gdpr dspt dpia epct eps ers smr smrs feno hba1c bp ecg uti utis copd
    adhd ld smi mecc splw splws fcp fcps pa pas dcp uec utc utcs ooh sdec ltc ltcs fte
    wte wfh covid brexit tupe ukhsa nhsx nhsei phe psirf lfpse nrls rttq rtt eccq ipq
    icp icps dols lps imca amhp cto hcaip vbac gad phq phq9 gad7 moca mmse must mrsa
    vte ulo tep ceac aac pecs makaton tpp docman ardens econsult klinik footfall pomi
    apex edenbridge ndpp dpp ncmp nhshc aaa dexa ctpa mri eol ehcp senco send lac mash
    marac misper csa iags gpwer gpwers gpsi acp acps anpp tna tnas hcsw hcsws cns cnss
    ecp pcmh gpn gpns aob tor raid rasci kanban okr okrs smart
"""


def _phrases() -> frozenset[str]:
    rooms = (_AUTHORS, _MODELS, _LAWS, _BODIES, _JOBS, _PROCESS)
    listed = {
        phrase.strip().replace("'", " ")
        for room in rooms
        for line in room.strip().splitlines()
        for phrase in line.split("|")
    }
    return frozenset(listed | set(_SHORT.split()))


JARGON: frozenset[str] = _phrases()
"""In lower case, its words apart by one space, an apostrophe as a space."""

_GUESSING = frozenset(["ner", "names", "vocabulary", "organisations", "caution"])
_ARTICLES = frozenset(["the", "a", "an", "our", "my"])


@lru_cache(maxsize=1)
def _trie() -> TokenTrie:
    trie = TokenTrie()
    for phrase in JARGON:
        words = phrase.split(" ")
        trie.add(words)
        if len(words[-1]) > 1:
            trie.add([*words, "s"])
    return trie


def without_jargon(reading: Reading, spans: Sequence[Span]) -> list[Span]:
    """Return the spans but for guesses that lie inside this field's own words.

    Parameters
    ----------
    reading : Reading
    spans : sequence of Span

    Returns
    -------
    list of Span

    Examples
    --------
    >>> reading = Reading("We read the Fuller stocktake with Ann Fuller.")
    >>> spans = [Span(12, 18, "PERSON", "ner"), Span(34, 44, "PERSON", "ner")]
    >>> [(span.start, span.end) for span in without_jargon(reading, spans)]
    [(34, 44)]
    """
    if not any(span.finder in _GUESSING for span in spans):
        return list(spans)
    kept = []
    words = reading.words
    for i, j in _trie().matches(words):
        if i and words[i - 1][0] in _ARTICLES:
            i -= 1  # noqa: PLW2901
        kept.append(reading.span(words[i][1], words[j - 1][2], "", ""))
    return [
        span
        for span in spans
        if span.finder not in _GUESSING
        or not any(k.start <= span.start and span.end <= k.end for k in kept)
    ]
