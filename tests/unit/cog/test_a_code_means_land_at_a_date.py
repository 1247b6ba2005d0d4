"""Covers catalog.cog.values, catalog.cog.land."""

from datetime import date

import pytest

from catalog.cog import Atom, MeaningKind, load_cog
from catalog.problems import AmbiguousCommuneCode, UnknownCommuneCode

COG = load_cog()
OREE_D_ANJOU = {
    "49040", "49069", "49126", "49172", "49177", "49270", "49296", "49320", "49360",
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "day", "nom"),
    [
        ("49069", date(2014, 6, 1), "Champtoceaux"),
        ("49069", date(2015, 12, 14), "Champtoceaux"),
        ("49069", date(2015, 12, 15), "Orée d'Anjou"),
        ("49069", date(2020, 6, 1), "Orée d'Anjou"),
        ("49069", date(2024, 12, 31), "Orée d'Anjou"),
        ("49126", date(2025, 1, 1), "Orée d'Anjou"),
        ("27676", date(2016, 6, 1), "Venables"),
        ("27676", date(2020, 12, 31), "Les Trois Lacs"),
        ("27058", date(2021, 1, 1), "Les Trois Lacs"),
        ("27058", date(2022, 12, 31), "Les Trois Lacs"),
        ("27676", date(2023, 1, 1), "Les Trois Lacs"),
        ("35308", date(2018, 12, 31), "Saint-Pierre-de-Plesguen"),
        ("35308", date(2019, 1, 1), "Mesnil-Roc'h"),
        ("35130", date(2011, 3, 24), "Hédé"),
        ("35130", date(2011, 3, 25), "Hédé-Bazouges"),
        ("35062", date(2024, 1, 1), "La Chapelle-Fleurigné"),
    ],
)
def test_a_code_names_the_commune_of_that_day(code, day, nom):
    found = COG.resolve(code, day)
    assert (found.nom, found.is_commune) == (nom, True)
    assert COG.commune_at(code, day) == code


def test_49069_is_only_a_delegated_commune_of_oree_d_anjou_in_2025():
    found = COG.resolve("49069", date(2025, 6, 1))
    assert (found.nom, found.kind) == ("Champtoceaux", MeaningKind.DELEGATED)
    assert COG.commune_at("49069", date(2025, 6, 1)) == "49126"
    assert "49069" not in COG.codes(frozenset(map(Atom, OREE_D_ANJOU)), 2025)


def test_oree_d_anjou_keeps_its_land_when_its_code_changes():
    assert COG.atoms_of("49069", date(2024, 12, 31)) == OREE_D_ANJOU
    assert COG.atoms_of("49126", date(2025, 1, 1)) == OREE_D_ANJOU
    assert COG.codes(frozenset(map(Atom, OREE_D_ANJOU)), 2024) == ("49069",)
    assert COG.codes(frozenset(map(Atom, OREE_D_ANJOU)), 2025) == ("49126",)


def test_les_trois_lacs_is_one_land_under_two_codes():
    land = COG.atoms_of("27676", date(2020, 6, 1))
    assert (
        land == COG.atoms_of("27058", date(2022, 6, 1)) == COG.atoms_of("27676", date(2023, 6, 1))
    )
    assert [COG.codes(land, year) for year in (2020, 2021, 2022, 2023, 2026)] == [
        ("27676",), ("27058",), ("27058",), ("27676",), ("27676",),
    ]  # fmt: skip
    assert COG.atoms_of("27676", date(2022, 6, 1)) == frozenset()


def test_mesnil_roc_h_is_the_three_communes_that_formed_it():
    land = COG.atoms_of("35308", date(2019, 1, 1))
    assert land == {"35308", "35147", "35344"}
    assert COG.codes(land, 2019) == ("35308",)
    assert COG.codes(land, 2018) == ("35147", "35308", "35344")
    assert COG.commune_at("35147", date(2018, 7, 1)) == "35147"
    assert COG.commune_at("35147", date(2020, 7, 1)) == "35308"


def test_old_codes_of_mesnil_roc_h_are_inside_its_land_and_pace_is_not():
    land = COG.atoms_of("35308", date(2025, 6, 1))
    inside = {period.code: (period.start, period.end) for period in COG.code_periods(land)}
    assert inside == dict.fromkeys(("35147", "35308", "35344"), (None, None))
    assert "35210" not in inside
    assert COG.resolve("35210", date(2018, 6, 1)).nom == "Pacé"


