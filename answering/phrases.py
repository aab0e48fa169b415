"""Every sentence Askwell itself says to a customer, in English, Spanish, French and Chinese.

Other languages get the English sentence: a phrase is never missing. Content is never translated here.
"""

from __future__ import annotations

from enum import StrEnum

from answering.language_names import language_name
from core.language import primary

FALLBACK = "en"


class Phrase(StrEnum):
    """What is being said."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    CHAT = "chat"
    GIBBERISH = "gibberish"
    INSTRUCTION_PROBE = "instruction_probe"
    CAVEAT = "caveat"
    CAVEAT_OFFER = "caveat_offer"
    OTHER_LANGUAGE = "other_language"
    CLARIFY = "clarify"
    NONE_OF_THEM = "none_of_them"
    NO_CONTENT = "no_content"
    LOW_CONFIDENCE = "low_confidence"
    ASKED_FOR_PERSON = "asked_for_person"
    REPEATED_FAILURE = "repeated_failure"
    NEGATIVE_FEEDBACK = "negative_feedback"
    SENSITIVE_TOPIC = "sensitive_topic"
    COMPLAINT = "complaint"
    ACCOUNT_ACTION = "account_action"
    INTERNAL_FAILURE = "internal_failure"
    PERSON_IN_CHARGE = "person_in_charge"
    STILL_QUEUED = "still_queued"
    OFFER_PERSON = "offer_person"
    MEANWHILE = "meanwhile"
    HOW_SATISFIED = "how_satisfied"


_EN = {
    Phrase.GREETING: "Hello! What would you like to know?",
    Phrase.THANKS: "You are welcome. Is there anything else I can help with?",
    Phrase.GOODBYE: "Goodbye, and come back any time you have a question.",
    Phrase.HOW_ARE_YOU: "All is well here, thank you. What would you like to know?",
    Phrase.WHO_ARE_YOU: (
        "I am an automatic assistant: I answer from the help articles and show where each answer comes from. "
        "If you would rather talk to a person, just say so."
    ),
    Phrase.CHAT: "I am here for questions that the help articles answer. What would you like to know?",
    Phrase.GIBBERISH: "I could not make out a question in that. Could you put it in a few words?",
    Phrase.INSTRUCTION_PROBE: "I can only answer questions from the help articles. What would you like to know?",
    Phrase.CAVEAT: "I am not certain that this answers your question, but it is the closest I found:",
    Phrase.CAVEAT_OFFER: "If that is not it, tell me more, or ask for a person.",
    Phrase.OTHER_LANGUAGE: "I found this only in {language}:",
    Phrase.CLARIFY: "Which of these do you mean?",
    Phrase.NONE_OF_THEM: "Then it is something else that you need. Tell me more about it; or shall I ask a person?",
    Phrase.NO_CONTENT: (
        "I found nothing about this in the help articles. I have passed your question to a person, who will reply here."
    ),
    Phrase.LOW_CONFIDENCE: (
        "I do not have an answer I can vouch for. I have passed your question to a person, who will reply here."
    ),
    Phrase.ASKED_FOR_PERSON: "Of course. I have asked a person to take over; they will reply here.",
    Phrase.REPEATED_FAILURE: (
        "My answers are not getting you further. I have asked a person to take over; they will reply here."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "I am sorry that this did not help. I have asked a person to take over; they will reply here."
    ),
    Phrase.SENSITIVE_TOPIC: "This is better handled by a person. I have passed it on; they will reply here.",
    Phrase.COMPLAINT: "I am sorry about this. I have passed your message to a person, who will reply here.",
    Phrase.ACCOUNT_ACTION: (
        "Somebody has to look at your account or order for this. I have passed it to a person, who will reply here."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Something went wrong on our side. I have passed your question to a person, who will reply here."
    ),
    Phrase.PERSON_IN_CHARGE: "Your message has reached the person who is helping you.",
    Phrase.STILL_QUEUED: "Your question is waiting for a person, who will read this too and reply here.",
    Phrase.OFFER_PERSON: (
        "I still have no answer to this that I can vouch for. Shall I ask a person again? Just say so."
    ),
    Phrase.MEANWHILE: "A person will still reply to you here. Meanwhile I, the automatic assistant, found this:",
    Phrase.HOW_SATISFIED: (
        "This is marked as settled; if it is not, just write again. How satisfied are you with the help you got?"
    ),
}
_ES = {
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
    Phrase.OTHER_LANGUAGE: "Solo he encontrado esto en {language}:",
    Phrase.CLARIFY: "¿A cuál de estos se refiere?",
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
_FR = {
    Phrase.GREETING: "Bonjour ! Que souhaitez-vous savoir ?",
    Phrase.THANKS: "Avec plaisir. Puis-je vous aider pour autre chose ?",
    Phrase.GOODBYE: "Au revoir, et revenez dès que vous avez une question.",
    Phrase.HOW_ARE_YOU: "Tout va bien ici, merci. Que souhaitez-vous savoir ?",
    Phrase.WHO_ARE_YOU: (
        "Je suis un assistant automatique : je réponds à partir des articles d'aide et j'indique d'où vient chaque "
        "réponse. Si vous préférez parler à une personne, dites-le-moi."
    ),
    Phrase.CHAT: "Je suis là pour les questions auxquelles répondent les articles d'aide. Que voulez-vous savoir ?",
    Phrase.GIBBERISH: "Je n'ai pas réussi à y lire une question. Pouvez-vous la poser en quelques mots ?",
    Phrase.INSTRUCTION_PROBE: (
        "Je peux seulement répondre aux questions à partir des articles d'aide. Que souhaitez-vous savoir ?"
    ),
    Phrase.CAVEAT: "Je ne suis pas certain que cela réponde à votre question, mais voici ce qui s'en rapproche :",
    Phrase.CAVEAT_OFFER: "Si ce n'est pas cela, donnez-moi plus de détails ou demandez à parler à une personne.",
    Phrase.OTHER_LANGUAGE: "Je n'ai trouvé ceci qu'en {language} :",
    Phrase.CLARIFY: "De quoi s'agit-il parmi ceci ?",
    Phrase.NONE_OF_THEM: (
        "Il s'agit donc d'autre chose. Donnez-moi plus de détails, ou souhaitez-vous que je fasse venir une personne ?"
    ),
    Phrase.NO_CONTENT: (
        "Je n'ai rien trouvé à ce sujet dans les articles d'aide. J'ai transmis votre question à une personne, "
        "qui vous répondra ici."
    ),
    Phrase.LOW_CONFIDENCE: (
        "Je n'ai pas de réponse dont je sois sûr. J'ai transmis votre question à une personne, qui vous répondra ici."
    ),
    Phrase.ASKED_FOR_PERSON: "Bien sûr. J'ai demandé à une personne de prendre le relais ; elle vous répondra ici.",
    Phrase.REPEATED_FAILURE: (
        "Mes réponses ne vous avancent pas. J'ai demandé à une personne de prendre le relais ; elle vous répondra ici."
    ),
    Phrase.NEGATIVE_FEEDBACK: (
        "Je suis désolé que cela n'ait pas aidé. J'ai demandé à une personne de prendre le relais ; "
        "elle vous répondra ici."
    ),
    Phrase.SENSITIVE_TOPIC: "Une personne saura mieux s'en occuper. J'ai transmis ; elle vous répondra ici.",
    Phrase.COMPLAINT: (
        "Je suis désolé de ce qui vous arrive. J'ai transmis votre message à une personne, qui vous répondra ici."
    ),
    Phrase.ACCOUNT_ACTION: (
        "Pour cela, quelqu'un doit regarder votre compte ou votre commande. J'ai transmis à une personne, "
        "qui vous répondra ici."
    ),
    Phrase.INTERNAL_FAILURE: (
        "Une erreur s'est produite de notre côté. J'ai transmis votre question à une personne, qui vous répondra ici."
    ),
    Phrase.PERSON_IN_CHARGE: "Votre message est bien arrivé à la personne qui vous aide.",
    Phrase.STILL_QUEUED: ("Votre question attend une personne, qui lira aussi ce message et vous répondra ici."),
    Phrase.OFFER_PERSON: (
        "Je n'ai toujours pas de réponse dont je sois sûr. Dois-je redemander à une personne ? Dites-le-moi."
    ),
    Phrase.MEANWHILE: (
        "Une personne vous répondra ici comme prévu. En attendant, moi, l'assistant automatique, j'ai trouvé ceci :"
    ),
    Phrase.HOW_SATISFIED: (
        "Nous considérons que c'est réglé ; sinon, écrivez-nous de nouveau. Êtes-vous satisfait de l'aide reçue ?"
    ),
}
_ZH = {
    Phrase.GREETING: "您好！请问您想了解什么？",
    Phrase.THANKS: "不客气。还有什么可以帮您的吗？",
    Phrase.GOODBYE: "再见，有问题欢迎随时回来。",
    Phrase.HOW_ARE_YOU: "一切都好，谢谢。请问您想了解什么？",
    Phrase.WHO_ARE_YOU: (
        "我是自动助手：根据帮助文章回答问题，并注明每个回答的出处。如果您想和人工客服交谈，请直接告诉我。"
    ),
    Phrase.CHAT: "我可以回答帮助文章里讲到的问题。请问您想了解什么？",
    Phrase.GIBBERISH: "我没有看懂您的问题，可以用几个词简单说一下吗？",
    Phrase.INSTRUCTION_PROBE: "我只能根据帮助文章回答问题。请问您想了解什么？",
    Phrase.CAVEAT: "我不确定这是否回答了您的问题，但这是我找到的最接近的内容：",
    Phrase.CAVEAT_OFFER: "如果不是您要的，请补充一些细节，或要求转人工。",
    Phrase.OTHER_LANGUAGE: "这部分内容只有{language}版本：",
    Phrase.CLARIFY: "您指的是下面哪一项？",
    Phrase.NONE_OF_THEM: "看来您要找的是别的内容。请再补充一些细节，或者需要我请人工客服吗？",
    Phrase.NO_CONTENT: "帮助文章里没有找到相关内容。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.LOW_CONFIDENCE: "我没有把握给出可靠的回答。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.ASKED_FOR_PERSON: "好的，我已请人工客服接手，他们会在这里回复您。",
    Phrase.REPEATED_FAILURE: "我的回答没能帮到您。我已请人工客服接手，他们会在这里回复您。",
    Phrase.NEGATIVE_FEEDBACK: "很抱歉没能帮到您。我已请人工客服接手，他们会在这里回复您。",
    Phrase.SENSITIVE_TOPIC: "这件事由人工客服处理更合适。我已转交，他们会在这里回复您。",
    Phrase.COMPLAINT: "很抱歉给您带来不便。我已把您的消息转给人工客服，他们会在这里回复您。",
    Phrase.ACCOUNT_ACTION: ("这需要有人查看您的账号或订单。我已转给人工客服，他们会在这里回复您。"),
    Phrase.INTERNAL_FAILURE: "我们这边出了点问题。我已把您的问题转给人工客服，他们会在这里回复您。",
    Phrase.PERSON_IN_CHARGE: "您的消息已送达正在为您服务的客服人员。",
    Phrase.STILL_QUEUED: "您的问题正在等待人工客服，这条消息他们也会看到，并会在这里回复您。",
    Phrase.OFFER_PERSON: "对此我仍然没有把握给出可靠的回答。需要我再请人工客服吗？直接告诉我即可。",
    Phrase.MEANWHILE: "人工客服仍会在这里回复您。在此期间，我（自动助手）找到了以下内容：",
    Phrase.HOW_SATISFIED: "此事已标记为解决；如果还没有解决，请直接再写消息。您对得到的帮助满意吗？",
}
PHRASES: dict[str, dict[Phrase, str]] = {"en": _EN, "es": _ES, "fr": _FR, "zh": _ZH}
"""Phrase by language; every language has every phrase."""


def say(phrase: Phrase, lang: str) -> str:
    """The sentence in `lang`, in English where that language has none."""
    return PHRASES.get(primary(lang), PHRASES[FALLBACK])[phrase]


def says_other_language(code: str, lang: str) -> str:
    """The sentence put before a quote whose language `code` is not the reader's `lang`."""
    return say(Phrase.OTHER_LANGUAGE, lang).format(language=language_name(code, lang))


def is_offer(text: str) -> bool:
    """Whether `text` ends by offering a person, so that a bare "yes" accepts it."""
    offers = (phrases[offer] for phrases in PHRASES.values() for offer in (Phrase.OFFER_PERSON, Phrase.NONE_OF_THEM))
    return any(text.rstrip().endswith(offer) for offer in offers)


def is_clarification(text: str) -> bool:
    """Whether `text` is one of our own clarifying questions, so that two never follow each other."""
    asked = (phrases[question] for phrases in PHRASES.values() for question in (Phrase.CLARIFY, Phrase.NONE_OF_THEM))
    return any(question in text for question in asked)
