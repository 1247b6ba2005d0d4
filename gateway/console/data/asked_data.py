"""The data of an address as their visitor may know them, for what stands on a page beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gateway.console.data import documents
from gateway.console.data.standing import standing_of
from gateway.console.shared.described_data import DescribedData, described
from gateway.console.visit import Visit


@dataclass(frozen=True, slots=True)
class AskedData:
    """`dataset` is the answer of GraphQL that templates read; `purpose`: for which it was asked."""

    dataset: Mapping[str, Any]
    description: DescribedData
    purpose: str | None


async def asked_data(visit: Visit) -> AskedData:
    """Raises Refused where the visitor may not know of them."""
    dataset_id = visit.request.path_params["dataset"]
    standing = await standing_of(dataset_id, visit)
    answer = await visit.ask(documents.DATASET, purpose=standing.purpose, id=dataset_id)
    dataset = answer["dataset"]
    return AskedData(dataset, described(dataset), standing.purpose)
