"""What conventions ask of a query is asked of a statement: one unit, few rows, no other dataset.

Covers gateway.reading.query.sql_prepare, federation.agreement_terms,
gateway.reading.query.sql_request.
"""

from collections import Counter

import pytest

from catalog.model.terms import AgreementLimits, Combine, CombineKind, Terms
from tests.integration.five_bodies import lend_to_five
from tests.integration.gateway.test_conventions_hold_from_the_catalog_to_the_rows import (
    BRETAGNE_ROMANTIQUE,
    ROMANTIQUE,
    VALCOBREIZH,
    convention,
    unitary,
)
from tests.integration.sql.conftest import OWNER
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT

NOTHING = frozenset({0, "0", None})
FILE = {"Interco_File_Reference": "DOSSIER 2026-17"}
COLLECTES = "valcobreizh.collectes"
POINTS = "bretagne_romantique.points_apport"
TABLES = (
    "val_d_ille_aubigne.collectes",
    "bretagne_romantique.pesees",
    "mesnil_roc_h.pesees",
    "eau_bassin_rennais.pesees",
    "sde35.pesees",
)
JOINED = f"""SELECT c.flux, count(*) FROM {COLLECTES} c JOIN {POINTS} p
  ON c.code_commune = p.code_commune AND c.flux = p.flux GROUP BY 1 ORDER BY 1"""


async def test_a_join_of_two_owners_works_where_each_allows_it(door):
    joined = await door.rows(JOINED, *SYNDICAT)
    counted = "SELECT flux, code_commune, count(*) FROM {0} GROUP BY flux, code_commune"
    own = await door.rows(counted.format(COLLECTES), *SYNDICAT)
    other = await door.rows(counted.format(POINTS), *SYNDICAT)
    points = {(flux, code): count for flux, code, count in other}
    pairs = Counter()
    for flux, code, count in own:
        pairs[flux] += count * points.get((flux, code), 0)
    assert joined == sorted([flux, count] for flux, count in pairs.items() if count)
    assert joined


