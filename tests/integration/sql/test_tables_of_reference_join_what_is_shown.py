"""`reference.*`: whole, the same for everybody, and joined to nothing but what a caller is shown.

Covers federation.reference, federation.rewrites.expand_reference, catalog.cog.reference_rows,
catalog.cog.code_rows.
"""

import pytest

from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH

HIDDEN = "35326"
"""Sens-de-Bretagne: of the EPCI, not of the syndicat."""
PER_INHABITANT = f"""
SELECT c.code, c.nom, c.population, sum(t.tonnage_kg) AS kg,
       round(CAST(sum(t.tonnage_kg) AS double) / c.population, 1) AS kg_par_habitant
FROM {COLLECTES} t JOIN reference.communes c ON c.code = t.code_commune
GROUP BY c.code, c.nom, c.population ORDER BY c.code"""


async def test_kilos_per_inhabitant_can_be_written(door):
    rows = await door.rows(PER_INHABITANT, *VALCOBREIZH)
    owned = await door.rows(PER_INHABITANT, *OWNER)
    assert len(rows) == 18
    shown = {code for code, *_ in rows}
    assert HIDDEN not in shown
    assert [row for row in owned if row[0] in shown] == rows
    assert HIDDEN in {code for code, *_ in owned}
    assert all(rate == pytest.approx(int(kg) / people, abs=0.06) for *_, people, kg, rate in rows)


async def test_a_commune_without_a_row_that_is_shown_has_none(door):
    """Asked from the side of the reference too, a hidden commune is like one without rows."""
    statement = f"""
        SELECT c.code, count(t.code_commune) FROM reference.communes c
        LEFT JOIN {COLLECTES} t ON t.code_commune = c.code
        WHERE c.epci_siren = '243500667' GROUP BY c.code ORDER BY c.code"""
    counted = dict(await door.rows(statement, *VALCOBREIZH))
    assert counted[HIDDEN] == 0
    assert (
        sum(counted.values())
        == (await door.rows(f"SELECT count(*) FROM {COLLECTES}", *VALCOBREIZH))[0][0]
    )
    missing = f"""
        SELECT c.nom FROM reference.communes c WHERE c.epci_siren = '243500667'
        AND c.code NOT IN (SELECT code_commune FROM {COLLECTES})"""
    assert await door.rows(missing, *VALCOBREIZH) == [["Sens-de-Bretagne"]]


async def test_they_are_open_to_everybody_without_any_dataset(door):
    told = "SELECT code, nom, departement, population, epci_siren FROM reference.communes"
    (anyone,) = await door.rows(f"{told} WHERE code = '{HIDDEN}'")
    assert anyone == [HIDDEN, "Sens-de-Bretagne", "35", 2592, "243500667"]
    assert await door.rows("SELECT count(*), count(DISTINCT code) FROM reference.communes") == [
        [34969, 34969]
    ]
    overseas = "SELECT DISTINCT departement FROM reference.communes WHERE code LIKE '97%'"
    assert ["971"] in await door.rows(overseas)


async def test_populations_and_memberships_are_dated(door):
    years = "SELECT annee, population FROM reference.populations WHERE code = ? ORDER BY annee"
    found = await door.rows(years, parameters=[HIDDEN])
    assert found[0] == [2019, 2548]
    assert found[-1] == [2026, 2592]
    moved = "SELECT epci_siren, annee_debut, annee_fin FROM reference.territories WHERE code = ?"
    assert await door.rows(moved, parameters=["35308"]) == [["243500733", 2019, 2026]]


