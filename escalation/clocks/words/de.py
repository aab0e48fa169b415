"""German."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="Eine erste Antwort dauert meist etwa {time}.",
    closes_first="Es kann sein, dass wir vorher schließen; wir sind {when} wieder da.",
    closed="Unser Büro ist gerade geschlossen. Wir sind {when} wieder da.",
    closed_for_long="Unser Büro ist zurzeit geschlossen.",
    ask_email="Wenn Sie Ihre E-Mail-Adresse hinterlassen, erreichen wir Sie auch dort.",
    today="heute um {clock} Uhr ({zone})",
    weekday="am {day} um {clock} Uhr ({zone})",
    date="am {number}. {month} um {clock} Uhr ({zone})",
    days=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
    ),
    units={
        "minute": ("eine Minute", "{n} Minuten"), "hour": ("eine Stunde", "{n} Stunden"),
        "day": ("einen Tag", "{n} Tage"),
    },
    time_of="Zeit in {}".format,
    cities={
        "Algiers": "Algier", "Athens": "Athen", "Brussels": "Brüssel", "Bucharest": "Bukarest", "Cairo": "Kairo",
        "Copenhagen": "Kopenhagen", "Havana": "Havanna", "Kyiv": "Kiew", "Lisbon": "Lissabon",
        "Luxembourg": "Luxemburg", "Mexico_City": "Mexiko-Stadt", "Moscow": "Moskau", "Prague": "Prag",
        "Riyadh": "Riad", "Rome": "Rom", "Singapore": "Singapur", "Tehran": "Teheran", "Tokyo": "Tokio",
        "Vienna": "Wien", "Warsaw": "Warschau", "Zurich": "Zürich",
    },
)  # fmt: skip
