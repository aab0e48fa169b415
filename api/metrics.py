"""What `/metrics` shows, in the Prometheus text format. Each application has its own registry."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from api.model_metrics import ModelMetrics

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Variable by which prometheus_client shares counts between processes; `askwell serve --workers` sets it."""
STAGE_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds."""

Gauges = Callable[[], Mapping[str, float]]
"""Reads values of the moment, such as the number of open escalations."""
TargetGauges = Callable[[], Mapping[str, Mapping[str, float]]]
"""Reads values of the moment by their name and the name of a delivery target."""


class Metrics:
    """Counters and histograms of one application; values of the moment are read when asked for."""

    def __init__(self, gauges: Gauges, target_gauges: TargetGauges) -> None:
        self.registry = CollectorRegistry()
        self._gauges = _GaugeCollector(gauges, target_gauges)
        self.registry.register(self._gauges)
        self._requests = Counter(
            "askwell_requests", "HTTP requests", ["method", "route", "status"], registry=self.registry
        )
        self._latency = Histogram(
            "askwell_request_seconds",
            "Time until the response began",
            ["route"],
            registry=self.registry,
            buckets=STAGE_BUCKETS,
        )
        self._stages = Histogram(
            "askwell_stage_seconds",
            "Time of each stage of answering",
            ["stage"],
            registry=self.registry,
            buckets=STAGE_BUCKETS,
        )
        self._decisions = Counter(
            "askwell_decisions", "Questions by decision and reason", ["decision", "reason"], registry=self.registry
        )
        self.model = ModelMetrics(self.registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one HTTP request; `route` is the template, so that ids do not multiply the series."""
        self._requests.labels(method, route, str(status)).inc()
        self._latency.labels(route).observe(seconds)

    def decision(self, decision: str, reason: str | None, timings_ms: Mapping[str, float]) -> None:
        """Count one answered question with the milliseconds of its stages."""
        self._decisions.labels(decision, reason or "").inc()
        for stage, milliseconds in timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def render(self) -> bytes:
        """The text that a Prometheus server scrapes; with several server processes it adds up their counts."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        together.register(self._gauges)
        return generate_latest(together)


class _GaugeCollector(Collector):
    def __init__(self, gauges: Gauges, target_gauges: TargetGauges) -> None:
        self._gauges = gauges
        self._target_gauges = target_gauges

    def describe(self) -> Iterable[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterable[GaugeMetricFamily]:
        for name, value in self._gauges().items():
            yield GaugeMetricFamily(f"askwell_{name}", _words(name), value=value)
        for name, by_target in self._target_gauges().items():
            family = GaugeMetricFamily(f"askwell_{name}", _words(name), labels=["target"])
            for target, value in by_target.items():
                family.add_metric([target], value)
            yield family


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()
