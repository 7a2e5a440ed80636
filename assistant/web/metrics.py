"""What the server measures, for Prometheus: counts and times only, never what somebody asked, nor who."""

import time
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from assistant.conversation import Answer, Event, TextPiece

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 40, 80, 160)


@dataclass(frozen=True, slots=True)
class Levels:
    """What is so at this moment: questions in the line, what the library holds, jobs by status, and which parts work."""

    answered: int
    waiting: int
    refused: int
    passages: int
    index_lag: int
    jobs: Mapping[str, int]
    works: Mapping[str, bool]


class Measurements:
    """The measurements of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._questions = Counter("aktenlotse_questions", "Questions by what became of them", ["outcome"], registry=self._registry)
        self._first_text = self._histogram("first_text", "From question to first text")
        self._whole = self._histogram("answer", "From question to whole answer")
        self._waited = self._histogram("wait", "From request to the question's turn")
        self._parts = self._histogram("part", "Parts of an answer: retrieval, reading, writing", "part")
        self._requests = self._histogram("request", "Requests, by route and status", "method", "route", "status")
        self._answered = self._gauge("questions_answered_now", "Questions that are being answered")
        self._waiting = self._gauge("questions_waiting", "Questions that wait for their turn")
        self._refused = self._gauge("questions_refused", "Questions sent away because too many waited, since the start")
        self._passages = self._gauge("passages", "Passages that can be searched")
        self._lag = self._gauge("index_lag", "Changes of documents that the indexes have not taken in")
        self._jobs = self._gauge("jobs", "Files by the status of their job", "status")
        self._up = self._gauge("part_up", "Whether a part works (1) or not (0)", "part")

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
                        self._note(event, time.perf_counter() - started)
                        outcome = event.outcome
                    yield event
        except GeneratorExit:
            outcome = "stopped" if outcome == "failed" else outcome
            raise
        finally:
            self._questions.labels(outcome).inc()

    def note_wait(self, seconds: float) -> None:
        """Count a question whose turn has come."""
        self._waited.observe(seconds)

    def note_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; `route` is a pattern, never an address with an id or a search in it."""
        self._requests.labels(method, route, f"{status // 100}xx").observe(seconds)

    def show(self, levels: Levels) -> bytes:
        """All of it in Prometheus' text format."""
        self._answered.set(levels.answered)
        self._waiting.set(levels.waiting)
        self._refused.set(levels.refused)
        self._passages.set(levels.passages)
        self._lag.set(levels.index_lag)
        for gauge, values in ((self._jobs, levels.jobs), (self._up, levels.works)):
            for label, value in values.items():
                gauge.labels(label).set(value)
        return generate_latest(self._registry)

    def _note(self, answer: Answer, seconds: float) -> None:
        self._whole.observe(seconds)
        for part, taken in answer.timings.items():
            if part != "whole":
                self._parts.labels(part).observe(taken)

    def _histogram(self, name: str, what: str, *labels: str) -> Histogram:
        return Histogram(f"aktenlotse_{name}_seconds", what, labels, buckets=_SECONDS, registry=self._registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(f"aktenlotse_{name}", what, labels, registry=self._registry)
