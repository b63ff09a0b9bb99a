"""Towns of the UK, as people write them without a capital.

Names of places are facts, written down here for the project: the larger towns and
cities, and towns whose name is an everyday word, which only count beside what is
said of a place ("a home in battle", "diss library").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from alsjournal.anonymise.normalise import keeps_to_case

__all__ = ["towns"]

_TOWNS = """
    aberdeen aberystwyth accrington aldershot altrincham andover antrim arbroath armagh
    ashford aylesbury ballymena banbury bangor barnet barnsley barnstaple basildon
    basingstoke bedford belfast beverley bexhill bideford birkenhead birmingham
    blackburn blackpool bodmin bolton bournemouth bracknell bradford braintree
    brentwood bridgend bridgwater bridlington brighton bristol bromley bromsgrove
    burnley buxton caernarfon camborne cambridge cannock canterbury cardiff cardigan
    carlisle carmarthen castleford chatham chelmsford cheltenham chesterfield
    chichester chippenham chorley cirencester clacton cleethorpes colchester coleraine
    congleton corby coventry crawley crewe cromer croydon cumbernauld darlington
    dartford daventry derby dewsbury didcot doncaster dorchester dudley dumbarton
    dumfries dundee dunfermline dungannon durham ealing eastbourne eastleigh edinburgh
    elgin enniskillen evesham exeter exmouth falkirk falmouth fareham farnborough
    faversham fleetwood folkestone gainsborough galashiels gateshead gillingham
    glasgow glastonbury glossop gloucester godalming gosport grantham gravesend
    greenock grimsby guildford hackney halifax hamilton harlow harrogate hartlepool
    harwich haslemere hastings haverfordwest haverhill helston hereford hertford hexham
    hitchin holyhead honiton horsham houghton hounslow huddersfield hungerford
    huntingdon ilfracombe ilkeston ilkley inverness ipswich islington jarrow keighley
    kendal keswick kettering kidderminster kilmarnock kirkcaldy knaresborough knutsford
    lambeth lancaster launceston leamington leatherhead leeds leicester leominster
    lerwick letchworth lewisham leyland lichfield lincoln lisburn liskeard liverpool
    livingston llandudno llanelli londonderry loughborough lowestoft ludlow luton lytham
    macclesfield maidenhead maidstone malvern manchester mansfield margate matlock
    merthyr middlesbrough minehead morecambe morpeth motherwell nantwich newbury
    newcastle newham newmarket newquay newry newtownards northallerton northampton
    northwich norwich nottingham nuneaton oldham omagh oswestry oxford paignton paisley
    penrith penzance peterborough peterlee petersfield pickering plymouth pontefract
    pontypool pontypridd portadown portsmouth prestatyn preston pwllheli ramsgate
    redcar redditch redruth reigate retford rhondda rhyl ripon rochdale rochester
    romford rotherham royston rugeley runcorn salford salisbury scarborough scunthorpe
    selby sevenoaks sheffield shrewsbury sidmouth sittingbourne skegness skelmersdale
    sleaford solihull southampton southend southport southwark spalding stafford
    stamford stevenage stirling stockport stockton stornoway stourbridge stowmarket
    stranraer stratford sudbury sunderland swaffham swanage swansea swindon tamworth
    taunton tavistock telford tenby tewkesbury thetford thirsk tiverton tonbridge
    torquay totnes trowbridge truro uttoxeter uxbridge wakefield wallasey walsall
    warrington warwick watford wellingborough wetherby weymouth whitby whitehaven
    whitstable widnes wigan wilmslow winchester windermere windsor wisbech witney
    woking wokingham wolverhampton worcester workington worksop worthing wrexham
    wymondham yeovil
"""
_WORDS = """
    alton arnold ash bath battle bacup beer bourne bude bury calne chard cheddar corfe
    deal diss dover ely epping epsom eton eye flint fleet frome goole goring hale ham
    hatch hay hook hove hull hyde iron-bridge kington leek lewes lye lynn mold neath
    nelson perth poole ramsey rayleigh reading redcar rugby rye sale sandwich sandy
    seaham settle skipton slough st-ives street stone stroud thame tring wallsend ware
    wells wick wath yarm yate york ripley penny-bridge march mere mold barking barrow
    bow brigg buckingham bungay cowes crook crewe driffield hailsham holt howden hythe
    largs looe louth malton marlow mumbles nairn oban olney oundle redhill rhos ross
    rothbury sheringham shifnal southwold thirsk tain wem whitchurch winsford wooler
