"""What an agent wrote reaches a customer who had left: once, in their language, and never when it was read live."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from answering.conversations.attachments import AttachmentStore
from core.db import Database
from core.errors import RateLimited
from core.model import Author, Citation
from escalation.mail.sender import SmtpAccount, SmtpMailer
from escalation.mail.words import WORDS
from tests.mail.mail_desk import ANN, SENDER, MailDesk, text_of

ROOT = Path(__file__).parents[2]


def test_a_line_is_mailed_once_the_customer_has_clearly_left(desk: MailDesk) -> None:
    _, case = desk.talk()
    desk.reply(case, "It is on its **way** to <Ann>.")
    assert desk.later(seconds=100) == 0
    assert desk.later(seconds=30) == 1
    assert desk.later(minutes=30) == 0
    [letter] = desk.server.letters
    assert letter["To"] == ANN
    assert letter["Subject"] == "Your question: Where is my refund?"
    text, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "María wrote:" in text.get_content()
    assert "It is on its **way** to <Ann>." in text.get_content()
    assert "It is on its <strong>way</strong> to &lt;Ann&gt;." in html.get_content()


def test_a_line_that_was_read_live_is_not_mailed(desk: MailDesk) -> None:
    conversation, case = desk.talk()
    desk.reply(case, "Read at once.")
    desk.clock.forward(seconds=20)
    desk.seen(conversation)
    assert desk.later() == 0
    desk.reply(case, "Written after the customer left.")
    assert desk.later() == 1
    assert "Read at once." not in desk.server.letters[0].as_string()


def test_a_line_read_between_queue_and_mail_server_is_not_mailed(desk: MailDesk) -> None:
    conversation, case = desk.talk()
    desk.reply(case, "On its way.")
    desk.clock.forward(minutes=3)
    assert desk.replies.run() == 1
    desk.clock.forward(seconds=1)
    desk.seen(conversation)
    assert desk.worker.deliver_due() == 1
    assert desk.server.kept == []


def test_several_lines_in_a_row_are_one_letter(desk: MailDesk) -> None:
    _, case = desk.talk()
    for number in range(3):
        desk.reply(case, f"Line number {number}")
        assert desk.later(seconds=60) == 0
    assert desk.later(seconds=90) == 1
    [letter] = desk.server.letters
    assert all(f"Line number {number}" in letter.as_string() for number in range(3))


def test_an_agent_who_goes_on_and_on_does_not_hold_the_letter_up(desk: MailDesk) -> None:
    _, case = desk.talk()
    queued = 0
    for number in range(14):
        desk.reply(case, f"Line number {number}")
        queued += desk.later(seconds=60)
    assert queued >= 1
    while desk.later(seconds=60):
        pass
    told = "".join(text_of(letter) for letter in desk.server.letters)
    assert [told.count(f"Line number {number}\n") for number in range(14)] == [1] * 14


def test_without_an_address_nothing_is_sent(desk: MailDesk) -> None:
    _, case = desk.talk(email=None)
    desk.reply(case, "Hello?")
    assert desk.later() == 0


def test_what_the_site_vouches_for_is_an_address_too(desk: MailDesk) -> None:
    conversation, case = desk.talk(email=None)
    with desk.database.write() as session:
        session.execute("UPDATE visitors SET email = 'bo@vouched.example' WHERE id = ?", (conversation.visitor_id,))
    desk.reply(case, "Hello")
    assert desk.later() == 1
    assert desk.server.kept[0].rcpt_tos == ["bo@vouched.example"]


def test_lines_of_long_ago_are_not_mailed_when_mail_is_set_up(desk: MailDesk) -> None:
    _, case = desk.talk()
    desk.reply(case, "Old news")
    desk.clock.forward(days=2)
    desk.reply(case, "Fresh news")
    assert desk.later() == 1
    assert "Old news" not in desk.server.letters[0].as_string()


def test_letters_of_a_conversation_form_one_thread(desk: MailDesk) -> None:
    talked = desk.talk()
    first, second = desk.letter(talked, "One"), desk.letter(talked, "Two")
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == second["In-Reply-To"]
    assert first["Subject"] == second["Subject"]
    assert first["Reply-To"] == second["Reply-To"]
    for name in ("Reply-To", "Message-ID", "References"):
        assert talked[0].id not in str(first[name])
        assert talked[0].id.split("_")[1] not in str(first[name])


@pytest.mark.parametrize("lang", sorted(WORDS))
def test_letters_speak_the_customers_language(desk: MailDesk, lang: str) -> None:
    letter = desk.letter(desk.talk(lang=lang))
    body = letter.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert WORDS[lang].answer_here in said
    assert WORDS[lang].stop in said
    assert str(letter["Subject"]).startswith(WORDS[lang].reply_subject.split("{")[0])


@pytest.mark.parametrize(
    ("page", "linked"),
    [
        ("https://shop.example/orders?id=1&x=<b>", True),
        ("https://evil.example/login", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_letter_links_only_to_pages_of_the_site(desk: MailDesk, page: str, linked: bool) -> None:
    letter = desk.letter(desk.talk(page=page))
    html = letter.get_body(("html",))
    assert html is not None
    assert ("href" in html.get_content()) is linked
    assert "<b>" not in html.get_content().split("<hr>")[1]


def test_a_temporary_refusal_is_tried_again_with_the_same_message_id(desk: MailDesk) -> None:
    _, case = desk.talk()
    desk.reply(case, "Patience.")
    desk.server.replies.append("451 Try again")
    desk.later()
    assert desk.server.kept == []
    desk.later(seconds=30)
    desk.later(minutes=30)
    assert len(desk.server.kept) == 1


def test_a_letter_refused_for_good_is_told_to_the_agents_once(desk: MailDesk) -> None:
    _, case = desk.talk()
    desk.reply(case, "Hello?")
    desk.server.recipient_replies.append("550 5.1.1 No such user")
    desk.later()
    desk.later(hours=1)
    assert desk.server.kept == []
    [note] = desk.notes(case)
    assert "550 5.1.1 No such user" in note


KILLED = """
    import os, sys
    from pathlib import Path
    from core.db import Database
    from tests.mail.mail_desk import HandClock, MailDesk, MailServer
    from escalation.mail.sender import SmtpMailer

    class Dying(SmtpMailer):
        def send(self, letter):
            super().send(letter)
            os.kill(os.getpid(), 9)  # the server has it; nothing is written down yet

    server = MailServer(port=int(sys.argv[2]))
    import tests.mail.mail_desk as made
    made.SmtpMailer = Dying
    database = Database(Path(sys.argv[1]))
    desk = MailDesk(database, HandClock(), server)
    _, case = desk.talk()
    desk.reply(case, "It is on its way.")
    desk.later()
