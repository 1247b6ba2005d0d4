"""The last look, written apart from the rewrites it checks: a plan that fails it never runs.

It trusts no mark that they leave. It walks scopes where they walk the text's nesting, and starts
from the physical tables where they start from the names.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.scope import traverse_scope

from catalog.model.transform import Transform
from federation.binding import BoundDataset
from federation.logical import SHA256_HEX
from federation.problems import UngovernedPlan
from federation.rewrites.context import Context

_FUNCTIONS = frozenset({SHA256_HEX, "with_timezone", "at_timezone"})
_NEVER = (
    exp.Command,
    exp.DDL,
    exp.DML,
    exp.Into,
    exp.TableSample,
    exp.Pivot,
    exp.Lateral,
    exp.UserDefinedFunction,
    exp.Version,
)
_MOST_LEVELS = 5
"""Reading text, telling branches apart, governing, what is put below, a copy: no more lies around
a table."""
_PLAIN = frozenset({"expressions", "from_", "where", "order", "offset", "limit"})
_BY_DAYS = frozenset({Transform.MONTH, Transform.YEAR})


def guard(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree; UngovernedPlan (with the reason, for the log) when anything is amiss."""
    _check_nodes(tree, context)
    _check_limit(tree, context)
    by_physical = {
        (bound.dataset.storage_id, bound.dataset.id): bound for bound in context.datasets.values()
    }
    physical = _physical_tables(tree)
    for table in physical:
        bound = by_physical.get((table.db, table.name))
        if bound is None or table.args.get("catalog"):
            raise UngovernedPlan(reason="a table that was not planned")
        _check_governed(table, bound)
    return tree


def _check_nodes(tree: exp.Query, context: Context) -> None:
    kinds = {type(node) for node in tree.walk()}
    if any(issubclass(kind, _NEVER) for kind in kinds):
        raise UngovernedPlan(reason="a node that does more than read")
    if any(str(node.this).lower() not in _FUNCTIONS for node in tree.find_all(exp.Anonymous)):
        raise UngovernedPlan(reason="a logical function is left")
    if any(not isinstance(node.parent, exp.Count) for node in tree.find_all(exp.Star)):
        raise UngovernedPlan(reason="a star is left")
    placeholders = {str(node.this) for node in tree.find_all(exp.Placeholder)}
    unknown = placeholders - context.parameters.keys()
    if unknown and unknown - _key_names(context):
        raise UngovernedPlan(reason="an unknown placeholder")


def _key_names(context: Context) -> set[str]:
    names: set[str] = set()
    for bound in context.datasets.values():
        for half in (1, 2):
            names.add(context.row_id_key(bound.dataset.id, half).name)
            for branch in bound.branches:
                for column in bound.dataset.columns:
                    names.add(context.column_key(branch.citation, column.id, half).name)
    return names


def _check_limit(tree: exp.Query, context: Context) -> None:
    limit = tree.args.get("limit")
    if not isinstance(limit, exp.Limit) or not isinstance(limit.expression, exp.Literal):
        raise UngovernedPlan(reason="no limit")
    if int(limit.expression.name) > context.max_rows + 1:
        raise UngovernedPlan(reason="no limit")


def _physical_tables(tree: exp.Query) -> list[exp.Table]:
    """The tables of all scopes; a table node that no scope knows is not known at all."""
    known: set[int] = set()
    physical: list[exp.Table] = []
    try:
        for scope in traverse_scope(tree):
            for node, source in scope.selected_sources.values():
                if isinstance(node, exp.Table):
                    known.add(id(node))
                    if isinstance(source, exp.Table):
                        physical.append(node)
    except OptimizeError:
        raise UngovernedPlan(reason="scopes") from None
    if any(id(node) not in known for node in tree.find_all(exp.Table)):
        raise UngovernedPlan(reason="a table outside every scope")
    return physical


def _check_governed(table: exp.Table, bound: BoundDataset) -> None:
    """The select that hides rows (or the one the caller's name stands for) is as granted."""
    levels = _levels(table)
    select = next((each for each in levels if each.args.get("where")), levels[-1])
    shown = {each.alias_or_name for each in select.expressions}
    if not shown <= bound.granted | {"_"}:
        raise UngovernedPlan(reason="a column that is not granted")
    _check_rows(select, bound)
    for projection in select.expressions:
        _check_cell(projection, bound)


