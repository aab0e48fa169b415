"""French."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="fr",
    subject="Nous avons la réponse : {question}",
    intro="Nous ne pouvions pas répondre à la question que vous nous avez posée. Il y a maintenant une réponse.",
    asked="Votre question :",
    answer="La réponse :",
    read_on="À lire en entier :",
    why="Vous recevez cet e-mail une seule fois, parce que vous avez demandé à être prévenu.",
    stop="Vous ne voulez plus d’e-mails de ce genre ?",
    page_title="Plus d’e-mails",
    page_ask="Voulez-vous que nous cessions de vous prévenir par e-mail quand une de vos questions a une réponse ?",
    page_button="Ne plus recevoir ces e-mails",
    page_done="C’est fait. Nous ne vous préviendrons plus des réponses par e-mail.",
    page_bad="Ce lien n’est pas complet. Copiez toute l’adresse qui figure dans l’e-mail.",
)
