"""Words that turn a sentence around, and numbers written as words, by language; folded and in lower case."""

from __future__ import annotations

from retrieval.analysis import analyse


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# French “plus” says not only beside “ne”, and “de plus” says moreover.
NEGATIONS: dict[str, frozenset[str]] = {
    "en": _words("not no never cannot without neither nor none nobody nothing unable impossible"),
    "es": _words("no nunca jamas ni sin ningun ninguna ninguno nadie nada tampoco imposible"),
    "fr": _words("ne pas jamais sans aucun aucune ni rien personne impossible"),
    "zh": _words("不 没 未 勿 别 无 非 否"),
}
_NUMBER_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze",
    "zh": "零 一 二 三 四 五 六 七 八 九 十",
}
_MEANT_AS_ARTICLES = frozenset({"un", "一", "one", "uno"})
"""More often something else than a number."""
NUMBERS: dict[str, dict[str, str]] = {
    lang: {word: str(value) for value, word in enumerate(words.split()) if word not in _MEANT_AS_ARTICLES}
    for lang, words in _NUMBER_WORDS.items()
}
_OPPOSITES = {
    "en": "always/never before/after more/less maximum/minimum enabled/disabled allowed/forbidden required/optional "
    "increase/decrease first/last possible/impossible supported/unsupported free/paid above/below",
    "es": "siempre/nunca antes/después más/menos máximo/mínimo activado/desactivado permitido/prohibido "
    "obligatorio/opcional primero/último posible/imposible gratis/pago",
    "fr": "toujours/jamais avant/après plus/moins maximum/minimum activé/désactivé autorisé/interdit "
    "obligatoire/facultatif premier/dernier possible/impossible gratuit/payant",
    "zh": "之前/之后 最大/最小 启用/禁用 允许/禁止 必须/可选 免费/收费",
}
OPPOSITES: frozenset[frozenset[str]] = frozenset(
    frozenset(analyse(first, lang)[-1:] + analyse(second, lang)[-1:])
    for lang, pairs in _OPPOSITES.items()
    for first, second in (pair.split("/") for pair in pairs.split())
)
"""Pairs of terms of which a sentence can hold either."""
