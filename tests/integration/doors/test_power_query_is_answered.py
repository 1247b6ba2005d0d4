"""The requests that Power Query sends (Excel, Power BI), as they were logged: each is answered so.

`tests/cases/doors/power_query.jsonl`: facts of its behaviour; no program of Microsoft's runs here.

Covers gateway.http.odata.key_predicates, gateway.http.odata.metadata, gateway.http.odata.model,
gateway.http.odata.navigations.
"""

import base64
import json
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened

SENT = Path(__file__).resolve().parents[2] / "cases" / "doors" / "power_query.jsonl"
REQUESTS = [json.loads(line) for line in SENT.read_text(encoding="utf-8").splitlines()]
ROOT = "/odata/val-d-ille-aubigne"
COLUMNS = {
    "{set}": "collectes",
    "{date}": "date_collecte",
    "{text}": "flux",
    "{a}": "tonnage_kg",
    "{b}": "flux",
}
KEY = "id_pesee='P-2023-000001',code_commune='35146'"
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"


@pytest.fixture(scope="module")
async def service(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("power-query") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()
        steward = state.token(find_agent(snapshot, "steward@val-d-ille-aubigne"))
        wanted = {"name": "Excel", "datasets": ["val-d-ille-aubigne.collectes"], "doors": ["odata"]}
        headers = {"Authorization": f"Bearer {steward}"}
        made = (await http.post("/v1/keys", json=wanted, headers=headers)).json()
        told = base64.b64encode(f"excel:{made['key']}".encode()).decode()
        yield http, f"Basic {told}"


def sent(request, basic):
    path = request["path"].replace("{root}", ROOT).replace("({key})", f"({KEY})")
    for place, name in {**COLUMNS, "{key}": "id_pesee"}.items():
        path = path.replace(place, name)
    headers = dict(request["headers"])
    if "next" in request["answer"]:
        # The demo's table would be one page.
        headers["Prefer"] = "odata.maxpagesize=5000"
    if not request.get("anonymous"):
        headers["Authorization"] = basic
    return path, headers


@pytest.mark.parametrize("request_", REQUESTS, ids=[each["what"][:40] for each in REQUESTS])
async def test_each_request_is_answered_as_it_must_be(service, request_):
    http, basic = service
    path, headers = sent(request_, basic)
    answer = await http.request(request_["method"], path, headers=headers)
    wanted = request_["answer"]
    statuses = wanted["status"] if isinstance(wanted["status"], list) else [wanted["status"]]
    assert answer.status_code in statuses, answer.text
    assert answer.headers.get_list("OData-Version") == ["4.0"]
    if "content_type" in wanted:
        assert answer.headers["Content-Type"].startswith(wanted["content_type"])
    if "www_authenticate" in wanted:
        challenges = answer.headers.get_list("WWW-Authenticate")
        assert any(each.startswith("Basic realm=") for each in challenges)
    if answer.status_code == 200 and "json" in answer.headers["Content-Type"]:
        assert answer.json()["@odata.context"].startswith(f"http://interco{ROOT}/$metadata")
    if "next" in wanted:
        link = answer.json()["@odata.nextLink"]
        assert urlsplit(link).netloc == "interco"
        assert (await http.get(link, headers=headers)).status_code == 200


async def test_metadata_is_xml_whatever_else_is_taken_and_names_what_is_given(service):
    http, basic = service
    accept = REQUESTS[0]["headers"]["Accept"]
    answer = await http.get(f"{ROOT}/$metadata", headers={"Authorization": basic, "Accept": accept})
    assert answer.headers["Content-Type"] == "application/xml"
    described = ET.fromstring(answer.content)
    kinds = {
        each.get("Name"): (each.get("Type"), each.get("Precision"), each.get("Scale"))
        for each in described.iter(f"{EDM}Property")
    }
    assert kinds["date_collecte"] == ("Edm.Date", None, None)
    assert kinds["part_commune"] == ("Edm.Decimal", "6", "4")
    facets = {name for each in described.iter(f"{EDM}Property") for name in each.attrib}
    assert facets == {"Name", "Type", "Nullable", "Precision", "Scale"}
    labels = [
        each.get("String")
        for each in described.iter(f"{EDM}Annotation")
        if each.get("Term") == "Org.OData.Measures.V1.Unit"
    ]
    assert "kg" in labels
    alone = await http.get(
        f"{ROOT}/$metadata", headers={"Authorization": basic, "Accept": "application/json"}
    )
    assert alone.json()["interco.val_d_ille_aubigne"]["collectes"]["$Key"] == [
        "id_pesee",
        "code_commune",
    ]


async def test_a_reader_is_told_of_pseudonyms_and_of_columns_that_are_given_alone(tmp_path):
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()
        token = state.token(find_agent(snapshot, "agent@valcobreizh"))
        headers = {"Authorization": f"Bearer {token}", "Interco-Purpose": "rpqs_dechets"}
        answer = await http.get(f"{ROOT}/$metadata", headers=headers)
        assert "Numéro de pesée (pseudonyme)" in answer.text
        assert "part_commune" not in answer.text
        headers["Accept-Language"] = "en"
        assert "(a pseudonym)" in (await http.get(f"{ROOT}/$metadata", headers=headers)).text
