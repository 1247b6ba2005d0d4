"""What the made-up rows must be: right in total, plausible commune by commune, never real.

Covers demo.generate.flux, demo.generate.ground, demo.generate.collectes, demo.generate.world,
demo.generate.compteurs.
"""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from functools import cache
from statistics import mean, median

import pytest

from catalog.cog import load_cog
from catalog.model.identifiers import Siren
from demo.generate.collectes import (
    SENS_DE_BRETAGNE,
    val_d_ille_aubigne_collectes,
    val_d_ille_aubigne_communes,
    valcobreizh_collectes,
    valcobreizh_communes,
)
from demo.generate.flux import FLUXES
from demo.generate.ground import FIRST_DAY, LAST_DAY
from demo.generate.world import SEED, make_world

OWNERS = {
    "val-d-ille-aubigne": (val_d_ille_aubigne_collectes, val_d_ille_aubigne_communes),
    "valcobreizh": (valcobreizh_collectes, valcobreizh_communes),
}
CASES = [(owner, seed) for owner in OWNERS for seed in (SEED, 1, 2)]


@cache
def collectes(owner, seed=SEED, scale=1):
    table = OWNERS[owner][0](seed, scale)
    return [dict(zip(table.column_names, row, strict=True)) for row in table.rows]


@cache
def world():
    return make_world()


def years(flux):
    return (LAST_DAY - flux.start).days / 365.25


@pytest.mark.parametrize(("owner", "seed"), CASES)
def test_kilograms_per_inhabitant_meet_their_target_within_3_percent(owner, seed):
    communes = {each.code: each.population for each in OWNERS[owner][1]()}
    by_flux = Counter()
    for row in collectes(owner, seed):
        by_flux[row["flux"]] += row["tonnage_kg"]
    for flux in FLUXES:
        rate = by_flux[flux.code] / sum(communes.values()) / years(flux)
        assert rate == pytest.approx(flux.target_kg, rel=0.03), flux.code


@pytest.mark.parametrize(("owner", "seed"), CASES)
def test_every_commune_is_between_half_and_twice_the_target(owner, seed):
    communes = {each.code: each.population for each in OWNERS[owner][1]()}
    by_both = Counter()
    for row in collectes(owner, seed):
        by_both[row["flux"], row["code_commune"]] += row["tonnage_kg"]
    for flux in FLUXES:
        rates = [
            by_both[flux.code, code] / population / years(flux)
            for code, population in communes.items()
        ]
        assert 0.5 * flux.target_kg <= min(rates)
        assert max(rates) <= 2 * flux.target_kg
        assert median(rates) == pytest.approx(flux.target_kg, rel=0.15), flux.code


@pytest.mark.parametrize("owner", OWNERS)
def test_the_shares_of_a_weighing_make_one_and_its_masses_a_step_of_the_weighbridge(owner):
    shares, masses = defaultdict(Decimal), Counter()
    for row in collectes(owner):
        shares[row["id_pesee"]] += row["part_commune"]
        masses[row["id_pesee"]] += row["tonnage_kg"]
        assert row["tonnage_kg"] > 0
        assert row["nb_bacs_leves"] > 0
    assert set(shares.values()) == {Decimal(1)}
    assert not [mass for mass in masses.values() if mass % 20]


@pytest.mark.parametrize("owner", OWNERS)
def test_a_weighing_has_one_line_a_commune_and_a_number_in_the_order_of_its_year(owner):
    rows = collectes(owner)
    assert len({(row["id_pesee"], row["code_commune"]) for row in rows}) == len(rows)
    ids = list(dict.fromkeys(row["id_pesee"] for row in rows))
    assert ids == sorted(ids)
    for year in (2023, 2024, 2025):
        mine = [each for each in ids if each.startswith(f"P-{year}-")]
        assert mine == [f"P-{year}-{number:06d}" for number in range(1, len(mine) + 1)]


@pytest.mark.parametrize("owner", OWNERS)
def test_lorries_carry_what_their_kind_carries(owner):
    masses = defaultdict(Counter)
    for row in collectes(owner):
        masses[row["flux"]][row["id_pesee"]] += row["tonnage_kg"]
    typical = {flux: median(each.values()) for flux, each in masses.items()}
    assert 7_000 <= typical["OMR"] <= 9_000
    assert 2_500 <= typical["EMBALLAGES_PAPIERS"] <= 3_500
    assert 8_000 <= typical["VERRE"] <= 10_000


def test_household_waste_goes_down_and_sorted_waste_up():
    totals = Counter()
    for row in collectes("valcobreizh"):
        totals[row["flux"], row["date_collecte"].year] += row["tonnage_kg"]
    assert totals["OMR", 2023] > totals["OMR", 2024] > totals["OMR", 2025]
    sorted_waste = [totals["EMBALLAGES_PAPIERS", year] for year in (2023, 2024, 2025)]
    assert sorted_waste == sorted(sorted_waste)
    assert totals["BIODECHETS", 2023] == 0


