"""Portuguese."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="pt",
    subject="Já tem resposta: {question}",
    intro="Fez-nos uma pergunta a que na altura não soubemos responder. Agora há uma resposta.",
    asked="A sua pergunta:",
    answer="A resposta:",
    read_on="Ler tudo:",
    why="Recebe este e-mail uma única vez, porque pediu para ser avisado.",
    stop="Não quer mais e-mails deste tipo?",
    page_title="Sem mais e-mails",
    page_ask="Devemos deixar de avisar por e-mail quando uma pergunta sua tiver resposta?",
    page_button="Não receber mais estes e-mails",
    page_done="Pronto. Não enviaremos mais e-mails sobre respostas.",
    page_bad="Este link não está completo. Copie o endereço inteiro do e-mail.",
)
