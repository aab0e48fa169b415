"""Mail that comes in becomes the customer's words once, only if it is theirs, and whatever it is made of."""
# ruff: noqa: E501 - samples are as they are

from __future__ import annotations

import base64
import time
from collections import Counter
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.clock import timestamp
from escalation.mail.outcomes import Outcome, Receipt
from escalation.mail.parse import MAX_MAIL, parsed
from escalation.mail.store import MAX_MESSAGE
from escalation.tickets import Status
from tests.mail.mail_desk import ANN, MailDesk, answer_to

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def raw(headers: str, body: bytes | str, charset: str = "utf-8") -> bytes:
    data = body.encode(charset) if isinstance(body, str) else body
    return headers.replace("\n", "\r\n").encode() + b"\r\n\r\n" + data


def visitor_lines(desk: MailDesk, conversation: object) -> list[str]:
    return [text for author, text in desk.lines(conversation) if author == "visitor"]  # type: ignore[arg-type]


def test_an_answer_becomes_the_customers_words_and_reaches_the_desk(desk: MailDesk) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    quoted = "".join(f"> {line}\n" for line in letter.as_string().splitlines()[-5:])
    mail = answer_to(
        letter, f"It came, thank you!\n\nOn Fri, Nov 20, 2026, Example Help <x@example.com> wrote:\n{quoted}"
    )
    receipt = desk.inbound.take(mail)
    assert receipt.outcome is Outcome.TAKEN
    assert desk.lines(talked[0])[-1] == ("visitor", "It came, thank you!")
    with desk.database.read() as session:
        assert desk.queue.get(session, talked[1].id).status is Status.CLAIMED
    assert desk.notified == 1


