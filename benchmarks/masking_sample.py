"""Customers' sentences with personal data planted in them, and sentences that only look alike; made by script.

The values come from Faker, whose authors know nothing of the rules that are measured: addresses, telephone numbers,
names of accounts, e-mail addresses, cards and IBANs of five countries, in sentences of four languages.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from faker import Faker

LOCALES = {
    "en": ("en_US", "en_GB", "en_CA"),
    "es": ("es_ES", "es_MX", "es_CO"),
    "fr": ("fr_FR", "fr_CA", "fr_CH"),
    "zh": ("zh_CN",),
}
SENTENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "address": {
        "en": ("Please ship it to {}", "I moved to {}, how do I tell you?", "My new address is {}.", "{} is refused"),
        "es": ("Envíenlo a {}", "Vivo en {} y no llega nada", "Mi dirección es {}.", "{} no aparece en el mapa"),
        "fr": ("Livrez à {} svp", "J'habite {}, est-ce possible ?", "Mon adresse est {}.", "{} n'est pas reconnu"),
        "zh": ("请寄到{}", "我住在{}，能送吗？", "我的地址是{}。", "{}无法识别"),
    },
    "phone": {
        "en": ("Call me at {} please", "My number is {}", "{} gets no code", "Why is {} refused?"),
        "es": ("Llámenme al {}", "Mi número es {}", "{} no recibe el código", "¿Por qué se rechaza {}?"),
        "fr": ("Appelez-moi au {}", "Mon numéro est le {}", "{} ne reçoit pas le code", "Pourquoi {} est refusé ?"),
        "zh": ("请打{}", "我的电话是{}", "{}收不到验证码", "为什么{}不能用？"),
    },
    "account": {
        "en": ("My username is {}", "I sign in as {}", "user name: {}", "My account {} is locked", "login {} fails"),
        "es": ("Mi usuario es {}", "nombre de usuario: {}", "Mi cuenta {} está bloqueada", "Entro como {}"),
        "fr": ("Mon identifiant est {}", "pseudo : {}", "Mon compte {} est bloqué", "Je me connecte avec {}"),
        "zh": ("我的用户名是{}", "用户名：{}", "我的账号{}被锁定了", "登录名 {} 无法使用"),
    },
    "email": {
        "en": ("Write to {} please",), "es": ("Mi correo es {}",), "fr": ("Mon adresse : {}",), "zh": ("我的邮箱是{}",),
    },
    "card": {
        "en": ("Card {} was charged twice",), "es": ("La tarjeta {} falla",), "fr": ("Ma carte {} est refusée",),
        "zh": ("卡号{}被扣了两次",),
    },
    "iban": {
        "en": ("Refund to {} please",), "es": ("Devuelvan a {}",), "fr": ("Remboursez sur {}",), "zh": ("请退到{}",),
    },
}  # fmt: skip
LOOKALIKES: dict[str, dict[str, tuple[str, ...]]] = {
    "version": {
        "en": ("Version {} does not start", "Since the update to {} it crashes"),
        "es": ("La versión {} no arranca", "Desde la actualización {} falla"),
        "fr": ("La version {} ne démarre pas", "Depuis la mise à jour {} il plante"),
        "zh": ("版本{}打不开", "升级到{}以后闪退"),
    },
    "code": {
        "en": ("What does error {} mean?", "{} appears at the start"),
        "es": ("¿Qué significa el error {}?", "Aparece {} al abrir"),
        "fr": ("Que veut dire l'erreur {} ?", "{} apparaît au démarrage"),
        "zh": ("错误{}是什么意思？", "启动时出现{}"),
    },
    "price": {
        "en": ("Why was I charged {}?", "The plan for {} a year"),
        "es": ("¿Por qué me cobraron {}?", "El plan de {} al año"),
        "fr": ("Pourquoi ai-je payé {} ?", "La formule à {} par an"),
        "zh": ("为什么扣了{}？", "每年{}的套餐"),
    },
    "date": {
        "en": ("It broke on {}", "Nothing since {}"),
        "es": ("Falla desde el {}", "El {} dejó de ir"),
        "fr": ("En panne depuis le {}", "Le {} tout marchait"),
        "zh": ("{}开始出错", "从{}起无法登录"),
    },
    "plain": {
        "en": (
            "Where is step {} of the guide?", "I have {} Google Drive accounts", "Close {} windows at once",
            "The street view shows {} places", "Move {} courts to the way out", "How do I share {} drives?",
            "My account is locked", "What is my username?", "I sign in as an administrator",
            "My address is wrong in version {}", "Set the IP address to static {} times",
        ),
        "es": (
            "¿Dónde está el paso {} de la guía?", "Quiero {} plazas más en el plan", "Hay {} vías de pago",
            "Mi cuenta está bloqueada", "¿Cuál es mi usuario?", "La dirección es incorrecta en la versión {}",
            "El camino {} no existe en la carpeta",
        ),
        "fr": (
            "Où est l'étape {} du guide ?", "Je veux {} places de plus", "Il y a {} cours de formation",
            "Mon compte est bloqué", "Quel est mon identifiant ?", "Mon adresse est fausse dans la version {}",
            "Le chemin {} n'existe pas",
        ),
        "zh": (
            "第{}步在哪里？", "我想再加{}个座位", "一共有{}条路可以走", "我的账号被锁定了", "用户名是什么？",
            "地址栏显示{}", "通道{}号没有声音", "{}号线路不通",
        ),
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, and what must not be left of it."""

    text: str
    kind: str
    lang: str
    planted: str | None
    """None: nothing may be masked."""


