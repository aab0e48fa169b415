"""A JSON object over HTTP, from an address that others chose: of limited length, and an object or nothing."""

from __future__ import annotations

import json
from typing import Any

import httpx2

from core.errors import Unavailable

MAX_BODY = 1_000_000
"""Bytes of one answer that are read."""


def fetch(client: httpx2.Client, request: httpx2.Request) -> tuple[int, bytes]:
    """Status and body; raises `httpx2.TransportError`, AddressRefused, and Unavailable for a body that is too long."""
    response = client.send(request, stream=True)
    try:
        return response.status_code, _limited(response)
    finally:
        response.close()


def parsed_object(body: bytes) -> dict[str, Any]:
    """The object that `body` is; raises ValueError for anything else."""
    try:
        found = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _limited(response: httpx2.Response) -> bytes:
    body = b""
    for part in response.iter_bytes():
        body += part
        if len(body) > MAX_BODY:
            raise Unavailable("The answer is too long.")
    return body
