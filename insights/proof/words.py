"""The words of the letter that tells a customer of an answer; other languages get English, as everywhere."""

from __future__ import annotations

from dataclasses import dataclass

from core.language import primary


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    lang: str
    subject: str
    """`{question}`: theirs, cut short."""
    intro: str
    asked: str
    answer: str
    """Before the title of the document and what it says."""
    read_on: str
    """Before its address."""
    why: str
    stop: str
    """Before the address that stops such letters."""
    page_title: str
    page_ask: str
    page_button: str
    page_done: str
    page_bad: str


WORDS = {
    "en": Words(
        lang="en",
        subject="Now answered: {question}",
        intro="You asked us something that we could not answer then. Now there is an answer.",
        asked="Your question:",
        answer="The answer:",
        read_on="Read all of it:",
        why="You get this e-mail once, because you asked to be told.",
        stop="You want no more e-mails of this kind?",
        page_title="No more e-mails",
        page_ask="Shall we stop telling you by e-mail when a question of yours is answered?",
        page_button="Stop these e-mails",
        page_done="Done. We will not tell you of answers by e-mail any more.",
        page_bad="This link is not complete. Copy the whole address from the e-mail.",
    ),
    "es": Words(
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
    ),
    "fr": Words(
        lang="fr",
        subject="Nous avons la réponse : {question}",
        intro="Nous ne pouvions pas répondre à la question que vous nous avez posée. Il y a maintenant une réponse.",
        asked="Votre question :",
        answer="La réponse :",
        read_on="À lire en entier :",
        why="Vous recevez cet e-mail une seule fois, parce que vous avez demandé à être prévenu.",
        stop="Vous ne voulez plus d’e-mails de ce genre ?",
        page_title="Plus d’e-mails",
        page_ask="Voulez-vous que nous cessions de vous prévenir par e-mail quand une de vos questions a une réponse ?",
        page_button="Ne plus recevoir ces e-mails",
        page_done="C’est fait. Nous ne vous préviendrons plus des réponses par e-mail.",
        page_bad="Ce lien n’est pas complet. Copiez toute l’adresse qui figure dans l’e-mail.",
    ),
    "zh": Words(
        lang="zh",
        subject="您的问题已有答案：{question}",
        intro="您曾问过一个我们当时无法回答的问题。现在有答案了。",
        asked="您的问题：",
        answer="答案：",
        read_on="查看全文：",
        why="因为您希望得到通知，所以会收到这封邮件，仅此一次。",
        stop="不想再收到这类邮件？",
        page_title="停止邮件通知",
        page_ask="当您的问题有了答案时，我们是否不再用邮件通知您？",
        page_button="不再接收这类邮件",
        page_done="好的，我们不会再用邮件通知您答案。",
        page_bad="此链接不完整。请复制邮件中的完整地址。",
    ),
}


def words_of(lang: str | None) -> Words:
    """The words for a customer of this language."""
    return WORDS.get(primary(lang or "en"), WORDS["en"])
