"""Passwords: which ones are accepted, and how they are kept.

Argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two passes, one lane). A hash carries
its parameters, so that one made with others is recognised and made anew at the next sign-in.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.errors import InvalidInput

MIN_LENGTH = 12
MAX_LENGTH = 200
_AT_ONCE = 4
"""Hashes computed at one time: each takes 19 MiB and a core."""
_FEWEST_CHARACTERS = 5
_FEWEST_LEFT = 6
"""Letters and digits that must be left of a password without what is easily guessed."""
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "azertyuiop")
_LEET = str.maketrans("0134578@$!€", "oleastbasie")
# What lists of leaked passwords are made of, once digits and repetitions are taken away; in the four languages.
_COMMON = (
    "password passwort contrasena contraseña motdepasse mima wachtwoord senha parola secret secreto geheim "
    "letmein welcome bienvenue bienvenido willkommen admin administrator administrador administrateur login "
    "master superman batman dragon monkey sunshine princess princesa princesse iloveyou teamo tequiero jetaime "
    "woaini football futbol baseball soccer liverpool barcelona chelsea arsenal shadow michael jordan charlie "
    "thomas daniel jessica ashley chocolate whatever trustno starwars pokemon computer internet samsung google "
    "facebook hello hola bonjour nihao changeme default guest test testing temp temporary support helpdesk "
    "helpcenter helpcentre askwell company summer winter spring autumn sommer hiver verano invierno printemps "
    "access blink freedom flower hunter killer mustang "
)


class Passwords:
    """Makes and checks hashes; safe to use from several threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
        self._turns = threading.BoundedSemaphore(_AT_ONCE)
        self._nobodys = self._hasher.hash("the password of an account that is not there")

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        with self._turns:
            return self._hasher.hash(_normal(password))

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password; without a stored hash it takes as long to say no."""
        with self._turns:
            try:
                self._hasher.verify(stored or self._nobodys, _normal(password)[:MAX_LENGTH])
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None

    def is_outdated(self, stored: str) -> bool:
        """Whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(stored)


def checked_password(password: str, about: Sequence[str] = ()) -> str:
    """`password` when it is good enough; raises InvalidInput that says why not.

    `about` are words that others know of the person, such as name and e-mail address.
    """
    normal = _normal(password)
    if not MIN_LENGTH <= len(normal) <= MAX_LENGTH:
        raise InvalidInput(
            f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters. Three or four words make a good one."
        )
    if len(set(normal)) < _FEWEST_CHARACTERS:
        raise InvalidInput("This password repeats the same few characters. Choose one with more different ones.")
    if not _enough_left(normal, about):
        raise InvalidInput(
            "This password would be guessed early: it is made of words everybody tries, of neighbouring keys, or of "
            "your name or address. Three or four unrelated words make a good one."
        )
    return password


def _enough_left(password: str, about: Sequence[str]) -> bool:
    """Whether something is left of it when everything that is easily guessed is taken away."""
    known = {part for text in about for part in re.split(r"\W+|_", text.casefold()) if len(part) > 2}
    guessed = known | set(_COMMON.split())
    plain = [password.casefold(), password.casefold().translate(_LEET)]
    return all(len(re.sub(r"[\W_]+", "", _without(text, guessed))) >= _FEWEST_LEFT for text in plain)


def _without(text: str, words: set[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, " ")
    for row in _ROWS:
        for direction in (row, row[::-1]):
            text = _without_runs(text, direction)
    return re.sub(r"(.)\1{2,}", " ", text)


def _without_runs(text: str, row: str, shortest: int = 4) -> str:
    """`text` without stretches of at least four keys that lie side by side."""
    for length in range(len(row), shortest - 1, -1):
        for start in range(len(row) - length + 1):
            text = text.replace(row[start : start + length], " ")
    return text


def _normal(password: str) -> str:
    """One spelling for what looks the same, whatever keyboard it comes from (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)
