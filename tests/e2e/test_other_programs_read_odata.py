"""Programs of others read the demo by OData: Apache Olingo, python-odata, @odata/client.

Covers deploy.local.java_program.
"""

import base64
import json
import subprocess
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
import requests
from odata import ODataService
from requests.auth import HTTPBasicAuth

from deploy.local.java_program import JavaProgram
from tests.node_clients import node_command

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
OLINGO = JavaProgram("olingo", "5.0.0", CLIENTS / "olingo", "Walk", "11 MB")
BODY, SET = "val-d-ille-aubigne", "collectes"


@pytest.fixture(scope="module")
def service(demo):
    """The root of the body's service, and a key for it."""
    asked = {"name": "OData", "datasets": [f"{BODY}.{SET}"], "doors": ["odata"]}
    steward = {"Authorization": f"Bearer {demo.token(f'steward@{BODY}')}"}
    made = httpx.post(f"{demo.address}/v1/keys", json=asked, headers=steward, trust_env=False)
    return f"{demo.address}/odata/{BODY}", made.json()["key"]


def lines_of(command, **given):
    ran = subprocess.run(command, capture_output=True, text=True, check=False, **given)
    assert ran.returncode == 0, ran.stderr[-2_000:]
    return ran.stdout.splitlines()


@pytest.mark.whole
def test_olingo_takes_the_metadata_reads_all_rows_and_their_types(service):
    root, key = service
    options = "$filter=flux%20eq%20'VERRE'&$count=true"
    facts = lines_of([*OLINGO.command(), root, key, SET, options])
    assert "valid true" in facts
    assert "type collectes.part_commune Edm.Decimal" in facts
    (count,) = [int(each.split()[1]) for each in facts if each.startswith("count ")]
    assert f"rows {count} pages 1" in facts
    assert count > 1_000
    assert any(each.startswith("value date_collecte LocalDate 2023-") for each in facts)
    assert any(each.startswith("value part_commune BigDecimal 0.") for each in facts)
    assert "error 404 unknown_dataset" in facts


def test_odata_client_of_node_filters_orders_and_finds_one_row(service):
    folder = CLIENTS / "odata_node"
    command = [node_command(folder), "walk.mjs", *service, SET]
    steps = {each["step"]: each["value"] for each in map(json.loads, lines_of(command, cwd=folder))}
    assert steps["count"] > 1_000
    ids = [each["id_pesee"] for each in steps["rows"]]
    assert {each["flux"] for each in steps["rows"]} == {"VERRE"}
    assert ids == sorted(ids, reverse=True)
    assert steps["one"]["id_pesee"] == "P-2023-000001"
    # What the OASIS converter makes of the XML is our JSON.
    versions = [steps[each].pop("$Version") for each in ("from xml", "json")]
    assert versions == ["4.0", "4.01"]
    container = steps["json"].pop("$EntityContainer")
    assert steps["from xml"].pop("$EntityContainer", container) == container
    assert steps["from xml"] == steps["json"]


def test_python_odata_reflects_the_types_and_follows_every_page(service):
    root, key = service
    session = requests.Session()
    session.trust_env = False
    session.headers["Prefer"] = "odata.maxpagesize=50"
    reading = ODataService(
        f"{root}/",
        session=session,
        auth=HTTPBasicAuth("python", key),
        reflect_entities=True,
        quiet_progress=True,
    )
    rows = reading.entities[SET]
    query = reading.query(rows).filter(rows.flux == "VERRE").filter(rows.tonnage_kg > 5_000)
    read = list(query)
    told = base64.b64encode(f"python:{key}".encode()).decode()
    counted = httpx.get(
        f"{root}/{SET}/$count",
        params={"$filter": "flux eq 'VERRE' and tonnage_kg gt 5000"},
        headers={"Authorization": f"Basic {told}"},
        trust_env=False,
    )
    assert len(read) == int(counted.text) > 200
    assert len({(each.id_pesee, each.code_commune) for each in read}) == len(read)
    assert {type(each.part_commune) for each in read} == {Decimal}
    assert {str(each.date_collecte)[:4] for each in read} <= {"2023", "2024", "2025"}
