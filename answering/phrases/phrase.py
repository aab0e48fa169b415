"""What Askwell itself says to a customer."""

from __future__ import annotations

from enum import StrEnum


class Phrase(StrEnum):
    """What is being said."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    CHAT = "chat"
    GIBBERISH = "gibberish"
    INSTRUCTION_PROBE = "instruction_probe"
    CAVEAT = "caveat"
    CAVEAT_OFFER = "caveat_offer"
    PART_OPEN = "part_open"
    OTHER_LANGUAGE = "other_language"
    CLARIFY = "clarify"
    CLARIFY_LANGUAGE = "clarify_language"
    NONE_OF_THEM = "none_of_them"
    NO_CONTENT = "no_content"
    LOW_CONFIDENCE = "low_confidence"
    ASKED_FOR_PERSON = "asked_for_person"
    REPEATED_FAILURE = "repeated_failure"
    NEGATIVE_FEEDBACK = "negative_feedback"
    SENSITIVE_TOPIC = "sensitive_topic"
    COMPLAINT = "complaint"
    ACCOUNT_ACTION = "account_action"
    INTERNAL_FAILURE = "internal_failure"
    PERSON_IN_CHARGE = "person_in_charge"
    STILL_QUEUED = "still_queued"
    OFFER_PERSON = "offer_person"
    MEANWHILE = "meanwhile"
    HOW_SATISFIED = "how_satisfied"
