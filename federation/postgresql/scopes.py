"""The columns that a name may mean in one query of a statement, each with its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlglot import exp

from federation.postgresql.kinds import Kind, kind_of
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.sql.names import SqlNames
from federation.standards.standard_tables import LABELS, STANDARDS

Columns = Mapping[str, Kind | None]
"""By name in lower case, in their order; None where a type is not known here."""
DATABASE = "interco"
"""The one database that there is, whatever name a client asks for."""


@dataclass(slots=True)
class Scope:
    """`sources` by the name that a column may be said with; `outputs`: what SELECT names."""

    sources: dict[str, Columns] = field(default_factory=dict)
    outputs: dict[str, Kind | None] = field(default_factory=dict)
    parent: Scope | None = None
    ctes: dict[str, Columns] = field(default_factory=dict)

    def kind(self, column: exp.Column) -> Kind | None:
        """None where it cannot be told: who reads the statement next says what is wrong."""
        name, table = column.name.lower(), column.table.lower()
        scope: Scope | None = self
        while scope is not None:
            kinds = [
                columns[name]
                for source, columns in scope.sources.items()
                if name in columns and table in {"", source}
            ]
            if kinds:
                return kinds[0]
            if not table and name in scope.outputs:
                return scope.outputs[name]
            scope = scope.parent
        return None

    def cte(self, name: str) -> Columns | None:
        scope: Scope | None = self
        while scope is not None:
            if name in scope.ctes:
                return scope.ctes[name]
            scope = scope.parent
        return None


def place_table(table: exp.Table, names: SqlNames, search_path: Sequence[str]) -> Columns:
    """The columns of a table of the catalog, which is then named as the entrance of SQL names it:
    found along `search_path` where its schema is not said.
    """
    if table.args.get("catalog") is not None and table.catalog.lower() == DATABASE:
        table.set("catalog", None)
    for part in table.parts:
        if isinstance(part, exp.Identifier):
            part.set("this", part.name.lower())
    name, schema = table.name, table.db
    if not schema:
        schema = next((each for each in search_path if _is_there(each, name, names)), "")
        if schema:
            table.set("db", exp.to_identifier(schema))
            if not table.alias:
                table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    if schema == REFERENCE and name in REFERENCE_TABLES:
        return {each.name: kind_of(each.type) for each in REFERENCE_TABLES[name].columns}
    if schema == STANDARDS and name in names.standards:
        fields = names.standards[name].standard.fields
        labels = dict.fromkeys(LABELS, Kind.TEXT)
        return {**{field.name: kind_of(field.given_as) for field in fields}, **labels}
    dataset = names.dataset(schema, name)
    if dataset is None:
        return {}
    return {each.name.lower(): kind_of(each.type) for each in dataset.columns}


def _is_there(schema: str, name: str, names: SqlNames) -> bool:
    return names.dataset(schema, name) is not None or (
        (schema == REFERENCE and name in REFERENCE_TABLES)
        or (schema == STANDARDS and name in names.standards)
    )
