"""An owner's report on its own codes: a root field for its stewards."""

from __future__ import annotations

import strawberry

from gateway.control.context import ControlContext
from gateway.control.coverage_types import Coverage, write_cause
from gateway.control.dataset_names import dataset_called
from gateway.reading.reports.coverage import CoverageReport

Info = strawberry.Info[ControlContext, None]


async def resolve_coverage(info: Info, dataset: strawberry.ID) -> Coverage | None:
    named = dataset_called(dataset, info.context.view)
    report = await info.context.services.coverage(named.id)
    return None if report is None else _written(report)


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


def _written(report: CoverageReport) -> Coverage:
    return Coverage(
        column=report.column,
        date_column=report.date_column,
        read_on=report.read_on,
        rows=report.rows,
        causes=[write_cause(each) for each in report.causes],
    )
