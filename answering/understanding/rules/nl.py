"""Dutch."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(vertel|ken) (me |je )?(eens )?(een|nog een) (leuke |goede )?(mop|grap)(je)?|maak me aan het lachen",
        r"wat voor weer is het( vandaag)?( bij jullie)?|hoe is het weer|ik hou van je|trouw met me|zing (een liedje|"
        r"iets)|ik verveel me",
        r"(vrolijk kerstfeest|gelukkig nieuwjaar|fijne feestdagen|gefeliciteerd)|(a?ha){2,}h?|lol+",
    ),
    "who_are_you": (
        r"(en )?wie (ben je|ben jij|bent u|zijn jullie)( eigenlijk)?|wat (ben je|ben jij|bent u)( eigenlijk)?",
        r"(ben je|ben jij|bent u|is dit|praat ik met|spreek ik met|chat ik met)( hier| eigenlijk| nu)* (een "
        r")?(echte? )?"
        r"(mens|robot|bot|chatbot|ai|machine|persoon|computer|programma)( of (een )?(echte? )?(mens|robot|bot|"
        r"chatbot|machine|persoon|computer))?",
        r"met wie (praat|spreek|chat) ik( hier| eigenlijk)?|wat kan (je|jij|u)( allemaal)?( voor me)?( doen)?|wat "
        r"kunt u( allemaal)?( doen)?|"
        r"hoe heet (je|jij|u)|wat is (je|jouw|uw) naam",
    ),
    "how_are_you": (
        r"ik hoop dat (het goed (met u|met je|met jullie) gaat|alles goed gaat|u het goed maakt)",
        r"(en )?hoe (gaat het|is het|gaat ie|is t)( met (je|jou|u|jullie))?( vandaag)?|alles goed( met (je|u))?",
    ),
    "goodbye": (
        r"ik (kijk uit|zie uit) naar (uw|je|jullie) (antwoord|reactie)",
        r"tot (ziens|straks|later|morgen|gauw|snel)|doei+|doeg|dag dag|vaarwel|welterusten|goedenacht",
        r"(nog )?een (fijne|prettige) (dag|avond|middag|weekend)( (nog|verder))?|(fijne|prettige) (dag|avond|"
        r"weekend)( nog)?|(een )?(fijn|prettig) weekend|dat was (het|alles)",
    ),
    "thanks": (
        r"((heel )?(hartelijk|erg|veel) )?(dank(jewel|uwel|je|u)?|bedankt|dankje|thanks|thx)( (wel|je|u|zeer|heel|"
        r"erg|nogmaals|alvast|hoor|voor alles))*"
        r"( voor (je|jouw|uw|de|jullie|het)( (snelle|goede|fijne))?( (hulp|antwoord|reactie|informatie|info|uitleg|"
        r"moeite|tijd))?)?",
        r"(dat |het |dit )?(heeft (me )?(goed |erg )?geholpen|is gelukt|werkt( (nu|weer|perfect))?|lukt( nu)?)",
        r"(heel )?(fijn|top|super|geweldig|perfect|prima|mooi|uitstekend|duidelijk|begrepen|snap ik|opgelost|helder)",
        r"(dat is )?(heel |erg )?(aardig|vriendelijk|behulpzaam)( van (je|u))?",
    ),
    "greeting": (
        r"(hallo+|hoi+|hey|hi+|dag|goed(en|e)? ?(dag|morgen|middag|avond)|goeiemorgen|goeiedag)( (allemaal|daar|"
        r"team|weer))*",
        r"is (er |daar )?iemand( daar| hier)?|(kunt u|kun je|kan iemand|kunnen jullie) (me|mij) (even |alsjeblieft "
        r")?helpen|"
        r"(ik heb )?(even )?hulp( nodig)?|help( me)?|ik heb (even )?een (korte |kleine )?vraag(je)?|(een )?vraag(je)?",
    ),
}

FILLERS: tuple[str, ...] = (
    r"alsjeblieft|alstublieft|aub|svp|graag|ja|nee|ok(ay|e)?|goed|dus|zo|even|dan|nu|vandaag|nog|maar|en|ach|ah|oh|"
    r"hm+|eh+|sorry|pardon|"
    r"excuses|meneer|mevrouw|hoor|wel|zeg|eigenlijk|echt",
)

_PERSON = (
    r"((echte? |menselijke? |levende? )*(mens(en)?|persoon|medewerk(er|ster)s?|iemand( (van|uit|bij) .+| anders)?|"
    r"collega|adviseur|agent|operator|"
    r"leidinggevende|manager|chef|specialist|vertegenwoordiger)|(de |jullie |uw )?(klantenservice|klantendienst|"
    r"helpdesk|support|ondersteuning))"
)
_SURELY_PERSON = r"((een )?(echte? |menselijke? )*(mens|medewerk(er|ster))|echt persoon|echte persoon)"
_ARTICLE = r"((een|de|het|met|aan|naar|jullie|uw|je|gewoon|liever|graag|nu|direct|even|echt) )*"
_TAIL = (
    r"( (alsjeblieft|alstublieft|aub|svp|nu|meteen|direct|graag|hier|even|liever|telefonisch|via (de )?(chat|"
    r"telefoon)|niet (met )?een (bot|robot|machine|computer)|"
    r"in plaats van .*|over .+))*"
)
_TALK = r"(praten|spreken|chatten|overleggen|bellen|contact (hebben|opnemen)|doorverbonden worden)"

PERSON_REQUESTS: tuple[str, ...] = (
    rf"(ik|wij|we) (wil|willen|wou|zou|moet|moeten)( (graag|liever|nu|gewoon|even))* {_ARTICLE}{_PERSON}{_TAIL} "
    rf"((willen|kunnen) )?{_TALK}{_TAIL}",
    rf"(kan|kun|mag|zou) (ik|we)( (even|graag|misschien))* {_ARTICLE}{_PERSON}{_TAIL} ((kunnen|mogen) )?{_TALK}{_TAIL}",
    rf"(hoe|waar) kan ik {_ARTICLE}{_PERSON} {_TALK}{_TAIL}|hoe (krijg|bereik) ik {_ARTICLE}{_PERSON}( te (spreken|"
    rf"pakken)| aan de lijn)?{_TAIL}",
    rf"(ik|we) (wil|heb|hebben|willen)( (graag|liever))* {_ARTICLE}{_PERSON}( (nodig|spreken))?{_TAIL}",
    rf"(kunt u|kun je|wilt u|wil je|kan je)? ?(me|mij|mij eens)? ?(verbind|verbinden|doorverbinden|geef|zet)( (me|"
    rf"mij))? {_ARTICLE}{_PERSON}( (door|doorverbinden|verbinden))?{_TAIL}",
    rf"(kunt u|kun je) (me|mij) {_ARTICLE}{_PERSON} (doorverbinden|verbinden){_TAIL}",
    rf"(kan|kunt|zou) {_ARTICLE}{_PERSON} (me|mij) (helpen|bellen|terugbellen|antwoorden){_TAIL}",
    rf"(is er|zijn er|is hier) {_ARTICLE}(echte? )*(mens(en)?|medewerk(er|ster)s?|persoon|iemand)( (aanwezig|"
    rf"beschikbaar|hier|met wie ik kan praten))+",
    rf"{_SURELY_PERSON}{_TAIL}",
    r"(kunt u|kun je|kan iemand) (me|mij) (even )?(terug)?bellen|bel (me|mij)( (even|alsjeblieft|terug))*",
    r"ik wil (niet|geen) (meer )?(met )?(een |deze )?(bot|robot|machine|chatbot|computer)( (praten|spreken|chatten))?",
)

NO = r"nee|neen|nope"
YES = (
    r"ja( (graag|hoor|alsjeblieft|alstublieft|bedankt|prima|goed|ok))*|graag|prima|is goed|doe maar|okay|ok|oke|"
    r"jazeker|zeker|natuurlijk|klopt|akkoord"
)

PERSON_WORDS = "medewerker klantenservice mens iemand spreken praten helpdesk"

STOP_WORDS = (
    "de het een en of maar want dus als dat die dit deze ik jij je u hij zij ze wij we jullie hun hen mij me jou uw "
    "mijn jouw zijn haar ons onze "
    "zich wie wat waar wanneer waarom hoe welk welke hoeveel waarmee waarvoor waarop waardoor in op aan bij met "
    "naar van voor door over onder "
    "tussen tegen tot uit om te na zonder sinds tijdens is ben bent was waren word wordt worden werd heb hebt heeft "
    "hebben had hadden kan kun "
    "kunt kunnen kon moet moeten mag mogen wil wilt willen zou zouden zal zullen doe doet doen ga gaat gaan maak "
    "maakt maken krijg krijgt geen "
    "niet ook nog al wel er daar hier dan nu toen zo zelf alleen meer veel heel erg even graag hallo bedankt "
    "alstublieft alle alles iets ander "
    "andere ergens heet noemen betekent bestaat"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bhoeveel\b|\bhoe (hoog|groot|lang|breed|zwaar|oud|ver|duur|vaak) (is|zijn|mag|mogen|kan|moet|"
    r"was)\b|\bwelk (aantal|percentage|bedrag|nummer)\b|"
    r"\bwelke (prijs|hoogte|grootte|hoeveelheid)\b|\bwat kost\b|\b(maximaal|maximum|minimaal|minimum)\b",
    "date": r"^(en |sinds |tot |vanaf )?wanneer\b|\bin welk(e)? (jaar|maand|eeuw|periode)\b|\bop welke (dag|"
    r"datum)\b|\bhoe ?lang\b",
    "how_to": r"\bwaar (kan|kunnen|vind|verander|wijzig|stel|zet|zie) (ik|we|je)\b|^(en )?hoe (?!veel\b|heet\b|"
    r"luidt\b)|\bhoe (kan|kun|moet|krijg|maak|stel|zet) (ik|we|je)\b|"
    r"^(kan|kun|mag|is het mogelijk|kunnen)\b|\bik wil (graag )?.*en$",
    "person": r"^(van |met |voor |aan |door |bij )?wie\b",
    "place": r"^(van |tot )?(waar|waarheen|waarvandaan)\b|\bin welk(e)? (land|stad|plaats|menu|map|regio)\b",
    "reason": r"\b(waarom|waardoor|hoezo)\b|\bhoe komt het\b|\bwat is de (oorzaak|reden)\b",
    "definition": r"^wat (is|zijn|betekent|betekenen|houdt)( (een|de|het))?\b|\bwat wordt (er )?bedoeld\b|\bwaar "
    r"staat .* voor\b",
    "yes_no": r"^(is|zijn|heeft|hebben|wordt|worden|moet|bestaat|zit)\b",
    "what": r"\bwelke?\b|\bwat\b|^hoe (heet|heten|luidt)\b",
}

LEANS_BACK = (
    r"(hij|zij|ze|het|dit|dat|deze|die|daar(bij|mee|na|voor|door|om|toe|van|op|in)?|hier(bij|mee|na|voor|door|om|"
    r"toe|van|op|in)?|dan|dus|maar|"
    r"echter|toch|ook|bovendien|vervolgens|daarnaast|zo|anders|beide|in dat geval|bijvoorbeeld|om (dit|dat|het) te|"
    r"zo (ja|nee|niet))\b"
)
