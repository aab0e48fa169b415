"""Italian."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="Di solito una prima risposta richiede circa {time}.",
    closes_first="È possibile che chiudiamo prima; torniamo {when}.",
    closed="In questo momento il nostro ufficio è chiuso. Torniamo {when}.",
    closed_for_long="Al momento il nostro ufficio è chiuso.",
    ask_email="Se ci lascia il suo indirizzo e-mail, possiamo scriverle anche lì.",
    today="oggi alle {clock} ({zone})",
    weekday="{day} alle {clock} ({zone})",
    date="il {number} {month} alle {clock} ({zone})",
    days=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    months=(
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre", "dicembre",
    ),
    units={"minute": ("un minuto", "{n} minuti"), "hour": ("un'ora", "{n} ore"), "day": ("un giorno", "{n} giorni")},
    time_of="ora di {}".format,
    cities={
        "Algiers": "Algeri", "Athens": "Atene", "Azores": "Azzorre", "Berlin": "Berlino", "Brussels": "Bruxelles",
        "Bucharest": "Bucarest", "Cairo": "Il Cairo", "Canary": "Canarie", "Copenhagen": "Copenaghen",
        "Dublin": "Dublino", "Havana": "L'Avana", "Jerusalem": "Gerusalemme", "Kolkata": "Calcutta", "Kyiv": "Kiev",
        "Lisbon": "Lisbona", "London": "Londra", "Luxembourg": "Lussemburgo", "Mexico_City": "Città del Messico",
        "Moscow": "Mosca", "Paris": "Parigi", "Prague": "Praga", "Rome": "Roma", "Sao_Paulo": "San Paolo",
        "Seoul": "Seul", "Stockholm": "Stoccolma", "Tunis": "Tunisi", "Warsaw": "Varsavia", "Zurich": "Zurigo",
    },
)  # fmt: skip
