"""A saved question as a workbook: typed cells, what they are, whose they are, and the receipt.

Covers gateway.http.question_rows, gateway.reading.query.workbook_format,
gateway.reading.query.workbook_problems, gateway.reading.query.ways_given, papers.question_workbook.
"""

import io
from datetime import date, datetime, time
from decimal import Decimal

import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from catalog.model.problem import Problem
from federation.logical import WireType
from federation.results.formats.protocol import ShownColumn
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.reading.query.workbook_format import WorkbookEncoder
from papers.question_workbook import LONGEST_CELL, MOST_ROWS
from papers.rows_files import RowsWorkbook
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened

STEWARD = "steward@mesnil-roc-h"
LITERALS = """SELECT '=1+1' AS formule, '01234' AS code, DATE '2025-01-31' AS jour,
  DECIMAL '12.50' AS montant, 9007199254740993 AS grand, CAST(NULL AS varchar) AS vide
  FROM sde35.bornes_recharge WHERE puissance_kw > ? LIMIT 1"""
VALUE = [{"name": "puissance", "type": "integer", "default": "1"}]


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("workbook") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()

        async def ask(method, path, agent=STEWARD, json=None, **headers):
            token = state.token(find_agent(snapshot, agent))
            said = {"Authorization": f"Bearer {token}", **headers}
            return await http.request(method, path, json=json, headers=said)

        saved = {"document": LITERALS, "language": "sql", "parameters": VALUE}
        assert (await ask("PUT", "/v1/operations/textes", json=saved)).is_success
        yield ask


def sheets_of(answer):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {
        name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in workbook.sheet_names
    }


async def test_codes_stay_texts_days_are_days_and_nothing_is_a_formula(town):
    answer = await town("GET", "/v1/questions/textes/rows.xlsx")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="textes.xlsx"'
    sheets = sheets_of(answer)
    assert list(sheets) == ["données", "colonnes", "couverture", "reçu"]
    names, row = sheets["données"]
    assert names == ["formule", "code", "jour", "montant", "grand", "vide"]
    assert row == ["=1+1", "01234", date(2025, 1, 31), 12.5, "9007199254740993", ""]
    assert b"<f>" not in answer.content
    told = sheets["reçu"][1][0]
    checked = await town("POST", "/v1/receipts/verify", json={"receipt": told})
    assert checked.is_success
    english = await town("GET", "/v1/questions/textes/rows.xlsx", **{"Accept-Language": "en"})
    assert list(sheets_of(english)) == ["data", "columns", "coverage", "receipt"]


async def test_a_pseudonym_and_what_is_rounded_are_named_so(town):
    agent, steward = "agent@valcobreizh", "steward@valcobreizh"
    statement = """SELECT code_commune, date_collecte, tonnage_kg
      FROM val_d_ille_aubigne.collectes LIMIT 3"""
    saved = {"document": statement, "language": "sql", "purpose": "rpqs_dechets"}
    assert (await town("PUT", "/v1/operations/pesees", steward, json=saved)).is_success
    answer = await town("GET", "/v1/questions/pesees/rows.xlsx", agent)
    sheets = sheets_of(answer)
    header, *columns = sheets["colonnes"]
    assert header == ["Nom", "Libellé", "Unité", "Concept", "Source", "Donné"]
    by_name = {line[0]: dict(zip(header, line, strict=True)) for line in columns}
    assert by_name["tonnage_kg"]["Unité"] == "kg"
    assert by_name["code_commune"]["Concept"] == "commune"
    assert "Val d'Ille" in by_name["tonnage_kg"]["Source"]
    assert all(line["Donné"] for line in by_name.values())
    assert sheets["couverture"][1][2] == "a répondu"


async def test_values_come_by_the_address_and_others_are_refused(town):
    path = "/v1/questions/textes/rows.json"
    assert (await town("GET", f"{path}?puissance=1")).json()["rowCount"] == 1
    assert (await town("GET", f"{path}?puissance=100000")).json()["rowCount"] == 0
    for query, code in (
        ("puissance=beaucoup", "sql_parameter_type"),
        ("autre=1", "question_value_refused"),
        ("puissance=1&puissance=2", "bad_request"),
    ):
        assert (await town("GET", f"{path}?{query}")).json()["code"] == code
    other = await town("GET", path, "agent@sde35")
    assert other.json()["code"] == "unknown_saved_operation"
    assert (await town("GET", "/v1/questions/textes/rows.exe")).status_code == 404
    assert (await town("POST", path)).status_code == 405


def test_no_digit_and_no_microsecond_is_rounded_away():
    """A double has 15 digits, a spreadsheet's moment milliseconds: what has more stays text."""
    book = RowsWorkbook(["montant", "heure", "saisi"], ("données", "colonnes"))
    long, longer = Decimal("9999999999999999999999999999.9999999999"), Decimal("1" * 38)
    almost, moment = time(23, 59, 59, 999999), datetime(2026, 1, 31, 23, 59, 59, 999999)  # noqa: DTZ001 - as a source has it
    book.add([[long, almost, moment], [longer, time(23, 59, 59, 5000), None], [Decimal("1E+20")]])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.close([]))).get_sheet_by_index(0)
    _, first, second, third = sheet.to_python(skip_empty_area=False)
    assert first == [f"{long:f}", "23:59:59.999999", "2026-01-31T23:59:59.999999"]
    assert second[:2] == [f"{longer:f}", time(23, 59, 59, 5000)]
    assert third[0] == 1e20


def begun():
    encoder = WorkbookEncoder("fr")
    encoder.begin((ShownColumn("texte", WireType.STRING),))
    return encoder


def test_a_workbook_that_cannot_hold_all_of_it_is_none():
    encoder = begun()
    with pytest.raises(Problem) as refused:
        encoder.batch(pa.record_batch([pa.array(["a" * (LONGEST_CELL + 1)])], names=["texte"]))
    assert refused.value.code == "cell_too_long"
    encoder = begun()
    many = pa.record_batch([pa.nulls(MOST_ROWS + 1, pa.string())], names=["texte"])
    with pytest.raises(Problem) as refused:
        encoder.batch(many)
    assert refused.value.code == "workbook_too_large"
