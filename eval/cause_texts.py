"""Sentences that constructed causes are made with: what customers ask about their own affairs, what agents write."""

from __future__ import annotations

ACCOUNT: dict[str, tuple[str, ...]] = {
    "en": (
        "has {thing} {number} gone out yet",
        "{thing} {number} still shows as pending although I paid on Monday",
        "you took {amount} twice for {thing} {number}, who puts that right",
        "why was {amount} debited from me this month",
        "the name on {thing} {number} is spelt wrong, mend it please",
        "I was locked out of my profile this morning, let me back in",
        "when does {thing} of mine run out",
        "move {thing} {number} to Thursday for me",
        "I asked you to close my profile in May and it is still there",
        "my discount was not applied to {thing} {number}",
        "is {thing} {number} the one with the new address on it",
        "somebody else seems to be signed in to my profile, look into it",
    ),
    "es": (
        "¿ha salido ya {thing} {number}?",
        "{thing} {number} sigue pendiente aunque pagué el lunes",
        "me cobraron {amount} dos veces por {thing} {number}, ¿quién lo arregla?",
        "¿por qué me han cargado {amount} este mes?",
        "mi nombre está mal escrito en {thing} {number}, corríjanlo",
        "esta mañana me quedé fuera de mi perfil, déjenme entrar",
        "¿cuándo se me acaba {thing}?",
        "pásenme {thing} {number} al jueves",
        "pedí en mayo que cerraran mi perfil y ahí sigue",
        "no me aplicaron el descuento en {thing} {number}",
        "¿{thing} {number} lleva ya mi dirección nueva?",
        "parece que otra persona ha entrado en mi perfil, mírenlo",
    ),
    "fr": (
        "est-ce que {thing} {number} est déjà parti",
        "{thing} {number} est toujours en attente alors que j'ai payé lundi",
        "vous m'avez pris {amount} deux fois pour {thing} {number}, qui corrige cela",
        "pourquoi m'a-t-on débité {amount} ce mois-ci",
        "mon nom est mal écrit sur {thing} {number}, corrigez-le",
        "je ne peux plus entrer dans mon profil depuis ce matin, rouvrez-le",
        "quand est-ce que {thing} se termine pour moi",
        "décalez {thing} {number} à jeudi pour moi",
        "j'ai demandé en mai la fermeture de mon profil et il est toujours là",
        "ma remise n'a pas été appliquée à {thing} {number}",
        "{thing} {number} porte-t-il déjà ma nouvelle adresse",
        "quelqu'un d'autre semble utiliser mon profil, regardez",
    ),
    "zh": (
        "{thing}{number}寄出了吗",
        "我星期一就付款了,{thing}{number}怎么还显示待处理",
        "{thing}{number}扣了我两次{amount},谁来处理",
        "这个月为什么从我这里扣了{amount}",
        "{thing}{number}上我的名字写错了,请改一下",
        "今天早上我进不去自己的资料页了,帮我打开",
        "我的{thing}什么时候到期",
        "帮我把{thing}{number}改到星期四",
        "我五月就要求注销我的资料,到现在还在",
        "{thing}{number}没有给我算折扣",
        "{thing}{number}用的是我的新地址吗",
        "好像有别人登录了我的资料,查一下",
    ),
}
"""Questions with gaps for a thing, a number and an amount."""
THINGS: dict[str, tuple[str, ...]] = {
    "en": ("order", "invoice", "booking", "contract", "subscription", "delivery"),
    "es": ("el pedido", "la factura", "la reserva", "el contrato", "la suscripción", "el envío"),
    "fr": ("la commande", "la facture", "la réservation", "le contrat", "l'abonnement", "le colis"),
    "zh": ("订单", "发票", "预订", "合同", "订阅", "快递"),
}
ACCOUNT_REPLIES: dict[str, tuple[str, ...]] = {
    "en": ("I have looked at it and corrected it, you will see it tomorrow.", "It is on its way to you."),
    "es": ("Lo he mirado y corregido, mañana lo verá.", "Ya está en camino."),
    "fr": ("J'ai regardé et corrigé, vous le verrez demain.", "C'est en route."),
    "zh": ("我看过了,已经改好,您明天就能看到。", "已经在路上了。"),
}
ELSEWHERE_REPLIES: dict[str, tuple[str, ...]] = {
    "en": (
        "We have nothing to do with that, please ask the company concerned.",
        "I am afraid that is another firm's product.",
        "Sorry, you have reached the wrong support team.",
    ),
    "es": (
        "Eso no es cosa nuestra, pregunte a la empresa correspondiente.",
        "Me temo que es un producto de otra casa.",
        "Lo siento, se ha equivocado de equipo de soporte.",
    ),
    "fr": (
        "Cela ne nous concerne pas, adressez-vous à la société en question.",
        "Je crains que ce soit le produit d'une autre maison.",
        "Désolé, vous vous êtes trompé de service.",
    ),
    "zh": ("这不归我们管,请联系相关公司。", "这恐怕是别家公司的产品。", "抱歉,您找错客服了。"),
}
LEADS: dict[str, tuple[str, ...]] = {
    "en": ("", "Hello! ", "Good question. ", "Here is how it works: "),
    "es": ("", "¡Hola! ", "Buena pregunta. ", "Funciona así: "),
    "fr": ("", "Bonjour ! ", "Bonne question. ", "Voici comment cela marche : "),
    "zh": ("", "您好!", "好问题。", "是这样的:"),
}
"""What agents may begin a reply with."""
CHANGED_LEADS: dict[str, tuple[str, ...]] = {
    "en": ("", "That page is behind the times. ", "It was altered with the last update: "),
    "es": ("", "Esa página se quedó atrás. ", "Se modificó con la última actualización: "),
    "fr": ("", "Cette page est dépassée. ", "Cela a été modifié à la dernière mise à jour : "),
    "zh": ("", "那个页面过时了。", "上次更新后改了:"),
}
"""What agents may begin a reply with that says otherwise than a document."""
TURNED: dict[str, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\bcan\b(?! ?not)", "cannot"),
        (r"\bwill\b(?! not)", "will not"),
        (r"\bis\b(?! not)", "is not"),
        (r"\bare\b(?! not)", "are not"),
        (r"\bshould\b(?! not)", "should not"),
        (r"\bmust\b(?! not)", "must not"),
    ),
    "es": (
        (r"(?<!no )\bpuede\b", "no puede"),
        (r"(?<!no )\bdebe\b", "no debe"),
        (r"(?<!no )\bes\b", "no es"),
        (r"(?<!no )\bestá\b", "no está"),
    ),
    "fr": (
        (r"(?<!ne )\bpeut\b", "ne peut pas"),
        (r"(?<!ne )\bpouvez\b", "ne pouvez pas"),
        (r"(?<!ne )\best\b", "n'est pas"),
        (r"(?<!ne )\bdoit\b", "ne doit pas"),
    ),
    "zh": (
        (r"(?<!不)可以", "不可以"),
        (r"(?<!不)需要", "不需要"),
        (r"(?<!不)能够", "不能够"),
        (r"(?<!不)会(?!话)", "不会"),
    ),
}
"""By language: what is said, and its opposite."""
