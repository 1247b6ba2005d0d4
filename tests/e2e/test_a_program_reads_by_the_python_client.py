"""A program reads the demo by the Python client, as its README and its notebook say.

Covers clients.python.src.interco_client.client, clients.python.src.interco_client.rows,
clients.python.src.interco_client.answers, clients.python.src.interco_client.receipts.
"""

import datetime as dt
import json
import re
import subprocess
import sys
from decimal import Decimal

import interco_client
import pytest

from tests.door import Door, State
from tests.e2e.conftest import ROOT
from tests.pandas_beside import with_pandas

CLIENT = ROOT / "clients" / "python"
AGENT = "agent@valcobreizh"
ROWS = """SELECT id_pesee, code_commune, date_collecte, flux, tonnage_kg
FROM val_d_ille_aubigne.collectes ORDER BY id_pesee, code_commune LIMIT 300"""
PAGED = """query ($after: String) { valDIlleAubigne { collectes(first: 400, after: $after) {
  nodes { idPesee codeCommune: commune { code } tonnageKg }
  pageInfo { hasNextPage endCursor } } } }"""
COLLECTES = "valDIlleAubigne.collectes"


@pytest.fixture(scope="module")
def town(demo):
    with interco_client.connect(demo.address, demo.token(AGENT), purpose="rpqs_dechets") as client:
        yield client


@pytest.fixture
def as_environment(demo, monkeypatch):
    monkeypatch.setenv("INTERCO_KEY", demo.token(AGENT))
    monkeypatch.setenv("INTERCO_URL", demo.address)


