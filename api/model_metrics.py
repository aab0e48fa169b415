"""What `/metrics` shows of the language model: requests, failures, tokens, times and the circuit breaker."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from answering.model.breaker import BreakerState
from answering.model.observer import Ended

SECONDS = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0, 40.0, 120.0)
"""Upper bounds."""
LEVELS = {BreakerState.CLOSED: 0, BreakerState.HALF_OPEN: 1, BreakerState.OPEN: 2}


class ModelMetrics:
    """Counts what it is told of requests to the model."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "askwell_model_requests", "Requests to the language model", ["use", "outcome"], registry=registry
        )
        self._tokens = Counter(
            "askwell_model_tokens", "Tokens it read and wrote", ["use", "direction"], registry=registry
        )
        self._first_piece = Histogram(
            "askwell_model_first_piece_seconds",
            "Time until the first piece of text",
            ["use"],
            registry=registry,
            buckets=SECONDS,
        )
        self._seconds = Histogram(
            "askwell_model_seconds", "Time of a whole request", ["use"], registry=registry, buckets=SECONDS
        )
        self._changes = Counter(
            "askwell_model_breaker_changes", "New states of the circuit breaker", ["state"], registry=registry
        )
        # Of several processes the one that is worst off is shown.
        self._breaker = Gauge(
            "askwell_model_breaker",
            "Circuit breaker: 0 closed, 1 half open, 2 open",
            registry=registry,
            multiprocess_mode="livemax",
        )

    def ended(self, request: Ended) -> None:
        """Count one request."""
        self._requests.labels(request.use, request.failure or "ok").inc()
        self._tokens.labels(request.use, "read").inc(request.tokens.read)
        self._tokens.labels(request.use, "written").inc(request.tokens.written)
        self._seconds.labels(request.use).observe(request.seconds)
        if request.first_piece is not None:
            self._first_piece.labels(request.use).observe(request.first_piece)

    def breaker(self, state: BreakerState) -> None:
        """Show the state of the circuit breaker."""
        self._changes.labels(state.value).inc()
        self._breaker.set(LEVELS[state])
