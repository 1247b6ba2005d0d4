"""Identifiers normalised, an alias for every source, every column qualified by its source.

After it, each table node is a CTE, a dataset the caller may read or the reference table, and each
column is one that exists and that some branch grants; anything else has been refused by name.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import NoReturn

from sqlglot import exp
from sqlglot.errors import OptimizeError
from sqlglot.optimizer.qualify_columns import qualify_columns
from sqlglot.optimizer.qualify_tables import qualify_tables
from sqlglot.optimizer.scope import Scope, traverse_scope
from sqlglot.schema import MappingSchema

from catalog.model.problem import CallerProblem, Place
from federation.logical import REFERENCE_SCHEMA
from federation.name_problems import (
    NameGivenTwice,
    NameOfAResult,
    TextInDoubleQuotes,
    UnknownCommonColumn,
    UnknownSource,
)
from federation.problems import (
    AmbiguousColumn,
    AmbiguousSource,
    ColumnNotGranted,
    UnknownColumn,
    UnknownDataset,
    UnsupportedQuery,
)
from federation.reference import INLINE_TABLES, REFERENCE, is_inline
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, quoted
from federation.rewrites.lexical import tables_of
from federation.rewrites.scopes import REFERENCE_COLUMNS, dataset_of, is_reference
from federation.rewrites.source_columns import as_source_columns

_Names = dict[int, Counter[str]]
"""By the `id` of a source."""
IN_DOUBLE_QUOTES = "in_double_quotes"
"""The `meta` of a name that its writer quoted: some mean a text by it."""


def resolve_names(tree: exp.Query, context: Context) -> exp.Query:
    """Raises UnknownDataset, UnknownColumn, AmbiguousColumn, AmbiguousSource, NameGivenTwice,
    ColumnNotGranted.
    """
    _normalise(tree)
    tables = list(tables_of(tree))
    for table in tables:
        _check_table(table, context)
    try:
        if not _is_qualified(tree):
            _alias_tables(tree)
            tree = qualify_tables(tree, dialect="trino")
            with as_source_columns(tree):
                _check_qualified(tree, context)
                tree = qualify_columns(
                    tree, _schema(context), expand_alias_refs=False, dialect="trino"
                )
            _normalise(tree)
        _check_aliases(tree)
        scopes = list(traverse_scope(tree))
    except OptimizeError as error:
        raise _told(error, tree) from None
    _check_columns(tree, scopes, context)
    return tree


def place_of(node: exp.Expr) -> Place | None:
    """The place in the text where a node was written; None where it came from no text."""
    for each in (node, *node.find_all(exp.Identifier)):
        meta = each.meta if each._meta else {}  # noqa: SLF001 - `meta` would make an empty one
        if "line" in meta and "col" in meta:
            # sqlglot counts to the end of the token.
            width = meta.get("end", 0) - meta.get("start", 0)
            return Place(line=int(meta["line"]), column=max(1, int(meta["col"]) - width))
    return None


def place_near(node: exp.Expr) -> Place | None:
    """The same, or the place of what stands around a node that has none."""
    around: exp.Expr | None = node
    while around is not None and place_of(around) is None:
        around = around.parent
    return None if around is None else place_of(around)


def _normalise(tree: exp.Query) -> None:
    """Trino lower-cases names even when they are quoted; all are quoted, so that engines agree."""
    for each in tree.find_all(exp.Identifier):
        name = each.name
        if "$" in name or "\0" in name or not name:
            raise UnsupportedQuery(what=name[:40] or '""', place=place_of(each))
        each.set("this", name.lower())
        each.set("quoted", True)


def _check_table(table: exp.Table, context: Context) -> None:
    name = ".".join(part.name for part in table.parts)
    if table.args.get("catalog") or not table.args.get("db"):
        raise UnknownDataset(dataset=name[:120], place=place_of(table))
    is_ours = is_reference(table) or is_inline(table)
    if not is_ours and (table.db, table.name) not in context.datasets:
        raise UnknownDataset(dataset=name[:120], place=place_of(table))
    alias = table.args.get("alias")
    if alias is not None and alias.args.get("columns"):
        raise UnsupportedQuery(what="AS alias (columns)", place=place_of(table))


def _check_aliases(tree: exp.Query) -> None:
    """No source may bear a name of ours, so that what is governed can be told from what is not."""
    for each in tree.find_all(exp.TableAlias):
        if each.name.startswith(INTERNAL):
            raise UnsupportedQuery(what=f"AS {each.name}"[:60], place=place_of(each))


def _is_qualified(tree: exp.Query) -> bool:
    """True where a reader has already said which source every column is of: most readers do."""
    aliases = [
        each.alias
        for each in tree.find_all(exp.Table, exp.Subquery)
        if isinstance(each.parent, exp.From | exp.Join)
    ]
    return (
        all(aliases)
        and len(set(aliases)) == len(aliases)
        and not any(_is_open(node) for node in tree.walk())
    )


def _is_open(node: exp.Expr) -> bool:
    """True where something is left to look up: a star, a bare name, a join's common columns."""
    match node:
        case exp.Column():
            return not node.table or bool(node.args.get("db"))
        case exp.Star():
            return not isinstance(node.parent, exp.Count)
        case exp.Select():
            return any(not each.alias_or_name for each in node.expressions)
        case exp.Join():
            return bool(node.args.get("using") or node.args.get("method"))
        case _:
            return isinstance(node, exp.CTE | exp.SetOperation)


