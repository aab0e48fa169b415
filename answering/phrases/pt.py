"""Portuguese, in words that read well in Brazil and in Portugal."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "Olá! O que deseja saber?",
    Phrase.THANKS: "De nada. Posso ajudar em mais alguma coisa?",
    Phrase.GOODBYE: "Até logo, e volte sempre que tiver uma pergunta.",
    Phrase.HOW_ARE_YOU: "Por aqui está tudo bem. O que deseja saber?",
    Phrase.WHO_ARE_YOU: (
        "Sou um assistente automático: respondo a partir dos artigos de ajuda e mostro de onde vem cada resposta. "
        "Se preferir falar com uma pessoa, basta dizer."
    ),
    Phrase.CHAT: "Estou aqui para as perguntas a que os artigos de ajuda respondem. O que deseja saber?",
    Phrase.GIBBERISH: "Não consegui perceber a pergunta. Pode dizê-la em poucas palavras?",
    Phrase.INSTRUCTION_PROBE: "Só posso responder a perguntas a partir dos artigos de ajuda. O que deseja saber?",
    Phrase.CAVEAT: "Não tenho certeza de que isto responda à sua pergunta, mas foi o mais próximo que encontrei:",
    Phrase.CAVEAT_OFFER: "Se não for isto, dê mais detalhes ou peça para falar com uma pessoa.",
    Phrase.PART_OPEN: "Sobre «{question}» não encontrei nada que eu possa garantir.",
    Phrase.OTHER_LANGUAGE: "Só encontrei isto em {language}:",
    Phrase.CLARIFY: "A qual destes se refere?",
    Phrase.CLARIFY_LANGUAGE: "Há ajuda sobre isto, mas não na sua língua. Em qual destas a mostro?",
    Phrase.NONE_OF_THEM: "Então trata-se de outra coisa. Dê mais detalhes, ou prefere que eu chame uma pessoa?",
    Phrase.NO_CONTENT: (
        "Não encontrei nada sobre isto nos artigos de ajuda. Passei a sua pergunta a uma pessoa, que responderá aqui."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Não tenho uma resposta que possa garantir. Passei a sua pergunta a uma pessoa, que responderá aqui."
    ),
    Phrase.ASKED_FOR_PERSON: "Com certeza. Pedi a uma pessoa que continue o atendimento; a resposta chega aqui.",
    Phrase.REPEATED_FAILURE: (
        "As minhas respostas não estão ajudando. Pedi a uma pessoa que continue o atendimento; a resposta chega aqui."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Lamento que isto não tenha ajudado. Pedi a uma pessoa que continue o atendimento; a resposta chega aqui."
    ),
    Phrase.SENSITIVE_TOPIC: "É melhor que uma pessoa trate deste assunto. Já o passei adiante; a resposta chega aqui.",
    Phrase.COMPLAINT: "Lamento o ocorrido. Passei a sua mensagem a uma pessoa, que responderá aqui.",
    Phrase.ACCOUNT_ACTION: (
        "Para isto alguém precisa ver a sua conta ou o seu pedido. Passei o assunto a uma pessoa, que responderá aqui."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Algo correu mal do nosso lado. Passei a sua pergunta a uma pessoa, que responderá aqui."
    ),
    Phrase.PERSON_IN_CHARGE: "A sua mensagem chegou à pessoa que está ajudando.",
    Phrase.STILL_QUEUED: "A sua pergunta está à espera de uma pessoa, que também lerá isto e responderá aqui.",
    Phrase.OFFER_PERSON: (
        "Continuo sem uma resposta que possa garantir. Devo chamar uma pessoa outra vez? Basta dizer."
    ),
    Phrase.MEANWHILE: "Uma pessoa ainda responderá aqui. Enquanto isso eu, o assistente automático, encontrei isto:",
    Phrase.HOW_SATISFIED: (
        "Este assunto consta como resolvido; se não estiver, escreva de novo. Está satisfeito com a ajuda recebida?"
    ),
}
