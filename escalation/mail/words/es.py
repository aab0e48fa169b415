"""Spanish."""

from __future__ import annotations

from escalation.mail.words.words import MailWords

WORDS = MailWords(
    lang="es",
    reply_subject="Su pregunta: {question}",
    reply_subject_plain="Su pregunta",
    wrote="{name} escribió:",
    agent="Nuestro equipo",
    assistant="El asistente automático",
    customer="Usted",
    notice="Aviso",
    sources="Fuentes:",
    answer_here=(
        "Como ya había salido de la página, le escribimos por correo. Para contestar, responda a este mensaje."
    ),
    back="O continúe donde nos escribió:",
    stop="¿No desea más correos sobre esta pregunta? Responda con el asunto «unsubscribe».",
    transcript_subject="Nuestra conversación del {date}",
    transcript_intro="Aquí tiene la conversación que pidió.",
    sign_in_subject="Su enlace para iniciar sesión",
    sign_in_hello="Hola, {name}:",
    sign_in_text="con este enlace puede iniciar sesión una vez:",
    sign_in_end="Es válido hasta el {time} (UTC).",
    sign_in_ignore="Si no lo ha pedido usted, no tiene que hacer nada: nadie ha iniciado sesión.",
    left_out="[Archivos del correo que no se pudieron incorporar: {names}]",
    cut="[El correo era más largo; se omitió el resto.]",
)
