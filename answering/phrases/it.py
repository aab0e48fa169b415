"""Italian."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Buongiorno! Che cosa desidera sapere?",
    Phrase.THANKS: "Prego. Posso aiutarla in altro?",
    Phrase.GOODBYE: "Arrivederci, e torni pure quando ha un'altra domanda.",
    Phrase.HOW_ARE_YOU: "Qui va tutto bene, grazie. Che cosa desidera sapere?",
    Phrase.WHO_ARE_YOU: (
        "Sono un assistente automatico: rispondo in base agli articoli della guida e mostro da dove viene ogni "
        "risposta. Se preferisce parlare con una persona, basta dirlo."
    ),
    Phrase.CHAT: "Sono qui per le domande a cui rispondono gli articoli della guida. Che cosa desidera sapere?",
    Phrase.GIBBERISH: "Non sono riuscito a capire la domanda. Può dirla in poche parole?",
    Phrase.INSTRUCTION_PROBE: (
        "Posso rispondere soltanto a domande sugli articoli della guida. Che cosa desidera sapere?"
    ),
    Phrase.CAVEAT: "Non sono certo che questo risponda alla sua domanda, ma è ciò che ho trovato di più vicino:",
    Phrase.CAVEAT_OFFER: "Se non è questo, mi dia qualche dettaglio in più o chieda di parlare con una persona.",
    Phrase.PART_OPEN: "Su «{question}» non ho trovato nulla di cui possa essere sicuro.",
    Phrase.OTHER_LANGUAGE: "L'ho trovato soltanto in {language}:",
    Phrase.CLARIFY: "A quale di questi si riferisce?",
    Phrase.CLARIFY_LANGUAGE: "L'aiuto su questo c'è, ma non nella sua lingua. In quale di queste glielo mostro?",
    Phrase.NONE_OF_THEM: (
        "Allora si tratta di altro. Mi dia qualche dettaglio in più, oppure preferisce che chiami una persona?"
    ),
    Phrase.NO_CONTENT: (
        "Negli articoli della guida non ho trovato nulla su questo. Ho passato la sua domanda a una persona, "
        "che le risponderà qui."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Non ho una risposta di cui possa essere sicuro. Ho passato la sua domanda a una persona, "
        "che le risponderà qui."
    ),
    Phrase.ASKED_FOR_PERSON: "Certamente. Ho chiesto a una persona di proseguire con lei; le risponderà qui.",
    Phrase.REPEATED_FAILURE: (
        "Le mie risposte non la stanno aiutando. Ho chiesto a una persona di proseguire con lei; le risponderà qui."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Mi dispiace che non sia stato utile. Ho chiesto a una persona di proseguire con lei; le risponderà qui."
    ),
    Phrase.SENSITIVE_TOPIC: "Di questo è meglio che si occupi una persona. Ho passato la richiesta; le risponderà qui.",
    Phrase.COMPLAINT: (
        "Mi dispiace per quanto è successo. Ho passato il suo messaggio a una persona, che le risponderà qui."
    ),
    Phrase.ACCOUNT_ACTION: (
        "Per questo qualcuno deve guardare il suo account o il suo ordine. Ho passato la richiesta a una persona, "
        "che le risponderà qui."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Da parte nostra qualcosa non ha funzionato. Ho passato la sua domanda a una persona, che le risponderà qui."
    ),
    Phrase.PERSON_IN_CHARGE: "Il suo messaggio è arrivato alla persona che la sta aiutando.",
    Phrase.STILL_QUEUED: "La sua domanda è in attesa di una persona, che leggerà anche questo e le risponderà qui.",
    Phrase.OFFER_PERSON: (
        "Continuo a non avere una risposta di cui possa essere sicuro. Chiedo di nuovo a una persona? Basta dirlo."
    ),
    Phrase.MEANWHILE: (
        "Una persona le risponderà comunque qui. Intanto io, l'assistente automatico, ho trovato questo:"
    ),
    Phrase.HOW_SATISFIED: (
        "La richiesta risulta risolta; se non lo è, scriva di nuovo. È soddisfatto dell'aiuto ricevuto?"
    ),
}
