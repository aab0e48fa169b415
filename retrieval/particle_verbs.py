"""English verbs with a particle that are nouns when written together: "log in" and "login", "back up" and "backup".

Apart, the particle is a stop word, and what is left means something else: "I cannot log in" is not about a log.
"""

from __future__ import annotations

import re

_BY_PARTICLE = {
    "in": "log sign check plug opt",
    "on": "log sign add",
    "out": "log sign check opt time print roll pay lock",
    "off": "log sign",
    "up": "back set sign start pop look clean pick follow top",
    "down": "shut drop count",
    "back": "roll pay cash",
}
_ENDING = "(?:s|d|ed|ing|ged|ging|ting|ped|ping)?"
_NOUN_BEFORE = r"(?<!\bthe )(?<!\ba )(?<!\bthis )(?<!\berror )(?<!\bmy )(?<!\byour )"
"""After these it is a noun and a preposition: "the log in that folder"."""
_VERB = re.compile(
    rf"{_NOUN_BEFORE}\b(?:"
    + "|".join(
        rf"(?:(?P<{particle}>{'|'.join(verbs.split())}){_ENDING}[ -]{particle})"
        for particle, verbs in _BY_PARTICLE.items()
    )
    + r")\b",
    re.IGNORECASE,
)


def joined(text: str) -> str:
    """`text` with such verbs written as one word."""
    return _VERB.sub(_together, text)


def joined_beside(text: str) -> str:
    """`text` with such verbs written as one word after them: whichever way content is read, it is found."""
    return _VERB.sub(lambda match: f"{match[0]} {_together(match)}", text)


def _together(match: re.Match[str]) -> str:
    particle = str(match.lastgroup)
    return f"{match[particle].lower()}{particle}"