async def test_what_may_not_be_combined_is_refused_however_it_is_written(own_door):
    terms = Terms(combine=Combine(CombineKind.NONE))
    await convention(own_door, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    for statement in (
        JOINED,
        f"SELECT flux FROM {COLLECTES} UNION SELECT flux FROM {POINTS}",
        f"SELECT flux FROM {COLLECTES} UNION ALL SELECT flux FROM {POINTS}",
        f"SELECT flux FROM {COLLECTES} WHERE flux IN (SELECT flux FROM {POINTS})",
        f"SELECT flux, (SELECT max(volume_l) FROM {POINTS}) FROM {COLLECTES}",
        f"WITH p AS (SELECT * FROM {POINTS}) SELECT c.flux FROM {COLLECTES} c, p",
        f"WITH p AS (SELECT * FROM {POINTS}) SELECT flux FROM {COLLECTES}",
    ):
        refused = await own_door.refusal(statement, *ROMANTIQUE)
        assert (refused["status"], refused["code"]) == (403, "combination_not_agreed")
    assert await own_door.rows(f"SELECT count(*) FROM {COLLECTES}", *ROMANTIQUE)


async def test_rows_that_are_fenced_are_each_counted_once(door):
    table = "val_d_ille_aubigne.collectes"
    plain = await door.rows(f"SELECT count(*), sum(tonnage_kg) FROM {table}", *SYNDICAT)
    fenced = f"SELECT count(*), sum(s.tonnage_kg) FROM (SELECT * FROM {table}) s"
    assert await door.rows(fenced, *SYNDICAT) == plain


def stacked(columns="flux, tonnage_kg"):
    return " UNION ALL ".join(f"SELECT {columns} FROM {table}" for table in TABLES)


async def test_the_yearly_report_adds_up_five_bodies(own_door):
    """Under conventions as the template of the report writes them."""
    await lend_to_five(own_door)
    report = "SELECT flux, sum(tonnage_kg) AS kg FROM ({}) s GROUP BY flux ORDER BY flux"
    five = await own_door.rows(report.format(stacked()), *SYNDICAT)
    (one, *others) = [
        await own_door.rows(report.format(f"SELECT flux, tonnage_kg FROM {table}"), *SYNDICAT)
        for table in TABLES
    ]
    assert others == [one] * 4
    assert five == [[flux, str(5 * int(kg))] for flux, kg in one]
    assert len(one) == 5


async def test_and_divides_by_the_inhabitants_of_each_commune(own_door):
    await lend_to_five(own_door)
    stack = stacked("code_commune, tonnage_kg")
    asked = f"""SELECT c.nom, sum(s.tonnage_kg) AS kg, max(c.population) AS habitants
      FROM ({stack}) s JOIN reference.communes c ON c.code = s.code_commune
      GROUP BY c.nom ORDER BY c.nom LIMIT 3"""
    answer = await own_door.rows(asked, *SYNDICAT)
    assert len(answer) == 3


async def test_what_relates_rows_of_two_of_them_says_whose_and_what_to_do(own_door):
    await lend_to_five(own_door)
    ours, theirs = TABLES[0], TABLES[1]
    for statement in (
        f"SELECT c.flux FROM {ours} c JOIN {theirs} p ON c.id_pesee = p.id_pesee",
        f"SELECT flux FROM {ours} WHERE flux IN (SELECT flux FROM {theirs})",
        f"SELECT DISTINCT flux FROM ({stacked()}) s",
        f"SELECT flux, count(DISTINCT tonnage_kg) FROM ({stacked()}) s GROUP BY flux",
        f"SELECT flux, row_number() OVER (ORDER BY tonnage_kg) FROM ({stacked()}) s",
        f"WITH s AS ({stacked()}) SELECT s.flux FROM s JOIN s o ON s.flux = o.flux",
    ):
        refused = await own_door.refusal(statement, *SYNDICAT)
        assert (refused["status"], refused["code"]) == (403, "combination_not_agreed")
        assert sum(f'"{table}"' in refused["title"] for table in TABLES) == 2
        assert "UNION ALL" in refused["detail"]
        assert "amendment" in refused["detail"]


@pytest.mark.parametrize(
    "changes", [{"personal_data": True}, {"combine": Combine(CombineKind.NONE)}]
)
async def test_data_about_people_and_what_stands_alone_are_not_even_stacked(own_door, changes):
    await lend_to_five(own_door, **changes)
    refused = await own_door.refusal(stacked(), *SYNDICAT)
    assert (refused["status"], refused["code"]) == (403, "combination_not_agreed")


async def test_what_is_named_may_be_combined(own_door):
    snapshot = await own_door.ports.catalog.current()
    points = snapshot.dataset_of(BRETAGNE_ROMANTIQUE, "points_apport")
    terms = Terms(combine=Combine(CombineKind.NAMED, (points.id,)))
    await convention(own_door, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    answer = await own_door.sql(JOINED, *ROMANTIQUE)
    assert answer.status_code == 200, answer.text


async def test_a_unitary_convention_gives_one_unit_for_one_file(own_door):
    one, other = await _units(own_door)
    pinned = f"SELECT id_pesee, flux FROM {COLLECTES} WHERE id_pesee = '{one}'"
    rows = (await own_door.sql(pinned, *ROMANTIQUE, **FILE)).json()["rows"]
    assert {row[0] for row in rows} == {one}
    given = f"SELECT count(*) FROM {COLLECTES} WHERE id_pesee = ?"
    answer = await own_door.sql(given, *ROMANTIQUE, parameters=[one], **FILE)
    assert answer.json()["rows"] == [[len(rows)]]
    without = await own_door.refusal(pinned, *ROMANTIQUE)
    assert without["code"] == "file_reference_required"
    for statement, code in (
        (f"SELECT flux FROM {COLLECTES}", "unit_required"),
        (f"SELECT flux FROM {COLLECTES} WHERE id_pesee = '{one}' OR 1 = 1", "unit_required"),
        (f"SELECT flux FROM {COLLECTES} WHERE NOT (id_pesee = '{one}')", "unit_required"),
        (f"SELECT flux FROM {COLLECTES} WHERE id_pesee LIKE '{one}'", "unit_required"),
        (f"SELECT flux FROM {COLLECTES} WHERE id_pesee IN ('{one}', '{other}')", "unit_required"),
        (f"SELECT * FROM (SELECT * FROM {COLLECTES}) q WHERE id_pesee = '{one}'", "unit_required"),
        (f"{pinned} UNION SELECT id_pesee, flux FROM {COLLECTES}", "unit_required"),
        (
            f"SELECT count(*) FROM {COLLECTES} a, {COLLECTES} b WHERE a.id_pesee = '{one}'",
            "unit_required",
        ),
        (
            f"{pinned} UNION SELECT id_pesee, flux FROM {COLLECTES} WHERE id_pesee = '{other}'",
            "one_unit_only",
        ),
    ):
        refused = (await own_door.sql(statement, *ROMANTIQUE, **FILE)).json()
        assert refused.get("code") == code, statement


async def _units(door):
    class Asking:
        ports = door.ports

        @staticmethod
        async def ask(document, agent):
            answer = await door.post("/graphql", {"query": document}, agent)
            answer.body = answer.content
            return answer

    return await unitary(Asking)


async def test_no_statement_gets_more_rows_than_the_convention_allows(own_door):
    terms = Terms(limits=AgreementLimits(rows_per_query=20))
    await convention(own_door, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    lines = f"SELECT flux FROM {COLLECTES}"
    assert len(await own_door.rows(f"{lines} LIMIT 20", *ROMANTIQUE)) == 20
    for statement in (lines, f"{lines} LIMIT 21", f"SELECT * FROM ({lines}) q"):
        assert (await own_door.refusal(statement, *ROMANTIQUE))["code"] == "too_many_rows"


async def test_no_row_holds_more_rows_than_the_convention_allows(own_door):
    terms = Terms(limits=AgreementLimits(rows_per_query=20))
    await convention(own_door, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    carried = ", ".join(f"lead(flux, {20 * n}) OVER (ORDER BY flux) AS f{n}" for n in range(49))
    statement = f"SELECT {carried} FROM {COLLECTES} LIMIT 20"
    refused = await own_door.refusal(statement, *ROMANTIQUE)
    assert (refused["status"], refused["code"]) == (400, "values_beyond_rows")
    one = await own_door.rows(statement.replace("LIMIT 20", "LIMIT 1"), *ROMANTIQUE)
    assert len(one) == 1


async def test_statements_and_documents_share_the_queries_of_a_day(own_door):
    terms = Terms(limits=AgreementLimits(queries_per_day=2))
    await convention(own_door, VALCOBREIZH, BRETAGNE_ROMANTIQUE, terms=terms)
    document = "{ valcobreizh { collectes { totalCount { value } } } }"
    counted = f"SELECT count(*) FROM {COLLECTES}"
    assert (await own_door.post("/graphql", {"query": document}, *ROMANTIQUE)).status_code == 200
    assert (await own_door.sql(counted, *ROMANTIQUE)).status_code == 200
    refused = await own_door.refusal(counted, *ROMANTIQUE)
    assert (refused["status"], refused["code"]) == (429, "agreement_limit_reached")


async def test_hashes_of_two_agreements_are_not_compared(own_door):
    """Valcobreizh reads both hashed keys, each under a convention of its own."""
    statement = """SELECT count(*) FROM val_d_ille_aubigne.collectes a
      JOIN val_d_ille_aubigne.collectes b ON a.id_pesee = b.prestataire_siret"""
    refused = await own_door.refusal(statement, *SYNDICAT)
    assert refused["code"] == "hashes_not_comparable"


OUTSIDE = """
SELECT max(code_commune) FROM {0} WHERE code_commune = '35326'

SELECT count(*) FROM (SELECT * FROM {0}) q WHERE code_commune = '35326'

WITH a AS (SELECT * FROM {0}) SELECT count(*) FROM a WHERE code_commune = '35326'

SELECT count(*) FROM {0} a FULL JOIN (SELECT DISTINCT code_commune AS c FROM {0}) b
  ON a.code_commune = b.c WHERE coalesce(a.code_commune, b.c) = '35326'

SELECT sum(CASE WHEN code_commune = '35326' THEN 1 ELSE 0 END) FROM {0}

SELECT count(*) FILTER (WHERE code_commune = '35326') FROM {0}

SELECT count(*) FROM {0} WHERE code_commune IN
  (SELECT code_commune FROM {0} WHERE code_commune = '35326')

SELECT count(*) FROM {0} WHERE EXISTS (SELECT 1 FROM {0} b WHERE b.code_commune = '35326')

SELECT count(*) FROM (SELECT code_commune, rank() OVER (ORDER BY code_commune) FROM {0}) q
  WHERE code_commune = '35326'

SELECT count(*) FROM (SELECT code_commune FROM {0} GROUP BY CUBE (code_commune)) q
  WHERE code_commune = '35326'

SELECT count(*) FROM (SELECT code_commune FROM {0} EXCEPT SELECT 'x') q
  WHERE code_commune = '35326'
"""


@pytest.mark.parametrize("statement", OUTSIDE.strip().split("\n\n"))
async def test_a_town_outside_is_nowhere_in_a_statement(door, statement):
    """Sens-de-Bretagne (35326) is a member of Val d'Ille-Aubigné, outside Valcobreizh."""
    asked = statement.format("val_d_ille_aubigne.collectes")
    assert (await door.rows(asked, *SYNDICAT))[0][0] in NOTHING
    assert (await door.rows(asked, *OWNER))[0][0] not in NOTHING
