"""English."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="en",
    subject="Now answered: {question}",
    intro="You asked us something that we could not answer then. Now there is an answer.",
    asked="Your question:",
    answer="The answer:",
    read_on="Read all of it:",
    why="You get this e-mail once, because you asked to be told.",
    stop="You want no more e-mails of this kind?",
    page_title="No more e-mails",
    page_ask="Shall we stop telling you by e-mail when a question of yours is answered?",
    page_button="Stop these e-mails",
    page_done="Done. We will not tell you of answers by e-mail any more.",
    page_bad="This link is not complete. Copy the whole address from the e-mail.",
)
