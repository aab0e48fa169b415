"""First texts from replies, differences, patches, Markdown of stored documents, and what a model claims."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import markdown
from insights.drafts.assembling import AgentReply, assembled
from insights.drafts.cleaning import cleaned_reply
from insights.drafts.differences import Change, differences, unified_patch
from insights.drafts.exporting import file_name, markdown_file
from insights.drafts.markdown import to_markdown
from insights.drafts.model import Origin, OriginKind
from insights.drafts.writer import Brief, Line, Source, checked_sentences

REPLIES = {
    "en": (
        "Hi Maria,\n\nThank you for reaching out! I'm sorry for the trouble. Parcels to Iceland are sent by Eimskip "
        "and take 6 to 9 days. [1] Your order is under maria.lopez@example.com.\n\n"
        "1. Open **Orders**.\n2. Choose *Track*.\n\n"
        "Let me know if you have any other questions.\n\nKind regards,\nAna Ruiz\nShop support",
        "Parcels to Iceland are sent by Eimskip and take 6 to 9 days. Your order is under [email].\n\n"
        "1. Open **Orders**.\n2. Choose *Track*.",
    ),
    "es": (
        "¡Hola María!\nGracias por escribirnos. Los envíos a Islandia tardan de 6 a 9 días.\n"
        "Si tiene alguna otra pregunta, no dude en escribirnos.\n\nUn saludo,\nAna",
        "Los envíos a Islandia tardan de 6 a 9 días.",
    ),
    "fr": (
        "Bonjour Madame Lopez,\n\nMerci pour votre message. Les colis pour l’Islande arrivent en 6 à 9 jours.\n"
        "N’hésitez pas à nous écrire.\n\nBien cordialement,\nAna Ruiz",
        "Les colis pour l’Islande arrivent en 6 à 9 jours.",
    ),
    "de": (
        "Sehr geehrte Frau Lopez,\n\nvielen Dank für Ihre Nachricht. Es tut uns leid, dass Sie warten mussten. "
        "Pakete nach Island brauchen 6 bis 9 Tage.\nWenn Sie noch Fragen haben, melden Sie sich gern.\n\n"
        "Mit freundlichen Grüßen\nAna Ruiz",
        "Pakete nach Island brauchen 6 bis 9 Tage.",
    ),
    "it": (
        "Buongiorno Maria,\n\ngrazie per averci scritto. I pacchi per l’Islanda arrivano in 6-9 giorni.\n"
        "Se ha altre domande, non esiti a scriverci.\n\nCordiali saluti,\nAna Ruiz",
        "I pacchi per l’Islanda arrivano in 6-9 giorni.",
    ),
    "nl": (
        "Beste Maria,\n\nBedankt voor je bericht. Pakketten naar IJsland zijn 6 tot 9 dagen onderweg.\n"
        "Laat het me gerust weten als je nog vragen hebt.\n\nMet vriendelijke groet,\nAna Ruiz",
        "Pakketten naar IJsland zijn 6 tot 9 dagen onderweg.",
    ),
    "pt": (
        "Olá Maria,\n\nObrigada pela sua mensagem. As encomendas para a Islândia demoram 6 a 9 dias.\n"
        "Se tiver alguma dúvida, não hesite em escrever.\n\nCom os melhores cumprimentos,\nAna Ruiz",
        "As encomendas para a Islândia demoram 6 a 9 dias.",
    ),
    "zh": (
        "您好！感谢您的来信。寄往冰岛的包裹需要6到9天。如果还有问题，请随时联系我们。\n\n祝您愉快！",
        "寄往冰岛的包裹需要6到9天。",
    ),
}


@pytest.mark.parametrize("lang", REPLIES)
def test_a_reply_loses_greeting_courtesies_signature_and_personal_data_and_nothing_else(lang: str) -> None:
    said, left = REPLIES[lang]
    assert cleaned_reply(said, lang, ("Maria Lopez", "Ana Ruiz")) == left


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, refunds are not possible after 30 days.",
        "Thanks to the new exporter, files may have a million rows.",
        "If you have a problem with the tap, turn the water off at the mains.",
        "Best is to charge it overnight.",
        "Lo siento, no hacemos envíos a Islandia.",
        "Désolé, mais ce modèle n’est plus vendu.",
        "抱歉，冰岛不支持退款。",
        "Es tut mir leid, wir versenden nicht nach Island.",
        "Falls Sie Probleme mit dem Hahn haben, drehen Sie das Wasser am Haupthahn zu.",
        "Dank der neuen Ausfuhr dürfen Dateien eine Million Zeilen haben.",
        "Mi dispiace, non spediamo in Islanda.",
        "Sorry, we leveren niet in IJsland.",
        "Als u problemen hebt met de kraan, sluit dan de hoofdkraan.",
        "Lamento, não enviamos para a Islândia.",
    ],
)
def test_sentences_that_say_something_stay(said: str) -> None:
    assert cleaned_reply(said, None) == said


def test_names_of_the_customer_and_the_agent_are_masked_where_they_stand() -> None:
    found = cleaned_reply("Ask Maria Lopez, or write to 王小明. Marianne stays.", "en", ("Maria Lopez", "王小明"))
    assert found == "Ask [name], or write to [name]. Marianne stays."


def test_code_in_a_reply_is_left_as_it_is() -> None:
    said = "Run this:\n\n```\nThank you.\nask --best\n```"
    assert cleaned_reply(said, "en") == said


def test_several_replies_become_one_text_with_a_source_for_each_sentence() -> None:
    first = AgentReply("msg_1", "Hello! Parcels to Iceland take 6 to 9 days. They are sent by Eimskip.", "en")
    second = AgentReply("msg_2", "Hi,\n\nParcels to Iceland take 6 to 9 days.\n\nCustoms may ask for an invoice.", "en")
    made = assembled([second, first], "en")
    assert made.text.count("6 to 9 days") == 1
    assert "Customs may ask for an invoice." in made.text
    assert "Eimskip" in made.text
    assert {origin.id for one in made.sentences for origin in one.origins} == {"msg_1", "msg_2"}
    assert assembled([AgentReply("msg_3", "Thank you!", "en")], "en").text == ""


def test_what_a_model_wrote_is_marked_where_its_sources_do_not_bear_it_out() -> None:
    reply = Source("R1", Origin(OriginKind.REPLY, "msg_1"), "Parcels to Iceland take 6 to 9 days.")
    brief = Brief("en", ("How long?",), (reply,))
    lines = (
        Line("# Parcels to Iceland", ()),
        Line("Parcels to Iceland take 6 to 9 days.", ("R1",)),
        Line("Refunds are paid within two hours.", ("R1",)),
        Line("Parcels to Iceland take 6 to 9 days.", ("R9",)),
    )
    assert [one.supported for one in checked_sentences(lines, brief)] == [True, True, False, False]


def test_differences_are_told_word_by_word_and_in_scripts_without_spaces() -> None:
    (line,) = differences("It takes 6 to 9 days.", "It takes 3 to 9 working days.")
    told = [(piece.change, piece.text) for piece in line.pieces if piece.change is not Change.SAME]
    assert told == [(Change.GONE, "6"), (Change.NEW, "3"), (Change.NEW, "working ")]
    (line,) = differences("包裹需要6到9天。", "包裹需要3到9天。")
    assert [piece.text for piece in line.pieces if piece.change is not Change.SAME] == ["6", "3"]


def test_unchanged_lines_far_from_a_change_are_folded() -> None:
    before = "\n".join(f"line {n}" for n in range(50))
    found = differences(before, before.replace("line 25", "something else"))
    assert [line.pieces[0].text for line in found if line.change is Change.SKIPPED] == ["23", "22"]
    assert differences(before, before) == ()


TEXTS = st.text(alphabet="ab é天*\n #", max_size=60)


@given(TEXTS, TEXTS)
def test_differences_hold_both_texts_to_the_letter(before: str, after: str) -> None:
    lines = differences(before, after, context=None)

    def side(*left_out: Change) -> str:
        kept = [line for line in lines if line.change not in left_out]
        return "\n".join("".join(p.text for p in line.pieces if p.change not in left_out) for line in kept)

    assert side(Change.NEW) == before.rstrip("\n") or (not before.rstrip("\n") and after)
    assert side(Change.GONE) == after.rstrip("\n") or (not after.rstrip("\n") and before)


@pytest.mark.parametrize("after", ["one\ntwo\nthree\n", "one\n2\nthree", "new\n"])
def test_a_patch_can_be_applied(tmp_path: Path, after: str) -> None:
    before = "one\ntwo\nthree"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "page.md").write_text(before)
    patch = unified_patch(before, after, "docs/page.md")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)
    assert (tmp_path / "docs" / "page.md").read_text() == after
    assert unified_patch(before, before, "page.md") == ""


def test_an_exported_file_reads_as_what_it_is() -> None:
    made = markdown_file('Say "hello"', "Text.", "es", {"partners"}, ("tag",))
    read = markdown.read_text(made)
    assert (read.title, read.lang, read.audiences, read.tags) == (
        'Say "hello"',
        "es",
        frozenset({"partners"}),
        ("tag",),
    )
    assert file_name("Say hello: 你好?", "zh") == "say-hello-你好.zh.md"
    assert file_name("x", "en", "guides/page.md") == "guides/page.md"


def test_a_stored_document_as_markdown_reads_as_the_same_text_again() -> None:
    source = """Call it with `a_b` or a\\_b\\_c, never <b\\>x</b\\>; it costs 5 \\* 3 $ \\[1\\].

## What *happens* next

1. Open **Settings**.

   ```
   ask *now*
   ```

2. Choose # 3.
   - deeper

| Code | Means |
| --- | --- |
| a\\|b | \\*x\\* |

\\- no list
"""
    first = markdown.read_text(source)
    again = markdown.read_text(to_markdown(first.text, first.blocks))
    assert again.text == first.text
