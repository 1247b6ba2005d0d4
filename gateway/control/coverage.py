"""What an owner may know of its own codes: a root field for its stewards."""

from __future__ import annotations

import strawberry

from gateway.control.context import ControlContext
from gateway.control.coverage_types import Coverage
from gateway.control.dataset_names import dataset_called

Info = strawberry.Info[ControlContext, None]


async def resolve_coverage(info: Info, dataset: strawberry.ID) -> Coverage | None:
    return await info.context.ports.coverage(dataset_called(dataset, info.context.view).id)


@strawberry.type
class CoverageQuery:
    coverage: Coverage | None = strawberry.field(
        resolver=resolve_coverage,
        description=(
            "Pour les référents du propriétaire : ce que sont les codes commune de ses lignes ; "
            "null pour tous les autres. / For the owner's stewards: what the commune codes of its "
            "rows are; null for everybody else."
        ),
    )
