"""The description of `asCollecteDechets`: which fields have no value in this dataset, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import graphql_name
from catalog.standards.conformity import FieldMatch, Missing
from schema.types.descriptions import both
from schema.types.given import Given
from schema.types.scope import DatasetScope
from schema.types.standard_scopes import CitedStandard

_WHY: Final[Mapping[Missing, Bilingual]] = {
    Missing.ABSENT: Bilingual("aucune colonne", "no column"),
    Missing.AMBIGUOUS: Bilingual("plusieurs colonnes possibles", "several columns possible"),
    Missing.OTHER_TYPE: Bilingual("colonne d'un autre type", "a column of another type"),
    Missing.UNIT_UNKNOWN: Bilingual("unité non déclarée", "unit not declared"),
    Missing.UNIT_OTHER: Bilingual("unité non convertible", "unit not convertible"),
    Missing.NOT_GIVEN: Bilingual("ne vous est pas donnée", "not given to you"),
    Missing.COARSER: Bilingual("donnée par EPCI seulement", "given by EPCI only"),
}


def describe_standard_row(cited: CitedStandard, scope: DatasetScope, given: Given | None) -> str:
    """With the reader's own reasons where it is known what is `given`."""
    matches = cited.matches
    if given is not None:
        columns = given.columns.get(scope.dataset.id, {})
        matches = tuple(
            each if each.column is None else each.as_given(columns.get(each.column.id, ()))
            for each in matches
        )
    title, without = cited.standard.title, _without(matches)
    return both(
        f"La ligne selon le standard « {title} », comme sous « standards » : ses unités, ses "
        f"codes ; null si un code n'est pas de la liste du champ.{without.fr}",
        f'The row in the standard "{title}", as under "standards": its units, its codes; null '
        f"where a code is not of the field's list.{without.en}",
    )


def _without(matches: Iterable[FieldMatch]) -> Bilingual:
    fields = [
        (graphql_name(each.field.name), _WHY[each.missing])
        for each in matches
        if each.missing is not None
    ]
    if not fields:
        return Bilingual("", "")
    french = ", ".join(f"{name} ({why.fr})" for name, why in fields)
    english = ", ".join(f"{name} ({why.en})" for name, why in fields)
    return Bilingual(f" Sans valeur ici : {french}.", f" Without a value here: {english}.")
