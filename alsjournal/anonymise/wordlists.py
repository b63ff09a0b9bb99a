"""The few words that finders must know by heart."""

from __future__ import annotations

__all__ = [
    "ABBREVIATIONS",
    "ACRONYMS",
    "ANY_BODY",
    "CONTEXT_WORDS",
    "DAYS_MONTHS",
    "GENERIC_WORDS",
    "GIVEN_ACRONYMS",
    "GIVEN_WORDS",
    "MONTHS",
    "MONTH_COMPANY",
    "MONTH_NAMES",
    "NOT_BEFORE_STREET",
    "NOT_NAMES",
    "NO_INITIALS_AFTER",
    "NO_NAME_AFTER",
    "NO_STREET",
    "ORG_HEADS",
    "PERSON_ACTS",
    "PERSON_BEFORE",
    "PERSON_NOUNS",
    "ROADS",
    "SERVICE_WORDS",
    "SPEECH",
    "VERB_NAMES",
    "WORD_NAMES",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ABBREVIATIONS = _words("""
    aa ab ac ae ai al ao ap ar at au av ba bc bd bm bn bo bp br bs bt bv ca cb cc cd
    ce cf ch ci ck cm cn co cp cq cs ct cv cx da db dc dd dg di dj dk dl dm do dr ds
    dt dv dx ec ee ef eg eh em en eo ep eq er es eu ev ex fa fb fe ff fi fm fn fp fr
    fs ft fu fy gb gi gm go gp gu gt ha hb hc hd he hi hm ho hp hq hr hs ht hv hx ia
    ic id if ii im in ip iq ir is it iv jd jr kg kh km kt la lb le lf lg lh li lo lp
    lt ma mc md me mg mh mi ml mm mo mp mr ms mt mx my na nb nd ne ng nh ni nj nl nm
    no np nr ns nv nw ny ob oh ok om on op or os ot pa pc pd pe pf pg ph pi pl pm po
    pp pr ps pt pv pw px qa qc qi ra rd re rh rm rn ro rp rr rs rt rv rx sa sb sc sd
    se si sl sm sn so sp sr ss st sw ta tb tc td th ti tl tm to tp tr ts tv tx uc uk
    un up ur us ut ux va vc ve vi vp vr vs vt wa wc we wi wk wp wt xl yo yr zz abg aki
    bls bmi bnf cab cap cbt cdm chc cns cof cpa cpn cqc crp ctg cva cvd ddh dha dnr
    dol dvt ecg edd eeg ent esr fbc fna gad gcs gdp gum hba hdu hiv hrt ibs icd icu
    imd inr itu iuc kpi lac lfs lft lhb lip llr lts lvf mca mha mri msk mua nai neb
    nes nhs nok npa nps npt nsf obs ooh opd ors pbr pca pcp pct pdp pef pgd phb pid
    pni poc ppc ppe ppi prn pro psa pts pvd qip qof ras rca rcp rta sab sar sbr sdm
    sea sho sle slt sob soc spc spr ssp sta sti stp sud tda tia toc tta tto uti vbg
    vte wbc who ymd aht apt arv asc bnp cci cct cie cin cip cpr cpc crb crt dbs dnp
    dos drs eca ehc emr epr ers esa fgm fmh fop fpp fyi gdm gms gps hcp hdl hep hpv
    ice ihd ipc isa iud jcb jsa ldl lmp mbt mcp mhr mmr mrc mrs msc msw mtg nct ncd
    nct nvq oap ocd ods oop opt ous pae pao pas pat pcr pcn pdf pep pil pip pme pms
    pop ppg pph pqs pre qmas qoe rag rct rdp rgn rmn rsv sen smr snt soa sos sps sso
    swl tau tbc tcm tlc tqm tup ucc vat vdu vip vit vsm wte xls amu eau mau rdh cmo
    cno cnm dgh swot cco cfo cio cto coo hrd eps smi dcp uec utc ltc fte des les pdp
    fcps pas utis smrs ooh icp acp gpn gpw cns nns sps l&d r&d aob abc usa uae bbc itv
    rnn ssri
    """) - _words("pa")
"""Short forms of two or three letters in health care, and of states and units: no
initials, unless a person acts or is spoken to; of three letters, never."""

NO_INITIALS_AFTER = _words("""
    a an the this that these those my our your his her their its no any some every
    each another other both new old local own which what whose first second third one
    two three four five six seven eight nine ten all many most more few several
    national more senior junior lead acting former weekly monthly daily nhs per
    routine urgent non pre post using via
    """)
"""After one of these two capitals stand for a thing: "our BI", "the OD"."""

WORD_NAMES = _words("""
    will may mark grace hope faith joy rose bill rob sue pat jack dawn june april august
    summer autumn amber ruby pearl violet heather ivy iris lily daisy olive holly hazel
    eve rich frank ernest art gene grant max miles guy drew chase hunter mason chance
    price young white brown black green gray grey day long best good little small short
    strong wise sharp bright bird wood woods field fields hill hall lane street park
    banks bridge brook brooks marsh moss rivers waters stone cross church bishop abbott
    king knight page parsons pope prior cook baker butcher carpenter carter cooper
    driver farmer fisher gardener hunt mason miller porter potter shepherd singer smith
    taylor walker ward wells case chambers chase close cole coles cope court cox craft
    dean dear drake english french early fox frost garland goodwill golden hand hands
    hardy head hopes house sage skye storm sunny case love lovely major marshall noble
    nurse power powers pride read reading rice rush sale sands self sellers silver
    speed spring staff steel swift teal trust turner van wild winter winters worth
    bath jordan chelsea paris london sydney georgia florence austin charity honour
    patience prudence mercy constance victor earl duke prince jet josh carol lance
    nick pip penny peg poppy reed robin sandy sky star tab tad ty vi wade wren angel
    bliss bond book books boot boy brand bright case cash christian clay cliff
    do so see an as in on to he you so my go me we us go oh ho lo ma da no yes am is
    """)
"""First and last names that are also everyday words (or towns), without case."""

ACRONYMS = _words("""
    gp gps nhs hr it pa ai qi pm am uk us eu tv ot pt cv ed er ok id bp ae sw dr mp ni
    pcn icb ics ccg cqc mdt arrs qof des les lmc bma rcgp rcn nmc gmc hcpc gphc dhsc
    nice ltp od pdsa cbt covid emis systmone phe ukhsa nhse nhsi hee fft kpi kpis roi
    sop sops ot ots ahp ahps anp hca hcas ld lgbt bame bme send camhs chc dna dnas a&e
    als pals vcse cic pbc pct pcts sha stp stps cd cds ceo cfo coo md mds cno faq faqs
    gdpr sar it ict bi dpo ig ppg ppgs copd adhd asd ptsd acp fcp eol dnr mh pmo rag
    swot smart grow raci osce cpd gpst vts fy ct st sas mbe obe phd mba msc bsc q&a
    wfh ft wte nb ps vs re tbc tba etc asap fyi aob tor mou sla rct
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october
    november december
    """)
"""Short forms that identify nobody in this field, and days and months."""

GIVEN_ACRONYMS = _words("des ed les")
"""Short forms of `ACRONYMS` that are given names when only the first is a capital."""

NOT_NAMES = frozenset(
    """
    action learning|action learning set|action learning sets|action learning programme
    als|revans|reg revans|reginald revans|kolb|david kolb|gibbs|graham gibbs|schon
    donald schon|schön|donald schön|argyris|chris argyris|senge|mezirow|brookfield
    johns|driscoll|belbin|myers briggs|myers-briggs|tuckman|maslow|lewin|dewey
    heifetz|kotter|lencioni|goldsmith|marshall goldsmith|nancy kline|kline|covey
    stephen covey|brene brown|teams|ms teams|microsoft teams|zoom|whatsapp|excel|word
    outlook|powerpoint|microsoft|google|emis|emis web|systmone|covid|covid-19|covid 19
    nhs|the nhs|nhs england|nhse|nhs improvement|nhs digital|department of health
    the department of health|dhsc|health education england|hee|public health england
    the king's fund|king's fund|kings fund|the kings fund|health foundation
    the health foundation|nuffield trust|nice|cqc|care quality commission
    the care quality commission|gmc|nmc|bma|rcgp|rcn|royal college|ombudsman
    the royal college of general practitioners|the royal college of nursing
    general medical council|nursing and midwifery council|healthwatch|gdpr
    primary care network|primary care networks|primary care|pcn|pcns|the pcn|the pcns
    icb|icbs|the icb|ics|icss|the ics|ccg|ccgs|the ccg|stp|stps|integrated care board
    integrated care system|integrated care systems|trust|the trust|the board|mdt|the mdt
    gp|gps|the gp|the gps|hr|it|od|qi|a&e|ed|arrs|qof|lmc|the lmc|kpi|kpis|camhs|ld
    social care|community nursing|district nursing|general practice|long term plan
    the long term plan|nhs long term plan|five year forward view|christmas|easter
    parliament|government|treasury|brexit|facilitator|set|the set|chair
    clinical director
    """.replace("\n", "|").split("|")
)
"""Whole names, without case, that recognisers take for people or organisations and
that identify nobody: this field's short forms, national bodies, theorists, tools."""
NOT_NAMES = frozenset(" ".join(name.split()) for name in NOT_NAMES) - {""}

ORG_HEADS = (
    *("surgery", "medical centre", "health centre", "medical practice", "practice"),
    *("medical group", "group practice", "family practice", "pcn", "ccg", "icb"),
    *("primary care network", "integrated care board", "integrated care system"),
    *("clinical commissioning group", "nhs foundation trust", "foundation trust"),
    *("nhs trust", "hospitals trust", "hospitals", "hospital", "infirmary", "hospice"),
    *("clinic", "pharmacy", "chemist", "care home", "nursing home", "residential home"),
    *("health board", "partnership trust", "partnership", "federation", "academy"),
    *("university", "college", "primary school", "high school", "school", "nursery"),
    *("county council", "city council", "borough council", "district council"),
    *("council", "medical partnership", "healthcare", "health care", "walk-in centre"),
    *("treatment centre", "wellbeing centre", "children's centre", "day centre"),
)
"""What stands last in the name of an organisation of health, care or learning."""

ANY_BODY = _words("""
    acute adult advice anxious arranged available back bad bariatric base big black
    booked brain branch breast broken building bus busier busy called calm cancer
    cardiac cataract child children chosen clean close closest cosmetic covering
    current daily day dementia dental different dispensing doctors dog drop early
    easy elbow elderly elective emergency enough ethnic excellent existing eye fab
    family fantastic fast favourite female foot formal former foundation four free
    friendly full funded future gaining given going good great hand happy heart
    helpful hidden hip home hospice huge independent informal interim keyhole knee
    lack large larger laser late later left little live long lost lovely main major
    male many medical minor mobile more most much mutual named nearby nearest
    neighbouring new next nice nursing online only opening operation operations oral
    orthopaedic outgoing overnight paediatric paid palliative parent past patient
    patients people physical plastic poor post practice prescriptions present
    previous prison quick quiet quieter rebuild registered regular repeat
    residential road rural same seaside secure several shared short shoulder similar
    single sister slow smaller specialist speedy spinal staff supermarket support
    surgery ten thank thanks three thyroid time tiny tired trained training two
    unpaid unsuitable urgent usual vet veterinary village visiting vital waiting
    walk weekly whole wider wonderful working young
    """)
"""Everyday words before "surgery", "carers", "trust" and the like that name none."""

CONTEXT_WORDS = _words("""
    surgery practice practices clinic hospital centre center medical health pharmacy
    pcn trust gp group branch site
    """)
"""Beside one of these a single common word may be the name of a practice."""

GENERIC_WORDS = CONTEXT_WORDS | _words("""
    the a an and of for in at on to by with our my your new old st saint royal general
    primary secondary acute adult public social mental community communities district
    county city borough council town parish north south east west northern southern
    eastern western central care carers caring family families children young people
    older school college university academy training learning education teaching action
    house home homes housing living trust foundation network partnership partners
    federation alliance board system service services team teams office department unit
    hub society association charity company limited ltd llp cic plc walk out hours
    doctors drs dr nursing support together national regional local integrated
    commissioning england english scotland scottish wales welsh british
    independent voluntary sector
    first good best great wellbeing healthcare working""")
"""Words that many organisations have in their name: alone they stand for none."""

SERVICE_WORDS = _words("""
    physio physios paeds obs gynae cardio neuro ortho resus theatres outpatients
    inpatients healthwatch macmillan specsavers datix airmid accurx econsult ardens
    vaccs jabs bloods meds appts prem admin wifi bluetooth facebook youtube skype
    powerpoint sharepoint onedrive eventbrite padlet jamboard slido trello saturdays
    sundays mondays tuesdays wednesdays thursdays fridays english scottish welsh irish
    british european american african asian caribbean indian pakistani bangladeshi
    polish romanian chinese french german italian spanish portuguese nigerian ghanaian
    somali filipino ukrainian russian turkish arabic urdu punjabi gujarati bengali
    latin christian christians muslim muslims jewish hindu sikh catholic quaker islam
    god xmas christmas easter eid diwali ramadan hanukkah passover lent mrs mr ms mx
    miss drs prof professor doctor sister matron cllr rev revd mum dad gran nan
    grandma grandad autism alzheimer alzheimers parkinson parkinsons asperger
    aspergers sepsis diabetes diabetic dementia asthma paramedic paramedics ambulance
    ambulances redacted chief ward brexit xray zimmer st co no ph ok pa hi ah eh um er
    mm reg ext corsa twitter tesco tescos asda morrisons sainsburys aldi lidl ikea
    bupa netflix amazon ebay uber dvla dwp paypal spotify linkedin instagram tiktok
    snapchat wikipedia android iphone ipad kindle fiesta vauxhall audi bmw toyota
    nissan volvo iban isbn
    """)
"""What is often written with a capital and identifies nobody: brands, jargon and
illnesses in health services, nationalities, languages, faiths and their feasts."""

DAYS_MONTHS = _words("""
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds thu
    thur thurs fri sat sun january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec""")

SPEECH = _words("""
    said says asked asks told tells thinks thought felt feels suggested suggests agreed
    agrees explained explains wondered wonders mentioned offered replied reminded shared
    challenged reflected listened helped helps supported joined left came went spoke
    talked presented raised noticed pointed wanted wants knew knows admitted described
    disagreed laughed cried smiled emailed rang phoned called texted wrote
    has was is had
    """)
"""Verbs that a person does."""

PERSON_ACTS = SPEECH - _words("has is was had") | _words("""
    starts started joins leads led chairs chaired works worked runs ran manages managed
    retires retired returns returned brings brought writes
    gave gives made makes put puts took takes did does doesn't didn't let got gets sat
    sits would could might didnt doesnt pushed nudged prompted invited questioned
    stopped opened closed finished missed went goes heard hears saw sees found finds
    moved moves kept keeps stayed stays seemed seems looked looks covered covers
    answered answers interrupted pushes probed probes resigned resigns thanked thanks
    apologised apologises confirmed confirms insisted insists promised promises
    refused refuses nodded nods hugged teaches taught trains trained
    """)
"""Verbs of people: who does one of these at the start of a sentence is somebody."""

NOT_BEFORE_STREET = _words("""
    a an the this that these those my our your his her their its one no any some every
    each another other both all in on at to of for from by with and or but so if as
    when where what which who i we you he she they it is was i'm i've we're
    """)
"""Words that stand before the name of a street, and are none of it."""

NO_STREET = _words("""
    open full public half right wrong best only same long short clear front supreme high
    crown magistrates magistrates' family youth food county opera hard flash pen disk
    giant two three safe
    """)
"""Words that make an everyday phrase of a house, court or way ("Full House")."""

MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)

