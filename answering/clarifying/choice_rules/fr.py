"""French."""

from __future__ import annotations

FACETS = (
    "formule formules forfait forfaits offre offres edition editions version versions abonnement abonnements licence "
    "plateforme plateformes systeme application produit produits modele modeles appareil appareils plan plans"
)

ASKS_WHICH = (
    r"\b(quel(le)?s?|chaque|tous|toutes|autres?|differente?s|comparer) (sont )?(les |des |l )?"
    r"(formules?|forfaits?|offres?|editions?|versions?|abonnements?|plateformes?|systemes?( d exploitation)?|"
    r"produits?|modeles?|appareils?|langues?|plans?)\b"
)

ORDINALS = (
    r"1er|1ere|1re|premier|premiere|une?",
    r"2e|2eme|2nd|2nde|deuxieme|second|seconde|deux",
    r"3e|3eme|troisieme|trois",
    r"4e|4eme|quatrieme|quatre",
    r"5e|5eme|cinquieme|cinq",
)
LAST = r"dernier|derniere"
ALL = (
    r"les deux|tous|toutes|tous les deux|toutes les deux|l un(e)? ou l autre|n importe (lequel|laquelle)|peu importe|"
    r"ca m est egal|(je )?(ne )?sais pas|(je )?n en sais rien|aucune idee|pas sur|pas sure"
)
NONE = (
    r"(non )?(aucune?( des deux| d (eux|elles|entre eux))?|(aucun|aucune) de (ceux|celles|ces choix)( ci| la)?)|"
    r"ni l une? ni l autre|ni l un ni l autre|autre chose|un autre|une autre|autre|non|rien de tout (ca|cela)|"
    r"pas (ca|cela|ceux la|celles la)|ce n est pas (ca|cela)"
)
FILLER = (
    r"le|la|les|l|un|une|ce|cet|cette|c|est|celui|celle|ci|de|du|des|d|au|aux|a|en|pour|avec|sur|sous|dans|mon|ma|mes|notre|je|j|"
    r"nous|moi|me|ai|avons|utilise|utilisons|veux|voudrais|voulais|parle|parlais|dire|prends|choisis|option|choix|"
    r"numero|no|svp|s|il|vous|plait|merci|oui|ok|alors|donc|bonjour|pardon|seulement|plutot|suis"
)
NOT = r"\bpas|\bsans"
QUESTION = r"^(et |mais )?(comment|que|qu|quoi|ou|quand|pourquoi|qui|quel|quelle|combien|puis|peut|est ce)\b"