def test_a_part_of_a_commune_is_never_the_whole_commune():
    saint_pierre = COG.atoms_of("35308", date(2018, 6, 1))
    assert COG.codes(saint_pierre, 2019) == ()
    assert COG.partly_covered(saint_pierre, 2019) == ("35308",)
    assert [(p.code, p.start, p.end) for p in COG.code_periods(saint_pierre)] == [
        ("35308", None, date(2019, 1, 1))
    ]


def test_a_commune_carved_out_of_another_was_part_of_it_before():
    le_tronchet = COG.atoms_of("35362", date(2000, 1, 1))
    assert COG.atoms_of("35224", date(1950, 1, 1)) == le_tronchet | COG.atoms_of(
        "35224", date(2000, 1, 1)
    )
    assert COG.atoms_of("35362", date(1950, 1, 1)) == frozenset()


def test_a_restored_commune_takes_its_land_back():
    land = COG.atoms_of("35317", date(1950, 1, 1))
    assert COG.commune_at("35317", date(1990, 1, 1)) == "35130"
    assert COG.commune_at("35317", date(2010, 1, 1)) == "35317"
    assert (
        COG.atoms_of("35317", date(1990, 1, 1)) == land == COG.atoms_of("35317", date(2020, 1, 1))
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "49069",
            "Orée d'Anjou du 15/12/2015 au 31/12/2024 ; Champtoceaux (commune déléguée) depuis",
        ),
        ("27676", "Venables jusqu'au 31/12/2016 ; Les Trois Lacs du 01/01/2017 au 31/12/2020"),
    ],
)
def test_an_ambiguous_code_without_a_date_is_refused_and_its_periods_told(code, told):
    with pytest.raises(AmbiguousCommuneCode) as refused:
        COG.resolve(code)
    assert told in refused.value.sentence("fr")
    assert "Donnez la date" in refused.value.next_step("fr")
    assert code in refused.value.sentence("en")
    assert "date" in refused.value.next_step("en")


def test_a_code_that_always_meant_one_land_needs_no_date():
    assert COG.resolve("35210").nom == "Pacé"
    assert COG.resolve("35306").nom == "Saint-Père-Marc-en-Poulet"


@pytest.mark.parametrize(
    ("code", "day", "told"),
    [
        ("99999", None, "Le code commune 99999 ne désigne aucune commune."),
        ("27676", date(2022, 6, 1), "aucune commune au 01/06/2022. Ce code a désigné : Venables"),
        ("35182", date(2020, 1, 1), "Moigné jusqu'au 28/02/1965"),
    ],
)
def test_a_code_that_means_nothing_is_refused(code, day, told):
    with pytest.raises(UnknownCommuneCode) as refused:
        COG.resolve(code, day)
    assert told in refused.value.sentence("fr")
    assert code in refused.value.sentence("en")


def test_moved_codes_say_which_commune_a_row_lies_in():
    moved = {(m.code, m.start, m.end): m.commune_code for m in COG.moved_codes()}
    assert moved["35147", date(2019, 1, 1), None] == "35308"
    assert moved["49069", date(2025, 1, 1), None] == "49126"
    assert moved["49126", date(2015, 12, 15), date(2025, 1, 1)] == "49069"
    assert moved["27058", date(2017, 1, 1), date(2021, 1, 1)] == "27676"
    assert [m.commune_code for m in COG.moved_codes(["35112"])] == ["35062"]
    assert COG.moved_codes(["35210"]) == ()


def test_a_legal_person_is_followed_across_codes():
    oree_d_anjou = "200056158"
    assert COG.commune_of_siren(oree_d_anjou, date(2015, 12, 14)) is None
    assert COG.commune_of_siren(oree_d_anjou, date(2020, 1, 1)) == "49069"
    assert COG.commune_of_siren(oree_d_anjou, date(2025, 1, 1)) == "49126"
    assert COG.commune_of_siren("243500667", date(2025, 1, 1)) is None


def test_a_delegated_commune_follows_its_commune_when_another_takes_the_old_code_again():
    """In 2024 Beaumont-les-Nonains is restored under 60054; Les Hauts-Talican become 60694."""
    before, after = date(2023, 6, 1), date(2024, 6, 1)
    assert COG.commune_at("60455", before) == "60054"
    assert COG.commune_at("60455", after) == "60694"
    assert COG.resolve("60054", after).nom == "Beaumont-les-Nonains"
    assert COG.atoms_of("60054", after) == {Atom("60054")}
