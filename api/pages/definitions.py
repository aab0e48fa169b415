"""What the words and numbers on staff pages mean. Each is shown next to what it explains."""

from __future__ import annotations

from collections.abc import Mapping

from core.model import Decision, Reason
from escalation.clocks.sla import Level, SlaClock
from escalation.tickets import Happening, Outcome, Status

DECISIONS = {
    Decision.ANSWER: "Answered from the articles, surely enough to be shown as an answer.",
    Decision.CAVEAT: "The closest text was shown and said to be uncertain.",
    Decision.CLARIFY: "A question was asked back, with choices taken from the articles.",
    Decision.ESCALATE: "Handed to a person.",
}
REASONS = {
    Reason.LOW_CONFIDENCE: "The best answer found was not certain enough to be shown.",
    Reason.NO_CONTENT: "Nothing near the question was found in the articles.",
    Reason.AMBIGUOUS: "The question fits several subjects.",
    Reason.ASKED_FOR_PERSON: "The customer asked for a person.",
    Reason.REPEATED_FAILURE: "The same question came again without success.",
    Reason.NEGATIVE_FEEDBACK: "The customer said that an answer did not help.",
    Reason.SENSITIVE_TOPIC: "It holds a word from the list of subjects always left to people.",
    Reason.COMPLAINT: "The customer is displeased, and no article answers that surely.",
    Reason.ACCOUNT_ACTION: "Somebody has to look at the customer's own account, order or invoice.",
    Reason.INTERNAL_FAILURE: "Something failed on our side while looking for the answer.",
    Reason.PERSON_IN_CHARGE: "A person already has the conversation.",
    Reason.SMALL_TALK: "A greeting, thanks or the like: nothing the articles could answer.",
    Reason.GIBBERISH: "No question could be made out.",
    Reason.INSTRUCTION_PROBE: "An attempt to draw out or change the assistant's instructions.",
}
STATUSES = {
    Status.QUEUED: "Nobody has taken it yet.",
    Status.CLAIMED: "An agent has taken it, and it is the agent's turn.",
    Status.WAITING: "The agent has replied; the customer is next.",
    Status.SNOOZED: "Its agent has put it aside until a time, or until the customer writes.",
    Status.RESOLVED: "Settled; the customer's next message reopens it.",
    Status.RETURNED: "Given back to the assistant.",
}
OUTCOMES = {
    Outcome.ANSWERED: ("Answered", "The customer has what they need."),
    Outcome.NO_ANSWER: ("No answer", "There is none, or not the one the customer wanted."),
    Outcome.NO_REPLY: ("No reply", "The customer did not come back."),
    Outcome.DUPLICATE: ("Duplicate", "The same is dealt with in another conversation."),
    Outcome.SPAM: ("Spam", "Not a customer's question."),
}
"""How an agent may settle an escalation: its name and what it means."""
HAPPENINGS = {
    Happening.OPENED: "handed the conversation over",
    Happening.CLAIMED: "claimed it",
    Happening.ASSIGNED: "gave it to",
    Happening.CONTENT_WANTED: "marked it for the content team",
    Happening.SNOOZED: "put it aside",
    Happening.WOKEN: "took it up again",
    Happening.AGENT_GONE: "put it back into the queue: its agent was gone while the customer waited",
    Happening.RELEASED: "put it back into the queue",
    Happening.RESOLVED: "resolved it",
    Happening.REOPENED: "reopened it by writing again",
    Happening.HANDED_BACK: "handed back to the assistant",
    Happening.DEADLINE: "noticed that time",
}
"""What history says, after the name of who did it. What is not here is seen in the transcript itself."""
CLOCKS = {
    SlaClock.FIRST_REPLY: "first reply",
    SlaClock.NEXT_REPLY: "next reply",
    SlaClock.RESOLUTION: "resolution",
}

CONFIDENCE = "Probability that the best answer found is right, as estimated before it was shown or withheld."
SCORE = "How well a passage fits the question, 0 to 1: meaning and words together."
DENSE = "How close the meanings are, 0 to 1."
LEXICAL = "How many of the question's telling words occur, 0 to 1."
DOUBTS = "What kept the answer from being sure, as far as the passages show it; the weightiest first."
WAITING = "Time since the customer last began to wait for a person."
UNANSWERED = (
    "The decision was anything but a plain answer, or the customer said that the answer did not help. "
    "Greetings, senseless text, complaints, requests about one customer's own account and mere wishes for a person are "
    "not counted."
)
WANTED = "An agent who dealt with it said that content should have answered it."
ALL_QUESTIONS = "Every question that the filters let through; greetings and senseless text included."
GOLDEN = (
    "Questions approved with the documents that answer them, by which answers are measured: customers' own words, "
    "judged by people who know the content."
)
HELPFUL = "The customer's own vote on the answer; empty when there was none."


def deadline(data: Mapping[str, str]) -> str:
    """The end of the sentence that tells of a deadline."""
    what = CLOCKS.get(SlaClock(data["clock"]), data["clock"])
    return f" for the {what} " + ("is up" if data["level"] == Level.BREACHED else "is nearly up")
