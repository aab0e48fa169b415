"""Spanish."""

from __future__ import annotations

FACETS = (
    "plan planes edicion ediciones version versiones paquete paquetes suscripcion licencia plataforma plataformas "
    "sistema aplicacion producto productos modelo modelos dispositivo dispositivos tarifa tarifas"
)

ASKS_WHICH = (
    r"\b(que|cual(es)?|cada|todos|todas|otros?|otras?|diferentes|comparar) (son )?(de )?(los |las |el |la )?"
    r"(planes|plan|edicion(es)?|version(es)?|paquetes?|plataformas?|sistemas?( operativos?)?|productos?|modelos?|"
    r"dispositivos?|tarifas?|idiomas?)\b"
)

ORDINALS = (
    r"1a|1o|1ra|1ro|1er|primer[oa]?|un[oa]",
    r"2a|2o|2da|2do|segund[oa]|dos",
    r"3a|3o|3ra|3ro|tercer[oa]?|tres",
    r"4a|4o|4ta|4to|cuart[oa]|cuatro",
    r"5a|5o|5ta|5to|quint[oa]|cinco",
)
LAST = r"ultim[oa]"
ALL = (
    r"ambos|ambas|(los|las) dos|tod[oa]s?( (ell[oa]s|est[oa]s))?|cualquiera( de (ell[oa]s|est[oa]s|l[oa]s dos))?|"
    r"me da igual|da igual|da lo mismo|no importa|no (lo )?se|ni idea|no estoy segur[oa]"
)
NONE = (
    r"(no )?ningun[oa]?( de (ell[oa]s|est[oa]s|es[oa]s|l[oa]s (dos|anteriores)))?|ni (uno|una) ni (otro|otra)|"
    r"otra cosa|algo distinto|otro|otra|no|no es (eso|est[oa]|ningun[oa])( de (ell[oa]s|est[oa]s))?"
)
FILLER = (
    r"el|la|los|las|lo|un|una|este|esta|eso|esa|ese|es|soy|mi|mis|me|yo|a|al|de|del|en|para|con|por|sobre|que|opcion|"
    r"numero|num|favor|gracias|si|vale|bueno|pues|creo|uso|usamos|usando|tengo|tenemos|utilizo|quiero|quisiera|"
    r"necesito|refiero|seria|elijo|escojo|prefiero|ok|hola|perdon|solo|ahora|no"
)
NOT = r"\bno"
QUESTION = r"^(y |pero )?(como|que|donde|cuando|por que|quien|cual|cuanto|cuantos|puedo|se puede|hay)\b"
