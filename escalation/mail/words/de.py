"""German."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="de",
    reply_subject="Ihre Frage: {question}",
    reply_subject_plain="Ihre Frage",
    wrote="{name} schrieb:",
    agent="Unser Team",
    assistant="Der automatische Assistent",
    customer="Sie",
    notice="Hinweis",
    sources="Quellen:",
    answer_here=(
        "Sie hatten die Seite verlassen, deshalb schreiben wir Ihnen per E-Mail. "
        "Zum Antworten genügt eine Antwort auf diese E-Mail."
    ),
    back="Oder schreiben Sie dort weiter, wo Sie uns geschrieben haben:",
    stop="Sie möchten keine E-Mails mehr zu dieser Frage? Antworten Sie mit dem Betreff „unsubscribe“.",
    transcript_subject="Unser Gespräch vom {date}",
    transcript_intro="Hier ist das Gespräch, um das Sie gebeten haben.",
    sign_in_subject="Ihr Link zum Anmelden",
    sign_in_hello="Guten Tag {name},",
    sign_in_text="mit diesem Link können Sie sich einmal anmelden:",
    sign_in_end="Er gilt bis {time} (UTC).",
    sign_in_ignore="Wenn Sie nicht darum gebeten haben, brauchen Sie nichts zu tun: Niemand hat sich angemeldet.",
    left_out="[Dateien der E-Mail, die nicht übernommen werden konnten: {names}]",
    cut="[Die E-Mail war länger; der Rest wurde weggelassen.]",
)
