"""What the agreements behind a plan ask of it, looked at apart from the compiler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from sqlglot import exp

from catalog.model.dataset import AccessLevel, Classification, Dataset
from catalog.model.terms import CombineKind, Terms
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
            if others and not _is_related(plan.logical.tree) and _may_stack(terms, datasets):
                continue
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


def _may_stack(terms: Terms, datasets: Mapping[str, Dataset]) -> bool:
    about_people = terms.unitary is not None or terms.personal_data is not None
    about_people |= any(
        each.personal_data or each.highest_classification >= Classification.PERSONAL
        for each in datasets.values()
    )
    return terms.combine.kind is not CombineKind.NONE and not about_people


def _is_related(tree: exp.Expr) -> bool:
    """Whether two datasets meet anywhere but in a UNION ALL, or something above it may tell which
    rows go together. A WITH is not followed: of what it names, nothing is said.
    """
    if tree.find(exp.With) is not None:
        return False
    tables = [each for each in tree.find_all(exp.Table) if each.db and not _is_nobodys(each)]
    return any(
        (one.db, one.name) != (other.db, other.name) and _meet_badly(one, other)
        for place, one in enumerate(tables)
        for other in tables[:place]
    )


def _meet_badly(one: exp.Table, other: exp.Table) -> bool:
    above = [id(each) for each in _upwards(other)]
    meeting = next(each for each in _upwards(one) if id(each) in above)
    if not isinstance(meeting, exp.Union) or meeting.args.get("distinct"):
        return True
    return any(_relates(node, below) for below, node in pairwise(_upwards(meeting)))


def _relates(node: exp.Expr, below: exp.Expr) -> bool:
    if isinstance(node, exp.SetOperation):
        return not isinstance(node, exp.Union) or bool(node.args.get("distinct"))
    if isinstance(node, exp.Select):
        joined = [each.this for each in node.args.get("joins") or ()]
        is_joined = not all(map(_is_nobodys, joined))
        if is_joined or node.args.get("distinct") or not isinstance(below, exp.From):
            return True
        return any(each.find(exp.Window, exp.Distinct) for each in node.expressions)
    return not isinstance(node, exp.From | exp.Subquery)


def _is_nobodys(table: exp.Expr) -> bool:
    """A table of reference: people of communes, whoever has rows of them."""
    return isinstance(table, exp.Table) and table.db == "reference"


def _upwards(node: exp.Expr) -> Iterator[exp.Expr]:
    found: exp.Expr | None = node
    while found is not None:
        yield found
        found = found.parent
