"""A column of hours of a dropped file is kept as times, asked of as times, and given as times.

Covers intake.deposits.cell_values, intake.arrow_types, catalog.model.column_types,
federation.results.formats.text_cells.
"""

from __future__ import annotations

import io
from datetime import time

import pyarrow.parquet as pq
import pytest

from catalog.model.dataset import ScalarType
from papers.rows_files import RowsCsv, RowsWorkbook
from tests.integration.deposits.files import csv_file
from tests.integration.deposits.test_a_deposit_gives_its_owner_no_right import MESNIL, place_of
from tests.integration.deposits.test_a_file_becomes_rows import (
    DATASET,
    INTO,
    files_of,
    service,
    staged,
)
from tests.integration.gateway.test_nothing_is_read_where_it_is_not_hosted_as_demanded import body

HEADERS = ("N° de pesée", "Jour", "Heure d'arrivée", "Poids net (kg)")
ROWS = [
    ("P-001", "05/01/2026", "08:15", "1 250,5"),
    ("P-002", "12/01/2026", "6h54", "980"),
    ("P-003", "19/01/2026", "08:15:30", "1 100"),
    ("P-004", "19/01/2026", "", "1 100"),
    ("P-005", "20/01/2026", "08:15:00", "1 100"),
]
QUESTION = """{ mesnilRocH { pesees(
  first: 50, where: { AND: [%s] }, orderBy: [{ heureDArrivee: ASC }, { noDePesee: ASC }]
) { nodes { noDePesee heureDArrivee } } } }"""
ASKED = "{ heureDArrivee: { %s } }"


@pytest.fixture
async def deposit(gateway):
    deposits = await service(gateway)
    upload = await staged(deposits, csv_file(ROWS, HEADERS))
    await deposits.confirm(upload, INTO, None)
    return gateway


async def asked(gateway, document):
    return body(await gateway.ask(document, "agent@mesnil-roc-h"))


async def numbers(gateway, condition):
    answered = await asked(gateway, QUESTION % (ASKED % condition))
    return [each["noDePesee"][-1] for each in answered["data"]["mesnilRocH"]["pesees"]["nodes"]]


async def test_hours_are_stored_as_times_of_day(deposit):
    catalog = await deposit.ports.catalog.current()
    assert catalog.datasets[DATASET].column_named("heure_d_arrivee").type.scalar is ScalarType.TIME
    (stored,) = [name for name in files_of(deposit) if name.endswith(".parquet")]
    kept = pq.read_table(place_of(deposit) / MESNIL / "pesees" / stored).column("heure_d_arrivee")
    assert str(kept.type) == "time64[us]"
    assert kept.to_pylist()[:3] == [time(8, 15), time(6, 54), time(8, 15, 30)]


async def test_hours_are_compared_ordered_grouped_and_measured_as_times(deposit):
    assert await numbers(deposit, 'eq: "08:15"') == ["1", "5"]
    assert await numbers(deposit, 'in: ["06:54:00", "08:15:30"]') == ["2", "3"]
    assert await numbers(deposit, 'gt: "06:54", lte: "08:15:00"') == ["1", "5"]
    assert await numbers(deposit, 'ne: "08:15"') == ["2", "3"]
    assert await numbers(deposit, "isNull: true") == ["4"]
    document = """{ mesnilRocH { pesees {
      aggregate { min { heureDArrivee } max { heureDArrivee } }
      groupBy(orderBy: [{ key: { heureDArrivee: ASC } }]) {
        key { heureDArrivee } aggregate { count }
      }
    } } }"""
    answered = (await asked(deposit, document))["data"]["mesnilRocH"]["pesees"]
    assert answered["aggregate"]["min"] == {"heureDArrivee": "06:54:00"}
    assert answered["aggregate"]["max"] == {"heureDArrivee": "08:15:30"}
    groups = {
        each["key"]["heureDArrivee"]: each["aggregate"]["count"] for each in answered["groupBy"]
    }
    assert groups == {"06:54:00": 1, "08:15:00": 2, "08:15:30": 1, None: 1}


async def test_pages_go_on_after_a_time_of_day(deposit):
    document = """query($after: String) { mesnilRocH { pesees(first: 2, after: $after, orderBy: [
      { heureDArrivee: ASC }]) { nodes { noDePesee } pageInfo { hasNextPage endCursor } } } }"""
    seen, after = [], None
    while True:
        answer = await deposit.ask(document, "agent@mesnil-roc-h", variables={"after": after})
        page = body(answer)["data"]["mesnilRocH"]["pesees"]
        seen += [each["noDePesee"][-1] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == ["2", "1", "5", "3", "4"]


async def test_what_is_no_time_of_day_is_refused_where_it_is_written(deposit):
    for written in ("24:00", "8h15", "08:60"):
        refused = await asked(deposit, QUESTION % (ASKED % f'eq: "{written}"'))
        (error,) = refused["errors"]
        assert error["extensions"]["code"] == "unexpected_value"
        assert "HH:MM" in error["message"]
    summed = await asked(
        deposit, "{ mesnilRocH { pesees { aggregate { sum { heureDArrivee } } } } }"
    )
    assert summed["errors"][0]["extensions"]["code"] == "unknown_field"


async def test_hours_are_cells_of_a_spreadsheet_and_of_csv():
    workbook = RowsWorkbook(["heure"], ("lignes", "notice"))
    workbook.add([[time(8, 15)], [None]])
    import python_calamine

    sheet = python_calamine.load_workbook(io.BytesIO(workbook.close([]))).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [time(8, 15)]
    text = RowsCsv(["heure"], "fr")
    text.add([[time(8, 15)]])
    assert b"08:15:00" in text.close([])
