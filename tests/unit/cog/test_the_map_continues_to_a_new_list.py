"""An invented list of 2027 over the small country: see tests/vintages.py.

Covers catalog.cog.continuing, catalog.loading.vintage, catalog.loading.official,
catalog.loading.findings, catalog.cog.reading, catalog.loading.problems.
"""

from datetime import date
from functools import cache

import pytest

from catalog.cog.reading import cog_of
from catalog.cog.values import MeaningKind
from catalog.loading.findings import Cause, Findings
from catalog.loading.official import read_movements
from catalog.loading.problems import (
    MissingTable,
    NotTheNextVintage,
    ReferenceRefused,
    VintageWithoutYear,
)
from catalog.loading.vintage import continued_to, read_vintages
from tests.country import small_country
from tests.vintages import (
    INVENTED,
    MERGER,
    NEW_SEAT,
    RESTORATION,
    invented_lines,
    list_table,
    movements_table,
)

OLD, NEW = date(2026, 1, 1), date(2027, 1, 1)


def load(lines, *moves, year=None, name="v_commune_2027.csv"):
    findings, cog = Findings(), small_country()
    movements = read_movements([movements_table(*moves)], findings)
    vintages = read_vintages([list_table(lines, name)], year, cog, findings)
    return *continued_to(cog, vintages, movements, findings), findings


def refused(lines, *moves):
    with pytest.raises(ReferenceRefused) as caught:
        load(lines, *moves)
    found = caught.value.findings
    return {cause: found.examples[cause] for cause in found.counts if cause.stops}


@cache
def loaded():
    return load(invented_lines(small_country()), *INVENTED)


@cache
def map_of_2027():
    return cog_of(loaded()[0].overlay.carried)


def test_a_merger_has_its_day_its_name_and_its_parts():
    cog, day = map_of_2027(), date(2026, 7, 1)
    assert cog.atoms_of("35238", day) == {"35024", "35238"}
    assert cog.atoms_of("35238", date(2026, 6, 30)) == {"35238"}
    assert cog.resolve("35238", NEW).nom == "Rennes-et-Betton"
    assert cog.resolve("35024", day).kind is MeaningKind.DELEGATED
    assert cog.commune_at("35024", day) == "35238"


def test_a_restored_commune_takes_back_its_land_and_no_more():
    cog = map_of_2027()
    assert cog.atoms_of("35112", NEW) == {"35112"}
    assert cog.resolve("35112", NEW).is_commune
    assert cog.atoms_of("35062", NEW) == {"35062"}
    assert cog.atoms_of("35062", date(2026, 12, 31)) == {"35062", "35112"}


def test_a_code_that_moves_takes_the_land_along_and_leaves_the_chief_part_its_own():
    cog = map_of_2027()
    whole = small_country().atoms_of("35069", OLD)
    assert cog.atoms_of("35209", NEW) == whole
    assert cog.resolve("35069", NEW).kind is MeaningKind.DELEGATED
    assert cog.atoms_of("35069", NEW) == {"35069", "35349"}
    assert cog.commune_at("35069", NEW) == "35209"


def test_every_other_code_means_what_it_meant():
    before, after = small_country(), map_of_2027()
    changed = {code for code in after.land.by_code if after.meanings(code) != before.meanings(code)}
    assert changed == {"35024", "35238", "35062", "35112", "35069", "35209"}
    assert set(loaded()[1].cog.changed) == changed
    assert set(after.land.by_code) == set(before.land.by_code)


def test_land_lies_in_one_commune_on_every_day_of_the_new_year():
    cog = map_of_2027()
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31), NEW):
        held = [
            atom
            for meanings in cog.land.by_code.values()
            for each in meanings
            if each.is_commune and each.holds_at(day)
            for atom in each.atoms
        ]
        assert len(held) == len(set(held))
        assert set(held) == {
            atom
            for meanings in small_country().land.by_code.values()
            for each in meanings
            if each.is_commune and each.holds_at(OLD)
            for atom in each.atoms
        }


def test_a_population_says_the_vintage_that_it_is_of():
    label = map_of_2027().label("35001", date(2027, 6, 1))
    then = small_country().label("35001", OLD)
    assert (label.population, label.population_vintage) == (then.population, 2026)
    assert map_of_2027().label("35238", NEW).population is None


def test_an_epci_is_kept_by_land_that_was_all_its_own():
    before, after = small_country(), map_of_2027()
    for code in ("35001", "35238", "35112", "35209"):
        holder = before.commune_at(code, OLD)
        assert after.label(code, NEW).epci_siren == before.label(holder, OLD).epci_siren
    across = ("32", "2026-07-01", "COM", "35001", "COM", "35176")
    lines = invented_lines(small_country())
    del lines["COM", "35001"]
    continued, _, findings = load(lines, *RESTORATION, *MERGER, *NEW_SEAT, across)
    assert continued.without_epci == ("35176",)
    assert findings.examples[Cause.EPCI_UNKNOWN] == ["35176"]


