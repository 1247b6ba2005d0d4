"""The catalogue's page as GraphQL shows it."""

from __future__ import annotations

import strawberry

from gateway.control.sentence import Sentence
from gateway.control.types import Dataset


@strawberry.type(description="Où un mot cherché a été trouvé. / Where a word was found.")
class CatalogueReason:
    typed: str
    words: Sentence


@strawberry.type
class CatalogueEntry:
    dataset: Dataset
    theme: str | None
    access: str = strawberry.field(
        description="ours, received, open, open_with_account, restricted"
    )
    freshness: str = strawberry.field(description="week, month, year, older, source")
    reasons: list[CatalogueReason]
    found_words: list[str] = strawberry.field(
        description=(
            "Les mots du titre et de la description qui répondent, en minuscules. / The words of "
            "its title and description that answer, in small letters."
        )
    )


@strawberry.type
class FacetValue:
    code: str
    label: Sentence
    count: int
    is_chosen: bool


@strawberry.type(
    description=(
        "Une facette et, pour chaque valeur, le nombre de jeux qui passent les autres facettes. / "
        "A facet, with the count of datasets that pass the others."
    )
)
class CatalogueFacet:
    code: str
    label: Sentence
    values: list[FacetValue]


@strawberry.type(description="Un mot cherché, tel qu'il a été compris. / A word, as it was read.")
class UnderstoodWord:
    typed: str
    read: str
    is_place: bool
    is_corrected: bool
    is_found: bool
    near: list[str]


@strawberry.type(description="Une page du catalogue. / A page of the catalogue.")
class Catalogue:
    total: int
    exact: int = strawberry.field(
        description=(
            "Combien répondent sans correction ni mot seulement proche. / How many answer without "
            "a correction or a word that is only near."
        )
    )
    is_near: bool = strawberry.field(
        description=(
            "Vrai : rien ne répond à tous les mots, ceux-ci répondent à une partie. / True: "
            "nothing answers all the words, these answer a part of them."
        )
    )
    entries: list[CatalogueEntry]
    facets: list[CatalogueFacet]
    understood: list[UnderstoodWord]
    suggestions: list[str]
