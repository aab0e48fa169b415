"""Italian."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="it",
    reply_subject="La sua domanda: {question}",
    reply_subject_plain="La sua domanda",
    wrote="{name} ha scritto:",
    agent="Il nostro team",
    assistant="L'assistente automatico",
    customer="Lei",
    notice="Avviso",
    sources="Fonti:",
    answer_here=(
        "Aveva lasciato la pagina, perciò le scriviamo per e-mail. Per rispondere basta rispondere a questa e-mail."
    ),
    back="Oppure prosegua dove ci ha scritto:",
    stop="Non desidera altre e-mail su questa domanda? Risponda con l'oggetto «unsubscribe».",
    transcript_subject="La nostra conversazione del {date}",
    transcript_intro="Ecco la conversazione che ha chiesto.",
    sign_in_subject="Il suo link di accesso",
    sign_in_hello="Buongiorno {name},",
    sign_in_text="con questo link può accedere una volta:",
    sign_in_end="È valido fino alle {time} (UTC).",
    sign_in_ignore="Se non lo ha chiesto, non deve fare nulla: nessuno ha effettuato l'accesso.",
    left_out="[File dell'e-mail che non è stato possibile acquisire: {names}]",
    cut="[L'e-mail era più lunga; il resto è stato tralasciato.]",
)