GIVEN_WORDS = _words("""
    will may mark grace hope faith joy rose bill rob sue pat jack dawn june april
    summer autumn amber ruby pearl violet heather ivy iris lily daisy olive holly
    hazel eve rich frank ernest art gene grant max miles guy drew chase chance robin
    jade jasmine sky skye summer sage victor earl duke prince jet josh carol lance
    nick pip penny peg poppy reed wren angel bliss charity constance honour patience
    prudence mercy verity felicity precious memory blessing comfort gift happy promise
    godsend prosper gladness beauty harmony melody joyce clay cliff dale glen heath
    lane ray rusty sonny storm basil herb ginger rosemary clementine saffron coral
    crystal gem opal florence paris chelsea sydney georgia jordan kerry iona tyne stan
    dean don ken les ed des al ali val viv bob dot bea may-ling wade ford bond hunter
    mason porter taylor tyler parker jay buddy chuck dick harry tom tommy billy jenny
    bobby polly tiffany destiny trinity genesis summer star dolly pansy fern laurel
    myrtle bryony
    """)
"""First names that are also everyday words; with a capital inside a sentence they
are people."""

VERB_NAMES = _words("""
    will may mark bill sue pat drew chase grant rob hunter rose hope rich frank pip
    nick lance dawn guy reed ray
    """)
