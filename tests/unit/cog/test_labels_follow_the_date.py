"""Covers catalog.fold, catalog.cog.labels."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cog import load_cog
from catalog.fold import fold
from tests.tiers import examples

COG = load_cog()
CODES = sorted(COG.land.by_code)
VAL_D_ILLE = "243500667"


def test_mesnil_roc_h_has_the_population_of_its_whole_land_in_2019():
    label = COG.label("35308", date(2019, 6, 1))
    assert label is not None
    assert (label.nom, label.population, label.population_vintage) == ("Mesnil-Roc'h", 4336, 2021)
    assert (label.epci_siren, label.epci_nom) == ("243500733", "CC Bretagne Romantique")


@pytest.mark.parametrize(
    ("day", "population", "vintage"),
    [
        (date(2015, 6, 1), 1442, 2019),
        (date(2020, 6, 1), 1442, 2019),
        (date(2023, 12, 31), 1483, 2023),
        (date(2024, 1, 1), 2430, 2024),
        (date(2031, 1, 1), 2451, 2026),
    ],
)
def test_the_population_is_that_of_the_vintage_in_force_and_of_the_same_land(
    day, population, vintage
):
    label = COG.label("35062", day)
    assert label is not None
    assert (label.population, label.population_vintage) == (population, vintage)


def test_an_old_commune_takes_the_epci_of_the_one_that_holds_it_and_no_population():
    lanhelin = COG.label("35147", date(2018, 6, 1))
    assert lanhelin is not None
    assert (lanhelin.nom, lanhelin.epci_siren, lanhelin.population) == (
        "Lanhélin",
        "243500733",
        None,
    )
    assert COG.label("35147", date(2020, 6, 1)) is None


def test_an_epci_bears_its_name_of_the_time():
    names = [COG.label("35211", date(year, 6, 1)) for year in (2019, 2026)]
    assert [label and label.epci_nom for label in names] == [
        "CC de Brocéliande",
        "CC Brocéliande Communauté",
    ]


def test_a_name_that_changes_inside_a_year_has_two_keys():
    assert COG.label_key("35130", date(2011, 3, 24)) == "35130@2011"
    assert COG.label_key("35130", date(2011, 3, 25)) == "35130@2011-03-25"
    assert COG.label_key("35130", date(2012, 1, 1)) == "35130@2012"
    table = COG.label_table(["35130"], (2011, 2012))
    assert [(key, label.nom) for key, label in table.items()] == [
        ("35130@2011", "Hédé"),
        ("35130@2011-03-25", "Hédé-Bazouges"),
        ("35130@2012", "Hédé-Bazouges"),
    ]
    (boundary,) = [b for b in COG.midyear_boundaries(["35130"]) if b.start.year == 2011]
    assert (boundary.start, boundary.end) == (date(2011, 3, 25), date(2012, 1, 1))
    assert boundary.key == "35130@2011-03-25"


def key_as_sql_makes_it(code, day, years):
    year = min(max(day.year, years[0]), years[1])
    for boundary in COG.midyear_boundaries([code]):
        if boundary.start <= day < boundary.end:
            return boundary.key
    return f"{code}@{year}"


@settings(max_examples=examples(200), deadline=None)
@given(code=st.sampled_from(CODES), day=st.dates(date(1930, 1, 1), date(2040, 1, 1)))
def test_the_key_made_in_sql_finds_the_label_of_the_day(code, day):
    label = COG.label(code, day)
    if label is None:
        return
    wide = COG.label_table([code])
    assert wide[COG.label_key(code, day)] == label
    assert wide[key_as_sql_makes_it(code, day, (COG.first_year, COG.last_year))] == label
    assert COG.label_of_key(COG.label_key(code, day)) == label
    years = COG.label_years([code])
    narrow = COG.label_table([code], years)
    key = key_as_sql_makes_it(code, day, years)
    assert (narrow.get(key) or wide[key]) == label


def test_labels_can_be_found_by_a_folded_name():
    found = COG.find_by_name(lambda nom: "aubigne" in fold(nom))
    codes = [period.code for period in found]
    assert [code for code in codes if code.startswith("35")] == ["35007", "35251"]
    assert "49012" in codes
    mesnil = COG.find_by_name(lambda nom: nom == "Mesnil-Roc'h")
    assert [(p.code, p.start, p.end) for p in mesnil] == [
        (code, date(2019, 1, 1), None) for code in ("35147", "35308", "35344")
    ]
    assert [(p.code, p.start, p.end) for p in COG.find_by_name(lambda n: n == "Lanhélin")] == [
        ("35147", None, date(2019, 1, 1))
    ]


def test_communes_can_be_found_by_their_epci():
    codes = {period.code for period in COG.find_by_epci(VAL_D_ILLE)}
    assert len(codes) == 19
    assert "35326" in codes
    romantique = {p.code: (p.start, p.end) for p in COG.find_by_epci("243500733")}
    assert romantique["35147"] == romantique["35308"] == (None, None)
    by_name = COG.find_by_epci_name(lambda nom: "aubigne" in fold(nom))
    assert {period.code for period in by_name} == codes
    assert COG.find_by_epci("999999999") == ()


@settings(max_examples=examples(100), deadline=None)
@given(code=st.sampled_from(CODES), day=st.dates(date(1950, 1, 1), date(2027, 1, 1)))
def test_a_search_by_name_and_by_epci_agrees_with_the_label_of_the_day(code, day):
    commune = COG.commune_at(code, day)
    label = commune and COG.label(commune, day)
    if not label:
        return

    def found(periods):
        return any(
            each.code == code and (each.start or date.min) <= day < (each.end or date.max)
            for each in periods
        )

    assert found(COG.find_by_name(lambda nom: nom == label.nom))
    if label.epci_siren is not None:
        assert found(COG.find_by_epci(label.epci_siren))
