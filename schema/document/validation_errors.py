"""From a broken rule of GraphQL to the Problem that tells it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNamedType,
    GraphQLObjectType,
    NameNode,
    ObjectFieldNode,
    ObjectValueNode,
    SelectionSetNode,
    get_named_type,
)

from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import graphql_name
from catalog.model.problem import Problem
from schema.document.validation import Breach
from schema.group_problems import DistinctByGroups
from schema.mutation_problems import RowsAreNotWritten
from schema.places import place_of
from schema.problems import (
    DirectiveProblem,
    DuplicateName,
    ExactlyOneField,
    FragmentCycle,
    FragmentMismatch,
    InvalidDocument,
    MissingArgument,
    MissingInputField,
    SelectionNeeded,
    SelectionRefused,
    UndefinedVariable,
    UnexpectedValue,
    UnknownArgument,
    UnknownField,
    UnknownFragment,
    UnknownInputField,
    UnknownType,
    UnusedFragment,
    UnusedVariable,
    VariableMismatch,
)
from schema.stream_problems import AnswersInPieces, NoLiveQueries, OneStreamField
from schema.types.merged import MergedSchema
from schema.types.scalar_values import expected_of, nearest
from schema.types.scope import organisation_type_name
from schema.types.view import View

_MOST_OWNERS = 3
_WRITES = re.compile(r"(insert|update|upsert|delete|create)(_|[A-Z])")
"""The names by which servers of databases let rows be written."""


def tell(breach: Breach, view: View, merged: MergedSchema) -> Problem:
    """A Problem of ours, its suggestion only from what the view shows."""
    match breach.rule:
        case "FieldsOnCorrectType":
            return _unknown_field(breach, view, merged)
        case "ValuesOfCorrectType":
            return _invalid_value(breach, merged)
        case rule:
            return _TELLERS.get(rule, _invalid)(breach)


def _unknown_field(breach: Breach, view: View, merged: MergedSchema) -> Problem:
    parent, name = breach.parent_type, _name(breach)
    did_you_mean = _where_it_is(name, parent, view, merged) or nearest(
        name, tuple(_fields_of(parent, view, merged))
    )
    is_change = parent is not None and parent is merged.graphql_schema.mutation_type
    writes = name in view.organisations or (not did_you_mean and _WRITES.match(name))
    if is_change and writes:
        return RowsAreNotWritten(field=name[:100], place=breach.place)
    return UnknownField(
        field=name[:100],
        type=parent.name if parent else "Query",
        did_you_mean=did_you_mean,
        place=breach.place,
    )


def _where_it_is(
    name: str, parent: GraphQLNamedType | None, view: View, merged: MergedSchema
) -> str | None:
    """A dataset named without its owner, a column asked of a dataset and not of its rows."""
    if parent is merged.graphql_schema.query_type:
        # Perhaps as an id or as in SQL: val_d_ille_aubigne__collectes, lieux_covoiturage.
        owner, _, rest = name.rpartition("__")
        spelt = graphql_name(rest)
        owners = [
            root
            for root, organisation in view.organisations.items()
            if owner in {"", organisation.slug.sql_name}
            and spelt in view.datasets_of(organisation.siren)
        ]
        return ", ".join(f"{each} {{ {spelt} }}" for each in owners[:_MOST_OWNERS]) or None
    for scopes in merged.scopes.values():
        for scope in scopes.values():
            if parent is not None and parent.name == scope.type_name("Connection"):
                return f"nodes {{ {name} }}" if name in scope.columns else None
    return None


def _fields_of(parent: GraphQLNamedType | None, view: View, merged: MergedSchema) -> Iterable[str]:
    """The types hold only the datasets that the document names: the view knows the others."""
    if parent is merged.graphql_schema.query_type:
        return sorted({*merged.control.fields, *view.organisations})
    if parent is merged.graphql_schema.mutation_type:
        return sorted(merged.control.mutation.fields)
    for organisation in merged.organisations.values():
        if parent is not None and parent.name == organisation_type_name(organisation):
            return sorted(view.datasets_of(organisation.siren))
    return sorted(parent.fields) if isinstance(parent, GraphQLObjectType) else ()


def _leaf_selection(breach: Breach) -> Problem:
    name = breach.words[0] if breach.words else ""
    kind = SelectionRefused if isinstance(breach.node, SelectionSetNode) else SelectionNeeded
    return kind(field=name, place=breach.place)


def _unknown_argument(breach: Breach) -> Problem:
    name = _name(breach)
    known = () if breach.field is None else tuple(sorted(breach.field.args))
    of = (breach.words[-1] if len(breach.words) > 1 else "").rpartition(".")[2]
    if name.lower().replace("_", "") in _DISTINCT and _has_first_rows(breach.field):
        return DistinctByGroups(argument=name[:100], of=of, place=breach.place)
    return UnknownArgument(
        argument=name[:100],
        of=of,
        did_you_mean=_called_here(name, known) or nearest(name, known),
        place=breach.place,
    )


def _has_first_rows(field: GraphQLField | None) -> bool:
    """True of a list of rows whose groups show their first ones."""
    type_ = None if field is None else get_named_type(field.type)
    groups = type_.fields.get("groupBy") if isinstance(type_, GraphQLObjectType) else None
    group = None if groups is None else get_named_type(groups.type)
    return isinstance(group, GraphQLObjectType) and "rows" in group.fields


def _called_here(argument: str, known: tuple[str, ...]) -> str | None:
    """The argument for a name of other interfaces; None where it has none among `known`."""
    meant = _OTHER_NAMES.get(argument.lower().replace("_", ""))
    return meant if meant in known else None


def _invalid_value(breach: Breach, merged: MergedSchema) -> Problem:
    named = _expected_type(breach, merged)
    match breach.node:
        case ObjectFieldNode() as node:
            return _unknown_input_field(breach, node, named)
        case ObjectValueNode() if isinstance(named, GraphQLInputObjectType):
            if named.is_one_of:
                return ExactlyOneField(type=named.name, place=breach.place)
            missing = breach.words[-1].rpartition(".")[2] if breach.words else ""
            return MissingInputField(field=missing, type=named.name, place=breach.place)
        case node:
            expected = _expected(named)
            written = getattr(node, "value", None)
            among = tuple(named.values) if isinstance(named, GraphQLEnumType) else ()
            return UnexpectedValue(
                expected=expected[0],
                expected_en=expected[1],
                did_you_mean=nearest(written, among) if isinstance(written, str) else None,
                place=breach.place,
            )


def _expected_type(breach: Breach, merged: MergedSchema) -> GraphQLNamedType | None:
    """The type that the library's sentence names."""
    types = merged.graphql_schema.type_map
    for word in (breach.scalar, *breach.words):
        named = types.get(word.strip("[]!"))
        if named is not None:
            return named
    return None


