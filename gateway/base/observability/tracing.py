"""Traces of requests for an operator's own collector: a span a request, a span a stage.

Attributes are a closed list: door, status, the request's reference, the class of what went wrong,
and the name that Trino gave to a query. Nothing that a caller wrote, and nothing that was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import (
    INVALID_SPAN,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    get_current_span,
)
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from catalog.stages import Fact, Stage

DOOR = "interco.door"
STATUS = "http.response.status_code"
REFERENCE = "interco.request_id"
ERROR = "error.type"
_W3C = TraceContextTextMapPropagator()
_LONGEST = 200


@dataclass(slots=True)
class RequestSpan:
    """One request's own span, until it ends."""

    span: Span = field(default=INVALID_SPAN, repr=False)

    def answered(self, status: int, reference: str | None) -> None:
        self.span.set_attribute(STATUS, status)
        if reference:
            self.span.set_attribute(REFERENCE, reference)
        if status >= 500:
            self.span.set_status(Status(StatusCode.ERROR))


class Traces:
    """An observer that makes spans; `request` is around all of a request's stages."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer

    @contextmanager
    def request(self, door: str, headers: Mapping[str, str]) -> Iterator[RequestSpan]:
        """`headers`: those of whoever asks; of the W3C context, `traceparent` alone is taken, since
        `tracestate` may hold any text.
        """
        given = headers.get("traceparent")
        parent = None if given is None else _W3C.extract({"traceparent": given})
        with self._tracer.start_as_current_span(
            f"interco {door}",
            context=parent,
            kind=SpanKind.SERVER,
            attributes={DOOR: door},
            record_exception=False,
            set_status_on_exception=False,
        ) as span:
            yield RequestSpan(span)

    @contextmanager
    def stage(self, stage: Stage) -> Iterator[None]:
        # An exception's text may hold a value: its class is all that is kept of it.
        with self._tracer.start_as_current_span(
            stage.value, record_exception=False, set_status_on_exception=False
        ) as span:
            try:
                yield
            except BaseException as error:
                span.set_attribute(ERROR, getattr(error, "code", None) or type(error).__name__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    def note(self, fact: Fact, value: str) -> None:
        get_current_span().set_attribute(fact.value, value[:_LONGEST])


@contextmanager
def tracing_to(exporter: SpanExporter, *, service: str, ratio: float = 1.0) -> Iterator[Traces]:
    """Spans go to the exporter from a thread of its own; a full queue drops them, never waits."""
    provider = TracerProvider(
        resource=Resource({"service.name": service}),
        sampler=ParentBased(TraceIdRatioBased(ratio)),
        span_limits=SpanLimits(max_span_attribute_length=_LONGEST),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(
        BatchSpanProcessor(exporter, max_queue_size=4096, schedule_delay_millis=1000)
    )
    try:
        yield Traces(provider.get_tracer("interco"))
    finally:
        provider.shutdown()


def otlp_exporter(endpoint: str, headers: Mapping[str, str]) -> SpanExporter:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(endpoint=endpoint, headers=dict(headers), timeout=5)
