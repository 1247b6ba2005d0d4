"""Bugs of streams: one tells of what its reader is not told of, or still tells after its end."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from catalog.model.agreement import AgreementState
from catalog.model.delivery import OutboxEntry
from catalog.model.message import Message
from catalog.model.storage import Storage, StorageKind
from catalog.model.subject import ANONYMOUS, Subject
from catalog.model.version import CatalogVersion
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from gateway.base.problems import BadToken
from gateway.sharing.changes.readers import told_datasets
from gateway.sharing.changes.streams import ChangeStream, ChangeStreams
from gateway.sharing.changes.watch import judged_of, tell_changes
from schema.types.view import View
from tests.integration.oracle.mutants import InPython
from tests.policies.facts import AGENT, NOON, STRANGER, SYNDICAT, TOWN, agreement, dataset

_STREAMS, _WATCH = "gateway.sharing.changes.streams", "gateway.sharing.changes.watch"
_READERS, _TOLD = "gateway.sharing.changes.readers", "catalog.actions.deposit_versions"

BUGS: dict[str, InPython] = {
    "the message of another body is told": InPython(
        _WATCH, "tell_changes", "stream.subject.organisation in message.to", "True"
    ),
    "a dataset that was not asked for is told": InPython(
        _STREAMS, "ChangeStream.tell", "change.dataset in self.live and ", ""
    ),
    "what waits is told after the end": InPython(
        _STREAMS, "ChangeStream.close", "self._waiting.clear()", "pass"
    ),
    "the reader is not proved anew": InPython(_WATCH, "judge", "await stream.stand()", "None"),
    "a lost right ends nothing": InPython(_WATCH, "judge", "judged == stream.judged", "True"),
    "the role is not looked at": InPython(
        _READERS, "told_datasets", "bool(subject.roles & TOLD_ROLES)", "True"
    ),
    "another's rights are told": InPython(
        _READERS, "told_datasets", " or subject.on_behalf_of is not None", ""
    ),
    "where it lies is not looked at": InPython(
        _READERS, "told_datasets", "is_deposited(each, snapshot)", "True"
    ),
    "whose agreement it is is not looked at": InPython(
        _READERS,
        "told_datasets",
        "subject.organisation in readers_told(each.id, snapshot, standpoint.day)",
        "readers_told(each.id, snapshot, standpoint.day)",
    ),
    "an agreement that has ended still tells": InPython(
        _TOLD, "readers_told", " and agreement.state is AgreementState.ACTIVE", ""
    ),
}


def _standpoint(subject: Subject, kind: StorageKind = StorageKind.DEPOSIT, **changes: Any) -> Any:
    options: Any = None
    snapshot = snapshot_of(
        version=CatalogVersion("e", 1),
        datasets=[dataset()],
        storages=[Storage("storage", TOWN, kind, options)],
        agreements=[agreement(**changes)],
    )
    return Standpoint(subject, snapshot, NOON)


def _told(subject: Subject, kind: StorageKind = StorageKind.DEPOSIT, **changes: Any) -> bool:
    standpoint = _standpoint(subject, kind, **changes)
    view = View.of(standpoint.snapshot, {"collectes"})
    return bool(told_datasets(standpoint, view))


class _Rows:
    """One message to the syndicat, each time."""

    async def read(self) -> list[OutboxEntry]:
        message = Message("dataset.new_rows", "k", (SYNDICAT,), frozenset({"agent"}), "collectes")
        return [OutboxEntry(1, NOON, message)]


def _stream(subject: Subject = AGENT, live: str = "collectes", *, is_good: bool = True) -> Any:
    standpoint = _standpoint(subject)

    async def stand() -> Standpoint:
        if not is_good:
            raise BadToken(reason_fr="", reason_en="")
        return standpoint

    return ChangeStream(None, frozenset({live}), judged_of(standpoint), stand)


def _waits(stream: ChangeStream) -> bool:
    rows: Any = _Rows()
    ports: Any = None
    asyncio.run(tell_changes(ChangeStreams(rows, open={stream}), ports))
    return bool(stream._waiting)


def stream_that_tells() -> str | None:
    """The first reader who is told of what is not theirs, or is not told of what is."""
    if not _told(AGENT) or not _waits(_stream()):
        return "her own is not told"
    untold = {
        "nobody in particular": _told(ANONYMOUS),
        "another body": _told(replace(AGENT, organisation=STRANGER)),
        "another role": _told(replace(AGENT, roles=frozenset({"approver"}))),
        "in another's name": _told(replace(AGENT, on_behalf_of=STRANGER)),
        "a connected source": _told(AGENT, StorageKind.SQLITE),
        "an agreement that has ended": _told(AGENT, state=AgreementState.REVOKED),
        "another body's message": _waits(_stream(replace(AGENT, organisation=STRANGER))),
        "another dataset": _waits(_stream(live="other")),
        "after a bad token": _waits(_stream(is_good=False)),
    }
    if wrong := next((name for name, told in untold.items() if told), None):
        return wrong
    closed = _stream()
    _waits(closed)
    closed.close(BadToken(reason_fr="", reason_en=""))
    if closed._waiting:
        return "what waited when it was closed"
    moved = _stream()
    moved.judged = (CatalogVersion("e", 0), *moved.judged[1:])
    # It cannot be judged anew here: no answer means no.
    return "after the catalog moved" if _waits(moved) else None
