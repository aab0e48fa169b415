"""French."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"racontes?( |-)?(moi )?(une|une autre) (bonne )?blague|fais moi rire",
        r"quel temps fait il( aujourd hui)?( chez vous)?",
        r"je t aime|epouse moi|chante( moi)? (une )?chanson|(bonne annee|joyeux noel|joyeux anniversaire)",
        r"(a?ha){2,}h?|mdr+|ptdr+|lol+|je m ennuie( trop| grave)?",
    ),
    "who_are_you": (
        r"(et )?(qui|que) (es tu|etes vous)",
        r"(tu es|vous etes) qui",
        r"(es tu|etes vous|tu es|vous etes|est ce que (tu es|vous etes)|c est|est ce) (bien )?(une? )?(vraie? )?"
        r"(robot|bot|humaine?|ia|machine|personne( reelle)?|chatbot|etre humain)"
        r"( ou (une? )?(robot|machine|humain|personne))?",
        r"(est ce que je parle|je parle|parle je|suis je en train de parler) a (une? )?(vraie? )?"
        r"(robot|bot|humain|ia|machine|personne( reelle)?|chatbot)",
        r"a qui (est ce que )?(je parle|ai je affaire)",
        r"(que|qu est ce que) (peux tu|pouvez vous|sais tu|tu peux|tu sais|vous pouvez) faire",
        r"comment (tu t appelles|t appelles tu|vous appelez vous)|quel est (ton|votre) nom",
    ),
    "how_are_you": (
        r"j espere que (vous allez|tu vas|tout va|vous vous portez) (tres )?bien",
        r"(comment )?ca va( bien)?( aujourd hui)?",
        r"comment (vas tu|allez vous|tu vas|vous allez)( aujourd hui)?",
        r"(tu vas|vous allez) bien",
    ),
    "goodbye": (
        r"(dans l|en) attente de (votre|ta) (reponse|retour)",
        r"au revoir|a (bientot|plus( tard)?|demain|la prochaine|tout a l heure)|adieu|ciao",
        r"bonne (journee|soiree|nuit|continuation)|c est tout|ce sera tout|rien d autre",
    ),
    "thanks": (
        r"(mille mercis?|merci+)( beaucoup| bien| infiniment| encore| d avance| a (toi|vous)| pour tout)*"
        r"( pour (votre|ton|l|cette|la|ta) (aide|reponse|information|temps))?",
        r"parfait|genial|c est (parfait|bon|compris|super|gentil)|d accord",
        r"ca (marche|fonctionne|m a aide)( maintenant)?",
        r"impeccable|tres bien|compris|bien recu|je vous remercie|je te remercie|top|nickel",
    ),
    "greeting": (
        r"(bonjour|bonsoir|salut|coucou|bjr|slt|hello)"
        r"( (a tous|a toutes|tout le monde|l equipe|monsieur|madame))?",
        r"(il )?y a quelqu un|j ai (besoin d aide|une (petite )?question|un (petit )?probleme)",
        r"aide(z)? moi|a l aide|(une )?question|(pouvez vous|peux tu|vous pouvez|tu peux|pourriez vous) m aider",
    ),
}

FILLERS: tuple[str, ...] = (
    r"s il (vous|te) plait|svp|stp|oui|ouais|non|bon|bien|alors|donc|euh|pardon|excusez moi|excuse moi|desole|"
    r"monsieur|madame|et|mdr|maintenant|bah|ben",
)

_PERSON = (
    r"(humaine?s?|(vraie? )?(personne|gens)( reelle| humaine| physique)?|vrai humain|"
    r"conseill(er|ere|ers|e)( client| humain)?|agent( humain| reel| du support| de support)?|operat(eur|rice)|"
    r"quelqu ?un( (de (reel|vrai|humain|votre equipe|l equipe|chez vous|vivant|competent|la .+)|d humain|du .+|"
    r"d autre))?|representant|responsable|employe|technicien|assistant humain|"
    r"(le )?service (client(ele)?|apres vente)|(le )?support( technique| client)?|interlocuteur|etre humain|"
    r"teleconseiller|vendeur|superviseur)"
)
_SURELY_PERSON = (
    r"(humain|vraie personne|personne reelle|vrai humain|vrai conseiller|conseill(er|ere)( humain)?|agent( humain)?|"
    r"operat(eur|rice)|etre humain|representant)"
)
_LEAD = (
    r"((je|j) (veux|voudrais|souhaite|souhaiterais|desire|aimerais|prefere|prefererais|dois|peux|demande a|exige de)"
    r"( bien)?|j ai besoin (de|d)|puis je|est ce que je (peux|pourrais)|pourrais je|"
    r"(est il|serait il) possible (de|d)|laissez moi|comment( (puis je|je peux|faire pour|pourrais je))?|"
    r"peut on|on peut|y a t il moyen (de|d)|je veux|il me faut)"
)
_TALK = (
    r"((parler|parle|discuter|echanger|dialoguer|chatter|communiquer|entrer en (contact|relation))( directement)? "
    r"(a|avec|au)|avoir|voir avec|joindre|"
    r"(etre )?(mise? en (relation|contact) avec|rappelee? par|contactee? par|transferee? (a|vers)|redirigee? vers))"
)
_MOVE = (
    r"(((pouvez|pourriez|peux|peut) (vous|tu|on) )?((m|me) )?"
    r"((passez|passe|mettez|mets|transferez|transfere|connectez|connecte|redirigez|redirige|donnez|trouvez)( |-)?moi|"
    r"passer|mettre|transferer|connecter|rediriger|orienter)( en (relation|contact|communication))?"
    r"( avec| a| vers| au)?)"
)
_TAIL = (
    r"( (s il (vous|te) plait|svp|stp|maintenant|tout de suite|immediatement|vite|rapidement|directement|ici|merci|"
    r"en direct|par (telephone|chat)|au telephone|"
    r"(de|du|chez|au|d) (votre |l |la |le )?"
    r"(support|equipe|service client|service technique|service|vous|commercial)|"
    r"(au sujet de|a propos de|concernant|pour parler de) .+|qui (peut|puisse|pourra|pourrait) m aider|"
    r"pas (a |avec )?(un |une )?(robot|bot|machine|ia)|"
    r"(au lieu|plutot qu|a la place) (d )?(un |une |ce )?(robot|bot|machine|ia)))*"
)
_ARTICLE = r"((une?|le|la|l|au|du|de|d|votre|vos|des|avec|a|autre|quelque) )*"

PERSON_REQUESTS: tuple[str, ...] = (
    r"(?!comment (puis je |je peux |on peut |faire pour )?(joindre|contacter) (le |votre )?(service|support))"
    rf"({_LEAD} )?{_TALK} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"(je (veux|voudrais|souhaite|dois)|j aimerais|puis je) contacter {_ARTICLE}{_PERSON}{_TAIL}",
    rf"({_LEAD} )?{_MOVE} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"({_LEAD} )?{_ARTICLE}{_SURELY_PERSON}{_TAIL}",
    rf"(?!(comment|que|quand|ou|pourquoi|si|qui|quel|quelle|est ce)\b)\w.* "
    rf"(((je|j) (veux|voudrais|souhaite|aimerais|prefere)|laissez moi|puis je) {_TALK}|(passez|donnez) moi) "
    rf"{_ARTICLE}({_SURELY_PERSON}|quelqu un|personne){_TAIL}",
    r"(le )?service client (svp|s il vous plait)",
    rf"(est ce qu )?{_ARTICLE}({_SURELY_PERSON}|personne)( humaine)? (peut|pourrait)( elle| il| t il)? "
    rf"((me? |nous )(aider|assister|repondre)|prendre le relais){_TAIL}",
    rf"(y a t il|il y a|est ce qu il y a) {_ARTICLE}({_SURELY_PERSON}|quelqu un)"
    r"( (ici|disponible|a qui (je peux )?parler|avec qui (je peux )?parler))+",
    r"((pouvez vous|quelqu un peut( il)?) )?(me |m )?(rappelez moi|rappeler|appelez moi)( svp| s il vous plait)?",
    r"je ne veux (pas|plus) (parler|discuter) (a|avec) (un |une |ce |cette )?(robots?|bots?|machines?|ia)",
)

NO = r"non|nan"
YES = r"oui|ouais|d accord|ok|s il vous plait|svp|volontiers|bien sur|oui merci|je veux bien"

PERSON_WORDS = "conseiller personne humain operateur parler voudrais souhaite service"

_INSTRUCTIONS = r"(instructions?|prompts?|regles|consignes|directives)"
_SYSTEM = r"(systeme|du systeme|internes|cachees|initiales|secretes|d origine|de depart|exactes|completes)"

PROBES: tuple[str, ...] = (
    r"\b(ignore|ignorez|oublie|oubliez|neglige|contourne|contournez|ne tiens pas compte de|ne tenez pas compte de|"
    r"fais abstraction de|faites abstraction de) "
    rf"((toutes|tous|tout|les|tes|vos|mes|ces|des|de|precedentes|autres) )*{_INSTRUCTIONS}\b"
    r"(?! (de|d) (montage|installation|utilisation|lavage))",
    r"\b(oublie|oubliez|ignore|ignorez) tout (ce qui precede|ce que|ce qu|le reste|ce qui a ete)\b",
    r"\b(montre|montrez|affiche|affichez|revele|revelez|repete|repetez|donne|donnez|dis|dites|ecris|ecrivez|imprime|"
    r"copie|traduis|partage)( |-)?(moi )?((le|la|les|tout|toutes|ton|tes|votre|vos|texte de|integralement|"
    rf"exactement) )+(prompt|message systeme|{_INSTRUCTIONS} {_SYSTEM})",
    r"\b(montre|montrez|affiche|affichez|revele|revelez|repete|repetez|donne|donnez|dis|dites)( |-)?(moi )?(toutes )?"
    r"(ton|tes|votre|vos) (prompt|instructions|consignes|regles)\b(?! (pour|de|d|sur|concernant))",
    r"\b(quel|quelles|quels|quelle) (est|sont|etait|etaient) (ton|tes|votre|vos) "
    rf"(prompt|message systeme|(instructions|consignes|regles) {_SYSTEM})",
    r"\b(fais|faites|comporte toi|comportez vous|agis|agissez|reponds|repondez|parle)( maintenant)? comme "
    r"(si (tu|vous) (etais|etiez|n avais|n aviez|avais|aviez)|(une? )?(ia|pirate|hacker|modele) (sans|non))\b",
    r"\b(imagine|suppose|pretends) que tu (es|n as|n es|etais)\b",
    r"\b(a partir de maintenant|desormais|dorenavant) (tu|vous) "
    r"(es|etes|seras|serez|dois|devez|vas|allez|reponds|repondez)\b",
    r"\btu es (maintenant|desormais) (une?|dan|mon|ma)\b|\bmode dan\b",
    r"\b(ia|assistant|modele|reponds|parle) (\w+ )?sans (aucune )?(restriction|censure|limite|filtre)s?\b",
)

STOP_WORDS = (
    "le la les l un une des du de d au aux ce cet cette ces ça c je j tu il elle on nous vous ils elles me m te t se s "
    "lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos que qu quoi qui dont où ou quand comment "
    "pourquoi combien quel quelle quels quelles lequel laquelle est sont était étaient être été fut furent a ai as ont "
    "avoir avait avaient eu y en et mais donc or ni car si ne n pas plus moins très trop peu par pour avec sans dans "
    "sur sous entre vers chez depuis pendant jusque afin puis alors aussi fait faire font faut peut peux peuvent "
    "pouvoir puis-je veux voudrais dois doit bonjour merci svp plaît autre autres chaque tout toute tous toutes même "
    "quelque quelques appelle nom type tel telle"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bcombien\b|\bquel(le)?s? (est |sont )?(le |la |les |l )?(pourcentage|nombre|quantite|prix|taille|age|"
    r"hauteur|distance|proportion|taux|part|montant)\b|\b(maximum|minimum|limite)\b",
    "date": r"^(et |depuis |jusqu a |a partir de )?quand\b|\bquand (est|a|ont|sont|fut|furent|etait|eut|aura) |"
    r"\bquel(le)?s? (annees?|dates?|jours?|mois|siecles?|decennies?|heures?|moment|periode|epoque)\b|"
    r"\bquelle est la date\b|\bcombien de temps\b|\bdelai\b",
    "how_to": r"\bou (puis je|peut on|je peux|voir|trouver|changer|modifier|regler)\b|"
    r"\bcomment\b|\b(maniere|facon|etapes) (de|pour)\b|^(puis je|peut on|est il possible|est ce que je "
    r"peux)\b|"
    r"\bje (veux|voudrais|souhaite) [a-z]+(er|ir|re)\b",
    "person": r"^(a |de |par |pour |avec |et )?qui\b|\b(par|avec|pour|chez) qui\b",
    "place": r"(^|\b(d|par|vers|jusqu) )ou\b|\bquel(le)?s? (pays|ville|etat|endroit|lieu|region|continent|menu|"
    r"fleuve)\b",
    "reason": r"\bpourquoi\b|\bquelle est la (cause|raison)\b",
    "definition": r"\b(qu est ce qu|c est quoi|que signifie|que veut dire|definition)",
    "yes_no": r"^(est ce qu|est il|peut on|y a t il) ?",
    "what": r"\bquel(le)?s?\b|^(a |de |en |sur |par |avec )?(quoi|que|qu)\b|\bqu est ce\b",
}

LEANS_BACK = (
    r"(il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|c est|son|sa|ses|leur|leurs|celui|celle|ceux|celles|en effet|"
    r"cependant|"
    r"toutefois|neanmoins|mais|aussi|egalement|ensuite|puis|ainsi|donc|alors|par (exemple|consequent|ailleurs|contre)|"
    r"dans (ce|ces) cas|sinon|de plus|en outre|pour (cela|ce faire|(le|la|les) [a-z]+(er|ir|re)|(resoudre|eviter|"
    r"corriger|changer) (cela|ceci))|si (cela|ca|ceci|c est|ce n est|oui|non|tel est)|tous deux)\b"
)
