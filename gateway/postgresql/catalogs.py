"""Statements about PostgreSQL's own catalogs: which they are, and who answers them."""

from __future__ import annotations

from federation.postgresql.scan import Written
from federation.sql.scan import TokenKind

_WORDS = frozenset(
    {"information_schema", "current_schemas", "format_type", "obj_description", "col_description"}
    | {"regclass", "regproc", "regtype", "regnamespace", "regoper", "regrole", "regprocedure"}
    | {"to_regclass", "to_regtype", "to_regproc", "shobj_description", "has_table_privilege"}
    | {"has_schema_privilege", "has_database_privilege", "has_any_column_privilege"}
)


def is_about_catalogs(statement: Written) -> bool:
    """True where it names a catalog, or what only catalogs have: no organisation is called so."""
    for token in statement.scanned.tokens:
        if token.kind in {TokenKind.WORD, TokenKind.NAME}:
            name = token.value.lower()
            if name in _WORDS or name.startswith("pg_"):
                return True
    return False
