"""Explorations of the demo's data, held against plain Python over its raw files; and those refused.

Covers catalog.model.added_up, gateway.control.explorations, gateway.reading.exploring.covered,
gateway.reading.exploring.exploration, gateway.reading.exploring.expressions,
gateway.reading.exploring.figures, gateway.reading.exploring.fitting,
gateway.reading.exploring.keys, gateway.reading.exploring.offers,
gateway.reading.exploring.problems, gateway.reading.exploring.rows_read,
gateway.reading.exploring.service, gateway.reading.exploring.sources,
gateway.reading.exploring.statement.
"""

import csv
import sqlite3
from collections import defaultdict
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from statistics import median_low

import pyarrow.parquet as pq
import pytest

from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town
from tests.integration.graphql_acts.explored_world import add_tables
from tests.integration.graphql_acts.explored_world import rows_of as world_rows
from tests.integration.graphql_acts.exploring import AGENT, explore, figures_of, values_of
from tests.worlds.official_map import official_map

OURS = "valcobreizh.collectes"
THEIRS, PURPOSE = "val_d_ille_aubigne.collectes", {"purpose": "rpqs_dechets"}
POINTS = "sde35.bornes_recharge"
ENERGY, TOWN = "mesnil_roc_h.energie_batiments", "agent@mesnil-roc-h"
WATER, COUNTRY = "eau_bassin_rennais.compteurs", "agent@val-d-ille-aubigne"
SORTED = ("VERRE", "EMBALLAGES_PAPIERS")


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    """One for all: the last test changes it."""
    state = DemoState(tmp_path_factory.mktemp("explored") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Town(state, services).at(2026, 11, 25)


def rows_of(town):
    """Weighings of the syndicat, from its SQLite: (day, commune of that year, stream, kg)."""
    with closing(sqlite3.connect(town.state.data / "valcobreizh/collecte.sqlite")) as file:
        rows = file.execute("SELECT date_collecte, code_commune, flux, tonnage_kg FROM collectes")
        for day, code, stream, kg in rows.fetchall():
            when = date.fromisoformat(day)
            yield when, commune_of(code, when), stream, kg


def commune_of(code, day):
    return None if code is None else official_map().follow(code, day, date(day.year, 12, 31))


def people(code, year):
    return official_map().population(code, date(year, 1, 1))


def close_to(expected):
    return {key: pytest.approx(value, rel=1e-12) for key, value in expected.items()}


async def test_sums_and_rates_by_inhabitant_are_those_of_the_raw_file(town):
    rows = list(rows_of(town))
    by_month, glass, weeks = defaultdict(int), defaultdict(int), defaultdict(int)
    for day, commune, stream, kg in rows:
        by_month[day.replace(day=1).isoformat(),] += kg
        if stream == "VERRE":
            weeks[(day - timedelta(day.weekday())).isoformat(),] += 1
            if commune is not None and people(commune, day.year):
                glass[commune, str(day.year)] += kg
    figures = await figures_of(town, OURS, "sum:tonnage_kg", by=["month"])
    assert values_of(figures) == by_month
    assert list(values_of(figures)) == sorted(by_month)
    covered = figures["covered"]
    assert covered["rows"] == len(rows)
    assert covered["months"] == [month for (month,) in sorted(by_month)]
    assert covered["unplaced"] == sum(commune is None for _, commune, _, _ in rows)
    communes = {commune for _, commune, _, _ in rows if commune is not None}
    assert {each["code"] for each in covered["communes"]} == communes
    rated = await figures_of(
        town, OURS, "sum:tonnage_kg",
        by=["commune", "year"], where=["flux:VERRE"], compare="population",
    )  # fmt: skip
    assert values_of(rated, "above") == glass
    assert values_of(rated) == close_to(
        {(code, year): kg / people(code, int(year)) for (code, year), kg in glass.items()}
    )
    weekly = await figures_of(town, OURS, "count", by=["week"], where=["flux:VERRE"])
    assert values_of(weekly) == weeks
    # The ten communes with the most in 2025, the greatest first.
    year = defaultdict(int)
    for day, commune, _, kg in rows:
        if day.year == 2025 and commune is not None and people(commune, 2025):
            year[commune] += kg
    rates = {code: kg / people(code, 2025) for code, kg in year.items()}
    top = await figures_of(
        town, OURS, "sum:tonnage_kg", by=["commune"], compare="population",
        since="2025-01-01", until="2025-12-31", first=10,
    )  # fmt: skip
    first = sorted(rates, key=rates.__getitem__, reverse=True)[:10]
    assert [code for (code,) in values_of(top)] == first
    assert top["groups"][0]["labels"] == [official_map().name(first[0], date(2025, 12, 31))]


async def test_a_year_is_held_against_the_same_months_of_the_same_communes(town):
    """Rows whose commune and month the year before has too; in points for a share."""
    rows = [row for row in rows_of(town) if row[1] is not None]
    cells = {(commune, day.year, day.month) for day, commune, _, _ in rows}
    sides = {side: defaultdict(lambda: [0, 0]) for side in ("now", "before")}
    for day, commune, stream, kg in rows:
        for side, year in (("now", day.year), ("before", day.year + 1)):
            both = (commune, year, day.month), (commune, year - 1, day.month)
            if all(cell in cells for cell in both):
                siren, _ = official_map().epci(commune, date(day.year, 1, 1))
                total = sides[side][siren, str(year)]
                total[0] += kg
                total[1] += kg if stream in SORTED else 0
    shares = {
        side: {key: 100 * part / whole for key, (whole, part) in totals.items()}
        for side, totals in sides.items()
    }
    figures = await figures_of(
        town, OURS, "share:tonnage_kg",
        by=["epci", "year"], part=[f"flux:{code}" for code in SORTED], compare="before",
    )  # fmt: skip
    assert values_of(figures) == close_to(shares["now"])
    assert values_of(figures, "before") == close_to(shares["before"])
    changes = {key: shares["now"][key] - shares["before"][key] for key in shares["now"]}
    assert values_of(figures, "change") == {
        key: pytest.approx(value, abs=1e-9) for key, value in changes.items()
    }
    assert figures["covered"]["rows"] < figures["covered"]["allRows"]
    # One number for a speech: the glass of 2025, beside 2024.
    speech = await figures_of(
        town, OURS, "sum:tonnage_kg", where=["flux:VERRE"], compare="before",
        since="2025-01-01", until="2025-12-31",
    )  # fmt: skip
    glass = {
        year: sum(
            kg
            for day, commune, stream, kg in rows
            if day.year == year
            and stream == "VERRE"
            and {(commune, 2025, day.month), (commune, 2024, day.month)} <= cells
        )
        for year in (2024, 2025)
    }
    (group,) = speech["groups"]
    assert (group["value"], group["before"]) == (glass[2025], glass[2024])
    assert group["change"] == pytest.approx(100 * (glass[2025] - glass[2024]) / glass[2024])


async def test_ratios_means_and_medians_are_those_of_the_raw_files(town):
    points = pq.read_table(town.state.data / "sde35/bornes_recharge").to_pylist()
    by_commune = defaultdict(int)
    for point in points:
        by_commune[commune_of(point["code_commune"], date(2026, 1, 1))] += 1
    rated = await figures_of(town, POINTS, "count", None, by=["commune"], compare="population:1000")
    expected = {
        (code,): 1000 * count / people(code, 2026)
        for code, count in by_commune.items()
        if code is not None
    }
    assert values_of(rated) == close_to(expected)
    powers = defaultdict(list)
    for point in points:
        powers[str(point["date_mise_en_service"].year),].append(point["puissance_kw"])
    year = ["year:date_mise_en_service"]
    mean = await figures_of(town, POINTS, "mean:puissance_kw", None, by=year)
    assert values_of(mean) == close_to(
        {key: float(sum(values) / len(values)) for key, values in powers.items()}
    )
    middle = await figures_of(town, POINTS, "median:puissance_kw", None, by=year)
    assert values_of(middle) == {key: float(median_low(each)) for key, each in powers.items()}
    with closing(sqlite3.connect(town.state.data / "mesnil-roc-h/patrimoine.sqlite")) as file:
        file.row_factory = sqlite3.Row
        readings = file.execute("SELECT * FROM energie_batiments").fetchall()
    sides = defaultdict(lambda: [Decimal(0), 0.0])
    for reading in readings:
        sides[reading["batiment"],][0] += Decimal(str(reading["cout_eur"]))
        sides[reading["batiment"],][1] += reading["consommation_kwh"]
    price = await figures_of(
        town, ENERGY, "sum:cout_eur", TOWN, "suivi_energie",
        by=["batiment"], compare="sum:consommation_kwh",
    )  # fmt: skip
    assert values_of(price) == {
        key: pytest.approx(float(cost) / kwh) for key, (cost, kwh) in sides.items()
    }


async def test_a_figure_that_would_mislead_is_refused_with_its_reason(town):
    refused = [
        # Units: degrees do not add up, nor does a price; a mean is not one by inhabitant.
        (ENERGY, "sum:temperature_moyenne_c", TOWN, "suivi_energie", {}, "exploration_no_sum"),
        (POINTS, "sum:tarif_eur_kwh", None, None, {}, "exploration_no_sum"),
        (POINTS, "sum:code_commune", None, None, {}, "exploration_no_number"),
        (POINTS, "mean:puissance_kw", None, None, {"compare": "population"}, "exploration_units"),
        # Persons: a meter's reading is somebody's.
        (WATER, "sum:index_m3", COUNTRY, "rpqs_eau", {}, "exploration_personal"),
        (WATER, "count", COUNTRY, "rpqs_eau", {"by": ["compteur_id"]}, "exploration_personal"),
        # Too few, and not given.
        (POINTS, "count", None, None, {"where": ["commune:35118"]}, "exploration_too_few"),
        (THEIRS, "sum:nb_bacs_leves", AGENT, PURPOSE["purpose"], {}, "exploration_column"),
        (THEIRS, "sum:nothing_of_the_kind", AGENT, PURPOSE["purpose"], {}, "exploration_column"),
        # A comparison without a period, a share of nothing said, a word that means nothing.
        (OURS, "sum:tonnage_kg", AGENT, None, {"compare": "before"}, "exploration_period"),
        (OURS, "share:tonnage_kg", AGENT, None, {}, "exploration_part"),
        (OURS, "total:tonnage_kg", AGENT, None, {}, "exploration_unread"),
        (POINTS, "count", None, None, {"by": ["month"]}, "exploration_no_day"),
        ("valcobreizh.nothing", "count", AGENT, None, {}, "unknown_dataset"),
    ]
    for dataset, measure, agent, purpose, words, code in refused:
        told = await explore(town, dataset, measure, agent, purpose, **words)
        assert set(told.codes) == {code}, (dataset, measure, words)
    assert (await explore(town, THEIRS, "count", "agent@sde35", "suivi_energie")).codes


async def test_few_rows_about_persons_have_no_figure_and_say_so(town):
    figures = await figures_of(
        town, WATER, "distinct:compteur_id", COUNTRY, "rpqs_eau", by=["commune", "type_abonne"]
    )
    meters, counts = defaultdict(set), defaultdict(int)
    given = {each["code"] for each in figures["covered"]["communes"]}
    (path,) = (town.state.data / "eau-bassin-rennais").rglob("*.csv")
    for row in csv.DictReader(path.read_text("utf-8").splitlines()):
        if row["code_commune"] in given:
            meters[row["code_commune"], row["type_abonne"]].add(row["compteur_id"])
            counts[row["code_commune"], row["type_abonne"]] += 1
    assert {tuple(group["keys"]): group["rows"] for group in figures["groups"]} == counts
    assert values_of(figures) == {
        key: len(each) if counts[key] >= 11 else None for key, each in meters.items()
    }
    assert {group["noValue"] for group in figures["groups"]} == {None, "SECRET"}


async def test_what_is_offered_fits_and_is_answered(town):
    offered = """query ($dataset: ID!) { explorable(dataset: $dataset) {
      measures { word figure unit } groups { word cut } conditions { column values } hasPlace hasDay
    } }"""
    told = await town.ask(offered, AGENT, variables={"dataset": THEIRS}, **PURPOSE)
    offer = told.data["explorable"]
    words = [measure["word"] for measure in offer["measures"]]
    assert words[:2] == ["sum:tonnage_kg", "count"]
    # Shares and bins are not given; a pseudonym counts, and neither groups nor chooses.
    assert not [word for word in words if "part_commune" in word or "nb_bacs" in word]
    assert "distinct:tournee_id" in words
    assert "tournee_id" not in {group["word"] for group in offer["groups"]}
    assert {"column": "flux", "values": [*_codes()]} in offer["conditions"]
    for word in ("mean:tonnage_kg", "distinct:tournee_id"):
        assert word in words
        figures = await figures_of(town, THEIRS, word, AGENT, PURPOSE["purpose"])
        assert figures["groups"][0]["value"] is not None
    nobody = await town.ask(offered, "agent@sde35", variables={"dataset": OURS})
    assert nobody.data["explorable"]["groups"] == []


def _codes():
    return ("OMR", "EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS", "ENCOMBRANTS")


async def test_a_document_has_the_figures_of_one_exploration(town):
    twice = "".join(
        f'{name}: exploration(dataset: "{POINTS}", measure: "count") {{ figures {{ count }} }} '
        for name in ("a", "b")
    )
    told = await town.ask(f"{{ {twice} }}", None)
    assert told.codes == ["too_many_rows_asked"]


async def test_energy_water_visits_costs_and_deposits_are_those_of_their_files(town):
    await add_tables(town)
    heat = defaultdict(lambda: [0.0, []])
    for _day, _commune, building, kwh, surface in world_rows(town, "chauffage"):
        heat[building,][0] += kwh
        heat[building,][1].append(surface)
    by_area = await figures_of(
        town, "mesnil_roc_h.chauffage", "sum:kwh", TOWN, "suivi_energie",
        by=["batiment"], compare="mean:surface_m2",
    )  # fmt: skip
    assert values_of(by_area) == {
        key: pytest.approx(kwh / (sum(areas) / len(areas))) for key, (kwh, areas) in heat.items()
    }
    # Litres by subscriber: a group of which rows have no litres has no ratio.
    water = defaultdict(lambda: [0.0, set(), 0, 0])
    for day, commune, subscriber, litres, *_ in world_rows(town, "abonnements"):
        group = water[commune, str(day.year)]
        group[2] += litres is not None
        group[3] += litres is None
        if litres is not None:
            group[0] += litres
            group[1].add(subscriber)
    by_place = {"by": ["commune", "year"]}
    litres = await figures_of(
        town, "mesnil_roc_h.abonnements", "sum:litres", TOWN, "suivi_energie",
        **by_place, compare="distinct:abonne",
    )  # fmt: skip
    told = {tuple(group["keys"]): group["noValue"] for group in litres["groups"]}
    expected = {
        key: "UNLIKE" if unlike > rows else "SECRET" if rows < 11 else None
        for key, (_litres, _who, rows, unlike) in water.items()
    }
    assert told == expected
    assert values_of(litres) == {
        key: None if expected[key] else pytest.approx(total / len(who))
        for key, (total, who, _rows, _unlike) in water.items()
    }
    assert {"SECRET", "UNLIKE"} <= set(told.values())
    visits = defaultdict(int)
    for day, _commune, _place, number in world_rows(town, "frequentation"):
        visits[(day - timedelta(day.weekday())).isoformat(),] += number
    weekly = await figures_of(
        town, "mesnil_roc_h.frequentation", "sum:visites", TOWN, "suivi_energie", by=["week"]
    )
    assert values_of(weekly) == visits
    costs = defaultdict(lambda: [0.0, 0.0])
    for _day, _commune, flow, cost, tonnes in world_rows(town, "couts_dechets"):
        costs[flow,][0] += cost or 0
        costs[flow,][1] += tonnes or 0
    a_tonne = await figures_of(
        town, "mesnil_roc_h.couts_dechets", "sum:cout", TOWN, "suivi_energie",
        by=["flux"], compare="sum:tonnes",
    )  # fmt: skip
    assert values_of(a_tonne) == {
        key: None if key == ("GRAVATS",) else pytest.approx(cost / tonnes)
        for key, (cost, tonnes) in costs.items()
    }
    rubble = await explore(
        town, "mesnil_roc_h.couts_dechets", "sum:cout", TOWN, "suivi_energie",
        where=["flux:GRAVATS"], compare="sum:tonnes",
    )  # fmt: skip
    assert rubble.codes == ["exploration_unlike"]
    late = defaultdict(lambda: [0, 0])
    for day, _commune, is_late, _agent in world_rows(town, "depots"):
        late[day.replace(day=1).isoformat(),][0] += is_late
        late[day.replace(day=1).isoformat(),][1] += 1
    share = await figures_of(
        town, "mesnil_roc_h.depots", "share", TOWN, "suivi_energie",
        by=["month"], part=["en_retard:true"],
    )  # fmt: skip
    assert values_of(share) == {
        key: pytest.approx(100 * number / rows) for key, (number, rows) in late.items()
    }
    # A percentage has no mean that nothing weighs, and persons are not grouped.
    for measure, words, code in [
        ("mean:taux_fuite", {}, "exploration_unweighted"),
        ("sum:litres", {"by": ["releveur"]}, "exploration_personal"),
    ]:
        refused = await explore(
            town, "mesnil_roc_h.abonnements", measure, TOWN, "suivi_energie", **words
        )
        assert set(refused.codes) == {code}
