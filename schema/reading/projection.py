"""Result columns, each made once, and the fields of the answer that read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import orjson
from graphql import FieldNode
from sqlglot import exp

from catalog.model.dataset import ColumnType
from federation.logical import (
    COMMUNE_CODE,
    COMMUNE_KNOWN,
    COMMUNE_LABEL,
    COMMUNE_NAME,
    Cell,
    Constant,
    Field,
    Label,
    Nested,
    WireType,
)
from federation.wire_types import WIRE
from schema.fields import Selections
from schema.sql import aliased, call, column
from schema.types.scope import CommuneRelation
from schema.types.shared_types import COMMUNE, EPCI

Attribute = Literal["nom", "population", "epci_siren", "epci_nom"]


@dataclass(slots=True)
class Projection:
    """Columns c0, c1 … in SELECT order (`letter` says c); the same expression is selected once."""

    letter: str = "c"
    expressions: list[exp.Expr] = field(default_factory=list)
    columns: list[tuple[str, WireType]] = field(default_factory=list)
    _made: dict[tuple[str, WireType], str] = field(default_factory=dict)

    def add(self, key: str, expression: exp.Expr, wire: WireType) -> str:
        """The result column's name; `key` says what the expression is."""
        name = self._made.get((key, wire))
        if name is None:
            name = f"{self.letter}{len(self.columns)}"
            self._made[key, wire] = name
            self.expressions.append(aliased(expression, name))
            self.columns.append((name, wire))
        return name

    def copy(self) -> Projection:
        expressions = [each.copy() for each in self.expressions]
        return Projection(self.letter, expressions, list(self.columns), dict(self._made))

    def add_column(self, name: str, type_: ColumnType) -> str:
        return self.add(f"column {name}", column(name), WIRE[type_.scalar])


def commune_code(relation: CommuneRelation) -> exp.Expr:
    return call(COMMUNE_CODE, *_arguments(relation))


def commune_label(relation: CommuneRelation) -> exp.Expr:
    return call(COMMUNE_LABEL, *_arguments(relation))


def commune_name(relation: CommuneRelation) -> exp.Expr:
    return call(COMMUNE_NAME, *_arguments(relation))


def commune_known(relation: CommuneRelation) -> exp.Expr:
    return call(COMMUNE_KNOWN, *_arguments(relation))


def _arguments(relation: CommuneRelation) -> list[exp.Expr]:
    arguments: list[exp.Expr] = [column(relation.code.name)]
    if relation.date is not None:
        arguments.append(column(relation.date.name))
    return arguments


def read_objects(
    nodes: list[FieldNode],
    type_name: str,
    selections: Selections,
    read_field: Callable[[str, str, list[FieldNode]], Field],
) -> tuple[Field, ...]:
    """The fields that these nodes select of one type; `read_field(key, name, nodes)` makes each."""
    return tuple(
        typename(key, type_name)
        if found[0].name.value == "__typename"
        else read_field(key, found[0].name.value, found)
        for key, found in selections.of(type_name, nodes).items()
    )


def read_commune(
    key: str,
    nodes: list[FieldNode],
    selections: Selections,
    code_column: Callable[[], str],
    label_column: Callable[[], str],
) -> Nested:
    """`commune { code nom population epci { siren nom } }`; null where the row has no code."""

    def attribute(name: str, attributes: Mapping[str, Attribute]) -> Callable[[str], Field]:
        return lambda key: Label(key, label_column(), attributes[name])

    def epci_field(key: str, name: str, nodes: list[FieldNode]) -> Field:  # noqa: ARG001 - one protocol
        return attribute(name, {"siren": "epci_siren", "nom": "epci_nom"})(key)

    def commune_field(key: str, name: str, nodes: list[FieldNode]) -> Field:
        if name == "code":
            return Cell(key, code_column(), WireType.STRING)
        if name == "epci":
            inner = read_objects(nodes, EPCI.name, selections, epci_field)
            return Nested(key, inner, label_column())
        return attribute(name, {"nom": "nom", "population": "population"})(key)

    fields = read_objects(nodes, COMMUNE.name, selections, commune_field)
    return Nested(key, fields, code_column())


def nested(key: str, fields: tuple[Field, ...]) -> Nested | Constant:
    """An object that is never null; `{}` where @skip and @include left nothing of it."""
    return Nested(key, fields) if fields else Constant(key, b"{}")


def typename(key: str, type_name: str) -> Constant:
    return Constant(key, orjson.dumps(type_name))
