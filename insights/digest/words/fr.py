"""French."""

from __future__ import annotations

from insights.digest.words.words import DigestWords

WORDS = DigestWords(
    lang="fr",
    subject="Contenu, du {first} au {last} : lacunes ouvertes {opened}, comblées {closed}",
    hello="Bonjour {name},",
    asked="Du {first} au {last}, les clients ont posé au contenu {questions} questions.",
    answered="Avec réponse : {rate} (la semaine précédente : {before}).",
    nothing_before="aucune question",
    shares="Aide confirmée : {confirmed}. Aide supposée : {assumed}. Transmises à une personne : {handed_off}.",
    without_answer="Questions sans bonne réponse : {number}.",
    nobody_asked="Du {first} au {last}, personne n'a rien demandé au contenu.",
    no_gaps="Aucune lacune n'a été ouverte, comblée ni rouverte.",
    new="Ce que les clients ont demandé sans l'obtenir (nouvelles lacunes)",
    worst="Les lacunes les plus nuisibles qui restent à traiter",
    closed="Comblées : questions reposées, réponses trouvées",
    reopened="Rouvertes",
    size="questions : {questions}, clients : {customers}",
    board="Toutes les lacunes :",
    report="Les chiffres, chacun avec sa définition :",
    why="Vous recevez cette lettre le lundi parce que vous l'avez choisie. Les données personnelles y sont masquées.",
    stop="Pour ne plus la recevoir :",
)