def _expected(named: GraphQLNamedType | None) -> Bilingual:
    if isinstance(named, GraphQLEnumType):
        among = ", ".join(named.values)
        return Bilingual(f"une valeur parmi {among}", f"one of {among}")
    return expected_of(named.name) if named else Bilingual("une autre valeur", "another value")


def _unknown_input_field(
    breach: Breach, node: ObjectFieldNode, parent: GraphQLNamedType | None
) -> Problem:
    known = parent.fields if isinstance(parent, GraphQLInputObjectType) else {}
    name = node.name.value
    return UnknownInputField(
        field=name[:100],
        type=parent.name if parent else "",
        did_you_mean=nearest(name, tuple(sorted(known))),
        place=breach.place,
    )


def _missing_argument(breach: Breach) -> Problem:
    """The library names it `Query.territory(siren:)`, or `@skip(if:)`."""
    of, _, argument = (breach.words[0] if breach.words else "").partition("(")
    return MissingArgument(
        of=of.rpartition(".")[2], argument=argument.removesuffix(":)"), place=breach.place
    )


def _variable_mismatch(breach: Breach) -> Problem:
    at = breach.nodes[-1] if breach.nodes else None
    # Variable '$d' of type 'String' used in position expecting type 'Date!'.
    declared, expected = (*breach.words[1:3], "", "")[:2]
    return VariableMismatch(
        variable=_name(breach),
        declared=declared,
        expected=f"« {expected} »",
        expected_en=f'"{expected}"',
        place=place_of(at) or breach.place,
    )


