"""Indicators of the demo's data, held against plain Python over its raw files; and those refused.

Covers catalog.actions.indicators.indicators, catalog.actions.indicators.problems,
catalog.actions.indicators.targets, catalog.model.figure_value, catalog.model.indicator,
catalog.model.unit, gateway.acts.indicators, gateway.control.indicators,
gateway.figures.indicators.computed, gateway.figures.indicators.service,
gateway.figures.indicators.told, gateway.figures.indicators.trajectory,
gateway.reading.exploring.formulas, gateway.reading.exploring.two_sides.
"""

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from catalog.model.dataset import UpdateFrequency
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.graphql_acts.conftest import Town
from tests.integration.graphql_acts.explored_world import add_tables
from tests.integration.graphql_acts.explored_world import rows_of as world_rows
from tests.integration.graphql_acts.exploring import AGENT
from tests.integration.graphql_acts.indicating import (
    TARGET,
    computed,
    read,
    save,
    side,
    values_of,
)
from tests.integration.standard_bodies import write
from tests.worlds.official_map import official_map

OURS = "valcobreizh.collectes"
THEIRS, PURPOSE = "val_d_ille_aubigne.collectes", "rpqs_dechets"
POINTS = "sde35.bornes_recharge"
TOWN, FOR = "agent@mesnil-roc-h", "suivi_energie"
HEAT, VISITS = "mesnil_roc_h.chauffage", "mesnil_roc_h.frequentation"
COSTS, WATER = "mesnil_roc_h.couts_dechets", "mesnil_roc_h.abonnements"
ENERGY = "mesnil_roc_h.energie_batiments"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("indicators") / "state")
    await make_demo(state)
    async with open_services(state.settings(policy_act_timeout_s=30), demo=True) as services:
        opened = Town(state, services).at(2026, 11, 25)
        await add_tables(opened)
        _make_gaps(opened)
        yield opened


def _make_gaps(town):
    """Months of a commune that one table has and another has not."""
    with closing(sqlite3.connect(town.state.data / "mesnil-roc-h/patrimoine.sqlite")) as file, file:
        file.execute("DELETE FROM frequentation WHERE commune = '35265' AND jour < '2024-07-01'")
        file.execute("DELETE FROM chauffage WHERE commune = '35085' AND jour >= '2025-10-01'")


def collected(town):
    """(day, commune of that year, stream, kg), from the syndicat's SQLite."""
    with closing(sqlite3.connect(town.state.data / "valcobreizh/collecte.sqlite")) as file:
        rows = file.execute("SELECT date_collecte, code_commune, flux, tonnage_kg FROM collectes")
        for text, code, stream, kg in rows.fetchall():
            day = date.fromisoformat(text)
            place = code and official_map().follow(code, day, date(day.year, 12, 31))
            yield day, place, stream, kg


def people(code, year):
    return official_map().population(code, date(year, 1, 1))


def close_to(expected):
    return {key: pytest.approx(value, rel=1e-12) for key, value in expected.items()}


async def saved(town, *arguments, **words):
    told = await save(town, *arguments, **words)
    assert told.data["saveIndicator"]["applied"]


async def test_glass_by_inhabitant_and_its_part_of_all_are_those_of_the_raw_file(town):
    glass, living, every = defaultdict(int), defaultdict(set), defaultdict(int)
    months, part = defaultdict(set), defaultdict(int)
    for day, commune, stream, kg in collected(town):
        if commune is None:
            continue
        year = str(day.year)
        every[year] += kg
        months[year].add(day.month)
        part[year] += kg if stream == "VERRE" else 0
        living[year].add(commune)
        glass[year] += kg if stream == "VERRE" and people(commune, day.year) else 0
    inhabitants = {
        year: sum(people(code, int(year)) or 0 for code in codes) for year, codes in living.items()
    }
    await saved(
        town, AGENT, "verre", side(OURS, "sum:tonnage_kg", "flux:VERRE"),
        per=1, unit="kg/hab./an", direction="MORE",
    )  # fmt: skip
    told = await computed(town, AGENT, "verre")
    assert values_of(told) == close_to({year: kg / inhabitants[year] for year, kg in glass.items()})
    assert values_of(told, "months") == {year: len(each) for year, each in months.items()}
    one_year = await computed(town, AGENT, "verre", year=2025, communes=True)
    by_commune = defaultdict(int)
    for day, commune, stream, kg in collected(town):
        if day.year == 2025 and stream == "VERRE" and commune and people(commune, 2025):
            by_commune[commune] += kg
    assert values_of(one_year) == close_to(
        {code: kg / people(code, 2025) for code, kg in by_commune.items()}
    )
    # Two conditions on one dataset: each side has its own, over the same communes and months.
    await saved(
        town, AGENT, "part-du-verre",
        side(OURS, "sum:tonnage_kg", "flux:VERRE"), side(OURS, "sum:tonnage_kg"),
    )  # fmt: skip
    told = await computed(town, AGENT, "part-du-verre")
    assert values_of(told) == close_to({year: part[year] / every[year] for year in every})
    assert values_of(told, "below") == every


