"""The part of a variable's value that shapes the query: requests with one key may share a reading.

Where a value only fills a parameter, its key says no more than that it fits; a value that does
not fit gives a key of its own, so that it never meets a reading made for another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import orjson
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    get_nullable_type,
    is_required_input_field,
)

from catalog.model.bilingual import Bilingual
from schema.types.extensions import FREE_OPERATORS, LEAF, STRUCTURAL
from schema.types.scalar_values import Leaf, LeafMismatch, expected_of
from schema.types.scalars import LEAVES

MAX_DEPTH = 60


class Mismatch(Exception):  # noqa: N818 - becomes a Problem where the place is known
    """`path` leads to the value that does not fit; `expected` in French and in English."""

    def __init__(self, expected: Bilingual, suggestion: str | None = None) -> None:
        super().__init__()
        self.path: list[str | int] = []
        self.expected = expected
        self.suggestion = suggestion


class Recipe(Protocol):
    def shape(self, value: Any, depth: int = 0) -> str:
        """A text that is equal for values that shape the query alike; raises Mismatch."""
        ...


@dataclass(frozen=True, slots=True)
class ScalarRecipe:
    name: str
    leaf: Leaf | None

    def shape(self, value: Any, depth: int = 0) -> str:  # noqa: ARG002 - one protocol
        if value is None:
            return "n"
        if self.leaf is None:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        if self.name == "ID" and isinstance(value, int) and not isinstance(value, bool):
            return "v"
        try:
            read = self.leaf.read(value)
        except LeafMismatch as mismatch:
            if _is_a_bound(value, self.leaf):
                return "r"
            raise Mismatch(expected_of(self.name), mismatch.suggestion) from None
        # A boolean may answer @skip, @include or isNull: it is one of two shapes.
        return "v" if not isinstance(read, bool) else str(read)


@dataclass(frozen=True, slots=True)
class EnumRecipe:
    name: str
    values: frozenset[str]

    def shape(self, value: Any, depth: int = 0) -> str:  # noqa: ARG002 - one protocol
        if value is None:
            return "n"
        if not isinstance(value, str) or value not in self.values:
            among = ", ".join(sorted(self.values))
            raise Mismatch(Bilingual(f"une valeur parmi {among}", f"one of {among}"))
        return value


@dataclass(frozen=True, slots=True)
class RequiredRecipe:
    inner: Recipe
    expected: Bilingual

    def shape(self, value: Any, depth: int = 0) -> str:
        if value is None:
            raise Mismatch(self.expected)
        return self.inner.shape(value, depth)


@dataclass(frozen=True, slots=True)
class ListRecipe:
    item: Recipe

    def shape(self, value: Any, depth: int = 0) -> str:
        _check_depth(depth)
        if value is None:
            return "n"
        if not isinstance(value, list):
            return f"({self.item.shape(value, depth + 1)})"
        shapes = []
        for index, each in enumerate(value):
            try:
                shapes.append(self.item.shape(each, depth + 1))
            except Mismatch as mismatch:
                mismatch.path.insert(0, index)
                raise
        return f"[{','.join(shapes)}]"


@dataclass(slots=True)
class ObjectRecipe:
    """Fields are made into recipes when a value first holds them: inputs may hold themselves."""

    type: GraphQLInputObjectType
    leaf: Leaf | None
    closed: bool
    made: dict[str, Recipe] = field(default_factory=dict)

    def shape(self, value: Any, depth: int = 0) -> str:
        _check_depth(depth)
        if value is None:
            return "n"
        fields = self.type.fields
        if not isinstance(value, dict):
            raise Mismatch(_object_expected(self.type.name))
        shapes = []
        for name, each in value.items():
            if name not in fields:
                mismatch = Mismatch(_object_expected(self.type.name))
                mismatch.path.insert(0, str(name)[:60])
                raise mismatch
            try:
                shapes.append(f"{name}:{self._field(name).shape(each, depth + 1)}")
            except Mismatch as mismatch:
                mismatch.path.insert(0, name)
                raise
        for name, each in fields.items():
            if name not in value and is_required_input_field(each):
                missing = Mismatch(expected_of(str(get_nullable_type(each.type))))
                missing.path.insert(0, name)
                raise missing
        if self.type.is_one_of and (len(value) != 1 or None in value.values()):
            only = f"exactement un champ dans {self.type.name}"
            raise Mismatch(Bilingual(only, f"exactly one field in {self.type.name}"))
        return "{" + ",".join(shapes) + "}"

    def _field(self, name: str) -> Recipe:
        if name not in self.made:
            each = self.type.fields[name]
            leaf = each.extensions.get(LEAF) or self._inherited(name)
            recipe = recipe_of(each.type, leaf, closed=self.closed)
            self.made[name] = FullRecipe(recipe) if STRUCTURAL in each.extensions else recipe
        return self.made[name]

    def _inherited(self, operator: str) -> Leaf | None:
        """A column's codes close what is compared, not the piece of text that is looked for."""
        return None if operator in FREE_OPERATORS else self.leaf


