"""French."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="fr",
    reply_subject="Votre question : {question}",
    reply_subject_plain="Votre question",
    wrote="{name} a écrit :",
    agent="Notre équipe",
    assistant="L'assistant automatique",
    customer="Vous",
    notice="Avis",
    sources="Sources :",
    answer_here=(
        "Vous aviez quitté la page ; nous vous écrivons donc par e-mail. "
        "Pour répondre, répondez simplement à ce message."
    ),
    back="Ou poursuivez là où vous nous avez écrit :",
    stop="Vous ne voulez plus d'e-mails sur cette question ? Répondez avec l'objet « unsubscribe ».",
    transcript_subject="Notre conversation du {date}",
    transcript_intro="Voici la conversation que vous avez demandée.",
    sign_in_subject="Votre lien de connexion",
    sign_in_hello="Bonjour {name},",
    sign_in_text="avec ce lien, vous pouvez vous connecter une fois :",
    sign_in_end="Il est valable jusqu'au {time} (UTC).",
    sign_in_ignore="Si vous ne l'avez pas demandé, vous n'avez rien à faire : personne ne s'est connecté.",
    left_out="[Fichiers de l'e-mail qui n'ont pas pu être repris : {names}]",
    cut="[L'e-mail était plus long ; la suite a été coupée.]",
)