def _levels(table: exp.Table) -> list[exp.Select]:
    """SELECT … FROM exactly this, and so on, up to the one that a caller's name stands for."""
    levels: list[exp.Select] = []
    node: exp.Expr = table
    while len(levels) < _MOST_LEVELS:
        start = node.parent
        select = start.parent if isinstance(start, exp.From) else None
        subquery = select.parent if isinstance(select, exp.Select) else None
        if not isinstance(select, exp.Select) or not isinstance(subquery, exp.Subquery):
            break
        if {key for key, value in select.args.items() if value} - _PLAIN:
            break
        levels.append(select)
        if not subquery.alias.startswith("_"):
            return levels
        node = subquery
    raise UngovernedPlan(reason="a table outside a governed select")


def _check_rows(select: exp.Select, bound: BoundDataset) -> None:
    """One alternative a branch, each of them about columns; none is forgotten, none added."""
    where = select.args.get("where")
    if where is None:
        if not any(branch.gives_every_row for branch in bound.branches):
            raise UngovernedPlan(reason="rows without a condition")
        return
    alternatives = (
        list(where.this.unnest().flatten())
        if isinstance(where.this.unnest(), exp.Or)
        else [where.this]
    )
    if not bound.branches:
        if where.this != exp.false():
            raise UngovernedPlan(reason="rows without a branch")
        return
    # Identical conditions of two branches are still two alternatives.
    if len(alternatives) < len(bound.branches):
        raise UngovernedPlan(reason="a branch without its condition")
    for each in alternatives:
        if each.find(exp.Column) is None and each.unnest() != exp.false():
            raise UngovernedPlan(reason="a condition about nothing")


def _check_cell(projection: exp.Expr, bound: BoundDataset) -> None:
    """Raises UngovernedPlan where the cell may come to more of a column than some branch shows."""
    name = projection.alias_or_name
    if name == "_":
        return
    cells = [branch.columns.get(name) for branch in bound.branches]
    transforms = {each.transform for each in cells if each is not None}
    for outcome, conditions in _outcomes(projection.unalias(), ()):
        if outcome.find(exp.Column) is None:
            continue
        if _is_raw(outcome):
            clear = Transform.CLEAR in transforms and (
                bool(conditions) or _is_clear_in_every_row(name, bound)
            )
            listed = Transform.COMMUNE in transforms and _is_listed(outcome, conditions)
            if not (clear or listed):
                raise UngovernedPlan(reason="a cell in clear")
        elif Transform.CLEAR not in transforms and not _is_derived(outcome, transforms):
            raise UngovernedPlan(reason="a cell in clear")


def _outcomes(
    value: exp.Expr, conditions: tuple[exp.Expr, ...]
) -> Iterator[tuple[exp.Expr, tuple[exp.Expr, ...]]]:
    """The outcomes of a CASE, each with the conditions that must hold (none for the default)."""
    value = value.unnest()
    if not isinstance(value, exp.Case) or value.this is not None:
        yield value, conditions
        return
    for each in value.args["ifs"]:
        yield from _outcomes(each.args["true"], (*conditions, each.this))
    default = value.args.get("default")
    if default is not None:
        yield from _outcomes(default, conditions)


def _is_raw(value: exp.Expr) -> bool:
    """A column as it is, whatever type it is cast to."""
    while isinstance(value, exp.Cast | exp.TryCast | exp.Paren):
        value = value.this
    return isinstance(value, exp.Column)


def _is_derived(value: exp.Expr, transforms: set[Transform]) -> bool:
    """Each column in it is hashed, or cut to its month or year, as some branch shows it."""
    if isinstance(value, exp.Column):
        return False
    is_hash = isinstance(value, exp.Anonymous) and str(value.this).lower() == SHA256_HEX
    if (is_hash and Transform.KEYED_HASH in transforms) or (
        isinstance(value, exp.TimestampTrunc) and transforms & _BY_DAYS
    ):
        return True
    return all(_is_derived(each, transforms) for each in value.iter_expressions())


def _is_clear_in_every_row(name: str, bound: BoundDataset) -> bool:
    clear = [
        name in branch.columns and branch.columns[name].transform is Transform.CLEAR
        for branch in bound.branches
    ]
    every = [branch.gives_every_row for branch in bound.branches]
    return all(clear) or any(one and other for one, other in zip(clear, every, strict=True))


def _is_listed(outcome: exp.Expr, conditions: tuple[exp.Expr, ...]) -> bool:
    """A raw code where it is one of those that are communes themselves."""
    return any(
        isinstance(each, exp.EQ | exp.In) and each.this == outcome and _are_codes(each)
        for condition in conditions
        for each in _parts(condition)
    )


def _parts(condition: exp.Expr) -> list[exp.Expr]:
    condition = condition.unnest()
    return list(condition.flatten()) if isinstance(condition, exp.And) else [condition]


def _are_codes(condition: exp.EQ | exp.In) -> bool:
    values = condition.expressions or [condition.args.get("expression")]
    return all(isinstance(each, exp.Literal) and each.is_string for each in values)
