"""Spanish."""

from __future__ import annotations

LEAD = (
    r"((ok|okay|vale|gracias|muchas gracias|perfecto|genial|bien|muy bien|bueno|estupendo|de acuerdo|entendido|ya veo|"
    r"ah|oh|eh|mm+|sí|si(?= y\b)|claro|no(?=  )|no(?= (perdón|perdona|me ref|quería|quise|quiero)"
    r"\b)|perdón|perdona|perdone|disculpa|disculpe|hola|por favor|espera|en realidad|oye|pues)\b ?)+"
)

CONTINUES = (
    r"(y qué (hay|pasa|tal) (de|con|del)|qué (hay|tal|pasa) (de|del|con)(?=( el| la| los| las| un| una)? \w+$)|y|pero|"
    r"e (?=i)|o (?=para|en|con|de|desde|por)|también|entonces|igual (?=para|con|en)|lo mismo (?=para|con|en)|"
    r"(?=qué (más|otr[oa]s?)\b)|solo|sólo|solamente|en cuanto a)\b( también\b)?"
)

CORRECTS = (
    r"((no )?(me (refería|referia|refiero)( a)?|(quería|quise|quiero) (decir|preguntar)( por)?|"
    r"(hablaba|hablo|preguntaba|pregunto) (de|por|sobre)|lo que (quería|quiero) (decir|preguntar) (es|era)|"
    r"más bien|mejor dicho|digo)\b|no (?=(el|la|los|las|en el|en la|al|para el|para la|con el|con la) \w+$))( el\b)?"
)

REJECTS = r"(no(?= (el|la|los|las|un|una|en|con|para|al|del|de|mi|a|por|es)\b)|en (vez|lugar) de)\b( es\b)?"

TURNS = r"\b(sino|pero sí)\b"

POINTS_BACK = (
    r"\b(eso|esto|ello|ése|ésa|ella|ellas|ellos|él|suyo|suya|(el|la|los|las) (mío|mía|míos|mías|tuyo|tuya|suyo|suya)|"
    r"(el|la|lo) mism[oa]|ahí|allí|un[oa] (buen[oa]|nuev[oa]|segur[oa])$|(este|ese|esa|esos|esas)|aquel|aquella|"
    r"un[oa] (a|al|de|o) (la )?otr[oa]|(de|a|en|con) (un[oa]|ambos|ambas|otr[oa])$|(cuál|cuáles)( (es|son)( (más|"
    r"mejor|el más|la más|el mejor|la mejor)( \w+)?)?)?$|"
    r"(el|la|los|las) (otr[oa]s?|segund[oa]|primer[oa]|últim[oa]|de antes|anterior)$|"
    r"(hay|tiene|con|sin|para|existe) (otr[oa]|ningun[oa]|algun[oa])$)\b|"
    r"\b(\w{2,}[aeií]r(me|te|se|nos)?|ver|dar|oír|ir)l[oae]s?\b|"
    r"\blo (?!que\b|mismo\b|más\b|mejor\b|antes\b|siguiente\b|largo\b|de\b|siento\b|posible\b)\w+|"
    r"\b(cómo|como|dónde|donde|cuándo|cuando|puedo|no|y|si|se|debo|ya|le|me|qué|que|quién|cuánto|también) "
    r"(la|los|las|le|les) \w+(o|a|as|amos|an|e|es|en|emos|ado|ido)\b|"
    r"^(la|los|las|le|les) (puedo|puede|pueden|he|tengo|veo|quiero|debo|\w+(é|ó))\b|"
    r"^(se (me|te|le|nos|ha|han|queda|corta|cierra|abre|puede|pueden|ve|oye|bloquea|apaga|cae)|"
    r"no (se|me|te|nos|le) |(no )?(funciona|aparece|sale|sirve|va|carga|abre|responde|dice|pide|sigue|tarda|cuesta)\b)"
)

