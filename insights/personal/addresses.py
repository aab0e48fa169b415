"""Postal addresses as customers of four languages write them.

A street needs its number, and a word that says that it is one or a post code behind it: "3 Google Drive accounts" and
"the way out" stay. Up to 80 characters between a street and the post code that follows are part of the address.
"""

from __future__ import annotations

import re

_START = r"(?<![\w.,:/#-])"
_WORD = r"[A-Z\u00c0-\u00d6\u00d8-\u00de][\w'’.-]{0,30}"
_GAP = r"[,\s]{1,3}"
_BRITISH = r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}"
_CANADIAN = r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"
_STATES = (
    "A[ABEKLPRSZ]|BC|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ABDEHINOPST]|N[BCDEHJLMSTUVY]|O[HKNR]|P[AERW]|QC|RI|S[CDK]|T[NX]"
    "|UT|V[AIT]|W[AIVY]|YT"
)
_AMERICAN = rf"(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?"
_TOWN = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"

# English
_SUFFIX = (
    "(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Drive|Dr|Court|Ct|Place|Pl|Square|Sq|Terrace|Crescent"
    "|Cres|Gardens|Grove|Mews|Parkway|Pkwy|Highway|Hwy|Hill|Circle|Cir|Trail|Trl|Alley|Plaza)"
)
_PLAIN_SUFFIX = "(?:street|avenue|road|lane|boulevard)"
_NO_NAME = (
    "(?:of|the|in|on|to|per|a|an|is|at|by|for|and|or|with|different|more|other|separate|new|google|usb|hard|flash|disk|one"
    "|shared|network|team)"
)
_UNIT = r"(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room|No)\.? ?#?\w{1,6}|#\d{1,5}"
_NUMBER = rf"{_START}\d{{1,6}}[A-Za-z]?(?:-\d{{1,4}})?"
_UNITS = rf"(?:{_GAP}(?:{_UNIT})\b)?"
_TAIL = rf"(?:{_GAP}{_TOWN}){{0,3}}{_GAP}(?:{_AMERICAN}|(?:(?:{_STATES}) )?{_CANADIAN}|{_BRITISH})\b"
_ENGLISH = (
    # 12 Main Street, Apt 4, Springfield, IL 62704
    rf"{_NUMBER} (?!(?i:{_NO_NAME}) )(?:{_WORD} ){{1,4}}{_SUFFIX}\b\.?{_UNITS}(?:{_TAIL}|(?:, {_TOWN}){{0,2}})",
    rf"{_NUMBER} (?:(?!{_NO_NAME}\b)[\w'’.-]{{2,20}} ){{1,3}}{_PLAIN_SUFFIX}\b{_UNITS}(?:{_TAIL}|(?:, {_TOWN}){{0,2}})",
    # 2205 Villanueva Common Suite 890, Jacksonmouth, SK H1H 2K3
    rf"{_NUMBER} {_WORD}(?: {_WORD}){{0,3}}{_UNITS}{_TAIL}",
    # Flat 7, Michael Squares, Manchester, M1 1DR
    rf"{_START}(?i:flat|apartment|apt|unit|studio|suite|house|room) \d{{1,4}}\w?{_GAP}(?:\d{{1,4}}\w?{_GAP})?"
    rf"{_TOWN}{_TAIL}",
    rf"{_START}(?:Unit|PSC|CMR) \d{{1,5}},? Box \d{{1,5}}(?:{_TAIL})?",
    rf"{_START}(?i:p\.? ?o\.? ?box) ?\d{{1,7}}\b(?:{_TAIL})?",
)
_CODE_NAMED = (
    r"(?i)(?:\b(?:(?:zip|post|postal)[ -]?code|zip|código postal|code postal)|邮编|邮政编码)"
    r"(?: is| es| est|是|为)?[ :：]{0,2}"
    rf"(?:\d{{4,6}}(?:-\d{{4}})?|{_CANADIAN}|{_BRITISH})(?![\w.])"
)

