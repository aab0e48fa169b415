"""Spanish."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="La primera respuesta suele tardar alrededor de {time}.",
    closes_first="Es posible que cerremos antes; volvemos {when}.",
    closed="Ahora mismo nuestra oficina está cerrada. Volvemos {when}.",
    closed_for_long="En este momento nuestra oficina está cerrada.",
    ask_email="Si nos deja su correo electrónico, también podremos escribirle ahí.",
    today="hoy a las {clock} ({zone})",
    weekday="el {day} a las {clock} ({zone})",
    date="el {number} de {month} a las {clock} ({zone})",
    days=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ),
    units={
        "minute": ("un minuto", "{n} minutos"), "hour": ("una hora", "{n} horas"), "day": ("un día", "{n} días"),
    },
    time_of="hora de {}".format,
    cities={
        "Algiers": "Argel", "Amsterdam": "Ámsterdam", "Asuncion": "Asunción", "Athens": "Atenas", "Berlin": "Berlín",
        "Bogota": "Bogotá", "Brussels": "Bruselas", "Bucharest": "Bucarest", "Cairo": "El Cairo",
        "Canary": "Canarias", "Copenhagen": "Copenhague", "Dubai": "Dubái", "Dublin": "Dublín", "Havana": "La Habana",
        "Istanbul": "Estambul", "Jerusalem": "Jerusalén", "Johannesburg": "Johannesburgo", "Kolkata": "Calcuta",
        "Kyiv": "Kiev", "Lisbon": "Lisboa", "London": "Londres", "Los_Angeles": "Los Ángeles",
        "Luxembourg": "Luxemburgo", "Mexico_City": "Ciudad de México", "Moscow": "Moscú", "New_York": "Nueva York",
        "Panama": "Panamá", "Paris": "París", "Prague": "Praga", "Rome": "Roma", "Sao_Paulo": "São Paulo",
        "Seoul": "Seúl", "Shanghai": "Shanghái", "Singapore": "Singapur", "Stockholm": "Estocolmo",
        "Sydney": "Sídney", "Tokyo": "Tokio", "Tunis": "Túnez", "Vienna": "Viena", "Warsaw": "Varsovia",
        "Zurich": "Zúrich",
    },
)  # fmt: skip
