"""`sourceCheck`: what is empty, unreadable, twice there or left out, and on which line.

Covers gateway.upkeep.source_monitoring.source_service, gateway.upkeep.source_monitoring.checking,
gateway.control.source_types, federation.engines.duckdb_checking, federation.engines.duckdb_sources,
gateway.control.check_types, gateway.control.ladder_types, federation.engines.checked_places.
"""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import psycopg
import pytest

from catalog.checks.values import ColumnCheck
from catalog.cog import load_cog
from catalog.coverage import CodedRows
from catalog.model.dataset import (
    CsvFormat,
    ObjectKind,
    PhysicalObject,
    ScalarType,
    TerritoryBinding,
    TextFormat,
    TotalRows,
)
from catalog.problems import AuditUnavailable
from federation.engines.checked_places import MapOfToday
from federation.engines.duckdb_checking import check_source
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.gateway.conftest import Gateway
from tests.integration.sql.conftest import Door
from tests.integration.storages.values import (
    column,
    dataset,
    files_storage,
    postgresql_storage,
)

CHECK = """query($d: ID!) { sourceCheck(dataset: $d) { rows stops { code fr nextFr }
  files { name encoding leftOut lines } duplicateKeys surplusRows duplicateExamples
  columns { column empty unreadable emptyPercent unreadablePercent examples { text line } } } }"""
COLLECTES = "val_d_ille_aubigne__collectes"
STEWARD = "steward@val-d-ille-aubigne"
HIDDEN = {"source_failed", "source_column_gone", "source_object_changed"}


@pytest.fixture
async def gateway(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(worker=False), demo=True) as services:
        yield Gateway(state, services)


async def asked(gateway, agent=STEWARD, of=COLLECTES):
    return orjson.loads((await gateway.ask(CHECK, agent, variables={"d": of})).body)


def files_of(gateway):
    return sorted(Path(gateway.state.data, "val-d-ille-aubigne", "collectes").iterdir())


def spoil(file):
    """A day that is none, a line too long, a line that is there twice: which."""
    header, first, second, *rest = file.read_bytes().decode().splitlines()
    cells = first.split(";")
    cells[header.split(";").index("date_collecte")] = "31/02/2025"
    lines = [header, ";".join(cells), second, f"{second};de;trop", second, *rest]
    file.write_bytes("\r\n".join(lines).encode())
    return second


async def test_its_steward_is_told_and_nobody_else(gateway):
    second = spoil(files_of(gateway)[-1])
    found = (await asked(gateway))["data"]["sourceCheck"]
    assert found["stops"] == []
    (written,) = [each for each in found["files"] if each["leftOut"]]
    assert written["name"] == "collectes/2025.csv"
    assert (written["leftOut"], written["lines"]) == (1, [4])
    (day,) = [each for each in found["columns"] if each["column"] == "date_collecte"]
    assert day["unreadable"] == 1
    assert day["unreadablePercent"] == 1
    assert day["examples"] == [{"text": "31/02/2025", "line": 2}]
    assert (found["duplicateKeys"], found["surplusRows"]) == (1, 1)
    assert found["duplicateExamples"][0].split(" / ")[0] in second
    for agent, code in (
        ("agent@val-d-ille-aubigne", "act_role_required"),
        ("steward@sde35", "unknown_dataset"),
        ("agent@valcobreizh", "act_role_required"),
    ):
        refused = await asked(gateway, agent)
        assert refused["data"]["sourceCheck"] is None
        assert refused["errors"][0]["extensions"]["code"] == code


async def test_what_stops_every_reading_is_said(gateway):
    for each in files_of(gateway):
        each.write_text(each.read_text().replace(";", ","))
    (stop,) = (await asked(gateway))["data"]["sourceCheck"]["stops"]
    assert stop["code"] == "csv_delimiter_wrong"
    assert 'csv: {delimiter: ","}' in stop["nextFr"]
    for each in files_of(gateway):
        each.unlink()
    (stop,) = (await asked(gateway))["data"]["sourceCheck"]["stops"]
    assert "« collectes/*.csv »" in stop["fr"]


async def test_a_steward_is_told_why_a_query_fails_and_a_reader_is_not(gateway):
    for each in files_of(gateway):
        each.write_text(each.read_text().replace(";", ","))
    document = "query { valDIlleAubigne { collectes(first: 1) { nodes { flux } } } }"

    async def problem(agent, purpose):
        answer = await gateway.ask(document, agent, purpose=purpose)
        (error,) = orjson.loads(answer.body)["errors"]
        return error["extensions"]["code"]

    door = Door(gateway.state, gateway.services)

    async def in_sql(agent, purpose):
        statement = "SELECT flux FROM val_d_ille_aubigne.collectes"
        return (await door.refusal(statement, agent, purpose))["code"]

    assert await in_sql(STEWARD, None) == "csv_delimiter_wrong"
    assert await in_sql("agent@val-d-ille-aubigne", None) in HIDDEN
    assert await in_sql("agent@valcobreizh", "rpqs_dechets") in HIDDEN
    assert await problem(STEWARD, None) == "csv_delimiter_wrong"
    assert await problem("agent@val-d-ille-aubigne", None) in HIDDEN
    assert await problem("agent@valcobreizh", "rpqs_dechets") in HIDDEN