"""First names that may follow "my manager" as an everyday word ("will", "hope")."""

MONTH_NAMES = _words("may june april august autumn summer")
"""Times of the year among `GIVEN_WORDS`."""

MONTH_COMPANY = _words("""
    in since until till by before after during from to of through last next this early
    late mid end around and or for every each on between st nd rd th beginning start
    middle the over all
    january february march april may june july august september october november
    december
    """)
"""Words before a month: after one of these May and June are no people."""

PERSON_BEFORE = frozenset(
    """
    hey|hiya|cheers|morning|cc|told|tell|telling|asked|ask|asking|thanked|thank|thanking|emailed|rang|phoned
    texted|telephoned|messaged|met|dear|hi|hello|blamed|visited|shadowed|interviewed
    supervised|mentored|coached|congratulated|reassured|invited|persuaded|convinced
    reminded|warned|married|introduced|named|called|let|colleague|spoke to|speak to
    speaking to|spoken to|paired with|next to|walked with|coffee with|lunch with
    chatted to|chatted with|call with|sitting with|handed to
    spoke with|talked to|talk to|talking to|talked with|met with
    spoke about|listened to|listening to|listen to|heard from|hear from|working with
    worked with|work with|conversation with|chat with|meeting with|catch up with
    caught up with|supervision with|according to|thank you|thanks to|email from
    question from|letter from|message from|call from|replied to|wrote to|apologise to
    apologised to|apology to|sat with|agreed with|joined by|supported by|led by
    signed by|good to see|great to see|lovely to see|pair up with|copied to|grateful to
    help from|advice from|gave to|reports to|introduced to|disagreed with|reply from
    best wishes|kind regards|many thanks|feedback to|feedback from|happened to
    """.replace("\n", "|").split("|")
)
"""What stands before a person: words, or pairs of words."""
PERSON_BEFORE = frozenset(" ".join(name.split()) for name in PERSON_BEFORE) - {""}

