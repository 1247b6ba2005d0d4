"""A scheduled run leaves behind what it had read, and its alerts; none of its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.actions.services.run_alerts import RunAlerts
from catalog.canonical_json import write_canonical
from catalog.model.bilingual import Bilingual
from catalog.model.published_service import Activation
from catalog.model.run_schedule import RunReading
from catalog.model.subject import Subject
from gateway.figures.activations.service import Run
from services_run.folder import Service
from services_run.listed import alert_rows

Digest = Callable[[bytes], str]
"""Keyed by the installation: who reads the catalog alone does not guess what it is of."""


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last scheduled run that gave figures, beside a run of now. `is_same`: the same figures of
    the same data; None where one of the two was asked for with other settings. `reading` is None
    for a reader whose own run does not show as much, and whose rights it did not read with: it may
    count rows that are hidden from them.
    """

    due: datetime
    is_same: bool | None
    reading: RunReading | None


def reading_of(run: Run, due: datetime, digest: Digest) -> RunReading:
    sources = run.result["sources"]
    coverage = run.result["coverage"] or {}
    counts = {
        name: None if coverage.get(name) is None else int(coverage[name])
        for name in ("communes", "communes_expected", "months", "months_expected")
    }
    return RunReading(
        due=due,
        datasets=len(sources),
        empty=sum(not source["rows"] for source in sources),
        latest=max((source["latest"] for source in sources if source["latest"]), default=None),
        digest=digest(run.mark.encode()),
        **counts,
    )


def alerts_of(run: Run, service: Service, digest: Digest) -> RunAlerts | None:
    """None where the service has no list of alerts."""
    if service.alerts is None:
        return None
    rows = alert_rows(service.alerts, run.result["tables"])
    label = service.labels.get(service.alerts.table)
    activation = run.result["activation"]

    def digests(keys: tuple[tuple[object, ...], ...]) -> tuple[str, ...]:
        return tuple(digest(write_canonical([activation, *key]))[:32] for key in keys)

    return RunAlerts(
        service.title,
        Bilingual("Alertes", "Alerts") if label is None else label.text,
        digests(rows.running),
        digests(rows.over),
    )


def last_run_of(
    activation: Activation, run: Run, reader: Subject, digest: Digest, *, as_scheduled: bool
) -> LastRun | None:
    """For `reader`, who has just run the service by their own rights; `as_scheduled`: with its own
    settings. None where no scheduled run has given figures.
    """
    schedule = activation.schedule
    if schedule is None or schedule.reading is None:
        return None
    reading = schedule.reading
    is_same = reading.digest == digest(run.mark.encode()) if as_scheduled else None
    is_theirs = (reader.issuer, reader.agent) == (schedule.by_issuer, schedule.by_sub)
    return LastRun(reading.due, is_same, reading if is_same or is_theirs else None)
