"""English."""

from __future__ import annotations

from insights.digest.words.words import DigestWords

WORDS = DigestWords(
    lang="en",
    subject="Content, {first} to {last}: gaps opened {opened}, closed {closed}",
    hello="Hello {name},",
    asked="From {first} to {last}, customers asked the content {questions} questions.",
    answered="Answered: {rate} (the week before: {before}).",
    nothing_before="nothing asked",
    shares="Confirmed as helpful: {confirmed}. Assumed helpful: {assumed}. Handed to a person: {handed_off}.",
    without_answer="Questions without a good answer: {number}.",
    nobody_asked="From {first} to {last}, nobody asked anything of the content.",
    no_gaps="No gap was opened, closed or reopened.",
    new="What customers asked and did not get (new gaps)",
    worst="The most harmful gaps left to do",
    closed="Closed: asked again, and answered",
    reopened="Reopened",
    size="questions: {questions}, customers: {customers}",
    board="All gaps:",
    report="The figures, each with its definition:",
    why="You get this letter on Mondays because you chose to. It names questions with personal data masked.",
    stop="To stop it:",
)
