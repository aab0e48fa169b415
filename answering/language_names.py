"""How speakers of each language call the others."""

from __future__ import annotations

from core.language import primary

_LANGUAGE_NAMES = {
    "en": {
        "en": "English", "es": "Spanish", "fr": "French", "zh": "Chinese", "de": "German", "pt": "Portuguese",
        "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch", "ru": "Russian", "ar": "Arabic",
        "": "another language",
    },
    "es": {
        "en": "inglés", "es": "español", "fr": "francés", "zh": "chino", "de": "alemán", "pt": "portugués",
        "it": "italiano", "ja": "japonés", "ko": "coreano", "nl": "neerlandés", "ru": "ruso", "ar": "árabe",
        "": "otro idioma",
    },
    "fr": {
        "en": "anglais", "es": "espagnol", "fr": "français", "zh": "chinois", "de": "allemand", "pt": "portugais",
        "it": "italien", "ja": "japonais", "ko": "coréen", "nl": "néerlandais", "ru": "russe", "ar": "arabe",
        "": "d'autres langues",
    },
    "zh": {
        "en": "英文", "es": "西班牙文", "fr": "法文", "zh": "中文", "de": "德文", "pt": "葡萄牙文",
        "it": "意大利文", "ja": "日文", "ko": "韩文", "nl": "荷兰文", "ru": "俄文", "ar": "阿拉伯文",
        "": "其他语言",
    },
    "de": {
        "en": "Englisch", "es": "Spanisch", "fr": "Französisch", "zh": "Chinesisch", "de": "Deutsch",
        "pt": "Portugiesisch", "it": "Italienisch", "ja": "Japanisch", "ko": "Koreanisch", "nl": "Niederländisch",
        "ru": "Russisch", "ar": "Arabisch", "": "fremdsprachigen Seiten",
    },
    "it": {
        "en": "inglese", "es": "spagnolo", "fr": "francese", "zh": "cinese", "de": "tedesco", "pt": "portoghese",
        "it": "italiano", "ja": "giapponese", "ko": "coreano", "nl": "olandese", "ru": "russo", "ar": "arabo",
        "": "un'altra lingua",
    },
    "nl": {
        "en": "het Engels", "es": "het Spaans", "fr": "het Frans", "zh": "het Chinees", "de": "het Duits",
        "pt": "het Portugees", "it": "het Italiaans", "ja": "het Japans", "ko": "het Koreaans",
        "nl": "het Nederlands", "ru": "het Russisch", "ar": "het Arabisch", "": "een andere taal",
    },
    "pt": {
        "en": "inglês", "es": "espanhol", "fr": "francês", "zh": "chinês", "de": "alemão", "pt": "português",
        "it": "italiano", "ja": "japonês", "ko": "coreano", "nl": "neerlandês", "ru": "russo", "ar": "árabe",
        "": "outro idioma",
    },
}  # fmt: skip


def is_language_name(name: str, lang: str) -> bool:
    """Whether speakers of `lang` call a language so."""
    return name in _names_for(lang).values()


def language_name(code: str, lang: str) -> str:
    """How speakers of `lang` call the language `code`; "another language" in their words when it is not listed."""
    names = _names_for(lang)
    return names.get(primary(code), names[""])


def _names_for(lang: str) -> dict[str, str]:
    return _LANGUAGE_NAMES.get(primary(lang), _LANGUAGE_NAMES["en"])
