"""Names of accounts: what customers sign in with, told by the words before it."""

from __future__ import annotations

import re

_NAME = r"[A-Za-z0-9\u00c0-\u024f](?:[\w.+-]{1,62}[A-Za-z0-9_\u00c0-\u024f])"
# Holds what words do not hold: such a name needs no sentence around it.
_ODD = rf"(?=[\w.+-]*[\d_]){_NAME}"
_QUOTE = r"[\"'“”«» ]{0,2}"
# What customers say of a name rather than a name.
_SAID_EN = (
    r"(?:a|all|already|also|always|an|as|at|blank|blocked|by|called|cannot|case|changed|correct|deleted|different|disabled"
    r"|displayed|empty|expired|fine|for|from|gone|good|greyed|hidden|i|in|incorrect|invalid|it|just|locked|lost|missing|my|myself"
    r"|never|no|not|now|ok|okay|on|only|our|out|required|right|same|shown|spelled|still|suspended|taken|that|the|their|there"
    r"|this|to|too|unavailable|unknown|used|valid|very|visible|what|when|with|wrong|your|admin|administrator|guest|root|user"
    r"|two|one|both|none|and|or|but|how|why|which|who|settings?|page|name|number|password|email|e-mail|balance|status"
    r"|manager|type|details|information|holder|owner|access|login|recovery|security|history|activity|deletion|creation|filled|needed|entered|set|unique|based|generated|derived|automatically"
    r"|made|stored|usually|typically|being|then|left|part|optional|visible|longer|short|long)"
)
_SAID_ES = (
    r"(?:bloquead[oa]|correct[oa]|demasiado|desconocid[oa]|diferente|distint[oa]|el|ella|en|erróne[oa]|ese|este|igual"
    r"|incorrect[oa]|inválid[oa]|invitado|la|lo|mi|muy|no|nuev[oa]|obligatori[oa]|otr[oa]|para|que|válid[oa]|ya|un|una|de|del"
    r"|con|sin|se|su|tu|requerid[oa]|necesari[oa]|únic[oa]|visible|generad[oa]|opcional|mostrad[oa]|usad[oa]|cada|cuando"
    r"|administrador|usuario|google|facebook|principal|premium|gratuita|está|fue|ha)"
)
_SAID_FR = (
    r"(?:le|la|les|un|une|mon|ma|mes|votre|notre|déjà|pas|bien|bloqué|correct|différent|erroné|faux|identique|inconnu"
    r"|incorrect|indisponible|invalide|manquant|nouveau|obligatoire|oublié|pris|refusé|toujours|trop|valide|vide|dans|de|du"
    r"|en|et|ou|qui|que|requis|rempli|demandé|affiché|saisi|inséré|utilisé|attribué|unique|visible|nécessaire|généré|facultatif"
    r"|composé|celui|avec|sans|administrateur|invité|utilisateur|google|facebook|principal|premium|gratuit|est|a)"
)
_END = r"(?![\w@])"


def _plain(said: str) -> str:
    return rf"(?!{said}{_END})(?!\d+{_END}){_NAME}{_END}"


_WHO_EN = r"(?:user[ -]?name|user[ -]?id|screen name|login(?: name| id)?|handle|nickname|account name)"
_WHO_ES = r"(?:nombre de usuario|usuario|nombre de la cuenta|apodo)"
_WHO_FR = r"(?:nom d['’]utilisateur|identifiant|pseudo(?:nyme)?|nom de compte)"
_WHO_ZH = r"(?:用户名|登录名|账号名?|帐号|账户名?|昵称|微信号|(?<![A-Za-z])(?:QQ号?|ID))"

PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i)(\b{_WHO_EN}(?: is| was|:| =)\s{{0,2}}{_QUOTE}){_plain(_SAID_EN)}",
        rf"(?i)(\b{_WHO_EN} {_QUOTE}){_ODD}{_END}",
        rf"(?i)(\blogin {_QUOTE})(?!(?:fails|works|does|is|page|name|id|failed|problem|screen|button|attempts?)\b)"
        rf"{_plain(_SAID_EN)}(?= (?:fails|does|is|was|has|cannot|can't|not|no longer)\b)",
        rf"(?i)(\b(?:sign(?:ed)?|log(?:ged)?)[ -]?in(?:to)? (?:as|with) {_QUOTE})"
        rf"(?:{_ODD}{_END}|{_plain(_SAID_EN)}(?=[.,!?]?$))",
        rf"(?i)(\bmy account {_QUOTE})(?:{_ODD}{_END}|{_plain(_SAID_EN)}(?= (?:is|was|has been|got|cannot|can't)\b))",
        rf"(?i)(\b{_WHO_ES}(?: es|:| =)\s{{0,2}}{_QUOTE}){_plain(_SAID_ES)}",
        rf"(?i)(\b{_WHO_ES} {_QUOTE}){_ODD}{_END}",
        rf"(?i)(\b(?:entro|inicio sesión|accedo|me conecto) (?:como|con) {_QUOTE}){_plain(_SAID_ES)}",
        rf"(?i)(\bmi cuenta {_QUOTE})(?:{_ODD}{_END}|{_plain(_SAID_ES)}(?= (?:está|fue|ha sido|no)\b))",
        rf"(?i)(\b{_WHO_FR}(?: est| ?:| =)\s{{0,2}}{_QUOTE}){_plain(_SAID_FR)}",
        rf"(?i)(\b{_WHO_FR} {_QUOTE}){_ODD}{_END}",
        rf"(?i)(\bje me connecte (?:avec|comme|en tant que) {_QUOTE}){_plain(_SAID_FR)}",
        rf"(?i)(\bmon compte {_QUOTE})(?:{_ODD}{_END}|{_plain(_SAID_FR)}(?= (?:est|a été|n'est|ne)\b))",
        rf"(?i)({_WHO_ZH}(?:是|为|叫|[:：])\s?{_QUOTE})(?!\d+(?!\w))[A-Za-z0-9][A-Za-z0-9_.+-]{{2,63}}",
        rf"(?i)({_WHO_ZH}\s?{_QUOTE})(?=[A-Za-z0-9_.+-]*[A-Za-z])(?:(?=[A-Za-z0-9.+-]*[\d_])[A-Za-z][A-Za-z0-9_.+-]{{2,63}}"
        r"|[A-Za-z][A-Za-z0-9_.+-]{2,63}(?=\s?(?:被|无法|不能|登不|已)))",
    )
)
"""Each matches a name of an account together with the words that tell it; the words are its first group."""
