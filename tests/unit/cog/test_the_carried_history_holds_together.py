"""Covers catalog.cog.values."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cog import Atom, CodePeriod, load_cog
from tests.tiers import examples

COG = load_cog()
ATOMS = sorted(COG.land.by_atom)
DAYS = st.dates(date(1943, 1, 1), date(2027, 1, 1))
CHANGES = sorted(
    {
        day
        for meanings in COG.land.by_code.values()
        for each in meanings
        for day in (each.start, each.end)
        if day
    }
)


def holds(period: CodePeriod, day: date) -> bool:
    return (period.start or date.min) <= day < (period.end or date.max)


def test_every_atom_lies_in_one_commune_at_a_time_without_a_gap():
    for meanings in COG.land.by_atom.values():
        held = sorted(
            (each for each in meanings if each.is_commune), key=lambda each: each.start or date.min
        )
        assert held
        assert all(before.end == after.start for before, after in pairwise(held))


def test_only_land_whose_origin_or_heir_is_not_told_is_ever_in_no_commune():
    created, shared_out = set(), set()
    for atom, meanings in COG.land.by_atom.items():
        held = [each for each in meanings if each.is_commune]
        if all(each.start is not None for each in held):
            created.add(atom)
        if all(each.end is not None for each in held):
            shared_out.add(atom)
    # Carved out of other communes since 1943, and abolished between several: the list of
    # communes by period does not say which. The official movements do.
    assert len(created) == 70
    assert shared_out == {"08227", "45117", "51385", "51606", "60606", "77362"}


def test_the_meanings_of_a_code_never_overlap():
    for meanings in COG.land.by_code.values():
        for before, after in pairwise(meanings):
            assert before.end is not None
            assert after.start is not None
            assert before.end <= after.start


def test_the_country_has_its_communes_of_each_vintage():
    land = frozenset(map(Atom, ATOMS))
    counts = {year: len(COG.codes(land, year)) for year in (2019, 2021, 2022, 2023, 2024, 2025)}
    assert counts == {
        2019: 35_064, 2021: 35_059, 2022: 35_049, 2023: 35_039, 2024: 35_029, 2025: 34_969,
    }  # fmt: skip


def test_overseas_corsica_and_the_arrondissements_of_the_three_cities_are_in():
    day = date(2026, 1, 1)
    names = {"97105": "Basse-Terre", "98735": "Papeete", "2A004": "Ajaccio", "75056": "Paris"}
    assert {code: COG.resolve(code, day).nom for code in names} == names
    assert COG.commune_at("75101", day) == "75056"
    assert COG.commune_at("13216", day) == "13055"
    assert len(COG.atoms_of("69123", day)) == 10
    assert COG.atoms_of("20004", date(1970, 1, 1)) == COG.atoms_of("2A004", day)
    assert COG.commune_at("20004", day) is None


def test_ille_et_vilaine_has_its_communes_of_each_vintage():
    land = frozenset(
        atom
        for code, meanings in COG.land.by_code.items()
        if code.startswith("35")
        for each in meanings
        for atom in each.atoms
    )
    counts = {year: len(COG.codes(land, year)) for year in (2018, 2019, 2021, 2023, 2024, 2026)}
    assert counts == {2018: 345, 2019: 333, 2021: 333, 2023: 333, 2024: 332, 2026: 332}


@settings(max_examples=examples(60), deadline=None)
@given(
    chosen=st.sets(st.sampled_from(ATOMS), max_size=30),
    day=st.one_of(DAYS, st.sampled_from(CHANGES)),
)
def test_code_periods_are_the_codes_whose_land_of_that_day_is_inside(chosen, day):
    land = frozenset(map(Atom, chosen))
    inside = {each.code for each in COG.code_periods(land) if holds(each, day)}
    expected = {
        code for code in COG.land.by_code if (meant := COG.atoms_of(code, day)) and meant <= land
    }
    assert inside == expected
    assert set(COG.codes(land, day)) == {c for c in expected if COG.commune_at(c, day) == c}


@settings(max_examples=examples(60), deadline=None)
@given(day=st.one_of(DAYS, st.sampled_from(CHANGES)))
def test_moved_codes_and_identity_give_the_commune_of_every_row(day):
    moved = {
        each.code: each.commune_code
        for each in COG.moved_codes()
        if (each.start or date.min) <= day < (each.end or date.max)
    }
    for code in COG.land.by_code:
        commune = COG.commune_at(code, day)
        if commune is not None:
            assert moved.get(code, code) == commune


def test_most_codes_of_a_land_need_no_date():
    land = frozenset(map(Atom, (atom for atom in ATOMS if atom.startswith("35"))))
    periods = COG.code_periods(land)
    assert sum(each.start is None and each.end is None for each in periods) > 0.9 * len(periods)
