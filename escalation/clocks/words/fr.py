"""French."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords


def _time_of(city: str) -> str:
    if city.startswith("Le "):
        return f"heure du {city.removeprefix('Le ')}"
    return f"heure d'{city}" if city[0] in "AÂEÉIÎOU" else f"heure de {city}"


WORDS = ExpectationWords(
    typical="Une première réponse prend en général environ {time}.",
    closes_first="Il se peut que nous fermions avant ; nous serons de retour {when}.",
    closed="Notre service est fermé pour l'instant. Nous serons de retour {when}.",
    closed_for_long="Notre service est fermé en ce moment.",
    ask_email="Si vous laissez votre adresse e-mail, nous pourrons aussi vous y écrire.",
    today="aujourd'hui à {clock} ({zone})",
    weekday="{day} à {clock} ({zone})",
    date="le {number} {month} à {clock} ({zone})",
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
        "novembre", "décembre",
    ),
    units={
        "minute": ("une minute", "{n} minutes"), "hour": ("une heure", "{n} heures"),
        "day": ("un jour", "{n} jours"),
    },
    time_of=_time_of,
    cities={
        "Algiers": "Alger", "Athens": "Athènes", "Azores": "Açores", "Beirut": "Beyrouth", "Brussels": "Bruxelles",
        "Bucharest": "Bucarest", "Cairo": "Le Caire", "Copenhagen": "Copenhague", "Dubai": "Dubaï",
        "Havana": "La Havane", "Jerusalem": "Jérusalem", "Kolkata": "Calcutta", "Kyiv": "Kiev", "Lisbon": "Lisbonne",
        "London": "Londres", "Mexico_City": "Mexico", "Moscow": "Moscou", "Reunion": "La Réunion",
        "Sao_Paulo": "São Paulo", "Seoul": "Séoul", "Singapore": "Singapour", "Vienna": "Vienne",
        "Warsaw": "Varsovie",
    },
)  # fmt: skip
