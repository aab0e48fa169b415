"""Italian."""

NAME = (
    r"(?:[ ,]+(?:a tutti|\[name\]|(?:sig|sig\.ra|signor|signora|dott|dottor|dottoressa)\.?(?: [^\s,.!:;–—-]{1,30})?"
    r"|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
)
GREETINGS = (
    rf"(?:ciao|salve|buongiorno|buonasera|buon pomeriggio|caro|cara|cari|gentile|gentili|gent\.mo|gent\.ma){NAME}"
    r"\s*[,!.:;–—-]+\s*",
    rf"(?:ciao|salve|buongiorno|buonasera|buon pomeriggio|caro|cara|gentile){NAME}\s*$",
)
COURTESIES = (
    r"(?:mille |tante |molte )?grazie (?:per|di|del|della|mille|tante|ancora|a)\b ?.{0,110}[.!]?",
    r"(?:mille |tante |molte )?grazie(?: mille| tante| ancora| infinite)?\s*[.!]*",
    r"(?:la |ti |vi )?(?:ringrazio|ringraziamo)\b.{0,110}[.!]?",
    r"(?:mi (?:dispiace|scuso)|ci (?:dispiace|scusiamo)|siamo (?:spiacenti|desolati)|sono (?:spiacente|desolat[oa]))"
    r"(?: (?:molto|davvero))?(?: (?:per|di|del|della|che|se) .{0,90})?\s*[.!]*",
    r"(?:ci scusi|mi scusi|scusi|scusa|le (?:mie|nostre) scuse)(?: (?:per|se) .{0,90})?\s*[.!]*",
    r"(?:capisco|comprendo|capiamo|comprendiamo) (?:perfettamente |bene )?(?:la|il|che|quanto|come)\b.{0,80}[.!]",
    r"(?:spero|speriamo|sperando)\b.{0,110}[.!]?",
    r"(?:se (?:ha|hai|avete|dovesse|serve|ci sono)|per (?:qualsiasi|ogni|ulteriori))\b.{0,70}"
    r"(?:domand|aiuto|bisogno|dubb|problem|altro|inform).{0,60}(?:scriv|contatt|disposizione|sapere|qui|"
    r"esit).{0,60}[.!]?",
    r"(?:non esit(?:i|are|ate)|resto|restiamo|rimango|rimaniamo|sono|siamo) (?:a )?.{0,30}(?:contattar|disposizione|"
    r"scriver)"
    r".{0,110}[.!]?",
    r"(?:mi|ci) (?:faccia|fai|fate) sapere\b.{0,80}[.!]?",
    r"(?:posso|possiamo) (?:esser\w+ )?(?:aiutar\w+|.{0,10}di aiuto)\b.{0,60}[?.!]?",
    r"(?:le auguro|ti auguro|le auguriamo|buona|buon)\b.{0,20}(?:giornata|serata|settimana|weekend|lavoro).{0,30}[.!]?",
    r"(?:mi chiamo|il mio nome è) .{1,60}[.!]",
    r"(?:ottima|bella) domanda\s*[.!]?",
)
CLOSINGS = (
    r"(?:(?:cordiali|distinti|cari|migliori) saluti|cordialmente|un (?:caro |cordiale )?saluto|saluti)[ "
    r",.!–—-]*.{0,20}$",
    r"(?:a presto|grazie|buona giornata|buona serata)[ ,.!–—-]*$",
    r"inviato (?:da|dal) .{1,40}$",
)