def samples(count: int, seed: int) -> Iterator[Sample]:
    """`count` sentences of each kind and language."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for lang, locales in LOCALES.items():
        fakes = [Faker(locale) for locale in locales]
        for place, fake in enumerate(fakes):
            fake.seed_instance(seed + place)
        for kind, sentences in SENTENCES.items():
            for _ in range(count):
                value = _value(kind, chance.choice(fakes), chance)
                yield Sample(chance.choice(sentences[lang]).format(value), kind, lang, value)
        for kind, sentences in LOOKALIKES.items():
            for _ in range(count):
                yield Sample(chance.choice(sentences[lang]).format(_lookalike(kind, lang, chance)), kind, lang, None)


def _value(kind: str, fake: Any, chance: random.Random) -> str:
    if kind == "address":
        return str(fake.address()).replace("\n", chance.choice((", ", " ", "\n")))
    if kind == "account":
        return str(chance.choice((fake.user_name(), fake.user_name() + str(chance.randrange(10, 99)))))
    if kind == "email":
        return str(fake.ascii_safe_email())
    if kind == "card":
        digits = str(fake.credit_card_number("mastercard"))
        return chance.choice((digits, " ".join(digits[at : at + 4] for at in range(0, 16, 4))))
    return str(fake.phone_number() if kind == "phone" else fake.iban())


def _lookalike(kind: str, lang: str, chance: random.Random) -> str:
    part = chance.randrange
    year, month, day, letter = part(2019, 2027), part(1, 13), part(1, 29), chance.choice("ABCDEFGHKLMPRSTW")
    whole, cents = part(1, 9_999), part(100)
    written = {
        "version": (
            f"{part(1, 30)}.{part(20)}.{part(20)}", f"v{part(1, 12)}.{part(40)}", f"{year % 100}.{month:02d}",
            f"{part(1, 120)}.0.{part(1000, 9999)}.{part(200)}", f"{part(1, 9)}.{part(9)}-rc{part(1, 5)}",
            f"{part(1, 9)}.{part(9)}.{part(9)}-beta.{part(9)}",
        ),
        "code": (
            f"0x{part(16**8):08X}", f"E{part(1000, 9999)}", f"ERR-{part(10**7, 10**8)}", f"HTTP {part(400, 599)}",
            f"KB{part(10**6, 10**7)}", f"{letter}{part(10, 99)}-{part(100, 999)}", f"ORA-{part(10**4, 10**5)}",
            f"CVE-{year}-{part(1000, 99999)}", f"{part(100, 999)}",
            f"{letter}{part(1, 9)} {part(1, 9)}{letter}{letter}",
        ),
        "price": (
            f"${whole:,}.{cents:02d}", f"{whole} €", f"{whole},{cents:02d} €", f"EUR {whole}.{cents:02d}",
            f"£{whole}", f"{whole * 1000:,} USD", f"¥{whole}", f"{whole}元", f"{whole} dollars",
        ),
        "date": (
            f"{year}-{month:02d}-{day:02d}", f"{day:02d}/{month:02d}/{year}", f"{day}.{month}.{year}",
            f"{year}{month:02d}{day:02d}", f"{day:02d}-{month:02d}-{year}",
            f"{year}/{month}/{day} {part(24)}:{part(60):02d}",
            {"en": f"{day} March {year}", "es": f"{day} de marzo de {year}", "fr": f"{day} mars {year}",
             "zh": f"{year}年{month}月{day}日"}[lang],
        ),
        "plain": (f"{part(2, 40)}",),
    }[kind]  # fmt: skip
    return chance.choice(written)
