"""Portuguese."""

from __future__ import annotations

from escalation.clocks.words.words import ExpectationWords

WORDS = ExpectationWords(
    typical="Uma primeira resposta costuma demorar cerca de {time}.",
    closes_first="É possível que fechemos antes disso; voltamos {when}.",
    closed="Neste momento estamos fechados. Voltamos {when}.",
    closed_for_long="De momento estamos fechados.",
    ask_email="Se deixar o seu e-mail, também podemos escrever para lá.",
    today="hoje às {clock} ({zone})",
    weekday="{day} às {clock} ({zone})",
    date="em {number} de {month} às {clock} ({zone})",
    days=(
        "na segunda-feira", "na terça-feira", "na quarta-feira", "na quinta-feira", "na sexta-feira", "no sábado",
        "no domingo",
    ),
    months=(
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
        "novembro", "dezembro",
    ),
    units={"minute": ("um minuto", "{n} minutos"), "hour": ("uma hora", "{n} horas"), "day": ("um dia", "{n} dias")},
    time_of="hora de {}".format,
    cities={
        "Algiers": "Argel", "Amsterdam": "Amsterdã", "Athens": "Atenas", "Azores": "Açores", "Berlin": "Berlim",
        "Bogota": "Bogotá", "Brussels": "Bruxelas", "Bucharest": "Bucareste", "Budapest": "Budapeste",
        "Canary": "Canárias", "Copenhagen": "Copenhague", "Istanbul": "Istambul",
        "Jerusalem": "Jerusalém", "Johannesburg": "Joanesburgo", "Kolkata": "Calcutá", "Kyiv": "Kiev",
        "Lisbon": "Lisboa", "London": "Londres", "Luxembourg": "Luxemburgo", "Madrid": "Madri",
        "Mexico_City": "Cidade do México", "Moscow": "Moscou", "New_York": "Nova York", "Panama": "Panamá",
        "Prague": "Praga", "Rome": "Roma", "Sao_Paulo": "São Paulo", "Seoul": "Seul", "Shanghai": "Xangai",
        "Singapore": "Singapura", "Stockholm": "Estocolmo", "Tokyo": "Tóquio", "Tunis": "Túnis", "Vienna": "Viena",
        "Warsaw": "Varsóvia", "Zurich": "Zurique",
    },
)  # fmt: skip
