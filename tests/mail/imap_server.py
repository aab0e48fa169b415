"""A small real IMAP server for tests: one mailbox, the commands a client needs to fetch mail (RFC 3501)."""

from __future__ import annotations

import re
import socket
import socketserver
import threading
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class StoredMail:
    raw: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """Listens on this machine as long as the `with` block lasts."""

    def __init__(self, user: str, password: str) -> None:
        self.user = user
        self.password = password
        self.mails: dict[int, StoredMail] = {}
        self.sessions = 0
        self.refuse_store = False
        self._lock = threading.Lock()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.state = self  # type: ignore[attr-defined]
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> ImapServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def add(self, raw: bytes) -> int:
        with self._lock:
            number = len(self.mails) + 101
            self.mails[number] = StoredMail(raw)
        return number

    @property
    def unseen(self) -> list[int]:
        return [number for number, mail in self.mails.items() if r"\Seen" not in mail.flags]


class Handler(socketserver.StreamRequestHandler):
    signed_in = False

    @property
    def state(self) -> ImapServer:
        return self.server.state  # type: ignore[attr-defined,no-any-return]

    def handle(self) -> None:
        self.state.sessions += 1
        self.wfile.write(b"* OK ready\r\n")
        with suppress(ConnectionError, UnicodeDecodeError):  # a client that speaks TLS sends no IMAP, and leaves
            self._talk()

    def _talk(self) -> None:
        for line in self.rfile:
            tag, command, rest = [*line.decode().strip().split(" ", 2), ""][:3]
            self._answer(tag, command.upper(), rest)
            if command.upper() == "LOGOUT":
                return

    def _answer(self, tag: str, command: str, rest: str) -> None:
        if command == "LOGIN":
            self.signed_in = rest == f'{self.state.user} "{self.state.password}"'
            self._done(tag, "OK" if self.signed_in else "NO", "LOGIN")
        elif command in {"LOGOUT", "CAPABILITY"}:
            self.wfile.write(b"* BYE\r\n" if command == "LOGOUT" else b"* CAPABILITY IMAP4rev1\r\n")
            self._done(tag, "OK", command)
        elif not self.signed_in:
            self._done(tag, "NO", "sign in first")
        elif command in {"SELECT", "EXAMINE"}:
            self.wfile.write(f"* {len(self.state.mails)} EXISTS\r\n".encode())
            self._done(tag, "OK" if rest == '"INBOX"' else "NO", command)
        elif command == "UID":
            self._uid(tag, *rest.split(" ", 1))
        else:
            self._done(tag, "BAD", command)

    def _uid(self, tag: str, command: str, arguments: str) -> None:
        number, _, what = arguments.partition(" ")
        if command == "SEARCH":
            self.wfile.write(f"* SEARCH {' '.join(map(str, self.state.unseen))}".rstrip().encode() + b"\r\n")
        elif command == "FETCH":
            self._fetch(number, what)
        elif self.state.refuse_store:
            self.connection.shutdown(socket.SHUT_RDWR)  # as when the line breaks
            return
        else:
            self.state.mails[int(number)].flags |= set(re.findall(r"\\\w+", what))
        self._done(tag, "OK", command)

    def _fetch(self, number: str, what: str) -> None:
        raw = self.state.mails[int(number)].raw
        if "SIZE" in what:
            self.wfile.write(f"* 1 FETCH (UID {number} RFC822.SIZE {len(raw)})\r\n".encode())
        else:
            self.wfile.write(f"* 1 FETCH (UID {number} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")

    def _done(self, tag: str, status: str, what: str) -> None:
        self.wfile.write(f"{tag} {status} {what}\r\n".encode())