def weighings(path, **form):
    day = replace(column("jour", ScalarType.DATE), text_format=TextFormat(date="%d/%m/%Y"))
    kilos = column("kilos", ScalarType.DECIMAL, precision=8, scale=2)
    weight = replace(kilos, text_format=TextFormat(decimal_mark=","))
    physical = PhysicalObject(ObjectKind.CSV, path, csv=CsvFormat(delimiter=";", **form))
    return replace(dataset(physical, [column("id"), day, weight]), primary_key=("c_id",))


def test_a_column_in_another_format_is_told_whole(tmp_path):
    text = 'Titre\nid;jour;kilos\n1;2025-01-02;"1,5"\n2;2025-01-03;"1 234,50"\n\nTOTAL;;9\n'
    (tmp_path / "a.csv").write_text(text)
    of = weighings("a.csv", header_row=2, total_rows=TotalRows("id", ("TOTAL",)))
    found = check_source(of, files_storage(tmp_path), None, most_rows=100)
    assert found.rows == 2
    _, day, weight = found.columns
    assert day.percent(day.unreadable) == 100
    assert {(each.text, each.line) for each in day.examples} == {
        *(("2025-01-02", 3), ("2025-01-03", 4))
    }
    assert [(each.text, each.line) for each in weight.examples] == [("1 234,50", 4)]
    assert not found.duplicates


def test_a_column_that_is_not_there_and_one_that_is_not_declared_are_named(tmp_path):
    (tmp_path / "a.csv").write_text("id;Jour;kilos\n1;01/02/2025;2\n")
    found = check_source(weighings("a.csv"), files_storage(tmp_path), None, most_rows=100)
    (stop,) = found.stops
    assert stop.did_you_mean == "Jour"
    assert [each.column for each in found.columns] == ["id", "kilos"]
    assert found.others == ()


def test_only_the_first_rows_are_read_of_many(tmp_path):
    (tmp_path / "a.csv").write_text("id;jour;kilos\n" + "1;01/02/2025;2\n" * 20)
    found = check_source(weighings("a.csv"), files_storage(tmp_path), None, most_rows=10)
    assert (found.rows, found.is_partial) == (10, True)


def test_a_table_of_a_server_is_read_too(postgresql_database):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE t (id text, jour date)")
        database.execute("INSERT INTO t VALUES ('a', NULL), ('a', '2025-01-01'), ('b', NULL)")
    storage, secret = postgresql_storage(postgresql_database)
    physical = PhysicalObject(ObjectKind.TABLE, "t", "public")
    columns = [column("id"), column("jour", ScalarType.DATE), column("absente")]
    of = replace(dataset(physical, columns), primary_key=("c_id",))
    found = check_source(of, storage, secret, most_rows=100)
    assert [each.code for each in found.stops] == ["storage_column_missing"]
    assert [each.empty for each in found.columns] == [0, 2]
    assert (found.duplicates, found.surplus, found.duplicate_examples) == (1, 1, ("a",))
    wrong = check_source(of, storage, "faux", most_rows=100)
    assert wrong.rows is None
    assert secret not in str(wrong)


LADDER = """query($d: ID!) { sourceCheck(dataset: $d) {
  ladder { rungs { rung state text { fr } } messages { code rows text { fr } remedy { fr } breaks }
           more communes { seen { code rows } missing outside unplaced empty } }
  causes { cause rows inTerritory } } }"""
MAP = MapOfToday(date(2025, 2, 10), load_cog())


async def test_its_steward_is_told_how_far_the_data_have_come(gateway):
    spoil(files_of(gateway)[-1])
    answered = await gateway.ask(LADDER, STEWARD, variables={"d": COLLECTES})
    found = orjson.loads(answered.body)["data"]["sourceCheck"]
    ladder = found["ladder"]
    assert [(rung["rung"], rung["state"]) for rung in ladder["rungs"]] == [
        ("READABLE", "WITH_WARNINGS"),
        ("TYPED", "WITH_WARNINGS"),
        ("CONFORMING", "BROKEN"),
        ("TERRITORY", "WITH_WARNINGS"),
        ("UP_TO_DATE", "REACHED"),
    ]
    assert ladder["rungs"][3]["text"]["fr"] == "19 communes sur 19."
    assert len(ladder["messages"]) == 5
    assert ladder["messages"][0]["code"] == "repeated_key"
    assert all(each["remedy"]["fr"] for each in ladder["messages"])
    seen = sum(each["rows"] for each in ladder["communes"]["seen"])
    counted = {each["cause"]: each["rows"] for each in found["causes"]}
    assert seen == sum(each["rows"] for each in found["causes"] if each["inTerritory"])
    # The row whose day is none is placed nowhere.
    assert counted["no_date"] == 1
    coverage = await gateway.ask(
        "query($d: ID!) { coverage(dataset: $d) { causes { cause rows } } }",
        STEWARD,
        variables={"d": COLLECTES},
    )
    told = orjson.loads(coverage.body)["data"]["coverage"]["causes"]
    assert counted == {each["cause"]: each["rows"] for each in told}


