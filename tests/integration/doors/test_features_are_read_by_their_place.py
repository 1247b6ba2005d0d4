"""Features of OGC API: their pages, places, filters and refusals, and the requests of real clients.

`tests/cases/doors/ogc_requests.jsonl`: addresses that GDAL, QGIS and OWSLib were seen to ask.

Covers gateway.http.ogc.addresses, gateway.http.ogc.answers, gateway.http.ogc.boxes,
gateway.http.ogc.documents, gateway.http.ogc.features_json, gateway.http.ogc.html_pages,
gateway.http.ogc.items, gateway.http.ogc.map_page, gateway.http.ogc.parameters,
gateway.http.ogc.places.
"""

import json
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.http.ogc.projections import SYSTEMS, from_lambert_93
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened

SENT = Path(__file__).resolve().parents[2] / "cases" / "doors" / "ogc_requests.jsonl"
REQUESTS = [json.loads(line) for line in SENT.read_text(encoding="utf-8").splitlines()]
OWNER, BODY = "steward@bretagne-romantique", "/ogc/bretagne-romantique"
POINTS = f"{BODY}/collections/points_apport"
WEIGHED = "/ogc/val-d-ille-aubigne/collections/collectes"
WEIGHER = "steward@val-d-ille-aubigne"
BOX = (-1.9, 48.3, -1.7, 48.45)


