"""Mail fetched from a mailbox: none lost, none taken twice, whoever looks and whenever a process ends."""

from __future__ import annotations

import threading
import time

import pytest

from core.errors import Misconfigured, Unavailable
from escalation.mail.imap import ImapFetcher, ImapWatch
from escalation.mail.mailbox import ImapAccount, ImapMailbox
from tests.mail.imap_server import ImapServer
from tests.mail.mail_desk import MailDesk, answer_to


def test_unread_mail_is_taken_and_then_marked_as_read(desk: MailDesk, imap_server: ImapServer) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    imap_server.add(answer_to(letter, "One"))
    imap_server.add(b"no mail at all")
    imap_server.add(answer_to(letter, "Two"))
    fetcher = ImapFetcher(desk.mailbox(imap_server), desk.inbound)
    assert fetcher.fetch() == 3
    assert fetcher.fetch() == 0
    assert imap_server.unseen == []
    assert [text for _, text in desk.lines(talked[0])[-2:]] == ["One", "Two"]


def test_a_line_that_breaks_before_the_mark_loses_and_doubles_nothing(desk: MailDesk, imap_server: ImapServer) -> None:
    talked = desk.talk()
    imap_server.add(answer_to(desk.letter(talked), "Once"))
    fetcher = ImapFetcher(desk.mailbox(imap_server), desk.inbound)
    imap_server.refuse_store = True
    with pytest.raises(Unavailable):
        fetcher.fetch()
    assert len(imap_server.unseen) == 1
    imap_server.refuse_store = False
    assert fetcher.fetch() == 1
    assert [text for _, text in desk.lines(talked[0])].count("Once") == 1


def test_four_at_the_same_mailbox_take_each_mail_once(desk: MailDesk, imap_server: ImapServer) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    for number in range(8):
        imap_server.add(answer_to(letter, f"Mail number {number}"))
    fetchers = [ImapFetcher(desk.mailbox(imap_server), desk.inbound) for _ in range(4)]
    threads = [threading.Thread(target=fetcher.fetch) for fetcher in fetchers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    said = [text for author, text in desk.lines(talked[0]) if author == "visitor"][1:]
    assert sorted(said) == [f"Mail number {number}" for number in range(8)]


def test_the_watch_fetches_by_itself_and_survives_a_server_that_is_away(
    desk: MailDesk, imap_server: ImapServer
) -> None:
    talked = desk.talk()
    letter = desk.letter(talked)
    imap_server.password = "changed"
    mailbox = desk.mailbox(imap_server)
    imap_server.password = "other"
    watch = ImapWatch(ImapFetcher(mailbox, desk.inbound), 0.02)
    watch.start()
    while imap_server.sessions < 2:
        time.sleep(0.01)
    imap_server.password = "changed"
    imap_server.add(answer_to(letter, "At last"))
    end = time.monotonic() + 10
    while imap_server.unseen and time.monotonic() < end:
        time.sleep(0.01)
    watch.stop()
    assert desk.lines(talked[0])[-1][1] == "At last"


@pytest.mark.parametrize("scheme", ["imap", "imaps"])
def test_a_server_without_tls_never_sees_the_password(desk: MailDesk, imap_server: ImapServer, scheme: str) -> None:
    with pytest.raises(Unavailable):
        desk.mailbox(imap_server, scheme).check()


def test_the_check_opens_the_mailbox_or_says_why_not(desk: MailDesk, imap_server: ImapServer) -> None:
    assert desk.mailbox(imap_server).check().startswith("INBOX on 127.0.0.1")
    account = ImapAccount("imap+plain", "127.0.0.1", imap_server.port, imap_server.user, "wrong", "INBOX")
    with pytest.raises(Unavailable, match="refuses"):
        ImapMailbox(account).check()


@pytest.mark.parametrize(
    "url", ["", "imap.example.com", "imaps://imap.example.com", "imaps://a@b.example", "pop3://a:b@c"]
)
def test_a_setting_that_cannot_work_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="ASKWELL_IMAP_URL"):
        ImapAccount.parsed(url)


def test_the_setting_names_mailbox_and_password_as_they_are() -> None:
    found = ImapAccount.parsed("imaps://me%40x.example:p%2Fw@imap.example/Help/Inbox")
    assert found == ImapAccount("imaps", "imap.example", 993, "me@x.example", "p/w", "Help/Inbox")
