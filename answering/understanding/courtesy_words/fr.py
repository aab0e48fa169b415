"""French."""

NAME = (
    r"(?:[ ,]+(?:à toutes et à tous|à tous|\[name\]|(?:m|mme|mlle|monsieur|madame)\.?(?: [^\s,.!:;–—-]{1,30})?"
    r"|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:bonjour|bonsoir|salut|coucou|cher|chère|chers){NAME}\s*[,!.:;–—-]+\s*",
    rf"(?:bonjour|bonsoir|salut|cher|chère|chers){NAME}\s*$",
    r"(?:madame|monsieur)(?:,? (?:madame|monsieur))?\s*,\s*",
)
COURTESIES = (
    r"(?:un grand |encore )?merci (?:de|d['’]|pour|beaucoup) ?.{0,110}[.!]?",
    r"(?:un grand |encore )?merci(?: encore| d['’]avance| bien)?\s*[.!]*",
    r"(?:je |nous )?(?:vous |te )?(?:remerci(?:e|ons))\b.{0,110}[.!]?",
    r"(?:je suis |nous sommes )?(?:vraiment |sincèrement )?désolée?s?(?: (?:pour|de|d['’]|que|si) ?.{0,90})?\s*[.!]*",
    r"(?:toutes (?:mes|nos) excuses|veuillez (?:m['’]|nous )excuser|excusez-(?:moi|nous)|(?:mes|nos) excuses)\b"
    r".{0,90}[.!]?",
    r"(?:je comprends|nous comprenons) (?:parfaitement |bien |tout à fait )?(?:votre|ta|ton|que|la|le) .{0,80}[.!]",
    r"(?:j['’]espère|nous espérons|en espérant)\b.{0,110}[.!]?",
    r"(?:si (?:vous avez|tu as|vous rencontrez|besoin|quelque chose)\b.{0,70}"
    r"(?:question|aide|besoin|problème|autre).{0,110})[.!]?",
    r"(?:n['’]hésitez (?:pas|surtout pas)|n['’]hésite pas)\b.{0,110}[.!]?",
    r"(?:je reste|nous restons|je suis|nous sommes) (?:à (?:votre|ta) (?:entière )?disposition|là pour)\b.{0,90}[.!]?",
    r"(?:tenez-moi|tenez-nous|dites-moi|dites-nous|dis-moi)\b.{0,80}[.!]?",
    r"(?:puis-je|pouvons-nous) (?:vous|t['’]) ?aider\b.{0,60}[?.!]?",
    r"(?:je vous souhaite|nous vous souhaitons|passez une|bonne)\b.{0,20}(?:journée|soirée|semaine|week-end|après-midi)"
    r".{0,30}[.!]?",
    r"(?:je m['’]appelle|mon nom est) .{1,60}[.!]",
    r"(?:très )?bonne question\s*[.!]?",
)
CLOSINGS = (
    r"(?:bien |très )?(?:cordialement|amicalement|sincèrement|respectueusement)(?: vôtre)?[ ,.!–—-]*$",
    r"(?:meilleures|sincères) salutations[ ,.!]*",
    r"(?:veuillez|je vous prie).{0,40}(?:salutations|sentiments|considération).{0,40}",
    r"(?:à bientôt|merci|bien à vous|bonne journée|bonne soirée)[ ,.!–—-]*$",
    r"envoyé (?:de|depuis) mon \S+.*",
)
