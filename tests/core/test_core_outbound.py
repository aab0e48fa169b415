"""Requests to addresses that others chose: what is reached, what is refused, and that it ends."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import AddressRefused, InvalidInput
from core.outbound import Resolver, anywhere, guarded_client, is_public

CERTIFICATE = Path(__file__).parent / "data" / "self_signed_for_tests.pem"
"""Self-signed, for `hooks.example.test`, with its key: worth nothing outside these tests."""
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class RawServer:
    """A server on 127.0.0.1 that gives every connection the same bytes, one piece at a time."""

    def __init__(self, pieces: list[bytes], pause: float, context: ssl.SSLContext | None) -> None:
        self.pieces, self.pause, self.context = pieces, pause, context
        self.requests: list[bytes] = []
        self.names: list[str | None] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                self.answer(connection)

    def answer(self, connection: socket.socket) -> None:
        try:
            stream = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            self.requests.append(stream.recv(65_536))
            for piece in self.pieces:
                stream.sendall(piece)
                time.sleep(self.pause)
            stream.close()
        except OSError:
            return

    def close(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(5)


@contextmanager
def serving(pieces: list[bytes], pause: float = 0.0, context: ssl.SSLContext | None = None) -> Iterator[RawServer]:
    server = RawServer(pieces, pause, context)
    try:
        yield server
    finally:
        server.close()


def resolver_of(*answers: list[str]) -> tuple[Resolver, list[str]]:
    """A resolver that gives one answer after the other, the last one for ever, and a list of the names asked."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    return resolve, asked


def only_first(address: str) -> bool:
    """Stands for `is_public` where the "internet" is 127.0.0.1 and the "private network" all the rest."""
    return address == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_public_addresses_are_good(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "3fff::1",
        "5f00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.1.2.3",
        "::ffff:169.254.169.254",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "",
        "example.com",
        "2130706433",
    ],
)
def test_private_and_special_addresses_are_not_good(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_judged_alike_in_every_ipv6_disguise(address: object) -> None:
    expected = is_public(str(address))
    number = int(address)  # type: ignore[call-overload]
    high, low = number >> 16, number & 0xFFFF
    assert is_public(f"::ffff:{address}") == expected
    assert is_public(f"64:ff9b::{address}") == expected
    assert is_public(f"2002:{high:x}:{low:x}::1") == expected


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::]",
    ],
)
def test_no_spelling_of_loopback_is_reached(host: str) -> None:
    """A real server listens there, and gets no connection."""
    with serving([OK]) as server, guarded_client() as client:
        with pytest.raises((AddressRefused, httpx2.InvalidURL)):
            client.get(f"http://{host}:{server.port}/")
        assert server.requests == []


def test_a_refusal_is_an_input_error_that_names_the_host() -> None:
    resolve, _ = resolver_of(["10.0.0.1"])
    with guarded_client(resolver=resolve) as client, pytest.raises(InvalidInput, match=r"intranet\.example"):
        client.post("http://intranet.example/hook")


def test_the_name_is_resolved_once_and_the_judged_address_is_used() -> None:
    """The system cannot resolve this name, so only the resolver's answer can have led to the server."""
    resolve, asked = resolver_of(["127.0.0.1"], ["127.0.0.2"])
    with serving([OK]) as server, guarded_client(allowed=only_first, resolver=resolve) as client:
        assert client.get(f"http://hooks.example.test:{server.port}/path?q=1").status_code == 200
        assert asked == ["hooks.example.test"]
        assert server.requests[0].startswith(b"GET /path?q=1 HTTP/1.1\r\n")
        assert f"host: hooks.example.test:{server.port}".encode() in server.requests[0].lower()


def test_a_name_that_turns_to_a_private_address_is_refused_at_the_next_request() -> None:
    """DNS rebinding: no connection is kept, so each request is judged anew."""
    resolve, asked = resolver_of(["127.0.0.1"], ["127.0.0.2"])
    with serving([OK]) as server, guarded_client(allowed=only_first, resolver=resolve) as client:
        url = f"http://hooks.example.test:{server.port}/"
        assert client.get(url).text == "ok"
        with pytest.raises(AddressRefused):
            client.get(url)
        assert len(asked) == 2
        assert len(server.requests) == 1


def test_private_addresses_among_public_ones_are_left_out() -> None:
    resolve, _ = resolver_of(["127.0.0.2", "127.0.0.1", "10.0.0.1"])
    with serving([OK]) as server, guarded_client(allowed=only_first, resolver=resolve) as client:
        assert client.get(f"http://hooks.example.test:{server.port}/").status_code == 200


