"""Kilograms per inhabitant over 52 communes of three bodies: one silent, one stopping in October.

Covers schema.reading.indicators, schema.reading.indicator_rows, schema.types.indicator_types,
gateway.reading.query.standard_coverage.
"""

import csv
import sqlite3
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest

from catalog.cog import load_cog
from catalog.cog.reference_rows import population_rows
from catalog.model.dataset import CsvFormat, Listing, ObjectKind, PhysicalObject
from catalog.model.identifiers import Name
from catalog.model.row_condition import AllRows
from catalog.standards.standard import standards
from gateway.demo_mode.state import DemoState
from gateway.reading.query.standard_coverage import coverage_rows
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.sql.conftest import Door
from tests.integration.standard_bodies import EAU, MESNIL, ROMANTIQUE, _dataset, lending, write

YEAR = 2021
COG = load_cog()
PEOPLE = {
    row.code: row.population
    for row in population_rows(COG)
    if row.annee == YEAR and row.code.startswith("35")
}
COMMUNES = sorted(PEOPLE)[:52]
STEADY, STOPPING, SILENT = COMMUNES[:26], COMMUNES[26:42], COMMUNES[42:]
SPARSE = STEADY[3]
"""Its glass is not collected every month."""
EMPTY = "55039"
"""Beaumont-en-Verdunois, which the war left without an inhabitant."""
PART = "35147"
"""Lanhélin, a part of Mesnil-Roc'h since 2019."""
HEADER = ("bon", "jour", "insee", "matiere", "poids")
WITHIN = 'where: { dateCollecte: { gte: "2021-01-01", lt: "2022-01-01" } }'
RATE = "indicators { kgParHabitant { value numerator denominator reason } }"


@dataclass(frozen=True)
class Weighing:
    number: str
    day: date | None
    commune: str | None
    code: str
    kg: Decimal


def weighings(communes, months, prefix):
    for number, code in enumerate(communes):
        for month in months:
            for flux, base in (("OMR", 900), ("VERRE", 40)):
                if (code, flux, month % 2) == (SPARSE, "VERRE", 0):
                    continue
                kg = Decimal(base + 7 * number + month) + Decimal("0.125")
                yield Weighing(
                    f"{prefix}{number}-{month}-{flux}", date(YEAR, month, 9), code, flux, kg
                )


ROWS = {
    ROMANTIQUE: tuple(weighings(STEADY, range(1, 13), "A")),
    EAU: tuple(weighings(STOPPING, range(1, 11), "B")),
    MESNIL: (),
}
OLDER = (
    Weighing("X1", date(2019, 3, 1), EMPTY, "OMR", Decimal(10)),
    Weighing("X2", date(2019, 3, 1), PART, "OMR", Decimal(10)),
    Weighing("X3", date(2018, 3, 1), None, "OMR", Decimal(10)),
    Weighing("X4", date(2017, 3, 1), STEADY[0], "OMR", Decimal(10)),
    Weighing("X5", date(2017, 3, 2), None, "OMR", Decimal(10)),
)


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("rates") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        door = Door(state, services)
        await add_weighings(door)
        yield door


async def add_weighings(town):
    snapshot, data = await town.services.acts.catalog.current(), town.state.data
    reader = snapshot.organisation_of_slug("valcobreizh")
    changed = []
    for number, (slug, storage) in enumerate(
        (
            (ROMANTIQUE, "bretagne_romantique__fichiers"),
            (EAU, "eau_bassin_rennais__releves"),
            (MESNIL, "mesnil_roc_h__patrimoine"),
        )
    ):
        rows = (*ROWS[slug], *(OLDER if slug == ROMANTIQUE else ()))
        if slug == MESNIL:
            with sqlite3.connect(data / slug / "patrimoine.sqlite") as database:
                database.execute(f"CREATE TABLE rates ({', '.join(HEADER)})")
            database.close()
            physical = PhysicalObject(ObjectKind.TABLE, "rates")
        else:
            _write_csv(data / slug / "rates.csv", rows)
            physical = PhysicalObject(ObjectKind.CSV, "rates.csv", csv=CsvFormat(columns=HEADER))
        owner = snapshot.organisation_of_slug(slug)
        dataset = _dataset(owner, storage, physical, HEADER, "kg", listing=Listing.ORGANISATIONS)
        dataset = replace(dataset, id=f"{dataset.id}_rates", name=Name("rates"), territory=None)
        agreement = lending(dataset, reader.siren, AllRows())
        changed += [dataset, replace(agreement, id=f"conv-2026-08{number:02d}")]
    await write(town, *changed)


