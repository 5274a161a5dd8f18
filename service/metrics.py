"""Figures for Prometheus, which add up over all workers. No label holds what a caller wrote."""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)
# Methods that are a label; any other counts as OTHER, since a caller makes it up.
METHODS = frozenset(("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"))
CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The figures of one worker; `shared` is the folder through which workers add them up."""

    def __init__(self, shared: Path | None = None) -> None:
        self._shared = shared
        self._registry = CollectorRegistry()
        # In shared mode values live in the folder; a registry would count them twice.
        own = None if shared else self._registry
        self._requests = Counter(
            "omaha_requests", "Requests answered.", ("method", "route", "status"), registry=own
        )
        self._seconds = Histogram(
            "omaha_request_seconds", "Time to answer.", ("route",), registry=own, buckets=BUCKETS
        )
        self.running = Gauge(
            "omaha_requests_running",
            "Requests being answered.",
            registry=own,
            multiprocess_mode="livesum",
        )
        self._notes = Counter("omaha_notes", "Notes sent to the coder.", ("outcome",), registry=own)
        self._coded = self._notes.labels("coded")
        self._failed = self._notes.labels("failed")
        if shared:
            multiprocess.MultiProcessCollector(self._registry, str(shared))  # type: ignore[no-untyped-call]
        # labels() takes a lock each time; the few combinations are kept instead.
        self._children: dict[tuple[str, str, int], Counter] = {}
        self._timers: dict[str, Histogram] = {}

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request; `route` is its template, never its path."""
        method = method if method in METHODS else "OTHER"
        place = (method, route, status)
        if place not in self._children:
            self._children[place] = self._requests.labels(method, route, str(status))
        if route not in self._timers:
            self._timers[route] = self._seconds.labels(route)
        self._children[place].inc()
        self._timers[route].observe(seconds)

    def note(self, *, coded: bool) -> None:
        """Count one note."""
        (self._coded if coded else self._failed).inc()

    def page(self) -> bytes:
        """All figures of all workers, in Prometheus's text format."""
        return generate_latest(self._registry)

    def close(self) -> None:
        """Take this worker out of figures that only living workers count in."""
        if self._shared:
            multiprocess.mark_process_dead(os.getpid(), str(self._shared))  # type: ignore[no-untyped-call]
