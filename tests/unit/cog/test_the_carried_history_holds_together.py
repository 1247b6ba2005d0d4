from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.cog import Atom, CodePeriod, load_cog

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


def test_every_atom_lies_in_exactly_one_commune_at_each_change():
    for day in [*CHANGES, *(day - timedelta(days=1) for day in CHANGES)]:
        held = Counter(
            atom
            for meanings in COG.land.by_code.values()
            for each in meanings
            if each.is_commune and each.holds_at(day)
            for atom in each.atoms
        )
        assert set(held.values()) == {1}
        # Val-de-Reuil took a piece of Le Vaudreuil in 1981, which two communes had formed in 1969:
        # nothing says in which of the two it lay before.
        homeless = {"27701-27528"} if day < date(1969, 4, 15) else set()
        assert set(ATOMS) - set(held) == homeless


def test_the_meanings_of_a_code_never_overlap():
    for meanings in COG.land.by_code.values():
        for before, after in pairwise(meanings):
            assert before.end is not None
            assert after.start is not None
            assert before.end <= after.start


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


@settings(max_examples=60, deadline=None)
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


@settings(max_examples=60, deadline=None)
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
