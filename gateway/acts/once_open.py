"""Notes in datasets that they were once open to everybody, read once from the catalog's past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from typing_extensions import override

from catalog.actions.dataset import with_past
from catalog.changes import ActRecord, Changes
from catalog.model.dataset import Dataset
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.commit import Change
from gateway.acts.ports import ActPorts
from policies.sharing import SharingQuestion


@dataclass(frozen=True, slots=True)
class PastFacts:
    standpoint: Standpoint
    known: tuple[Dataset, ...]
    """Datasets of which more is known to have been open than they say."""


@dataclass(frozen=True, slots=True)
class NoteOnceOpen(Change[PastFacts, tuple[Dataset, ...]]):
    """By `system:clock`. `past`: as `ActPorts.past_datasets` gives it."""

    past: Mapping[str, Sequence[Dataset]]
    law_name: ClassVar[str] = "note_once_open"

    @override
    async def facts(self, standpoint: Standpoint, ports: ActPorts) -> PastFacts:
        return PastFacts(standpoint, tuple(_more_open(self.past, standpoint.snapshot)))

    @override
    def questions(self, subject: Subject, facts: PastFacts) -> Sequence[SharingQuestion]:
        return [SharingQuestion(subject, self.law_name, facts.standpoint.now)]

    @override
    def rule(self, subject: Subject, facts: PastFacts) -> tuple[tuple[Dataset, ...], Changes]:
        return facts.known, Changes(facts.known)

    @override
    def record(self, subject: Subject, facts: PastFacts, result: tuple[Dataset, ...]) -> ActRecord:
        return ActRecord(
            at=facts.standpoint.now,
            by_issuer=subject.issuer,
            by_sub=subject.agent or "",
            for_organisation=None,
            action=self.law_name,
            summary={"datasets": [each.id for each in result]},
        )


def _more_open(past: Mapping[str, Sequence[Dataset]], snapshot: Snapshot) -> list[Dataset]:
    known = (
        (dataset, with_past(dataset, past[key]))
        for key, dataset in snapshot.datasets.items()
        if key in past
    )
    return [now for before, now in known if now is not before]