"""


def test_killed_after_the_server_took_it_the_same_message_id_comes_again(desk: MailDesk) -> None:
    path = desk.database.path.with_name("other.db")
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(path), str(desk.server.port)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    database = Database(path)
    survivor = MailDesk(database, desk.clock, desk.server)
    desk.clock.forward(hours=1)
    assert survivor.worker.deliver_due() == 1
    first, second = desk.server.letters
    assert first["Message-ID"] == second["Message-ID"]
    database.close()


def test_a_transcript_holds_every_line_and_is_not_sent_twice_while_nothing_is_new(desk: MailDesk) -> None:
    conversation, case = desk.talk(lang="es", question="¿Dónde está <mi> reembolso?")
    desk.reply(case, "En camino.")
    for _ in range(2):
        with desk.database.write() as session:
            assert desk.transcripts.request(session, conversation.id, "otra@casa.example", "es") == "otra@casa.example"
        desk.worker.deliver_due()
    [letter] = desk.server.letters
    assert (letter["To"], letter["Auto-Submitted"], letter["Reply-To"]) == ("otra@casa.example", "auto-generated", None)
    html = letter.get_body(("html",))
    assert html is not None
    assert "¿Dónde está &lt;mi&gt; reembolso?" in html.get_content()
    assert "En camino." in html.get_content()


def test_a_conversation_is_sent_three_times_at_most(desk: MailDesk) -> None:
    conversation, _ = desk.talk()
    with desk.database.write() as session:
        for number in range(3):
            desk.transcripts.request(session, conversation.id, f"a{number}@casa.example", None)
        desk.transcripts.request(session, conversation.id, "a0@casa.example", None)
        with pytest.raises(RateLimited):
            desk.transcripts.request(session, conversation.id, "another@casa.example", None)


def test_a_sign_in_letter_holds_the_link(desk: MailDesk) -> None:
    facts = {
        "to": "ana@example.com",
        "name": "Ana\r\nBcc: eve@evil.example",
        "link": "https://help.example.com/sign-in?token=abc",
        "expires_at": "2026-11-20T11:00:00.000Z",
    }
    with desk.database.write() as session:
        desk.outbox.enqueue(session, "sign-in:1", "mail.sign_in", facts)
    assert desk.worker.deliver_due() == 1
    [letter] = desk.server.letters
    assert letter["To"] == "ana@example.com"
    assert "https://help.example.com/sign-in?token=abc" in letter.as_string()
    assert letter["Bcc"] is None


def test_erased_meanwhile_nothing_is_sent(desk: MailDesk) -> None:
    with desk.database.write() as session:
        facts = {"conversation_id": "cnv_gone", "after_seq": 0, "until_seq": 9}
        desk.outbox.enqueue(session, "mail-reply:gone", "mail.reply", facts)
    assert desk.worker.deliver_due() == 1
    assert desk.server.kept == []


def test_the_check_signs_in_and_sends_nothing(desk: MailDesk) -> None:
    account = SmtpAccount("smtp+plain", "127.0.0.1", desk.server.port, None, None)
    assert SmtpMailer(account, SENDER, desk.clock).check() == f"127.0.0.1:{desk.server.port} without TLS"
    assert desk.server.kept == []


def test_what_an_agent_quotes_is_named_with_its_address(desk: MailDesk) -> None:
    conversation, _ = desk.talk()
    cited = Citation(1, "d", "v", "Refunds", "https://shop.example/help/refunds", (), "q", 0, 1, "en", "2026-11-20")
    with desk.database.write() as session:
        desk.conversations.add_message(
            session, conversation.id, Author.AGENT, "See [1].", author_name="María", citations=[cited]
        )
    assert desk.later() == 1
    [letter] = desk.server.letters
    assert "- [1] Refunds <https://shop.example/help/refunds>" in text_of(letter)
    assert 'href="https://shop.example/help/refunds"' in letter.as_string().replace("=3D", "=").replace("=\n", "")


def test_files_that_an_agent_attached_go_along(desk: MailDesk) -> None:
    conversation, _ = desk.talk()
    with desk.database.write() as session:
        file = AttachmentStore(desk.clock).add(session, conversation.id, "plan.pdf", b"%PDF-1.4 x", desk.agent.id)
        desk.conversations.add_message(
            session, conversation.id, Author.AGENT, "Here.", author_id=desk.agent.id, attachments=[file.id]
        )
    assert desk.later() == 1
    [enclosed] = desk.server.letters[0].iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("plan.pdf", b"%PDF-1.4 x")
