"""What the agreements behind a plan ask of it, looked at apart from the compiler."""

from __future__ import annotations

from catalog.model.dataset import AccessLevel
from catalog.model.terms import CombineKind
from federation.plan import Plan
from tests.attacks.worlds import World


def broken_terms(plan: Plan, rows: int, world: World) -> str | None:
    """The condition that the plan, or the rows that it gave, do not meet."""
    datasets = {table.dataset.id: table.dataset for table in plan.tables}
    owners = {each.owner for each in datasets.values()}
    closed = any(each.access_level is not AccessLevel.OPEN for each in datasets.values())
    if len(owners) > 1 and closed and plan.dynamic_filtering:
        return "the values of one owner may go to the source of another"
    cited = {each.citation: each for each in world.snapshot.agreements}
    for dataset_id in datasets:
        others = datasets.keys() - {dataset_id}
        for branch in world.branches(dataset_id):
            agreement = cited.get(branch.agreement)
            if agreement is None:
                continue
            terms = agreement.terms
            if others and terms.combine.kind is CombineKind.NONE:
                return f"{branch.agreement} is combined"
            if terms.combine.kind is CombineKind.NAMED and others - set(terms.combine.datasets):
                return f"{branch.agreement} is combined with what it does not name"
            if terms.combine.kind is CombineKind.OPEN and any(
                datasets[each].access_level is not AccessLevel.OPEN for each in others
            ):
                return f"{branch.agreement} is combined with what is not open"
            most = terms.limits.rows_per_query
            if most is not None and rows > most + 1:
                return f"{branch.agreement} gives {rows} rows"
    return None
