"""Italian."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="it",
    subject="Ora c'è la risposta: {question}",
    intro="Ci aveva fatto una domanda a cui allora non potevamo rispondere. Ora una risposta c'è.",
    asked="La sua domanda:",
    answer="La risposta:",
    read_on="Per leggere tutto:",
    why="Riceve questa e-mail una sola volta, perché ha chiesto di essere avvisato.",
    stop="Non desidera più e-mail di questo tipo?",
    page_title="Niente più e-mail",
    page_ask="Vuole che smettiamo di avvisarla per e-mail quando una sua domanda ha una risposta?",
    page_button="Non ricevere più queste e-mail",
    page_done="Fatto. Non la avviseremo più per e-mail delle risposte.",
    page_bad="Questo link non è completo. Copi l'intero indirizzo dall'e-mail.",
)
