"""What a visitor waits for: the first words of an answer, and suggestions while typing."""

from __future__ import annotations

import http.client
import json
import random
import time
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from benchmarks.corpus import fill
from benchmarks.server import serving
from benchmarks.table import Figure
from benchmarks.texts import Writer
from core.db import Database
from retrieval.embedder import Embedder

WARM_UP, QUESTIONS, KEYSTROKES = 10, 100, 400
FEW, MANY = 1_000, 10_000


def first_words(folder: Path, embedder: Embedder) -> list[Figure]:
    """From sending a question until its first words are there, over HTTP on this machine."""
    data = folder / "first-words"
    fill(data / "askwell.db", FEW, embedder)
    with serving(data):
        pass  # the first start makes what later ones find
    with serving(data) as server:
        writer = Writer(seed=11)
        for _ in range(WARM_UP):
            _first_words(server.port, writer.question())
        took = [_first_words(server.port, writer.question()) for _ in range(QUESTIONS)]
    p50, p95 = np.percentile(took, [50, 95])
    return [Figure(f"first words of an answer, {FEW:,} passages, p95", float(p95), 150, "ms", note=f"p50 {p50:.0f} ms")]


def suggestions(port: int, data: Path) -> Figure:
    """A suggestion over HTTP for each of many moments of typing a title, some with a slip."""
    typed = _typed(data)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = [_timed(connection, text) for text in typed][WARM_UP:]
    connection.close()
    p50, p95 = np.percentile(took, [50, 95])
    return Figure("suggestions while typing, p95", float(p95), 10, "ms", note=f"p50 {p50:.1f} ms, over HTTP")


def _first_words(port: int, question: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.connect()
    body = json.dumps({"question": question, "lang": "en", "stream": True}).encode()
    started = time.perf_counter()
    connection.request("POST", "/v1/ask", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    while not response.readline().startswith(b"event: delta"):
        pass
    response.readline()
    elapsed = (time.perf_counter() - started) * 1000
    response.read()
    connection.close()
    return elapsed


def _typed(data: Path) -> list[str]:
    """Beginnings of titles; one in five has two letters swapped."""
    database = Database(data / "askwell.db")
    with database.read() as session:
        titles = [row["title"].lower() for row in session.execute("SELECT title FROM documents ORDER BY id")]
    database.close()
    chance = random.Random(3)  # noqa: S311 - which letters are typed
    found = []
    for _ in range(KEYSTROKES + WARM_UP):
        title = chance.choice(titles)
        text = title[: chance.randint(2, len(title))]
        at = chance.randrange(len(text) - 1) if chance.random() < 0.2 else None
        found.append(text if at is None else text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return found


def _timed(connection: http.client.HTTPConnection, text: str) -> float:
    started = time.perf_counter()
    connection.request("GET", f"/v1/suggestions?{urlencode({'q': text, 'lang': 'en'})}")
    response = connection.getresponse()
    response.read()
    if response.status != http.client.OK:
        raise RuntimeError(f"/v1/suggestions gave {response.status}")
    return (time.perf_counter() - started) * 1000
