"""Portuguese."""

NAME = (
    r"(?:[ ,]+(?:a todos|\[name\]|(?:sr|sra|senhor|senhora|dr|dra)\.?(?: [^\s,.!:;–—-]{1,30})?"
    r"|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:olá|oi|bom dia|boa tarde|boa noite|caro|cara|prezado|prezada|prezados){NAME}\s*[,!.:;–—-]+\s*",
    rf"(?:olá|oi|bom dia|boa tarde|boa noite|caro|cara|prezado|prezada){NAME}\s*$",
    r"exm[oa]s?\.? .{1,80}?[,!]\s*",
)
COURTESIES = (
    r"(?:muito )?obrigad[oa]s?(?: (?:por|pela|pelo|mais uma vez|desde já))?\b.{0,110}[.!]?",
    r"(?:agradeço|agradecemos)\b.{0,110}[.!]?",
    r"(?:lamento|lamentamos|sinto muito|sentimos muito|desculpe|desculpa|pedimos desculpas?|peço desculpas?|"
    r"as (?:minhas|nossas) desculpas)(?: (?:por|pelo|pela|pelos|pelas|que|o|a) .{0,90})?\s*[.!]*",
    r"(?:compreendo|entendo|compreendemos|entendemos) (?:perfeitamente |bem )?(?:a|o|que|como|sua|seu)\b.{0,80}[.!]",
    r"(?:espero|esperamos|esperando)\b.{0,110}[.!]?",
    r"(?:se (?:tiver|precisar|houver|surgir)|caso|qualquer|para (?:qualquer|mais))\b.{0,70}"
    r"(?:dúvida|ajuda|pergunta|questão|problema|algo|coisa).{0,60}(?:escrev|contat|contact|dispor|disposição|avis|"
    r"diga|aqui)"
    r".{0,60}[.!]?",
    r"(?:não hesite|fico|ficamos|estou|estamos) .{0,30}(?:contatar|contactar|disposição|dispor|"
    r"escrever)\b.{0,110}[.!]?",
    r"(?:avise-me|avise-nos|me avise|nos avise|diga-me|diga-nos)\b.{0,80}[.!]?",
    r"(?:posso|podemos) (?:ajudar|ajudá-l[oa])\b.{0,60}[?.!]?",
    r"(?:desejo|desejamos|tenha|um bom|uma boa|boa|bom)\b.{0,20}(?:dia|tarde|noite|semana|fim de semana).{0,30}[.!]?",
    r"(?:meu nome é|o meu nome é|chamo-me) .{1,60}[.!]",
    r"(?:ótima|boa) pergunta\s*[.!]?",
)
CLOSINGS = (
    r"(?:com os )?(?:melhores cumprimentos|atenciosamente|cordialmente|cumprimentos|abraços?|saudações)[ "
    r",.!–—-]*.{0,20}$",
    r"(?:até (?:breve|logo)|obrigad[oa]|bom dia|boa tarde)[ ,.!–—-]*$",
    r"enviado (?:do|da|a partir do) .{1,40}$",
)
