"""What people type finds their data: accents, plurals, slips and the words of administrations.

Covers catalog.search.index, catalog.search.finding, catalog.search.understanding,
catalog.search.words, catalog.search.stems, catalog.search.synonyms, catalog.search.vocabulary,
catalog.search.texts.
"""

import pytest

from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.search.finding import find
from catalog.search.index import SearchIndex
from catalog.search.words import words_of

TOWN = Organisation(Siren("243500667"), Slug("val"), "CC Val d'Ille-Aubigné", OrganisationKind.CC)
LAKE = Organisation(Siren("243500733"), Slug("lac"), "Syndicat du Lac", OrganisationKind.SMF)


def dataset(owner, name, title, *columns, description="", codes=()):
    return Dataset(
        id=f"{owner.slug}__{name}",
        owner=owner.siren,
        storage_id="s",
        name=Name(name),
        title_fr=title,
        title_en="",
        description_fr=description,
        physical=PhysicalObject(ObjectKind.TABLE, name),
        columns=tuple(
            Column(
                id=f"c{place}",
                name=Name(f"col{place}"),
                type=ColumnType(ScalarType.STRING),
                source_name=label,
                label_fr=label,
                label_en="",
                code_list=codes,
            )
            for place, label in enumerate(columns)
        ),
    )


WEIGHINGS = dataset(TOWN, "pesees", "Pesées de collecte", "Commune", "Flux", codes=("OMR", "VERRE"))
METERS = dataset(LAKE, "releves", "Relevés des compteurs d'eau", "Volume", "Commune")
STATIONS = dataset(LAKE, "bornes", "Bornes de recharge électrique", "Puissance")
INDEX = SearchIndex.of([(WEIGHINGS, TOWN), (METERS, LAKE), (STATIONS, LAKE)])


def found(typed):
    return find(typed, INDEX).ids


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("pesées", "val__pesees"),
        ("PESEE", "val__pesees"),
        ("pessées", "val__pesees"),
        ("tonnages", "val__pesees"),
        ("verre", "val__pesees"),
        ("ordures ménagères", "val__pesees"),
        ("val d'ille", "val__pesees"),
        ("releve compteur", "lac__releves"),
        ("compteurs d'eaux", "lac__releves"),
        ("comteur", "lac__releves"),
        ("IRVE", "lac__bornes"),
        ("bornes de recharge du syndicat", "lac__bornes"),
        ("rech", "lac__bornes"),
    ],
)
def test_what_is_typed_finds_it(typed, first):
    assert found(typed)[:1] == (first,)


def test_all_that_is_typed_must_be_there():
    assert found("compteur verre") == ()
    assert found("piscine") == ()


def test_a_title_comes_before_a_column():
    titled = dataset(LAKE, "communes", "Communes du lac", "Nom")
    index = SearchIndex.of([(METERS, LAKE), (titled, LAKE)])
    assert find("commune", index).ids == ("lac__communes", "lac__releves")


def test_nothing_typed_is_everything_in_order():
    assert found("  de la ") == ("val__pesees", "lac__releves", "lac__bornes")


def test_a_search_costs_no_more_however_long_it_is():
    assert found("compteur " + "x" * 5_000_000) == ()
    assert found("compteur eau " * 100_000) == ("lac__releves",)


def test_words_lose_accents_plurals_and_small_words():
    assert words_of("Relevés de compteurs d'EAUX") == ["relev", "compteur", "eau"]
    assert words_of("budgets communaux 2025") == ["budget", "communal", "2025"]
