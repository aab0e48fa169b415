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
    "nl": """
        aan al als ben bij bent dan dat de deze die dit doe doen door dus een en er ga gaan ge geen had hebben heb hebt
        heeft het hij hoe hun ik in is ja je jij jullie kan kun kunnen kunt maar me meer met mij mijn moet na naar niet
        nog nu of om omdat ons ook op over te toch toen tot u uit uw van veel voor waar waarom wanneer was wat we wel
        welk welke werd wie wil wordt ze zelf zich zij zijn zo zonder zou
    """,
    "pl": """
        a aby albo ale bardzo bez bo by byc byl była było były bym chce chciałabym chciałbym ci co czy czym da dla
        dlaczego do gdy gdzie go i ich ile im ja jak jaka jaki jakie jako je jego jej jesli jest jestem jeszcze juz
        kiedy kto ktora ktore ktory ma mam mi mnie moge moj moja moje moze mozna my na nad nam nas nic nie niz o od on
        ona one oni oraz po pod prosze przed przez przy sa sie skad sobie swoich swoj swoja swoje ta tak takie tam te
        tego tej ten to tu tych tylko tym u w we wiec z za ze zeby
    """,
    "ru": """
        а без бы был была были было быть в вам вас весь вместо во вот все всего вы где да для до его ее если есть еще же
        за здесь и из или им их к как какая какие какои когда которая которые которыи кто ли меня мне мнои могу мое
        можно мои моя мы на надо нам нас не нее нет ни но ну о об он она они оно от по под пожалуиста после потом потому
        почему при про с свое свои свою себя со так такои там те тем то того тоже только том ты у уже хочу чего чем что
        чтобы эта эти это этого этои этот я
    """,
    "sv": """
        alla allt att av bli blir da de dem den denna deras dess dessa det detta dig din ditt du efter eller en er ett
        for fran gor gora ha hade han har hon hur i in inte jag kan kunna man med men mig min mina mitt mot mycket nagon
        nagot nar nu och om pa sa sig sin ska skulle som till under upp ut utan vad var vara varfor vart vem vi via vid
        vilka vilken vilket vill
    """,
    "tr": """
        acaba ama ancak bana bazı belki ben beni benim bir biri biz bu buna bunu bunun cok cunku da daha de defa degil
        diye en gibi hangi hem hep her hic icin ile ise iste kadar ki kim mi mı mu nasıl ne neden nerede nereden nereye
        niye o olan olarak oldu olsa olur ona onu onun sana sen senin siz sonra var ve veya ya yani yok
    """,
    "da": """
        af alle at blev blive bliver da de dem den denne deres det dette dig din disse dit du efter eller en er et far
        for fra gør gøre ham han har havde have hendes her hos hun hvad hvem hvilke hvilken hvilket hvis hvor hvordan
        hvorfor hvornar i ikke ind jeg kan kunne man med meget men mig min mine mit mod nar noget nogle nu og om
        op os pa sa sadan sig sin skal skulle som til ud uden var ved vi vil ville være
    """,
    "no": """
        alle at av ble bli blir da de deg dem den denne deres det dette din disse ditt du eller en er et etter far for
        fra gjør gjøre ha hadde han har hun hva hvem hvilke hvilken hvilket hvis hvor hvordan hvorfor i ikke inn jeg kan
        kunne man med meg meget men min mine mitt mot na nar noe noen og om opp oss over pa sa seg sin skal skulle som
        til ut uten var ved vi vil ville være
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
