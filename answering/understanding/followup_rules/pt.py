"""Portuguese."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|obrigad[oa]( mesmo)?|muito obrigad[oa]|perfeito|ótimo|bom|boa|bem|certo|está bem|tá( bom)?|entendi|"
    r"percebi|"
    r"claro|beleza|ah|oh|hum+|sim|não|desculp[ae]|olá|oi|bom dia|boa tarde|por favor|espera|espere|pois|então|"
    r"na verdade)\b ?)+"
)

CONTINUES = (
    r"(e (?=se|para|pra|em|no|na|com|sem)|e (quanto|em relação) (a|ao|à|aos|às)|e (o|a|os|as) que|e|mas|porém|"
    r"ou (?=para|em|no|na|com|por|via)|também|o mesmo (?=para|com|em)|(?=que mais\b)|só|somente|apenas|"
    r"quanto (a|ao|à))\b( também\b)?"
)

CORRECTS = (
    r"((não )?((eu )?(quis dizer|queria dizer|quero dizer|estava (falando|a falar) (de|do|da|sobre)|falava (de|do|da)|"
    r"me refiro (a|ao|à)|referia me (a|ao|à)|me referia (a|ao|à)|pensava (em|no|na)|queria (saber|perguntar))|"
    r"a minha pergunta era( sobre)?|não foi isso que (eu )?(perguntei|quis)|aliás|melhor dizendo|correção)\b)( (o|a|"
    r"os|as)\b)?"
)

REJECTS = (
    r"(não )?(não(?= (o|a|os|as|um|uma|no|na|em|com|para|de|do|da|meu|minha|esse|esta)\b)|em vez (de|do|da)|ao "
    r"invés (de|do|da))\b"
)

TURNS = r"\b(mas|e sim|antes)\b"

POINTS_BACK = (
    r"\b(isso|isto|aquilo|esse|essa|esses|essas|este|esta|estes|estas|aquele|aquela|ele|ela|eles|elas|nele|nela|neles|"
    r"dele|dela|deles|disso|disto|nisso|nisto|com isso|lá|"
    r"(o|a|os|as) (meu|minha|mesmo|mesma)$|(o outro|a outra|os outros|um outro|uma outra|outro|outra)$|"
    r"(o|a) (primeiro|primeira|segundo|segunda|último|última|próximo|próxima)$|amb[oa]s|"
    r"(como|onde|quando|posso|devo|quero|preciso|não|eu|que|para|de) (o|a|os|as|lhe) \w+r|"
    r"\w+ (lo|la|los|las)|\w+(á|ê|í) (lo|la|los|las))\b|"
    r"\b(com|sem|para|depois|antes|contra)$"
)

POINTS_NOWHERE = (
    r"\b((est[ea]|ess[ea]|deste|desta|neste|nesta) (ano|mês|semana|vez|app|aplicativo|site|página|programa|produto|"
    r"conta|"
    r"telefone|celular|computador|documento|arquivo|ficheiro)|o que (é|significa) (isso|isto)|por isso|como funciona|"
    r"(o|a|os|as) que)\b"
)

ELLIPTIC = (
    r"^(o )?(que|quem|onde) mais\b|^mais alguma coisa\b|\b(um |uma )?outr[oa]s? (forma|formas|maneira|modo|opção|"
    r"opções|"
    r"possibilidade|método|solução|jeito)|^(há |existe |existem |tem )?(uma |alguma )?alternativas?\b|"
    r"\bqual (é )?a diferença\b(?! entre)|^(ainda|de novo|outra vez) |"
    r"^(o|a) (segundo|segunda|primeiro|primeira|terceiro|terceira|último|última|próximo|próxima)\b|"
    r"\b(mais (barato|barata|rápido|rápida|simples|fácil|lento|longo|curto)|melhor|maior|menor)$|"
    r"^mais (detalhes|informações|info)\b|^não (funciona|funcionou|dá|deu certo|encontrei)"
)

ASKS = (
    r"\b(como|o que|que|quando|onde|por que|porque|quem|qual|quais|quanto|quanta|quantos|quantas|posso|pode|poderia|"
    r"é|são|"
    r"tem|têm|há|devo|deve|preciso|eu|ele|ela|vale|funciona)\b"
)

TASK = (
    r"^(e |olá |oi |por favor |ok )*(como (posso|se (pode|faz)|faço (para|pra)|poderia|devo|eu)|como|"
    r"(posso|pode se|poderia|é possível|dá (para|pra)|tem como)|(eu )?(quero|queria|gostaria de|preciso( de)?)|"
    r"o que acontece (se|quando)|onde (posso|se pode)|(me )?ajude( me)? a) (me |se )?"
)

DEFINES = r"^(o )?que (é|são|significa) (?!(isso|isto|o|a|meu|minha)\b)|^quem (é|foi) |\bsignifica$|^expli\w+ \w"

COMPLETE = (
    r"\b(entrar na conta|login|regist\w+|cadastr\w+|assin\w+|cancel\w+|reembols\w+|pag(ar|amento|amentos)|contat\w+|"
    r"contact\w+|entreg\w+|envi\w+|fatur\w+|senha|palavra passe|conta|horários?|idiomas?|línguas?|preços?|tarifas?)\b"
)

PREPOSITIONS = (
    ("em", "no", "na", "nos", "nas"),
    ("para", "pra"),
    ("com", "via", "por", "pelo", "pela"),
    ("sem",),
    ("desde",),
    ("a", "ao", "à", "aos", "às", "até"),
    ("de", "do", "da", "dos", "das"),
    ("antes", "depois", "durante"),
)

JOINS = r"\b(e|ou|mas|se|quando|porque|que|enquanto|até|então|depois|antes|logo|pois|porém|caso)\b"

ALSO_ASKS = (
    r"\b(e também|e|também|além disso) (?=(como|onde|quando|quanto|quanta|quantos|quantas|por que|porque|qual|quais|"
    r"quem|o que (é|são|acontece|devo)|(posso|podemos|dá para|dá pra|há|tem) ) )"
)

LIGHT = (
    "saber sei ver verificar encontrar encontro funciona funcionam funcionar coisa coisas tentar tentei mostrar olhar "
    "ainda sempre vez agora depois antes igual bem ok aqui lá ir vai vou dar colocar pôr tomar primeiro primeira "
    "segunda "
    "segundo terceiro terceira último última próximo passo opção opções modo maneira forma jeito diferença exatamente "
    "custa meu teu nunca nada sim não verdade só somente apenas mais outro outra outros outras serve alguma algo "
    "tudo isso "
    "isto esse essa este esta ele ela eles elas tempo vale quis demora dizer mesmo mesma realmente preciso"
)

REMOVAL = (
    r"\b(não (preciso|precisamos|quero|queremos|uso|usamos) mais|já não (preciso|quero|uso|precisar|quiser|usar)|"
    r"não (o|a|os|as) (quero|uso) mais|(me )?livrar( me)? d\w+)\b"
)

REMOVE = "excluir apagar remover"
