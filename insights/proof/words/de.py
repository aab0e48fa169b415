"""German."""

from __future__ import annotations

from insights.proof.words.words import AnsweredWords

WORDS = AnsweredWords(
    lang="de",
    subject="Jetzt beantwortet: {question}",
    intro="Sie haben uns etwas gefragt, das wir damals nicht beantworten konnten. Jetzt gibt es eine Antwort.",
    asked="Ihre Frage:",
    answer="Die Antwort:",
    read_on="Alles dazu lesen:",
    why="Sie erhalten diese E-Mail einmalig, weil Sie darum gebeten haben.",
    stop="Sie möchten keine E-Mails dieser Art mehr?",
    page_title="Keine E-Mails mehr",
    page_ask="Sollen wir Ihnen nicht mehr per E-Mail schreiben, wenn eine Ihrer Fragen beantwortet ist?",
    page_button="Diese E-Mails beenden",
    page_done="Erledigt. Wir schreiben Ihnen keine E-Mails über Antworten mehr.",
    page_bad="Dieser Link ist nicht vollständig. Kopieren Sie die ganze Adresse aus der E-Mail.",
)
