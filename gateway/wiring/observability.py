"""Figures and traces, where the settings ask for them; otherwise nothing is measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from typing_extensions import override

from catalog.stages import Observer, observed_by
from gateway.base.observability.counters import DECISIONS, CountedStages
from gateway.base.observability.observers import Observers
from gateway.base.observability.tracing import Traces, otlp_exporter, tracing_to
from gateway.base.problems import UnsafeConfiguration
from gateway.base.settings import Settings
from gateway.base.small_files import read_small_text
from policies.cache import DecisionCache
from policies.decision import Decision
from policies.question import Action, Question


class CountedDecisions(DecisionCache):
    """The same, each reading counted by how it was decided."""

    @override
    async def decide(self, question: Question) -> Decision:
        action = str(question.facts["action"])
        try:
            decision = await super().decide(question)
        except Exception:
            DECISIONS.labels(action, "failed").inc()
            raise
        is_allowed = action == Action.DISCOVER or all(
            dataset.allow for dataset in decision.datasets.values()
        )
        outcome = "allowed" if is_allowed else "denied"
        DECISIONS.labels(action, outcome).inc()
        return decision


@contextmanager
def observed(settings: Settings) -> Iterator[Traces | None]:
    """Stages of this process are measured and traced while it lasts. Raises UnsafeConfiguration."""
    observers: list[Observer] = []
    traces: Traces | None = None
    with ExitStack() as stack:
        if settings.metrics is not None:
            observers.append(CountedStages())
        if (tracing := settings.tracing) is not None:
            exporter = otlp_exporter(tracing.endpoint, _headers(tracing.headers_file))
            traces = stack.enter_context(
                tracing_to(exporter, service=tracing.service, ratio=tracing.ratio)
            )
            observers.append(traces)
        if observers:
            stack.enter_context(observed_by(Observers(tuple(observers))))
        yield traces


def metrics_token(settings: Settings) -> str | None:
    """None where `/metrics` is not opened by a token. Raises UnsafeConfiguration."""
    metrics = settings.metrics
    if metrics is None:
        return None
    if metrics.token is not None:
        return metrics.token.get_secret_value()
    if metrics.token_file is None:
        return None
    token = _text_of(metrics.token_file, "INTERCO_METRICS").strip()
    if not token:
        raise _unreadable("INTERCO_METRICS")
    return token


def _headers(file: Path | None) -> Mapping[str, str]:
    if file is None:
        return {}
    lines = (line.partition(":") for line in _text_of(file, "INTERCO_TRACING").splitlines())
    return {name.strip(): value.strip() for name, _, value in lines if name.strip()}


def _text_of(file: Path, setting: str) -> str:
    try:
        return read_small_text(file)
    except (OSError, UnicodeError):
        raise _unreadable(setting) from None


def _unreadable(setting: str) -> UnsafeConfiguration:
    return UnsafeConfiguration(
        what_fr="un fichier que le réglage nomme ne peut pas être lu, ou est vide",
        what_en="a file that the setting names cannot be read, or is empty",
        setting=setting,
    )
