"""Words that questions are made of whatever they are about, by language; accents folded."""

from __future__ import annotations

from functools import cache

_WORDS = {
    "en": """
        a about after again all also am an and any are as at be because been before being but by can could did do does
        doing done for from get had has have having he her here hers him his how i if in into is it its just let like me
        more most my no nor not of off on once only or other our out over own please s same she should so some such
        than that the their them then there these they this those through to too under until up us very was we were
        what when where which while who whom whose why will with would you your yours t ll re ve
    """,
    "es": """
        a al algo algun alguna alguno ante antes aqui asi aun aunque cada como con cual cuales cuando cuanto cuanta de
        del desde donde dos e el ella ellas ellos en entre era es esa ese eso esta estaba estan estar este esto estos
        estoy fue fueron ha hace hacer hacia haber hay han hasta he la las le les lo los mas me mi mis mucho muy nada ni
        no nos nosotros o os otra otro para pero poco por porque puede puedo pueden que quien quienes se sea ser si sido
        sin sobre son soy su sus tal tambien tan tanto te tener tengo tiene todo todos tu tus u un una unas uno unos
        usted y ya yo
    """,
    "fr": """
        a ai alors as au aucun aussi aux avant avec avoir bien c ce cela ces cet cette ceux chaque comme comment d dans
        de depuis des donc du elle elles en encore est et etait etaient ete etes etre eu fait faire il ils j je l la
        laquelle le lequel les leur leurs lors lui m ma mais me meme mes moi mon n ne ni nos notre nous on ont ou par
        parce pas peu peut peux plus pour pourquoi puis qu quand que quel quelle quelles quels qui quoi s sa sans se
        ses si son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vos votre vous y
    """,
    "de": """
        aber als am an auch auf aus bei bin bis da das dass dem den der des die dies diese dieser doch du durch ein eine
        einem einen einer er es fur hat haben ich ihr im in ist ja kann kein keine konnen man mein meine mich mir mit
        nach nicht noch nur oder ob sein sich sie sind so um und uns vom von vor wann war warum was weil welche wenn wer
        werden wie wir wird wo zu zum zur
    """,
    "pt": """
        a ao aos as ate com como da das de dela dele depois do dos e ela ele eles em entre era essa esse esta este eu
        faz fazer foi ha isso isto ja la mais mas me mesmo meu meus minha muito na nao nas nem no nos o os ou para pela
        pelo por porque posso pode qual quando que quem se sem ser seu seus so sua sao tambem tem ter tudo um uma voce
    """,
    "it": """
        a ad ai al alla anche che chi ci come con cosa cui da dal dalla dei del della delle di dove e essere fare gli ha
        ho i il in io la le lo loro ma mi mia mio ne nel nella non o per perche piu posso puo qual quale quali quando
        quanto quello questa questo se si sono su sua suo tra tu un una uno
    """,
    "zh": """
        的 了 吗 呢 吧 啊 呀 么 着 过 和 与 及 或 是 在 有 我 你 您 他 她 它 们 这 那 哪 谁 几 就 都 也 还 很 把 被
        给 对 为 以 于 之 其 请 要 会 能 我们 你们 他们 您的 我的 你的 什么 怎么 怎样 如何 为何 为什 哪些 哪里 哪个
        哪儿 多少 是否 是不 不是 可以 能否 怎么样 么样 请问 这个 那个 这些 那些 一个 有没 没有 是什 么是
    """,
}


@cache
def stopwords(lang: str) -> frozenset[str]:
    """The stopwords of a primary language code; none for a language without a list."""
    return frozenset(_WORDS.get(lang, "").split())
