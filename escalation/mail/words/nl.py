"""Dutch."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="nl",
    reply_subject="Uw vraag: {question}",
    reply_subject_plain="Uw vraag",
    wrote="{name} schreef:",
    agent="Ons team",
    assistant="De automatische assistent",
    customer="U",
    notice="Mededeling",
    sources="Bronnen:",
    answer_here="U had de pagina verlaten, daarom mailen we u. Antwoorden kan door deze e-mail te beantwoorden.",
    back="Of ga verder waar u ons schreef:",
    stop="Wilt u geen e-mails meer over deze vraag? Antwoord met het onderwerp ‘unsubscribe’.",
    transcript_subject="Ons gesprek van {date}",
    transcript_intro="Hier is het gesprek waar u om vroeg.",
    sign_in_subject="Uw link om in te loggen",
    sign_in_hello="Beste {name},",
    sign_in_text="met deze link kunt u één keer inloggen:",
    sign_in_end="De link is geldig tot {time} (UTC).",
    sign_in_ignore="Hebt u er niet om gevraagd, dan hoeft u niets te doen: niemand heeft ingelogd.",
    left_out="[Bestanden uit de e-mail die niet konden worden overgenomen: {names}]",
    cut="[De e-mail was langer; de rest is weggelaten.]",
)