def _no_input_type(breach: Breach) -> Problem:
    """Variable '$d' cannot be non-input type 'Commune'."""
    return VariableMismatch(
        variable=_name(breach),
        declared=breach.words[-1] if breach.words else "",
        expected="un type de valeur ou d'argument",
        expected_en="a type of values or arguments",
        place=breach.place,
    )


def _named(kind: type[Problem], fact: str) -> Callable[[Breach], Problem]:
    def told(breach: Breach) -> Problem:
        return kind(place=breach.place, **{fact: _name(breach)[:100]})

    return told


def _unknown_directive(breach: Breach) -> Problem:
    """Directives of other servers are told by their names."""
    name = _name(breach)
    kinds = {"defer": AnswersInPieces, "stream": AnswersInPieces, "live": NoLiveQueries}
    return kinds.get(name, DirectiveProblem)(directive=name, place=breach.place)


def _plain(kind: type[Problem]) -> Callable[[Breach], Problem]:
    return lambda breach: kind(place=breach.place)


def _invalid(breach: Breach) -> Problem:
    return InvalidDocument(rule=breach.rule, place=breach.place)


def _name(breach: Breach) -> str:
    """The name that the node bears, or the first word that the library quoted: the caller's own."""
    node = breach.node
    if isinstance(node, NameNode):
        return node.value
    named = getattr(node, "variable", node)
    name = getattr(named, "name", None)
    if isinstance(name, NameNode):
        return name.value
    return breach.words[0].lstrip("$@") if breach.words else ""


_DISTINCT = frozenset({"distinct", "distincton", "uniqueby"})
_OTHER_NAMES = {
    **dict.fromkeys(("limit", "take", "top", "size", "pagesize", "perpage"), "first"),
    **dict.fromkeys(("order", "sort", "sortby"), "orderBy"),
    **dict.fromkeys(("filter", "filters"), "where"),
    "skip": "offset",
    "cursor": "after",
}
_TELLERS: dict[str, Callable[[Breach], Problem]] = {
    "ScalarLeafs": _leaf_selection,
    "KnownArgumentNames": _unknown_argument,
    "ProvidedRequiredArguments": _missing_argument,
    "VariablesInAllowedPosition": _variable_mismatch,
    "VariablesAreInputTypes": _no_input_type,
    "NoUndefinedVariables": _named(UndefinedVariable, "variable"),
    "NoUnusedVariables": _named(UnusedVariable, "variable"),
    "KnownTypeNames": _named(UnknownType, "type"),
    "KnownFragmentNames": _named(UnknownFragment, "fragment"),
    "NoUnusedFragments": _named(UnusedFragment, "fragment"),
    "NoFragmentCycles": _named(FragmentCycle, "fragment"),
    "FragmentsOnCompositeTypes": _plain(FragmentMismatch),
    "PossibleFragmentSpreads": _plain(FragmentMismatch),
    "KnownDirectives": _unknown_directive,
    "SingleFieldSubscriptions": _plain(OneStreamField),
    "UniqueDirectivesPerLocation": _named(DirectiveProblem, "directive"),
    "UniqueOperationNames": _named(DuplicateName, "name"),
    "UniqueFragmentNames": _named(DuplicateName, "name"),
    "UniqueVariableNames": _named(DuplicateName, "name"),
    "UniqueArgumentNames": _named(DuplicateName, "name"),
    "UniqueInputFieldNames": _named(DuplicateName, "name"),
}