def test_the_same_mail_again_is_taken_once(desk: MailDesk) -> None:
    talked = desk.talk()
    mail = answer_to(desk.letter(talked), "Once.")
    outcomes = [desk.inbound.take(mail).outcome for _ in range(3)]
    assert outcomes == [Outcome.TAKEN, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert visitor_lines(desk, talked[0])[1:] == ["Once."]


def test_mail_without_a_message_id_is_taken_once_too(desk: MailDesk) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    mail = raw(f"From: {ANN}\nTo: {letter['Reply-To']}\nSubject: x", "Hello")
    assert [desk.inbound.take(mail).outcome for _ in range(2)] == [Outcome.TAKEN, Outcome.DUPLICATE]


@pytest.mark.parametrize("where", ["To", "Cc", "Delivered-To", "X-Original-To"])
def test_the_conversation_is_known_by_any_header_that_holds_the_reply_address(desk: MailDesk, where: str) -> None:
    letter = desk.letter(desk.talk())
    address = str(letter["Reply-To"]).upper()
    mail = raw(f"From: {ANN}\n{where}: {address}\nMessage-ID: <a@b.example>", "Hello")
    assert desk.inbound.take(mail).outcome is Outcome.TAKEN


def test_the_conversation_is_known_by_the_thread_when_the_address_is_lost(desk: MailDesk) -> None:
    letter = desk.letter(desk.talk())
    mail = raw(f"From: {ANN}\nTo: help@example.com\nReferences: <x@y.example> {letter['Message-ID']}", "Hello")
    assert desk.inbound.take(mail).outcome is Outcome.TAKEN


@pytest.mark.parametrize("change", ["last sign", "made up", "cut"])
def test_a_token_that_was_not_made_here_opens_nothing(desk: MailDesk, change: str) -> None:
    conversation, _ = talked = desk.talk()
    local, _, domain = str(desk.letter(talked)["Reply-To"]).partition("@")
    token = local.partition("+")[2]
    last = "a" if token[-1] != "a" else "b"
    forged = {"last sign": token[:-1] + last, "made up": "a" * len(token), "cut": token[:-3]}[change]
    mail = raw(f"From: {ANN}\nTo: reply+{forged}@{domain}", "Hello")
    assert desk.inbound.take(mail).outcome is Outcome.UNKNOWN
    assert len(visitor_lines(desk, conversation)) == 1


@pytest.mark.parametrize(
    "sender", ["eve@evil.example", "Ann <eve@evil.example>", f"{ANN}, eve@evil.example", "", "nonsense"]
)
def test_mail_from_another_address_is_a_note_for_agents_and_not_the_customers_words(
    desk: MailDesk, sender: str
) -> None:
    conversation, case = talked = desk.talk()
    letter = desk.letter(talked)
    mail = raw(f"From: {sender}\nTo: {letter['Reply-To']}", "Send the money to me.")
    assert desk.inbound.take(mail).outcome is Outcome.OTHER_ADDRESS
    assert len(visitor_lines(desk, conversation)) == 1
    [note] = desk.notes(case)
    assert "Send the money to me." in note
    assert "another address" in note


def test_a_sender_that_the_mail_server_doubts_is_not_believed(desk: MailDesk) -> None:
    conversation, _ = talked = desk.talk()
    headers = {"Authentication_Results": "mx.example.com; spf=pass; dmarc=fail (p=none)"}
    mail = answer_to(desk.letter(talked), "Believe me.", **headers)
    assert desk.inbound.take(mail).outcome is Outcome.OTHER_ADDRESS
    assert len(visitor_lines(desk, conversation)) == 1


def test_the_case_of_an_address_makes_no_difference(desk: MailDesk) -> None:
    mail = answer_to(desk.letter(desk.talk()), "Me.", sender=f"Ann <{ANN.upper()}>")
    assert desk.inbound.take(mail).outcome is Outcome.TAKEN


def test_an_answer_into_a_resolved_case_reopens_it(desk: MailDesk) -> None:
    _, case = talked = desk.talk()
    letter = desk.letter(talked)
    with desk.database.write() as session:
        desk.desk.resolve(session, case.id, desk.agent)
    assert desk.inbound.take(answer_to(letter, "It still has not come.")).outcome is Outcome.TAKEN
    with desk.database.read() as session:
        assert desk.queue.get(session, case.id).status is Status.QUEUED


@pytest.mark.parametrize(
    ("headers", "outcome"),
    [
        ("Auto-Submitted: auto-replied", Outcome.AUTOMATIC),
        ("Auto-Submitted: auto-generated; owner=x", Outcome.AUTOMATIC),
        ("Precedence: bulk", Outcome.AUTOMATIC),
        ("Precedence: auto_reply", Outcome.AUTOMATIC),
        ("List-Id: <news.example.org>", Outcome.AUTOMATIC),
        ("X-Autoreply: yes", Outcome.AUTOMATIC),
        ("Subject: Automatic reply: Your question", Outcome.AUTOMATIC),
        ("Subject: Respuesta automática: Su pregunta", Outcome.AUTOMATIC),
        ("Subject: Réponse automatique : Votre question", Outcome.AUTOMATIC),
        ("Subject: 自动回复:您的问题", Outcome.AUTOMATIC),
        ("Return-Path: <>", Outcome.BOUNCE),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", Outcome.BOUNCE),
        ("Auto-Submitted: no", Outcome.TAKEN),
        ("Subject: My automatic reply does not work", Outcome.TAKEN),
    ],
)
def test_automatic_mail_is_never_posted(desk: MailDesk, headers: str, outcome: Outcome) -> None:
    conversation, _ = talked = desk.talk()
    letter = desk.letter(talked)
    mail = raw(f"From: {ANN}\nTo: {letter['Reply-To']}\n{headers}", "I am away until Monday.")
    assert desk.inbound.take(mail).outcome is outcome
    assert len(visitor_lines(desk, conversation)) == (2 if outcome is Outcome.TAKEN else 1)


def test_our_own_letter_that_comes_back_is_ignored(desk: MailDesk) -> None:
    letter = desk.letter(desk.talk())
    mail = raw(f"From: {letter['Reply-To']}\nTo: {letter['Reply-To']}", "Hello")
    assert desk.inbound.take(mail).outcome is Outcome.AUTOMATIC


def test_a_letter_that_did_not_arrive_is_told_to_the_agents(desk: MailDesk) -> None:
    _, case = talked = desk.talk()
    letter = desk.letter(talked)
    report = (
        "--x\nContent-Type: text/plain\n\nSorry.\n--x\nContent-Type: message/delivery-status\n\n"
        f"Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; {ANN}\nAction: failed\nStatus: 5.1.1\n"
        f"Diagnostic-Code: smtp; 550 No such user\n\n--x\nContent-Type: text/rfc822-headers\n\nMessage-ID: x\n--x--\n"
    )
    headers = (
        "From: MAILER-DAEMON@mx.example\nTo: help@example.com\nReturn-Path: <>\nMIME-Version: 1.0\n"
        f"In-Reply-To: {letter['Message-ID']}\nContent-Type: multipart/report; report-type=delivery-status; boundary=x"
    )
    receipt = desk.inbound.take(raw(headers, report))
    assert (receipt.outcome, receipt.conversation_id) == (Outcome.BOUNCE, talked[0].id)
    assert receipt.detail == "smtp; 550 No such user"
    assert [note for note in desk.notes(case) if "550 No such user" in note]


def test_unsubscribing_stops_letters_about_this_conversation(desk: MailDesk) -> None:
    conversation, case = talked = desk.talk()
    letter = desk.letter(talked)
    assert "subject=unsubscribe" in letter["List-Unsubscribe"]
    mail = raw(f"From: {ANN}\nTo: {letter['Reply-To']}\nSubject: unsubscribe", "")
    assert desk.inbound.take(mail).outcome is Outcome.UNSUBSCRIBED
    desk.reply(case, "One more.")
    assert desk.later() == 0
    assert len(visitor_lines(desk, conversation)) == 1


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        ("Content-Type: text/plain; charset=gb2312", "还没有收到退款，镕基".encode("gb18030"), "还没有收到退款，镕基"),
        ("Content-Type: text/plain; charset=gb18030", "还没有收到".encode("gb18030"), "还没有收到"),
        ("Content-Type: text/plain; charset=iso-8859-1", "¿Dónde está? 5 €".encode("cp1252"), "¿Dónde está? 5 €"),
        ("Content-Type: text/plain", "Ça ne marche pas".encode(), "Ça ne marche pas"),
        ("Content-Type: text/plain", "还没有收到".encode("gb18030"), "还没有收到"),
        ("Content-Type: text/plain; charset=x-unknown", "déjà vu".encode(), "déjà vu"),
        ("Content-Type: text/plain; charset=zlib", b"hello", "hello"),
        (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64",
            base64.encodebytes("Ça va, 你好".encode()),
            "Ça va, 你好",
        ),
        (
            "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
            b"O=C3=B9 est mon colis=\n ?",
            "Où est mon colis ?",
        ),
        ("Content-Type: text/html; charset=utf-8", "<p>Olé &lt;b&gt;<script>x()</script></p>".encode(), "Olé <b>"),
        (
            "Content-Type: text/plain; format=flowed",
            b"This goes \non and \non.\n\nNext.",
            "This goes on and on.\n\nNext.",
        ),
    ],
)
def test_every_encoding_is_read(desk: MailDesk, headers: str, body: bytes, said: str) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    mail = raw(f"From: {ANN}\nTo: {letter['Reply-To']}\nMIME-Version: 1.0\n{headers}", body)
    assert desk.inbound.take(mail).outcome is Outcome.TAKEN
    assert desk.lines(talked[0])[-1] == ("visitor", said)


