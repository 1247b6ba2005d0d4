"""A statement of PostgreSQL's dialect in the words of ours: what the entrance of SQL then reads.

The text that comes out is made from a tree of listed nodes, and passes every check that a caller's
own text passes (`federation.sql_reader`): there is one compiler, and nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlglot import exp

from federation.plan import TRINO
from federation.postgresql.conditions import CONDITIONS
from federation.postgresql.days import SPECIAL_CALLS
from federation.postgresql.expressions import UTC, Expressions, Parameters, Rule
from federation.postgresql.functions import CALLS
from federation.postgresql.kinds import Kind, widest
from federation.postgresql.output_names import output_names
from federation.postgresql.problems import not_here
from federation.postgresql.scopes import Columns, Scope, place_table
from federation.postgresql.values import VALUES
from federation.sql.names import SqlNames
from federation.sql.parsing import PARAMETER
from federation.to_sql import write_sql

_PLACES = re.compile(
    rf"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|{PARAMETER}\((\d+)(?:, (\d+))?\)", re.IGNORECASE
)
Outputs = list[tuple[str, Kind | None]]


@dataclass(frozen=True, slots=True)
class Translated:
    """`text` is ours, with a `?` for each of `places`: the number of a parameter, from 1, and the
    place in its array, from 0, where it is one. `names` are the columns as PostgreSQL calls them,
    None for each whose name is its own.
    """

    text: str
    places: tuple[tuple[int, int | None], ...]
    names: tuple[str | None, ...] | None
    parameters: Parameters


def translate(
    tree: exp.Query,
    names: SqlNames,
    parameters: Parameters,
    search_path: Sequence[str] = (),
    zone: str = UTC,
) -> Translated:
    """`tree` is used up; `parameters` learns the types of parameters. Raises CallerProblems."""
    called = output_names(tree)
    reader = _Queries(names, parameters, search_path, zone)
    reader.query(tree, Scope())
    text = write_sql(tree, TRINO, identify=False)
    places: list[tuple[int, int | None]] = []

    def placed(place: re.Match[str]) -> str:
        if place[1] is None:
            return place[0]
        places.append((int(place[1]), None if place[2] is None else int(place[2])))
        return "?"

    return Translated(_PLACES.sub(placed, text), tuple(places), called, parameters)


class _Queries:
    """Reads the queries of a statement from the inside out, each in its own scope."""

    def __init__(
        self, names: SqlNames, parameters: Parameters, search_path: Sequence[str], zone: str
    ) -> None:
        self._names = names
        self._search_path = search_path
        self._values = Expressions(parameters, self.query, _RULES, zone)

    def query(self, tree: exp.Query, parent: Scope) -> Outputs:
        scope = Scope(parent=parent)
        with_ = tree.args.get("with_") or tree.args.get("with")
        for cte in with_.expressions if with_ is not None else ():
            _name_outputs(cte.this)
            outputs = self.query(cte.this, scope)
            alias = cte.args["alias"]
            _fold(alias)
            scope.ctes[alias.name.lower()] = _renamed(outputs, alias)
        if isinstance(tree, exp.SetOperation):
            outputs = self._both(tree, scope)
        elif isinstance(tree, exp.Select):
            outputs = self._select(tree, scope)
        elif isinstance(tree, exp.Subquery):
            outputs = self.query(tree.this, scope)
        else:
            raise not_here(tree.key.upper())
        self._ends(tree, scope, dict(outputs))
        return outputs

    def _both(self, tree: exp.SetOperation, scope: Scope) -> Outputs:
        left, right = self.query(tree.this, scope), self.query(tree.expression, scope)
        together: Outputs = []
        for (name, first), (_, second) in zip(left, right, strict=False):
            kind = None if first is None or second is None else widest([first, second])
            together.append((name, kind))
        for arm, own in ((tree.this, left), (tree.expression, right)):
            if isinstance(arm, exp.Select) and len(arm.expressions) == len(own) == len(together):
                for index, ((_, kind), (_, common)) in enumerate(zip(own, together, strict=True)):
                    if kind is Kind.UNKNOWN:
                        item = arm.expressions[index]
                        self._values.coerce(item.unalias(), common)
        return together

    def _select(self, select: exp.Select, scope: Scope) -> Outputs:
        _refuse_others(select)
        source = select.args.get("from_") or select.args.get("from")
        for part in [source, *(select.args.get("joins") or [])]:
            if part is not None:
                self._source(part.this, scope)
        for join in select.args.get("joins") or []:
            if join.args.get("on") is not None:
                self._values.value(join.args["on"], scope)
            for name in join.args.get("using") or []:
                _fold(name)
        self._condition(select.args.get("where"), scope)
        outputs = self._outputs(select, scope)
        scope.outputs = dict(outputs)
        group = select.args.get("group")
        if group is not None:
            for part in group.expressions:
                self._grouped(part, scope)
        self._condition(select.args.get("having"), scope)
        for window in select.args.get("windows") or []:
            _window(self._values, window, scope)
        return outputs

    def _grouped(self, node: exp.Expr, scope: Scope) -> None:
        if isinstance(node, exp.Rollup | exp.Cube | exp.GroupingSets | exp.Tuple):
            for part in node.expressions:
                self._grouped(part, scope)
        else:
            self._values.value(node, scope)

    def _condition(self, where: exp.Expr | None, scope: Scope) -> None:
        if where is not None:
            self._values.value(where.this, scope)
            self._values.coerce(where.this, Kind.BOOL)

    def _outputs(self, select: exp.Select, scope: Scope) -> Outputs:
        distinct = select.args.get("distinct")
        if distinct is not None and distinct.args.get("on") is not None:
            raise not_here("DISTINCT ON", "max(x) … GROUP BY y")
        outputs: Outputs = []
        for index in range(len(select.expressions)):
            item = select.expressions[index]
            if isinstance(item, exp.Star) or (
                isinstance(item, exp.Column) and isinstance(item.this, exp.Star)
            ):
                outputs += _all_of(item, scope)
                continue
            if isinstance(item, exp.Alias):
                _fold(item.args["alias"])
                kind = self._values.value(item.this, scope)
                name = item.alias
            else:
                kind = self._values.value(item, scope)
                name = item.name if isinstance(item, exp.Column) else ""
            if kind is Kind.INTERVAL:
                raise not_here("SELECT INTERVAL", "SELECT date_fin - date_debut")
            outputs.append((name.lower(), kind))
        return outputs

    def _source(self, source: exp.Expr, scope: Scope) -> None:
        alias = source.args.get("alias")
        if alias is not None:
            _fold(alias)
        if isinstance(source, exp.Table):
            cte = scope.cte(source.name.lower()) if not source.db else None
            if cte is None:
                columns = place_table(source, self._names, self._search_path)
            else:
                _fold(source)
                columns = cte
            name = source.alias_or_name.lower()
            if alias is not None and alias.columns:
                columns = _renamed(list(columns.items()), alias)
        elif isinstance(source, exp.Subquery):
            _name_outputs(source.this)
            # A query in FROM sees what WITH names, and not the sources beside it.
            outputs = self.query(source.this, Scope(parent=scope.parent, ctes=scope.ctes))
            columns = _renamed(outputs, alias)
            name = source.alias.lower()
        elif isinstance(source, exp.Values):
            columns, name = self._rows(source, scope), source.alias.lower()
        else:
            raise not_here("FROM", "FROM organisme.jeu")
        scope.sources[name or f"\0{len(scope.sources)}"] = columns

    def _rows(self, values: exp.Values, scope: Scope) -> Columns:
        rows = [each.expressions for each in values.expressions]
        width = len(rows[0])
        kinds: Outputs = []
        for index in range(width):
            own = [self._values.value(row[index], scope) for row in rows if index < len(row)]
            kind = self._values.together(partial(_column_of, values, index), own)
            kinds.append((f"column{index + 1}", kind))
        alias = values.args.get("alias")
        if alias is None or not alias.columns:
            columns = [exp.to_identifier(each) for each, _ in kinds]
            name = alias.this if alias is not None else exp.to_identifier("valeurs")
            values.set("alias", exp.TableAlias(this=name, columns=columns))
        return _renamed(kinds, values.args["alias"])

    def _ends(self, tree: exp.Query, scope: Scope, outputs: Columns) -> None:
        scope.outputs = dict(outputs)
        order = tree.args.get("order")
        for item in order.expressions if order is not None else ():
            self._values.value(item.this, scope)
        for key in ("limit", "offset"):
            count = tree.args.get(key)
            if count is None:
                continue
            amount = count.args.get("count") if isinstance(count, exp.Fetch) else count.expression
            is_all = isinstance(amount, exp.Null) or (
                isinstance(amount, exp.Var) and amount.name.upper() == "ALL"
            )
            if is_all:
                tree.set(key, None)
                continue
            number = None if amount is None else self._values.parameter(amount)
            if number is not None:
                self._values.parameters.kinds[number] = Kind.INT8
                self._values.parameters.counts.add(number)
            elif amount is not None and not isinstance(amount, exp.Literal):
                raise not_here(key.upper(), f"{key.upper()} 10")


def _column_of(values: exp.Values, index: int) -> list[exp.Expr]:
    rows = (each.expressions for each in values.expressions)
    return [row[index] for row in rows if index < len(row)]


def _refuse_others(select: exp.Select) -> None:
    for key in ("into", "locks", "sample", "kind", "hint", "laterals", "qualify", "connect"):
        if select.args.get(key):
            raise not_here(key.upper())


def _all_of(item: exp.Expr, scope: Scope) -> Outputs:
    table = item.table.lower() if isinstance(item, exp.Column) else ""
    if isinstance(item, exp.Column) and item.args.get("table") is not None:
        item.args["table"].set("this", table)
    outputs: Outputs = []
    for name, columns in scope.sources.items():
        if table in {"", name}:
            outputs += list(columns.items())
    return outputs


def _fold(node: exp.Expr) -> None:
    """Names without quotes are in lower case there."""
    for identifier in node.find_all(exp.Identifier):
        if not identifier.args.get("quoted"):
            identifier.set("this", identifier.name.lower())


def _renamed(outputs: Outputs, alias: exp.Expr | None) -> Columns:
    names = [each.name.lower() for each in alias.args.get("columns") or ()] if alias else []
    return {
        names[index] if index < len(names) else name: kind
        for index, (name, kind) in enumerate(outputs)
    }


def _name_outputs(tree: exp.Expr) -> None:
    """Names the columns of a query inside that have none, as PostgreSQL does."""
    first = tree
    while isinstance(first, exp.SetOperation | exp.Subquery):
        first = first.this
    if not isinstance(first, exp.Select):
        return
    called = output_names(first)
    for item, name in zip(list(first.expressions), called or (), strict=False):
        if name is not None and not isinstance(item, exp.Alias | exp.Column):
            inner = item.copy()
            identifier = exp.to_identifier(name, quoted=True)
            item.replace(exp.Alias(this=inner, alias=identifier))


def _window(reader: Expressions, node: exp.Window, scope: Scope) -> Kind | None:
    kind = (
        reader.value(node.this, scope)
        if isinstance(node.this, exp.Expr) and not isinstance(node.this, exp.Identifier)
        else None
    )
    for item in node.args.get("partition_by") or []:
        reader.value(item, scope)
    order = node.args.get("order")
    for item in order.expressions if order is not None else ():
        reader.value(item.this, scope)
    return kind


def _filter(reader: Expressions, node: exp.Filter, scope: Scope) -> Kind | None:
    kind = reader.value(node.this, scope)
    condition = node.expression
    if isinstance(condition, exp.Where):
        reader.value(condition.this, scope)
    return kind


def _within(reader: Expressions, node: exp.WithinGroup, scope: Scope) -> Kind | None:
    reader.value(node.this, scope)
    kinds = [reader.value(each.this, scope) for each in node.expression.expressions]
    return kinds[0] if len(kinds) == 1 else None


_OF_QUERIES: Mapping[type[exp.Expr], Rule] = {
    exp.Window: _window,
    exp.Filter: _filter,
    exp.WithinGroup: _within,
}
_RULES: Mapping[type[exp.Expr], Rule] = {
    **VALUES,
    **CONDITIONS,
    **SPECIAL_CALLS,
    **CALLS,
    **_OF_QUERIES,
}
