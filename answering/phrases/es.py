"""Spanish."""

from __future__ import annotations

from answering.phrases.phrase import Phrase

PHRASES = {
    Phrase.GREETING: "¡Hola! ¿Qué quiere saber?",
    Phrase.THANKS: "De nada. ¿Puedo ayudarle en algo más?",
    Phrase.GOODBYE: "Hasta pronto. Vuelva cuando tenga otra pregunta.",
    Phrase.HOW_ARE_YOU: "Todo bien por aquí, gracias. ¿Qué quiere saber?",
    Phrase.WHO_ARE_YOU: (
        "Soy un asistente automático: respondo a partir de los artículos de ayuda y muestro de dónde sale cada "
        "respuesta. Si prefiere hablar con una persona, dígamelo."
    ),
    Phrase.CHAT: "Estoy aquí para las preguntas que responden los artículos de ayuda. ¿Qué quiere saber?",
    Phrase.GIBBERISH: "No he podido entender la pregunta. ¿Puede decirla con unas pocas palabras?",
    Phrase.INSTRUCTION_PROBE: ("Solo puedo responder preguntas a partir de los artículos de ayuda. ¿Qué quiere saber?"),
    Phrase.CAVEAT: "No estoy seguro de que esto responda a su pregunta, pero es lo más parecido que he encontrado:",
    Phrase.CAVEAT_OFFER: "Si no es esto, deme más detalles o pida hablar con una persona.",
    Phrase.PART_OPEN: "Sobre «{question}» no he encontrado nada de lo que esté seguro.",
    Phrase.OTHER_LANGUAGE: "Solo he encontrado esto en {language}:",
    Phrase.CLARIFY: "¿A cuál de estos se refiere?",
    Phrase.CLARIFY_LANGUAGE: "Hay ayuda sobre esto, pero no en su idioma. ¿En cuál de estos se la muestro?",
    Phrase.NONE_OF_THEM: "Entonces se trata de otra cosa. Deme más detalles, ¿o prefiere que avise a una persona?",
    Phrase.NO_CONTENT: (
        "No he encontrado nada sobre esto en los artículos de ayuda. He pasado su pregunta a una persona, "
        "que le responderá aquí."
    ),
    Phrase.LOW_CONFIDENCE: (
        "No tengo una respuesta de la que esté seguro. He pasado su pregunta a una persona, que le responderá aquí."
    ),
    Phrase.ASKED_FOR_PERSON: "Por supuesto. He avisado a una persona para que siga con usted; le responderá aquí.",
    Phrase.REPEATED_FAILURE: (
        "Mis respuestas no le están sirviendo. He avisado a una persona para que siga con usted; le responderá aquí."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Siento que no le haya servido. He avisado a una persona para que siga con usted; le responderá aquí."
    ),
    Phrase.SENSITIVE_TOPIC: "De esto se ocupa mejor una persona. Se lo he pasado; le responderá aquí.",
    Phrase.COMPLAINT: "Lamento lo ocurrido. He pasado su mensaje a una persona, que le responderá aquí.",
    Phrase.ACCOUNT_ACTION: (
        "Para esto alguien tiene que mirar su cuenta o su pedido. Se lo he pasado a una persona, "
        "que le responderá aquí."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Algo ha fallado por nuestra parte. He pasado su pregunta a una persona, que le responderá aquí."
    ),
    Phrase.PERSON_IN_CHARGE: "Su mensaje ha llegado a la persona que le atiende.",
    Phrase.STILL_QUEUED: "Su pregunta está esperando a una persona, que leerá también esto y le responderá aquí.",
    Phrase.OFFER_PERSON: (
        "Sigo sin tener una respuesta de la que esté seguro. ¿Aviso de nuevo a una persona? Basta con que me lo diga."
    ),
    Phrase.MEANWHILE: (
        "Una persona le responderá aquí igualmente. Mientras tanto yo, el asistente automático, he encontrado esto:"
    ),
    Phrase.HOW_SATISFIED: (
        "Hemos dado esto por resuelto; si no lo está, escriba de nuevo. ¿Está satisfecho con la ayuda recibida?"
    ),
}
