"""Writes ONNX models: the few messages of the format that a graph needs, as protocol buffers.

Field numbers are those of `onnx.proto3` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). The package `onnx`
can do this and much more, in 31 MB; this is all Askwell needs of it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_FLOAT, _INT64, _UINT8 = 1, 7, 2
_TYPES = {"float32": _FLOAT, "int64": _INT64, "uint8": _UINT8}
_IR_VERSION, _OPSET = 9, 18
MICROSOFT = "com.microsoft"
"""The domain of ONNX Runtime's own operators."""

Attribute = int | float | Sequence[int]


class Graph:
    """A graph under construction; each call adds a part and returns its name."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: dict[str, bytes] = {}

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """An initialiser; a name that is known stands for the values it was first given."""
        if name not in self._constants:
            shape = b"".join(_number(1, size) for size in values.shape)
            kind = _number(2, _TYPES[values.dtype.name])
            self._constants[name] = shape + kind + _text(8, name) + _bytes(9, np.ascontiguousarray(values).tobytes())
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Attribute) -> str:
        """One operation with one output."""
        name = f"{operator}_{len(self._nodes)}"
        parts = [*(_text(1, value) for value in inputs), _text(2, name), _text(4, operator), _text(7, domain)]
        parts += [_bytes(5, _attribute(key, value)) for key, value in attributes.items()]
        self._nodes.append(b"".join(parts))
        return name

    def model(self, input_: tuple[str, Sequence[str | int]], *outputs: tuple[str, Sequence[str | int]]) -> bytes:
        """The finished model with one input, all of 32-bit floats; a size given as text is free."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "graph")
        graph += b"".join(_bytes(5, constant) for constant in self._constants.values())
        graph += _bytes(11, _value(*input_)) + b"".join(_bytes(12, _value(*output)) for output in outputs)
        opsets = _bytes(8, _number(2, _OPSET)) + _bytes(8, _text(1, MICROSOFT) + _number(2, 1))
        return _number(1, _IR_VERSION) + _bytes(7, graph) + opsets


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    digits = bytearray()
    while value > 0x7F:
        digits.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*digits, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _attribute(name: str, value: Attribute) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, 2)
    if isinstance(value, float):
        return _text(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    return _text(1, name) + b"".join(_number(8, item) for item in value) + _number(20, 7)


def _value(name: str, shape: Sequence[str | int]) -> bytes:
    sizes = (_text(2, size) if isinstance(size, str) else _number(1, size) for size in shape)
    tensor = _number(1, _FLOAT) + _bytes(2, b"".join(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))
