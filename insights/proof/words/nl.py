"""Dutch."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="nl",
    subject="Nu beantwoord: {question}",
    intro="U vroeg ons iets waarop we toen geen antwoord hadden. Nu is er een antwoord.",
    asked="Uw vraag:",
    answer="Het antwoord:",
    read_on="Alles lezen:",
    why="U krijgt deze e-mail eenmalig, omdat u erom hebt gevraagd.",
    stop="Wilt u zulke e-mails niet meer ontvangen?",
    page_title="Geen e-mails meer",
    page_ask="Zullen we u niet meer mailen wanneer een van uw vragen is beantwoord?",
    page_button="Stop deze e-mails",
    page_done="Klaar. We mailen u niet meer over antwoorden.",
    page_bad="Deze link is niet volledig. Kopieer het hele adres uit de e-mail.",
)
