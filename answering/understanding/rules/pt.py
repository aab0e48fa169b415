"""Portuguese."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(conta|conte|diz|diga|sabe)( me)? (uma|outra) (boa )?piada|(me )?(faz|faca)( me)? rir",
        r"(como esta|que tal) o tempo( hoje)?( ai)?|(eu )?te amo|amo te|casa comigo|canta (uma musica|algo)|estou "
        r"(com tedio|entediad[oa])",
        r"feliz (natal|ano novo|aniversario|pascoa)|boas festas|(a?ha){2,}h?|(k){3,}|(rs){1,}|lol+",
    ),
    "who_are_you": (
        r"(e )?quem (e (voce|tu)|es tu|es|sao voces|esta ai)( afinal)?|(o )?que (e voce|es tu)",
        r"(voce e|tu es|es|e|estou (falando|a falar|conversando) com|falo com)( aqui)? (um |uma )?(verdadeir[oa] )?"
        r"(robo|robot|bot|human[oa]|ia|maquina|pessoa( real| de verdade)?|chatbot|computador|ser humano)"
        r"( ou (um |uma )?(robo|robot|bot|human[oa]|maquina|pessoa( real| de verdade)?|chatbot))?",
        r"com quem (estou (falando|a falar)|falo|eu falo)|(o )?que (voce |tu )?(pode|podes|sabe|sabes|consegue) "
        r"fazer( por mim)?|"
        r"(como (voce )?se chama|como te chamas)|qual (e )?o (seu|teu) nome",
    ),
    "how_are_you": (
        r"espero que (esteja|estejam|estejas|tudo esteja|tudo va) (tudo )?bem",
        r"(e )?(como (esta|estas|vai|vais|voce esta|voce vai)|tudo (bem|bom|certo|joia)|td bem)( (com voce|contigo|"
        r"por ai|hoje|ai))*",
    ),
    "goodbye": (
        r"(fico a )?aguard(o|ar)( a)? (sua|tua|vossa) (resposta|mensagem)",
        r"tchau+|adeus|ate (logo|mais|breve|amanha|depois|a proxima)|boa noite e ate|fica bem|fique bem",
        r"(tenha |um |uma )*(otimo|otima|bom|boa) (dia|tarde|noite|semana|fim de semana|trabalho) (para|pra) (voce|"
        r"ti|todos)|(e |era )(so isso|tudo)|nada mais",
    ),
    "thanks": (
        r"((muito|muitissimo|super|mil vezes) )?(obrigad(o|a|os|as|inh[oa])|obg|brigad(o|a|ao)|agradecid[oa]|valeu|vlw)"
        r"( (mesmo|demais|de novo|novamente|por tudo|desde ja|pela atencao))*"
        r"( (pel[oa]|por) (sua |seu |tua |teu |vossa |vosso )?(ajuda|resposta|tempo|atencao|apoio|informac(ao|oes)|"
        r"suporte)( rapida)?)?",
        r"(eu )?agradeco( (muito|imenso|a ajuda))?|(muito |que )?gentil|simpatic[oa]",
        r"perfeito|otimo|excelente|maravilha|fantastico|beleza|entendi|percebi|entendido|compreendi|"
        r"resolvido|tudo certo|muito bom|bom trabalho",
        r"(agora |ja |isso )?(funcionou|funciona|deu certo|resolveu|ajudou( muito)?|me ajudou( muito)?)( (agora|sim|"
        r"perfeitamente))?",
    ),
    "greeting": (
        r"(ola+|oi+e?|ei|alo|hey|e ai|bom dia|boa tarde|boa noite|saudacoes)( (pessoal|a todos|gente|equipe|de novo|"
        r"outra vez))*",
        r"(tem |ha |esta )?(alguem)( (ai|aqui|por ai))?|(voce |voces )?(pode|podem|podes|poderia|podiam)( (me "
        r"ajudar|ajudar me|ajudar))( por favor)?|"
        r"(preciso de )?ajuda|me ajud(a|e)|ajudem me|(eu )?(tenho|queria fazer) uma (pequena )?(pergunta|duvida|"
        r"questao)|(uma )?(pergunta|duvida)",
    ),
}

FILLERS: tuple[str, ...] = (
    r"por favor|se faz favor|pf|pfv|sim|nao|ok(ay)?|bem|bom|entao|pois|ah|oh|hum+|e|mas|agora|hoje|ainda|tambem|"
    r"desculp[ae](me)?|com licenca|"
    r"senhor(a)?|sr|sra|ta|certo|muito|mesmo|claro",
)

_PERSON = (
    r"((verdadeir[oa] |outr[oa] )*(pessoa( (real|de verdade|humana|fisica))?|human[oa]|ser humano|atendente( "
    r"human[oa])?|operador(a)?|agente( humano)?|"
    r"assistente (humano|real)|funcionari[oa]|consultor(a)?|tecnico|responsavel|gerente|supervisor(a)?|alguem( (de "
    r"(verdade|voces|carne e osso)|d[oae] .+|real|da equipe))?)|"
    r"(o |ao |a )?(suporte( tecnico)?|atendimento( (ao cliente|humano))?|apoio ao cliente|servico de apoio|central "
    r"de atendimento|sac))"
)
_SURELY_PERSON = (
    r"((um |uma |o |a )?(atendente( human[oa])?|operador(a)?|pessoa (real|de verdade)|ser humano|humano|atendimento "
    r"humano))"
)
_LEAD = (
    r"((eu )?(quero|queria|gostaria de|preciso( de)?|desejo|prefiro|posso|poderia|como (posso|faco para|consigo)|e "
    r"possivel|me deixe|deixe me|"
    r"tem como|da para|da pra))"
)
_ARTICLE = r"((um|uma|o|a|os|as|com|ao|de|do|da|seu|sua|outro|outra|logo|diretamente|algum|alguma) )*"
_TALK = (
    r"((falar|conversar|escrever|me comunicar|comunicar me|tratar)( (logo|diretamente|agora))? (com|para)|contatar|"
    r"contactar|entrar em contat?cto com|"
    r"entrar em contato com|ser (atendid[oa]|transferid[oa]|contactad[oa]) (por|para)|ter)"
)
_TAIL = (
    r"( (por favor|agora|ja|aqui|logo|urgente|obrigad[oa]|por (telefone|chat)|e nao (com )?(um |uma )?(robo|bot|"
    r"maquina)|nao (com )?(um |uma )?(robo|bot|maquina)|"
    r"em vez d.*|sobre .+|que .+))*"
)

PERSON_REQUESTS: tuple[str, ...] = (
    rf"({_LEAD} )?{_TALK} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"((pode|podem|podes|poderia|podiam) )?(me )?(passa|passe|passar|passem|transfere|transfira|transferir|liga|"
    rf"ligue|ligar|encaminha|encaminhe|encaminhar|coloque|ponha|chama|chame|chamar|da|de)( me)?"
    rf"( em contato)? ((para|a|ao|com) )?{_ARTICLE}{_PERSON}{_TAIL}",
    rf"(eu )?(quero|queria|preciso de|exijo|gostaria de) {_ARTICLE}{_PERSON}{_TAIL}",
    rf"{_SURELY_PERSON}{_TAIL}",
    rf"(tem|ha|existe) {_ARTICLE}({_SURELY_PERSON}|alguem|pessoas)( (para falar|com quem (eu )?(possa )?falar|ai|"
    rf"disponivel|de verdade|que (me )?(atenda|ajude)))+",
    rf"{_ARTICLE}({_SURELY_PERSON}|pessoa|alguem) (pode|poderia) (me )?(ajudar|atender|ligar|responder)( me)?{_TAIL}",
    r"(podem|pode|poderiam) (me )?(ligar|telefonar|retornar)( me)?( por favor)?|(me liga|me ligue|liguem me)( por "
    r"favor)?|quero que me (liguem|telefonem)",
    r"nao quero (mais )?(falar|conversar) com (um |uma |este |esta |esse )?(robo|bot|maquina|chatbot|ia)",
)

NO = r"nao"
YES = (
    r"sim+( (por favor|obrigad[oa]|claro|quero|ok|pode ser))*|claro|com certeza|pode ser|quero|ok(ay)?|por favor|"
    r"isso|exato|certo|pode|esta bem|ta bom|aceito"
)

PERSON_WORDS = "atendente pessoa humano falar quero suporte atendimento operador"

STOP_WORDS = (
    "o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos pelas para pra com sem sobre "
    "entre até desde e ou mas se que "
    "quem qual quais quando quanto quanta quantos quantas como onde porque por porquê eu tu você ele ela nós vocês "
    "eles elas me te se lhe nos meu "
    "minha meus minhas teu tua seu sua seus suas nosso nossa este esta estes estas esse essa isto isso aquele "
    "aquela é são sou somos era eram ser "
    "foi foram estar está estão estou tem têm tenho ter há havia posso pode podemos podem poder consigo consegue "
    "devo deve preciso precisa quero "
    "quer queria gostaria fazer faço faz não mais menos muito pouco já ainda também só aqui lá aí então agora olá "
    "oi obrigado obrigada favor cada "
    "todo toda todos todas tudo outro outra algum alguma chama significa existe existem"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bquant[oa]s?\b(?! tempo)|\bqual (e )?(o |a )?(percentagem|porcentagem|numero|quantidade|preco|"
    r"tamanho|limite|idade|altura|valor)\b|\b(maximo|minimo)\b",
    "date": r"^(e |desde |ate |a partir de )?quando\b|\bem que (ano|data|dia|mes|seculo|periodo)\b|\b(por |ha |"
    r"durante )?quanto tempo\b|\bqual (e )?o prazo\b",
    "how_to": r"\bonde (posso|se (pode|encontra|muda)|encontro|mudo|altero|vejo|ativo|desativo|fica a opcao)\b|"
    r"\bcomo\b(?! (se )?(chama|chamam)\b)|"
    r"\b(maneira|forma|passos|jeito) (de|para)\b|^(posso|pode se|e possivel|da para|da pra|tem como)\b|\b(quero|"
    r"queria|gostaria de|preciso) \w+r\b",
    "person": r"^(a |de |por |para |com |e )?quem\b|\b(por|com|para|de) quem\b",
    "place": r"(^|\b(de|para|por|ate) )(onde|aonde)\b|\bem que (pais|cidade|lugar|regiao|menu|pasta|estado)\b",
    "reason": r"\bpor ?que\b|\bpor que (motivo|razao)\b|\bqual (e )?(a (causa|razao)|o motivo)\b",
    "definition": r"^(o )?que (e|sao|significa|quer dizer)\b|\bo que se entende\b|\bdefinicao\b",
    "yes_no": r"^(e|sao|tem|ha|existe|existem|devo|precisa)\b",
    "what": r"\bqua(l|is)\b|\bo que\b|^(a |de |em |por |com )?que\b",
}

LEANS_BACK = (
    r"(ele|ela|eles|elas|est[ea]s?|ess[ea]s?|aquel[ea]s?|isto|isso|aquilo|seu|sua|alem disso|contudo|porem|no "
    r"entanto|mas|tambem|depois|assim|"
    r"entao|portanto|por isso|caso contrario|senao|(nest|ness)e caso|por exemplo|para (isso|isto|tal|faze lo)|se "
    r"(sim|nao|for o caso)|amb[oa]s)\b"
)