def _alias_tables(tree: exp.Query) -> None:
    """One name a source: two towns may both have a `collectes` in one FROM."""
    for select in tree.find_all(exp.Select):
        sources = [each for each in _sources(select) if isinstance(each, exp.Table)]
        taken = {each.alias for each in _sources(select) if each.alias}
        for table in sources:
            if table.alias or not table.args.get("db"):
                continue
            alias, number = table.name, 1
            while alias in taken:
                number += 1
                alias = f"{table.name}_{number}"
            taken.add(alias)
            table.set("alias", exp.TableAlias(this=quoted(alias)))
            for column in select.find_all(exp.Column):
                if column.args.get("db") and (column.text("db"), column.table) == (
                    table.db,
                    table.name,
                ):
                    column.set("db", None)
                    column.set("table", quoted(alias))


def _sources(select: exp.Select) -> Iterable[exp.Expr]:
    start = select.args.get("from_")
    joins = select.args.get("joins") or []
    return [each.this for each in ([start] if start else []) + joins]


def _schema(context: Context) -> MappingSchema:
    """The columns that a star means: those that some branch grants, in the dataset's order."""
    known: dict[str, dict[str, object]] = {
        REFERENCE_SCHEMA: {"communes": dict.fromkeys(REFERENCE_COLUMNS, "VARCHAR")},
        REFERENCE: {
            each.name: dict.fromkeys(each.column_names, "VARCHAR")
            for each in INLINE_TABLES.values()
        },
    }
    for (owner, name), bound in context.datasets.items():
        known.setdefault(owner, {})[name] = {
            each.name: "VARCHAR" for each in bound.dataset.columns if each.name in bound.granted
        } or {"_": "VARCHAR"}
    return MappingSchema(dict(known), dialect="trino", normalize=False)


def _told(error: OptimizeError, tree: exp.Query) -> CallerProblem:
    # The library's sentence may quote the text: only its kind is told.
    if "already used" in str(error):
        return AmbiguousSource(source=str(error).rsplit(":", 1)[-1].strip()[:60])
    if "Cannot automatically join" in str(error):
        name = str(error).rsplit(":", 1)[-1].strip()
        named = (
            each
            for join in tree.find_all(exp.Join)
            for each in join.args.get("using") or ()
            if each.name == name
        )
        common = next(named, None)
        place = None if common is None else place_of(common)
        return UnknownCommonColumn(column=name[:60], place=place)
    if "Unknown output column" in str(error):
        return UnsupportedQuery(what="GROUP BY / ORDER BY (position)")
    return UnsupportedQuery(what="SELECT")


def _check_columns(tree: exp.Query, scopes: list[Scope], context: Context) -> None:
    seen: set[int] = set()
    names: _Names = {}
    for scope in scopes:
        _check_stars(scope)
        for each in scope.columns:
            seen.add(id(each))
            if each.table in scope.sources:
                _check_column(each, scope.sources[each.table], context, names)
            elif not each.table or not _is_around(each.table, scope):
                _refuse(each, scope, context)
    for each in tree.find_all(exp.Column):
        if id(each) not in seen and not _names_an_output(each):
            around = each.find_ancestor(exp.Query)
            if not each.table and around is not None:
                _refuse_other_meaning(each, around)
            # A scope analysis that misses a column cannot govern it.
            raise UnsupportedQuery(what=each.name[:60], place=place_of(each))


def _check_stars(scope: Scope) -> None:
    """A star that could not be spelt out: it would give two columns of one name."""
    query = scope.expression
    for star in query.selects if isinstance(query, exp.Select) else ():
        for source in scope.sources.values() if star.is_star else ():
            if isinstance(source, Scope) and isinstance(source.expression, exp.Query):
                counts = _counted_names(source)
                twice = next((name for name, count in counts.items() if count > 1), None)
                if twice is not None:
                    raise NameGivenTwice(name=twice[:60], place=place_of(source.expression))


def _is_around(name: str, scope: Scope) -> bool:
    """True where a query around this one has the source: what stands in FROM sees no other source
    of that FROM.
    """
    while scope.parent is not None:
        if not scope.is_derived_table and name in scope.parent.sources:
            return True
        scope = scope.parent
    return False


def _check_qualified(tree: exp.Query, context: Context) -> None:
    """Columns whose source is said, before a star or a bare name is looked up."""
    names: _Names = {}
    for scope in traverse_scope(tree):
        for each in scope.columns:
            source = scope.sources.get(each.table)
            if source is not None and not isinstance(each.this, exp.Star):
                _check_column(each, source, context, names)
            elif each.table and not each.args.get("db") and not _is_around(each.table, scope):
                # The library would take it for a member of a column of that name.
                _refuse_source(each, scope)
        for star in scope.stars:
            source_name = star.text("table")
            if source_name and source_name not in scope.sources:
                _refuse_source(star, scope)


