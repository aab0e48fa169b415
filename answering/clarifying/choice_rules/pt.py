"""Portuguese."""

from __future__ import annotations

FACETS = (
    "plano planos edicao edicoes versao versoes pacote pacotes assinatura licenca plataforma plataformas sistema "
    "aplicativo aplicacao app produto produtos modelo modelos dispositivo dispositivos"
)

ASKS_WHICH = (
    r"\b(qual|quais|cada|todos|todas|outr[oa]s|diferentes|comparar?) (sao )?(o |a |os |as )?"
    r"(planos?|edic(ao|oes)|vers(ao|oes)|pacotes?|assinaturas?|plataformas?|sistemas?( operacion(al|ais))?|produtos?|"
    r"modelos?|dispositivos?|aparelhos?|idiomas?|linguas?)\b"
)

ORDINALS = (
    r"primeir[oa]",
    r"segund[oa]|dois|duas",
    r"terceir[oa]|tres",
    r"quart[oa]|quatro",
    r"quint[oa]|cinco",
)
LAST = r"ultim[oa]"
ALL = (
    r"ambos|ambas|os dois|as duas|todos|todas|qualquer um(a)?|tanto faz|indiferente|nao sei|nao faco ideia|"
    r"(eu )?nao tenho (certeza|a certeza)|sei la"
)
NONE = (
    r"(nao )?(nenhum|nenhuma)( (dos|das) (dois|duas)| (destes|destas|desses|dessas|deles|delas))?|nem um nem outro|"
    r"outra coisa|(um )?outro|(uma )?outra|nao|nao e (isso|isto|esse|este|essa|esta)|nada disso"
)
FILLER = (
    r"o|a|um|uma|e|de|do|da|no|na|em|com|para|por|meu|minha|nosso|nossa|eu|nos|tenho|temos|uso|usamos|utilizo|quero|queria|"
    r"quis|dizer|digo|escolho|fico|opcao|escolha|numero|obrigado|obrigada|sim|ok|entao|so|favor|este|esta|esse|essa|aquele|"
    r"aquela|estou|falo|sou"
)
NOT = r"\bnao\b|\bsem\b"
QUESTION = r"^(e |mas )?(como|o que|onde|quando|por que|porque|quem|qual|quais|quant[oa]s?|posso|da para)\b"
