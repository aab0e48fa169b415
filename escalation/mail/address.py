"""E-mail addresses: what counts as one, and whether two are the same."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr

from core.errors import InvalidInput

MAX_ADDRESS = 254
"""Characters (RFC 5321, section 4.5.3.1.3, less the angle brackets)."""
MAX_LOCAL = 64
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x20\x7f-\x9f]+")
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")


def checked_address(text: str) -> str:
    """`text` as a plain address with its domain in lower case; raises InvalidInput.

    Quoted local parts, addresses of hosts without a dot and literal IP addresses are refused: customers have none.
    """
    found = text.strip()
    local, _, domain = found.rpartition("@")
    good = len(found) <= MAX_ADDRESS and len(local) <= MAX_LOCAL and _LOCAL.fullmatch(local) and found.isprintable()
    if not good or local[0] == "." or local[-1] == "." or ".." in local or not _DOMAIN.fullmatch(domain):
        raise InvalidInput(f"{found[:80]!r} is not an e-mail address.")
    return f"{local}@{domain.lower()}"


def wire_address(address: str) -> str:
    """The address with an international domain in its ASCII form, as most mail servers want it."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def same_address(one: str, other: str) -> bool:
    """Whether mail to both reaches the same person: letter case makes no difference in practice."""
    return wire_address(one.strip()).casefold() == wire_address(other.strip()).casefold()


def named_address(text: str) -> tuple[str, str]:
    """Name and address of `Help <help@example.com>`; raises InvalidInput."""
    name, address = parseaddr(text)
    return name, checked_address(address)


def written(name: str, address: str) -> str:
    """The two in the form of a header."""
    return formataddr((name, wire_address(address)))
