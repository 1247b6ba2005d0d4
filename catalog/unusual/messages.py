"""Messages to the owner's stewards of an unusual use: organisations, never persons."""

from __future__ import annotations

from catalog.model.message import Message
from catalog.snapshot import Snapshot
from catalog.unusual.rules import Unusual

_STEWARDS = frozenset({"steward", "dpo"})


def message_of(unusual: Unusual, catalog: Snapshot) -> Message | None:
    """None for a dataset that is gone, and for the owner's own people. Told once a day."""
    dataset = catalog.datasets.get(unusual.dataset)
    if dataset is None or dataset.owner == unusual.reader:
        return None
    owner = catalog.organisations[dataset.owner]
    reader = catalog.organisations.get(unusual.reader)
    name = f"{owner.slug}.{dataset.name}"
    return Message(
        kind=unusual.code,
        key=f"{unusual.code}/{dataset.id}/{unusual.reader}/{unusual.day.isoformat()}"[:200],
        to=(dataset.owner,),
        roles=_STEWARDS,
        about=name,
        facts={
            "dataset": name,
            "reader": str(unusual.reader) if reader is None else reader.name,
            "day": unusual.day.isoformat(),
            **unusual.facts,
        },
    )
