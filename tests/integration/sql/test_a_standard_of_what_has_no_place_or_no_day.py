"""Rows of a standard that lie in no commune, and things that are of no day.

Covers gateway.reading.query.standard_scope, gateway.reading.query.standard_competence,
catalog.standards.coverage.
"""

import sqlite3
from dataclasses import replace
from datetime import date

from catalog.cog import load_cog
from catalog.model.dataset import ObjectKind, PhysicalObject
from catalog.model.identifiers import Name
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.standard_bodies import write

OWN = "valcobreizh.collectes"
BY_FLUX = "SELECT flux, sum(tonnage_kg) FROM standards.collecte_dechets GROUP BY flux"


async def asked(town, statement):
    answer = await town.sql(statement, *SYNDICAT)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_owner_is_told_its_rows_that_lie_nowhere_and_nobody_else_is(door):
    """The demo plants an unknown code and empty communes among the syndicat's own weighings."""
    sources = {each["dataset"]: each for each in (await asked(door, BY_FLUX))["scope"]["sources"]}
    codes = await door.rows(f"SELECT code_commune, count(*) FROM {OWN} GROUP BY 1", *SYNDICAT)
    cog = load_cog()
    nowhere = sum(
        count for code, count in codes if not code or not cog.atoms_of(code, date(2025, 12, 31))
    )
    assert sources[OWN]["rowsNotPlaced"] == nowhere > 0
    assert [name for name, each in sources.items() if "rowsNotPlaced" in each] == [OWN]
    document = """query { standards { collecteDechets {
      scope { sources { dataset rowsNotPlaced } } } } }"""
    answer = (await door.post("/graphql", {"query": document}, *SYNDICAT)).json()
    told = answer["data"]["standards"]["collecteDechets"]["scope"]["sources"]
    assert {each["dataset"]: each["rowsNotPlaced"] for each in told if each["rowsNotPlaced"]} == {
        OWN: nowhere
    }


async def test_things_that_have_no_day_are_of_the_body_that_is_competent_today(own_door):
    """Two bodies say where containers stand: no date tells whether they are the same ones."""
    snapshot = await own_door.ports.catalog.current()
    theirs = snapshot.datasets["bretagne_romantique__points_apport"]
    (where,) = [each for each in theirs.columns if each.name == "code_commune"]
    own = replace(
        theirs,
        id="valcobreizh__points",
        owner=snapshot.organisation_of_slug("valcobreizh").siren,
        storage_id="valcobreizh__collecte",
        name=Name("points"),
        physical=PhysicalObject(ObjectKind.TABLE, "points"),
        columns=(where,),
        primary_key=(),
        territory=None,
        relations=(),
        standard="interco-point-apport",
    )
    database = own_door.state.data / "valcobreizh" / "collecte.sqlite"
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE points (code_commune TEXT)")
        connection.executemany("INSERT INTO points VALUES (?)", [("35085",)] * 3)
    connection.close()
    await write(own_door, replace(theirs, standard="interco-point-apport"), own)
    by_dataset = "SELECT dataset, count(*) FROM standards.point_apport GROUP BY dataset"
    refused = await own_door.refusal(by_dataset, *SYNDICAT)
    assert (refused["status"], refused["code"]) == (400, "standard_overlap_undated")
    assert "35085" in refused["title"]
    whole = await own_door.post("/v1/sql", {"query": by_dataset, "overlap": "ALL"}, *SYNDICAT)
    competent = await own_door.post(
        "/v1/sql", {"query": by_dataset, "overlap": "COMPETENT"}, *SYNDICAT
    )
    everything, kept = dict(whole.json()["rows"]), dict(competent.json()["rows"])
    there = f"{by_dataset.partition(' GROUP')[0]} WHERE code_commune = '35085' GROUP BY dataset"
    of_both = await own_door.post("/v1/sql", {"query": there, "overlap": "ALL"}, *SYNDICAT)
    twice = dict(of_both.json()["rows"])["bretagne_romantique.points_apport"]
    assert twice > 0
    assert kept == everything | {
        "bretagne_romantique.points_apport": everything["bretagne_romantique.points_apport"] - twice
    }
