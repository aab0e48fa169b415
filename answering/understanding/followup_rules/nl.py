"""Dutch."""

from __future__ import annotations

LEAD = (
    r"((ok|oke|oké|okay|dank( je| u)?( wel)?|dankjewel|bedankt|top|super|perfect|goed|prima|fijn|mooi|duidelijk|"
    r"snap ik|"
    r"begrepen|aha|ach( zo)?|oh|ah|hm+|ja|nee|sorry|pardon|hallo|hoi|dag|alsjeblieft|alstublieft|wacht|klopt|eigenlijk)"
    r"\b ?)+"
)

CONTINUES = (
    r"((en )?(hoe zit het|wat|hoe is het) (dan )?(met|voor|bij)|en (hoe zit het met|dan)?|en|maar|"
    r"of (?=voor|op|met|in|bij|van|via|naar)|ook|hetzelfde (?=voor|op|met|in|bij)|(?=(wat|hoe|waar|wie) (nog "
    r")?anders\b)|"
    r"alleen|enkel|slechts|dan(?= (hoe|wat|waar|kan)\b))\b( ook\b| dan\b)?"
)

CORRECTS = (
    r"((nee )?(ik (bedoel|bedoelde|had het over|heb het over|dacht aan|wilde (zeggen|weten|vragen))|"
    r"dat bedoel(de)? ik niet|liever gezegd|correctie|het gaat om|eerder)\b)( (eigenlijk|natuurlijk)\b)?( (de|het)\b)?"
)

REJECTS = r"(nee )?(niet(?= (de|het|een|op|met|voor|in|bij|van|mijn|die|dat)\b)|in plaats van)\b"

TURNS = r"\b(maar|liever)\b"

POINTS_BACK = (
    r"\b(het|dat|dit|die|deze|hem|haar|hen|hun|ze|hij|"
    r"(daar|hier|er)(mee|voor|van|bij|door|na|tegen|op|in|uit|over|onder|aan|heen|toe)|erbij|daar|"
    r"welke (daarvan|van (de|die|deze))|(de|het) (andere|eerste|tweede|laatste|volgende|zelfde|nieuwe|oude)$|"
    r"een ander(e)?$|beide|allebei|dezelfde|hetzelfde)\b(?! \w+ (is|was|zijn) (een|de|het)\b)"
)

POINTS_NOWHERE = (
    r"\b(is het|kan het|wordt het|gaat het|lukt het|duurt het|komt het|ligt het|werkt het|het (is|kan|wordt|gaat|lukt|"
    r"duurt|komt|ligt|werkt|lijkt)|hoe werkt (het|dat)|wat is (dat|dit)|"
    r"(dit|dat|deze|die) (jaar|maand|week|keer|app|site|pagina|programma|product|account|telefoon|computer|document|"
    r"bestand|apparaat)|(het|de) (?!(zelfde|andere|eerste|tweede|laatste|volgende)\b)\w+|zodat|omdat)\b"
)

ELLIPTIC = (
    r"^(wat|hoe|waar|wie) (nog )?anders\b|^nog iets\b|\b(een )?andere (manier|manieren|mogelijkheid|optie|opties|"
    r"methode|oplossing)|^(zijn er |is er )?(een )?alternatie(f|ven)\b|\bwat is het verschil\b(?! tussen)|"
    r"^(nog steeds|nog altijd|weer) |^(de|het) (tweede|eerste|derde|laatste|volgende)\b|"
    r"\b(goedkoper|sneller|langzamer|makkelijker|eenvoudiger|beter|groter|kleiner|langer|korter)$|"
    r"^meer (details|info|informatie)\b|^(werkt|lukt|gaat|helpt) (helaas )?niet"
)

ASKS = (
    r"\b(hoe|wat|wanneer|waar|waarom|wie|welke?|hoeveel|kan|kun|kunt|kunnen|is|zijn|was|heeft|hebben|moet|mag|wordt|"
    r"gaat|"
    r"ik|hij|ze|het|we|je)\b"
)

TASK = (
    r"^(en |hallo |hoi |ok )*(hoe (kan|kun|moet|krijg) (ik|je|we)|hoe|(kan|kun|mag|kunnen) (ik|je|we)|"
    r"is het mogelijk|(ik|we) (wil|willen|moet|moeten|zou)|wat gebeurt er als ik|waar (kan|vind) ik) "
)

DEFINES = r"^(wat|wie) (is|zijn|was|betekent) (?!(dat|dit|de|het|mijn|die)\b)|\bbetekent$|^leg \w+ uit"

COMPLETE = (
    r"\b((in|uit)loggen|aanmelden|afmelden|registr\w+|abonn\w+|opzeg\w+|terugbeta(al|l)\w*|restitutie|beta(al|l)\w*|"
    r"contact\w*|"
    r"lever\w+|verzend\w+|factu(ur|ren)|wachtwoord|account|openingstijden|taal|talen|prijs|prijzen|tarie(f|ven))\b"
)

PREPOSITIONS = (
    ("op", "in", "bij", "onder", "aan"),
    ("voor",),
    ("met", "via", "per", "door", "over"),
    ("zonder",),
    ("uit", "van", "vanaf", "sinds"),
    ("naar", "tot"),
    ("tijdens", "na"),
)

JOINS = r"\b(en|of|maar|als|wanneer|omdat|dat|voordat|nadat|terwijl|totdat|dan|zodra|want|zodat)\b"

ALSO_ASKS = (
    r"\b(en ook|en|ook|verder) (?=(hoe|waar|wanneer|waarom|hoeveel|welk|welke|wie|wat (is|zijn|kost|gebeurt|moet)|"
    r"(kan|kun|mag|moet) (ik|je|we)|is er|zijn er|is het mogelijk) )"
)

LIGHT = (
    "weten weet zien zie controleren vinden vind zeker werkt werken werkte gaat gaan lukt lukken ding dingen proberen "
    "geprobeerd tonen laten kijken houden altijd nog weer plaats anders ok nemen zetten stellen geven gebeurt keer "
    "daarna "
    "ervoor eerder zonder nu al andere anderen beide ook zelfs gelijk zelfde eerste tweede derde laatste volgende deel "
    "stap optie opties weg manier mogelijkheid mijne ja goed echt eigenlijk sinds verschil precies zelf iets alles "
    "toch "
    "helaas helemaal nodig wil krijg duurt geldt lang bedoel bedoelde nee hem haar die dat"
)

REMOVAL = (
    r"\b((niet|geen) (\w+ )?meer (nodig|wil|willen|gebruik)|(niet meer|geen) (nodig heb|nodig hebben)|"
    r"(wil|gebruik|heb) (ik )?(het|hem|die|dat|ze)? ?niet meer( nodig)?|er ?van ?af|kwijt wil)\b"
)

REMOVE = "verwijderen"
