"""Queries that name no table and ask about the session itself: answered here, nothing is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pyarrow as pa
from sqlglot import exp

from federation.postgresql.kinds import Kind
from federation.postgresql.literals import canonical_text
from federation.postgresql.problems import PostgresqlLiteral
from federation.postgresql.scopes import DATABASE
from gateway.postgresql.encoders import Here, cells_of, column_of
from gateway.postgresql.session_settings import SessionSettings

USER = "interco"
"""The one role of the catalogs: who reads is told by the key alone."""
_CASTS: Mapping[exp.DType, tuple[Kind, str]] = {
    exp.DType.TEXT: (Kind.TEXT, "text"),
    exp.DType.VARCHAR: (Kind.TEXT, "varchar"),
    exp.DType.INT: (Kind.INT4, "int4"),
    exp.DType.BIGINT: (Kind.INT8, "int8"),
    exp.DType.BOOLEAN: (Kind.BOOL, "bool"),
    exp.DType.DOUBLE: (Kind.FLOAT8, "float8"),
    exp.DType.DATE: (Kind.DATE, "date"),
}
_ARROW: Mapping[Kind, pa.DataType] = {
    Kind.INT4: pa.int32(),
    Kind.INT8: pa.int64(),
    Kind.BOOL: pa.bool_(),
    Kind.FLOAT8: pa.float64(),
    Kind.DATE: pa.date32(),
}


def rows_of_texts(names: list[str], rows: list[list[str | None]], tag: str) -> Here:
    columns = [pa.array([row[index] for row in rows], pa.string()) for index in range(len(names))]
    return _here(names, [Kind.TEXT] * len(names), columns, tag)


def _here(names: list[str], kinds: list[Kind], columns: list[pa.Array], tag: str) -> Here:
    described = tuple(column_of(*each) for each in zip(names, kinds, strict=True))
    rows = len(columns[0]) if columns else 0
    return Here(described, rows, partial(cells_of, columns, kinds), tag)


@dataclass(frozen=True, slots=True)
class _Value:
    name: str
    kind: Kind
    text: str | None


def session_values(tree: exp.Expr, settings: SessionSettings, process: int) -> Here | None:
    """None where it is anything else than literals and the functions listed here."""
    if not isinstance(tree, exp.Select) or any(
        tree.args.get(each) for each in tree.args if each not in {"expressions", "kind"}
    ):
        return None
    functions = _functions(settings, process)
    values = [_value(each, functions, settings) for each in tree.expressions]
    if not values or any(each is None for each in values):
        return None
    columns = [each for each in values if each is not None]
    arrays = [pa.array([_python(each)], _ARROW.get(each.kind, pa.string())) for each in columns]
    return _here([each.name for each in columns], [each.kind for each in columns], arrays, "SELECT")


def _python(value: _Value) -> object:
    if value.text is None:
        return None
    match value.kind:
        case Kind.INT4 | Kind.INT8:
            return int(value.text)
        case Kind.BOOL:
            return value.text == "true"
        case Kind.FLOAT8:
            return float(value.text)
        case Kind.DATE:
            return pa.scalar(value.text).cast(pa.date32()).as_py()
    return value.text


def _value(
    node: exp.Expr,
    functions: Mapping[str, Callable[[], tuple[Kind, str]]],
    settings: SessionSettings,
) -> _Value | None:
    match node:
        case exp.Alias():
            inner = _value(node.this, functions, settings)
            quoted = node.args["alias"].args.get("quoted")
            name = node.alias if quoted else node.alias.lower()
            return None if inner is None else _Value(name, inner.kind, inner.text)
        case exp.Literal():
            return _literal(node)
        case exp.Boolean():
            return _Value("bool", Kind.BOOL, str(node.this).lower())
        case exp.Null():
            return _Value("?column?", Kind.TEXT, None)
        case exp.Cast():
            return _cast(node)
    return _called(node, functions, settings)


def _literal(node: exp.Literal) -> _Value | None:
    if node.is_string:
        return _Value("?column?", Kind.TEXT, node.name)
    is_small = node.name.isdecimal() and len(node.name) < 10
    return _Value("?column?", Kind.INT4, str(int(node.name))) if is_small else None


def _cast(node: exp.Cast) -> _Value | None:
    target = _CASTS.get(node.to.this)
    if target is None or node.to.expressions or not isinstance(node.this, exp.Literal | exp.Null):
        return None
    kind, name = target
    if isinstance(node.this, exp.Null):
        return _Value(name, kind, None)
    try:
        return _Value(name, kind, canonical_text(node.this.name, kind))
    except PostgresqlLiteral:
        return None


def _called(
    node: exp.Expr,
    functions: Mapping[str, Callable[[], tuple[Kind, str]]],
    settings: SessionSettings,
) -> _Value | None:
    if isinstance(node, exp.Dot) and node.this.name.lower() == "pg_catalog":
        node = node.expression
    name = _NODES.get(type(node))
    if name is None and isinstance(node, exp.Anonymous):
        name = node.name.lower()
    if name == "current_setting" and isinstance(node, exp.Anonymous) and node.expressions:
        text = settings.show(node.expressions[0].name)[1]
        return _Value(name, Kind.TEXT, text)
    arguments = node.expressions if isinstance(node, exp.Anonymous) else []
    if name is None or name not in functions or arguments:
        return None
    kind, text = functions[name]()
    return _Value(name, kind, text)


_NODES: Mapping[type[exp.Expr], str] = {
    exp.CurrentVersion: "version",
    exp.CurrentDatabase: "current_database",
    exp.CurrentCatalog: "current_catalog",
    exp.CurrentSchema: "current_schema",
    exp.CurrentUser: "current_user",
    exp.CurrentRole: "current_role",
    exp.SessionUser: "session_user",
}


def _functions(
    settings: SessionSettings, process: int
) -> Mapping[str, Callable[[], tuple[Kind, str]]]:
    path = settings.search_path
    return {
        "version": lambda: (Kind.TEXT, f"PostgreSQL {settings.version} (Interco)"),
        "current_database": lambda: (Kind.TEXT, DATABASE),
        "current_catalog": lambda: (Kind.TEXT, DATABASE),
        "current_schema": lambda: (Kind.TEXT, path[0] if path else "public"),
        "current_user": lambda: (Kind.TEXT, USER),
        "current_role": lambda: (Kind.TEXT, USER),
        "session_user": lambda: (Kind.TEXT, USER),
        "pg_backend_pid": lambda: (Kind.INT4, str(process)),
        "pg_is_in_recovery": lambda: (Kind.BOOL, "false"),
        "pg_advisory_unlock_all": lambda: (Kind.TEXT, ""),
    }
