"""The rules of GraphQL, told in our own words: no name beyond what the caller may discover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    Node,
    specified_rules,
    validate,
)
from graphql.validation import OverlappingFieldsCanBeMergedRule, ValidationContext

from catalog.model.problem import Place
from schema.places import place_of

MAX_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule: where, on which node, under which type.

    `words` are those that the library's sentence quotes, `scalar` what it begins with when it
    says that a scalar cannot represent a value.
    """

    rule: str
    node: Node | None
    nodes: Sequence[Node]
    words: tuple[str, ...]
    scalar: str
    parent_type: GraphQLNamedType | None
    field: GraphQLField | None

    @property
    def place(self) -> Place | None:
        return place_of(self.node)


def find_breaches(graphql_schema: GraphQLSchema, document: DocumentNode) -> list[Breach]:
    """In the document's order, at most MAX_PROBLEMS of them; fields that conflict come apart."""
    errors = validate(graphql_schema, document, _RULES, MAX_PROBLEMS, hide_suggestions=True)
    found = [error.breach for error in errors if isinstance(error, _Told)]
    if errors and not found:
        return [Breach("Limits", None, (), (), "", None, None)]
    return sorted(found, key=_order)


def _order(breach: Breach) -> tuple[int, int]:
    place = breach.place
    return (place.line, place.column) if place else (0, 0)


class _Told(GraphQLError):  # noqa: N818 - it carries a breach, nobody catches it
    """The library's error with what our own sentence needs; its own sentence is never shown."""

    breach: Breach


class _TellingContext:
    """The library's context for one rule: some rules report to it without asking themselves."""

    def __init__(self, context: Any, rule: str) -> None:
        self._context = context
        self._rule = rule

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def report_error(self, error: GraphQLError) -> None:
        context = self._context
        knows = isinstance(context, ValidationContext)
        told = _Told(error.message, error.nodes)
        told.breach = Breach(
            rule=self._rule,
            node=error.nodes[0] if error.nodes else None,
            nodes=tuple(error.nodes or ()),
            words=tuple(error.message.split("'")[1::2]),
            scalar=error.message.partition(" cannot represent")[0],
            parent_type=context.get_parent_type() if knows else None,
            field=context.get_field_def() if knows else None,
        )
        context.report_error(told)


def _telling(rule: type[ASTValidationRule]) -> type[ASTValidationRule]:
    def __init__(self: ASTValidationRule, context: Any) -> None:  # noqa: N807 - a member
        rule.__init__(self, _TellingContext(context, rule.__name__.removesuffix("Rule")))  # type: ignore[arg-type]  # stands in for the context

    return type(f"Telling{rule.__name__}", (rule,), {"__init__": __init__})


_RULES = tuple(
    _telling(rule) for rule in specified_rules if rule is not OverlappingFieldsCanBeMergedRule
)
