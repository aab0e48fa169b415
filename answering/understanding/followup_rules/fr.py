"""French."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|merci( beaucoup| bien)?|super|parfait|génial|bien|très bien|bon|d accord|entendu|je vois|ah|oh|euh|"
    r"mm+|oui|non|pardon|désolée?|excusez moi|bonjour|salut|svp|s il vous plaît|attendez|en fait|tiens|dites)\b ?)+"
)

CONTINUES = (
    r"(qu en est il( (de|du|des|d))?|et (?=si|pour|sur|avec|dans)|et (qu en est il( (de|du|des|d))?|alors)|et|mais|"
    r"ou (?=pour|sur|avec|dans|en|par|depuis)|aussi|alors|pareil (?=pour|avec|sur)|la même chose (?=pour|avec|sur)|"
    r"(?=quoi d autre\b)|seulement|uniquement|juste|quant (à|au|aux))\b( aussi\b)?"
)

CORRECTS = (
    r"((non )?(je (parlais|parle|pensais|pense) (de|du|des|d|à|au|aux)|"
    r"je (voulais|veux) (dire|parler (de|du|des|d))|ma question (était|est|portait) (sur)?|"
    r"ce que je (voulais|veux) (dire|savoir) c est|plutôt|je demandais)\b)( (l|le|la|les)\b)?"
)

REJECTS = (
    r"(non )?(pas(?= (le|la|les|l|un|une|du|des|de|sur|avec|pour|dans|celui|celle|mon|ma|mes|au|à)\b)|au lieu (de|"
    r"du|d))\b"
)

TURNS = r"\b(mais|plutôt)\b"

POINTS_BACK = (
    r"\b(ça|cela|ceci|celui|celle|ceux|celles|elles?|ils?|lui|eux|(le|la|les) (mien|mienne|miens|tien|sien|même)s?|"
    r"l un (à|de|ou|avec) l autre|une? autre$|(le|la|les) (second|seconde|deuxième|premier|première|dernier|dernière)$|"
    r"l autre$|les autres$|(lequel|laquelle|lesquels|lesquelles)|là dedans|là dessus|dedans|dessus|"
    r"(en|y) (a|ai|as|avez|reste|veux|faire|choisir|avoir|prendre|créer|ajouter|mettre|utiliser|changer|accéder)|"
    r"(où|quand|pourquoi|comment|puis je|peux|peut|faut il|dois je|dois|veux|voudrais|de|pour|sans|je|on|à|et|pas) "
    r"(me |te |se )?(l|le|la|les|lui|leur|y|en) \w+(er|ir|re|oir)|"
    r"(je|on|tu|vous|il|elle|ne|n) (l|le|la|les|lui|leur) (ai|a|as|avons|avez|ont|\w+e|\w+s|\w+t)|"
    r"un (bon|nouveau|autre)$|une (bonne|nouvelle|autre)$|son (nom|mot|icône|prix|contenu)$)\b|"
    r"\b(avec|sans|pour|après|avant|contre)$|^c est (?!quoi|où|quand|à quel)"
)

POINTS_NOWHERE = (
    r"\b(le|la|les|l|un|une|son|sa|ses|des|d|du|mon|ma|mes) \w+( \w+){0,2} (t )?(il|elle|ils|elles)\b|"
    r"\b(il (faut|y a|est (possible|nécessaire|temps)|s agit)|est il (possible|nécessaire)|y a t il|faut il|s il "
    r"(vous|te) plaît|"
    r"s il vous plait|qu est ce que c est|comment (ça|cela) (marche|fonctionne)|\w+ t (il|elle|ils|elles)|"
    r"que se passe t il|(quel|quelle|quels|quelles|combien de) (\w+ ){1,4}(il|elle|ils|elles)|"
    r"^\w+ (est|était|a|fut|fait) (il|elle|ils|elles)|[ld] un des?)\b"
)

ELLIPTIC = (
    r"^(quoi|qui|où|comment|rien) d autre\b|\b(une |d )?autres? (façon|moyen|manière|option|possibilité|solution|"
    r"méthode)|"
    r"^(y a t il|il y a|existe t il|des) (d autres |une |des )?alternatives?\b|\bquelle est la différence\b(?! entre)|"
    r"^(toujours|encore|même) |^(le|la) (deuxième|second|seconde|premier|première|dernier|dernière|suivante?)\b|"
    r"\b(moins cher|moins chère|plus (rapide|simple|facile|lent|grand|petit|cher)|mieux)$|^plus (de détails|d infos?)|"
    r"^(et )?(celui|celle|ceux|celles) (de|du|d|qui|que) "
)

ASKS = (
    r"\b(comment|que|quand|où|ou|qui|quel|quelle|pourquoi|combien|puis|peux|peut|est|sont|faut|je|j|il|elle|on|"
    r"a|ont|dois|marche|fonctionne)\b"
)

TASK = (
    r"^(bonjour |et |svp )*(comment (puis je|faire pour|je peux|peut on|pourrais je|est ce que je peux|dois je|on "
    r"peut|je|on)|comment( se| m| me| s)?|"
    r"(puis je|est ce que je peux|peut on|je peux|est il possible de|je (veux|voudrais|souhaite)|j aimerais|"
    r"que se passe t il (en|quand|si)|"
    r"aidez moi à)) (n |ne )?"
)

DEFINES = (
    r"^((c est|ce|est ce) quoi|qu est ce qu(e|i|un|une)|qui (est|sont)) (?!(le|la|ça|cela)\b)|\bque (signifie|"
    r"veut dire)"
)

COMPLETE = (
    r"\b(inscri\w+|connexion|se connecter|me connecter|abonn\w+|désabonn\w+|rembours\w+|pay(er|ement)|paiements?|"
    r"contact\w*|"
    r"livr\w+|expédi\w+|factur\w+|mot de passe|compte|horaires?|langues?|prix|tarifs?)\b"
)

PREPOSITIONS = (
    ("sur", "dans", "en", "chez"),
    ("pour",),
    ("avec", "par", "via"),
    ("sans",),
    ("depuis",),
    ("à", "au", "aux", "vers"),
    ("de", "du", "des", "d"),
    ("avant", "après", "pendant"),
)

JOINS = r"\b(et|ou|mais|si|quand|parce que|que|lorsque|pendant que|donc|alors|puis|avant de|après|pour que|dès)\b"

ALSO_ASKS = (
    r"\b(et aussi|et|aussi|et puis) (?=(comment|où|quand|combien|pourquoi|quel|quelle|quels|quelles|qui|"
    r"qu est ce|est ce|(puis|peut|peux|y a t) (je|on|il)) )"
)

LIGHT = (
    "savoir sais voir vérifier trouver marche marchent fonctionne fonctionnent fonctionner chose choses essayer "
    "montrer "
    "regarder toujours encore fois maintenant après ensuite avant pareil bien ok ici là aller va vais donner mettre "
    "premier première deuxième second seconde troisième dernier dernière suivant suivante étape option options façon "
    "moyen manière différence exactement coûte mien mienne tien tienne sien sienne jamais rien oui non d'accord ceci "
    "celui celle ceux celles cela donc seulement uniquement juste moi toi eux besoin faites est-ce ça quoi "
    "quel lesquels fais marché dedans dessus plutôt vraiment lorsque parce alors"
)

REMOVAL = (
    r"\b(plus besoin|n en (veux|veut|voulons) plus|ne (l |la |le |les )?(utilise|veux|veut|sert|servent) plus|"
    r"me débarrasser|se débarrasser)\b"
)

REMOVE = "supprimer enlever"
