"""Letters over real SMTP: secured, refused, postponed, and never with a header more than meant."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes

import pytest

from core.clock import system_clock
from core.errors import Misconfigured
from escalation.delivery.handoff import Refused, TargetDown
from escalation.mail.sender import Enclosure, Letter, LetterDeferred, SmtpAccount, SmtpMailer
from tests.mail.mail_desk import SENDER, MailServer, client_context

LETTER = Letter("ann@customer.example", "Your question: 退款", "Hello\n", "<p>Hello</p>")


def mailer(server: MailServer, scheme: str = "smtp+plain", user: str | None = None, password: str = "") -> SmtpMailer:
    account = SmtpAccount(scheme, "localhost", server.port, user, password)
    return SmtpMailer(account, SENDER, system_clock, client_context())


def test_a_letter_arrives_with_text_html_and_files(mail_server: MailServer) -> None:
    file = Enclosure("plan año.pdf", "application/pdf", b"%PDF-1.4")
    mailer(mail_server).send(
        Letter(
            LETTER.to,
            LETTER.subject,
            "¡Hola, 你好!\n.\nlast",
            "<p>¡Hola!</p>",
            reply_to="reply+abc@example.com",
            message_id="<one@example.com>",
            references=("<thread@example.com>", "<before@customer.example>"),
            headers={"Auto-Submitted": "auto-generated"},
            enclosures=(file,),
        )
    )
    [got] = mail_server.letters
    assert got["Subject"] == LETTER.subject
    assert got["From"] == "Example Help <help@example.com>"
    assert got["Message-ID"] == "<one@example.com>"
    assert got["In-Reply-To"] == "<before@customer.example>"
    assert got["References"] == "<thread@example.com> <before@customer.example>"
    assert (got["Reply-To"], got["Auto-Submitted"]) == ("reply+abc@example.com", "auto-generated")
    text, html = got.get_body(("plain",)), got.get_body(("html",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == "¡Hola, 你好!\n.\nlast\n"
    assert html is not None
    assert html.get_content().strip() == "<p>¡Hola!</p>"
    [attached] = got.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("plan año.pdf", b"%PDF-1.4")


def test_starttls_comes_before_the_password(make_mail_server: Callable[..., MailServer]) -> None:
    server = make_mail_server(tls="starttls", auth=True)
    mailer(server, "smtp", "desk@example.com", "se cret/1").send(LETTER)
    assert (server.signed_in, server.encrypted) == (["desk@example.com"], [True])


def test_tls_from_the_start_works_too(make_mail_server: Callable[..., MailServer]) -> None:
    server = make_mail_server(tls="implicit")
    mailer(server, "smtps").send(LETTER)
    assert len(server.kept) == 1


def test_a_server_without_starttls_gets_neither_password_nor_letter(mail_server: MailServer) -> None:
    with pytest.raises(TargetDown, match="STARTTLS"):
        mailer(mail_server, "smtp", "desk@example.com", "se cret/1").send(LETTER)
    assert mail_server.kept == []


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_a_certificate_that_is_not_good_stops_it(make_mail_server: Callable[..., MailServer], tls: str) -> None:
    server = make_mail_server(tls=tls)
    account = SmtpAccount("smtp" if tls == "starttls" else "smtps", "localhost", server.port, None, None)
    with pytest.raises(TargetDown, match="certificate"):
        SmtpMailer(account, SENDER, system_clock).send(LETTER)
    assert server.kept == []


def test_a_wrong_password_is_trouble_of_the_whole_target(make_mail_server: Callable[..., MailServer]) -> None:
    server = make_mail_server(tls="starttls", auth=True)
    with pytest.raises(TargetDown, match="user or password"):
        mailer(server, "smtp", "desk@example.com", "wrong").send(LETTER)


@pytest.mark.parametrize("where", ["replies", "recipient_replies"])
def test_4xx_means_later_and_5xx_means_never(mail_server: MailServer, where: str) -> None:
    getattr(mail_server, where).extend(["451 4.7.1 Greylisted", "550 5.1.1 No such user"])
    with pytest.raises(LetterDeferred, match=r"451 4\.7\.1 Greylisted"):
        mailer(mail_server).send(LETTER)
    with pytest.raises(Refused, match=r"550 5\.1\.1 No such user"):
        mailer(mail_server).send(LETTER)
    mailer(mail_server).send(LETTER)
    assert len(mail_server.kept) == 1


def test_nobody_there_is_trouble_of_the_whole_target() -> None:
    account = SmtpAccount("smtp+plain", "127.0.0.1", 1, None, None)
    with pytest.raises(TargetDown, match="does not answer"):
        SmtpMailer(account, SENDER, system_clock).send(LETTER)


def test_an_international_address_goes_as_utf8_or_is_refused(make_mail_server: Callable[..., MailServer]) -> None:
    modern, old = make_mail_server(), make_mail_server(utf8=False)
    letter = Letter("用户@例え.example", "你好", "您好\n")
    mailer(modern).send(letter)
    assert modern.kept[0].rcpt_tos == ["用户@xn--r8jz45g.example"]
    with pytest.raises(Refused, match="ASCII"):
        mailer(old).send(letter)


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x\x00\x0bBcc: eve@evil.example"]
)
def test_no_text_becomes_another_header(mail_server: MailServer, evil: str) -> None:
    file = Enclosure(evil, "text/plain", b"x")
    mailer(mail_server).send(
        Letter("ann@customer.example", evil, evil, evil, headers={"X-Note": evil}, enclosures=(file,))
    )
    [kept] = mail_server.kept
    assert kept.rcpt_tos == ["ann@customer.example"]
    assert message_from_bytes(bytes(kept.content or b""))["Bcc"] is None


@pytest.mark.parametrize("field", ["reply_to", "message_id"])
def test_an_address_with_a_line_break_sends_nothing(mail_server: MailServer, field: str) -> None:
    letter = Letter("ann@customer.example", "x", "x", **{field: "<a@b.example>\r\nBcc: eve@evil.example"})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Header values"):
        mailer(mail_server).send(letter)
    assert mail_server.kept == []


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://me%40x.example:p%2Fw@mail.example", SmtpAccount("smtp", "mail.example", 587, "me@x.example", "p/w")),
        ("smtps://mail.example:4650", SmtpAccount("smtps", "mail.example", 4650, None, None)),
        ("smtp+plain://[::1]", SmtpAccount("smtp+plain", "::1", 25, None, None)),
    ],
)
def test_the_setting_says_how_the_server_is_reached(url: str, found: SmtpAccount) -> None:
    assert SmtpAccount.parsed(url) == found


@pytest.mark.parametrize(
    "url", ["", "mail.example", "http://mail.example", "smtp://", "smtp://h:x", "smtp+plain://u:p@h"]
)
def test_a_setting_that_cannot_work_is_refused_without_telling_its_password(url: str) -> None:
    with pytest.raises(Misconfigured, match="ASKWELL_SMTP_URL"):
        SmtpAccount.parsed(url)
