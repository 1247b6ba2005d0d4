"""A statement, text in Trino's dialect or a tree, to a LogicalQuery: what is asked, nothing of what
is allowed.

A text is scanned before it is parsed, and measured before anything walks it. What comes out is
planned by `plan_slice` as every slice is: there is no second way to the data.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.giving_way import give_way
from federation.logical import LogicalQuery, Shape, SliceKind
from federation.reference import is_shared_reference
from federation.rewrites.expressions import INTERNAL
from federation.rewrites.lexical import tables_of
from federation.rewrites.resolve_names import IN_DOUBLE_QUOTES, place_of
from federation.sql.arguments import check_arguments_said, type_nulls
from federation.sql.calls import check_calls
from federation.sql.catalog_statements import CatalogStatement, read_catalog_statement
from federation.sql.clauses import check_clauses
from federation.sql.columns import UNNAMED, WRITTEN
from federation.sql.forms import check_forms, write_values
from federation.sql.functions import check_functions
from federation.sql.functions_over_rows import check_functions_over_rows
from federation.sql.groupings import check_groupings
from federation.sql.lateral import write_laterals
from federation.sql.made_trees import as_read, check_made, parameters_of
from federation.sql.names import SqlNames
from federation.sql.neighbours import check_neighbours
from federation.sql.parameters import GivenParameters, check_count
from federation.sql.parsing import parse
from federation.sql.percentiles import write_percentiles
from federation.sql.plain import check_patterns, say_plainly
from federation.sql.problems import SqlConstruct, SqlExplain, SqlReservedName, SqlStatement
from federation.sql.scan import NO_TEXT, Scanned, TokenKind, scan
from federation.sql.sequences import write_sequences
from federation.sql.size import check_nodes, check_size
from federation.sql.spellings import use_known_names
from federation.sql.types_said import check_types_said
from federation.sql.units import check_units
from federation.sql.values import take_counts, take_values
from federation.sql.written_out import write_out
from federation.standards.standard_tables import expand_standards, is_standard

MAX_ROWS = 1_000_000_000
"""The limits of the gateway say how many; a statement has no page of its own."""
_OF_THE_PARSER = "_values"
_CATALOG = frozenset({"SHOW", "DESCRIBE", "DESC"})
_QUERY = frozenset({"SELECT", "WITH", "VALUES", "("})

__all__ = ["CatalogStatement", "SqlNames", "read_sql"]


def read_sql(
    text: str, parameters: GivenParameters, names: SqlNames
) -> LogicalQuery | CatalogStatement:
    """Raises CallerProblems with a place: what is wrong, and what was meant where it can be told.

    `parameters` shape the result by their types alone: equal texts and types read alike.
    """
    scanned = scan(text)
    give_way()
    first = scanned.tokens[0]
    if first.value in _CATALOG and first.kind is TokenKind.WORD:
        check_count(0, parameters)
        return read_catalog_statement(scanned, names)
    place = scanned.place(first.start)
    if first.value == "EXPLAIN":
        raise SqlExplain(place=place)
    if first.kind is TokenKind.TEXT or first.value not in _QUERY:
        raise SqlStatement(what=_shown(first.value, first.kind), place=place)
    check_functions(scanned)
    check_calls(scanned)
    give_way()
    check_neighbours(scanned)
    check_clauses(scanned)
    give_way()
    asked = sum(1 for each in scanned.tokens if each.kind is TokenKind.SIGN and each.value == "?")
    check_count(asked, parameters)
    tree = parse(scanned)
    give_way()
    return _read_query(tree, scanned, parameters, names)


def read_tree(tree: exp.Query, parameters: GivenParameters, names: SqlNames) -> LogicalQuery:
    """The same of a statement that was made as a tree; `tree` stays as it was.

    A text may hold any of our SQL, a tree what `check_made` lists. Raises CallerProblems without a
    place.
    """
    check_made(tree)
    check_count(parameters_of(tree), parameters)
    return _read_query(as_read(tree), NO_TEXT, parameters, names)


def _shown(value: str, kind: TokenKind) -> str:
    return value[:20] if kind is TokenKind.WORD else "…"


def _read_query(
    tree: exp.Query, scanned: Scanned, parameters: GivenParameters, names: SqlNames
) -> LogicalQuery:
    check_nodes(tree)
    take_counts(tree, parameters.types)
    use_known_names(tree)
    write_percentiles(tree)
    check_units(tree, scanned)
    check_forms(tree, scanned)
    check_functions_over_rows(tree)
    check_arguments_said(tree, scanned)
    check_groupings(tree)
    give_way()
    write_values(tree)
    write_laterals(tree)
    check_nodes(tree)
    write_sequences(tree)
    write_out(tree)
    type_nulls(tree)
    give_way()
    check_types_said(tree, scanned)
    _check_names(tree)
    names.spell(tree)
    check_size(tree, names)
    check_patterns(tree, scanned)
    made = take_values(tree, parameters.types, scanned)
    give_way()
    _normalise(tree)
    say_plainly(tree, scanned)
    names.check_standards(tree)
    tables = [each for each in tables_of(tree) if not is_shared_reference(each)]
    datasets = [names.of_table(each).id for each in tables if not is_standard(each)]
    expanded = expand_standards(tree, names.standards, beside=datasets)
    _name_outputs(tree)
    give_way()
    return LogicalQuery(
        kind=SliceKind.SQL,
        datasets=tuple(dict.fromkeys((*datasets, *expanded.datasets))),
        tree=tree,
        parameters=made,
        shape=Shape(()),
        columns=(),
        max_rows=MAX_ROWS,
        standards=expanded.uses,
        expanded_nodes=expanded.nodes,
        repeats=expanded.repeats,
    )


def _check_names(tree: exp.Query) -> None:
    """Raises SqlReservedName; SqlConstruct for two CTEs, or two windows, of one name."""
    for each in tree.find_all(exp.TableAlias):
        if each.name == _OF_THE_PARSER and place_of(each) is None:
            # The parser's own name for what stands alone in WITH.
            each.set("this", exp.to_identifier("valeurs", quoted=True))
        if each.name.startswith(INTERNAL):
            raise SqlReservedName(name=each.name[:40], place=place_of(each))
    for each_with in tree.find_all(exp.With):
        named = [cte.alias.lower() for cte in each_with.expressions]
        if len(set(named)) < len(named):
            raise SqlConstruct(what="WITH a AS …, a AS …", place=place_of(each_with))
    for select in tree.find_all(exp.Select):
        windows = select.args.get("windows") or []
        if len({each.name.lower() for each in windows}) < len(windows):
            raise SqlConstruct(what="WINDOW w AS …, w AS …", place=place_of(windows[-1]))


def _normalise(tree: exp.Query) -> None:
    """Names are matched in lower case, as Trino does; an alias keeps how it was written."""
    for each in tree.find_all(exp.Identifier):
        if isinstance(each.parent, exp.Alias) and each.name != each.name.lower():
            each.meta[WRITTEN] = each.name
        if each.args.get("quoted") and "start" in each.meta:
            each.meta[IN_DOUBLE_QUOTES] = each.name
        each.set("this", each.name.lower())


def _name_outputs(tree: exp.Query) -> None:
    """`_col0` for what has no name, as Trino calls it; `q1` for a query in FROM that has none."""
    taken = {each.name for each in tree.find_all(exp.TableAlias)}
    number = 0
    for node in list(tree.walk()):
        if isinstance(node, exp.Select):
            _name_columns(node)
        elif isinstance(node, exp.Subquery | exp.Values) and _is_source(node) and not node.alias:
            number += 1
            while f"q{number}" in taken:
                number += 1
            node.set("alias", exp.TableAlias(this=exp.to_identifier(f"q{number}", quoted=True)))
        if isinstance(node, exp.Values) and not node.args["alias"].columns:
            _name_values(node)


def _name_values(table: exp.Values) -> None:
    """`_col0`, `_col1` …, as Trino calls what has no name."""
    width = len(table.expressions[0].expressions)
    names = [exp.to_identifier(f"_col{index}", quoted=True) for index in range(width)]
    table.args["alias"].set("columns", names)


def _is_source(node: exp.Expr) -> bool:
    return isinstance(node.parent, exp.From | exp.Join)


def _name_columns(select: exp.Select) -> None:
    """Only a column and an alias name what they stand for: not a cast, nor a literal."""
    for index, each in enumerate(select.expressions):
        value = each.this if isinstance(each, exp.Column) else each
        if isinstance(value, exp.Star | exp.Identifier | exp.Alias):
            continue
        name = exp.to_identifier(f"_col{index}", quoted=True)
        name.meta[UNNAMED] = True
        # Itself, not a copy: a query inside it is named after it.
        named = exp.Alias(alias=name)
        each.replace(named)
        named.set("this", each)
