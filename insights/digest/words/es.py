"""Spanish."""

from __future__ import annotations

from insights.digest.words.words import DigestWords

WORDS = DigestWords(
    lang="es",
    subject="Contenido, del {first} al {last}: lagunas abiertas {opened}, cerradas {closed}",
    hello="Hola, {name}:",
    asked="Del {first} al {last}, los clientes hicieron al contenido {questions} preguntas.",
    answered="Respondidas: {rate} (la semana anterior: {before}).",
    nothing_before="sin preguntas",
    shares="Ayuda confirmada: {confirmed}. Ayuda supuesta: {assumed}. Pasadas a una persona: {handed_off}.",
    without_answer="Preguntas sin una buena respuesta: {number}.",
    nobody_asked="Del {first} al {last}, nadie preguntó nada al contenido.",
    no_gaps="No se abrió, cerró ni reabrió ninguna laguna.",
    new="Lo que los clientes preguntaron y no obtuvieron (lagunas nuevas)",
    worst="Las lagunas más dañinas que quedan por hacer",
    closed="Cerradas: se volvió a preguntar y hubo respuesta",
    reopened="Reabiertas",
    size="preguntas: {questions}, clientes: {customers}",
    board="Todas las lagunas:",
    report="Las cifras, cada una con su definición:",
    why="Recibe esta carta los lunes porque así lo eligió. Cita preguntas con los datos personales ocultos.",
    stop="Para no recibirla más:",
)
