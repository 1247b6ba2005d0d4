"""Terms of agreements for a query that reads through them: one unit, few rows, no other dataset.

The tree is checked, once its names are resolved, whatever front door the query came through.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.model.agreement import Agreement
from catalog.model.dataset import AccessLevel, Classification, Dataset
from catalog.model.terms import Combine, CombineKind
from catalog.model.transform import Transform
from federation.binding import OPEN, BoundBranch, BoundDataset
from federation.decision_checks import UNIT_TRANSFORMS
from federation.logical import CursorSource, LiteralSource, VariableSource
from federation.plan import DailyLimit, PinnedUnit
from federation.problems import (
    CombinationNotAgreed,
    FileReferenceRequired,
    OneUnitOnly,
    UnitRequired,
)
from federation.rewrites.context import Context
from federation.rewrites.expressions import data_type, widest
from federation.rewrites.lexical import tables_of
from federation.stacking import only_adds_up

Pin = LiteralSource | VariableSource


@dataclass(frozen=True, slots=True)
class EnforcedTerms:
    """`context` without the branches whose conditions the query does not meet."""

    context: Context
    units: tuple[PinnedUnit, ...]


def enforce_terms(
    tree: exp.Query, context: Context, read: Iterable[tuple[str, str]]
) -> EnforcedTerms:
    """`read`: the (dataset id, column name) that the query uses.

    Raises UnitRequired, FileReferenceRequired, OneUnitOnly, CombinationNotAgreed.
    """
    kept: dict[tuple[str, str], BoundDataset] = {}
    units: list[PinnedUnit] = []
    for key, bound in context.datasets.items():
        kept[key] = bound
        if not any(_is_unitary(branch) for branch in bound.branches):
            continue
        columns = {name for dataset_id, name in read if dataset_id == bound.dataset.id}
        pin = _pinned(tree, key, bound, context)
        if pin is not None and context.has_file_reference:
            units.append(PinnedUnit(bound.dataset.id, pin))
        else:
            kept[key] = _without_units(bound, columns, is_pinned=pin is not None)
    adds_up = len(kept) > 1 and only_adds_up(tree, context)
    _check_combination(tuple(kept.values()), adds_up=adds_up)
    narrowed = replace(context, datasets=kept)
    if not context.is_stacked:
        narrowed = replace(narrowed, max_rows=_most_rows(narrowed))
    return EnforcedTerms(narrowed, tuple(units))


def without_units(bound: BoundDataset) -> BoundDataset:
    """As it is read by a query that names no unit."""
    return replace(bound, branches=tuple(each for each in bound.branches if not _is_unitary(each)))


def stands_alone(bound: BoundDataset) -> bool:
    """True where rows of other bodies may not stand beside these, even in a query that adds up."""
    return _is_personal(bound.dataset) or any(
        agreement.terms.combine.kind is CombineKind.NONE
        or agreement.terms.personal_data is not None
        or agreement.terms.unitary is not None
        for agreement in _agreements([bound])
    )


def daily_limits(datasets: Iterable[BoundDataset]) -> tuple[DailyLimit, ...]:
    """The lowest of each convention that has one."""
    lowest: dict[str, int] = {}
    for agreement in _agreements(datasets):
        most = agreement.terms.limits.queries_per_day
        if most is not None:
            lowest[agreement.id] = min(most, lowest.get(agreement.id, most))
    return tuple(DailyLimit(convention, most) for convention, most in sorted(lowest.items()))


def _agreements(datasets: Iterable[BoundDataset]) -> Iterator[Agreement]:
    for bound in datasets:
        for branch in bound.branches:
            if branch.agreement is not None:
                yield branch.agreement


def _is_unitary(branch: BoundBranch) -> bool:
    return branch.agreement is not None and branch.agreement.terms.unitary is not None


def _without_units(bound: BoundDataset, columns: set[str], *, is_pinned: bool) -> BoundDataset:
    """The other branches, if they give all that is asked for."""
    others = tuple(each for each in bound.branches if not _is_unitary(each))
    remaining = replace(bound, branches=others)
    if others and columns <= remaining.granted:
        return remaining
    name, unit_key = bound.dataset.name, bound.dataset.unit_key
    if is_pinned:
        raise FileReferenceRequired(dataset=name)
    column = "?" if unit_key is None else bound.dataset.column(unit_key).name
    raise UnitRequired(dataset=name, column=column)


def _pinned(
    tree: exp.Query, key: tuple[str, str], bound: BoundDataset, context: Context
) -> Pin | None:
    """The one value that every reference to the dataset pins its unit key to; None without one."""
    unit_key = bound.dataset.unit_key
    if unit_key is None:
        return None
    name = bound.dataset.column(unit_key).name
    shown = {each.columns[name].transform for each in bound.branches if name in each.columns}
    if not shown <= UNIT_TRANSFORMS | {Transform.NULL}:
        # Under a coarser look one value would be many units.
        return None
    pins = [
        _pin(table, name, context) for table in tables_of(tree) if (table.db, table.name) == key
    ]
    first, *others = pins or [None]
    if first is not None and None not in others and any(each != first for each in others):
        raise OneUnitOnly(dataset=bound.dataset.name)
    return first if all(each == first for each in others) else None


def _pin(table: exp.Table, name: str, context: Context) -> Pin | None:
    """The value that `alias.name` equals at the root of the WHERE around the table, or None."""
    source = table.parent
    select = source.parent if isinstance(source, exp.From | exp.Join) else None
    where = select.args.get("where") if isinstance(select, exp.Select) else None
    if where is None:
        return None
    for each in _conjuncts(where.this):
        if not isinstance(each, exp.EQ):
            continue
        for side, other in ((each.this, each.expression), (each.expression, each.this)):
            if (
                isinstance(side, exp.Column)
                and (side.table, side.name) == (table.alias_or_name, name)
                and (value := _value(other, context)) is not None
            ):
                return value
    return None


def _conjuncts(condition: exp.Expr) -> Iterator[exp.Expr]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        yield from _conjuncts(condition.this)
        yield from _conjuncts(condition.expression)
    else:
        yield condition


def _value(node: exp.Expr, context: Context) -> Pin | None:
    if isinstance(node, exp.Literal):
        return LiteralSource(str(node.this))
    held = node.this if isinstance(node, exp.Cast) else node
    if not isinstance(held, exp.Placeholder):
        return None
    parameter = context.parameters[str(held.this)]
    is_plain = parameter.fold == "NONE" and not (parameter.prefix or parameter.suffix)
    if not is_plain or isinstance(parameter.source, CursorSource):
        return None
    if held is not node and node.args["to"] != data_type(widest(parameter.type)):
        # Cut or rounded, it could be another unit's.
        return None
    return parameter.source


def _check_combination(datasets: tuple[BoundDataset, ...], *, adds_up: bool) -> None:
    """Every agreement that gives one of them allows each of the others; `adds_up`: the query only
    stacks their rows and adds them up, which combines nothing (`stacking`).
    """
    for bound in datasets:
        for other in datasets:
            if other is bound:
                continue
            for agreement in _agreements([bound]):
                if adds_up and _may_stack(agreement, bound, other):
                    continue
                if not _may_join(agreement.terms.combine, other):
                    raise CombinationNotAgreed(
                        dataset=_named(bound),
                        other=_named(other),
                        agreement=agreement.citation,
                    )


def _named(bound: BoundDataset) -> str:
    return f"{bound.sql_owner}.{bound.dataset.name}"


def _may_stack(agreement: Agreement, bound: BoundDataset, other: BoundDataset) -> bool:
    """Unless it asks that nothing stand beside its data, or any of them are about people."""
    terms = agreement.terms
    is_about_people = (
        terms.personal_data is not None
        or terms.unitary is not None
        or _is_personal(bound.dataset)
        or _is_personal(other.dataset)
    )
    return terms.combine.kind is not CombineKind.NONE and not is_about_people


def _may_join(combine: Combine, other: BoundDataset) -> bool:
    match combine.kind:
        case CombineKind.NONE | CombineKind.REFERENCE:
            # Reference data are inline tables of the compiler's own: never a dataset.
            return False
        case CombineKind.OPEN:
            return _is_open(other)
        case CombineKind.NAMED:
            return other.dataset.id in combine.datasets


def row_limits(datasets: Iterable[BoundDataset]) -> tuple[tuple[str, int], ...]:
    """Of each dataset that has one, by its id."""
    found = ((each.dataset.id, row_limit(each)) for each in datasets)
    return tuple((dataset_id, limit) for dataset_id, limit in found if limit is not None)


def row_limit(bound: BoundDataset) -> int | None:
    """The most rows of a query through the agreements over one dataset; None without a limit."""
    asked = []
    for agreement in _agreements((bound,)):
        terms = agreement.terms
        asked.append(terms.limits.rows_per_query)
        asked.append(None if terms.unitary is None else terms.unitary.max_rows)
    return min((each for each in asked if each is not None), default=None)


def _is_open(other: BoundDataset) -> bool:
    """Open to everybody, and read as everybody reads it, unless nothing in it is closed."""
    dataset = other.dataset
    as_everybody = all(branch.citation == OPEN for branch in other.branches)
    all_open = dataset.highest_classification is Classification.OPEN
    return (
        dataset.access_level is AccessLevel.OPEN
        and not _is_personal(dataset)
        and (as_everybody or all_open)
    )


def _is_personal(dataset: Dataset) -> bool:
    return dataset.personal_data or dataset.highest_classification >= Classification.PERSONAL


def _most_rows(context: Context) -> int:
    """The plan's own limit, lowered by those of the agreements; a page asks for one row more."""
    asked = [row_limit(each) for each in context.datasets.values()]
    known = [each for each in asked if each is not None]
    if not known:
        return context.max_rows
    lowest = min(known)
    page = context.page_size
    return min(context.max_rows, lowest + 1 if page is not None and page <= lowest else lowest)
