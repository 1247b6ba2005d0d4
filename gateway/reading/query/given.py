"""The columns of datasets that the law gives the caller, each with the transforms it is read by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model.transform import Transform
from catalog.standpoint import Standpoint
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import question_about
from policies.given import transforms_of
from policies.question import Action

GivenColumns = Mapping[str, Mapping[str, tuple[Transform, ...]]]


@dataclass(frozen=True, slots=True)
class GivenService:
    """Decided anew for each request, kept nowhere."""

    standpoint: Standpoint
    ports: Ports

    async def __call__(self, datasets: tuple[str, ...]) -> GivenColumns:
        question = question_about(self.standpoint, Action.READ, datasets, self.ports)
        decision = await self.ports.policy.decide(question)
        snapshot = self.standpoint.snapshot
        return {
            dataset_id: {
                column.id: transforms_of(column.id, decision.datasets[dataset_id])
                for column in snapshot.datasets[dataset_id].columns
            }
            for dataset_id in datasets
        }
