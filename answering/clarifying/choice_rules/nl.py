"""Dutch."""

from __future__ import annotations

FACETS = (
    "abonnement abonnementen pakket pakketten editie edities versie versies uitgave licentie platform platforms "
    "platformen systeem besturingssysteem toepassing app product producten model modellen apparaat apparaten"
)

ASKS_WHICH = (
    r"\b(welke?|alle|elke?|andere|verschillende|vergelijk(en)?) (zijn )?(de |het )?(\w+ )?"
    r"(abonnement(en)?|pakket(ten)?|editie?s?|versies?|platform(s|en)?|besturingssyste(em|men)|product(en)?|"
    r"model(len)?|appara(at|ten)|talen|taal)\b"
)

ORDINALS = (
    r"eerste|1e",
    r"tweede|2e|twee",
    r"derde|3e|drie",
    r"vierde|4e|vier",
    r"vijfde|5e|vijf",
)
LAST = r"laatste|onderste"
ALL = (
    r"allebei|beide|alle(maal)?|alles|een van (de twee|beide)|maakt (me )?niet uit|(dat )?weet ik niet|geen idee|"
    r"(ik )?weet (het )?niet( zeker)?|niet zeker"
)
NONE = (
    r"(nee )?(geen( van (beide|deze|die|allen?))?|niets daarvan)|geen enkele|iets anders|een ander(e)?|andere|nee|"
    r"(dat|die|deze) niet|dat is het niet"
)
FILLER = (
    r"de|het|een|die|dat|deze|ik|wij|we|is|ben|mijn|onze|bedoel|bedoelde|neem|kies|gebruik|gebruiken|heb|hebben|met|op|voor|"
    r"van|in|aan|bij|graag|alsjeblieft|alstublieft|bedankt|ja|ok|oke|dus|dan|alleen|wil|wilde|nodig|denk|nummer|nr|optie|"
    r"keuze"
)
NOT = r"\bniet\b|\bgeen\b|\bzonder\b"
QUESTION = r"^(en |maar )?(hoe|waar|wanneer|waarom|wie|welke?|kan|kun|kunt|wat (is|zijn|kan|moet))\b"
