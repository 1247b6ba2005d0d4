"""Looks for new versions and for lost rights twice a second, while a stream is open.

One look for all streams of the process; what another process wrote is seen the same way.
"""

from __future__ import annotations

from catalog.model.problem import Problem
from catalog.standpoint import Standpoint
from gateway.base.background_loop import repeat
from gateway.base.error_reporting import report_unexpected
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import discover
from gateway.sharing.changes.problems import ChangesEnded
from gateway.sharing.changes.readers import told_datasets
from gateway.sharing.changes.streams import ChangeStream, ChangeStreams, DatasetChange, Judged

_EVERY_S = 0.5


async def watch_changes(streams: ChangeStreams, ports: Ports) -> None:
    """Until cancelled."""

    async def round_() -> float:
        if ports.stopping.is_set():
            streams.close_all()
        elif streams.open:
            await tell_changes(streams, ports)
        return _EVERY_S

    await repeat(round_, "changes", retry_s=_EVERY_S)


async def tell_changes(streams: ChangeStreams, ports: Ports) -> None:
    """Each stream judged anew, then told what came; no answer of a store or the law ends it."""
    for stream in tuple(streams.open):
        try:
            await judge(stream, ports)
        except Problem as problem:
            stream.close(problem)
        except Exception as bug:  # noqa: BLE001 - one stream's bug must not end the others
            stream.close(report_unexpected(bug, "changes"))
    for entry in await streams.rows.read():
        message = entry.message
        change = DatasetChange(
            dataset=message.about,
            title=str(message.facts.get("dataset", "")),
            owner=str(message.facts.get("grantor", "")),
            at=entry.at,
        )
        for stream in tuple(streams.open):
            if stream.subject.organisation in message.to:
                stream.tell(change)


async def judge(stream: ChangeStream, ports: Ports) -> None:
    """Raises the Problem by which the reader is told no more."""
    standpoint = await stream.stand()
    judged = judged_of(standpoint)
    if judged == stream.judged:
        return
    view = await discover(standpoint, ports)
    stream.live = told_datasets(standpoint, view) & (stream.datasets or view.discoverable)
    stream.judged = judged
    if not stream.live or (stream.datasets is not None and stream.datasets != stream.live):
        raise ChangesEnded


def judged_of(standpoint: Standpoint) -> Judged:
    return (standpoint.snapshot.version, standpoint.day, standpoint.subject)
