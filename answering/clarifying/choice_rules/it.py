"""Italian."""

from __future__ import annotations

FACETS = (
    "piano piani edizione edizioni versione versioni pacchetto pacchetti abbonamento licenza piattaforma piattaforme "
    "sistema applicazione app prodotto prodotti modello modelli dispositivo dispositivi offerta"
)

ASKS_WHICH = (
    r"\b(qual[ei]?|ogni|tutt[ie]|altr[ie]|divers[ie]|confronta(re)?) (sono )?(i |le |gli |l )?"
    r"(piani?|edizion[ei]|version[ei]|pacchett[oi]|abbonament[oi]|piattaform[ae]|sistem[ai]( operativ[oi])?|"
    r"prodott[oi]|modell[oi]|dispositiv[oi]|lingu[ae])\b"
)

ORDINALS = (
    r"prim[oa]|uno",
    r"second[oa]|due",
    r"terz[oa]|tre",
    r"quart[oa]|quattro",
    r"quint[oa]|cinque",
)
LAST = r"ultim[oa]"
ALL = (
    r"entramb[ie]|tutt[ie]( e due| e tre)?|tutti quanti|l uno o l altro|(uno )?qualsiasi|"
    r"e (lo stesso|uguale|indifferente)|fa lo stesso|indifferente|non (lo )?so|non saprei|nessuna idea|"
    r"non sono sicur[oa]"
)
NONE = (
    r"(no )?(nessun[oa]|niente)( (dei|delle|di) (due|quest[ie]|quell[ie]|loro))?|ne l uno ne l altro|"
    r"(qualcos altro|un altr[oa]|altro)|no|non (e )?(questo|quello|questi|quelli)"
)
FILLER = (
    r"il|lo|la|le|i|gli|l|un|una|quello|quella|e|di|del|della|per|con|su|in|nel|da|mio|mia|nostro|io|noi|ho|abbiamo|uso|"
    r"usiamo|utilizzo|voglio|vorrei|intendo|intendevo|dico|prendo|scelgo|opzione|scelta|numero|n|grazie|si|ok|va|bene|"
    r"allora|solo|favore|sono|parlo"
)
NOT = r"\bnon\b|\bsenza\b"
QUESTION = r"^(e |ma )?(come|cosa|che cosa|dove|quando|perche|chi|qual[ei]?|quant[oaie]|posso|si puo)\b"
