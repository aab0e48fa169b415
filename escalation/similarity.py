"""Whether two questions ask the same in other words: by the index terms they share, small words left out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

Analyse = Callable[[str, str], Sequence[str]]
"""Gives the terms of a text in a language, as `retrieval.analysis.analyse` does."""

MIN_OF_SHORTER = 0.6
MIN_OF_LONGER = 0.3
"""Shares of the shorter and of the longer question's terms that must be common to both."""

# Words that say how something is asked, not what.
_SMALL_WORDS = {
    "en": "a an and any are as at be been but by can cannot can't could did didn't do does doesn't doing don't for"
    " from get getting give had has have having hello help hey hi how i i'm if in is isn't it it's its just"
    " like me mine my need no not of on one or other our please should so some still tell than thank thanks"
    " that the their them then there these they this to try trying us want was way we were what what's when"
    " where which who why will with won't would yes you your again also ask asked question work working works",
    "es": "a al algo algún alguna alguno algunos ante aún ayuda ayudar bueno buenas buenos cada como cómo con cual"
    " cuál cuales cuáles cuando cuándo cuanto cuánto de debe debería debo decir del desde donde dónde dos el él"
    " ella ellos en entonces era es esa ese eso esta está estaba estado están estar este esto estos estoy favor"
    " fue funciona funcionar gracias ha había hace hacer hacia hago han has hasta hay he hola la las le les lo"
    " los más me mi mí mis mucho muy nada necesita necesito ni no nos nosotros nuestra nuestro o otra otro para"
    " pero poder por porque porqué puede pueden puedo pregunta que qué queremos quería quiere quiero quien"
    " quién saber se sea ser si sí sido sin sobre sois son soy su sus también te tengo ti tiene tienen todavía"
    " toda todo tu tú tus un una uno unos usted ver vez ya yo",
    "fr": "à a ai aide aider as au aucun aura aussi autre aux avec avez avoir avons bien bonjour bonsoir c'est ça ce"
    " ceci cela ces cet cette chaque comme comment d' dans de depuis des dire dit dois doit donc dont du elle"
    " elles en encore est est-ce et étais étant était été être eu fait faire fais faut fonctionne fonctionner"
    " il ils j'ai je l' la là le les leur leurs lui ma mais me mes merci mon ne ni non nos notre nous on ont ou"
    " où par parce pas peut peux plaît plus pour pourquoi pouvez pouvoir puis-je puis qu'est-ce quand que quel"
    " quelle quelles quelqu'un quels question qui quoi s'il sa sais salut sans savoir se sera ses si son sont"
    " suis sur t' ta te tes toi ton toujours tous tout toute très tu un une va vais veut veux voir vos votre"
    " voudrais voulez vous vouloir y",
}
_SMALL_CHARACTERS = frozenset(
    "的了吗呢吧啊呀么嘛我你您他她它们是在有没不能可以要请问想会就都也还再和与或及把被给对为因所如何怎样什哪谁几个这办那之其"
    "用让到从去来得着过很太更最又只但却若则且"
)


class Similarity:
    """Compares questions."""

    def __init__(self, analyse: Analyse) -> None:
        self._analyse = analyse

    def same(self, one: str, other: str, lang: str) -> bool:
        """Whether both ask the same; `lang` is the primary code of the language they are in."""
        first, second = self.terms(one, lang), self.terms(other, lang)
        if not first or not second:
            return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
        shared, sizes = len(first & second), sorted((len(first), len(second)))
        return shared >= MIN_OF_SHORTER * sizes[0] and shared >= MIN_OF_LONGER * sizes[1]

    def terms(self, text: str, lang: str) -> frozenset[str]:
        """The terms of `text` that say what it is about."""
        small = self._small.get(lang, frozenset())
        terms = {term for term in self._analyse(text, lang) if term not in small and not _SMALL_CHARACTERS & set(term)}
        # Of scripts without spaces the pairs count: a single character stands in too many words.
        return frozenset(term for term in terms if len(term) > 1 or term.isascii()) or frozenset(terms)

    @cached_property
    def _small(self) -> dict[str, frozenset[str]]:
        return {lang: frozenset(self._analyse(words, lang)) for lang, words in _SMALL_WORDS.items()}
