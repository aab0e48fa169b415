"""Only what the customer wrote is kept: samples as the mail programs of four languages write them."""
# ruff: noqa: E501 - samples are as they are

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from escalation.mail.html import text_of
from escalation.mail.quotes import without_quotes

SAMPLES = {
    "gmail en": (
        "Thanks, that works.\n\nOn Fri, Nov 20, 2026 at 10:03 AM Example Help <\nreply+abc@example.com> wrote:\n\n"
        "> María wrote:\n>\n> It is on its way.\n",
        "Thanks, that works.",
    ),
    "gmail es": (
        "Gracias, ya funciona.\n\nEl vie, 20 nov 2026 a las 10:03, Example Help (<reply+abc@example.com>)\nescribió:\n\n> En camino.\n",
        "Gracias, ya funciona.",
    ),
    "gmail fr": (
        "Merci, ça marche.\n\nLe ven. 20 nov. 2026 à 10:03, Example Help <reply+abc@example.com> a\nécrit :\n\n> C'est parti.\n",
        "Merci, ça marche.",
    ),
    "gmail zh": (
        "谢谢，可以了。\n\nExample Help <reply+abc@example.com> 于2026年11月20日周五 10:03写道：\n\n> 已经寄出。\n",
        "谢谢，可以了。",
    ),
    "outlook en": (
        "Not yet, sadly.\n\n________________________________\nFrom: Example Help <help@example.com>\n"
        "Sent: Friday, November 20, 2026 10:03 AM\nTo: Ann\nSubject: Your question\n\nIt is on its way.\n",
        "Not yet, sadly.",
    ),
    "outlook es": (
        "Todavía no.\n\nDe: Example Help <help@example.com>\nEnviado el: viernes, 20 de noviembre de 2026 10:03\n"
        "Para: Ana\nAsunto: Su pregunta\n\nEn camino.\n",
        "Todavía no.",
    ),
    "outlook fr": (
        "Pas encore.\n\nDe : Example Help <help@example.com>\nEnvoyé : vendredi 20 novembre 2026 10:03\n"
        "À : Anne\nObjet : Votre question\n\nC'est parti.\n",
        "Pas encore.",
    ),
    "outlook zh": (
        "还没有收到。\n\n发件人: Example Help <help@example.com>\n发送时间: 2026年11月20日 10:03\n收件人: 安\n主题: 您的问题\n\n已经寄出。\n",
        "还没有收到。",
    ),
    "outlook classic": (
        "See below.\n\n-----Original Message-----\nFrom: Help\nSent: Friday\nTo: Ann\n\nIt is on its way.\n",
        "See below.",
    ),
    "apple mail en": (
        "Great!\n\nSent from my iPhone\n\n> On Nov 20, 2026, at 10:03, Example Help <reply+abc@example.com> wrote:\n> \n> It is on its way.\n",
        "Great!",
    ),
    "apple mail es": (
        "¡Genial!\n\nEnviado desde mi iPhone\n\n> El 20 nov 2026, a las 10:03, Example Help <reply+abc@example.com> escribió:\n> \n> En camino.\n",
        "¡Genial!",
    ),
    "apple mail fr": (
        "Super !\n\nEnvoyé de mon iPhone\n\n> Le 20 nov. 2026 à 10:03, Example Help <reply+abc@example.com> a écrit :\n> \n> C'est parti.\n",
        "Super !",
    ),
    "apple mail zh": (
        "太好了！\n\n发自我的iPhone\n\n> 在 2026年11月20日，10:03，Example Help <reply+abc@example.com> 写道：\n> \n> 已经寄出。\n",
        "太好了！",
    ),
    "gmail de": (
        "Danke, das klappt.\n\nAm Fr., 20. Nov. 2026 um 10:03 Uhr schrieb Example Help <\nreply+abc@example.com>:\n\n> Ist unterwegs.\n",
        "Danke, das klappt.",
    ),
    "gmail it": (
        "Grazie, funziona.\n\nIl giorno ven 20 nov 2026 alle ore 10:03 Example Help <reply+abc@example.com> ha\nscritto:\n\n> In arrivo.\n",
        "Grazie, funziona.",
    ),
    "gmail nl": (
        "Bedankt, het werkt.\n\nOp vr 20 nov 2026 om 10:03 schreef Example Help <reply+abc@example.com>:\n\n> Onderweg.\n",
        "Bedankt, het werkt.",
    ),
    "gmail pt": (
        "Obrigada, já funciona.\n\nExample Help <reply+abc@example.com> escreveu (sexta, 20/11/2026 à(s) 10:03):\n\n> A caminho.\n",
        "Obrigada, já funciona.",
    ),
    "apple mail de": (
        "Super!\n\nVon meinem iPhone gesendet\n\n> Am 20.11.2026 um 10:03 schrieb Example Help <reply+abc@example.com>:\n> \n> Ist unterwegs.\n",
        "Super!",
    ),
    "apple mail it": (
        "Ottimo!\n\nInviato da iPhone\n\n> Il giorno 20 nov 2026, alle ore 10:03, Example Help <reply+abc@example.com> ha scritto:\n> \n> In arrivo.\n",
        "Ottimo!",
    ),
    "apple mail nl": (
        "Top!\n\nVerstuurd vanaf mijn iPhone\n\n> Op 20 nov 2026, om 10:03 heeft Example Help <reply+abc@example.com> het volgende geschreven:\n> \n> Onderweg.\n",
        "Top!",
    ),
    "apple mail pt": (
        "Ótimo!\n\nEnviado do meu iPhone\n\n> Em 20 de nov. de 2026, à(s) 10:03, Example Help <reply+abc@example.com> escreveu:\n> \n> A caminho.\n",
        "Ótimo!",
    ),
    "outlook de": (
        "Siehe unten.\n\nVon: Help\nGesendet: Freitag, 20. November 2026 10:03\nAn: Ann\nBetreff: Ihre Frage\n\nIst unterwegs.\n",
        "Siehe unten.",
    ),
    "netease web": (
        '好的，谢谢。\n\n\n\n\n\n\n\nAt 2026-11-20 18:03:00, "Example Help" <reply+abc@example.com> wrote:\n>已经寄出。\n',
        "好的，谢谢。",
    ),
    "netease web zh": (
        '好的，谢谢。\n\n在 2026-11-20 18:03:00，"Example Help" <reply+abc@example.com> 写道：\n\n已经寄出。\n',
        "好的，谢谢。",
    ),
    "netease mail master": (
        "好的，谢谢。\n\n\n| |\n安娜\n|\n|\nanna@163.com\n|\n签名由网易邮箱大师定制\n\n\n---- 回复的原邮件 ----\n"
        "| 发件人 | Example Help<help@example.com> |\n| 日期 | 2026年11月20日 18:03 |\n| 收件人 | anna@163.com |\n\n已经寄出。\n",
        "好的，谢谢。",
    ),
    "qq mail": (
        "收到了。\n\n\n------------------&nbsp;原始邮件&nbsp;------------------\n".replace("&nbsp;", " ")
        + '发件人: "Example Help" <help@example.com>;\n发送时间: 2026年11月20日(星期五) 晚上6:03\n收件人: "安";\n\n已经寄出。\n',
        "收到了。",
    ),
    "answers below the quote": (
        "On Fri, Nov 20, 2026 Example Help <reply@example.com> wrote:\n> Which order is it?\n\nNumber 4711.\n",
        "Number 4711.",
    ),
    "answers between the quotes": (
        "On Fri, Nov 20, 2026 Example Help <reply@example.com> wrote:\n> Which order?\n\n4711\n\n> Which colour?\n\nblue\n",
        "4711\n\n\nblue",
    ),
    "signature": ("Thank you.\n\n-- \nAnn Smith\nAcme Ltd.\n", "Thank you."),
    "thunderbird": (
        "Yes please.\n\nOn 20.11.26 10:03, Example Help wrote:\n> Shall I cancel it?\n\n-- \nAnn\n",
        "Yes please.",
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_history_and_signature_are_cut(name: str) -> None:
    text, kept = SAMPLES[name]
    assert without_quotes(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "On Monday I ordered two, and my wife wrote: where are they?",
        "From: Madrid\nI would like to travel to Paris.",
        "Le colis est arrivé. Ma fille a écrit :\nmerci beaucoup",
        "De: Juan\nHola",
        "- one\n- two\n--- three",
        "在北京，我写道：你好",
        "Am Montag kam Post. Meine Frau schrieb:\nwas soll das?",
        "Von: Berlin\nIch möchte nach Wien.",
        "Da: Roma\nVorrei andare a Parigi.",
        "Op maandag was het weg, en ze schreef: waar is het?",
        "De: Lisboa\nQuero ir ao Porto.",
        "> only a quote",
        "",
    ],
)
def test_ordinary_words_are_kept(text: str) -> None:
    assert without_quotes(text) == text


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        (
            '<div dir="ltr">Thanks!<br><br>Ann</div><br><div class="gmail_quote"><div class="gmail_attr">On Fri, Help '
            'wrote:<br></div><blockquote class="gmail_quote">It is on<blockquote>its</blockquote> way</blockquote></div>',
            "Thanks!\n\nAnn",
        ),
        (
            '<html><head><style>p{color:red}</style></head><body><p>Hola &amp; adiós</p><div id="appendonsend"></div>'
            '<hr><div id="divRplyFwdMsg"><b>De:</b> Help</div><div>En camino.</div></body></html>',
            "Hola & adiós",
        ),
        (
            '<div>谢谢</div><br><p>At 2026-11-20, Help wrote:</p><blockquote id="isReplyContent">已寄出</blockquote>',
            "谢谢\n\nAt 2026-11-20, Help wrote:",
        ),
        ("<ul><li>one</li><li>two</li></ul><script>alert(1)</script>", "one\n\ntwo"),
        ("<blockquote>nothing but a quote</blockquote>", "nothing but a quote"),
    ],
)
def test_html_becomes_the_text_that_was_written(html: str, kept: str) -> None:
    assert text_of(html) == kept


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*" >|-_\n\n:", "On ", "wrote:", "From: ", "Sent: ", "写道：", "a", "-- ", "@", "1", "<b>"])
    )
)
def test_no_text_crashes_and_none_vanishes(parts: list[str]) -> None:
    text = "".join(parts)
    assert bool(without_quotes(text)) == bool(text.strip())
    text_of(text)


def test_long_hostile_text_takes_no_longer_than_its_length_allows() -> None:
    """A rule that goes back over the text, or a parser that does, would take minutes."""
    began = time.process_time()
    for piece in ("On 1 @ ", "wrote:", "> ", "On Mon \n", "From: a\n", "<div>", "<blockquote>", "在 2026 "):
        text = piece * (200_000 // len(piece))
        without_quotes(text)
        text_of(text)
    assert time.process_time() - began < 10
