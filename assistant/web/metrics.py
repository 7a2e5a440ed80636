"""What the server measures, for Prometheus: counts and times only, never what somebody asked."""

import time
from collections.abc import Generator
from contextlib import closing

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest

from assistant.conversation import Answer, Event, TextPiece

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40, 80, 160)


class Measurements:
    """The measurements of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter("aktenlotse_questions", "Questions by what became of them", ["outcome"], registry=self._registry)
        self._first_text = Histogram(
            "aktenlotse_first_text_seconds", "From question to first text", buckets=_SECONDS, registry=self._registry
        )
        self._whole = Histogram(
            "aktenlotse_answer_seconds", "From question to whole answer", buckets=_SECONDS, registry=self._registry
        )

    def watch(self, events: Generator[Event]) -> Generator[Event]:
        """The same events, measured as they pass."""
        started = time.perf_counter()
        outcome, silent = "failed", True
        try:
            with closing(events):
                for event in events:
                    if isinstance(event, TextPiece) and silent:
                        self._first_text.observe(time.perf_counter() - started)
                        silent = False
                    elif isinstance(event, Answer):
                        self._whole.observe(time.perf_counter() - started)
                        outcome = event.outcome
                    yield event
        except GeneratorExit:
            outcome = "stopped" if outcome == "failed" else outcome
            raise
        finally:
            self._questions.labels(outcome).inc()

    def show(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)
