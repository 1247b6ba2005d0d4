"""One schema a document: the control fields, and the datasets that it names and may discover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNode,
)

from catalog.caches import remembered
from catalog.model.organisation import Organisation
from federation.standards.standard_tables import STANDARDS
from schema.types.control_schema import ControlSchema
from schema.types.dataset_types import DatasetTypes
from schema.types.given import Given
from schema.types.node_types import node_fields
from schema.types.scope import DatasetScope, organisation_type_name, pascal, scope_of
from schema.types.standard_scopes import EVERYBODY, standard_scopes
from schema.types.view import View


@dataclass(frozen=True, slots=True)
class MergedSchema:
    """`organisations` by root field; `scopes` by root field, then dataset field."""

    graphql_schema: GraphQLSchema
    control: ControlSchema
    organisations: Mapping[str, Organisation]
    scopes: Mapping[str, Mapping[str, DatasetScope]]


@dataclass(frozen=True, slots=True)
class _Named:
    fingerprint: str
    datasets: frozenset[str]
    organisations: frozenset[str]
    control: ControlSchema
    view: View = field(compare=False, repr=False)
    given: Given | None = None
    standards: bool = False
    """True where the standards of which the view shows a dataset are there too."""


def schema_of_datasets(
    view: View, datasets: Iterable[str], control: ControlSchema, given: Given | None = None
) -> MergedSchema:
    """The schema of these datasets (ids); those that the view does not show are left out.
    Descriptions say what is `given`, where that is known.
    """
    shown = frozenset(datasets) & view.discoverable
    is_all = shown == view.discoverable
    return _build(
        _Named(view.fingerprint, shown, frozenset(), control, view, given, standards=is_all)
    )


def schema_of_document(view: View, document: DocumentNode, control: ControlSchema) -> MergedSchema:
    """The schema of what a document may mean and the view shows: a few too many do no harm."""
    names = _Names(set(), set())
    for definition in document.definitions:
        names.read(definition)
    organisations = frozenset(view.organisations.keys() & names.fields)
    datasets = frozenset(
        dataset.id
        for root in organisations
        for name, dataset in view.datasets_of(view.organisations[root].siren).items()
        if name in names.fields
    ) | frozenset(_datasets_of_types(view, names.types))
    has_standards = STANDARDS in names.fields or any(
        each.startswith(f"{pascal(EVERYBODY.slug)}_") for each in names.types
    )
    return _build(
        _Named(view.fingerprint, datasets, organisations, control, view, standards=has_standards)
    )


def _datasets_of_types(view: View, types: set[str]) -> Iterator[str]:
    """Ids of those whose types' names begin so."""
    for type_name in types:
        owner, _, name = type_name.partition("_")
        organisation = view.organisations.get(_field_of(owner))
        if organisation is None:
            continue
        dataset = view.datasets_of(organisation.siren).get(_field_of(name))
        if dataset is None:
            continue
        if type_name == f"{pascal(organisation.slug)}_{pascal(dataset.name)}":
            yield dataset.id


def _field_of(type_name: str) -> str:
    """`ValDIlleAubigne` to `valDIlleAubigne`."""
    return type_name[:1].lower() + type_name[1:]


@remembered(maxsize=256)
def _build(named: _Named) -> MergedSchema:
    fields: dict[str, GraphQLField] = {**node_fields(), **named.control.fields}
    organisations: dict[str, Organisation] = {}
    scopes: dict[str, Mapping[str, DatasetScope]] = {}
    types_of_datasets = DatasetTypes(named.given)
    of_standards = standard_scopes(named.view) if named.standards else {}
    for root, organisation in _organisations_of(named, with_standards=bool(of_standards)):
        shown = named.view.datasets_of(organisation.siren)
        datasets = {
            name: scope_of(organisation, dataset, named.view)
            for name, dataset in shown.items()
            if dataset.id in named.datasets
        }
        if organisation is EVERYBODY:
            datasets = dict(of_standards)
        # An organisation that is named has its field, though no dataset of it may be meant.
        if root in named.control.fields or not (datasets or root in named.organisations):
            continue
        organisations[root] = organisation
        scopes[root] = MappingProxyType(datasets)
        fields[root] = GraphQLField(
            GraphQLObjectType(
                organisation_type_name(organisation),
                {name: types_of_datasets.field(scope) for name, scope in sorted(datasets.items())},
            ),
            description=organisation.name,
        )
    query = GraphQLObjectType(named.control.query_name, fields)
    types: list[GraphQLNamedType] = list(named.control.types)
    return MergedSchema(
        GraphQLSchema(
            query,
            named.control.mutation,
            named.control.subscription,
            types=types,
            assume_valid=True,
        ),
        named.control,
        MappingProxyType(organisations),
        MappingProxyType(scopes),
    )


def _organisations_of(named: _Named, *, with_standards: bool) -> Iterator[tuple[str, Organisation]]:
    """By root field, in the view's order; those that nothing names are left out."""
    view = named.view
    owners = {view.snapshot.datasets[each].owner for each in named.datasets}
    for root, organisation in view.organisations.items():
        if organisation.siren in owners or root in named.organisations:
            yield root, organisation
    if with_standards:
        yield STANDARDS, EVERYBODY


@dataclass(slots=True)
class _Names:
    """Every field name, and the first two words of every type name, that a document writes."""

    fields: set[str]
    types: set[str]

    def read(self, definition: object) -> None:
        match definition:
            case OperationDefinitionNode():
                for variable in definition.variable_definitions or ():
                    self._read_type(variable.type)
                self._read_selections(definition.selection_set)
            case FragmentDefinitionNode():
                self._read_type(definition.type_condition)
                self._read_selections(definition.selection_set)
            case _:
                return

    def _read_selections(self, selection_set: SelectionSetNode) -> None:
        for selection in selection_set.selections:
            match selection:
                case FieldNode():
                    self.fields.add(selection.name.value)
                    if selection.selection_set is not None:
                        self._read_selections(selection.selection_set)
                case InlineFragmentNode():
                    if selection.type_condition is not None:
                        self._read_type(selection.type_condition)
                    self._read_selections(selection.selection_set)
                case _:
                    continue

    def _read_type(self, node: TypeNode) -> None:
        while isinstance(node, ListTypeNode | NonNullTypeNode):
            node = node.type
        if isinstance(node, NamedTypeNode):
            owner, _, rest = node.name.value.partition("_")
            self.types.add(f"{owner}_{rest.partition('_')[0]}")
