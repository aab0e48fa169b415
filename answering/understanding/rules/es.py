"""Spanish."""

from __future__ import annotations

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "chat": (
        r"(cuentame|cuenteme|dime) (un|otro|algun) (buen )?chiste|hazme reir|que tiempo hace( hoy)?( ahi| alli)?",
        r"te (quiero|amo)|casate conmigo|canta(me)? (una |algo)?(cancion)?|feliz (ano nuevo|ano|navidad|cumpleanos)",
        r"j?(a?ja){2,}j?|(je){2,}|estoy aburrid[oa]|me aburro( mucho)?",
    ),
    "who_are_you": (
        r"(y )?(quien|que) (eres|es usted|sos)",
        r"(eres|es usted|sos|esto es) (una? )?(persona|humano|humana|robot|bot|maquina|ia|chatbot|ser humano)( real)?"
        r"( o (una? )?(robot|bot|maquina|persona|humano))?",
        r"(estoy hablando|hablo|estoy chateando) con (una? )?(persona|humano|robot|bot|maquina|ia)( real)?",
        r"con quien (hablo|estoy hablando)",
        r"que (puedes|puede|sabes) hacer( por mi)?",
        r"en que (me )?(puedes|puede) ayudar(me)?",
        r"como te llamas|como se llama usted|cual es tu nombre|tienes nombre",
    ),
    "how_are_you": (
        r"espero que (este|esten|estes|se encuentren?|todo vaya|vaya todo) (muy )?bien",
        r"(hola )?que tal( (estas|esta|todo|te va))?",
        r"como (estas|esta usted|esta|te va|le va|andas|va todo|va|estan)( hoy)?",
    ),
    "goodbye": (
        r"quedo (a la espera|atent[oa]|pendiente)( (de|a) (su|tu|vuestra) (respuesta|comentarios))?|"
        r"espero (su|tu) (pronta )?respuesta",
        r"adios|hasta (luego|pronto|manana|la vista|otra)|chao|chau|nos vemos|eso es todo|nada mas|cuidate",
        r"que (tenga|tengas) (un )?buen(a)? (dia|tarde|noche)",
    ),
    "thanks": (
        r"(muchas |muchisimas |mil )?gracias( de nuevo| de antemano| igualmente| a ti| a usted| por todo)?"
        r"( por (tu|su|la|toda la|vuestra) (ayuda|respuesta|tiempo|informacion))?",
        r"muy amable|te lo agradezco|se lo agradezco|perfecto|genial|estupendo|excelente|vale|de acuerdo|entendido",
        r"ya (esta|funciona)|me (ha servido|sirvio|ayudo)( mucho)?|funciono|eres (genial|el mejor|la mejor)",
    ),
    "greeting": (
        r"(hola+|buenos dias|buen dia|buenas (tardes|noches)|buenas|holi|saludos|que hubo)"
        r"( (a todos|amigo|amiga|equipo))?",
        r"(hay )?alguien (ahi|aqui)|(necesito|quiero) (tu |su |una )?ayuda|ayuda(me)?",
        r"me (puedes|puede|podria|podrias) ayudar",
        r"(tengo|es) una (pregunta|duda|consulta)( rapida)?|(puedo|puedes) hacerte una pregunta",
    ),
}

FILLERS: tuple[str, ...] = (
    r"por favor|porfa|porfavor|si|no|bueno|pues|ahora|entonces|perdon|disculpa|disculpe|oye|oiga|amigo|amiga|senor|"
    r"senora|y|(ja)+|(je){2,}|claro|ok|hoy",
)

