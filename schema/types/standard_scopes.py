"""A standard as a document sees it: one dataset of everybody's, under the root field `standards`.

Its fields are those of the standard, in the standard's types, and whose each row is. It is no
dataset of the catalog: what a document asks of it is expanded into those that its caller may read
before anything is planned (`federation.standards.standard_tables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.caches import remembered
from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren, Slug, graphql_name
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.standards.conformity import FieldMatch, conformity
from catalog.standards.standard import Standard, StandardField, standards
from federation.standards.standard_tables import DATASET, OWNER_NAME, OWNER_SIREN, STANDARDS
from schema.types.scope import DatasetScope, pascal, scope_of
from schema.types.view import View

OWNER_FIELD = "owner"
"""`owner { siren nom }` of a row; its values are those of the columns that follow."""
_LABELS = {
    OWNER_SIREN: ("SIREN de l'organisme à qui est la ligne", "SIREN of the body whose row it is"),
    OWNER_NAME: ("Nom de l'organisme à qui est la ligne", "Name of the body whose row it is"),
    DATASET: ("Jeu de données dont vient la ligne", "Dataset that the row comes from"),
}
EVERYBODY = Organisation(Siren("000000000"), Slug(STANDARDS), "Standards", OrganisationKind.ETAT)
"""The owner of the rows of a standard: they are of no body, and of none by this SIREN."""


def standard_scopes(view: View) -> Mapping[str, DatasetScope]:
    """By field, those standards of which the view shows a dataset."""
    cited = {each.standard for each in view.datasets}
    scopes = {
        graphql_name(of.sql_name): _scope(of) for of in standards().values() if of.name in cited
    }
    return MappingProxyType(scopes)


@dataclass(frozen=True, slots=True)
class CitedStandard:
    """The field `asCollecteDechets` of a dataset's rows: the row as one of its standard's, whose
    rows `scope` is. `matches`: of each field of the standard, before it is known what is given.
    """

    name: str
    standard: Standard
    scope: DatasetScope
    matches: tuple[FieldMatch, ...]


def cited_standard(scope: DatasetScope) -> CitedStandard | None:
    """None where the dataset cites no standard, is one, or calls something else so."""
    standard = standards().get(scope.dataset.standard or "")
    if standard is None or is_standard_scope(scope):
        return None
    name = f"as{pascal(standard.sql_name)}"
    if name in scope.columns or name in scope.relations or name in scope.links:
        return None
    return CitedStandard(name, standard, _scope(standard), conformity(standard, scope.dataset))


def standard_of(scope: DatasetScope) -> Standard | None:
    """The standard that a scope is; None for a dataset of somebody's."""
    return standards().get(scope.dataset.standard or "") if is_standard_scope(scope) else None


def is_standard_scope(scope: DatasetScope) -> bool:
    return scope.organisation is EVERYBODY


@remembered(maxsize=32)
def _scope(standard: Standard) -> DatasetScope:
    columns = [
        *(_column(each) for each in standard.fields),
        *(
            Column(f"c_{name}", Name(name), ColumnType(ScalarType.STRING), name, *labels)
            for name, labels in _LABELS.items()
        ),
    ]
    dataset = Dataset(
        id=f"{STANDARDS}.{standard.sql_name}",
        owner=EVERYBODY.siren,
        storage_id=STANDARDS,
        name=Name(standard.sql_name),
        title_fr=standard.title,
        title_en=standard.title,
        physical=PhysicalObject(ObjectKind.TABLE, standard.sql_name),
        columns=tuple(columns),
        standard=standard.name,
    )
    return scope_of(EVERYBODY, dataset)


def _column(of: StandardField) -> Column:
    label = (of.name, of.name) if of.label is None else (of.label.fr, of.label.en)
    return Column(
        f"c_{of.name}",
        Name(of.name),
        of.given_as,
        of.name,
        *label,
        unit=of.unit,
        concept=of.concept,
        code_list=of.code_list,
    )
