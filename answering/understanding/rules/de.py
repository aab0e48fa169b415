"""German."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(erzahl(e|en sie)?|kennst du|kennen sie) (mir )?(noch )?(einen|mal einen) (guten )?witz",
        r"wie (ist|wird) das wetter( heute| morgen)?( bei (euch|ihnen))?",
        r"ich liebe dich|heirate mich|sing (mir )?(ein lied|was)|mir ist (so )?langweilig",
        r"(frohe weihnachten|(gutes|frohes) neues jahr|alles gute zum geburtstag|frohe ostern)|(a?ha){2,}h?|lol+",
    ),
    "who_are_you": (
        r"(und )?wer (bist du|sind sie|seid ihr)( denn| eigentlich)?|was (bist du|sind sie)( denn| eigentlich)?",
        r"(bist du|sind sie|ist das|spreche ich mit|schreibe ich mit|rede ich mit)( hier| eigentlich| denn)? "
        r"(eine?[mnr]? )?(echten?r? |richtigen?r? |wirklichen?r? )?"
        r"(mensch(en)?|roboter|bot|chatbot|ki|maschine|person|computer|programm)"
        r"( oder (eine?[mnr]? )?(echten?r? )?(mensch(en)?|roboter|bot|chatbot|ki|maschine|person|computer))?",
        r"mit wem (spreche|rede|schreibe|chatte) ich( hier| denn| eigentlich)?",
        r"was (kannst du|konnen sie)( alles| denn| eigentlich)?( fur mich (tun|machen))?( tun| machen)?",
        r"wie (heisst du|heissen sie)( denn| eigentlich)?|(wie ist|was ist) (dein|ihr) name",
    ),
    "how_are_you": (
        r"ich hoffe (es geht (ihnen|dir|euch)|(ihnen|dir|euch) geht es) gut",
        r"(und )?wie (geht es|geht s|gehts)( (dir|ihnen|euch))?( heute| so)?|na wie gehts|alles (gut|klar) bei (dir|"
        r"ihnen)",
    ),
    "goodbye": (
        r"ich (freue mich|warte) auf (ihre|deine|eure) (antwort|ruckmeldung)",
        r"(auf )?(wieder ?sehen|wieder ?schauen|wieder ?horen)|tschuss+(i|chen)?|tschau|ciao|bye|"
        r"bis (dann|bald|spater|morgen|zum nachsten mal)|gute nacht|mach s gut|machen sie s gut",
        r"(einen )?(schonen|guten) (tag|abend|feierabend) (noch|ihnen)|(ein )?schones wochenende|das (war|ware) "
        r"(dann )?alles",
    ),
    "thanks": (
        r"((vielen|herzlichen|lieben|tausend|besten|schonen) )*dank(e|eschon)?"
        r"( (schon|sehr|ihnen|dir|euch|vielmals|nochmals?|im voraus))*( fur (die|ihre|deine|eure|alles)( (schnelle|"
        r"nette|tolle))?"
        r"( (hilfe|antwort|auskunft|info|infos|information|unterstutzung|muhe))?)?",
        r"ich (bedanke mich|danke (ihnen|dir|euch))( (sehr|herzlich))?|sehr (nett|freundlich|hilfreich)( von (ihnen|"
        r"dir))?",
        r"(das )?(hat|hats) (mir )?(sehr |wirklich )?(geholfen|geklappt|funktioniert)|(das |jetzt )*(klappt|geht|"
        r"funktioniert)( (jetzt|nun|wieder))?",
        r"super|toll|perfekt|prima|klasse|wunderbar|ausgezeichnet|spitze|alles klar|verstanden|verstehe|passt( so)?|"
        r"sehr gut|gut zu wissen|erledigt",
    ),
    "greeting": (
        r"(hallo+|hi+|hey|moin( moin)?|servus|gruss gott|gruezi|guten (tag|morgen|abend)|schonen guten (tag|morgen|"
        r"abend)|tag|gruss dich)"
        r"( (zusammen|liebes team|ihr lieben|an alle|nochmals?))*",
        r"(ist )?(da |hier )?(jemand|wer) (da|hier|online)|(konnen sie|kannst du|konnt ihr|kann) (mir )?(jemand "
        r")?(bitte )?(mal )?(mir )?helfen",
        r"ich (brauche|benotige) (mal )?hilfe|hilfe|ich (habe|hatte|hab|hatt) (da )?(mal |noch )*(eine|ne) (kurze "
        r")?frage|(eine )?(kurze )?frage",
    ),
}

FILLERS: tuple[str, ...] = (
    r"bitte( schon| sehr)?|ja|nein|nee|ok(ay)?|gut|also|so|mal|dann|nun|jetzt|heute|noch|aber|und|ach|ah|oh|hm+|"
    r"ahm?|entschuldigung|"
    r"entschuldigen sie|sorry|verzeihung|herr|frau|doch|genau|na|sehr|wirklich",
)

_PERSON = (
    r"((echten?r? |richtigen?r? |lebenden?r? |menschlichen?r? |zustandigen?r? )*(mensch(en)?|person|mitarbeiter(in|"
    r"s)?|berater(in|s)?|"
    r"ansprechpartner(in|s)?|sachbearbeiter(in|s)?|kundenberater(in|s)?|agent(en|in)?|techniker(in|s)?|operator|"
    r"vorgesetzten?r?|chef(in)?|"
    r"kollegen?|kollegin|jemand(em|en)?( (aus|von|vom|im) .+| (echte[ms]|richtige[ms]|anderem|anderen))?|wem|leute)|"
    r"(der |dem |den |ihrem |eurem )?(kundendienst|kundenservice|kundenbetreuung|kundenberatung|support( team)?|"
    r"service( team)?|hotline))"
)
_SURELY_PERSON = (
    r"((echten?r? |richtigen?r? |menschlichen?r? )*(mensch(en)?|mitarbeiter(in|s)?|berater(in|s)?|"
    r"ansprechpartner(in|s)?|"
    r"kundenberater(in|s)?)|echte person|menschliche hilfe)"
)
_ARTICLE = (
    r"((eine?[mnr]?|der|dem|den|die|das|ihrem?n?r?|eurem?n?r?|irgend|anderem?n?r?|bitte|mal|doch|direkt|endlich|"
    r"lieber|jetzt) )*"
)
_TAIL = (
    r"( (bitte|jetzt|sofort|endlich|direkt|hier|lieber|mal|statt.*|und nicht .*|nicht (mit )?(einem?r? )?(bot|"
    r"roboter|maschine|computer)|"
    r"am telefon|telefonisch|per (telefon|chat)|uber .+|wegen .+))*"
)
_TALK = (
    r"(sprechen|reden|chatten|schreiben|telefonieren|verbunden werden|weitergeleitet werden|kontakt aufnehmen|zu "
    r"tun haben)"
)

PERSON_REQUESTS: tuple[str, ...] = (
    rf"((ich|wir) )?(mochte|mocht|mochten|will|wollen|wurde|wurden|muss|mussen|wunsche)( (ich|wir))?( gerne?)? "
    rf"{_ARTICLE}(mit|zu|an) "
    rf"{_ARTICLE}{_PERSON}{_TAIL} {_TALK}{_TAIL}",
    rf"(kann|konnte|konnen|konnten|darf|durfte) (ich|wir|man) {_ARTICLE}(mit|zu|an) {_ARTICLE}{_PERSON}{_TAIL} "
    rf"{_TALK}{_TAIL}",
    rf"(wie|wo) (kann|konnte|komme) (ich|man) {_ARTICLE}(mit|zu|an) {_ARTICLE}{_PERSON}( {_TALK})?{_TAIL}",
    rf"(ich|wir) (brauche|brauchen|benotige|benotigen|mochte|will|wollen|verlange) {_ARTICLE}{_PERSON}{_TAIL}( "
    rf"haben| sprechen)?",
    rf"((konnen|konnten|wurden) sie|kannst du|konntest du)? ?(mich )?(bitte )?(mal )?(verbinde(n sie)?|verbinden|"
    rf"weiterleiten|leite(n sie)?|"
    rf"stell(en sie)?|gib|geben sie|hol(en sie)?) (mich |mir )?{_ARTICLE}((mit|an|zu) )?{_ARTICLE}{_PERSON}{_TAIL}( "
    rf"(verbinden|weiterleiten|weiter|durch|her|durchstellen))?",
    rf"(konnen|konnten|wurden) sie mich {_ARTICLE}((mit|an|zu) )?{_ARTICLE}{_PERSON} (verbinden|weiterleiten|"
    rf"durchstellen|vermitteln){_TAIL}",
    rf"(kann|konnte) (mir |mich )?{_ARTICLE}{_PERSON}( mir| mich)?( bitte)? (helfen|antworten|anrufen|zuruckrufen|"
    rf"ubernehmen|kontaktieren){_TAIL}",
    rf"(gibt es|ist)( hier| da)? {_ARTICLE}(echten?r? |richtigen?r? |lebenden?r? )*(mensch(en)?|mitarbeiter|"
    rf"person)( (hier|da|erreichbar|zum reden|mit dem ich (sprechen|reden) kann))*",
    rf"{_ARTICLE}{_SURELY_PERSON}{_TAIL}",
    r"(bitte )?(rufen sie|ruf) mich (bitte )?(an|zuruck)|(bitte )?um (einen )?ruckruf|ich (bitte um|mochte|wunsche) "
    r"(einen )?ruckruf",
    r"ich (will|mochte) (nicht|keinen) (mehr )?(mit )?(einem |einer |diesem )?(bot|roboter|maschine|computer|"
    r"chatbot)( (sprechen|reden|schreiben|chatten))?",
)

NO = r"nein|nee|ne"
YES = (
    r"ja( (bitte|gerne?|genau|danke|klar|ok|okay))*|gerne?|bitte|klar|na klar|okay|ok|genau|jawohl|jo|jep|sicher|"
    r"naturlich|unbedingt|mach das|machen sie das"
)

PERSON_WORDS = "mitarbeiter mensch berater sprechen mochte kundendienst kundenservice ansprechpartner"

STOP_WORDS = (
    "der die das den dem des ein eine einen einem einer eines dieser diese dieses diesen diesem jener ich du er sie "
    "es wir ihr mich mir dich "
    "dir ihn ihm uns euch ihnen sich mein meine meinen meinem meiner dein deine sein seine unser unsere ihre ihren "
    "ihrem man wer was wie wo "
    "wann warum wieso weshalb woher wohin wem wen wessen welche welcher welches welchen welchem wieviel viele und "
    "oder aber denn weil wenn ob "
    "als dass damit also so in im an am auf aus bei mit nach von vom vor zu zum zur über unter für um durch gegen "
    "ohne bis seit während "
    "zwischen ist sind war waren bin bist wird werden wurde wurden worden sein habe hat haben hatte hatten kann "
    "können könnte muss müssen soll "
    "sollen sollte darf dürfen will wollen möchte möchten mag machen mache macht tun geht gibt nicht kein keine "
    "keinen nur auch noch schon "
    "mehr sehr mal da dort hier dann nun jetzt hallo bitte danke irgendwie irgendwo eigentlich etwas alle alles "
    "heißt nennt nennen genau"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bwie ?viele?r?\b|\bwie (hoch|gross|lang|breit|schwer|alt|weit|teuer|oft) (ist|sind|darf|durfen|"
    r"kann|muss|war)\b|"
    r"\bwelche[rns]? (anzahl|zahl|prozentsatz|preis|hohe|grosse|menge|gebuhr)\b|\bwas kostet\b|\b(maximal|hochstens|"
    r"mindestens)\b",
    "date": r"^(und |seit |bis |ab )?wann\b|\b(seit|bis|ab) wann\b|\bin welche[mrs]? (jahr|monat|jahrhundert|"
    r"zeit)\b|\ban welchem (tag|datum)\b|"
    r"\bwie lange\b|\bwelche frist\b",
    "how_to": r"\bwo (kann|konnen|finde|andere|stelle|schalte|sehe|aktiviere|deaktiviere|bekomme) (ich|wir|man)\b|"
    r"^(und )?wie (?!viele?\b|heisst\b|lautet\b)|\bwie (kann|konnen|muss|bekomme|mache|stelle|geht) (ich|wir|man|es|"
    r"das)\b|"
    r"\bwie man\b|^(kann|konnen|darf|ist es moglich|gibt es (eine )?moglichkeit)\b|\bich (will|mochte|wurde gern) "
    r".*(en|ern|eln)$",
    "person": r"^(von |mit |fur |an |bei )?(wer|wem|wen|wessen)\b",
    "place": r"^(von |bis )?(wo|woher|wohin)\b|\bin welche[mrs]? (land|stadt|ort|menu|ordner|region|gegend)\b",
    "reason": r"\b(warum|wieso|weshalb|weswegen)\b|\bworan liegt\b|\baus welchem grund\b",
    "definition": r"^was (ist|sind|bedeutet|heisst|bedeuten)( (ein|eine|der|die|das))?\b|\bwas versteht man\b|"
    r"\bwofur steht\b",
    "yes_no": r"^(ist|sind|hat|haben|wird|werden|gibt es|muss|soll|lasst sich)\b",
    "what": r"\b(welche[rnsm]?|was)\b|^wie (heisst|heissen|lautet)\b",
}

LEANS_BACK = (
    r"(er|sie|es|dies(e|er|es|em|en)?|das|dessen|deren|dadurch|dafur|dabei|damit|danach|davon|dazu|daher|deshalb|"
    r"deswegen|darum|dann|"
    r"jedoch|allerdings|trotzdem|dennoch|aber|auch|ausserdem|zudem|anschliessend|also|so|somit|sonst|andernfalls|"
    r"ebenso|beide|"
    r"in diesem fall|zum beispiel|um (dies|das|es) zu|(falls|wenn) (ja|nein|nicht|dies|das))\b"
)