PERSON_NOUNS = _words("""
    colleague colleagues manager mentor facilitator supervisor nurse sister consultant
    doctor receptionist partner trainee student husband wife son daughter mother
    father brother friend carer lead chair paramedic pharmacist physio midwife matron
    boss mum dad nan aunt uncle cousin niece nephew registrar dentist secretary coach
    tutor
    """)
"""Who a name may stand behind: "my manager Priya"."""

NO_NAME_AFTER = _words("""
    i you we he she they it the this that these those there be been a an my our your his
    her their its of not have what people anyone someone everybody some all any us me
    them how why is are was were
    """)
"""After one of these an everyday word is no name ("Will you", "asked may I")."""

ROADS = _words("""
    road rd street st avenue ave lane ln close drive dr way court crescent gardens
    grove terrace place square hill park mews row view walk green rise parade broadway
    falls house building buildings alley arcade bank bridge brook bypass cottage
    cottages corner cove creek crest cross crossing crossroads dale dell drove
    embankment end estate farm ferry field fields flats fold ford forest forge garth
    gate glade glen grange harbour haven heath heights hollow island isle junction
    knoll landing lodge loke manor mansions meadow meadows mill mills mount mountain
    orchard pass passage path pike pines plain plains point port promenade quay ramp
    ranch rest ridge river roadway route shore spring springs spur station stream
    summit throughway track trail tower towers tunnel turnpike union valley via
    viaduct village villa villas vista warren wells wharf wood woods wynd yard ginnel
    snicket parkway causeway circus course common camp centre cape canyon canal cliff
    cliffs club coast curve dam divide expressway extension fork freeway key lake
    light loop mall motorway neck oval rapid shoal skyway stravenue underpass ville
    well
    """)
"""What stands last in an address behind a number."""
