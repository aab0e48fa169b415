"""German."""

from __future__ import annotations

FACETS = (
    "tarif tarife paket pakete edition editionen ausgabe version versionen abo abonnement lizenz plattform plattformen "
    "system betriebssystem anwendung produkt produkte modell modelle gerat gerate plan plane"
)

ASKS_WHICH = (
    r"\b(welche[rnsm]?|alle|jede[rnsm]?|andere|verschiedene|vergleiche?n?) (sind )?(der |die |das )?(\w+ )?"
    r"(tarife?|pakete?|editionen?|ausgaben?|versionen?|abos?|plattformen?|betriebssysteme?|produkte?|modelle?|gerate?|"
    r"sprachen?)\b"
)

ORDINALS = (
    r"erste[rnsm]?|eins",
    r"zweite[rnsm]?|zwei",
    r"dritte[rnsm]?|drei",
    r"vierte[rnsm]?|vier",
    r"funfte[rnsm]?|funf",
)
LAST = r"letzte[rnsm]?|unterste[rnsm]?"
ALL = (
    r"beide[ns]?|alle( beide)?|alles|beides|egal|ist (mir )?egal|(ich )?weiss (ich |es )?nicht( genau)?|keine ahnung|"
    r"bin (mir )?nicht sicher|(das )?spielt keine rolle|eine[rs]? von beiden"
)
NONE = (
    r"(nein )?(keine?[rsn]?|nichts)( davon| von (beiden|diesen|denen|allen))?|weder noch|(et)?was anderes|"
    r"ein(e|en)? andere[rsn]?|andere[rsn]?|nein|nee|(das )?ist es nicht|(nein )?(das|die) nicht"
)
FILLER = (
    r"der|die|das|den|dem|ein|eine|einen|einem|ich|wir|es|ist|bin|meine|mein|meinte|meinen|nehme|nehmen|benutze|nutze|"
    r"verwende|verwenden|habe|haben|mit|auf|fur|am|von|zu|im|unter|bitte|danke|ja|ok|okay|also|dann|nur|gern|gerne|"
    r"mochte|hatte|will|brauche|glaube|denke|nummer|nr|option|auswahl|punkt|unser|unsere|hier|genau"
)
NOT = r"\bnicht|\bkein(e[nrsm]?)?\b|\bohne"
QUESTION = (
    r"^(und |aber )?(wie|wo|wann|warum|wieso|wer|welche[rnsm]?|kann|konnen|gibt|was (ist|sind|kann|muss|mache))\b"
)
