"""When a conversation goes to a person, and when it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model import Answer, Citation, Decision, Owner, Reason
from escalation.policy import NOT_A_QUESTION, Action, Attempt, HandoffPolicy, Situation, Verdict
from retrieval.analysis import analyse

POLICY = HandoffPolicy(analyse, ["lawyer", "data breach", "abogado", "律师", "avocat "])
CALM = Situation(Owner.ASSISTANT, "How do I reset my password?", "en")


def cited(*places: tuple[str, int]) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, document, "v1", "T", None, (), "q", start, start + 10, "en", "2026-11-21T10:00:00.000Z")
        for number, (document, start) in enumerate(places, 1)
    )


SURE = Answer(Decision.ANSWER, 0.95, "en", "Open Settings.", cited(("password.md", 0)))
CAVEAT = replace(SURE, decision=Decision.CAVEAT, confidence=0.6, reason=Reason.LOW_CONFIDENCE)
UNSURE = Answer(Decision.ESCALATE, 0.2, "en", "", reason=Reason.LOW_CONFIDENCE)
PERSON = replace(UNSURE, reason=Reason.ASKED_FOR_PERSON)
FAILED = replace(UNSURE, reason=Reason.INTERNAL_FAILURE)
HELLO = Answer(Decision.ANSWER, 0.0, "en", "Hello!", reason=Reason.SMALL_TALK)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (SURE, Verdict(Action.SHOW)),
        (CAVEAT, Verdict(Action.SHOW, Reason.LOW_CONFIDENCE)),
        (HELLO, Verdict(Action.SHOW, Reason.SMALL_TALK)),
        (UNSURE, Verdict(Action.ESCALATE, Reason.LOW_CONFIDENCE)),
        (replace(UNSURE, reason=Reason.NO_CONTENT), Verdict(Action.ESCALATE, Reason.NO_CONTENT)),
        (replace(UNSURE, reason=None), Verdict(Action.ESCALATE, Reason.LOW_CONFIDENCE)),
        (PERSON, Verdict(Action.ESCALATE, Reason.ASKED_FOR_PERSON)),
        (FAILED, Verdict(Action.ESCALATE, Reason.INTERNAL_FAILURE)),
    ],
)
def test_a_first_question(answer: Answer, verdict: Verdict) -> None:
    assert POLICY.decide(CALM, answer) == verdict


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "I will call my lawyer"),
        ("en", "My LAWYERS will write to you"),
        ("en", "Was there a data breach?"),
        ("en", "About those data breaches"),
        ("es", "Voy a llamar a mi abogado"),
        ("es", "Hablaré con mis abogados"),
        ("fr", "Mon avocat vous écrira"),
        ("zh", "我要找律师"),
    ],
)
def test_a_sensitive_word_hands_over_even_a_sure_answer(lang: str, question: str) -> None:
    situation = replace(CALM, question=question, lang=lang)
    assert POLICY.decide(situation, SURE) == Verdict(Action.ESCALATE, Reason.SENSITIVE_TOPIC)
    assert POLICY.decide(situation, HELLO) == Verdict(Action.ESCALATE, Reason.SENSITIVE_TOPIC)


@pytest.mark.parametrize("question", ["Where is the data?", "A breach of data", "What is law?", "Relawyering", ""])
def test_a_part_of_a_sensitive_phrase_is_not_enough(question: str) -> None:
    assert not POLICY.sensitive(question, "en")


def attempts(*questions: str, decision: Decision = Decision.CAVEAT, start: int = 0) -> tuple[Attempt, ...]:
    return tuple(Attempt(question, decision, frozenset({("password.md", start, start + 10)})) for question in questions)


def test_the_same_question_rephrased_twice_without_success() -> None:
    once = replace(CALM, attempts=attempts("password reset"))
    twice = replace(CALM, attempts=attempts("password reset", "reset the password please"))
    assert POLICY.decide(once, CAVEAT).action is Action.SHOW
    assert POLICY.decide(twice, CAVEAT) == Verdict(Action.ESCALATE, Reason.REPEATED_FAILURE)


def test_finding_the_same_passage_again_is_the_same_question_in_any_words() -> None:
    situation = replace(CALM, attempts=attempts("I am locked out", "nothing lets me in", decision=Decision.ANSWER))
    assert POLICY.decide(situation, SURE) == Verdict(Action.ESCALATE, Reason.REPEATED_FAILURE)


ROLES = "| Manager | sees billing |\n| Receptionist | sees names |"


@pytest.mark.parametrize(
    ("question", "quote", "action"),
    [
        ("and receptionist?", ROLES, Action.SHOW),
        ("can they see billing", ROLES, Action.SHOW),
        ("what does the manager see, the manager role?", ROLES, Action.ESCALATE),
        ("I did that already", ROLES, Action.ESCALATE),
        ("and the owner?", ROLES, Action.ESCALATE),
    ],
)
def test_another_question_that_the_same_passage_answers_is_no_failure(
    question: str, quote: str, action: Action
) -> None:
    asked = attempts("what may the manager role see?", "what can the manager do?", decision=Decision.ANSWER)
    (citation,) = SURE.citations
    answer = replace(SURE, citations=(replace(citation, quote=quote),))
    situation = replace(CALM, question=question, attempts=asked)
    assert POLICY.decide(situation, answer).action is action
    unsure = POLICY.decide(situation, replace(answer, decision=Decision.CAVEAT, reason=Reason.LOW_CONFIDENCE))
    assert unsure == Verdict(Action.ESCALATE, Reason.REPEATED_FAILURE)


def test_a_sure_answer_from_a_passage_not_shown_yet_is_given() -> None:
    situation = replace(CALM, attempts=attempts("password reset", "reset the password please", start=500))
    assert POLICY.decide(situation, SURE).action is Action.SHOW
    assert POLICY.decide(situation, CAVEAT).action is Action.ESCALATE


def test_an_answer_that_helped_is_no_failure() -> None:
    helped = tuple(replace(attempt, helpful=True) for attempt in attempts("password reset", "reset the password"))
    assert POLICY.decide(replace(CALM, attempts=helped), CAVEAT).action is Action.SHOW


def test_other_questions_in_between_do_not_count_and_do_not_reset() -> None:
    other = (Attempt("Where are my invoices?", Decision.ANSWER, frozenset({("invoices.md", 0, 9)})),)
    one, two = attempts("password reset", "reset the password please")
    assert POLICY.decide(replace(CALM, attempts=(one, *other, *other)), CAVEAT).action is Action.SHOW
    assert POLICY.decide(replace(CALM, attempts=(one, *other, two)), CAVEAT).action is Action.ESCALATE


def test_how_many_rephrasings_are_bearable_can_be_set() -> None:
    patient = HandoffPolicy(analyse, rephrasings=3)
    situation = replace(CALM, attempts=attempts("password reset", "reset the password please"))
    assert patient.decide(situation, CAVEAT).action is Action.SHOW


@pytest.mark.parametrize("answer", [SURE, CAVEAT, UNSURE, PERSON, FAILED, HELLO])
def test_while_a_person_is_in_charge_nothing_is_said(answer: Answer) -> None:
    silent = Verdict(Action.SILENT, Reason.PERSON_IN_CHARGE)
    assert POLICY.decide(replace(CALM, owner=Owner.AGENT), answer) == silent
    assert POLICY.decide(replace(CALM, owner=Owner.QUEUE, person_in_charge=True), answer) == silent


def test_while_queued_only_a_new_question_with_a_sure_answer_is_answered() -> None:
    queued = replace(CALM, owner=Owner.QUEUE, queued_for="Where is my refund?")
    assert POLICY.decide(queued, SURE) == Verdict(Action.MEANWHILE)
    assert POLICY.decide(queued, HELLO) == Verdict(Action.REMIND, Reason.SMALL_TALK)
    assert POLICY.decide(queued, CAVEAT) == Verdict(Action.JOIN, Reason.LOW_CONFIDENCE)
    assert POLICY.decide(queued, UNSURE) == Verdict(Action.JOIN, Reason.LOW_CONFIDENCE)
    assert POLICY.decide(queued, PERSON) == Verdict(Action.JOIN, Reason.ASKED_FOR_PERSON)
    same = replace(queued, queued_for="password reset")
    assert POLICY.decide(same, SURE).action is Action.JOIN


def test_while_queued_a_further_word_that_the_answer_has_makes_a_new_question() -> None:
    queued = replace(CALM, owner=Owner.QUEUE, queued_for="can I pay the monthly plan with PayPal")
    answer = replace(SURE, citations=(replace(SURE.citations[0], quote="| SEPA | Yes |\n| PayPal | No |"),))
    asked = replace(queued, question="can I pay the monthly plan with PayPal and SEPA")
    assert POLICY.decide(asked, answer) == Verdict(Action.MEANWHILE)
    assert POLICY.decide(asked, SURE).action is Action.JOIN


def test_a_question_a_person_has_dealt_with_does_not_loop_into_hand_off() -> None:
    """The assistant says that it does not know and offers a person; the customer decides."""
    returned = replace(CALM, handed_back=("password reset",))
    assert POLICY.decide(returned, UNSURE) == Verdict(Action.OFFER, Reason.LOW_CONFIDENCE)
    assert POLICY.decide(returned, SURE) == Verdict(Action.SHOW)
    assert POLICY.decide(returned, PERSON) == Verdict(Action.ESCALATE, Reason.ASKED_FOR_PERSON)
    assert POLICY.decide(returned, FAILED) == Verdict(Action.ESCALATE, Reason.INTERNAL_FAILURE)


def test_a_new_question_after_a_hand_back_is_handed_over_as_usual() -> None:
    returned = replace(CALM, handed_back=("Where is my refund?",))
    assert POLICY.decide(returned, UNSURE) == Verdict(Action.ESCALATE, Reason.LOW_CONFIDENCE)


def test_feedback() -> None:
    assert POLICY.on_feedback(Owner.ASSISTANT, False) == Verdict(Action.ESCALATE, Reason.NEGATIVE_FEEDBACK)
    assert POLICY.on_feedback(Owner.ASSISTANT, True).action is Action.SHOW
    assert POLICY.on_feedback(Owner.QUEUE, False).action is Action.SHOW
    assert POLICY.on_feedback(Owner.AGENT, False).action is Action.SHOW
    assert POLICY.on_feedback(Owner.ASSISTANT, False, before_hand_back=True).action is Action.SHOW


questions = st.sampled_from(
    ["How do I reset my password?", "password reset", "Where is my refund?", "hello", "call my lawyer", "密码"]
)
situations = st.builds(
    Situation,
    owner=st.sampled_from(Owner),
    question=questions,
    lang=st.sampled_from(["en", "zh"]),
    person_in_charge=st.booleans(),
    queued_for=st.none() | questions,
    handed_back=st.lists(questions, max_size=2).map(tuple),
    attempts=st.lists(
        st.builds(
            Attempt,
            question=questions,
            decision=st.sampled_from(Decision),
            quoted=st.frozensets(st.just(("password.md", 0, 10))),
            helpful=st.none() | st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
)
answers = st.sampled_from([SURE, CAVEAT, UNSURE, PERSON, FAILED, HELLO])


@given(situations, answers)
def test_in_every_situation_the_verdict_keeps_the_rules(situation: Situation, answer: Answer) -> None:
    verdict = POLICY.decide(situation, answer)
    person = situation.person_in_charge or situation.owner is Owner.AGENT
    assert (verdict.action is Action.SILENT) == person
    if person:
        return
    assert (verdict.action in {Action.JOIN, Action.MEANWHILE, Action.REMIND}) <= (situation.owner is Owner.QUEUE)
    assert (verdict.action in {Action.ESCALATE, Action.OFFER}) <= (situation.owner is Owner.ASSISTANT)
    if verdict.action in {Action.SHOW, Action.MEANWHILE}:
        assert answer.decision is not Decision.ESCALATE, "what is not sure is never shown as if it were"
    if verdict.action not in {Action.SHOW, Action.MEANWHILE, Action.REMIND}:
        assert verdict.reason is not None
        assert verdict.reason not in NOT_A_QUESTION, "small talk does not fill the queue"
    if answer.reason in {Reason.ASKED_FOR_PERSON, Reason.INTERNAL_FAILURE}:
        assert verdict.action in {Action.ESCALATE, Action.JOIN}, "who asks for a person gets one"
    assert POLICY.decide(situation, answer) == verdict
