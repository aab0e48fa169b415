"""Dutch."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Goedendag! Wat wilt u weten?",
    Phrase.THANKS: "Graag gedaan. Kan ik u nog ergens mee helpen?",
    Phrase.GOODBYE: "Tot ziens, en kom gerust terug met een volgende vraag.",
    Phrase.HOW_ARE_YOU: "Hier gaat alles goed, dank u. Wat wilt u weten?",
    Phrase.WHO_ARE_YOU: (
        "Ik ben een automatische assistent: ik antwoord uit de helpartikelen en laat zien waar elk antwoord vandaan "
        "komt. Als u liever met een mens praat, zegt u het gerust."
    ),
    Phrase.CHAT: "Ik ben er voor vragen waarop de helpartikelen antwoord geven. Wat wilt u weten?",
    Phrase.GIBBERISH: "Daarin kon ik geen vraag herkennen. Kunt u die in een paar woorden stellen?",
    Phrase.INSTRUCTION_PROBE: "Ik kan alleen vragen uit de helpartikelen beantwoorden. Wat wilt u weten?",
    Phrase.CAVEAT: "Ik weet niet zeker of dit uw vraag beantwoordt, maar het komt er het dichtst bij:",
    Phrase.CAVEAT_OFFER: "Is dit het niet, vertel me dan meer of vraag om een medewerker.",
    Phrase.PART_OPEN: "Over “{question}” heb ik niets gevonden waar ik voor kan instaan.",
    Phrase.OTHER_LANGUAGE: "Dit heb ik alleen in {language} gevonden:",
    Phrase.CLARIFY: "Welke van deze bedoelt u?",
    Phrase.CLARIFY_LANGUAGE: "Hierover is er hulp, maar niet in uw taal. In welke van deze zal ik die tonen?",
    Phrase.NONE_OF_THEM: (
        "Dan gaat het om iets anders. Vertel me er meer over, of zal ik er een medewerker bij halen?"
    ),
    Phrase.NO_CONTENT: (
        "Hierover heb ik in de helpartikelen niets gevonden. Ik heb uw vraag doorgegeven aan een medewerker, "
        "die hier antwoordt."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Ik heb geen antwoord waar ik voor kan instaan. Ik heb uw vraag doorgegeven aan een medewerker, "
        "die hier antwoordt."
    ),
    Phrase.ASKED_FOR_PERSON: "Natuurlijk. Ik heb een medewerker gevraagd het over te nemen; u krijgt hier antwoord.",
    Phrase.REPEATED_FAILURE: (
        "Mijn antwoorden helpen u niet verder. Ik heb een medewerker gevraagd het over te nemen; "
        "u krijgt hier antwoord."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Het spijt me dat dit niet heeft geholpen. Ik heb een medewerker gevraagd het over te nemen; "
        "u krijgt hier antwoord."
    ),
    Phrase.SENSITIVE_TOPIC: "Dit kan een mens beter doen. Ik heb het doorgegeven; u krijgt hier antwoord.",
    Phrase.COMPLAINT: "Dat spijt me. Ik heb uw bericht doorgegeven aan een medewerker, die hier antwoordt.",
    Phrase.ACCOUNT_ACTION: (
        "Hiervoor moet iemand naar uw account of bestelling kijken. Ik heb het doorgegeven aan een medewerker, "
        "die hier antwoordt."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Er is bij ons iets misgegaan. Ik heb uw vraag doorgegeven aan een medewerker, die hier antwoordt."
    ),
    Phrase.PERSON_IN_CHARGE: "Uw bericht is aangekomen bij de medewerker die u helpt.",
    Phrase.STILL_QUEUED: "Uw vraag wacht op een medewerker, die ook dit bericht leest en hier antwoordt.",
    Phrase.OFFER_PERSON: (
        "Ik heb nog steeds geen antwoord waar ik voor kan instaan. Zal ik opnieuw een medewerker vragen? "
        "U hoeft het maar te zeggen."
    ),
    Phrase.MEANWHILE: (
        "Een medewerker antwoordt u hier nog. Intussen heb ik, de automatische assistent, dit gevonden:"
    ),
    Phrase.HOW_SATISFIED: (
        "Dit staat als afgehandeld te boek; is het dat niet, schrijf dan gewoon opnieuw. "
        "Hoe tevreden bent u over de hulp?"
    ),
}