# Spanish and French
_OF = (
    r"(?:(?:de|del|de la|de las|de los|du|des|la|las|los|le|les|el|san|santa|sainte?|y|sur|norte|este|oeste) "
    r"|d['’]|l['’]|n° )"
)
_NAME = rf"{_OF}{{0,3}}{_WORD}(?:[ -]{_OF}{{0,2}}{_WORD}){{0,4}}"
_LOOSE_NAME = rf"{_OF}{{0,3}}[^\W\d_][\w'’.-]{{1,25}}(?: {_OF}{{0,2}}[^\W\d_][\w'’.-]{{2,25}}){{0,3}}"
_PLACE = rf"(?:{_OF}?{_WORD}(?:[ -]{_OF}{{0,2}}{_WORD}){{0,4}})"
_REST = (
    rf"(?:(?:[^.?!;]|\.(?=\s?[\w#])){{0,80}}?(?<=[\s,])"
    rf"(?:\d{{5,6}}(?:-\d{{4}})?|\d{{4}}(?= {_WORD})|{_CANADIAN})\b(?!\s?[€$%])"
    rf"(?:[ ,\n]{{1,2}}{_PLACE}(?:, {_PLACE})?)?)"
)
_FLOOR = r"(?:,? (?:\d{1,2}[º°ªa]|piso \d+|planta \d+|puerta \w+|apto?\.? ?\w+|interior \d+|bajo|[A-D])\b){0,3}"
_VIA = (
    r"\b(?:calle|avenida|avda\.?|carrer|callejón|travesía|urbanización|glorieta|rambla|calzada|bulevar|circunvalación"
    r"|prolongación|periférico)"
)
_VIA_UNSURE = (
    r"(?<![\w.°])(?:plaza|pza\.?|paseo|p\.º|vía|via|camino|circuito|privada|ronda|pasaje|sector|parque|c/|c\.|cl\.|av\.?|ampliación"
    r"|cerrada|andador|continuación|corredor|diagonal|transversal|viaducto|retorno|peatonal|alameda|cuesta|cañada"
    r"|carretera|ctra\.?|carrera|cra\.?|cr\.|eje vial|vial|acceso|pasadizo|rambleta|barrio|boulevard|blvd\.?)"
)
_BETWEEN = r"(?: |(?<=[./]))(?!J\.)"
_NO = r",? (?:(?:n\.?[º°o]\.?|núm\.?|número|#) ?)?\d{1,5}[A-Za-z]?\b(?![.,]\d)"
_SPANISH = (
    rf"(?i:{_VIA}) (?i:{_LOOSE_NAME}){_NO}(?:{_REST}|{_FLOOR}(?:, {_PLACE})?)",
    rf"(?i:{_VIA_UNSURE}){_BETWEEN}{_NAME}{_NO}(?:{_REST}|{_FLOOR}(?:, {_PLACE})?)",
    # Carrera 1ª # 72-37, Bogotá
    r"(?i:\b(?:calle|carrera|diagonal|transversal|avenida|avda\.|av\.|cl\.|cra\.|cr\.|dg\.|tv\.|tr\.)) ?"
    r"\d{1,3} ?[A-Za-zª]{0,3}(?: (?i:sur|norte|este|bis))?(?: [A-Z])? ?(?:#|n\.?[º°o]\.?) ?\d{1,3} ?[A-Za-zª]{0,2}"
    rf" ?-? ?\d{{0,3}}(?: (?:Sur|Norte|Este|Oeste))?(?:{_REST}|(?:, {_PLACE})?)",
    r"(?i:\bapartado (?:de correos |postal )?)\d{1,6}\b",
)
_VOIE = r"(?:rue|avenue|boulevard|impasse|allée?s?|faubourg|quai|ruelle|chemin)"
_VOIE_UNSURE = (
    r"(?:place|pl\.|route|rte|cours|square|passage|résidence|sentier|voie|lotissement|rang|montée|promenade|esplanade"
    r"|cité|ch\.|av\.|(?-i:[Bb]d|[Bb]lvd))"
)
_NUMERO = rf"{_START}\d{{1,5}}(?: ?(?:bis|ter|quater|[A-Da-d])\b)?,? ?"
_FRENCH = (
    rf"{_NUMERO}(?i:{_VOIE}) (?i:{_LOOSE_NAME})(?:{_REST}|(?:, {_PLACE})?)",
    rf"{_NUMERO}(?i:{_VOIE_UNSURE}){_BETWEEN}{_NAME}(?:{_REST}|(?:, {_PLACE})?)",
    rf"(?i:\b(?:{_VOIE}|{_VOIE_UNSURE})){_BETWEEN}{_NAME} \d{{1,4}}[A-Da-d]?(?:{_REST}|(?=[.,\n]))",
    rf"(?i:\b(?:{_VOIE}|{_VOIE_UNSURE})){_BETWEEN}{_NAME},?\s\d{{4,5}} {_PLACE}",
)

# Chinese: what comes before a place ends with one of these, and no place has them.
_HAN = "(?![在到至是给往寄送住我请的了])[\u4e00-\u9fff]"
_REGION = f"(?:{_HAN}){{2,7}}(?:省|自治区|特别行政区|市|区|县)"
_STREET = "(?:大道|大街|(?<![线电网思链出通回套铁公条])路|街|胡同|巷|弄)"
_HOUSE = (
    r"(?:\d{1,5} ?(?:弄|号楼|号院|号|號|栋|幢|座|单元|层|楼|室|房)"
    r"|[A-Za-z一二三四五六七八九十]{1,3} ?(?:座|栋|幢|单元))"
)
_POST_CODE = r"(?:[ ，]?\d{6}(?!\d))?"
_HOUSES = rf"{_HOUSE}(?:,? ?(?:(?:{_HAN}){{2,10}})?{_HOUSE}|\d{{1,5}}(?!\d))*{_POST_CODE}"
_BUILDING = rf"\d{{1,4}}(?:号楼|栋|幢)(?:{_HOUSE}|\d{{1,5}}(?!\d))*{_POST_CODE}"
_CHINESE = (
    rf"{_REGION}(?:{_HAN}){{0,16}}?{_STREET}{_HOUSES}",
    rf"(?:{_HAN}){{2,4}}?{_STREET}{_HOUSES}",
    rf"{_REGION}(?:{_HAN}){{0,16}}?{_BUILDING}",
    rf"(?:{_HAN}){{2,6}}{_BUILDING}",
)

PATTERNS = tuple(re.compile(pattern) for pattern in (_CODE_NAMED, *_ENGLISH, *_FRENCH, *_SPANISH, *_CHINESE))
"""Each matches a whole address."""
