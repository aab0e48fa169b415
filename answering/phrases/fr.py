"""French."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Bonjour ! Que souhaitez-vous savoir ?",
    Phrase.THANKS: "Avec plaisir. Puis-je vous aider pour autre chose ?",
    Phrase.GOODBYE: "Au revoir, et revenez dès que vous avez une question.",
    Phrase.HOW_ARE_YOU: "Tout va bien ici, merci. Que souhaitez-vous savoir ?",
    Phrase.WHO_ARE_YOU: (
        "Je suis un assistant automatique : je réponds à partir des articles d'aide et j'indique d'où vient chaque "
        "réponse. Si vous préférez parler à une personne, dites-le-moi."
    ),
    Phrase.CHAT: "Je suis là pour les questions auxquelles répondent les articles d'aide. Que voulez-vous savoir ?",
    Phrase.GIBBERISH: "Je n'ai pas réussi à y lire une question. Pouvez-vous la poser en quelques mots ?",
    Phrase.INSTRUCTION_PROBE: (
        "Je peux seulement répondre aux questions à partir des articles d'aide. Que souhaitez-vous savoir ?"
    ),
    Phrase.CAVEAT: "Je ne suis pas certain que cela réponde à votre question, mais voici ce qui s'en rapproche :",
    Phrase.CAVEAT_OFFER: "Si ce n'est pas cela, donnez-moi plus de détails ou demandez à parler à une personne.",
    Phrase.PART_OPEN: "Sur « {question} », je n'ai rien trouvé dont je sois sûr.",
    Phrase.OTHER_LANGUAGE: "Je n'ai trouvé ceci qu'en {language} :",
    Phrase.CLARIFY: "De quoi s'agit-il parmi ceci ?",
    Phrase.CLARIFY_LANGUAGE: "Il y a de l'aide à ce sujet, mais pas dans votre langue. Dans laquelle vous la montrer ?",
    Phrase.NONE_OF_THEM: (
        "Il s'agit donc d'autre chose. Donnez-moi plus de détails, ou souhaitez-vous que je fasse venir une personne ?"
    ),
    Phrase.NO_CONTENT: (
        "Je n'ai rien trouvé à ce sujet dans les articles d'aide. J'ai transmis votre question à une personne, "
        "qui vous répondra ici."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Je n'ai pas de réponse dont je sois sûr. J'ai transmis votre question à une personne, qui vous répondra ici."
    ),
    Phrase.ASKED_FOR_PERSON: "Bien sûr. J'ai demandé à une personne de prendre le relais ; elle vous répondra ici.",
    Phrase.REPEATED_FAILURE: (
        "Mes réponses ne vous avancent pas. J'ai demandé à une personne de prendre le relais ; elle vous répondra ici."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Je suis désolé que cela n'ait pas aidé. J'ai demandé à une personne de prendre le relais ; "
        "elle vous répondra ici."
    ),
    Phrase.SENSITIVE_TOPIC: "Une personne saura mieux s'en occuper. J'ai transmis ; elle vous répondra ici.",
    Phrase.COMPLAINT: (
        "Je suis désolé de ce qui vous arrive. J'ai transmis votre message à une personne, qui vous répondra ici."
    ),
    Phrase.ACCOUNT_ACTION: (
        "Pour cela, quelqu'un doit regarder votre compte ou votre commande. J'ai transmis à une personne, "
        "qui vous répondra ici."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Une erreur s'est produite de notre côté. J'ai transmis votre question à une personne, qui vous répondra ici."
    ),
    Phrase.PERSON_IN_CHARGE: "Votre message est bien arrivé à la personne qui vous aide.",
    Phrase.STILL_QUEUED: ("Votre question attend une personne, qui lira aussi ce message et vous répondra ici."),
    Phrase.OFFER_PERSON: (
        "Je n'ai toujours pas de réponse dont je sois sûr. Dois-je redemander à une personne ? Dites-le-moi."
    ),
    Phrase.MEANWHILE: (
        "Une personne vous répondra ici comme prévu. En attendant, moi, l'assistant automatique, j'ai trouvé ceci :"
    ),
    Phrase.HOW_SATISFIED: (
        "Nous considérons que c'est réglé ; sinon, écrivez-nous de nouveau. Êtes-vous satisfait de l'aide reçue ?"
    ),
}