def with_files(letter: EmailMessage, *files: tuple[str, str, bytes], text: str = "See the picture.") -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = ANN, letter["Reply-To"], "<files@customer.example>"
    made.set_content(text)
    made.add_alternative(f"<p>{text}</p>", subtype="html")
    for name, kind, data in files:
        main, _, sub = kind.partition("/")
        made.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return made.as_bytes()


def test_files_are_kept_and_those_that_may_not_be_are_named(desk: MailDesk) -> None:
    talked = desk.talk(lang="es")
    letter = desk.letter(talked)
    mail = with_files(letter, ("foto ñ.png", "image/png", PNG), ("setup.exe", "application/x-msdownload", b"MZ\0\0"))
    assert desk.inbound.take(mail).outcome is Outcome.TAKEN
    with desk.database.read() as session:
        line = desk.conversations.transcript(session, talked[0].id)[-1].message
    assert [file.name for file in line.attachments] == ["foto ñ.png"]
    assert line.text == "See the picture.\n\n[Archivos del correo que no se pudieron incorporar: setup.exe]"


def test_a_picture_without_words_is_taken_and_nothing_at_all_is_not(desk: MailDesk) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    assert desk.inbound.take(with_files(letter, ("a.png", "image/png", PNG), text="")).outcome is Outcome.TAKEN
    assert desk.inbound.take(answer_to(letter, "\n \n")).outcome is Outcome.EMPTY


def test_a_very_long_mail_is_cut_and_says_so(desk: MailDesk) -> None:
    talked = desk.talk()
    desk.inbound.take(answer_to(desk.letter(talked), "word " * 10_000))
    said = desk.lines(talked[0])[-1][1]
    assert len(said) < MAX_MESSAGE + 100
    assert said.endswith("the rest was left out.]")


def test_what_is_too_large_or_no_mail_is_visible_in_the_outcome(desk: MailDesk) -> None:
    letter = desk.letter(desk.talk())
    large = raw(f"From: {ANN}\nTo: {letter['Reply-To']}", b"x" * MAX_MAIL)
    assert desk.inbound.take(large).outcome is Outcome.TOO_LARGE
    assert desk.inbound.take(b"").outcome is Outcome.MALFORMED
    assert desk.inbound.take(b"\r\n\r\n\xff\xfe").outcome is Outcome.MALFORMED
    with desk.database.read() as session:
        assert Counter(row.outcome for row in desk.store.latest(session)) == {"too_large": 1, "malformed": 2}


def test_mail_nested_a_thousand_times_does_no_harm(desk: MailDesk) -> None:
    letter = desk.letter(desk.talk())
    nested = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(2_000))
    mail = f"From: {ANN}\r\nTo: {letter['Reply-To']}\r\n{nested}Content-Type: text/plain\r\n\r\nHi".encode()
    assert desk.inbound.take(mail).outcome in {Outcome.MALFORMED, Outcome.EMPTY, Outcome.TAKEN}


