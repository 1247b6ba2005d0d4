"""`standards.collecte_dechets`: rows of every body that gives some, each under its own agreement.

Covers gateway.reading.query.standard_sources, gateway.reading.query.standard_scope,
gateway.reading.query.standard_answer, gateway.reading.query.standard_competence,
gateway.reading.query.overlap, federation.standards.standard_tables,
federation.standards.standard_cells, federation.standards.standard_measures,
catalog.standards.coverage.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.model.agreement import AgreementState
from catalog.model.dataset import Listing, UpdateFrequency
from catalog.model.row_condition import AllRows
from catalog.model.terms import AgreementLimits, Combine, CombineKind, Terms
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.sql.conftest import Door
from tests.integration.standard_bodies import (
    CODES,
    GIVEN,
    HIDDEN,
    MESNIL,
    OF_EAU,
    OF_MESNIL,
    OF_ROMANTIQUE,
    ROMANTIQUE,
    add_bodies,
    lending,
    open_to_all,
    write,
)

TABLE = "standards.collecte_dechets"
OWN, LENT = "valcobreizh.collectes", "val_d_ille_aubigne.collectes"
PESEES = "bretagne_romantique.pesees"
BEFORE = "date_collecte < DATE '2023-01-01'"
STREAMS = {"OMR", "EMBALLAGES_PAPIERS", "VERRE", "BIODECHETS", "ENCOMBRANTS"}
BY_FLUX = f"SELECT flux, sum(tonnage_kg) FROM {TABLE} GROUP BY flux ORDER BY flux"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    """Five bodies, read and left as they are."""
    state = DemoState(tmp_path_factory.mktemp("bodies") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        door = Door(state, services)
        await add_bodies(door)
        yield door


@pytest.fixture
async def own_town(own_door):
    await add_bodies(own_door)
    return own_door


def of_romantique():
    """What the agreement gives of it, as the standard says it."""
    for row in OF_ROMANTIQUE:
        if row.commune in GIVEN:
            yield row.day.isoformat(), row.commune, CODES.get(row.code, row.code), row.mass * 1000


async def every_row(town):
    """(dataset, day, commune, flux, kg): each body's rows as they are given alone."""
    rows = [(PESEES, *row) for row in of_romantique()]
    for table in (OWN, LENT):
        asked = f"SELECT date_collecte, code_commune, flux, tonnage_kg FROM {table}"
        rows += [
            (table, day, commune, flux, Decimal(kg))
            for day, commune, flux, kg in await town.rows(asked, *SYNDICAT)
        ]
    return rows


def summed(rows, *key):
    """By stream, of the streams that the standard has: another word is in no answer about them."""
    total = defaultdict(Decimal)
    for row in rows:
        if 3 in key and row[3] not in STREAMS:
            continue
        total[tuple(row[each] for each in key)] += row[4]
    return dict(total)