async def test_two_datasets_are_compared_over_the_communes_and_months_that_both_have(town):
    heat, visits = defaultdict(float), defaultdict(int)
    for day, commune, _building, kwh, _surface in world_rows(town, "chauffage"):
        heat[commune, day.replace(day=1).isoformat()] += kwh
    for day, commune, _place, number in world_rows(town, "frequentation"):
        visits[commune, day.replace(day=1).isoformat()] += number
    shared = heat.keys() & visits.keys()
    assert len(shared) < len(heat.keys() | visits.keys())
    above, below = defaultdict(float), defaultdict(int)
    for commune, month in shared:
        above[month] += heat[commune, month]
        below[month] += visits[commune, month]
    await saved(
        town, TOWN, "kwh-par-visite",
        side(HEAT, "sum:kwh"), side(VISITS, "sum:visites"),
        period="MONTH", purpose=FOR, unit="kWh par visites",
    )  # fmt: skip
    told = await computed(town, TOWN, "kwh-par-visite")
    assert {key[:10]: value for key, value in values_of(told).items()} == close_to(
        {month: above[month] / below[month] if below[month] else None for month in above}
    )
    left_out = told["covered"]["allRows"] - told["covered"]["rows"]
    rows = [
        (commune, day.replace(day=1).isoformat())
        for day, commune, *_ in world_rows(town, "chauffage")
    ]
    assert left_out == sum(cell not in shared for cell in rows)


async def test_a_difference_and_a_cost_a_tonne_are_those_of_the_raw_file(town):
    tonnes, cost = defaultdict(lambda: defaultdict(float)), defaultdict(lambda: [0.0, 0.0])
    for day, commune, flow, euros, weight in world_rows(town, "couts_dechets"):
        tonnes[str(day.year), commune, day.month][flow] += weight or 0
        if euros is not None and weight is not None:
            cost[str(day.year)][0] += euros
            cost[str(day.year)][1] += weight
    by_year = defaultdict(lambda: [0.0, 0.0])
    filled = {
        (str(day.year), commune, day.month)
        for day, commune, _flow, _euros, weight in world_rows(town, "couts_dechets")
        if weight is not None
    }
    for cell, flows in tonnes.items():
        if cell in filled:
            by_year[cell[0]][0] += flows["OMR"]
            by_year[cell[0]][1] += flows["VERRE"]
    await saved(
        town, TOWN, "omr-moins-verre",
        side(COSTS, "sum:tonnes", "flux:OMR"), side(COSTS, "sum:tonnes", "flux:VERRE"),
        operation="DIFFERENCE", purpose=FOR,
    )  # fmt: skip
    told = await computed(town, TOWN, "omr-moins-verre")
    assert values_of(told) == {
        year: pytest.approx(one - other) for year, (one, other) in by_year.items()
    }
    await saved(
        town, TOWN, "cout-a-la-tonne", side(COSTS, "sum:cout"), side(COSTS, "sum:tonnes"),
        purpose=FOR, unit="€ par tonne", direction="LESS",
    )  # fmt: skip
    told = await computed(town, TOWN, "cout-a-la-tonne")
    assert values_of(told) == {
        year: pytest.approx(euros / weight) for year, (euros, weight) in cost.items()
    }


async def test_what_comes_once_a_year_is_held_against_whole_years(town):
    """The costs of the town as its yearly accounts: a row a commune and a year."""
    snapshot = await town.services.acts.catalog.current()
    heat = snapshot.datasets["mesnil_roc_h__chauffage"]
    await write(town, replace(heat, update_frequency=UpdateFrequency.ANNUAL))
    visits, months = defaultdict(int), defaultdict(set)
    for day, commune, _place, number in world_rows(town, "frequentation"):
        visits[commune, str(day.year)] += number
        months[commune, str(day.year)].add(day.month)
    whole = {cell for cell, each in months.items() if len(each) == 12}
    kwh = defaultdict(float)
    for day, commune, _building, energy, _surface in world_rows(town, "chauffage"):
        kwh[commune, str(day.year)] += energy
    expected = defaultdict(lambda: [0.0, 0])
    for commune, year in whole & kwh.keys():
        expected[year][0] += kwh[commune, year]
        expected[year][1] += visits[commune, year]
    sides = side(HEAT, "sum:kwh"), side(VISITS, "sum:visites")
    await saved(town, TOWN, "kwh-annuels", *sides, purpose=FOR)
    told = await computed(town, TOWN, "kwh-annuels")
    assert values_of(told) == {
        year: pytest.approx(one / other) for year, (one, other) in expected.items()
    }
    by_month = await save(town, TOWN, "kwh-du-mois", *sides, purpose=FOR, period="MONTH")
    assert set(by_month.codes) == {"indicator_period"}
    await write(town, heat)


