"""Whether two questions ask the same in other words: by the index terms they share, small words left out. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.stopwords import stopwords

Analyse = Callable[[str, str], Sequence[str]]
"""Gives the terms of a text in a language, as `retrieval.analysis.analyse` does."""

MIN_OF_SHORTER = 0.6
MIN_OF_LONGER = 0.3
"""Shares of the shorter and of the longer question's terms that must be common to both."""

# What people say who seek help, whatever it is about; beside the stopwords of their language.
_SEEKING = {
    "en": "ask asked cannot didn't doesn't getting give hello help hey hi isn't mine need one question still tell thank"
    " thanks try trying want wanting way won't work working works yes",
    "es": "algunos ayuda ayudar bueno buenas buenos debe debería debo decir entonces favor funciona funcionar gracias"
    " había hago has hola necesita necesito nuestra nuestro poder pregunta queremos quería quiere quiero saber ti"
    " tienen todavía ver vez",
    "fr": "aide aider autre avez avons bonjour bonsoir ceci dire dit doit dont est-ce fais faut fonctionne fonctionner"
    " merci non plaît pouvez pouvoir puis-je qu'est-ce quelqu'un question s'il sais salut savoir sera toujours va vais"
    " veut veux voir voudrais voulez vouloir",
    "de": "bitte brauche danke frage fragen funktioniert funktionieren geht gehen hallo helfen hilfe immer ja klappt"
    " klappen möchte probiert sagen versuche versucht wissen",
    "it": "aiutare aiuto ancora bisogno buongiorno ciao domanda funziona funzionare grazie posso provare provato prova"
    " sapere sempre sì vedere voglio volta vorrei",
    "nl": "alstublieft bedankt dank graag hallo help helpen hulp ja lukt lukken nodig nog proberen probeer steeds vraag"
    " vragen werken werkt weten",
    "pt": "ajuda ajudar ainda consigo favor funciona funcionar obrigada obrigado olá oi pergunta posso preciso quero"
    " saber sempre sim tentar tentei ver vez",
}
_SMALL_CHARACTERS = frozenset(
    "的了吗呢吧啊呀么嘛我你您他她它们是在有没不能可以要请问想会就都也还再和与或及把被给对为因所如何怎样什哪谁几个这办那之其"
    "用让到从去来得着过很太更最又只但却若则且"
)


class Similarity:
    """Compares questions."""

    def __init__(self, analyse: Analyse) -> None:
        self._analyse = analyse
        self._small_terms: dict[str, frozenset[str]] = {}

    def same(self, one: str, other: str, lang: str) -> bool:
        """Whether both ask the same; `lang` is the primary code of the language they are in."""
        first, second = self.terms(one, lang), self.terms(other, lang)
        if not first or not second:
            return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
        shared, sizes = len(first & second), sorted((len(first), len(second)))
        return shared >= MIN_OF_SHORTER * sizes[0] and shared >= MIN_OF_LONGER * sizes[1]

    def terms(self, text: str, lang: str) -> frozenset[str]:
        """The terms of `text` that say what it is about."""
        small = self._small(lang)
        terms = {term for term in self._analyse(text, lang) if term not in small and not _SMALL_CHARACTERS & set(term)}
        # Of scripts without spaces the pairs count: a single character stands in too many words.
        return frozenset(term for term in terms if len(term) > 1 or term.isascii()) or frozenset(terms)

    def _small(self, lang: str) -> frozenset[str]:
        if lang not in self._small_terms:
            seeking = self._analyse(_SEEKING.get(lang, ""), lang)
            usual = self._analyse(" ".join(stopwords(lang)), lang)
            self._small_terms[lang] = frozenset(seeking).union(usual)
        return self._small_terms[lang]
