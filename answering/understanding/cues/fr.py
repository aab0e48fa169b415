"""French."""

from __future__ import annotations

CUES: dict[str, str] = {
    "how": (
        "comment; coment; coman; comment faire; comment on; comment puis je; combien; combien de temps; "
        "de quelle maniere; quelle est la meilleure facon; c quoi; ca marche comment; je fais comment; "
        "on fait comment; comment se; ke faire"
    ),
    "wh": (
        "que; quoi; quel; quelle; quels; quelles; cel; ou se trouve; ou est; ou sont; ou son; ou trouver; quand; "
        "pourquoi; qui; est ce que; qu est ce que; qu est ce qu; au bout de; ou en; ou vont; c est ou; "
        "ou deposer; que signifie"
    ),
    "what_to_do": (
        "que faire; que dois je faire; que se passe; que deviennent; que veut dire; que puis je; qu est ce que c est"
    ),
    "yesno": (
        "est il possible; est ce possible; puis je; peut on; on peut; y a t il; y a; proposez vous; "
        "acceptez vous; aceptez; es que; vous livrez; faut il; dois je; est ce prudent; prise en charge; "
        "avez vous; sont remboursables; est ce qu; existe t il; prenez vous en; marche t il"
    ),
    "know": (
        "savoir; je voudrais savoir; j aimerais savoir; expliquer; explique; indiquer; information; comprendre; "
        "difference; diff; je ne trouve pas; je ne sais pas; interrogation; question; m indiquer; on dirait que; "
        "avant il y avait; precisions; me dire; dire si; nous souhaitons savoir; merci de nous indiquer; "
        "renseignement; renseigner"
    ),
    "problem": (
        "erreur; ne marche pas; ne fonctionne pas; marche pa; marche plus; je n arrive pas; plante; freeze; "
        "lent; noir; vide; ne s affiche; plus de son; j ai oublie; jai oublier; affiche le mauvais; reste; "
        "ne sort que; pas a; bloque; ne s ouvre; ne fait pas"
    ),
    "please": (
        "s il vous plait; s il te plait; svp; stp; pourriez vous; pouvez vous; pouvez; pouve vous; veuillez; "
        "merci de; merci de bien vouloir; je vous prie; auriez vous; je vous demande; ayez l amabilite; "
        "faites le necessaire; nous demandons; serait il possible; pourrait on"
    ),
    "want": (
        "je veux; je veu; je voudrais; j aimerais; je souhaite; je souhaiterais; il me faut; il nous faut; "
        "j ai besoin; nous demandons; je prefere; j exige; j en ai besoin; nous souhaitons; "
        "je me sentirais mieux; besoin"
    ),
    "my": "mon; ma; mes; notre; nos; ma comande; mon conte",
    "me": "me; moi; je; j; nous; m; j ai; jai",
    "your": (
        "votre; vos; ton; ta; tes; chez vous; votre service; votre appli; votre produit; votre equipe; "
        "votre societe; ta configuration"
    ),
    "you": "vous; tu; toi; te; es tu; etes vous; t es; t as; vous etes",
    "cancel": "annul*; resili*; arreter mon; stopper; mettre fin; desabonn*; anul*",
    "refund": (
        "rembours*; rendez moi; rends moi; rendre; mon argent; ma thune; avoir; me rendre; recredit*; dedommag*; "
        "restitu*; rendez les moi; donner mon argent; la somme"
    ),
    "unlock": "debloqu*; reactiv*; rouvrez; reouvr*; retabl*; redonnez moi l acces; deverrouill*; retirez la double",
    "blocked": "bloque; bloquee; compte bloque; suspendu; suspendue; sans raison; desactive; verrouille",
    "delete": "supprim*; suprim*; efface*; fermez; cloturez; retirez; enlevez; vire mon; fermer mon; radiez",
    "change": (
        "changez; change; changer; modif*; corrig*; mettez a jour; decalez; deplacez; ajout*; reduisez; "
        "remplac*; report*; soit bien ecrit; passez ma; passez mon; rectif*; basculez"
    ),
    "check": (
        "verifi*; regarder si; regardez; consult*; chercher; ou en est; le statut; statut de; suivi de ma; "
        "le suivi; trouver ou; dire ou en est; regarder ou; retrouv*; localis*; controlez"
    ),
    "send": (
        "renvoyez; renvoyer; envoyez moi; renvoyez moi; m envoyer; nous la renvoyer; emettre; reexpedi*; "
        "transmettez moi"
    ),
    "thing": (
        "commande; comande; colis; paquet; livraison; facture; compte; conte; abonnement; labonement; abo; "
        "adhesion; reservation; paiement; carte; adresse; adrese; contrat; licence; rendez vous; billet; releve; "
        "achat; cotisation; remise; formule; mes donnees; bon de commande; taille; virement; vol; dossier; "
        "chaussons; identifiant; postes; prelevement; truc commande; avoir"
    ),
    "late": (
        "pas arrive; pas arrivee; n est pas arrive; n est pas arrivee; ne pa arive; n est toujours pas; "
        "toujours pas; toujours rien; jamais recu; pas recu; n ai pas recu; pas encore recu; aurait du etre la; "
        "manque sur; n a pas bouge; ne vient pas; il y a deux semaines; il y a trois semaines; y a 2 semaines; "
        "n est jamais arrive; n est pas passe; j attends toujours; en retard; attends mon; attend encore; "
        "devait arriver; sans nouvelle; pas ete credite"
    ),
    "where_is": (
        "ou est ma; ou est mon; ou et ma; il est ou mon; elle est ou ma; ou en est ma; ou en est mon; "
        "quand arrive mon; quand vais je recevoir; ou en est notre; des nouvelles de; quand serai je"
    ),
    "charged": (
        "debite; debitee; preleve; prelevee; facture 50; j ai paye; jai paye; j ai payer; payee; pris; "
        "vous m avez pris; debitez; avez pris; nous avez facture; ete preleve; ete debite; reglee; encaisse"
    ),
    "twice": (
        "deux fois; 2 foi; 2 fois; double; en double; par erreur; alors que; en trop; sans autorisation; "
        "le meme mes; je ne reconnais pas; je ne sais pas pourquoi; le meme mois; montant errone; trop percu"
    ),
    "bad": (
        "nul; nulle; mauvais; mauvaise; tres mauvais; pire; horrible; honte; merde; arnaque; lamentable; "
        "scandaleux; inadmissible; inacceptable; incapables; incompetent*; catastrophe; catastrophique; "
        "foutage de gueule; se moquer; incroyable; pourri; laisse a desirer; a desirer; pas professionnel; "
        "mauvaise qualite; minable; ridicule; deplorable; escroc*; voleurs; honteux; une blague; n importe quoi; "
        "desastre; desastreux; mediocre; triste de voir; inutile; affreux; epouvantable; bug*; daube; "
        "se moque du monde; ca sert a rien; insupportable; intolerable; moqu*; zero; lenteur"
    ),
    "upset": (
        "decu; decue; decus; tre decu; deception; mecontent*; fache; fachee; en colere; furieu*; ras le bol; "
        "marre; j en ai assez; en ai marre; degoute; agace*; enerve*; insatisfait*; pas content; pas contente; "
        "contrariee; je regrette; j ai le regret; m attendais a mieux; perdu; perdu confiance; excede*; "
        "pas satisfait; frustre*; frustrant; lasse; outre; scandalise*; plus rien ne marche; rien ne marche; "
        "perds mes; consterne*"
    ),
    "again": (
        "encore; encor; troisieme fois; deuxieme fois; chaque fois; toujours; a chaque; chaque mise a jour; "
        "de nouveau; repetees; un jour de plus; une panne de plus; sans cesse; tout le temps; sans arret; "
        "encore une fois; constamment"
    ),
    "nobody": (
        "personne n a; personne ne; personne ne repond; sans reponse; ignore mes; n a repondu; "
        "n est jamais venu; n est pas venu; sans solution; s en soucie; j attends; attendu; deux semaines que; "
        "semaines; n ont pas repondu; jamais de reponse; aucune reponse"
    ),
    "never_again": (
        "plus jamais; n acheterai; merci pour rien; bravo; perte de temps; client depuis; cliente depuis; "
        "quelle honte; quelle arnaque; je vais voir ailleurs; je change de; je ne recommande; a fuir; a eviter; "
        "une etoile; foutue de; de l argent jete"
    ),
    "complaint": (
        "reclamation; reclamations; plainte; me plaindre; faire une reclamation; porter plainte; officielle; protester"
    ),
    "person": (
        "humain; human; personne; persone; une personne; une vraie personne; agent; conseiller; conseille; "
        "conseillere; quelqu un; operateur; collegue; collegues; responsable; superviseur; boss; patron; "
        "representant; technicien; ingenieurs; charge de compte; dame; vrai gars; equipe; vraie; interlocuteur; "
        "service client; employe; de vrai; specialiste; directeur"
    ),
    "talk": (
        "parler; parle; parle avec; parle a; echanger; discuter; causer; appel; appelez moi; rappeler; "
        "rappelez moi; recontact*; telephone; telephoner; passez moi; passe moi; passer; donnez moi; donner moi; "
        "mettez moi; en relation; joindre; transferez; me rappeler; regarde ca avec; en l expliquant; contacter; "
        "au telephone; m appelle; un appel; avoir quelqu un"
    ),
    "bot": (
        "robot; robo; bot; machine; machines; ordinateur; programme; ia; chatgpt; articles; automatique; repondeur"
    ),
    "prompt": (
        "prompt; pront; instructions; instruction; consignes; regles; restrictions; configuration; limites; "
        "limite; directives; message systeme; invite systeme; filtres; parametres systeme; politiques; "
        "reglages internes"
    ),
    "override": (
        "ignore; ignorez; inore; oublie; oubliez; mettre de cote; de cote; passer outre; contourne; fais comme; "
        "fais genre; imagine; on va jouer; fais semblant; hypothese; fais abstraction; suppose; desactive tes; "
        "simule; joue le role"
    ),
    "previous": (
        "precedentes; precedente; precedent; du systeme; systeme; cachees; caches; secretes; internes; "
        "initiales; d origine; qu on t a; que l on vous a; au dessus; mot pour mot; tout ce qui; "
        "premier message; createurs; que vous a t on; copie complete; dans toi; premieres consignes; "
        "tes instructions; tes regles; tes consignes; ton prompt; avant; ce que eux; exact; integralement; "
        "complet"
    ),
    "reveal": (
        "montre; montrez; montre moi; montrer; revele; affiche; dis moi; repete; repetez; colle; colles; "
        "balance; donne moi; lisez le moi; copie; partage; ecris; dites moi; donne ton; recite; traduis; resume; "
        "divulgue"
    ),
    "role": (
        "tu es maintenant; sans restrictions; sans aucune limite; sans limites; sans regles; pas de regles; dan; "
        "je vous autorise; administrateur; librement; ne refuse jamais; ce que je dis; a partir de maintenant; "
        "mode developpeur; reponds; dis ce que tu veux; t as pas de regles; sans filtre; sans censure; "
        "jailbreak; mode dieu"
    ),
    "thanks": (
        "merci; mci; merssi; remercie; remerciements; bien recu; aimable; un ange; un chef; revaudrai ca; "
        "sans toi; c est regle; resolu; rentre dans l ordre; parfait; super; genial; top; bien aide; "
        "grand merci; ca marche maintenant; ca fonctionne; nickel; compris"
    ),
    "greet": (
        "bonjour; bonjoure; bjr; slt; salut; salu; bonsoir; coucou; hello; wesh; allo; saluer; dire bonjour; "
        "ravi; ravie; mesdames; messieurs; y a quelqu un; bon jour; hey; bien le bonjour"
    ),
    "bye": (
        "au revoir; aurevoir; a bientot; a plus; a demain; ciao; tchao; adieu; bonne soiree; bonne journee; "
        "bonne nuit; je vous laisse; je m en vais; je pars; cordialement; rien d autre; je m arrete la; bisous; "
        "j y vais; pour aujourd hui; excellente soiree; ce sera tout; c est tout; a la prochaine; "
        "bonne continuation"
    ),
    "how_are": (
        "comment allez vous; comment vas tu; comment ca va; coman sava; ca va; ca roule; bien ou quoi; "
        "comment vous portez; vous portez bien; tu vas bien; vous allez bien; quoi de neuf; la forme; "
        "comment tu vas"
    ),
    "who_are": (
        "qui es tu; qui etes vous; a qui; etes vous une; etes vous un; es tu un; es tu une; tu et un; tu es un; "
        "vous est une; t es un humain; t es chatgpt; que sais tu faire; une personne ou; ou un programme; "
        "ou machine; ou un robot; un robot; une vraie personne; une personne qui ecrit; une personne derriere; "
        "tenue par des personnes; comment tu t appelles; ton nom; que peux tu faire; l honneur; ou une de ces; "
        "qui t a cree; quel est ton nom; demoiselle"
    ),
    "chat": (
        "blague; blage; quel temps fait il; je t aime; bonne annee; joyeux noel; anniversaire; chante; chanson; "
        "musique; je m ennuie; mdr; ptdr; lol; haha*; drole; mignon; chat; chien; froid; chaud; crepes; mari; "
        "bavarder; beau; tout seul; seul; poeme; tu aimes; quel age; foot; film; fatigue; faim; intelligent; "
        "copine; epouse moi; week end; vacances; bon anniversaire; adorable; soleil"
    ),
    "lodge": (
        "faire une reclamation; depose une reclamation; deposer une plainte; reclamation officielle; "
        "nous formulons; porter plainte; porter reclamation; me plaindre; je formule; formuler une plainte"
    ),
    "sarcasm": "merci pour rien; merci de m avoir fait perdre; bravo; felicitations; beau travail; super boulot",
    "myself": "moi meme; par moi meme; soi meme; un client; clients; utilisateurs",
}