def test_rows_are_counted_by_code_and_by_day_where_the_map_changes(postgresql_database):
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE TABLE t (code text, moment timestamptz)")
        database.execute(
            "INSERT INTO t VALUES ('35147', '2018-12-31 22:30+00'),"
            " ('35147', '2018-12-31 23:30+00'), ('35003', '2020-06-01'), ('35003', '2024-06-01'),"
            " ('35003', NULL), ('35003', 'infinity'), (NULL, NULL)"
        )
    storage, secret = postgresql_storage(postgresql_database)
    columns = [column("code"), column("moment", ScalarType.TIMESTAMP_TZ)]
    table = dataset(PhysicalObject(ObjectKind.TABLE, "t", "public"), columns)
    of = replace(table, territory=TerritoryBinding("c_code", "c_moment"))
    found = check_source(of, storage, secret, most_rows=100, by=MAP)
    assert found.days == (date(2018, 12, 31), date(2024, 6, 1))
    # A day is Paris's: the second of Lanhélin's rows is of 2019, when it was no commune any more.
    assert {(each.code, each.day, each.rows) for each in found.codes} == {
        ("35147", date(2018, 12, 31), 1),
        ("35147", date(2019, 1, 1), 1),
        ("35003", date(2020, 6, 1), 2),
        ("35003", None, 2),
        (None, None, 1),
    }
    on_one_map = replace(table, territory=TerritoryBinding("c_code", vintage=2018))
    found = check_source(on_one_map, storage, secret, most_rows=100, by=MAP)
    assert CodedRows("35147", date(2018, 1, 1), 2) in found.codes
    assert check_source(of, storage, secret, most_rows=100).codes == ()
    for bound in (TerritoryBinding("c_code", "c_gone"), TerritoryBinding("c_gone", "c_moment")):
        gone = replace(
            table,
            columns=(*table.columns, column("gone", ScalarType.DATE)),
            territory=bound,
        )
        found = check_source(gone, storage, secret, most_rows=100, by=MAP)
        assert (found.codes, [each.code for each in found.stops]) == (
            (), ["storage_column_missing"],
        )  # fmt: skip


def test_the_only_column_of_days_is_the_day_of_the_rows(tmp_path):
    (tmp_path / "a.csv").write_text("id;jour;kilos\n1;02/01/2025;2\n2;01/02/2025;2\n3;;1\n")
    found = check_source(weighings("a.csv"), files_storage(tmp_path), None, most_rows=9, by=MAP)
    assert found.days == (date(2025, 1, 2), date(2025, 2, 1))


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, 1), (999, 99), (1000, 100), (500, 50)])
def test_a_percentage_is_never_all_or_nothing_unless_it_is(count, said):
    assert ColumnCheck("a", "a", "string", 1000, 0, 0).percent(count) == said


async def test_it_is_recorded_as_a_reading_by_its_owner(gateway):
    def recorded(statement):
        with closing(sqlite3.connect(gateway.state.folder / "catalog.sqlite")) as audit:
            return audit.execute(statement).fetchall()

    body = await gateway.ask(
        "query($d: ID!) { sourceCheck(dataset: $d) { rows auditedAs } }",
        STEWARD,
        variables={"d": COLLECTES},
    )
    found = orjson.loads(body.body)["data"]["sourceCheck"]
    ((request, sub, datasets, columns, agreements, status, rows),) = recorded(
        "SELECT request_id, sub, datasets, columns, agreements, status, rows"
        " FROM audit_intent JOIN audit_outcome USING (request_id)"
    )
    assert (request, sub, status) == (found["auditedAs"], STEWARD, "answered")
    assert rows == found["rows"] > 0
    assert (orjson.loads(datasets), orjson.loads(agreements)) == ([COLLECTES], ["owner"])
    declared = (await gateway.ports.catalog.current()).datasets[COLLECTES].columns
    assert len(orjson.loads(columns)) == len(declared)
    # Nobody is told more than the law lets look: what is refused reads and records nothing.
    await asked(gateway, "agent@valcobreizh")
    assert recorded("SELECT count(*) FROM audit_intent") == [(1,)]
    for each in files_of(gateway):
        each.unlink()
    await asked(gateway)
    assert ("failed",) in recorded("SELECT status FROM audit_outcome")


async def test_what_cannot_be_recorded_is_not_read(gateway, monkeypatch):
    async def full(_intent):
        raise AuditUnavailable(reason="full")

    read = []
    monkeypatch.setattr(gateway.ports.audit, "record_intent", full)
    monkeypatch.setattr(
        "gateway.upkeep.source_monitoring.source_service.checked", lambda *each: read.append(each)
    )
    answered = await asked(gateway)
    assert answered["data"]["sourceCheck"] is None
    assert answered["errors"][0]["extensions"]["code"] == "audit_unavailable"
    assert read == []
