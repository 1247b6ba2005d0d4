"""Bugs in the tables of standards: each is found by what three readers are answered.

Covers gateway.reading.query.standard_sources, federation.likeness,
gateway.reading.query.standard_coverage.
"""

from decimal import Decimal

import pytest

from catalog.cog import load_cog
from catalog.cog.reference_rows import population_rows
from federation.plan import DUCKDB
from federation.repeats import written_out
from federation.standards.standard_tables import LEAST_ALIKE
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.sql.conftest import Door
from tests.integration.standard_bodies import GIVEN, OF_ROMANTIQUE, ROMANTIQUE, add_bodies
from tests.mutants.in_the_standards import (
    BUGS,
    a_pattern_stands_for_what_it_did_when_it_was_read,
    a_source_that_is_down_stops_the_others,
    datasets_are_alike_whatever_rows_are_given,
)
from tests.unit.federation.test_alike_arms_are_planned_once import (
    OTHERS,
    SOME,
    STATEMENTS,
    Country,
    lent,
    sent,
)

REPORT = ("agent@valcobreizh", "rpqs_dechets")
ROUNDS = ("agent@valcobreizh", "planification_collecte")
STRANGER = ("agent@sde35",)
ASKED = (
    "SELECT dataset, count(*), sum(tonnage_kg) FROM standards.collecte_dechets"
    " WHERE date_collecte < DATE '2023-01-01' GROUP BY dataset"
)
BY_STREAM = (
    "SELECT flux, count(*) FROM standards.collecte_dechets"
    " WHERE date_collecte < DATE '2023-01-01' GROUP BY flux"
)
COSTS = (
    "SELECT sum(CASE WHEN sens = 'PRODUIT' THEN -montant_eur ELSE montant_eur END)"
    " FROM standards.matrice_des_couts WHERE annee = 2025"
)
PESEES = "bretagne_romantique.pesees"
RATES = """query { standards { collecteDechets(where: { dateCollecte: { lt: "2023-01-01" } }) {
  groupBy { key { dateCollecte(by: MONTH) } indicators { kgParHabitant { denominator } } } } } }"""


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("standards") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        door = Door(state, services)
        await add_bodies(door)
        yield door


async def complaints(town):
    """What is wrong with the answers, in the order in which they are asked."""
    town.ports.memory.statements.clear()
    town.ports.memory.plans.clear()
    town.ports.memory.sources.clear()
    given = [row for row in OF_ROMANTIQUE if row.commune in GIVEN]
    right = [[PESEES, len(given), f"{sum(row.mass * 1000 for row in given):.6f}"]]
    report = await town.sql(ASKED, *REPORT)
    if report.status_code != 200 or report.json()["rows"] != right:
        yield "rows"
        return
    statuses = {each["dataset"]: each["status"] for each in report.json()["scope"]["sources"]}
    if statuses.get("mesnil_roc_h.pesees") != "DENIED" or len(statuses) != 4:
        yield "scope"
    rounds = await town.sql(ASKED, *ROUNDS)
    if rounds.status_code != 200 or rounds.json()["rows"]:
        yield "another purpose"
    if "eau_bassin_rennais" in (await town.sql(ASKED, *STRANGER)).text:
        yield "a hidden name"
    streams = await town.sql(BY_STREAM, *REPORT)
    if streams.status_code != 200 or "AUTRE" in {row[0] for row in streams.json()["rows"]}:
        yield "a word that is no code"
    costs = await town.sql(COSTS, *REPORT)
    if costs.status_code != 200 or costs.json()["rows"] != [["7609285.500000"]]:
        yield "costs"
    if await rates_are_wrong(town):
        yield "rates"


async def rates_are_wrong(town):
    """Of Bretagne Romantique each month is divided by who is seen in it."""
    body = {"query": RATES}
    answer = (await town.post("/graphql", body, *REPORT)).json()["data"]
    groups = answer["standards"]["collecteDechets"]["groupBy"]
    people = {row.code: row.population for row in population_rows(load_cog()) if row.annee == 2022}
    seen = [row for row in OF_ROMANTIQUE if row.commune in GIVEN]
    right = {}
    for month in {row.day.month for row in seen}:
        rows = [row for row in seen if row.day.month == month]
        right[f"2022-{month:02d}-01"] = sum(people[code] for code in {row.commune for row in rows})
    return right != {
        each["key"]["dateCollecte"]: each["indicators"]["kgParHabitant"]["denominator"]
        for each in groups
    }


async def found(town):
    return [each async for each in complaints(town)]


async def test_unchanged_nothing_is_wrong(town):
    assert await found(town) == []
    assert sum(row.mass for row in OF_ROMANTIQUE) > Decimal(1)


@pytest.mark.parametrize("bug", BUGS)
async def test_a_planted_bug_dies(town, monkeypatch, bug):
    BUGS[bug](monkeypatch)
    assert await found(town)


def sent_alike(given, planned):
    """Whether a plan of datasets that were alike when it was read is that of each by itself."""
    country, other = Country(*given), Country(*planned)
    logical = country.read(STATEMENTS[0])
    whole = other.plan(written_out(logical))
    return sent(other.plan(logical), DUCKDB) == sent(whole, DUCKDB)


def test_arms_that_are_given_other_rows_are_not_alike(monkeypatch):
    mixed = [lent(SOME)] * LEAST_ALIKE + [lent(OTHERS)]
    assert sent_alike(mixed, mixed)
    datasets_are_alike_whatever_rows_are_given(monkeypatch)
    assert not sent_alike(mixed, mixed)


def test_what_was_alike_is_looked_at_again(monkeypatch):
    alike = [lent(SOME)] * LEAST_ALIKE
    changed = [*alike[1:], lent(OTHERS)]
    assert sent_alike(alike, changed)
    a_pattern_stands_for_what_it_did_when_it_was_read(monkeypatch)
    assert not sent_alike(alike, changed)


async def test_one_that_lets_a_source_stop_the_others_dies_too(town, monkeypatch):
    """The last: a source that was down is asked again after a while only."""
    folder = town.state.data / ROMANTIQUE
    away = folder.rename(folder.with_name("ailleurs"))
    right = await town.sql(ASKED, *REPORT)
    assert (right.status_code, '"DOWN"' in right.text) == (200, True)
    a_source_that_is_down_stops_the_others(monkeypatch)
    assert (await town.sql(ASKED, *REPORT)).status_code != 200
    away.rename(folder)