POINTS_NOWHERE = (
    r"\b(este|esta|ese|esa) (año|mes|semana|vez|página|sitio|web|aplicación|programa|equipo|app|tarjeta|cuenta|"
    r"servicio)\b|\bpor (eso|ello|esto)\b|"
    r"^(no )?(funciona|aparece|sale|sirve|va|carga|abre|responde|sigue|tarda|cuesta) (el|la|los|las|mi|mis|un|una)\b|"
    r"^(no )?se (me |te |le )?\w+ (el|la|los|las|mi|mis|un|una)\b|^se puede[n]? (?!\w+[aeií]rl[oae]s?\b)\w+[aeií]r \w+|"
    r"^no (se|me) (puedo|puede|deja|\w+) \w+[aeií]r\b(?!l)|^no me \w+ (el|la|los|las|mi|mis|un|una)\b"
)

ELLIPTIC = (
    r"^(qué|cómo|dónde|algo|nada|quién) más\b|\botr[oa]s? (forma|manera|opción|opciones|alternativa|posibilidad|"
    r"método)|"
    r"^(hay|existen?|alguna?s?) (más |otras? )?alternativas?\b|\b(cuál|qué) es la diferencia\b(?! entre)|"
    r"^(sigue|todavía|aún|otra vez) |^(el|la) (segund[oa]|primer[oa]?|tercer[oa]?|últim[oa]|otr[oa]|siguiente)\b|"
    r"\b(más (barat[oa]|rápid[oa]|fácil|lent[oa]|grande|pequeñ[oa])|mejor|peor)$|^más (detalles|información)\b|"
    r"^(y )?(el|la|los|las) (de|del|que) "
)

ASKS = (
    r"\b(cómo|como|qué|cuándo|cuando|dónde|donde|quién|cuál|cuánto|cuánta|puedo|puede|se|es|está|hay|tengo|debo|"
    r"quiero|necesito|no|lo|va|funciona)\b|\b\w{2,}o$"
)

TASK = (
    r"^(hola |y |por favor )*(cómo (puedo|se puede|se|hago para|hago que|podría|debo|me|te) |cómo |como (puedo|"
    r"se puede|"
    r"hago para) |"
    r"(puedo|se puede|es posible|quiero|necesito|quisiera|me gustaría|qué pasa (al|si|cuando)|ayuda para) )"
)

DEFINES = r"^(qué|quién|quiénes) (es|son|era|eran|significa) (?!(el|la|lo|eso|esto|su|mi)\b)|^defin"

COMPLETE = (
    r"\b(registr\w+|inici\w+ sesión|sesión|suscri\w+|reembols\w+|devoluc\w+|pag(o|ar|os)|contact\w+|envíos?|enví[ae]n|"
    r"entrega\w*|facturas?|contraseña|cuenta|horarios?|idiomas?|precios?)\b"
)

PREPOSITIONS = (
    ("en", "dentro", "sobre"),
    ("para",),
    ("con", "por", "mediante", "vía"),
    ("sin",),
    ("desde",),
    ("a", "al", "hasta"),
    ("de", "del"),
    ("antes", "después", "durante"),
)

JOINS = r"\b(y|e|o|u|pero|si|cuando|porque|que|mientras|hasta que|entonces|así que|antes de|después de|para que|al)\b"

ALSO_ASKS = (
    r"\b(y también|y además|y|también|además) (?=(cómo|dónde|cuándo|cuánto|cuánta|cuántos|cuántas|por qué|cuál|cuáles|"
    r"quién|qué (pasa|es|son|tengo|hago|debo)|(puedo|podemos|se puede|hay)) )"
)

LIGHT = (
    "saber sé ver comprobar encontrar funciona funcionan funcionar cosa cosas intentar mostrar mirar seguir sigue "
    "todavía aún vez veces nuevo ahora después luego antes igual misma mismo mismos mismas bien vale así aquí ahí allí "
    "qué tal pasa pasar sirve sirven ir va vas voy dar da deja dejar poner primero primera segundo segunda tercero "
    "último última siguiente paso opción opciones forma manera diferencia exactamente cuesta tarda tardan mío mía míos "
    "mías tuyo tuya suyo suya alguna ninguna ninguno nada siempre nunca ambos ambas debo debe hago haga usar uso "
    "además "
    "realmente perdón perdona entonces dicho aquello ello lado estos sea cual"
)

REMOVAL = (
    r"\b(ya no (me |nos )?(l[oae]s? )?(necesit\w+|quier\w+|us\w+|hace falta|sirv\w+)|deshacer(me|se|nos) de|"
    r"librarme de)\b"
)

REMOVE = "quitar eliminar"
