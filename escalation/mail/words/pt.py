"""Portuguese."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="pt",
    reply_subject="A sua pergunta: {question}",
    reply_subject_plain="A sua pergunta",
    wrote="{name} escreveu:",
    agent="A nossa equipe",
    assistant="O assistente automático",
    customer="Cliente",
    notice="Aviso",
    sources="Fontes:",
    answer_here=(
        "A página já tinha sido fechada, por isso escrevemos por e-mail. Para responder, basta responder a este e-mail."
    ),
    back="Ou continue onde nos escreveu:",
    stop="Não quer mais e-mails sobre esta pergunta? Responda com o assunto “unsubscribe”.",
    transcript_subject="A nossa conversa de {date}",
    transcript_intro="Aqui está a conversa que pediu.",
    sign_in_subject="O seu link de acesso",
    sign_in_hello="Olá {name},",
    sign_in_text="com este link pode entrar uma vez:",
    sign_in_end="É válido até {time} (UTC).",
    sign_in_ignore="Se não o pediu, não precisa fazer nada: ninguém entrou.",
    left_out="[Arquivos do e-mail que não foi possível aproveitar: {names}]",
    cut="[O e-mail era mais longo; o resto foi deixado de fora.]",
)
