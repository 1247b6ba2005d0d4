"""One look at the source of a dataset: compared, kept, and told once where it changed."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.drift.messages import messages_about
from catalog.drift.records import SourceLook, is_news, look_again
from catalog.model.dataset import Dataset
from catalog.model.message import Message
from catalog.snapshot import Snapshot
from gateway.upkeep.source_monitoring.ports import SourcePorts


async def check_drift(dataset: Dataset, snapshot: Snapshot, ports: SourcePorts) -> SourceLook:
    """A new look at the source: its changes since the version that is registered. Raises the
    storage's SourceProblems.
    """
    storage = snapshot.storages[dataset.storage_id]
    seen = await ports.looks.seen(dataset, storage)
    now = ports.clock()

    def look(before: SourceLook | None) -> SourceLook:
        return look_again(before, dataset, storage.kind, seen, now)

    def tell(before: SourceLook | None, after: SourceLook) -> Sequence[Message]:
        return messages_about(dataset, after, snapshot) if is_news(before, after) else ()

    found, is_told = await ports.records.note_look(dataset.id, look, tell, now)
    if is_told:
        ports.bell.set()
    return found