def test_a_legal_person_is_kept_by_its_land_and_not_by_its_code():
    before, after = small_country(), map_of_2027()
    day = date(2027, 6, 1)
    acigne, chateaugiron, rennes = (
        before.labels.figures[code].sirens[2026] for code in ("35001", "35069", "35238")
    )
    assert after.commune_of_siren(acigne, day) == "35001"
    assert after.commune_of_siren(chateaugiron, day) == "35209"
    assert after.commune_of_siren(rennes, day) is None
    assert loaded()[0].without_siren == ("35062", "35112", "35238")


def test_the_difference_says_what_is_taken_from_the_vintage_before():
    assert map_of_2027().vintages[-2:] == (2026, 2027)
    french = loaded()[1].lines("fr")
    assert french[0].startswith("+ millésime 2027")
    assert "populations de 2026" in french[2]


def test_days_are_known_as_far_as_a_file_tells_that_leaves_no_years_out():
    assert map_of_2027().days_known_until == small_country().days_known_until
    old = ("10", "2018-01-01", "COM", "35001", "COM", "35001")
    continued, _, _ = load(invented_lines(small_country()), old, *INVENTED)
    assert continued.overlay.carried.days_known_until == NEW


def test_codes_that_movements_do_not_explain_are_refused_by_cause():
    lines = invented_lines(small_country())
    assert refused(lines, *RESTORATION, *NEW_SEAT) == {Cause.COMMUNE_UNLISTED: ["35024"]}
    assert refused(lines, *MERGER, *NEW_SEAT) == {Cause.COMMUNE_UNEXPLAINED: ["35112"]}
    assert refused(lines | {("COM", "35999"): "Nulle-Part"}, *INVENTED) == {
        Cause.COMMUNE_UNEXPLAINED: ["35999"],
    }  # fmt: skip
    assert refused(lines | {("COMD", "35998"): "Nulle-Part"}, *INVENTED) == {
        Cause.PART_UNEXPLAINED: ["35998"],
    }  # fmt: skip


def test_land_that_would_go_to_two_communes_is_refused():
    twice = ("32", "2026-07-01", "COM", "35024", "COM", "35001")
    found = refused(invented_lines(small_country()), *INVENTED, twice)
    assert found == {Cause.LAND_HELD_TWICE: ["35001", "35238"]}


def test_land_that_would_be_in_no_commune_is_refused():
    # Acigné merges into a part, which then takes back only its own land.
    into_a_part = ("32", "2026-07-01", "COM", "35001", "COM", "35112")
    lines = invented_lines(small_country())
    del lines["COM", "35001"]
    assert refused(lines, *INVENTED, into_a_part) == {Cause.LAND_IN_NO_COMMUNE: ["35001"]}


def test_a_creation_does_not_say_which_land_it_takes_and_is_refused():
    created = ("20", "2026-07-01", "COM", "35001", "COM", "35999")
    found = refused(invented_lines(small_country()), *INVENTED, created)
    assert found == {Cause.UNFOLLOWED_MOVEMENT: ["35001 > 35999 2026-07-01"]}


def test_a_list_without_the_movements_of_its_year_is_refused():
    old = ("10", "2018-01-01", "COM", "35001", "COM", "35001")
    with pytest.raises(MissingTable):
        load(invented_lines(small_country()), old)


@pytest.mark.parametrize("year", [2025, 2026, 2028])
def test_only_the_year_that_follows_is_taken(year):
    lines = invented_lines(small_country())
    with pytest.raises(NotTheNextVintage):
        load(lines, *INVENTED, name=f"v_commune_{year}.csv")


def test_the_year_is_asked_for_where_the_name_does_not_say_it():
    lines = invented_lines(small_country())
    with pytest.raises(VintageWithoutYear):
        load(lines, *INVENTED, name="communes.csv")
    _, difference, _ = load(lines, *INVENTED, name="communes.csv", year=2027)
    assert difference.years == (2027,)


def test_two_lists_are_taken_at_once_when_their_years_follow():
    lines, findings, cog = invented_lines(small_country()), Findings(), small_country()
    later = {key: nom for key, nom in lines.items() if key != ("COMD", "35024")}
    ended = ("35", "2027-10-01", "COMD", "35024", "COM", "35238")
    movements = read_movements([movements_table(*INVENTED, ended)], findings)
    tables = [list_table(later, "v_commune_2028.csv"), list_table(lines)]
    vintages = read_vintages(tables, None, cog, findings)
    continued, difference = continued_to(cog, vintages, movements, findings)
    found = cog_of(continued.overlay.carried)
    assert difference.years == found.vintages[-2:] == (2027, 2028)
    assert found.commune_at("35024", date(2027, 9, 30)) == "35238"
    assert found.commune_at("35024", date(2027, 10, 1)) is None