@pytest.fixture(scope="module")
async def service(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("features") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        snapshot = await services.query.catalog.current()

        async def ask(path, agent=OWNER, params=None, method="GET", **headers):
            said = dict(headers)
            if agent is not None:
                said["Authorization"] = f"Bearer {state.token(find_agent(snapshot, agent))}"
            return await http.request(method, path, params=params, headers=said)

        yield ask


async def features_of(ask, path, agent=OWNER, **params):
    """All of them, by the links as they stand."""
    answer = await ask(path, agent, params)
    features, pages = [], 0
    while True:
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert page["numberReturned"] == len(page["features"])
        features += page["features"]
        pages += 1
        further = [each["href"] for each in page["links"] if each["rel"] == "next"]
        if not further:
            return features, pages
        assert further[0].startswith("http://interco/ogc/")
        answer = await ask(further[0], agent)


@pytest.mark.parametrize("sent", REQUESTS, ids=[f"{e['client'][:12]} {e['n']}" for e in REQUESTS])
async def test_what_clients_ask_is_answered(service, sent):
    path = sent["path"].replace("{root}", BODY).replace("{id}", "points_apport")
    answer = await service(path, **sent["headers"])
    assert answer.status_code == 200, answer.text
    assert "json" in answer.headers["Content-Type"]
    assert answer.headers["Cache-Control"] == "no-store"


async def test_every_row_comes_once_by_the_links(service):
    whole, _ = await features_of(service, f"{POINTS}/items")
    paged, pages = await features_of(service, f"{POINTS}/items", limit=50)
    assert paged == whole
    assert (len(whole), pages) == (230, 5)
    assert len({each["id"] for each in whole}) == 230
    first = (await service(f"{POINTS}/items")).json()
    assert first["numberMatched"] == 230
    cut = (await service(f"{POINTS}/items", params={"limit": "999999"})).json()
    assert cut["numberReturned"] == 230


async def test_a_box_holds_the_same_rows_in_every_system(service):
    whole, _ = await features_of(service, f"{POINTS}/items")
    west, south, east, north = BOX
    within = {
        each["id"]
        for each in whole
        if west <= each["geometry"]["coordinates"][0] <= east
        and south <= each["geometry"]["coordinates"][1] <= north
    }
    assert 10 < len(within) < 200
    for uri in list(SYSTEMS)[:3]:
        crs = SYSTEMS[uri]
        box = ",".join(map(repr, (*crs.forward(west, south), *crs.forward(east, north))))
        found, _ = await features_of(service, f"{POINTS}/items", bbox=box, **{"bbox-crs": uri})
        assert {each["id"] for each in found} == within, uri
    lambert = list(SYSTEMS)[3]
    box = (335_000.0, 6_810_000.0, 345_000.0, 6_826_000.0)
    asked = {"bbox": ",".join(map(str, box)), "bbox-crs": lambert, "crs": lambert}
    found, _ = await features_of(service, f"{POINTS}/items", limit=20, **asked)
    places = [each["geometry"]["coordinates"] for each in found]
    assert all(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in places)
    turned = [from_lambert_93(*place) for place in places]
    assert 0 < len(turned) < 230
    answer = await service(f"{POINTS}/items", params=asked | {"limit": "1"})
    assert answer.headers["Content-Crs"] == f"<{lambert}>"


async def test_a_commune_has_its_outline_or_a_point_and_a_box_finds_both(service):
    outlines = (await service(f"{WEIGHED}/items", WEIGHER, {"limit": "300"})).json()
    kinds = {each["geometry"]["type"] for each in outlines["features"] if each["geometry"]}
    assert kinds == {"MultiPolygon"}
    described = (await service(WEIGHED, WEIGHER)).json()
    assert "IGN" in described["attribution"]
    page = await service(f"{WEIGHED}/items", WEIGHER, {"f": "html", "limit": "5"})
    assert "IGN" in page.text
    points = (await service(f"{WEIGHED}_points/items", WEIGHER, {"limit": "300"})).json()
    assert {each["geometry"]["type"] for each in points["features"]} == {"Point"}
    everywhere = {"bbox": "-5.5,41,10,51.5"}
    whole = (await service(f"{WEIGHED}/items", WEIGHER, everywhere | {"limit": "1"})).json()
    here = (await service(f"{WEIGHED}/items", WEIGHER, {"bbox": "-1.7,48.2,-1.6,48.3"})).json()
    nowhere = (await service(f"{WEIGHED}/items", WEIGHER, {"bbox": "2,44,3,45"})).json()
    assert whole["numberMatched"] > here["numberMatched"] > 0 == nowhere["numberMatched"]
    found = (
        await service(f"{WEIGHED}_points/items", WEIGHER, {"bbox": "-1.7,48.2,-1.6,48.3"})
    ).json()
    assert found["numberMatched"] < here["numberMatched"]


async def test_time_columns_and_filters_choose_rows(service):
    async def count(params):
        answer = await service(f"{POINTS}/items", params={"limit": "1"} | params)
        assert answer.status_code == 200, answer.text
        return answer.json()["numberMatched"]

    glass = await count({"flux": "VERRE"})
    assert 0 < glass < 230
    assert await count({"filter": "flux='VERRE'"}) == glass
    other = await count({"filter": "NOT flux='VERRE'"})
    assert glass + other == 230
    as_json = json.dumps({"op": "=", "args": [{"property": "flux"}, "VERRE"]})
    assert await count({"filter": as_json, "filter-lang": "cql2-json"}) == glass
    assert await count({"filter": "CASEI(flux)=CASEI('Verre') AND volume_l>0"}) == glass
    before = await count({"datetime": "../2018-12-31"})
    after = await count({"datetime": "2019-01-01T00:00:00+01:00/.."})
    assert 0 < before < 230
    assert before + after == 230
    assert await count({"datetime": "2017-12-08"}) >= 2


async def test_a_feature_alone_is_that_of_the_list(service):
    page = (await service(f"{WEIGHED}/items", WEIGHER, {"limit": "3"})).json()
    for feature in page["features"]:
        alone = await service(f"{WEIGHED}/items/{feature['id']}", WEIGHER)
        assert {name: alone.json()[name] for name in feature} == feature
    for unknown in ("rien", "a,b", "a,b,c"):
        answer = await service(f"{WEIGHED}/items/{unknown}", WEIGHER)
        assert (answer.status_code, answer.json()["code"]) == (404, "ogc_no_feature")


async def test_documents_are_what_their_standards_say(service):
    api = await service(f"{BODY}/api")
    assert api.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"
    described = api.json()
    validate(described)
    parameters = described["paths"]["/collections/{collectionId}/items"]["get"]["parameters"]
    (limit,) = [each["schema"] for each in parameters if each["name"] == "limit"]
    assert (limit["default"], limit["minimum"]) == (1_000, 1)
    schema = (await service(f"{POINTS}/schema")).json()
    Draft202012Validator.check_schema(schema)
    page = (await service(f"{POINTS}/items", params={"limit": "5"})).json()
    for feature in page["features"]:
        Draft202012Validator(schema).validate(feature["properties"] | {"geometry": None})
    queryables = (await service(f"{POINTS}/queryables")).json()
    assert set(queryables["properties"]) == {*page["features"][0]["properties"], "geometry"}
    landing = (await service(BODY)).json()
    for link in landing["links"]:
        answer = await service(link["href"])
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(link["type"])
    listed = (await service(f"{BODY}/collections")).json()["collections"]
    assert "points_apport" in {each["id"] for each in listed}
    assert "factures" not in {each["id"] for each in listed}


async def test_pages_for_people_have_a_table_and_a_map(service):
    for path in ("", "/collections", "/collections/points_apport", "/conformance", "/api"):
        answer = await service(f"{BODY}{path}", Accept="text/html,application/xhtml+xml")
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "<h1>" in answer.text
    answer = await service(f"{POINTS}/items", params={"f": "html", "limit": "20"})
    begin, end = answer.text.index("<svg"), answer.text.index("</svg>") + len("</svg>")
    drawn = ET.fromstring(answer.text[begin:end])
    assert len(list(drawn)) == 20
    assert answer.text.count("<tr>") == 21
    assert "rel='next'" in answer.text


@pytest.mark.parametrize(
    ("path", "params", "status", "code"),
    [
        (f"{POINTS}/items", {"rien": "1"}, 400, "ogc_unknown_parameter"),
        (f"{POINTS}/items", {"limit": "0"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"limit": "-1"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"limit": "dix"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"bbox": "1,2,3"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"bbox": "1,2,3,nan"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"bbox": "1,5,3,4"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"crs": "EPSG:4326"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"datetime": "hier"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"f": "xml"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"filter": "flux"}, 400, "condition_form"),
        (f"{POINTS}/items", {"filter": "flux='a'", "filter-lang": "sql"}, 400, "ogc_parameter"),
        (f"{POINTS}/items", {"volume_l": "beaucoup"}, 400, "condition_value"),
        (f"{POINTS}/items", {"cursor": "MAAAA"}, 400, "page_token_unknown"),
        (f"{POINTS}/items", [("limit", "1"), ("limit", "2")], 400, "ogc_parameter"),
        (BODY, {"limit": "1"}, 400, "ogc_unknown_parameter"),
        (f"{BODY}/collections/rien/items", {}, 404, "unknown_dataset"),
        (f"{BODY}/collections/factures/items", {}, 404, "ogc_unknown_collection"),
        (f"{BODY}/rien", {}, 404, "not_found"),
    ],
)
async def test_another_address_is_refused_by_name(service, path, params, status, code):
    answer = await service(path, params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["status"] == status
    assert answer.headers["Content-Type"] == "application/problem+json"


async def test_nobody_is_asked_for_a_key_and_nothing_is_written(service):
    answer = await service(f"{POINTS}/items", None)
    assert answer.status_code == 401
    assert any("Basic" in each for each in answer.headers.get_list("WWW-Authenticate"))
    other = await service("/ogc/bretagne-autre/collections/points_apport/items", None)
    assert other.status_code == 401
    posted = await service(f"{POINTS}/items", method="POST")
    assert posted.status_code == 405
    open_to_all = await service("/ogc/sde35/collections/bornes_recharge/items", None)
    assert open_to_all.json()["numberReturned"] > 0
    assert urlsplit(open_to_all.json()["links"][0]["href"]).netloc == "interco"
