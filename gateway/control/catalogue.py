"""The catalogue: searched, narrowed by facets, page by page. No row is read and no use is left."""

from __future__ import annotations

from typing import Annotated, Final

import strawberry

from catalog.model.agreement import AgreementState
from catalog.model.bilingual import Bilingual
from catalog.search.facets import Facet
from catalog.search.listing import (
    CatalogueQuestion,
    CatalogueReader,
    CatalogueSort,
    Listed,
    list_catalogue,
)
from catalog.search.reasons import reasons_of, words_found
from catalog.search.suggesting import completions, near_words
from gateway.control.catalogue_types import (
    Catalogue,
    CatalogueEntry,
    CatalogueFacet,
    CatalogueReason,
    FacetValue,
    UnderstoodWord,
)
from gateway.control.catalogue_words import FACET_WORDS, reason_words, value_words
from gateway.control.context import ControlContext
from gateway.control.search_indexes import Searchable, index_of
from gateway.control.sentence import Sentence
from gateway.control.types import write_dataset
from gateway.control.visible_agreements import agreements_seen
from schema.problems import OffsetTooLarge

Info = strawberry.Info[ControlContext, None]
MOST_ENTRIES = 100
"""Datasets of one page."""
_MOST_OFFSET = 10_000
_MOST_CHOICES = 20

strawberry.enum(CatalogueSort, description="L'ordre d'une liste. / The order of a list.")


@strawberry.input(
    description=(
        "Ce qu'il faut garder : l'une des valeurs de chaque facette nommée. / One of the values of "
        "each facet that is named."
    )
)
class CatalogueFilter:
    theme: list[str] | None = None
    territory: list[str] | None = None
    owner: list[str] | None = None
    access: list[str] | None = None
    standard: list[str] | None = None
    freshness: list[str] | None = None
    format: list[str] | None = None

    @property
    def choices(self) -> dict[Facet, frozenset[str]]:
        lists = ((facet, getattr(self, facet.value)) for facet in Facet)
        return {facet: frozenset(values[:_MOST_CHOICES]) for facet, values in lists if values}


async def resolve_catalogue(
    info: Info,
    search: str | None = None,
    where: Annotated[
        CatalogueFilter | None,
        strawberry.argument(description="Les facettes choisies. / The facets that are chosen."),
    ] = None,
    sort: CatalogueSort = CatalogueSort.BEST,
    first: int = 24,
    offset: int = 0,
) -> Catalogue | None:
    """Raises OffsetTooLarge where `offset` is negative or beyond 10,000."""
    if not 0 <= offset <= _MOST_OFFSET:
        raise OffsetTooLarge(offset=offset, limit=_MOST_OFFSET)
    context = info.context
    searchable = await index_of(context.view, context.cog)
    question = CatalogueQuestion(search or "", {} if where is None else where.choices, sort)
    listed = list_catalogue(
        question, searchable.index, searchable.traits, _reader(context, searchable)
    )
    page = listed.numbers[offset : offset + min(max(first, 0), MOST_ENTRIES)]
    return Catalogue(
        total=len(listed.numbers),
        exact=listed.exact,
        is_near=listed.is_near,
        entries=[_entry(number, listed, searchable, context) for number in page],
        facets=[_facet(facet, listed, question, context) for facet in Facet],
        understood=_understood(listed, searchable),
        suggestions=completions(question.text, searchable.index),
    )


def _reader(context: ControlContext, searchable: Searchable) -> CatalogueReader:
    body = context.standpoint.body
    received = (
        frozenset(
            each.dataset_id
            for each in agreements_seen(context)
            if each.grantee == body and each.state is AgreementState.ACTIVE
        )
        if body is not None
        else frozenset[str]()
    )
    return CatalogueReader(
        body, searchable.here(body, context.view), received, context.standpoint.day
    )


def _entry(
    number: int, listed: Listed, searchable: Searchable, context: ControlContext
) -> CatalogueEntry:
    snapshot = context.view.snapshot
    dataset = snapshot.datasets[searchable.index.order[number]]
    owner = snapshot.organisations[dataset.owner]
    land = searchable.index.land.communes.get(owner.siren, frozenset())
    titles = f"{dataset.title_fr} {dataset.title_en} {dataset.description_fr}"
    values = listed.values
    return CatalogueEntry(
        dataset=write_dataset(dataset, owner),
        theme=next(iter(values[Facet.THEME][number]), None),
        access=values[Facet.ACCESS][number][0],
        freshness=values[Facet.FRESHNESS][number][0],
        reasons=[
            CatalogueReason(typed=each.typed, words=_sentence(reason_words(each)))
            for each in reasons_of(dataset, owner, land, listed.answer)
        ],
        found_words=words_found(f"{titles} {dataset.description_en}", listed.answer),
    )


def _facet(
    facet: Facet, listed: Listed, question: CatalogueQuestion, context: ControlContext
) -> CatalogueFacet:
    """The commonest value first. A value that is chosen and counts none stays, to be taken back."""
    counts, choices = listed.counts[facet], question.choices.get(facet, frozenset())
    bodies = context.view.snapshot.organisations
    codes = {value for values in listed.values[facet] for value in values}
    counted = {value: counts[value] for value in codes if counts[value] or value in choices}
    return CatalogueFacet(
        code=facet.value,
        label=_sentence(FACET_WORDS[facet]),
        values=[
            FacetValue(
                code=value,
                label=_sentence(value_words(facet, value, bodies)),
                count=count,
                is_chosen=value in choices,
            )
            for value, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        ],
    )


def _understood(listed: Listed, searchable: Searchable) -> list[UnderstoodWord]:
    return [
        UnderstoodWord(
            typed=matched.unit.typed,
            read=_spelt(matched.unit.read or matched.unit.typed, searchable),
            is_place=matched.unit.is_place,
            is_corrected=bool(matched.unit.read),
            is_found=matched.is_found,
            near=[] if matched.is_found else near_words(matched.unit.typed, searchable.index),
        )
        for matched in listed.answer.matched
    ]


def _spelt(words: str, searchable: Searchable) -> str:
    """With the accents that the words bear in this reader's catalogue."""
    return " ".join(searchable.index.spellings.get(word, word) for word in words.split())


def _sentence(words: Bilingual) -> Sentence:
    return Sentence(fr=words.fr, en=words.en)


_DESCRIPTION: Final = (
    "Le catalogue, page par page : ce que vous pouvez découvrir, cherché, trié et compté par "
    "facettes ; aucune ligne n'est lue. / The catalogue, page by page: searched, sorted and "
    "counted by facets; no row is read."
)


@strawberry.type
class CatalogueQuery:
    catalogue: Catalogue | None = strawberry.field(
        resolver=resolve_catalogue, description=_DESCRIPTION
    )
