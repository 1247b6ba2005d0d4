"""A query of a service: the SQL that every engine answers alike, written for one of them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from catalog.caches import remembered
from federation.dialects import common_rules, duckdb_rules, postgres_rules, trino_rules
from federation.dialects.annotation import METADATA
from federation.dialects.tree import RuleSet
from federation.dialects.types import named_type
from federation.plan import DUCKDB, POSTGRES, TRINO
from federation.rewrites.lexical import tables_of
from federation.sql.functions import check_functions
from federation.sql.growth import check_growth
from federation.sql.parsing import DECIMAL_LITERAL, parse
from federation.sql.plain import check_patterns, say_plainly
from federation.sql.scan import scan
from federation.sql.sequences import write_sequences
from federation.sql.size import check_nodes
from federation.sql.spellings import use_known_names
from federation.sql.types_said import check_types_said
from federation.sql.written_out import write_out
from federation.to_sql import write_sql

Types = Mapping[str, str]
"""By column, its type in the portable SQL."""
KnownTables = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""Of each table its name and the types of its columns, as `frozen` has them."""
_KEPT = 512
"""Queries of all services together, each read and written once for the columns that it is given."""
_RULES: Mapping[str, RuleSet] = {
    DUCKDB: duckdb_rules.RULES, TRINO: trino_rules.RULES, POSTGRES: postgres_rules.RULES,
}  # fmt: skip


def read_query(text: str) -> exp.Query:
    """The canonical tree. Raises the problems of `federation.sql`, with a place."""
    scanned = scan(text)
    check_functions(scanned)
    tree = parse(scanned)
    check_nodes(tree)
    use_known_names(tree)
    write_out(tree)
    check_types_said(tree, scanned)
    check_patterns(tree, scanned)
    say_plainly(tree, scanned)
    write_sequences(tree)
    for name in tree.find_all(exp.Identifier):
        name.set("this", name.name.lower())
    for literal in list(tree.find_all(exp.Anonymous)):
        if literal.name == DECIMAL_LITERAL:
            literal.replace(_decimal(literal.expressions[0].name))
    return tree


def _decimal(digits: str) -> exp.Cast:
    """`DECIMAL '0.000'`: its own digits say its type."""
    whole, _, part = digits.lstrip("+-").partition(".")
    kind = named_type(f"decimal({max(len(whole) + len(part), 1)}, {len(part)})")
    return exp.Cast(this=exp.Literal.string(digits), to=kind)


@remembered(maxsize=_KEPT)
def tables_read(text: str) -> frozenset[str]:
    """Raises as `read_query` does."""
    return frozenset(table.name for table in tables_of(read_query(text)))


def frozen(tables: Mapping[str, Types]) -> KnownTables:
    return tuple((name, tuple(columns.items())) for name, columns in tables.items())


@remembered(maxsize=_KEPT)
def written_for_duckdb(text: str, tables: KnownTables) -> str:
    """Raises as `read_query` does."""
    known = {name: dict(columns) for name, columns in tables}
    return written_for(DUCKDB, read_query(text), known)


def written_for(engine: str, tree: exp.Query, tables: Mapping[str, Types]) -> str:
    """With the types of the columns that it reads, which say how it must be written."""
    schema = MappingSchema(
        {
            name: {column: named_type(kind) for column, kind in columns.items()}
            for name, columns in tables.items()
        },
        dialect=Trino,
        normalize=False,
    )
    qualified = qualify(tree.copy(), schema=schema, dialect=Trino, identify=True)
    typed = annotate_types(qualified, schema=schema, expression_metadata=METADATA, dialect=Trino)
    if isinstance(typed, exp.Query):
        check_growth(typed, {})
    lowered = _RULES[engine].apply(common_rules.RULES.apply(typed))
    return write_sql(lowered, engine)
