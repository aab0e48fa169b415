"""HTTP to addresses that others chose, without becoming their way into the private network.

A host name is resolved once, its addresses are judged, and the connection goes to a judged address: a name that
resolves differently a moment later ("DNS rebinding") gains nothing. Host header, SNI and certificate check keep the
name. The guard sits where connections are made, so each step of a redirect would be judged too; redirects are not
followed unless a caller asks for it.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore2
import httpx2

from core.errors import AddressRefused

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host name (and port); raises OSError when there are none."""

CONNECT_TIMEOUT = 5.0
"""Seconds to reach the server."""
READ_TIMEOUT = 10.0
"""Seconds of silence after which a connection is given up."""
TOTAL_TIMEOUT = 20.0
"""Seconds after which no byte is sent or read any more, however busily the server dribbles."""

_NAT64 = IPv6Network("64:ff9b::/96")
# Special in the registries of IANA, but public to the `ipaddress` of some Python versions.
_ALSO_SPECIAL = tuple(map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16", "64:ff9b:1::/48")))


def is_public(address: str) -> bool:
    """Whether `address` is on the public internet, also when it hides an IPv4 address inside an IPv6 one."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        hidden = _embedded(parsed)
        if hidden is not None:
            return is_public(str(hidden))
        if parsed.is_site_local:
            return False
    if any(parsed in network for network in _ALSO_SPECIAL):
        return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified)


def _embedded(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _NAT64 else None


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses the operating system knows for `host`; understands every spelling of an IP address."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def anywhere(address: str) -> bool:
    """Judges every address good: for operators whose targets are in their own network."""
    return bool(address)


class GuardedTransport(httpx2.BaseTransport):
    """A transport that connects to judged addresses only, opens a connection for each request, and ends in time."""

    def __init__(
        self,
        *,
        allowed: Callable[[str], bool] = is_public,
        resolver: Resolver = system_resolver,
        total_timeout: float = TOTAL_TIMEOUT,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """`allowed` judges an IP address; `total_timeout` is in seconds, from resolving the name on."""
        backend = _PinnedBackend(resolver, allowed, total_timeout)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=ssl_context, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send one request; raises AddressRefused before a byte leaves, or an `httpx2.TransportError`."""
        url = request.url
        with _translated():
            response = self._pool.handle_request(
                httpcore2.Request(
                    method=request.method,
                    url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx2.Response(response.status, headers=response.headers, stream=_Body(response))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


def guarded_client(
    *,
    allowed: Callable[[str], bool] = is_public,
    resolver: Resolver = system_resolver,
    total_timeout: float = TOTAL_TIMEOUT,
    ssl_context: ssl.SSLContext | None = None,
    follow_redirects: bool = False,
) -> httpx2.Client:
    """An HTTP client for addresses that others chose. Proxies from the environment are not used."""
    transport = GuardedTransport(
        allowed=allowed, resolver=resolver, total_timeout=total_timeout, ssl_context=ssl_context
    )
    timeout = httpx2.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT)
    return httpx2.Client(transport=transport, timeout=timeout, follow_redirects=follow_redirects, trust_env=False)


class _PinnedBackend(httpcore2.NetworkBackend):
    """Resolves, judges, and connects to what was judged."""

    def __init__(self, resolver: Resolver, allowed: Callable[[str], bool], total_timeout: float) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._total_timeout = total_timeout
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        deadline = _Deadline(self._total_timeout)
        failure: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, deadline.cap(timeout), local_address, socket_options or ()
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, deadline)
        raise failure or httpcore2.ConnectError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = self._resolver(host.strip("[]"), port)
        except (OSError, UnicodeError) as error:
            raise httpcore2.ConnectError(f"{host} cannot be resolved: {error}") from error
        good = [address for address in found if self._allowed(address)]
        if found and not good:
            raise AddressRefused(f"{host} lies in a private or special network, which requests may not enter.")
        return good


class _Deadline:
    """A moment by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def cap(self, timeout: float | None) -> float:
        """The shorter of `timeout` and what is left; raises ReadTimeout when nothing is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("The server took too long in all.")
        return left if timeout is None else min(timeout, left)


class _TimedStream(httpcore2.NetworkStream):
    """A connection on which every step is cut short by one deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx2.SyncByteStream):
    """The body of a response, with foreign exceptions translated."""

    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _translated():
            yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _translated() -> Iterator[None]:
    """The exceptions of `httpcore2` have namesakes in `httpx2`, which callers know."""
    try:
        yield
    except (
        httpcore2.TimeoutException,
        httpcore2.NetworkError,
        httpcore2.ProtocolError,
        httpcore2.UnsupportedProtocol,
    ) as error:
        known: type[httpx2.TransportError] = getattr(httpx2, type(error).__name__, httpx2.TransportError)
        raise known(str(error)) from error
