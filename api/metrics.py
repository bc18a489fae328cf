"""What Prometheus may know: counts and times by route, file states, the queue. No path, no word of anybody's."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pkm.store import files
from pkm.store.database import Database

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Holdings(Collector):
    """What the home holds, counted when it is asked for."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def describe(self) -> list[Metric]:
        """Nothing: registering must not ask the database."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The files by state, the queue's depth, and how much is stored."""
        with self._database().transaction() as connection:
            states, corpus = files.status_counts(connection), files.corpus(connection)
        by_state = GaugeMetricFamily("pkm_files", "Files by state.", labels=["state"])
        for state, count in states.items():
            by_state.add_metric([state], count)
        yield by_state
        yield GaugeMetricFamily("pkm_queue_depth", "Files that wait for their turn.", value=states["pending"])
        for name, count in corpus.items():
            yield GaugeMetricFamily(f"pkm_{name}", f"Stored {name}.", value=count)


class Metrics:
    """The counters of one service, in a registry of their own."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "pkm_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "pkm_request_seconds",
            "Time to the last byte.",
            ["method", "route"],
            registry=self.registry,
            buckets=SECONDS,
        )
        self.registry.register(Holdings(database))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)

    def expose(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)
