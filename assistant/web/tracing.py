"""Times of questions for an OpenTelemetry collector, if one is configured: one span a question, one below it for each part.

Spans carry the outcome, the model and how many passages were found: no text, no document, no person. Nothing else is traced, and
without the setting the library is not even loaded.
"""

import time
from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

from assistant.conversation import Answer, Event
from ingest.errors import SettingsError
from ingest.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

_PARTS = ("retrieval", "reading", "writing")
_SECOND = 1_000_000_000


class Tracing:
    """Traces questions where `settings.trace_endpoint` says so. Raises SettingsError if the library is not installed."""

    def __init__(self, settings: Settings) -> None:
        self._provider = _provider_to(settings.trace_endpoint) if settings.trace_endpoint else None
        self._tracer = self._provider.get_tracer("aktenlotse") if self._provider else None

    def close(self) -> None:
        """Send what has not been sent."""
        if self._provider is not None:
            self._provider.shutdown()

    def watch(self, events: Generator[Event]) -> Generator[Event]:
        """The same events, traced when they have passed."""
        if self._tracer is None:
            yield from events
            return
        started, last = time.time_ns(), None
        try:
            with closing(events):
                for event in events:
                    last = event
                    yield event
        finally:
            _trace(self._tracer, started, last if isinstance(last, Answer) else None)


def _trace(tracer: "Tracer", started: int, answer: Answer | None) -> None:
    from opentelemetry import trace

    outcome = answer.outcome if answer else "failed"
    root = tracer.start_span("question", start_time=started, attributes={"outcome": outcome})
    if answer:
        root.set_attributes({"model": answer.model, "passages": len(answer.hits)})
        below, begin = trace.set_span_in_context(root), started
        for part in _PARTS:
            end = begin + int(answer.timings.get(part, 0.0) * _SECOND)
            tracer.start_span(part, below, start_time=begin).end(end)
            begin = end
    root.end()


def _provider_to(endpoint: str) -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise SettingsError(setting="AKTENLOTSE_TRACE_ENDPOINT", reason="pip install 'aktenlotse[tracing]'") from error
    provider = TracerProvider(resource=Resource({"service.name": "aktenlotse"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider
