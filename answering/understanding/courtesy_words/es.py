"""Spanish."""

NAME = r"(?:[ ,]+(?:\[name\]|(?:sra?|srta|don|doña)\.? ?\S+|[^\s,.!:;–—-]{1,30}(?: [^\s,.!:;–—-]{1,30})?))?"
GREETINGS = (
    rf"¡?(?:hola|estimad[oa]s?|querid[oa]s?|saludos){NAME}\s*[,!.:;–—-]+\s*",
    rf"¡?(?:hola|estimad[oa]s?|querid[oa]s?){NAME}\s*$",
    rf"¡?(?:buenos días|buenas tardes|buenas noches|muy buenas|buen día|buenas){NAME}\s*[,!.:;–—-]*\s*",
)
COURTESIES = (
    r"(?:muchas |mil )?gracias por .{0,100}[.!]?",
    r"¡?(?:muchas |mil )?gracias(?: de nuevo| de antemano)?[.!]*",
    r"(?:te|le|os|les) agrade(?:cemos|zco)\b.{0,100}[.!]?",
    r"(?:lo siento|lo sentimos|siento|sentimos|lamento|lamentamos|perdona|perdone|disculpa|disculpe|disculpen"
    r"|mil disculpas|perdón)(?: (?:por|la|las|el|los|mucho|que|si)\b.{0,90})?[.!]*",
    r"(?:entiendo|entendemos|comprendo|comprendemos) (?:perfectamente |muy bien )?(?:tu|su|la|que) .{0,80}[.!]",
    r"(?:espero|esperamos|ojalá)\b.{0,100}[.!]?",
    r"(?:si (?:tienes|tiene|necesitas|necesita|hay|surge|te queda|le queda)\b.{0,70}"
    r"(?:duda|pregunta|ayuda|algo más|problema).{0,100})[.!]?",
    r"(?:no dudes|no dude|no duden|no dudéis) en .{0,90}[.!]?",
    r"(?:quedo|quedamos|estoy|estamos) (?:a (?:tu|su|vuestra) (?:entera )?disposición|aquí para|encantad[oa]s? de"
    r"|pendientes?).{0,70}[.!]?",
    r"(?:avísame|avíseme|avísanos|avísenos|dime|díganos|cuéntanos)\b.{0,90}[.!]?",
    r"¿?(?:hay algo más|puedo ayudar(?:te|le)|necesitas algo más|necesita algo más)\b.{0,60}[?.!]?",
    r"¡?(?:que tengas|que tenga|te deseo|le deseo|que pases|que pase)\b.{0,50}[.!]?",
    r"(?:me llamo|mi nombre es|soy \S+,? del? (?:equipo|servicio|soporte)) ?.{0,60}[.!]",
    r"(?:buena|excelente) pregunta[.!]?",
)
CLOSINGS = (
    r"(?:un |reciba un |recibe un )?(?:cordial |afectuoso )?(?:saludos?|abrazo)\b[^.!?]{0,20}[ ,.!]*$",
    r"(?:saludos (?:cordiales|atentos)|atentamente|cordialmente|muchas gracias|gracias|hasta pronto)[ ,.!–—-]*$",
    r"enviado desde mi \S+.*",
)
