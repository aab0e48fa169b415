"""Italian."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|grazie( mille| tante)?|perfetto|ottimo|bene|va bene|benissimo|d accordo|capito|ho capito|certo|chiaro|"
    r"ah|oh|eh|mm+|sì|si|no|scusa|scusi|scusate|ciao|salve|buongiorno|per favore|aspetta|aspetti|allora|beh|dunque|"
    r"in realtà)\b ?)+"
)

CONTINUES = (
    r"(e (?=se|per|su|con|in|da)|e (che ne è|che mi dice|che dire) (di|del|della|dei|delle)|e|ed|ma|però|"
    r"o (?=per|su|con|in|da|via)|anche|lo stesso (?=per|con|su)|(?=che altro\b|cos altro\b)|solo|soltanto|solamente|"
    r"quanto (a|al|alla|ai|alle))\b( anche\b)?"
)

CORRECTS = (
    r"((no )?((io )?(intendevo|intendo|volevo dire|voglio dire|parlavo di|mi riferivo (a|al|alla)|pensavo (a|al|alla)|"
    r"volevo (sapere|chiedere))|la mia domanda era( su)?|non intendevo questo|piuttosto|anzi|mi correggo)\b)"
    r"( (il|lo|la|i|gli|le|l)\b)?"
)

REJECTS = (
    r"(no )?(non(?= (il|lo|la|i|gli|le|l|un|una|su|sul|con|per|in|nel|da|quello|quella|mio|mia)\b)|invece (di|del|"
    r"della)|"
    r"al posto (di|del|della))\b"
)

TURNS = r"\b(ma|bensì|piuttosto)\b"

POINTS_BACK = (
    r"\b(ciò|questo|questa|questi|queste|quello|quella|quelli|quelle|esso|essa|essi|esse|lui|lei|loro|"
    r"ne|ci (posso|vuole|sono)|lì|là|"
    r"(il|la|i|le) (mio|mia|tuo|tua|stesso|stessa)$|(l altro|l altra|gli altri|le altre|un altro|un altra)$|"
    r"(il|la) (primo|prima|secondo|seconda|ultimo|ultima|prossimo|prossima)$|entramb[ie]|"
    r"(come|dove|quando|perché|posso|devo|si può|voglio|vorrei|potrei|bisogna|non|io|che) (lo|la|li|le|gli) \w+|"
    r"\w{3,}(ar|er|ir|ur)(lo|la|li|le|ne|gli|ci)|\w+(arlo|erlo|irlo|arla|erla|irla|arli|erli|irli|arle|erle|irle))\b|"
    r"\b(con|senza|per|dopo|prima|contro)$"
)

POINTS_NOWHERE = (
    r"\b(quest[oaie] (anno|mese|settimana|volta|app|sito|pagina|programma|prodotto|account|telefono|computer|documento|"
    r"file)|che (cosa )?(è|significa) quest[oa]|per quest[oa]|c è|ci sono|ci vuole|come (funziona|si fa)|"
    r"quell[oaie] che|(il|la|lo|i|le|gli) \w+ (che )?(lo|la|li|le) \w+)\b"
)

ELLIPTIC = (
    r"^(che|cosa|chi|dove|cos) altro\b|^nient altro\b|\b(un )?altr[oaie] (modo|modi|opzion[ei]|possibilità|metod[oi]|"
    r"soluzion[ei]|maniera)|^(ci sono |c è |esistono )?(delle |un )?alternativ[ae]\b|"
    r"\bqual è la differenza\b(?! tra| fra)|^(ancora|sempre|di nuovo) |"
    r"^(il|la) (secondo|seconda|primo|prima|terzo|terza|ultimo|ultima|prossimo|prossima)\b|"
    r"\b(più (economico|economica|veloce|semplice|facile|lento|grande|piccolo|lungo|corto)|meglio|meno caro)$|"
    r"^(più|altri|maggiori) (dettagli|informazioni|info)\b|^non (funziona|va|si trova|c è)"
)

ASKS = (
    r"\b(come|cosa|che|quando|dove|perché|chi|qual|quale|quali|quanto|quanta|quanti|quante|posso|può|potrei|è|sono|"
    r"ha|hanno|"
    r"ho|devo|deve|si|io|lui|lei|bisogna|vuole|funziona)\b"
)

TASK = (
    r"^(e |ciao |salve |scusi |ok )*(come (posso|si (può|fa a)|faccio (a|ad|per)|potrei|devo)|come|"
    r"(posso|si può|potrei|è possibile)|(voglio|vorrei|devo|mi serve)|"
    r"cosa succede (se|quando)|dove (posso|si può)|aiutatemi a|mi aiuti a) (mi |si |ci )?"
)

DEFINES = r"^(che )?cos(a)? ?(è|sono|significa) (?!(questo|quello|il|la|mio|mia)\b)|^chi è |\bsignifica$|^spiega\w* \w"

COMPLETE = (
    r"\b(accedere|accesso|login|registr\w+|iscri\w+|abbon\w+|disdi\w+|rimbors\w+|pag(are|amento|amenti)|contatt\w+|"
    r"sped\w+|consegn\w+|fattur\w+|password|account|orari(o)?|lingu[ae]|prezz[oi]|tariff[ae])\b"
)

PREPOSITIONS = (
    ("su", "sul", "sulla", "sui", "in", "nel", "nella", "nei"),
    ("per",),
    ("con", "via", "tramite"),
    ("senza",),
    ("da", "dal", "dalla", "dai"),
    ("a", "al", "alla", "ai", "verso"),
    ("di", "del", "della", "dei", "delle"),
    ("prima", "dopo", "durante"),
)

JOINS = r"\b(e|ed|o|ma|se|quando|perché|che|mentre|finché|allora|poi|dopo|prima|quindi|siccome|però)\b"

ALSO_ASKS = (
    r"\b(e anche|e|anche|inoltre) (?=(come|dove|quando|quanto|quanta|quanti|quante|perché|quale|quali|chi|"
    r"(che )?cosa (è|succede|devo)|(posso|possiamo|si può|c è|ci sono)) )"
)

LIGHT = (
    "sapere so vedere controllare trovare trova funziona funzionano funzionare cosa cose provare provato mostrare "
    "guardare ancora sempre volta adesso dopo prima poi uguale bene ok qui lì andare va vado dare mettere prendere "
    "primo "
    "prima seconda secondo terzo terza ultimo ultima prossimo passo opzione opzioni modo maniera differenza "
    "esattamente "
    "costa mio tuo mai niente sì no vero solo soltanto ecco altro altra altri altre serve servono invece qualcosa "
    "tutto "
    "questo quello questa quella loro lui lei ne tempo vale intendevo proprio davvero piuttosto stesso stessa"
)

REMOVAL = (
    r"\b(non (mi |ci )?(serve|servono|occorre) più|non (lo|la|li|le) (voglio|vogliamo|uso|usiamo|utilizzo) più|"
    r"non ne ho più bisogno|sbarazzar\w+|liberar\w+ne)\b"
)

REMOVE = "eliminare rimuovere"
