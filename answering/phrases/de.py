"""German."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Guten Tag! Was möchten Sie wissen?",
    Phrase.THANKS: "Gern geschehen. Kann ich sonst noch helfen?",
    Phrase.GOODBYE: "Auf Wiedersehen, und kommen Sie gern mit der nächsten Frage wieder.",
    Phrase.HOW_ARE_YOU: "Hier ist alles gut, danke. Was möchten Sie wissen?",
    Phrase.WHO_ARE_YOU: (
        "Ich bin ein automatischer Assistent: Ich antworte aus den Hilfeartikeln und zeige, woher jede Antwort stammt. "
        "Wenn Sie lieber mit einem Menschen sprechen, sagen Sie es einfach."
    ),
    Phrase.CHAT: "Ich bin für Fragen da, die in den Hilfeartikeln beantwortet werden. Was möchten Sie wissen?",
    Phrase.GIBBERISH: "Darin konnte ich keine Frage erkennen. Können Sie sie in wenigen Worten stellen?",
    Phrase.INSTRUCTION_PROBE: "Ich kann nur Fragen aus den Hilfeartikeln beantworten. Was möchten Sie wissen?",
    Phrase.CAVEAT: "Ich bin nicht sicher, ob das Ihre Frage beantwortet, aber es kommt ihr am nächsten:",
    Phrase.CAVEAT_OFFER: "Wenn es das nicht ist, schreiben Sie mir mehr dazu oder verlangen Sie einen Menschen.",
    Phrase.PART_OPEN: "Zu „{question}“ habe ich nichts gefunden, für das ich einstehen kann.",
    Phrase.OTHER_LANGUAGE: "Das habe ich nur auf {language} gefunden:",
    Phrase.CLARIFY: "Was davon meinen Sie?",
    Phrase.CLARIFY_LANGUAGE: "Dazu gibt es Hilfe, aber nicht in Ihrer Sprache. In welcher davon soll ich sie zeigen?",
    Phrase.NONE_OF_THEM: (
        "Dann geht es um etwas anderes. Schreiben Sie mir mehr dazu, oder soll ich einen Menschen hinzuholen?"
    ),
    Phrase.NO_CONTENT: (
        "Dazu habe ich in den Hilfeartikeln nichts gefunden. Ich habe Ihre Frage an unser Team weitergegeben; "
        "die Antwort kommt hier."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Ich habe keine Antwort, für die ich einstehen kann. Ich habe Ihre Frage an unser Team weitergegeben; "
        "die Antwort kommt hier."
    ),
    Phrase.ASKED_FOR_PERSON: "Gern. Ich habe unser Team gebeten zu übernehmen; die Antwort kommt hier.",
    Phrase.REPEATED_FAILURE: (
        "Meine Antworten bringen Sie nicht weiter. Ich habe unser Team gebeten zu übernehmen; die Antwort kommt hier."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Es tut mir leid, dass das nicht geholfen hat. Ich habe unser Team gebeten zu übernehmen; "
        "die Antwort kommt hier."
    ),
    Phrase.SENSITIVE_TOPIC: (
        "Darum kümmert sich besser ein Mensch. Ich habe es weitergegeben; die Antwort kommt hier."
    ),
    Phrase.COMPLAINT: (
        "Das tut mir leid. Ich habe Ihre Nachricht an unser Team weitergegeben; die Antwort kommt hier."
    ),
    Phrase.ACCOUNT_ACTION: (
        "Dafür muss jemand in Ihr Konto oder Ihre Bestellung sehen. Ich habe es an unser Team weitergegeben; "
        "die Antwort kommt hier."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Bei uns ist etwas schiefgegangen. Ich habe Ihre Frage an unser Team weitergegeben; die Antwort kommt hier."
    ),
    Phrase.PERSON_IN_CHARGE: "Ihre Nachricht ist bei der Person angekommen, die Ihnen hilft.",
    Phrase.STILL_QUEUED: (
        "Ihre Frage wartet noch auf unser Team. Auch diese Nachricht wird dort gelesen; die Antwort kommt hier."
    ),
    Phrase.OFFER_PERSON: (
        "Ich habe weiterhin keine Antwort, für die ich einstehen kann. Soll ich noch einmal einen Menschen bitten? "
        "Sagen Sie es einfach."
    ),
    Phrase.MEANWHILE: (
        "Ein Mensch antwortet Ihnen hier noch. Inzwischen habe ich, der automatische Assistent, das gefunden:"
    ),
    Phrase.HOW_SATISFIED: (
        "Ihr Anliegen gilt nun als erledigt; wenn es das nicht ist, schreiben Sie einfach wieder. "
        "Wie zufrieden sind Sie mit der Hilfe?"
    ),
}