def _write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row in rows:
            day = "" if row.day is None else row.day.isoformat()
            writer.writerow([row.number, day, row.commune or "", row.code, row.kg])


async def groups(town, key, *, where=WITHIN, rest="", shown=RATE):
    arguments = f"({rest})" if rest else ""
    document = f"""query {{ standards {{ collecteDechets({where}) {{
      groupBy{arguments} {{ key {{ {key} }} {shown} }} }} }} }}"""
    answer = (await town.post("/graphql", {"query": document}, *SYNDICAT)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["standards"]["collecteDechets"]["groupBy"]


def rates(answer, *key):
    return {
        tuple(group["key"][each] for each in key): tuple(
            group["indicators"]["kgParHabitant"].values()
        )
        for group in answer
    }


def rate(rows, communes):
    """(value, numerator, denominator, reason) where each commune is covered."""
    kg = sum((row.kg for row in rows), Decimal(0))
    people = sum(PEOPLE[code] for code in communes)
    return (float(kg) / people, f"{kg:.6f}", people, None)


def by(rows, key):
    parts = defaultdict(list)
    for row in rows:
        parts[key(row)].append(row)
    return parts


ALL = (*ROWS[ROMANTIQUE], *ROWS[EAU])
PARTLY = "PARTLY_COVERED"


def without_rate(rows, reason):
    return (None, f"{sum((row.kg for row in rows), Decimal(0)):.6f}", None, reason)


async def test_a_year_that_one_body_left_in_october_has_no_rate(town):
    answer = await groups(town, "dateCollecte(by: YEAR)")
    assert rates(answer, "dateCollecte") == {("2021-01-01",): without_rate(ALL, PARTLY)}


async def test_each_commune_has_its_own_rate_and_those_that_stopped_have_none(town):
    answer = await groups(town, "dateCollecte(by: YEAR) codeCommune")
    of_communes = by(ALL, lambda row: row.commune)
    assert rates(answer, "codeCommune") == {
        (code,): rate(rows, [code]) if code in STEADY else without_rate(rows, PARTLY)
        for code, rows in of_communes.items()
    }
    assert len(answer) == 42


async def test_each_body_is_divided_by_the_people_of_its_own_communes(town):
    answer = await groups(town, "ownerNom dateCollecte(by: YEAR)")
    assert rates(answer, "ownerNom") == {
        ("CC Bretagne Romantique",): rate(ROWS[ROMANTIQUE], STEADY),
        ("Collectivité Eau du Bassin Rennais",): without_rate(ROWS[EAU], PARTLY),
    }


async def test_a_month_is_divided_by_who_is_in_that_month(town):
    answer = rates(await groups(town, "dateCollecte(by: MONTH)"), "dateCollecte")
    assert answer == {
        (f"{YEAR}-{month:02d}-01",): rate(rows, (*STEADY, *STOPPING) if month < 11 else STEADY)
        for month, rows in by(ALL, lambda row: row.day.month).items()
    }
    assert len(answer) == 12


async def test_a_stream_that_is_not_collected_each_month_is_divided_all_the_same(town):
    """The commune has rows each month: it is covered, whatever is in them."""
    answer = await groups(town, "flux ownerSiren dateCollecte(by: YEAR)")
    told = rates(answer, "flux", "ownerSiren")
    glass = [row for row in ROWS[ROMANTIQUE] if row.code == "VERRE"]
    assert told["VERRE", "243500733"] == rate(glass, STEADY)


async def test_a_quarter_is_covered_by_its_own_three_months(town):
    """Those who stopped in October have rows of ten months, and one of the last quarter's."""
    quarters = by(ALL, lambda row: (row.day.month - 1) // 3)
    key = "dateCollecte(by: QUARTER)"
    assert rates(await groups(town, key), "dateCollecte") == {
        (f"{YEAR}-{3 * number + 1:02d}-01",): rate(rows, (*STEADY, *STOPPING))
        if number < 3
        else without_rate(rows, PARTLY)
        for number, rows in quarters.items()
    }
    told = rates(await groups(town, f"{key} ownerSiren flux"), "dateCollecte", "ownerSiren", "flux")
    of_glass = [row for row in quarters[3] if row in ROWS[ROMANTIQUE] and row.code == "VERRE"]
    assert told["2021-10-01", "243500733", "VERRE"] == rate(of_glass, STEADY)
    by_year = await groups(
        town,
        f"{key} codeCommune",
        rest="having: { indicators: { kgParHabitant: { gte: 0 } } }",
    )
    assert len(by_year) == 3 * len((*STEADY, *STOPPING)) + len(STEADY)


async def test_a_quarter_that_the_bounds_cut_has_no_rate(town):
    cut = 'where: { dateCollecte: { gte: "2021-02-01", lt: "2022-01-01" } }'
    told = rates(
        await groups(town, "dateCollecte(by: QUARTER) ownerSiren", where=cut),
        "dateCollecte",
        "ownerSiren",
    )
    assert told["2021-01-01", "243500733"][3] == PARTLY
    assert told["2021-04-01", "243500733"][3] is None


async def test_a_month_within_a_quarter_is_a_months_rate(town):
    told = rates(await groups(town, "q: dateCollecte(by: QUARTER) m: dateCollecte(by: MONTH)"), "m")
    assert told[f"{YEAR}-11-01",][3] is None


async def test_two_bounds_are_a_period_too(town):
    until = 'where: { dateCollecte: { gte: "2021-01-01", lte: "2021-10-31" } }'
    rows = [row for row in ALL if row.day.month < 11]
    answer = await groups(town, "flux", where=until)
    assert rates(answer, "flux") == {
        (flux,): rate(some, (*STEADY, *STOPPING))
        for flux, some in by(rows, lambda row: row.code).items()
    }
    beyond = 'where: { dateCollecte: { gte: "2021-01-01", lt: "2021-12-01" } }'
    assert {
        each[3] for each in rates(await groups(town, "flux", where=beyond), "flux").values()
    } == {PARTLY}


@pytest.mark.parametrize(
    ("key", "where", "reason"),
    [
        ("flux", 'where: { dateCollecte: { gte: "2021-01-01" } }', "NO_PERIOD"),
        (
            "codeCommune",
            f"""where: {{ codeCommune: {{ eq: "{STEADY[0]}" }},
              dateCollecte: {{ gte: "2017-01-01", lt: "2022-01-01" }} }}""",
            "SEVERAL_YEARS",
        ),
        (
            "dateCollecte(by: MONTH)",
            'where: { dateCollecte: { gte: "2018-01-01", lt: "2019-01-01" } }',
            "NO_COMMUNE",
        ),
        (
            "dateCollecte(by: MONTH)",
            'where: { dateCollecte: { gte: "2017-01-01", lt: "2018-01-01" } }',
            "COMMUNE_UNKNOWN",
        ),
        (
            "dateCollecte(by: MONTH)",
            f'where: {{ codeCommune: {{ eq: "{PART}" }} }}',
            "NO_POPULATION",
        ),
        (
            "dateCollecte(by: MONTH)",
            f'where: {{ codeCommune: {{ eq: "{EMPTY}" }} }}',
            "ZERO_POPULATION",
        ),
    ],
    ids=lambda value: value if value.isupper() else "",
)
async def test_without_a_denominator_that_is_right_the_reason_is_told(town, key, where, reason):
    (group,) = (await groups(town, key, where=where))[:1]
    told = group["indicators"]["kgParHabitant"]
    assert (told["value"], told["denominator"], told["reason"]) == (None, None, reason)
    assert Decimal(told["numerator"]) > 0


async def test_groups_are_ordered_and_chosen_by_their_rate(town):
    rest = "orderBy: [{ indicators: { kgParHabitant: DESC } }], first: 5"
    answer = await groups(town, "dateCollecte(by: YEAR) codeCommune", rest=rest)
    values = {
        code: rate(rows, [code])[0]
        for code, rows in by(ROWS[ROMANTIQUE], lambda r: r.commune).items()
    }
    first = sorted(values, key=values.__getitem__, reverse=True)[:5]
    assert [group["key"]["codeCommune"] for group in answer] == first
    least = sorted(values.values())[20]
    chosen = await groups(
        town,
        "dateCollecte(by: YEAR) codeCommune",
        rest=f"having: {{ indicators: {{ kgParHabitant: {{ gte: {least!r} }} }} }}",
        shown="aggregate { count }",
    )
    assert {group["key"]["codeCommune"] for group in chosen} == {
        code for code, value in values.items() if value >= least
    }


async def test_the_other_aggregates_of_a_group_are_those_without_its_rate(town):
    measured = """aggregate { count sum { tonnageKg } min { tonnageKg } max { dateCollecte }
      avg { tonnageKg } }"""
    alone = await groups(town, "flux", shown=measured)
    beside = await groups(town, "flux", shown=f"{measured} {RATE}")
    for one, other in zip(alone, beside, strict=True):
        assert one["aggregate"].pop("avg")["tonnageKg"] == pytest.approx(
            other["aggregate"].pop("avg")["tonnageKg"]
        )
        assert one["aggregate"] == other["aggregate"]


@pytest.mark.parametrize(
    "apart",
    [
        "aggregate { countDistinct { codeCommune } }",
        "aggregate { median { tonnageKg } }",
        "window { rank(of: { count: DESC }) }",
    ],
)
async def test_what_is_not_made_of_the_parts_of_a_group_is_asked_for_apart(town, apart):
    document = f"""query {{ standards {{ collecteDechets({WITHIN}) {{ groupBy {{
      key {{ flux dateCollecte(by: YEAR) }} {apart} {RATE} }} }} }} }}"""
    answer = (await town.post("/graphql", {"query": document}, *SYNDICAT)).json()
    assert answer["errors"][0]["extensions"]["code"] == "indicators_alone"


async def test_the_scope_says_who_is_silent(town):
    document = f"""query {{ standards {{ collecteDechets({WITHIN}) {{ scope {{
      communes {{ covered population }} sources {{ dataset status }} }} }} }} }}"""
    answer = (await town.post("/graphql", {"query": document}, *SYNDICAT)).json()
    scope = answer["data"]["standards"]["collecteDechets"]["scope"]
    statuses = {each["dataset"]: each["status"] for each in scope["sources"]}
    assert statuses["mesnil_roc_h.rates"] == "EMPTY"
    assert statuses["eau_bassin_rennais.rates"] == "ANSWERED"
    assert set(scope["communes"]["covered"]) >= {*STEADY, *STOPPING}
    assert not set(scope["communes"]["covered"]) & set(SILENT)


async def test_the_same_rate_is_a_statement_of_sql(town):
    statement = f"""WITH parts AS (
      SELECT owner_siren, code_commune, year(date_collecte) AS annee, sum(tonnage_kg) AS kg
      FROM standards.collecte_dechets
      WHERE date_collecte >= DATE '{YEAR}-01-01' AND date_collecte < DATE '{YEAR + 1}-01-01'
      GROUP BY owner_siren, code_commune, year(date_collecte))
    SELECT parts.owner_siren, sum(parts.kg), sum(p.population)
    FROM parts JOIN reference.populations p
      ON p.code = parts.code_commune AND p.annee = parts.annee
    GROUP BY parts.owner_siren ORDER BY 1"""
    rows = await town.rows(statement, *SYNDICAT)
    kg = sum(row.kg for row in ROWS[ROMANTIQUE])
    people = sum(PEOPLE[code] for code in STEADY)
    assert rows[0] == ["243500733", f"{kg:.6f}", str(people)]


def test_a_part_of_a_commune_has_no_population_and_a_month_counts_once():
    seen = [(STEADY[0], YEAR, 1), (STEADY[0], YEAR, 1), (STEADY[0], YEAR, 5), (PART, 2020, 1)]
    assert list(coverage_rows(seen, COG)) == [
        (STEADY[0], YEAR, PEOPLE[STEADY[0]], 2, 1, 1, 0, 0),
        (PART, 2020, None, 1, 1, 0, 0, 0),
    ]


def test_each_indicator_is_of_fields_that_its_standard_has():
    known = [(of, each) for of in standards().values() for each in of.indicators]
    assert ("interco-collecte-dechets", "kg_par_habitant") in {
        (of.name, each.name) for of, each in known
    }
    for of, each in known:
        assert each.field is None or each.field in {one.name for one in of.fields}
        assert of.field_of("commune") is not None
        assert each.label.fr
        assert each.label.en
