"""Spanish."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="es",
    subject="Ya tiene respuesta: {question}",
    intro="Nos preguntó algo que entonces no pudimos responder. Ahora hay una respuesta.",
    asked="Su pregunta:",
    answer="La respuesta:",
    read_on="Léalo completo:",
    why="Recibe este correo una sola vez, porque pidió que le avisáramos.",
    stop="¿No quiere más correos de este tipo?",
    page_title="No más correos",
    page_ask="¿Dejamos de avisarle por correo cuando una pregunta suya tenga respuesta?",
    page_button="No enviar más estos correos",
    page_done="Hecho. Ya no le avisaremos de respuestas por correo.",
    page_bad="Este enlace no está completo. Copie toda la dirección del correo.",
)