"""

_I = re.IGNORECASE
_KNOWN = frozenset(_TOWNS.split())
_TOWN = re.compile(r"(?<![\w'\-])[^\W\d_]{4,16}(?![\w'])")
"""Any word: to look each up takes a tenth of the time of a pattern that lists them."""
_LETTERS = re.compile(r"[^\W\d_]+")
_FIRST_OF_EVERYDAY = frozenset(w.split("-")[0] for w in _WORDS.split())
_EVERYDAY = "|".join(sorted(w.replace("-", " ") for w in _WORDS.split()))
_LIVES = re.compile(
    r"\b(?:homes?|house|liv(?:e|es|ed|ing)|born|based|flat|surgery|practice|clinic"
    r"|hospital|office|library|grew up|raised|hostel|school|college|hospice|pharmacy"
    r"|branch|mum|nan|dad|family|parents|sister|brother|estate|church) "
    rf"(?:over |down |up |back |out )?(?:in|near|from) (?P<name>{_EVERYDAY})(?![\w'\-])"
    r"(?! (?:of|for|with|the|a|an|to|and (?:out|writing))\b)",
    _I,
)
_FACILITY = re.compile(
    rf"\b(?:in|at|to|from|near|outside|via|the) (?P<name>{_EVERYDAY}) (?:library"
    r"|town hall|town centre|high street|market place|station|hospital|infirmary"
    r"|community hospital|leisure centre|job ?centre|fire station"
    r"|police station|town council)\b",
    _I,
)
_PARTS = re.compile(
    r"(?<![\w'\-])[A-Z][a-z]+(?:-(?:on|in|under|upon|by|le|la|the|super|next|cum|at|of"
    r"|with|en|juxta|sub)){1,3}-[A-Z][a-z]+(?![\w\-])"
)
_RIVERS = (
    "dearne|tyne|trent|tees|severn|wye|avon|humber|thames|soar|derwent|stour|ouse|tweed"
    "|irwell|esk|wharfe|nene|spey|don|swale|lyme|water|sea|wold|marsh|hill|moor"
)
_RIVER_BEHIND = rf" (?:(?:up)?on|under|by)[ \-](?:(?:the[ \-])?(?:{_RIVERS}))(?![\w\-])"
_ON_RIVER = re.compile(
    r"(?<![\w'\-])(?!based|once|called|put|place|depend|down|out|day|walk|boat|swim)"
    rf"[a-z]{{3,15}}{_RIVER_BEHIND}",
    _I,
)
_AT_RIVER = re.compile(_RIVER_BEHIND, _I)
_NO_TOWN = re.compile(r".* (?:(?:by|on) (?:the )?(?:sea|water|hill|moor|marsh))$", _I)


def towns(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a town stands, in any case; some stretches overlap.

    Parameters
    ----------
    text : str
        Normalised.

    Yields
    ------
    tuple of int
        Start and end, ``end`` exclusive.

    Examples
    --------
    >>> text = "a flat in deal, then leeds; a deal is a deal in Stow-by-the-Sea"
    >>> [text[start:end] for start, end in towns(text)]
    ['leeds', 'deal', 'Stow-by-the-Sea']
    """
    words = set(_LETTERS.findall(text.lower()))
    if not _KNOWN.isdisjoint(words):
        for match in _TOWN.finditer(text):
            if match.group().lower() in _KNOWN:
                yield match.span()
    if not (_FIRST_OF_EVERYDAY.isdisjoint(words) and keeps_to_case(text)):
        for pattern in (_LIVES, _FACILITY):
            for match in pattern.finditer(text):
                yield match.span("name")
    for match in _PARTS.finditer(text):
        yield match.span()
    for match in _ON_RIVER.finditer(text) if _AT_RIVER.search(text) else ():
        # "walking by the sea" is no town, "Barton on Sea" is.
        if match.group()[0].isupper() or not _NO_TOWN.match(match.group()):
            yield match.span()