def test_castles_and_canals_have_more_waste_in_summer_than_other_communes():
    def summer_index(codes):
        by_month = Counter()
        for row in collectes("valcobreizh"):
            if row["flux"] == "OMR" and row["code_commune"] in codes:
                by_month[row["date_collecte"].month] += row["tonnage_kg"]
        return by_month[8] / mean(by_month.values())

    combourg_hede_tinteniac, others = {"35085", "35130", "35337"}, {"35152", "35031", "35094"}
    assert summer_index(combourg_hede_tinteniac) > summer_index(others)


def test_rounds_cross_one_to_four_communes_and_sens_de_bretagne_has_its_own():
    for owner in OWNERS:
        by_round = defaultdict(set)
        for row in collectes(owner):
            by_round[row["tournee_id"]].add(row["code_commune"])
        assert {len(each) for each in by_round.values()} <= {1, 2, 3, 4}
        assert not [
            each for each in by_round.values() if SENS_DE_BRETAGNE in each and len(each) > 1
        ]


def test_the_two_owners_cover_the_53_communes_without_a_copy():
    ours, theirs = val_d_ille_aubigne_communes(), valcobreizh_communes()
    assert (len(ours), len(theirs)) == (19, 34)
    assert not {each.code for each in ours} & {each.code for each in theirs}


@pytest.mark.parametrize("owner", OWNERS)
def test_providers_have_valid_numbers_that_no_register_gives(owner):
    for siret in {row["prestataire_siret"] for row in collectes(owner)}:
        assert len(siret) == 14
        assert siret.startswith("000")
        assert Siren.parse(siret[:9])
        doubled = [int(digit) * (2 - index % 2) for index, digit in enumerate(siret)]
        assert sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def test_every_code_is_a_commune_of_its_day_but_those_in_the_ledger():
    made, cog = world(), load_cog()
    planted = {
        (each.owner, each.key["id_pesee"], each.written)
        for each in made.anomalies
        if each.column == "code_commune"
    }
    for owner, communes in (("val-d-ille-aubigne", 19), ("valcobreizh", 34)):
        table = made.tables[owner]
        covered = {each.code for each in OWNERS[owner][1]()}
        assert len(covered) == communes
        for row in table.rows:
            weighing, day, code = row[0], row[1], row[3]
            assert FIRST_DAY <= day <= LAST_DAY
            right = code in covered and cog.resolve(code, day).is_commune
            assert right != ((owner, weighing, code) in planted)


def test_the_ledger_says_what_was_planted():
    made = world()
    kinds = Counter((each.owner, each.kind) for each in made.anomalies)
    assert kinds["valcobreizh", "ancien_code"] >= 10
    for owner in OWNERS:
        assert kinds[owner, "code_postal"] == kinds[owner, "commune_vide"] == 1
    assert kinds["valcobreizh", "code_inconnu"] == 1
    cog = load_cog()
    old = [each for each in made.anomalies if each.kind == "ancien_code"]
    assert {each.written for each in old} == {"35147", "35344"}
    for each in old:
        assert cog.commune_at(each.written, date(2023, 2, 1)) == each.expected == "35308"


def test_meters_go_up_but_where_the_ledger_says():
    made = world()
    table = made.tables["eau-bassin-rennais"]
    odd = {each.key["compteur_id"] for each in made.anomalies if each.table == "compteurs"}
    by_meter = defaultdict(list)
    for row in table.rows:
        by_meter[row[0]].append((row[5], row[6]))
    falling = {
        meter
        for meter, readings in by_meter.items()
        if [index for _, index in sorted(readings)] != sorted(index for _, index in readings)
    }
    assert falling == odd
    assert 300 <= len(by_meter) <= 500


def test_scale_sends_more_lorries_for_the_same_waste():
    for owner in OWNERS:
        once, thrice = collectes(owner), collectes(owner, scale=3)
        assert len({row["id_pesee"] for row in thrice}) == pytest.approx(
            3 * len({row["id_pesee"] for row in once}), rel=0.05
        )
        assert sum(row["tonnage_kg"] for row in thrice) == pytest.approx(
            sum(row["tonnage_kg"] for row in once), rel=0.02
        )


def test_titles_say_that_the_rows_are_made_up():
    for table in world().tables.values():
        assert table.title.endswith("(données synthétiques)")
        keys = [table.position(each) for each in table.key]
        assert len({tuple(row[each] for each in keys) for row in table.rows}) == len(table.rows)
        assert 200 <= len(table.rows) <= 25_000