def test_its_readme_runs(demo, as_environment, capsys):
    text = (CLIENT / "README.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    names = {}
    for block in blocks:
        exec(block.replace("https://interco.example", demo.address), names)
    names["town"].close()
    told = capsys.readouterr().out.splitlines()
    assert names["table"].num_rows == 1_000
    assert names["kilos"] > 0
    assert names["count"] > 1_000
    assert names["claims"]["rows"] == 3
    assert any(line.startswith("unknown_column 1 ") for line in told)


def test_its_notebook_runs(as_environment):
    notebook = json.loads((CLIENT / "examples" / "tonnages.ipynb").read_text("utf-8"))
    names = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            *before, last = cell["source"].rsplit("\n", 1)
            exec("\n".join(before), names)
            exec(f"shown = {last}" if "=" not in last.split("(")[0] else last, names)
    names["town"].close()
    assert {"OMR"} <= {row[0] for row in names["shown"]}


def test_rows_are_the_same_in_each_library(town):
    table = town.sql(ROWS).to_arrow()
    first = table.to_pylist()[0]
    assert isinstance(first["date_collecte"], dt.date)
    assert isinstance(first["tonnage_kg"], Decimal | int)
    whole = [tuple(row.values()) for row in table.to_pylist()]
    assert len(whole) == 300
    assert town.sql(ROWS).to_polars().rows() == whole
    assert town.sql(ROWS).to_duckdb().fetchall() == whole
    assert sum(batch.num_rows for batch in town.sql(ROWS).batches()) == 300


_BY_PANDAS = """
import sys, interco_client
_, address, token, rows = sys.argv
with interco_client.connect(address, token, purpose="rpqs_dechets") as town:
    whole = [tuple(row.values()) for row in town.sql(rows).to_arrow().to_pylist()]
    frame = town.sql(rows).to_pandas(date_as_object=True)
print(len(frame), list(frame.itertuples(index=False, name=None)) == whole)
"""


def test_rows_are_the_same_in_pandas(demo):
    program = [sys.executable, "-c", _BY_PANDAS, demo.address, demo.token(AGENT), ROWS]
    asked = {"env": with_pandas(), "capture_output": True, "text": True}
    done = subprocess.run(program, check=False, **asked)
    assert done.stdout == "300 True\n", done.stderr


def test_an_answer_without_rows_has_its_columns(town):
    table = town.sql(ROWS.replace("ORDER BY", "WHERE flux = ? ORDER BY"), ["?"]).to_arrow()
    assert (table.num_rows, table.schema.names[0]) == (0, "id_pesee")


@pytest.mark.parametrize(
    ("value", "type_name"),
    [
        (dt.date(2025, 6, 1), "date"),
        (dt.datetime(2025, 6, 1, 8, 30), "timestamp"),  # noqa: DTZ001 - it has no zone
        (dt.datetime(2025, 6, 1, 8, tzinfo=dt.UTC), "timestamp with time zone"),
        (dt.time(8, 15), "time"),
        (Decimal("1234567890123.45"), "decimal(15, 2)"),
        ("l'été", "varchar"),
        (2**40, "bigint"),
        (True, "boolean"),
    ],
)
def test_a_parameter_keeps_its_type(town, value, type_name):
    statement = f"SELECT CAST(? AS {type_name}) AS said FROM val_d_ille_aubigne.collectes LIMIT 1"
    assert town.sql(statement, [value]).to_arrow().to_pylist() == [{"said": value}]


def test_pages_are_the_rows_of_the_statement(town):
    pages = list(town.pages(PAGED, at=COLLECTES))
    ids = [node["idPesee"] for page in pages for node in page.nodes(COLLECTES)]
    count = "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"
    assert [len(ids)] == town.sql(count).to_arrow()["n"].to_pylist()
    assert len(pages) > 1


def test_a_part_that_is_refused_stands_beside_the_other(town):
    answer = town.graphql(
        "{ valDIlleAubigne { collectes(first: 1) { nodes { flux } } }"
        " mesnilRocH { energieBatiments(first: 1) { nodes { mois } } } }"
    )
    assert len(answer.nodes(COLLECTES)) == 1
    with pytest.raises(interco_client.Problem) as refused:
        answer.nodes("mesnilRocH.energieBatiments")
    assert refused.value.code in {each.code for each in answer.problems}


def test_a_refusal_is_told_by_its_kind(demo, town):
    with pytest.raises(interco_client.Mistake) as wrong:
        town.sql("SELECT flux\nFROM val_d_ille_aubigne.collecte")
    assert wrong.value.place.line == 2
    assert "collectes" in wrong.value.suggestion
    with (
        interco_client.connect(demo.address, "interco_1" + "0" * 49) as unknown,
        pytest.raises(interco_client.NotSignedIn) as refused,
    ):
        unknown.sql(ROWS)
    assert refused.value.code == "bad_token"
    with (
        interco_client.connect(demo.address, "", language="fr") as nobody,
        pytest.raises(interco_client.Problem) as hidden,
    ):
        nobody.sql(ROWS)
    assert hidden.value.next_step


def test_a_receipt_is_checked_offline(town):
    keys = town.proof_keys()
    answer = town.graphql("{ valDIlleAubigne { collectes(first: 2) { nodes { flux } } } }")
    assert answer.receipt.verify(keys, answer.content)["rows"] == 2
    for case in (
        lambda: answer.receipt.verify(keys, answer.content + b" "),
        lambda: answer.receipt.verify({"keys": []}, answer.content),
        lambda: interco_client.Receipt(_with_other_claims(answer.receipt.text)).verify(keys),
        lambda: interco_client.Receipt("a.b").verify(keys),
    ):
        with pytest.raises(interco_client.ReceiptRefused):
            case()
    with town.sql(ROWS) as rows:
        assert rows.receipt.verify(keys)["answer_sha256"] is None


def test_what_was_read_is_explained(town):
    explained = town.explain("{ valDIlleAubigne { collectes { nodes { flux } } } }")
    assert explained["datasets"][0]["branches"][0]["agreement"]
    rows = town.sql(ROWS)
    assert rows.to_arrow().num_rows == 300
    assert town.explain_request(rows.request_id)["rows"] == 300
    with pytest.raises(interco_client.NotFound):
        town.explain_request("0" * 32)


def test_a_read_whose_answer_was_cut_is_sent_again(demo):
    door = Door(int(demo.address.rsplit(":", 1)[1]))
    here = f"http://127.0.0.1:{door.port}"
    try:
        with interco_client.connect(here, demo.token(AGENT), purpose="rpqs_dechets") as town:
            door.set(State.CUT_ONCE)
            assert len(town.graphql("{ __typename }").data) == 1
    finally:
        door.close()


def _with_other_claims(receipt):
    head, body, seal = receipt.split(".")
    return f"{head}.{body[:-4]}AAAA.{seal}"
