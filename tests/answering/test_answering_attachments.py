"""Files: taken by what they are, within limits, and only by who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from answering.conversations.attachments import AttachmentLimits, AttachmentStore
from answering.conversations.file_types import MAX_NAME, media_type, safe_name
from answering.conversations.store import ConversationStore
from answering.conversations.visitors import VisitorStore
from core.clock import system_clock
from core.db import Database
from core.errors import InvalidInput, NotFound, TooLarge
from core.model import Author, Conversation

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
ANN, BEN = "stf_ann", "stf_ben"


@pytest.fixture
def conversation(database: Database) -> Conversation:
    """A visitor's conversation."""
    with database.write() as session:
        visitor = VisitorStore(system_clock).create(session)
        return ConversationStore(system_clock).create(session, visitor.id)


@pytest.fixture
def files() -> AttachmentStore:
    """A store with small limits."""
    return AttachmentStore(system_clock, AttachmentLimits(files=2, size=1000))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PNG, "x.html", "image/png"),
        (b"\xff\xd8\xff\xe0abc", "x", "image/jpeg"),
        (b"GIF89a....", "x.gif", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "x", "image/webp"),
        (b"%PDF-1.7\n", "x.txt", "application/pdf"),
        (b"a,b\n1,2\n", "table.CSV", "text/csv"),
        ("Grüße 你好\n".encode(), "notes.log", "text/plain"),
        (b"\xef\xbb\xbfwith a mark\n", "x.txt", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(data: bytes, name: str, kind: str) -> None:
    assert media_type(data, name) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<html>",
        b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<script>alert(1)</script>",
        b"PK\x03\x04rest of an archive",
        b"MZ\x90\x00a program",
        b"\x7fELF",
        b"text with \x00 in it",
        b"\xff\xfea\x00",
        b"caf\xe9",
    ],
)
def test_what_a_browser_or_a_computer_might_run_is_not_taken(data: bytes) -> None:
    """Whatever its name says: pages, drawings with scripts, archives, programs, text in unknown encodings."""
    assert media_type(data, "harmless.txt") is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.png"),
        ("C:\\temp\\shot.png", "shot.png"),
        ("page.html", "page.html.png"),
        ("gpj.\u202egnp.exe", "gpj.gnp.exe.png"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie: b.png"),
        (".png", "png.png"),
        ("", "file.png"),
        ("...", "file.png"),
        ("截图 1.PNG", "截图 1.PNG"),
    ],
)
def test_a_name_has_no_folders_no_tricks_and_the_ending_of_its_kind(name: str, safe: str) -> None:
    assert safe_name(name, "image/png") == safe


def test_a_long_name_is_cut_before_its_ending() -> None:
    found = safe_name("x" * 500 + ".png", "image/png")
    assert len(found) == MAX_NAME
    assert found.endswith("x.png")


def test_files_go_out_with_a_line_once(database: Database, conversation: Conversation, files: AttachmentStore) -> None:
    store = ConversationStore(system_clock)
    with database.write() as session:
        one = files.add(session, conversation.id, "a.png", PNG, ANN)
        line = store.add_message(
            session, conversation.id, Author.AGENT, "See this", author_id=ANN, attachments=[one.id, one.id]
        )
        assert line.attachments == (one,)
        assert files.unsent(session, conversation.id, ANN) == ()
        assert store.transcript(session, conversation.id)[0].message.attachments == (one,)
        assert store.events_after(session, conversation.id, 0)[-1].data["attachments"][0]["id"] == one.id
        with pytest.raises(NotFound):
            store.add_message(session, conversation.id, Author.AGENT, "Again", author_id=ANN, attachments=[one.id])


def test_nobody_sends_reads_or_drops_what_somebody_else_has_not_sent(
    database: Database, conversation: Conversation, files: AttachmentStore
) -> None:
    store = ConversationStore(system_clock)
    with database.write() as session:
        one = files.add(session, conversation.id, "a.png", PNG, ANN)
        other = store.create(session, conversation.visitor_id)
        with pytest.raises(NotFound):
            files.read(session, conversation.id, one.id, BEN)
        with pytest.raises(NotFound):
            files.read(session, other.id, one.id, ANN)
        with pytest.raises(NotFound):
            files.drop(session, conversation.id, one.id, BEN)
        with pytest.raises(NotFound):
            store.add_message(session, conversation.id, Author.AGENT, "x", author_id=BEN, attachments=[one.id])
        with pytest.raises(NotFound):
            store.add_message(session, other.id, Author.AGENT, "x", author_id=ANN, attachments=[one.id])
        assert files.read(session, conversation.id, one.id, ANN) == (one, PNG)


def test_limits_say_what_they_are(database: Database, conversation: Conversation, files: AttachmentStore) -> None:
    with database.write() as session:
        with pytest.raises(TooLarge, match="larger than"):
            files.add(session, conversation.id, "a.txt", b"a" * 1001, ANN)
        with pytest.raises(InvalidInput, match="empty"):
            files.add(session, conversation.id, "a.txt", b"", ANN)
        with pytest.raises(InvalidInput, match="PNG, JPEG"):
            files.add(session, conversation.id, "a.svg", b"<svg/>", ANN)
        for _ in range(2):
            files.add(session, conversation.id, "a.txt", b"a", ANN)
        with pytest.raises(TooLarge, match="2 files at most"):
            files.add(session, conversation.id, "a.txt", b"a", ANN)
        files.add(session, conversation.id, "a.txt", b"a", BEN)


def test_what_is_not_sent_is_forgotten_after_a_day(database: Database, conversation: Conversation) -> None:
    now = datetime(2026, 11, 2, tzinfo=UTC)
    files = AttachmentStore(lambda: now)
    store = ConversationStore(system_clock)
    with database.write() as session:
        sent = files.add(session, conversation.id, "sent.txt", b"a", ANN)
        store.add_message(session, conversation.id, Author.AGENT, "x", author_id=ANN, attachments=[sent.id])
        files.add(session, conversation.id, "unsent.txt", b"a", ANN)
        now += timedelta(hours=23)
        assert files.purge(session) == 0
        now += timedelta(hours=2)
        assert files.purge(session) == 1
        assert files.read(session, conversation.id, sent.id, BEN)[0] == sent
