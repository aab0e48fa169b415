"""Dutch."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="Een eerste antwoord duurt meestal ongeveer {time}.",
    closes_first="Het kan zijn dat ons kantoor eerder sluit; {when} zijn we er weer.",
    closed="Ons kantoor is nu gesloten. We zijn er {when} weer.",
    closed_for_long="Ons kantoor is op dit moment gesloten.",
    ask_email="Als u uw e-mailadres achterlaat, kunnen we u ook daar bereiken.",
    today="vandaag om {clock} uur ({zone})",
    weekday="op {day} om {clock} uur ({zone})",
    date="op {number} {month} om {clock} uur ({zone})",
    days=("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    months=(
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
        "november", "december",
    ),
    units={"minute": ("een minuut", "{n} minuten"), "hour": ("een uur", "{n} uur"), "day": ("een dag", "{n} dagen")},
    time_of="tijd in {}".format,
    cities={
        "Athens": "Athene", "Azores": "Azoren", "Berlin": "Berlijn", "Brussels": "Brussel",
        "Bucharest": "Boekarest", "Budapest": "Boedapest", "Cairo": "Caïro", "Copenhagen": "Kopenhagen",
        "Jerusalem": "Jeruzalem", "Kolkata": "Calcutta", "Lisbon": "Lissabon", "London": "Londen",
        "Luxembourg": "Luxemburg", "Mexico_City": "Mexico-Stad", "Moscow": "Moskou", "Paris": "Parijs",
        "Prague": "Praag", "Riyadh": "Riyad", "Tehran": "Teheran", "Tokyo": "Tokio", "Vienna": "Wenen",
        "Warsaw": "Warschau", "Zurich": "Zürich",
    },
)  # fmt: skip
