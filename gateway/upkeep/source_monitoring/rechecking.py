"""A source that has changed is read whole again, and its stewards are told what is badly read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from catalog.checks.kept import KeptCheck, kept_check, message_about_check
from catalog.drift.records import SourceLook
from catalog.hosting import dataset_shortfalls
from catalog.model.dataset import Dataset
from catalog.model.message import Message
from catalog.snapshot import Snapshot
from federation.storages.file_states import file_state
from gateway.upkeep.source_monitoring.checking import checked
from gateway.upkeep.source_monitoring.ports import SourcePorts

_TABLES_EVERY = timedelta(days=1)
"""Nobody says when the rows of a table have changed."""


async def check_again(
    dataset: Dataset, look: SourceLook, snapshot: Snapshot, ports: SourcePorts
) -> None:
    """After a look that saw the source. Raises what stands in the way of the storage's secret.

    What is not hosted as its owner demands is not read, for this either.
    """
    if dataset_shortfalls(dataset, snapshot, ports.installation):
        return
    storage = snapshot.storages[dataset.storage_id]
    state = await asyncio.to_thread(file_state, dataset, storage)
    if not _is_due(look, state, ports.clock()):
        return
    now = ports.clock()
    if look.check is None and state is not None:
        # Whoever declared it was told what is in it.
        found = KeptCheck(state)
    else:
        looks = ports.looks
        read = await checked(dataset, storage, looks.resolve_secret, looks.addresses)
        if look.is_breaking:
            # What stops readings was told as a change.
            read = replace(read, stops=())
        found = kept_check(read, state, now)

    def keep(kept: SourceLook | None) -> SourceLook:
        return replace(look if kept is None or kept.version != look.version else kept, check=found)

    def tell(before: SourceLook | None, _: SourceLook) -> Sequence[Message]:
        message = message_about_check(dataset, None if before is None else before.check, found)
        return () if message is None else (message,)

    _, is_told = await ports.records.note_look(dataset.id, keep, tell, now)
    if is_told:
        ports.bell.set()


def _is_due(look: SourceLook, state: str | None, now: datetime) -> bool:
    kept = look.check
    if state is not None:
        return kept is None or kept.state != state
    return kept is None or kept.read_at is None or now - kept.read_at > _TABLES_EVERY
