"""The canonical tree of a plan as the text of one engine: the only place where SQL is written."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from sqlglot import ErrorLevel, exp
from sqlglot.errors import UnsupportedError

from catalog.giving_way import give_way
from federation.constant_texts import ConstantTexts
from federation.dialects import common_rules, duckdb_rules, postgres_rules, trino_rules
from federation.dialects.annotation import annotate
from federation.dialects.tree import RuleSet
from federation.engine import Value
from federation.late_hashes import hash_last
from federation.physical_names import place_tables
from federation.plan import DUCKDB, POSTGRES, TRINO, OverConstants, PlannedTable, TableRepeat
from federation.problems import NotTranslatable
from federation.repeated_text import ArmTexts
from federation.repeats import arms_of, copies_of, unfolded
from federation.rewrites.materialize import MATERIALIZED

_RULES: Mapping[str, RuleSet] = {
    DUCKDB: duckdb_rules.RULES,
    TRINO: trino_rules.RULES,
    POSTGRES: postgres_rules.RULES,
}
_TEMPORARY = "temp"
"""The database of DuckDB that holds what one connection keeps until it closes."""
_DIALECT = {DUCKDB: "duckdb", TRINO: "trino", POSTGRES: "postgres"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """One engine's SQL; `materialized` fills the temporary tables that `text` reads."""

    text: str
    materialized: tuple[str, ...] = ()
    over_constants: OverConstants | None = None


def render_plan(
    tree: exp.Query,
    engine: str,
    tables: tuple[PlannedTable, ...],
    repeats: tuple[TableRepeat, ...] = (),
) -> Rendered:
    """The engine's SQL, every identifier quoted; `tree` stays as it was. Of `repeats` the text has
    every arm.

    Placeholders: `$name` for DuckDB; `$1 …` for PostgreSQL, numbered as `placeholder_names` lists
    them, so that no `%` of a literal needs an escape (psycopg's raw cursors take them as they are);
    `:name` for Trino, whose text is only shown: see `render_with_literals`. Raises NotTranslatable
    where an engine could not give the same rows, LookupError for a table that was not planned.
    """
    lowered, copies = _lowered(tree, engine, tables, repeats), copies_of(repeats)
    if any(_is_taken_out(arm) for arm, _ in arms_of(lowered, copies)):
        # Each copy of what is run first is run first.
        lowered, copies = unfolded(lowered, copies), []
    write = partial(write_sql, engine=engine)
    constants = ConstantTexts(write)
    if engine == DUCKDB:
        constants.take_out(lowered)
    texts = ArmTexts(copies, tables, engine, write)
    texts.take_out(lowered)
    placed = place_tables(lowered, engine, tables)
    if engine == POSTGRES:
        placed = _numbered(placed, placeholder_names(tree))
    first = [texts.put_back(write(each)) for each in _taken_out(placed)]
    text = texts.put_back(write(placed))
    return Rendered(
        constants.put_back(text),
        tuple(map(constants.put_back, first)),
        None if first else constants.over_constants(text),
    )


def lower_tree(
    tree: exp.Query,
    engine: str,
    tables: tuple[PlannedTable, ...],
    repeats: tuple[TableRepeat, ...] = (),
) -> exp.Query:
    """A copy of the canonical tree in the engine's own constructs and physical names, every arm
    written out.
    """
    lowered = _lowered(tree, engine, tables, repeats)
    return place_tables(unfolded(lowered, copies_of(repeats)), engine, tables)


def _lowered(
    tree: exp.Query,
    engine: str,
    tables: tuple[PlannedTable, ...],
    repeats: tuple[TableRepeat, ...],
) -> exp.Query:
    """The same over tables that are not placed yet, the arms of patterns alone."""
    unwritten = {other.table.dataset.id for repeat in repeats for other in repeat.others}
    lowered = annotate(tree.copy(), (each for each in tables if each.dataset.id not in unwritten))
    give_way()
    lowered = common_rules.RULES.apply(lowered)
    give_way()
    lowered = _RULES[engine].apply(lowered)
    give_way()
    if engine == DUCKDB:
        return hash_last(lowered)
    return trino_rules.shown_in_utc(lowered) if engine == TRINO else lowered


def _is_taken_out(arm: exp.Select) -> bool:
    return any(each.alias == MATERIALIZED for each in arm.find_all(exp.Subquery))


def render_with_literals(
    tree: exp.Query, engine: str, tables: tuple[PlannedTable, ...], values: Mapping[str, Value]
) -> str:
    """The same text with each placeholder's value as a literal node, for an engine without any.

    It holds values and keys: run it, never log it.
    """
    return write_sql(with_literals(lower_tree(tree, engine, tables), values), engine)


def with_literals(lowered: exp.Query, values: Mapping[str, Value]) -> exp.Query:
    """A copy of a lowered tree, each placeholder replaced by its value; KeyError without one."""
    filled = lowered.copy()
    for node in list(filled.find_all(exp.Placeholder)):
        node.replace(literal(values[node.name]))
    return filled


def literal(value: Value) -> exp.Expression:
    """A node of the value's own type; a float is a DOUBLE, never a decimal."""
    match value:
        case None:
            return exp.Null()
        case bool():
            return exp.Boolean(this=value)
        case int():
            positive = exp.Literal.number(abs(value))
            return exp.Paren(this=exp.Neg(this=positive)) if value < 0 else positive
        case float():
            text = repr(value) if math.isfinite(value) else str(value).replace("inf", "Infinity")
            return exp.cast(exp.Literal.string(text), "DOUBLE")
        case str():
            return exp.Literal.string(value)


def placeholder_names(tree: exp.Query) -> tuple[str, ...]:
    """Each name once, in the order of a walk of the tree: PostgreSQL's `$1` is the first."""
    return tuple(dict.fromkeys(node.name for node in tree.find_all(exp.Placeholder)))


def write_sql(
    lowered: exp.Expr, engine: str, *, identify: bool = True, pretty: bool = False
) -> str:
    """Text of a lowered tree, which is used up; NotTranslatable where the engine has no words.

    `identify` false: names are quoted where they were, and where they are words of the language.
    `pretty`: on lines of its own each, for people.
    """
    try:
        return lowered.sql(
            dialect=_DIALECT[engine],
            identify=identify,
            pretty=pretty,
            unsupported_level=ErrorLevel.RAISE,
            comments=False,
            copy=False,
        )
    except UnsupportedError:
        # What sqlglot says could repeat a literal.
        raise NotTranslatable(what="…") from None


def _taken_out(lowered: exp.Query) -> Iterator[exp.Expr]:
    """Statements that fill a temporary table for each marked query; the tree then reads those."""
    found: dict[exp.Expr, exp.Table] = {}
    for subquery in list(lowered.find_all(exp.Subquery)):
        if subquery.alias == MATERIALIZED:
            name = f"{MATERIALIZED}{len(found) + 1}"
            table = found.setdefault(subquery.this, exp.table_(name, _TEMPORARY, quoted=True))
            subquery.replace(exp.alias_(table, MATERIALIZED, table=True, quoted=True))
    for query, table in found.items():
        yield exp.Create(
            this=table,
            kind="TABLE",
            replace=True,
            properties=exp.Properties(expressions=[exp.TemporaryProperty()]),
            expression=query,
        )


def _numbered(lowered: exp.Query, names: tuple[str, ...]) -> exp.Query:
    numbers = {name: number for number, name in enumerate(names, start=1)}
    for node in list(lowered.find_all(exp.Placeholder)):
        node.replace(exp.Parameter(this=exp.Literal.number(numbers[node.name])))
    return lowered