async def test_an_indicator_that_would_mislead_is_refused_with_its_reason(town):
    kg, tonnes = side(OURS, "sum:tonnage_kg"), side(COSTS, "sum:tonnes")
    refused = [
        # Units: kilos and tonnes, litres and kilos; a unit that is not that of the formula.
        (TOWN, [side(COSTS, "sum:tonnes"), side(COSTS, "sum:cout")],
         {"operation": "DIFFERENCE"}, "indicator_units"),
        (TOWN, [tonnes], {"unit": "kg"}, "indicator_unit_name"),
        (TOWN, [tonnes, side(COSTS, "sum:cout")], {"unit": "t/hab."}, "indicator_unit_name"),
        (AGENT, [kg], {"per": 1, "unit": "kg/t"}, "indicator_unit_name"),
        (TOWN, [side(ENERGY, "sum:temperature_moyenne_c")], {}, "exploration_no_sum"),
        (AGENT, [side(POINTS, "mean:puissance_kw")],
         {"per": 1, "period": "WHOLE"}, "exploration_units"),
        (TOWN, [tonnes, side(COSTS, "sum:cout")], {"per": 1}, "indicator_refused"),
        # Persons, not given, no day, and a measure too many.
        (TOWN, [side(WATER, "sum:litres", "releveur:R1")], {}, "exploration_personal"),
        (AGENT, [side(THEIRS, "sum:nb_bacs_leves")], {}, "exploration_column"),
        (AGENT, [side("valcobreizh.nothing", "count")], {}, "unknown_dataset"),
        (AGENT, [side(POINTS, "count")], {}, "exploration_no_day"),
        (AGENT, [kg], {"title": " "}, "indicator_refused"),
    ]  # fmt: skip
    for agent, sides, words, code in refused:
        purpose = FOR if agent == TOWN else PURPOSE
        told = await save(town, agent, "refuse", *sides, purpose=purpose, **words)
        assert set(told.codes) == {code}, (sides, words)
    three = await save(town, AGENT, "refuse", kg, kg, kg, operation="RATIO")
    assert set(three.codes) == {"indicator_refused"}
    # Two bodies' data that no agreement lets combine, unlike coverage, and too few rows: known once
    # it is read, and said to who reads.
    await saved(town, AGENT, "ailleurs", kg, side(THEIRS, "sum:tonnage_kg"), purpose=PURPOSE)
    apart = await read(town, AGENT, "ailleurs")
    assert set(apart.codes) == {"combination_not_agreed"}
    here, there = side(HEAT, "sum:kwh", "commune:35265"), side(VISITS, "count", "commune:35085")
    await saved(town, TOWN, "deux-communes", here, there, purpose=FOR)
    assert set((await read(town, TOWN, "deux-communes")).codes) == {"indicator_nothing_shared"}
    few = side(POINTS, "count", "commune:35118")
    await saved(town, AGENT, "peu", few, period="WHOLE")
    assert set((await read(town, AGENT, "peu")).codes) == {"exploration_too_few"}
    rubble = side(COSTS, "sum:cout", "flux:GRAVATS"), side(COSTS, "sum:tonnes", "flux:GRAVATS")
    await saved(town, TOWN, "gravats", *rubble, purpose=FOR)
    assert set((await read(town, TOWN, "gravats")).codes) == {"exploration_unlike"}


async def test_a_target_has_a_trajectory_where_its_base_is_given(town):
    await saved(
        town, AGENT, "objectif", side(OURS, "sum:tonnage_kg", "flux:VERRE"), per=1,
        direction="MORE",
    )  # fmt: skip

    async def standing(base, value="40", *, whole=False):
        variables = {"name": "objectif", "year": 2030, "value": value, "base": base}
        told = await town.ask(TARGET, AGENT, variables=variables)
        if told.codes:
            return set(told.codes)
        data = (await read(town, AGENT, "objectif")).data
        return data if whole else data["indicatorFigures"]["standing"]

    assert (await standing(None))["reason"] == "NO_BASE"
    typed = {"year": 2023, "value": "900000", "source": "Rapport 2023", "population": 36000}
    figures = (await standing(typed, whole=True))["indicatorFigures"]
    told, years = figures["standing"], values_of(figures["computed"])
    assert told["reason"] is None
    assert told["base"]["isTyped"]
    assert told["base"]["value"] == 25.0
    assert told["atYear"] == 2025
    assert told["atValue"] == years["2025"]
    expected = 25 + (40 - 25) * 2 / 7
    assert told["expected"] == pytest.approx(expected)
    assert told["gap"] == pytest.approx(years["2025"] - expected)
    assert told["isGood"] == (years["2025"] >= expected)
    content = json.loads(figures["content"])
    assert content["target"]["year"] == 2030
    assert float(content["value"]) == years["2025"]
    assert content["assumed"][-1]["fr"] == "base de départ saisie : Rapport 2023"
    without = {key: value for key, value in typed.items() if key != "population"}
    assert (await standing(without))["reason"] == "NO_POPULATION"
    assert await standing({"year": 2023, "value": "25"}) == {"indicator_target_refused"}
    assert await standing(typed | {"year": 2031}) == {"indicator_target_refused"}
    assert await standing(None, "beaucoup") == {"indicator_target_refused"}
    assert await standing({"year": 2023, "figure": "0" * 64}) == {"unknown_figure"}