def test_one_that_cannot_be_stored_is_noted_and_holds_up_nothing(
    desk: MailDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = desk.letter(desk.talk())

    def failing(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    with monkeypatch.context() as broken:
        broken.setattr(desk.desk, "accept", failing)
        assert desk.inbound.take(answer_to(letter, "One")) == Receipt(Outcome.FAILED)
    assert desk.inbound.take(answer_to(letter, "Two")).outcome is Outcome.TAKEN


def test_the_assistants_answer_to_an_e_mail_is_mailed_too(desk: MailDesk) -> None:
    """After a person has handed the conversation back, the assistant answers, and the customer is not on the page."""
    from core.model import Answer, Decision

    conversation, case = talked = desk.talk()
    letter = desk.letter(talked)
    with desk.database.write() as session:
        desk.desk.hand_back(session, case.id, desk.agent)
    receipt = desk.inbound.take(answer_to(letter, "How do I reset my password?"))
    with desk.database.write() as session:
        question = desk.conversations.message(session, receipt.message_id or "")
        assert desk.conversations.is_pending(session, question.id)
        desk.conversations.add_answer(session, question, Answer(Decision.ANSWER, 0.9, "en", "Open Settings."))
    assert desk.later() == 1
    sent = desk.server.letters[-1]
    assert sent["Auto-Submitted"] == "auto-replied"
    assert "Open Settings." in sent.as_string()
    assert str(sent["In-Reply-To"]).endswith("@customer.example>")
    assert timestamp(desk.clock()) > conversation.created_at


PIECES = [
    b"From: ann@customer.example\r\n", b"From: =?utf-8?q?=ff?= <x@y>\r\n", b"To: ", b"TOKEN", b"\r\n", b"\r\n\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n", b"--b\r\n", b"--b--\r\n", b"Content-Type: text/html\r\n",
    b"Content-Type: text/plain; charset=", b"utf-16", b"gb18030", b"\xff\xfe\x80", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Disposition: attachment; filename*=utf-8''%ff%00.png\r\n", b"\x89PNG\r\n\x1a\n", b"=?gb2312?B?xOO6?=",
    b"Message-ID: <", b"a@b>\r\n", b"Subject: ", b"Subject: unsubscribe\r\n", b"> quoted\r\n", b"hello", b"<div>", b"\0",
    b"Content-Type: message/rfc822\r\n", b"Auto-Submitted: no\r\n", b"Content-Type: ;;;=\r\n", b"References: TOKEN\r\n",
]  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        b"From: a@example.com\r\nContent-Type: text/plain; " + b"a=b; " * 100_000,
        b"From: a@example.com\r\nSubject: " + b"=?utf-8?q?a?= " * 40_000,
        b"From: " + b"a@example.com, " * 100_000,
        b"From: a@example.com\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n"
        + (b"--q\r\nContent-Type: text/plain; " + b"a=b; " * 20_000 + b"\r\n\r\nhi\r\n") * 5,
    ],
    ids=["parameters", "encoded words", "addresses", "parts"],
)
def test_endless_headers_take_no_endless_time(headers: bytes) -> None:
    """Each took from three to ten seconds where headers are read to their end."""
    begin = time.process_time()
    parsed(headers + b"\r\n\r\nhi")
    assert time.process_time() - begin < 1


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)), max_size=25))
def test_whatever_bytes_come_in_nothing_crashes_and_nothing_is_posted_twice(
    desk: MailDesk, pieces: list[bytes]
) -> None:
    with desk.database.read() as session:
        row = session.execute("SELECT id, mail_token FROM conversations LIMIT 1").fetchone()
    if row is None:
        desk.letter(desk.talk())
        return
    data = b"".join(pieces).replace(b"TOKEN", desk.tokens.address(row["mail_token"]).encode())
    parsed(data)
    first = desk.inbound.take(data)
    with desk.database.read() as session:
        count = session.execute("SELECT count(*) FROM messages").fetchone()[0]
    assert first.outcome is not Outcome.FAILED
    assert desk.inbound.take(data).outcome is Outcome.DUPLICATE
    with desk.database.read() as session:
        assert session.execute("SELECT count(*) FROM messages").fetchone()[0] == count


def test_mail_of_no_conversation_is_forgotten_after_a_while(desk: MailDesk) -> None:
    talked = desk.talk()
    desk.inbound.take(answer_to(desk.letter(talked), "Kept."))
    desk.inbound.take(raw("From: spam@evil.example\nTo: help@example.com", "Buy!"))
    desk.clock.forward(days=91)
    desk.inbound.take(raw("From: spam@evil.example\nTo: help@example.com", "Buy more!"))
    with desk.database.read() as session:
        assert [row.outcome for row in desk.store.latest(session)] == ["unknown", "taken"]
