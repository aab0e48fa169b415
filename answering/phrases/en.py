"""English."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Hello! What would you like to know?",
    Phrase.THANKS: "You are welcome. Is there anything else I can help with?",
    Phrase.GOODBYE: "Goodbye, and come back any time you have a question.",
    Phrase.HOW_ARE_YOU: "All is well here, thank you. What would you like to know?",
    Phrase.WHO_ARE_YOU: (
        "I am an automatic assistant: I answer from the help articles and show where each answer comes from. "
        "If you would rather talk to a person, just say so."
    ),
    Phrase.CHAT: "I am here for questions that the help articles answer. What would you like to know?",
    Phrase.GIBBERISH: "I could not make out a question in that. Could you put it in a few words?",
    Phrase.INSTRUCTION_PROBE: "I can only answer questions from the help articles. What would you like to know?",
    Phrase.CAVEAT: "I am not certain that this answers your question, but it is the closest I found:",
    Phrase.CAVEAT_OFFER: "If that is not it, tell me more, or ask for a person.",
    Phrase.PART_OPEN: "On “{question}” I found nothing that I can vouch for.",
    Phrase.OTHER_LANGUAGE: "I found this only in {language}:",
    Phrase.CLARIFY: "Which of these do you mean?",
    Phrase.CLARIFY_LANGUAGE: "There is help on this, but not in your language. In which of these shall I show it?",
    Phrase.NONE_OF_THEM: "Then it is something else that you need. Tell me more about it; or shall I ask a person?",
    Phrase.NO_CONTENT: (
        "I found nothing about this in the help articles. I have passed your question to a person, who will reply here."
    ),
    Phrase.LOW_CONFIDENCE: (
        "I do not have an answer I can vouch for. I have passed your question to a person, who will reply here."
    ),
    Phrase.ASKED_FOR_PERSON: "Of course. I have asked a person to take over; they will reply here.",
    Phrase.REPEATED_FAILURE: (
        "My answers are not getting you further. I have asked a person to take over; they will reply here."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "I am sorry that this did not help. I have asked a person to take over; they will reply here."
    ),
    Phrase.SENSITIVE_TOPIC: "This is better handled by a person. I have passed it on; they will reply here.",
    Phrase.COMPLAINT: "I am sorry about this. I have passed your message to a person, who will reply here.",
    Phrase.ACCOUNT_ACTION: (
        "Somebody has to look at your account or order for this. I have passed it to a person, who will reply here."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Something went wrong on our side. I have passed your question to a person, who will reply here."
    ),
    Phrase.PERSON_IN_CHARGE: "Your message has reached the person who is helping you.",
    Phrase.STILL_QUEUED: "Your question is waiting for a person, who will read this too and reply here.",
    Phrase.OFFER_PERSON: (
        "I still have no answer to this that I can vouch for. Shall I ask a person again? Just say so."
    ),
    Phrase.MEANWHILE: "A person will still reply to you here. Meanwhile I, the automatic assistant, found this:",
    Phrase.HOW_SATISFIED: (
        "This is marked as settled; if it is not, just write again. How satisfied are you with the help you got?"
    ),
}