async def test_a_frozen_figure_in_the_same_unit_is_a_base(town):
    freeze = """mutation ($input: FigureInput!) {
      freezeFigure(input: $input) { figure { digest } } }"""
    statement = (
        "SELECT SUM(tonnage_kg) AS tonnage_kg FROM valcobreizh.collectes "
        "WHERE EXTRACT(YEAR FROM date_collecte) = 2023"
    )
    given = {"statement": statement, "indicator": "tonnage", "titleFr": "Tonnage", "year": 2023}
    frozen = await town.ask(freeze, "steward@valcobreizh", variables={"input": given})
    digest = frozen.data["freezeFigure"]["figure"]["digest"]
    await saved(town, AGENT, "masse", side(OURS, "sum:tonnage_kg"), direction="LESS")
    target = {"name": "masse", "year": 2030, "value": "1", "base": {"year": 2024, "figure": digest}}
    wrong_year = await town.ask(TARGET, AGENT, variables=target)
    assert set(wrong_year.codes) == {"indicator_target_refused"}
    target["base"]["year"] = 2023
    assert not (await town.ask(TARGET, AGENT, variables=target)).codes
    figures = (await read(town, AGENT, "masse")).data["indicatorFigures"]
    base, years = figures["standing"]["base"], values_of(figures["computed"])
    assert (base["value"], base["figure"], base["isTyped"]) == (years["2023"], digest, False)
    assert figures["standing"]["atYear"] == 2025
    assert not figures["standing"]["isGood"]
    # In kilos, it is no base of kilos a row.
    await saved(town, AGENT, "par-pesee", side(OURS, "sum:tonnage_kg"), side(OURS, "count"))
    assert not (await town.ask(TARGET, AGENT, variables=target | {"name": "par-pesee"})).codes
    standing = (await read(town, AGENT, "par-pesee")).data["indicatorFigures"]["standing"]
    assert standing["reason"] == "FIGURE_IN_ANOTHER_UNIT"


async def test_a_change_is_another_version_and_tells_those_who_read_it(town):
    tonnes = side(COSTS, "sum:tonnes")
    await saved(town, TOWN, "tonnages", tonnes, purpose=FOR)
    unsaid = await save(town, TOWN, "tonnages", tonnes, purpose=FOR)
    assert set(unsaid.codes) == {"indicator_refused"}
    variables = {"name": "tonnages", "year": 2030, "value": "10", "base": None}
    assert not (await town.ask(TARGET, TOWN, variables=variables)).codes
    glass = side(COSTS, "sum:tonnes", "flux:VERRE")
    await saved(town, TOWN, "tonnages", glass, purpose=FOR, whatChanged="Le verre seul.")
    asked = """{ indicator(name: "tonnages") { name current { number whatChanged by }
      versions { number } target { year } isMine } }"""
    told = (await town.ask(asked, TOWN)).data["indicator"]
    assert (told["current"]["number"], told["current"]["whatChanged"]) == (2, "Le verre seul.")
    assert [each["number"] for each in told["versions"]] == [2, 1]
    assert told["target"] is None
    assert told["isMine"]
    steward = (await town.ask(asked, "steward@mesnil-roc-h")).data["indicator"]
    assert not steward["isMine"]
    # Another body has none of that name.
    assert (await town.ask(asked, AGENT)).codes == ["unknown_indicator"]
    assert (await town.ask(asked, None)).codes
    entries = await town.services.notifications.deliveries.unspread(100)
    told_messages = [one.message for one in entries if one.message.kind == "indicator.changed"]
    assert [message.about for message in told_messages] == ["tonnages"]
    assert told_messages[0].facts["reason"] == "Le verre seul."
    gone = await town.ask('mutation { removeIndicator(name: "tonnages") { applied } }', TOWN)
    assert gone.data["removeIndicator"]["applied"]
    assert (await town.ask(asked, TOWN)).codes == ["unknown_indicator"]