async def asked(town, statement, *who, **more):
    answer = await town.sql(statement, *(who or SYNDICAT), **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


def statuses(answer):
    return {each["dataset"]: each["status"] for each in answer["scope"]["sources"]}


async def test_each_sum_is_that_of_what_each_body_gives_alone(town):
    rows = await every_row(town)
    for key, columns in (
        ((0,), "dataset"),
        ((3,), "flux"),
        ((0, 3), "dataset, flux"),
        ((2,), "code_commune"),
        ((2, 3), "code_commune, flux"),
    ):
        statement = f"SELECT {columns}, sum(tonnage_kg) FROM {TABLE} GROUP BY {columns}"
        told = {tuple(row[:-1]): Decimal(row[-1]) for row in await town.rows(statement, *SYNDICAT)}
        assert told == summed(rows, *key)


async def test_conditions_are_those_of_any_statement(town):
    rows = await every_row(town)
    for condition, keeps in (
        ("code_commune = '35085'", lambda row: row[2] == "35085"),
        (
            "flux = 'OMR' AND date_collecte < DATE '2023-01-01'",
            lambda r: r[3] == "OMR" and r[1] < "2023",
        ),
        ("tonnage_kg > 3000", lambda row: row[4] > 3000),
        (f"dataset <> '{OWN}'", lambda row: row[0] != OWN),
        ("flux <> 'OMR'", lambda row: row[3] in STREAMS and row[3] != "OMR"),
    ):
        statement = f"SELECT count(*), sum(tonnage_kg) FROM {TABLE} WHERE {condition}"
        ((count, kg),) = await town.rows(statement, *SYNDICAT)
        kept = [row for row in rows if keeps(row)]
        assert (count, Decimal(kg or 0)) == (len(kept), sum(row[4] for row in kept))
        assert kept


async def test_parameters_and_ctes_and_joins_with_reference_tables_are_read_as_ever(town):
    statement = f"""WITH par AS (SELECT code_commune, sum(c.tonnage_kg) AS kg FROM {TABLE} AS c
        WHERE c.date_collecte >= CAST(? AS date) GROUP BY code_commune)
      SELECT r.nom, par.kg FROM par JOIN reference.communes AS r ON r.code = par.code_commune
      ORDER BY r.nom LIMIT 3"""
    answer = await town.rows(statement, *SYNDICAT, parameters=["2025-01-01"])
    assert len(answer) == 3


async def test_a_star_is_the_fields_of_the_standard_then_whose_each_row_is(town):
    answer = await asked(town, f"SELECT * FROM {TABLE} WHERE dataset = '{PESEES}' LIMIT 2")
    names = [each["name"] for each in answer["columns"]]
    assert names[:4] == ["id_pesee", "date_collecte", "tournee_id", "code_commune"]
    assert names[-3:] == ["owner_siren", "owner_nom", "dataset"]
    row = dict(zip(names, answer["rows"][0], strict=True))
    assert row["tournee_id"] is None
    assert (row["owner_siren"], row["owner_nom"]) == ("243500733", "CC Bretagne Romantique")


async def test_a_masked_column_is_masked_and_one_that_is_not_given_is_empty(town):
    asked_for = f"SELECT id_pesee, part_commune FROM {TABLE} WHERE dataset = '{LENT}' LIMIT 5"
    for number, part in await town.rows(asked_for, *SYNDICAT):
        assert len(number) == 64
        assert part is None
    own = f"SELECT part_commune FROM {TABLE} WHERE dataset = '{OWN}' LIMIT 5"
    assert all(part is not None for (part,) in await town.rows(own, *SYNDICAT))


async def test_no_hidden_row_is_in_any_answer(town):
    for statement in (
        f"SELECT count(*) FROM {TABLE} WHERE code_commune = '{HIDDEN}' AND dataset = '{PESEES}'",
        f"SELECT count(*) FROM {TABLE} WHERE code_commune IN ('35326', '35238')",
    ):
        assert await town.rows(statement, *SYNDICAT) == [[0]]


async def test_the_scope_says_who_answered_and_who_was_not_asked(town):
    answer = await asked(town, BY_FLUX)
    assert statuses(answer) == {
        OWN: "ANSWERED",
        LENT: "ANSWERED",
        PESEES: "ANSWERED",
        "mesnil_roc_h.pesees": "DENIED",
    }
    sources = {each["dataset"]: each for each in answer["scope"]["sources"]}
    assert sources[PESEES]["agreement"] == "conv-2026-0777@1"
    assert sources[PESEES]["owner"] == {"siren": "243500733", "nom": "CC Bretagne Romantique"}
    assert sources[PESEES]["latest"] == max(day for day, *_ in of_romantique())
    assert sources["mesnil_roc_h.pesees"]["latest"] is None
    others = sum(row.code == "AUTRE" and row.commune in GIVEN for row in OF_ROMANTIQUE)
    left_out = {"field": "flux", "rows": others, "reason": "CODE_NOT_IN_LIST"}
    told = {name: each["leftOut"] for name, each in sources.items() if "leftOut" in each}
    assert told == {PESEES: [left_out]}
    assert answer["scope"]["partial"] is True
    by_commune = f"SELECT code_commune, sum(tonnage_kg) FROM {TABLE} GROUP BY code_commune"
    assert (await asked(town, by_commune))["scope"]["partial"] is False


async def test_communes_are_those_of_today_and_their_inhabitants(town):
    scope = (await asked(town, f"SELECT count(*) FROM {TABLE}"))["scope"]
    covered = scope["communes"]["covered"]
    assert len(covered) >= 52
    assert "35308" in covered
    assert "35147" not in covered
    assert HIDDEN in covered
    listed = ", ".join(f"'{code}'" for code in covered)
    inhabitants = f"SELECT sum(population) FROM reference.communes WHERE code IN ({listed})"
    assert await town.rows(inhabitants) == [[str(scope["communes"]["population"])]]


async def test_communes_without_a_row_are_missing(town):
    scope = (
        await asked(
            town,
            f"SELECT count(*) FROM {TABLE} WHERE tonnage_kg > 5000 AND {BEFORE}",
        )
    )["scope"]
    assert set(scope["communes"]["covered"]) <= set(GIVEN)
    assert len(scope["communes"]["missing"]) >= 50
    assert scope["partial"] is True


async def test_what_may_not_be_discovered_is_named_nowhere(town):
    text = (await town.sql(BY_FLUX, *SYNDICAT)).text
    assert "eau_bassin_rennais" not in text
    nobody = await town.sql(BY_FLUX)
    assert nobody.json()["rows"] == []
    assert nobody.json()["scope"]["sources"] == []


async def test_whoever_may_read_nothing_is_answered_nothing_and_told_why(town):
    answer = await asked(town, BY_FLUX, "agent@sde35")
    assert answer["rows"] == []
    assert set(statuses(answer).values()) == {"DENIED"}
    assert answer["scope"]["partial"] is True


async def test_each_owner_reads_its_own(town):
    answer = await asked(
        town,
        f"SELECT count(*), sum(tonnage_kg) FROM {TABLE}",
        "agent@eau-bassin-rennais",
        "rpqs_eau",
    )
    assert answer["rows"] == [[len(OF_EAU), f"{sum(row.mass for row in OF_EAU):.6f}"]]
    assert statuses(answer)["eau_bassin_rennais.pesees"] == "ANSWERED"


async def test_other_formats_say_it_in_a_header(town):
    count = f"SELECT count(*) FROM {TABLE} WHERE date_collecte > DATE '2023-01-01'"
    answer = await town.sql(count, *SYNDICAT, Accept="text/csv")
    assert answer.headers["Interco-Scope"].startswith(
        "partial=true; sources=4; answered=2; denied=1; empty=1; communes="
    )
    assert "scope" not in answer.text
    plain = await town.sql(f"SELECT count(*) FROM {OWN}", *SYNDICAT)
    assert "Interco-Scope" not in plain.headers
    assert "scope" not in plain.json()


async def test_what_relates_two_bodies_rows_is_refused_as_ever(town):
    for statement in (
        f"SELECT count(DISTINCT flux) FROM {TABLE}",
        f"SELECT a.flux FROM {TABLE} a JOIN {TABLE} b ON a.code_commune = b.code_commune",
        f"SELECT flux, max(CASE WHEN dataset = '{OWN}' THEN 1 END) FROM {TABLE} GROUP BY flux",
        f"SELECT flux, sum(part_commune) FROM {TABLE} GROUP BY flux",
    ):
        refused = await town.refusal(statement, *SYNDICAT)
        assert (refused["status"], refused["code"]) == (403, "combination_not_agreed"), statement


# Another reader, another moment: what was expanded for one is never another's.


async def test_what_one_reader_was_given_is_not_given_to_the_next(own_town):
    first = await asked(own_town, BY_FLUX)
    other = await asked(own_town, BY_FLUX, "agent@mesnil-roc-h", "rpqs_dechets")
    assert statuses(other)["mesnil_roc_h.pesees"] == "ANSWERED"
    assert statuses(other)[PESEES] == "DENIED"
    assert (await asked(own_town, BY_FLUX)) == first
    another_purpose = await asked(own_town, BY_FLUX, SYNDICAT[0], "planification_collecte")
    assert statuses(another_purpose)[PESEES] == "DENIED"


async def test_an_agreement_that_ends_takes_its_rows_away_and_no_others(own_town):
    before = await asked(own_town, f"SELECT count(*) FROM {TABLE}")
    snapshot = await own_town.ports.catalog.current()
    given = next(each for each in snapshot.agreements if each.id == "conv-2026-0777")
    await write(own_town, replace(given, state=AgreementState.SUSPENDED))
    after = await asked(own_town, f"SELECT count(*) FROM {TABLE}")
    assert statuses(after)[PESEES] == "DENIED"
    assert before["rows"][0][0] - after["rows"][0][0] == len(list(of_romantique()))
    await write(own_town, given)
    assert (await asked(own_town, f"SELECT count(*) FROM {TABLE}"))["rows"] == before["rows"]


async def test_a_column_that_is_withdrawn_is_empty_from_then_on(own_town):
    by_dataset = f"SELECT flux, tonnage_kg FROM {TABLE} WHERE dataset = '{PESEES}' LIMIT 1"
    assert (await asked(own_town, by_dataset))["rows"][0][1] is not None
    snapshot = await own_town.ports.catalog.current()
    given = next(each for each in snapshot.agreements if each.id == "conv-2026-0777")
    columns = tuple(each for each in given.columns if each.name != "poids")
    await write(own_town, replace(given, columns=columns))
    assert (await asked(own_town, by_dataset))["rows"][0][1] is None


async def test_what_may_stand_beside_nothing_is_left_out(own_town):
    snapshot = await own_town.ports.catalog.current()
    given = next(each for each in snapshot.agreements if each.id == "conv-2026-0777")
    await write(own_town, replace(given, terms=Terms(combine=Combine(CombineKind.NONE))))
    answer = await asked(own_town, BY_FLUX)
    assert statuses(answer)[PESEES] == "DENIED"
    assert statuses(answer)[LENT] == "ANSWERED"


async def test_an_agreements_limit_of_rows_binds_the_whole_answer(own_town):
    snapshot = await own_town.ports.catalog.current()
    given = next(each for each in snapshot.agreements if each.id == "conv-2026-0777")
    limited = replace(given, terms=Terms(limits=AgreementLimits(rows_per_query=10)))
    await write(own_town, limited)
    assert (await asked(own_town, BY_FLUX))["rows"]
    refused = await own_town.refusal(f"SELECT flux FROM {TABLE}", *SYNDICAT)
    assert refused["code"] == "too_many_rows"


async def test_a_query_over_a_standard_counts_as_one(own_town):
    snapshot = await own_town.ports.catalog.current()
    given = next(each for each in snapshot.agreements if each.id == "conv-2026-0777")
    await write(own_town, replace(given, terms=Terms(limits=AgreementLimits(queries_per_day=2))))
    assert (await asked(own_town, BY_FLUX))["rows"]
    assert (await asked(own_town, BY_FLUX))["rows"]
    refused = await own_town.refusal(BY_FLUX, *SYNDICAT)
    assert refused["code"] == "agreement_limit_reached"


async def test_a_source_that_is_down_stops_nobody_else(own_town):
    folder = own_town.state.data / ROMANTIQUE
    whole = await asked(own_town, f"SELECT count(*) FROM {TABLE}")
    away = folder.rename(folder.with_name("ailleurs"))
    answer = await asked(own_town, f"SELECT count(*) FROM {TABLE}")
    assert statuses(answer)[PESEES] == "DOWN"
    assert answer["scope"]["partial"] is True
    assert whole["rows"][0][0] - answer["rows"][0][0] == len(list(of_romantique()))
    away.rename(folder)


async def test_a_source_without_a_row_is_told_as_empty_and_one_that_is_late_as_stale(own_town):
    answer = await asked(
        own_town, f"SELECT count(*) FROM {TABLE} WHERE date_collecte > DATE '2023-01-01'"
    )
    assert statuses(answer)[PESEES] == "EMPTY"
    snapshot = await own_town.ports.catalog.current()
    dataset = snapshot.datasets["bretagne_romantique__pesees"]
    await write(own_town, replace(dataset, update_frequency=UpdateFrequency.MONTHLY))
    assert statuses(await asked(own_town, BY_FLUX))[PESEES] == "STALE"


async def test_rows_that_two_bodies_have_of_one_month_are_counted_once_or_not_at_all(own_town):
    """Mesnil-Roc'h weighs itself what Bretagne Romantique weighs, in 2022."""
    await open_to_all(own_town, MESNIL)
    both = f"SELECT dataset, count(*) FROM {TABLE} WHERE {BEFORE} GROUP BY dataset ORDER BY dataset"
    assert (await asked(own_town, both))["rows"][0][1]
    snapshot = await own_town.ports.catalog.current()
    romantique = snapshot.datasets["bretagne_romantique__pesees"]
    reader = snapshot.organisation_of_slug("valcobreizh").siren
    path = own_town.state.data / ROMANTIQUE / "pesees.csv"
    path.write_text(path.read_text("utf-8").replace(f",{HIDDEN},", ",35308,"), "utf-8")
    await write(own_town, lending(romantique, reader, AllRows()))
    refused = await own_town.refusal(both, *SYNDICAT)
    assert (refused["status"], refused["code"]) == (400, "standard_overlap")
    assert "35308" in refused["title"]
    every = await own_town.post("/v1/sql", {"query": both, "overlap": "ALL"}, *SYNDICAT)
    assert dict(every.json()["rows"]) == {
        PESEES: len(OF_ROMANTIQUE),
        "mesnil_roc_h.pesees": len(OF_MESNIL),
    }
    wrong = await own_town.post("/v1/sql", {"query": both, "overlap": "SOME"}, *SYNDICAT)
    assert wrong.json()["code"] == "bad_request"
    chosen = both.replace("WHERE", f"WHERE dataset = '{PESEES}' AND")
    assert (await asked(own_town, chosen))["rows"] == [[PESEES, len(OF_ROMANTIQUE)]]


async def test_the_competent_body_is_the_one_that_holds_the_competence_then(own_town):
    """Bretagne Romantique and the SMICTOM: the SMICTOM collects since 2021."""
    path = own_town.state.data / ROMANTIQUE / "pesees.csv"
    path.write_text(path.read_text("utf-8").replace("2022-", "2024-"), "utf-8")
    refused = await own_town.refusal(BY_FLUX, *SYNDICAT)
    assert refused["code"] == "standard_overlap"
    by_dataset = f"SELECT dataset, count(*) FROM {TABLE} GROUP BY dataset ORDER BY dataset"
    competent = await own_town.post(
        "/v1/sql", {"query": by_dataset}, *SYNDICAT, Interco_Overlap="competent"
    )
    counted = dict(competent.json()["rows"])
    alone = await own_town.rows(f"SELECT count(*) FROM {OWN}", *SYNDICAT)
    assert counted[OWN] == alone[0][0]
    assert PESEES not in counted


async def test_a_dataset_for_its_parties_alone_is_known_to_them(own_door):
    await add_bodies(own_door, listing=Listing.PARTIES)
    answer = await asked(own_door, BY_FLUX)
    assert statuses(answer)[PESEES] == "ANSWERED"
    stranger = await asked(own_door, BY_FLUX, "agent@sde35")
    assert PESEES not in statuses(stranger)