def test_the_next_good_address_is_tried_when_one_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    resolve, _ = resolver_of(["127.0.0.3", "127.0.0.1"])
    with guarded_client(allowed=anywhere, resolver=resolve) as client, pytest.raises(httpx2.ConnectError):
        client.get(f"http://hooks.example.test:{port}/")
    with serving([OK]) as server, guarded_client(allowed=anywhere, resolver=resolve) as client:
        assert client.get(f"http://hooks.example.test:{server.port}/").status_code == 200


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nContent-Length: 0\r\n\r\n"
    resolve, asked = resolver_of(["127.0.0.1"])
    with serving([moved]) as server, guarded_client(allowed=only_first, resolver=resolve) as client:
        assert client.get(f"http://hooks.example.test:{server.port}/").status_code == 302
        assert len(asked) == 1


def test_each_step_of_a_redirect_is_judged_when_a_caller_follows_them() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://metadata.example.test/\r\nContent-Length: 0\r\n\r\n"
    resolve, asked = resolver_of(["127.0.0.1"], ["169.254.169.254"])
    with (
        serving([moved]) as server,
        guarded_client(allowed=only_first, resolver=resolve, follow_redirects=True) as client,
    ):
        with pytest.raises(AddressRefused, match=r"metadata\.example\.test"):
            client.get(f"http://hooks.example.test:{server.port}/")
        assert asked == ["hooks.example.test", "metadata.example.test"]


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving([OK]) as proxy, serving([OK]) as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        with guarded_client(allowed=only_first) as client:
            client.get(f"http://127.0.0.1:{server.port}/")
        assert proxy.requests == []
        assert len(server.requests) == 1


def server_context(seen: list[str | None]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)

    def note_name(_: object, name: str | None, __: object) -> None:
        seen.append(name)

    context.sni_callback = note_name
    return context


def test_tls_checks_the_certificate_of_the_name_not_of_the_address() -> None:
    seen: list[str | None] = []
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    resolve, _ = resolver_of(["127.0.0.1"])
    with serving([OK], context=server_context(seen)) as server:
        with guarded_client(allowed=only_first, resolver=resolve, ssl_context=trusting) as client:
            assert client.get(f"https://hooks.example.test:{server.port}/").text == "ok"
            assert seen == ["hooks.example.test"]
            with pytest.raises(httpx2.ConnectError, match="Hostname mismatch"):
                client.get(f"https://other.example.test:{server.port}/")
        assert len(server.requests) == 1


def test_an_unknown_certificate_is_refused() -> None:
    resolve, _ = resolver_of(["127.0.0.1"])
    with serving([OK], context=server_context([])) as server:
        with guarded_client(allowed=only_first, resolver=resolve) as client, pytest.raises(httpx2.ConnectError):
            client.get(f"https://hooks.example.test:{server.port}/")
        assert server.requests == []


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([bytes([byte]) for byte in OK] * 20, id="status line and headers"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", *[b"x"] * 999], id="body"),
    ],
)
def test_a_server_that_dribbles_is_cut_off_in_time(pieces: list[bytes]) -> None:
    """No single step is slow, but all of them together are."""
    began = time.monotonic()
    with serving(pieces, pause=0.05) as server:
        with guarded_client(allowed=only_first, total_timeout=0.4) as client, pytest.raises(httpx2.ReadTimeout):
            client.get(f"http://127.0.0.1:{server.port}/")
        assert time.monotonic() - began < 20


def test_a_slow_resolver_uses_up_the_time_too() -> None:
    def slow(host: str, port: int) -> list[str]:
        time.sleep(0.2)
        return ["127.0.0.1"]

    with serving([OK]) as server:
        client = guarded_client(allowed=only_first, resolver=slow, total_timeout=0.1)
        with client, pytest.raises(httpx2.TimeoutException):
            client.get(f"http://hooks.example.test:{server.port}/")
        assert server.requests == []


@pytest.mark.parametrize("url", ["ftp://example.com/", "file:///etc/passwd", "http://", "http://[::1/"])
def test_other_schemes_and_broken_addresses_are_refused(url: str) -> None:
    with guarded_client() as client, pytest.raises((httpx2.UnsupportedProtocol, httpx2.InvalidURL)):
        client.get(url)


def test_a_name_without_address_is_a_connection_error() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    def nothing(host: str, port: int) -> list[str]:
        return []

    for resolve in (unknown, nothing):
        with guarded_client(resolver=resolve) as client, pytest.raises(httpx2.ConnectError):
            client.get("http://hooks.example.test/")


def test_a_connection_cut_in_the_middle_is_a_transport_error() -> None:
    with serving([b"HTTP/1.1 200 OK\r\nContent-Le"]) as server, guarded_client(allowed=only_first) as client:  # noqa: SIM117
        with pytest.raises(httpx2.RemoteProtocolError):
            client.get(f"http://127.0.0.1:{server.port}/")