def _check_column(
    each: exp.Column, source: exp.Table | Scope, context: Context, names: _Names
) -> None:
    """`names` keeps those of each source: a query may read thousands of columns of one."""
    if isinstance(source, exp.Table):
        if is_reference(source):
            known: Iterable[str] = REFERENCE_COLUMNS
            dataset = source.name
        elif is_inline(source):
            known = INLINE_TABLES[source.name].column_names
            dataset = f"{REFERENCE}.{source.name}"
        else:
            bound = dataset_of(source, context)
            if bound is None:
                raise UnknownDataset(dataset=source.name, place=place_of(each))
            dataset, known = bound.dataset.name, bound.granted
            if each.name not in known and bound.dataset.column_named(each.name) is not None:
                raise ColumnNotGranted(dataset=dataset, column=each.name, place=place_of(each))
    else:
        if id(source) not in names:
            names[id(source)] = _counted_names(source)
        counts = names[id(source)]
        dataset, known = each.table, counts
        if counts[each.name] > 1:
            raise NameGivenTwice(name=each.name[:60], place=place_of(each))
        if "*" in counts or not isinstance(source.expression, exp.Query):
            return
    if each.name not in known:
        raise UnknownColumn(
            dataset=dataset,
            column=each.name[:60],
            place=place_of(each),
            did_you_mean=_nearest(each.name, known),
        )


def _counted_names(source: Scope) -> Counter[str]:
    """The number of columns of each name: of a query, or of VALUES."""
    match source.expression:
        case exp.Values() as rows:
            return Counter(column.name for column in rows.args["alias"].columns or ())
        case exp.Query() as query:
            return Counter(query.named_selects)
        case _:
            return Counter()


def _refuse(each: exp.Column, scope: Scope, context: Context) -> None:
    """A column that no source has: withheld, ambiguous, or another thing than a column."""
    if _names_an_output(each):
        return
    sources = [each for each in scope.sources.values() if isinstance(each, exp.Table)]
    bounds = [bound for each in sources if (bound := dataset_of(each, context)) is not None]
    ours = [INLINE_TABLES[each.name] for each in sources if is_inline(each)]
    if each.table:
        _refuse_source(each, scope)
    given = [*(bound.granted for bound in bounds), *(table.column_names for table in ours)]
    if sum(each.name in names for names in given) > 1:
        raise AmbiguousColumn(column=each.name, place=place_of(each))
    for bound in bounds:
        if bound.dataset.column_named(each.name) is not None:
            raise ColumnNotGranted(
                dataset=bound.dataset.name, column=each.name, place=place_of(each)
            )
    _refuse_other_meaning(each, scope.expression)
    named = [*(bound.dataset.name for bound in bounds), *(table.name for table in ours)]
    raise UnknownColumn(
        dataset=", ".join(named) or "SELECT",
        column=each.name[:60],
        place=place_of(each),
        did_you_mean=_nearest(each.name, [name for names in given for name in names]),
    )


def _refuse_source(each: exp.Expr, scope: Scope) -> NoReturn:
    known = ", ".join(sorted(scope.sources))[:120] or "FROM …"
    raise UnknownSource(source=each.text("table")[:60], sources=known, place=place_of(each))


def _refuse_other_meaning(column: exp.Column, query: exp.Expr) -> None:
    """Raises NameOfAResult, TextInDoubleQuotes."""
    number = _computed_under(column.name, query)
    if number is not None:
        raise NameOfAResult(alias=column.name[:60], number=number, place=place_of(column))
    text = column.this.meta.get(IN_DOUBLE_QUOTES)
    if text is not None:
        raise TextInDoubleQuotes(text=text[:60], place=place_of(column))


def _computed_under(name: str, query: exp.Expr) -> int | None:
    """The place among its columns, from 1; a column that keeps its own name is none."""
    for number, output in enumerate(query.selects if isinstance(query, exp.Query) else (), 1):
        value = output.unalias()
        is_itself = isinstance(value, exp.Column) and value.name == name
        if isinstance(output, exp.Alias) and output.alias == name and not is_itself:
            return number
    return None


def _names_an_output(each: exp.Column) -> bool:
    """`ORDER BY total`, where `total` is what the query itself calls one of its columns."""
    if each.table:
        return False
    order = each.find_ancestor(exp.Order, exp.Query)
    query = order.parent if isinstance(order, exp.Order) else None
    outputs = query.selects if isinstance(query, exp.Query) else []
    values = {output.unalias() for output in outputs if output.alias_or_name == each.name}
    if len(values) > 1:
        raise NameGivenTwice(name=each.name[:60], place=place_of(each))
    return bool(values)


def _nearest(name: str, known: Iterable[str]) -> str | None:
    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return found[0] if found else None