async def test_a_code_that_merged_is_the_commune_that_it_became(door):
    """From the year in which it merged; a year before, it is what it was."""
    held = """SELECT code, annee_debut, annee_fin, nom, commune_actuelle FROM reference.codes
        WHERE commune = '35308' ORDER BY code, annee_debut"""
    assert await door.rows(held) == [
        ["35147", 2019, 9999, "Mesnil-Roc'h", "35308"],
        ["35308", 0, 2018, "Saint-Pierre-de-Plesguen", "35308"],
        ["35308", 2019, 9999, "Mesnil-Roc'h", "35308"],
        ["35344", 2019, 9999, "Mesnil-Roc'h", "35308"],
    ]
    by_name = """SELECT k.nom, count(*)
        FROM (VALUES ('35147', 2023), ('35147', 2018), ('35308', 2023)) AS t(code, annee)
        JOIN reference.codes k ON k.code = t.code AND t.annee BETWEEN k.annee_debut AND k.annee_fin
        GROUP BY k.nom ORDER BY k.nom"""
    assert await door.rows(by_name) == [["Lanhélin", 1], ["Mesnil-Roc'h", 2]]
    # Each code has one row of each year, and is a commune of the latest vintage.
    twice = """SELECT count(*) FROM reference.codes a JOIN reference.codes b ON a.code = b.code
        AND a.annee_debut < b.annee_debut AND b.annee_debut <= a.annee_fin"""
    assert await door.rows(twice) == [[0]]
    lost = """SELECT k.code FROM reference.codes k LEFT JOIN reference.communes c
        ON c.code = k.commune_actuelle WHERE c.code IS NULL"""
    assert await door.rows(lost) == []


async def test_a_reader_of_a_postgresql_or_an_alias_changes_nothing(door):
    both = """
        WITH c AS (SELECT code, population FROM reference.communes WHERE departement = '35')
        SELECT count(*), sum(a.population) = sum(b.population)
        FROM c a JOIN reference.communes b ON a.code = b.code"""
    assert await door.rows(both) == [[332, True]]


async def test_a_name_that_is_not_there_is_told_with_what_is_near(door):
    refused = await door.refusal("SELECT * FROM reference.commune")
    assert (refused["code"], refused["suggestion"]) == ("unknown_dataset", "reference.communes")
    column = await door.refusal("SELECT nome FROM reference.communes")
    assert (column["code"], column["suggestion"]) == ("unknown_column", "nom")
    two = "SELECT population FROM reference.communes c, reference.populations p"
    assert (await door.refusal(two))["code"] == "ambiguous_column"


async def test_graphql_gives_the_same(door):
    document = """{ communes(codes: ["35326"]) {
        code nom departement population epciSiren epciNom
        populations { annee population } territories { epciSiren anneeDebut anneeFin } } }"""
    (told,) = (await door.post("/graphql", {"query": document})).json()["data"]["communes"]
    (row,) = await door.rows(f"SELECT * FROM reference.communes WHERE code = '{HIDDEN}'")
    names = ("code", "nom", "departement", "population", "epciSiren", "epciNom")
    assert [told[each] for each in names] == row
    years = f"SELECT annee, population FROM reference.populations WHERE code = '{HIDDEN}'"
    assert [list(each.values()) for each in told["populations"]] == await door.rows(years)
    assert told["territories"] == [{"epciSiren": "243500667", "anneeDebut": 2019, "anneeFin": 2026}]


async def test_communes_are_found_by_department_epci_or_name_a_page_at_a_time(door):
    first = '{ communes(departement: "35", first: 200) { code } }'
    page = (await door.post("/graphql", {"query": first})).json()["data"]["communes"]
    rest = f'{{ communes(departement: "35", after: "{page[-1]["code"]}") {{ code }} }}'
    found = page + (await door.post("/graphql", {"query": rest})).json()["data"]["communes"]
    assert (len(page), len({each["code"] for each in found})) == (200, 332)
    named = '{ communes(search: "sens bretagne", epci: "243500667") { code } }'
    only = (await door.post("/graphql", {"query": named})).json()["data"]["communes"]
    assert only == [{"code": HIDDEN}]


async def test_they_are_shown_and_described_like_datasets(door):
    assert ["reference"] in await door.rows("SHOW SCHEMAS")
    assert await door.rows("SHOW TABLES FROM reference") == [
        ["codes"],
        ["communes"],
        ["populations"],
        ["territories"],
    ]
    described = await door.rows("DESCRIBE reference.populations")
    assert [row[:2] for row in described] == [
        ["code", "varchar"],
        ["annee", "integer"],
        ["population", "integer"],
    ]
