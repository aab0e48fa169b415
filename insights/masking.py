"""Takes personal data out of text before it reaches logs and the content team.

Rules for what customers write in English, Spanish, French and Chinese. A rule that can be checked is checked (Luhn for
cards, ISO 7064 for IBANs), so that what only looks alike stays: the content team needs versions, error codes, prices
and dates. Where doubt remains, privacy wins. Names of people are beyond rules and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address

from insights.personal import accounts, addresses

RULES_VERSION = 3
"""Raised when the rules change, so that what is stored is masked anew."""

EMAIL, PHONE, CARD, IBAN, IP, ID, NUMBER, SECRET, ADDRESS, ACCOUNT = (
    "[email]",
    "[phone]",
    "[card]",
    "[iban]",
    "[ip]",
    "[id]",
    "[number]",
    "[secret]",
    "[address]",
    "[account]",
)

# Chinese puts no space between a word and a number, so "word character" means ASCII here.
_START = r"(?<![A-Za-z0-9_])(?<!\d[.,])"
_END = r"(?![A-Za-z0-9_])"
_GAP = r"[ .\u00a0\u202f–-]"

_LATIN = r"A-Za-z0-9\u00c0-\u024f\u0370-\u04ff"
_EMAIL = re.compile(
    rf"(?:[{_LATIN}._%+'-]{{1,64}}|[\u3400-\u9fff]{{1,20}})(?:@|＠|%40)(?:[\w-]{{1,63}}\.){{1,6}}[^\W\d_]{{2,24}}"
)
_URL_LOGIN = re.compile(r"(?<=://)[^\s/@]{1,200}@")
_URL_SECRET = re.compile(
    r"(?i)([?&#;](?:[\w.-]{0,40}(?:token|secret|password|passwd|pwd|signature|session|credential|apikey)[\w.-]{0,20}"
    r"|(?:api|access|private)[_-]?key|key|auth|code|sig|jwt|otp|pin|sid|hash|email|phone|state|nonce)=)[^\s&#;]+"
)
_SPOKEN_SECRET = re.compile(
    r"(?i)(\b(?:password|passcode|contraseña|clave|mot de passe)\s*(?:is|es|est|[:=])\s*|密码(?:是|为|[:：])\s*)"
    r"(?!\[)(?=[^\s,，。;]*\d)[^\s,，。;]{4,64}"
)
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:(?:sk|pk|rk|gh[oprsu]|github_pat|glpat|xox[abeprs]|npm|hf|whsec|shpat)[-_]"
    r"(?=[A-Za-z0-9_-]*\d)[A-Za-z0-9_-]{16,200}|A[KS]IA[0-9A-Z]{16}|eyJ[\w-]{8,2000}\.[\w-]{8,2000}\.[\w-]{0,2000})"
)
_IBAN = re.compile(rf"(?i){_START}[a-z]{{2}}\d{{2}}(?:[ -]?[a-z0-9]{{4}}){{2,7}}(?:[ -]?[a-z0-9]{{1,3}})?{_END}")
_DIGIT_GROUPS = re.compile(rf"{_START}\d(?:[ -]?\d){{8,26}}{_END}")
_IPV4 = re.compile(rf"{_START}(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?!\.?\d){_END}")
_IPV6 = re.compile(r"(?i)(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])")
_VERSION_BEFORE = re.compile(
    r"(?i)(?:\bv|\b(?:version|versión|ver|release|build|firmware|update)\.?|版本号?)[ :：]{0,2}$"
)
_SSN = re.compile(rf"{_START}\d{{3}}-\d{{2}}-\d{{4}}{_END}")
_SPANISH_ID = re.compile(rf"(?i){_START}(?:\d{{8}}|[xyz]\d{{7}})-?[a-z]{_END}")
_CHINESE_ID = re.compile(rf"{_START}[1-9]\d{{16}}[\dXx]{_END}")
_EXTENSION = r"(?:,? ?(?:x|ext\.?|extension|extensión|poste|分机) ?\d{1,6})?"
_PHONE_INTERNATIONAL = re.compile(
    rf"(?<![A-Za-z0-9_.])(?:\(\+(?=\d{{1,3}}\))|\+|＋|00(?=[1-9]))(?:{_GAP}?[(（]?\d[)）]?){{8,15}}{_EXTENSION}{_END}"
)
_PHONE_NATIONAL = re.compile(
    rf"{_START}(?:"
    rf"(?:1{_GAP})?(?:\(\d{{3}}\) ?|\d{{3}}{_GAP})\d{{3}}{_GAP}\d{{4}}{_EXTENSION}"  # North America
    rf"|0\d(?:{_GAP}\d{{2}}){{4}}"  # France
    rf"|0\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"  # Switzerland
    rf"|(?:57{_GAP})?3\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"  # Colombia
    rf"|[6-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{3}}|[6-9]\d{{2}}(?:{_GAP}\d{{2}}){{3}}"  # Spain
    rf"|[6-9]\d{{2}}{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"
    rf"|[89]\d{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}"
    rf"|\(?0\d{{2,4}}\)?{_GAP}?\d{{3,4}}{_GAP}?\d{{3,4}}"  # Britain, China
    rf"|1[3-9]\d{_GAP}?\d{{4}}{_GAP}?\d{{4}}"  # China, mobile
    rf"){_END}"
)
_PHONE_NAMED = re.compile(
    r"(?i)((?:(?<!\[)\b(?:phone|tel|telephone|mobile|cell|call(?: me)?(?: at| on)?|whatsapp|fax|teléfono|móvil"
    r"|celular|llám\w+|tél|téléphone|portable|appel\w*)\b|电话|手机|致电|微信|号码)[^\d\n\[]{0,12}?)"
    r"\(?\d(?:[ .()-]{0,2}\d){5,14}(?!\d)"
)
_NUMBER_NAMED = re.compile(
    r"(?i)((?:\b(?:order|invoice|account|customer|client|ticket|booking|policy|reference|ref|pedido|factura|cuenta|cliente"
    r"|reserva|póliza|referencia|commande|facture|compte|dossier|contrat|référence|réservation)\b|订单|账号|账户|帐号"
    r"|客户|发票|单号|编号|卡号)\s*(?:number|no\b|nr\b|id\b|num\w*|nº|n°|号码?)?[\s.:：#=]{0,3})"
    r"(?!(?:19|20)\d\d(?![\dA-Za-z-]))(?=[A-Za-z-]{0,6}\d(?:[A-Za-z-]?\d){3})[A-Za-z0-9][A-Za-z0-9-]{3,30}"
    r"(?![A-Za-z0-9])"
)
_NUMBER_LONG = re.compile(rf"{_START}(?P<prefix>[A-Za-z]{{1,6}}[-_]?)?\d{{8,}}{_END}")
_CODE_PREFIXES = frozenset({"e", "err", "error", "kb", "cve", "rfc", "iso", "v", "x", "build", "http"})
_CODE_BEFORE = re.compile(
    r"(?i)(?:\b(?:error|code|código|erreur|build|version|versión)|错误码?|代码|版本)[ :：#]{0,3}$"
    r"|(?<![a-z])cve-(?:\d{4}-)?$"
)
_MONEY_BEFORE = re.compile(r"(?i)(?:[$€£¥￥₹]|\b(?:usd|eur|gbp|cny|rmb|mxn))\s?$")
_AMOUNT_AFTER = re.compile(
    r"(?i)[.,]\d|\s?(?:[$€£¥₹元%]|(?:eur|euros?|usd|dollars?|dólares|gbp|pounds?|cny|rmb|pesos?|bytes?|octets?|[kmgt]i?b|ms"
    r"|px|hz|users?|rows?)\b|万|亿|字节)"
)
_YEARS = re.compile(r"(?:(?:19|20)\d\d[ -]?)+")


def mask(text: str) -> str:
    """`text` with personal data replaced by labels such as `[email]`; masking twice changes nothing more."""
    # What one rule takes away can leave what another knows: a phone number between two groups of digits.
    while (masked := _masked_once(text)) != text:
        text = masked
    return text


def _masked_once(text: str) -> str:
    for pattern, replace in _RULES:
        text = pattern.sub(replace, text)
    return text


def _labelled(label: str) -> Callable[[re.Match[str]], str]:
    """Keeps the first group, which names what follows, and replaces the rest."""
    return lambda match: match.group(1) + label


def _if(check: Callable[[re.Match[str]], bool], label: str) -> Callable[[re.Match[str]], str]:
    return lambda match: label if check(match) else match.group()


def _digits(text: str) -> str:
    return "".join(str(int(char)) for char in text if char.isdecimal())


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (1 + position % 2) for position, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_iban(match: re.Match[str]) -> bool:
    plain = re.sub(r"[ -]", "", match.group()).upper()
    rearranged = plain[4:] + plain[:4]
    return 15 <= len(plain) <= 34 and int("".join(str(int(char, 36)) for char in rearranged)) % 97 == 1


def _groups(match: re.Match[str]) -> str:
    """A run of digits, perhaps in groups: a card, some other long number, or none of our business."""
    digits, separated = _digits(match.group()), not match.group().isdecimal()
    if 13 <= len(digits) <= 19 and _luhn(digits) and len(set(digits)) > 1:
        return CARD
    parts = re.split(r"[ -]", match.group())
    enough = 9 if "-" in match.group() else 12
    plausible = len(digits) >= enough and all(len(part) >= 3 for part in parts)
    if not separated or not plausible or _YEARS.fullmatch(match.group()) or _is_amount(match) or _is_code(match):
        return match.group()
    return match.group() if _PHONE_NATIONAL.fullmatch(match.group()) else NUMBER


def _is_ip(match: re.Match[str]) -> bool:
    if _VERSION_BEFORE.search(match.string, max(0, match.start() - 12), match.start()):
        return False
    try:
        address = ip_address(_ascii(match.group()))
    except ValueError:
        return False
    words_only = ":" in match.group() and not any(char.isdecimal() for char in match.group())
    mask_like = match.group().startswith("255.")
    return not (address.is_loopback or address.is_unspecified or mask_like or words_only)


def _ascii(text: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in text)


def _is_spanish_id(match: re.Match[str]) -> bool:
    plain = _ascii(match.group()).replace("-", "").upper()
    number = int(plain[:-1].translate(str.maketrans("XYZ", "012")))
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23] == plain[-1]


def _is_amount(match: re.Match[str]) -> bool:
    text = match.string
    before = _MONEY_BEFORE.search(text, max(0, match.start() - 6), match.start())
    return before is not None or _AMOUNT_AFTER.match(text, match.end()) is not None


def _is_code(match: re.Match[str]) -> bool:
    return _CODE_BEFORE.search(match.string, max(0, match.start() - 12), match.start()) is not None


def _is_phone(match: re.Match[str]) -> bool:
    return not _is_amount(match) and not _digits(match.group()).endswith("000000")


def _is_number(match: re.Match[str]) -> bool:
    prefix = (match.group("prefix") or "").rstrip("-_").lower()
    digits = _digits(match.group())
    if prefix in _CODE_PREFIXES or _is_amount(match) or (len(digits) <= 10 and _is_code(match)):
        return False
    return not (len(digits) == 8 and (_is_date(digits, "%Y%m%d") or _is_date(digits, "%d%m%Y")))


def _is_date(digits: str, form: str) -> bool:
    try:
        return 1900 <= datetime.strptime(digits, form).year <= 2100
    except ValueError:
        return False


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_URL_LOGIN, lambda match: SECRET + "@"),
    (_URL_SECRET, _labelled(SECRET)),
    (_SPOKEN_SECRET, _labelled(SECRET)),
    (_TOKEN, lambda match: SECRET),
    (_EMAIL, lambda match: EMAIL),
    *((pattern, _labelled(ACCOUNT)) for pattern in accounts.PATTERNS),
    *((pattern, lambda match: ADDRESS) for pattern in addresses.PATTERNS),
    (_IBAN, _if(_is_iban, IBAN)),
    (_CHINESE_ID, lambda match: ID),
    (_SPANISH_ID, _if(_is_spanish_id, ID)),
    (_SSN, lambda match: ID),
    (_IPV4, _if(_is_ip, IP)),
    (_IPV6, _if(_is_ip, IP)),
    (_PHONE_INTERNATIONAL, lambda match: PHONE),
    (_DIGIT_GROUPS, _groups),
    (_PHONE_NATIONAL, _if(_is_phone, PHONE)),
    (_PHONE_NAMED, _labelled(PHONE)),
    (_NUMBER_NAMED, _labelled(NUMBER)),
    (_NUMBER_LONG, _if(_is_number, NUMBER)),
)