_PERSON = (
    r"(humanos?|persona( real| humana| de verdad| de carne y hueso)?|personas|"
    r"agentes?( humano| real| en vivo| de soporte| de atencion.*)?|asesore?a?s?|operadore?a?|representante|"
    r"alguien( real| humano| de verdad| de carne y hueso| mas| del .+|"
    r" de (soporte|atencion|servicio|ventas|vuestro|su|tu|el|la)( .+)?)?|"
    r"ejecutivo|teleoperadora?|encargad[oa]|gerente|supervisora?|responsable|tecnico|emplead[oa]|"
    r"(atencion|servicio) al? cliente|servicio de atencion( al cliente)?|soporte( tecnico| humano)?|ser humano|"
    r"gente( real)?)"
)
_SURELY_PERSON = (
    r"(humano|persona( real| humana| de verdad)|agente( humano| real| en vivo)?|asesora?( humano)?|operadora?|"
    r"representante|ser humano|alguien real)"
)
_LEAD = (
    r"((yo )?(quiero|quisiera|querria|necesito|deseo|prefiero|puedo|podria|podemos|exijo|solicito|pido)( que)?|"
    r"me (gustaria|puede|puedes|pueden|podria|podrias)|se puede|es posible|seria posible|"
    r"hay (alguna )?(forma|manera|posibilidad) de|dejame|dejeme|permitame|tengo que|"
    r"como (puedo|hago para|podria|se puede)|como)"
)
_TALK = (
    r"((hablar|ablar|chatear|conversar|comunicarme|comunicar|tratar|platicar)( directamente)? (con|a)|"
    r"ponerme en contacto con|ser atendid[oa] por|(que )?me (atienda|llame|conteste|responda|pase con|comuniquen con|"
    r"pasen con)|contactar( con| a)?(?! (el )?(soporte|atencion)))"
)
_MOVE = (
    r"((paseme|pasame|pasenme|comunicame|comuniqueme|comuniquenme|ponme|pongame|transfiereme|transfierame|conectame|"
    r"conecteme|derivame|deriveme|dame|deme|busca|busque|"
    r"(me )?(pasarme|ponerme|comunicarme|transferirme|conectarme|derivarme|pasar|poner|comunicar|transferir|conectar|"
    r"derivar))( en contacto)?( con| a)?)"
)
_TAIL = (
    r"( (por favor|porfavor|porfa|ahora|ya|ahora mismo|urgente|urgentemente|directamente|aqui|gracias|"
    r"en (vivo|espanol|persona)|por (telefono|chat)|"
    r"(de|del|en) (su |tu |vuestro |la |el )?"
    r"(soporte|equipo|empresa|atencion|servicio|ventas|tienda|servicio tecnico|atencion al cliente)|"
    r"(sobre|acerca de) .+|que (me )?(pueda|puede) ayudar(me)?|no (con )?(un |una )?(robot|bot|maquina|ia)|"
    r"(en vez de|en lugar de) (un |una |este )?(robot|bot|maquina|ia)))*"
)
_ARTICLE = r"((con|a|al|un|una|el|la|algun|alguna|otro|otra|su|tu|vuestro) )*"

PERSON_REQUESTS: tuple[str, ...] = (
    rf"({_LEAD} )?{_TALK} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"({_LEAD} )?{_MOVE} {_ARTICLE}{_PERSON}{_TAIL}",
    rf"({_LEAD} )?{_ARTICLE}{_SURELY_PERSON}{_TAIL}",
    rf"(?!(como|que|cuando|donde|por que|si|quien|cual|es|puede)\b)\w.* "
    rf"((quiero|necesito|quisiera|prefiero|dejame|puedo) {_TALK}|(paseme|pasame|ponme|pongame|comuniqueme) con) "
    rf"{_ARTICLE}({_SURELY_PERSON}|persona|alguien){_TAIL}",
    rf"(quiero|necesito|exijo|prefiero) {_ARTICLE}{_PERSON} (real|humana?|de verdad){_TAIL}",
    rf"(quiero|necesito|prefiero) (que )?(me )?(atienda|llame|hable|conteste) {_ARTICLE}{_PERSON}{_TAIL}",
    rf"(me |nos )?(puede|podria|pueden|podrian) (ayudar|atender|contestar|responder)(me|nos)? "
    rf"{_ARTICLE}({_SURELY_PERSON}|persona){_TAIL}",
    rf"{_ARTICLE}({_SURELY_PERSON}|persona) (me |nos )?(puede|podria) (ayudar|atender|contestar|responder)(me|nos)?"
    rf"{_TAIL}",
    rf"hay {_ARTICLE}({_SURELY_PERSON}|alguien|persona)( (ahi|aqui|disponible|con quien (pueda )?hablar))+",
    r"(que )?(me (puede|puedes|pueden|podria|podrian) llamar|llamame|llameme|llamenme|me llame alguien)"
    r"( alguien| un agente| por telefono| por favor)*",
    r"no quiero (hablar|tratar|chatear) con (un |una |este |esta )?(robots?|bots?|maquinas?|ia)( mas)?",
)

NO = r"no|que no"
YES = r"si|claro|por favor|vale|de acuerdo|ok|adelante|por supuesto|si por favor"

PERSON_WORDS = "agente persona humano asesor operador representante alguien hablar quiero necesito soporte favor"

_INSTRUCTIONS = r"(instrucciones|instruccion|prompts?|reglas|indicaciones|directrices|ordenes)"
_SYSTEM = r"((del|de) sistema|internas|ocultas|iniciales|secretas|originales|exactas|completas)"

