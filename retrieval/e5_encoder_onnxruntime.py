"""multilingual-e5 in ONNX Runtime: quick with one text at a time, on any processor it is built for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnxruntime

from retrieval.e5_engine import Ids, input_embeddings
from retrieval.e5_graph import INPUT, encoder
from retrieval.e5_weights import E5Weights, Floats

_ERRORS_ONLY = 3


class OnnxRuntimeEncoder:
    """Runs one window on one core; several threads may do so at once.

    Windows together are no quicker: measured, a product with 64 tokens has the same throughput as one with 1,200.
    """

    name = "onnxruntime"
    together = 1

    def __init__(self, weights: E5Weights) -> None:
        """Build the graph in memory, in about 0.1 s; raises what ONNX Runtime raises where it cannot run it."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # every length is another shape
        options.log_severity_level = _ERRORS_ONLY
        self._weights = weights
        self._session = onnxruntime.InferenceSession(encoder(weights), options, providers=["CPUExecutionProvider"])
        self._means, self._states = (output.name for output in self._session.get_outputs())

    def means(self, windows: Sequence[Ids]) -> Floats:
        """The mean of the last states of each window, shape (windows, width)."""
        return np.concatenate([self._mean(window) for window in windows])

    def states(self, windows: Sequence[Ids]) -> list[Floats]:
        """The last states of each window, each of shape (tokens, width)."""
        return [self._run(window, self._states)[0] for window in windows]

    def _mean(self, window: Ids) -> Floats:
        return self._run(window, self._means)

    def _run(self, window: Ids, output: str) -> Floats:
        found: Floats = self._session.run([output], {INPUT: input_embeddings(self._weights, window)[None]})[0]
        return found
