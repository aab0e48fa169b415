"""English."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="en",
    reply_subject="Your question: {question}",
    reply_subject_plain="Your question",
    wrote="{name} wrote:",
    agent="Our team",
    assistant="The automatic assistant",
    customer="You",
    notice="Notice",
    sources="Sources:",
    answer_here="You had left the page, so this comes by e-mail. To answer, simply reply to this e-mail.",
    back="Or go on where you wrote to us:",
    stop="You want no more e-mails about this question? Reply with the subject “unsubscribe”.",
    transcript_subject="Our conversation of {date}",
    transcript_intro="Here is the conversation you asked for.",
    sign_in_subject="Your link to sign in",
    sign_in_hello="Hello {name},",
    sign_in_text="with this link you can sign in once:",
    sign_in_end="It is good until {time} (UTC).",
    sign_in_ignore="If you did not ask for it, you need not do anything: nobody has signed in.",
    left_out="[Files in the e-mail that could not be taken over: {names}]",
    cut="[The e-mail was longer; the rest was left out.]",
)
