"""Threads share a few pools of memory, so that a server does not keep what each of them once needed."""

from __future__ import annotations

import os
import platform
import subprocess
import sys

import pytest

from core.allocator import ARENAS

COUNTED = """
import ctypes, os, tempfile, threading
{before}
inside, out = threading.Barrier(13), threading.Event()

def allocate():
    kept = [bytearray(50_000) for _ in range(40)]
    inside.wait()
    out.wait()

threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads:
    thread.start()
inside.wait()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
with tempfile.TemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fdopen(os.dup(file.fileno()), b"w"))
    libc.malloc_info(0, stream)
    libc.fclose(stream)
    file.seek(0)
    print(file.read().count(b"<heap nr="))
out.set()
"""
SHARED = "from core.allocator import share_arenas; share_arenas()"


def arenas(before: str, **environment: str) -> int:
    """How many pools a process has whose twelve threads need memory at the same time."""
    run = subprocess.run(
        [sys.executable, "-c", COUNTED.format(before=before)],
        env={**{name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return int(run.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has arenas")
def test_threads_share_pools_of_memory_unless_the_operator_chose_otherwise() -> None:
    assert arenas("") > ARENAS
    assert arenas(SHARED) <= ARENAS
    assert arenas(SHARED, MALLOC_ARENA_MAX="5") == 5
