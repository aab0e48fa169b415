"""Italian."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(raccontami|mi racconti|dimmi|conosci) (una|un altra) (bella )?barzelletta|fammi ridere",
        r"che tempo fa( oggi)?( da (voi|te))?|ti amo|sposami|canta(mi)? (una canzone|qualcosa)|mi annoio",
        r"buon (natale|anno|compleanno)|buona pasqua|buone feste|(a?ha){2,}h?|lol+",
    ),
    "who_are_you": (
        r"(e )?(tu )?chi (sei|e lei|siete)( tu)?|(tu )?(cosa|che cosa) sei",
        r"(sei|e|siete|lei e|sto (parlando|scrivendo|chattando) (con|a)|parlo con)( qui)? (un |una |uno )?(vera |"
        r"vero )?"
        r"(robot|bot|umano|ia|ai|macchina|persona( vera| reale)?|chatbot|computer|essere umano)"
        r"( o (un |una )?(robot|bot|umano|macchina|persona( vera)?|chatbot))?",
        r"con chi (sto parlando|parlo)|(che )?cosa (puoi|sai|puo|sa) fare( per me)?|come ti chiami|come si chiama lei|"
        r"qual e il (tuo|suo) nome",
    ),
    "how_are_you": (
        r"spero (che )?(stia|stiate|stai|tutto vada|lei stia)( tutti)? bene",
        r"(e )?come (stai|sta|va|state)( oggi)?|come te la passi|tutto (bene|ok)",
    ),
    "goodbye": (
        r"(resto )?in attesa di (un )?(vostr[oa]|su[oa]|tu[oa]) (gentile )?(riscontro|risposta)",
        r"arrivederci|arrivederla|addio|ciao ciao|a (presto|dopo|domani|piu tardi)|ci (vediamo|sentiamo)|buonanotte|"
        r"buona notte",
        r"buona (giornata|serata|domenica|continuazione)|buon (lavoro|weekend|fine settimana)|e tutto|nient altro",
    ),
    "thanks": (
        r"((mille|tante|molte) )?grazie+( (mille|tante|molte|infinite|davvero|ancora|di cuore|di tutto|in anticipo|"
        r"a (lei|te|voi)))*"
        r"( (per|dell|del|della) (la |l |il |tutto )?(vostro |vostra |suo |sua |tuo |tua )?(aiuto|risposta|tempo|"
        r"disponibilita|supporto|informazion[ei])?)?",
        r"(la |ti |vi )ringrazio( (molto|tanto|davvero))?|(molto |davvero )?gentil(e|issim[oai])",
        r"perfetto|ottimo|fantastico|benissimo|eccellente|bravo|brava|capito|ho capito|tutto chiaro|risolto|"
        r"problema risolto",
        r"(ora |adesso )?(funziona|ha funzionato|mi e stat[oa] (molto )?utile|mi ha aiutato)( (ora|adesso|tutto|"
        r"perfettamente))?",
    ),
    "greeting": (
        r"(ciao+|salve|buongiorno|buon giorno|buonasera|buona sera|buon pomeriggio|ehi|hey|hola)( (a tutti|a voi|di "
        r"nuovo))*",
        r"c e qualcuno|(puoi|puo|potete|potreste|potrebbe|mi (puoi|puo|potete)) (aiutarmi|aiutare)( per favore)?|"
        r"(ho bisogno di |mi serve )?(un )?aiuto|aiutatemi|aiutami|ho (solo )?una (piccola )?domanda|(una )?domanda",
    ),
}

FILLERS: tuple[str, ...] = (
    r"per (favore|piacere|cortesia)|prego|si|no|ok(ay)?|bene|allora|dunque|ecco|beh|eh|ah|oh|mmm?|scus(a|i|"
    r"ate)(mi)?|mi scusi|e|ma|"
    r"signore?|signora|adesso|ora|oggi|ancora|molto|davvero|certo|va bene|d accordo",
)

_PERSON = (
    r"((vera |vero |altra )*(persona( (vera|reale|umana|in carne e ossa))?|umano|essere umano|operatore( umano)?|"
    r"operatrice|addett[oa]|"
    r"consulente|agente|assistente (umano|reale)|impiegat[oa]|responsabile|tecnico|qualcuno( (di (reale|vero|voi)|"
    r"del .+|dell .+|in .+))?)|"
    r"(il |al |l |all )?(servizio (clienti|assistenza|tecnico)|assistenza( clienti)?|supporto( tecnico)?))"
)
_SURELY_PERSON = r"((un |una |l )?(operatore( umano)?|operatrice|persona (vera|reale)|essere umano|umano|vera persona))"
_LEAD = (
    r"((io )?(voglio|vorrei|vorremmo|desidero|preferirei|preferisco|devo|ho bisogno di|avrei bisogno di|posso|"
    r"potrei|e possibile|come posso|"
    r"come faccio a|fatemi|fammi|mi faccia|mi fai|mi fa))"
)
_ARTICLE = r"((un|uno|una|il|lo|la|l|con|a|al|di|vostro|vostra|anche|subito|direttamente|invece|altro|altra) )*"
_TALK = (
    r"((parlare|chattare|scrivere|comunicare|interagire|essere (messo|messa) in contatto|avere a che fare)( (subito|"
    r"direttamente))? (con|a|al|all)|contattare|sentire|avere)"
)
_TAIL = (
    r"( (per favore|per piacere|subito|adesso|ora|qui|grazie|al telefono|via (chat|telefono)|e non (con )?(un |una "
    r")?(bot|robot|macchina)|"
    r"non (con )?(un |una )?(bot|robot|macchina)|invece .*|(riguardo|a proposito|per) .+))*"
)

PERSON_REQUESTS: tuple[str, ...] = (
    rf"({_LEAD} )?{_TALK} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"((mi |potete |puo |puoi |potrebbe )*(passi|passa|passatemi|passami|passarmi|metta|mettetemi|mettermi|metti|"
    rf"colleghi|collegarmi|trasferisca|trasferirmi|dia|datemi|dammi)"
    rf"( in contatto)?) {_ARTICLE}{_PERSON}{_TAIL}",
    rf"(voglio|vorrei|mi serve|ho bisogno di|serve) {_ARTICLE}{_PERSON}{_TAIL}",
    rf"{_SURELY_PERSON}{_TAIL}",
    rf"(c e|ci sono|esiste) {_ARTICLE}({_SURELY_PERSON}|qualcuno|persone)( (con cui (posso )?parlare|qui|"
    rf"disponibile|li))+",
    r"(mi )?(chiamatemi|richiamatemi|potete (chiamarmi|richiamarmi)|richiamami|fatemi chiamare)( (per favore|"
    r"subito))?|vorrei essere (ri)?chiamat[oa]",
    r"non voglio (piu )?(parlare|chattare|scrivere) con (un |una |questo |questa )?(bot|robot|macchina|chatbot|ia)",
)

NO = r"no"
YES = (
    r"si+( (grazie|per favore|certo|volentieri|ok))*|certo|certamente|volentieri|va bene|ok(ay)?|d accordo|per "
    r"favore|esatto|magari|come no|prego"
)

PERSON_WORDS = "operatore persona umano parlare vorrei assistenza servizio consulente"

STOP_WORDS = (
    "il lo la i gli le l un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla dai "
    "in nel nello nella nei "
    "nelle con su sul sulla per tra fra e ed o ma se che chi cui come dove quando quanto quanta quanti quante quale "
    "quali cosa perché io tu "
    "lui lei noi voi loro mi ti ci vi si ne mio mia miei mie tuo tua suo sua nostro vostro questo questa questi "
    "queste quello quella ciò è "
    "sono sei siamo era erano essere stato stata ho hai ha abbiamo hanno avere posso puoi può possiamo possono "
    "potrei devo deve devono voglio "
    "vuole vorrei fare faccio fa fanno non più meno molto poco già ancora anche solo qui lì poi ora adesso allora "
    "ciao buongiorno grazie "
    "favore ogni tutto tutti tutta tutte altro altra qualche chiama significa esiste esistono bisogna serve"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bquant[oaie]\b(?! tempo)|\b(che|qual e (il|la)) (percentuale|numero|quantita|prezzo|dimensione|"
    r"limite|eta|altezza|lunghezza)\b|\b(massimo|minimo)\b",
    "date": r"^(e |da |fino a |a partire da )?quando\b|\bin (che|quale) (anno|data|giorno|mese|secolo|periodo)\b|"
    r"\b(da |per )?quanto tempo\b|\bentro quando\b",
    "how_to": r"\bdove (posso|si (puo|trova|cambia|imposta)|trovo|cambio|imposto|vedo|disattivo|attivo)\b|"
    r"\bcome\b(?! (si )?(chiama|chiamano)\b)|"
    r"\b(modo|maniera|passaggi) (di|per)\b|^(posso|si puo|e possibile)\b|\b(voglio|vorrei) \w+(are|ere|ire|rre|rlo|"
    r"rla)\b",
    "person": r"^(a |di |da |per |con |e )?chi\b|\b(da|con|per) chi\b",
    "place": r"(^|\b(da|verso|fino a) )(dove|dov)\b|\bin (che|quale) (paese|citta|luogo|regione|menu|cartella|stato)\b",
    "reason": r"\b(perche|come mai)\b|\bper quale motivo\b|\bqual e (la causa|il motivo)\b",
    "definition": r"\b(che )?cos e\b|\b(che )?cosa (sono|significa|vuol dire|si intende)\b|\bdefinizione\b",
    "yes_no": r"^(e|sono|ha|hanno|c e|ci sono|esiste|bisogna|devo)\b",
    "what": r"\bqual[ei]?\b|\b(che )?cosa\b|^(a |di |in |su |da |con )?che\b",
}

LEANS_BACK = (
    r"(esso|essa|essi|esse|lui|lei|loro|quest[oaie]|quell[oaie]|cio|ne|suo|sua|inoltre|tuttavia|pero|ma|anche|"
    r"quindi|dunque|poi|cosi|"
    r"allora|infatti|altrimenti|in (questo|tal) (caso|modo)|per (esempio|questo|farlo|fare cio)|se (si|no|e cosi)|"
    r"entramb[ie])\b"
)
