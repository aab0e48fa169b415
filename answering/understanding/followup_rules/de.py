"""German."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|danke( schön| sehr| dir| ihnen)?|vielen dank|super|perfekt|gut|prima|toll|alles klar|klar|verstehe|"
    r"verstanden|aha|ach( so)?|oh|ah|hm+|ja|nein|nee|sorry|entschuldigung|hallo|hi|guten tag|bitte|moment|warte|stimmt)"
    r"\b ?)+"
)

CONTINUES = (
    r"((und )?(was ist|wie ist es|wie sieht es aus|wie steht es) (denn )?(mit|bei|um)|und (dann|was)(?= (mit|ist|bei))|"
    r"und(?! zwar\b)|aber|oder (?=für|auf|mit|in|bei|von|über|unter|am)|auch|genauso (?=für|auf|mit|in|bei)|"
    r"dasselbe (?=für|auf|mit|in|bei)|(?=(was|wie|wo|wer) sonst\b)|nur|bloß|dann(?= (wie|was|wo|kann)\b))\b"
    r"( auch\b| denn\b| was ist mit\b)?"
)

CORRECTS = (
    r"((nein )?(ich (meinte|meine|habe? gemeint|sprach von|spreche von|dachte an|wollte (sagen|wissen|fragen))|"
    r"gemeint (war|ist)|das meinte ich nicht|vielmehr|besser gesagt|korrektur|es geht um)\b)"
    r"( (eigentlich|natürlich|doch)\b)?( (den|die|das|dem|der)\b)?"
)

REJECTS = (
    r"(nein )?(nicht(?= (der|die|das|den|dem|ein|eine|einen|auf|mit|für|in|im|am|vom|zum|zur|mein|meine)\b)|"
    r"(an)?statt)\b"
)

TURNS = r"\b(sondern|vielmehr|lieber)\b"

POINTS_BACK = (
    r"\b(das|dies|dieses|diese[mnr]?|es|er|ihn|ihm|ihnen|dessen|deren|denen|"
    r"da(mit|für|von|zu|bei|durch|nach|gegen|rauf|rein|raus|rüber|hin|vor|hinter|neben)|"
    r"darauf|darin|daran|darüber|daraus|darunter|dorthin|dort|"
    r"welche[rnsm]? (davon|von (beiden|denen|diesen))|"
    r"(der|die|das|den|dem) (andere|erste|zweite|letzte|nächste|gleiche|neue|alte)n?$|(ein|eine|einen) andere[nrs]?$|"
    r"beide[ns]?|jene[rnsm]?)\b|"
    r"\b(wie|wo|wann|warum|kann|muss|soll|darf|will|möchte|bekomme|lösche|ändere|nutze|finde|verfolge|mache|stelle|"
    r"ich|man|wir|ob|wenn) (ich |man |wir )?(sie)\b"
)

POINTS_NOWHERE = (
    r"\b(gibt es|geht es|ist es|wird es|wäre es|klappt es|macht es|handelt es|lohnt es|dauert es|kommt es|liegt es|"
    r"es (gibt|geht|ist|wird|klappt|dauert|kommt|liegt|scheint|funktioniert|steht|heißt)|wie geht das|"
    r"(das|dieses|diese[mnr]?|dies) (jahr|monat|woche|mal|app|seite|programm|produkt|konto|handy|gerät|rechner|"
    r"computer|"
    r"website|dokument|datei|fenster)|(ist|war|heißt|bedeutet) das|das (heißt|ist)|"
    r"wenn es|damit (ich|man|wir|die|der|das|sie|es|er)|da(mit|bei|für) (ich|man|die|der|das)|"
    r"(der|die|das|den|dem),? (die|der|das|den|dem))\b"
)

ELLIPTIC = (
    r"^(was|wie|wo|wer|womit) (denn )?sonst\b|^sonst noch\b|"
    r"\b(eine? )?andere[nrs]? (weg|wege|möglichkeit|möglichkeiten|option|optionen|methode|art|lösung)|"
    r"^(gibt es )?(eine )?alternativen?\b|\b(was|wo) ist der unterschied\b(?! zwischen)|\bworin unterscheiden\b|"
    r"^(immer noch|noch immer|schon wieder|wieder) |"
    r"^(der|die|das) (zweite|erste|dritte|letzte|nächste)\b|"
    r"\b(billiger|günstiger|schneller|langsamer|einfacher|besser|größer|kleiner|länger|kürzer)$|"
    r"^(mehr|weitere) (details|infos?|informationen)\b|^(geht|klappt|funktioniert|hilft) (aber |leider )?nicht"
)

ASKS = (
    r"\b(wie|was|wann|wo|warum|wieso|weshalb|wer|wen|wem|welche[rnsm]?|wohin|woher|kann|können|konnte|ist|sind|war|hat|"
    r"haben|muss|soll|darf|wird|werden|gibt|geht|ich|er|sie|es|wir|man)\b"
)

TASK = (
    r"^(und |also |hallo |hi |bitte |ok )*(wie (kann|könnte|muss|soll|darf|lässt|lassen) (ich|man|wir|sich)|wie|"
    r"(kann|könnte|darf|können|könnten) (ich|man|wir)|ist es möglich|"
    r"(ich|wir) (will|wollen|möchte|möchten|muss|müssen)|was passiert wenn (ich|man)|wo (kann|finde) (ich|man)) "
)

DEFINES = (
    r"^(was|wer) (ist|sind|war|waren|bedeutet) (?!(das|der|die|mein|meine|dieses?|es)\b)|\bbedeutet$|^erklär\w* \w"
)

COMPLETE = (
    r"\b((ein|aus|an|ab)loggen|(an|ab)melden|anmeldung|registrier\w*|abonn\w+|kündig\w+|erstatt\w+|rückerstattung|"
    r"bezahl\w*|zahlung\w*|kontakt\w*|liefer\w+|versand\w*|rechnung(en)?|passwort|kennwort|konto|öffnungszeiten|"
    r"sprachen?|preise?|tarife?)\b"
)

PREPOSITIONS = (
    ("auf", "in", "im", "am", "an", "bei", "beim", "unter"),
    ("für",),
    ("mit", "per", "über", "via", "durch"),
    ("ohne",),
    ("aus", "von", "vom", "seit"),
    ("nach", "zu", "zum", "zur", "ins"),
    ("vor", "während"),
)

JOINS = r"\b(und|oder|aber|sondern|wenn|weil|dass|ob|bevor|nachdem|während|bis|dann|falls|sobald|als|damit|denn)\b"

ALSO_ASKS = (
    r"\b(und auch|und|außerdem|sowie) (?=(wie|wo|wann|warum|wieso|welche|welcher|welches|wer|wieviel|was "
    r"(ist|sind|kostet|passiert|muss|mache)|(kann|könnte|darf|muss) (ich|man|wir)|gibt es|ist es möglich) )"
)

LIGHT = (
    "wissen weiß sehen siehe prüfen finden finde sicher funktioniert funktionieren funktionierte geht gehen klappt "
    "klappen sache sachen ding dinge versuchen versucht zeigen aussehen behalten immer noch wieder statt sonst ok "
    "nehmen stellen setzen geben passiert mal danach davor vorher ohne jetzt schon bitte anderen anderes beide auch "
    "sogar stets gleich gleiche erste ersten zweite zweiten dritte letzte letzten nächste nächsten teil schritt option "
    "optionen weg wege art möglichkeit meins deins ja gut wirklich eigentlich seit unterschied anders genau selbst "
    "irgendwas etwas alles gar denn doch halt eben leider ganz gerade brauche brauchen will möchte hilft bekomme "
    "dauert "
    "gilt lange meinte meine nein sie ihn ihm darin damit dafür davon dazu dabei"
)

REMOVAL = (
    r"\b((nicht|kein\w*) (\w+ )?mehr (brauche|brauchen|benötige|will|wollen|möchte|nutze|nutzen|verwende)|"
    r"(brauche|will|möchte|nutze|benötige) (ich )?(es|ihn|sie|das|die|den|ihm)? ?nicht mehr|"
    r"(los ?werden|wieder los|weg ?haben))\b"
)

REMOVE = "löschen entfernen"