@dataclass(frozen=True, slots=True)
class FullRecipe:
    """The whole value counts."""

    inner: Recipe

    def shape(self, value: Any, depth: int = 0) -> str:
        self.inner.shape(value, depth)
        return orjson.dumps(value).decode()


def recipe_of(type_: GraphQLInputType, leaf: Leaf | None = None, *, closed: bool = False) -> Recipe:
    """`closed`: a column's list of codes counts too, as for a value that is compared with it."""
    if leaf is not None and not closed:
        leaf = Leaf(leaf.type)
    match type_:
        case GraphQLNonNull():
            named = str(type_.of_type)
            return RequiredRecipe(recipe_of(type_.of_type, leaf, closed=closed), expected_of(named))
        case GraphQLList():
            return ListRecipe(recipe_of(type_.of_type, leaf, closed=closed))
        case GraphQLEnumType():
            return EnumRecipe(type_.name, frozenset(type_.values))
        case GraphQLInputObjectType():
            return ObjectRecipe(type_, leaf, closed)
        case GraphQLScalarType() if leaf is not None and type_.name != "Boolean":
            return ScalarRecipe(type_.name, leaf)
        case _:
            return ScalarRecipe(str(type_), LEAVES.get(str(type_)))


@dataclass(frozen=True, slots=True)
class VariableRecipe:
    """`uses` are the places it fills: a column's type, a closed list of codes, a page size."""

    name: str
    declared: Recipe
    uses: tuple[Recipe, ...]

    def token(self, values: Mapping[str, Any]) -> str:
        if self.name not in values:
            return "-"
        value = values[self.name]
        try:
            return "".join([self.declared.shape(value), *(use.shape(value) for use in self.uses)])
        except Mismatch:
            return f"!{orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()}"


@dataclass(frozen=True, slots=True)
class VariableShapes:
    """One document's variables; its key is computed without graphql-core."""

    variables: tuple[VariableRecipe, ...]

    def variables_key(self, values: Mapping[str, Any] | None) -> str:
        if not self.variables:
            return ""
        tokens = "\0".join(each.token(values or {}) for each in self.variables)
        if len(tokens) <= 64:
            return tokens
        return hashlib.sha256(tokens.encode("utf-8", "surrogatepass")).hexdigest()


def _object_expected(name: str) -> Bilingual:
    return Bilingual(f"un objet {name}", f"an object {name}")


def _check_depth(depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Mismatch(Bilingual("une valeur moins emboîtée", "a value with fewer levels"))


def _is_a_bound(value: Any, leaf: Leaf) -> bool:
    """A decimal with too many digits for the column: fit for some operators, which the reading
    knows.
    """
    try:
        replace(leaf, rounding="FLOOR").read(value)
    except LeafMismatch:
        return False
    return True