PROBES: tuple[str, ...] = (
    r"\b(ignora|ignore|ignoren|olvida|olvide|olvidate de|descarta|omite|desobedece|saltate)( por completo| ya| de)? "
    rf"((todas|todos|todo|las|los|tus|sus|mis|estas|de|anteriores|previas|otras) )*{_INSTRUCTIONS}\b"
    r"(?! de (uso|montaje|instalacion|lavado))",
    r"\b(olvida|olvide|ignora|ignore) (todo|lo que) (lo )?(que )?(te |se |le )?"
    r"(dijeron|han dicho|dije|anterior|he dicho|hayan dicho|escrito|de antes|dicho)",
    r"\b(muestra|muestrame|muestreme|ensena|ensename|revela|revelame|repite|repiteme|dime|digame|dame|imprime|escribe|"
    r"escribeme|comparte|copia|traduce)( \w+)? "
    rf"?((el|la|los|las|todo|todas|tu|tus|su|sus|texto de|completo|exactamente|propias) )+"
    rf"(prompt|mensaje de(l)? sistema|{_INSTRUCTIONS} {_SYSTEM})",
    r"\b(muestra|muestrame|ensename|revela|revelame|repite|dime|dame|imprime|escribe) (todas )?(tu|tus) "
    r"(instrucciones|prompt|reglas)\b(?! (para|de|sobre))",
    r"\b(cual|cuales) (es|son|fue|fueron) (tu|tus|su|sus) "
    rf"(prompt|mensaje de sistema|(instrucciones|reglas) {_SYSTEM})",
    r"\b(actua|actue|comportate|responde|habla|contesta)( ahora)? como "
    r"(si (fueras|no tuvieras|no|tuvieras|fuese)|una? (ia|hacker|pirata|inteligencia|asistente|modelo|abuela))\b",
    r"\b(finge|imagina|haz como|simula|supon|pretende) que (eres|no|ya no|no tienes|fueras|tienes)\b",
    r"\b(a partir de ahora|desde ahora|de ahora en adelante) (eres|seras|actuaras|responderas|debes|vas a)\b",
    r"\bahora eres (una?|dan|mi)\b|\bmodo (dan|sin restricciones)\b",
    r"\b(ia|asistente|modelo|responde|habla) (\w+ )?sin (ninguna )?(restricciones|restriccion|censura|filtros)\b",
)

STOP_WORDS = (
    "el la los las un una unos unas lo este esta esto estos estas ese esa eso esos esas aquel aquella yo tu tú él ella "
    "ellos ellas nosotros usted ustedes me te se le les nos mi mis su sus tus nuestro nuestra que qué quien quién "
    "quienes cual cuál cuales cuáles cuando cuándo donde dónde adonde como cómo cuanto cuánto cuantos cuántos cuanta "
    "cuánta cuantas cuántas por porque para de del a al en con sin sobre entre hasta desde durante según y e o u ni "
    "pero si sí no es son era eran fue fueron ser sido siendo está están estar estaba hay había haber ha han he hacer "
    "hace hacen hizo puedo puede pueden puedes poder podría quiero quiere necesito tengo tiene tienen tener tuvo más "
    "menos muy mucho muchos muchas ya también solo sólo tan tanto hola gracias favor otro otra otros cada todo toda "
    "todos todas algo alguien algún alguna algunos llama llamado nombre tipo"
)

QUESTION_KINDS: dict[str, str] = {
    "number": r"\bcuant[oa]s?\b|\bque (porcentaje|numero|cantidad|precio|tamano|edad|altura|distancia|proporcion|"
    r"tasa)\b|"
    r"\b(maximo|minimo|limite)\b",
    "date": r"^(y |desde |hasta |para )?cuando\b|\b(que|cual|cuales) (ano|fecha|dia|mes|siglo|decada|hora)s?\b|"
    r"\bcuanto tiempo\b|\ben que "
    r"momento\b|"
    r"\bplazo\b",
    "how_to": r"\bdonde (puedo|se (puede|ve|configura|cambia)|veo|encuentro|configuro|cambio|miro)\b|"
    r"\bcomo (puedo|hago|se|configuro|cambio|instalo|activo|desactivo|anado|elimino|creo|[a-z]+o)\b|"
    r"\b(manera|forma|pasos) (de|para)\b|^(puedo|se puede|es posible)\b|\b(quiero|necesito|quisiera) [a-z]+r\b",
    "person": r"(^|\b(a|de|por|con|para) )quien(es)?\b",
    "place": r"(^|\b(de|desde|hasta|por|y|en) )a?donde\b|\b(que|cual) (pais|ciudad|estado|lugar|region|continente|"
    r"sitio|zona|menu|rio)\b",
    "reason": r"\bpor que\b|\b(cual|que) (es|fue) (la causa|el motivo|la razon)\b",
    "definition": r"^que (es|son|era|eran) |\bque significa|\bdefinicion\b",
    "yes_no": r"^(es|son|esta|estan|hay|puede|pueden|tiene|tienen) ",
    "what": r"^((en|a|de|por|con|para|desde|hasta|sobre) )?(que|cual|cuales)\b",
}

LEANS_BACK = (
    r"(este|esta|esto|estos|estas|ese|esa|eso|esos|esas|aquel|aquella|ello|ella|el tambien|ellos|ellas|dicho|dicha|"
    r"tambien|"
    r"ademas|sin embargo|pero|no obstante|por (ejemplo|lo tanto|ello|eso|tanto)|asi|entonces|luego|despues|su|sus|"
    r"en (este|ese|estos|esos|tal) casos?|de lo contrario|para (ello|eso|esto|[a-z]+[aei]rl[oa]s?|(solucionar|"
    r"evitar|resolver|cambiar) (esto|eso))|si (es asi|esto|eso|no|lo|la)|ambos|"
    r"ambas)\b"
)
