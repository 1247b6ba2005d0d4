"""GDAL and OWSLib read the demo's features: every row, by a key, in few requests.

Covers tests.gdal.
"""

import json

import httpx
import pytest
from owslib.ogcapi.features import Features
from owslib.util import Authentication

from tests.gdal import run_gdal

BODY = "bretagne-romantique"
WEIGHED = "val-d-ille-aubigne"


@pytest.fixture(scope="module")
def service(demo):
    def of(body, dataset):
        asked = {"name": f"OGC {dataset}", "datasets": [f"{body}.{dataset}"], "doors": ["ogc"]}
        steward = {"Authorization": f"Bearer {demo.token(f'steward@{body}')}"}
        made = httpx.post(f"{demo.address}/v1/keys", json=asked, headers=steward, trust_env=False)
        return f"{demo.address}/ogc/{body}", made.json()["key"]

    return of


def read(*arguments):
    ran = run_gdal(*arguments)
    assert ran.returncode == 0, ran.stderr[-2_000:]
    # Those of the list of layers, which is opened by itself, come before.
    fetched = [line for line in ran.stderr.splitlines() if "Fetch(" in line]
    opened_at = max(place for place, line in enumerate(fetched) if line.endswith("/collections)"))
    return json.loads(ran.stdout), len(fetched) - opened_at


def test_gdal_reads_every_row_its_types_and_a_box(service):
    root, key = service(BODY, "points_apport")
    told, requests = read(root, key, "points_apport")
    assert told["gdal"].startswith("3.12")
    assert (told["rows"], told["places"], told["kind"]) == (230, 230, "Point")
    assert told["types"]["volume_l"] == "int32"
    assert told["types"]["enterre"] == "bool"
    assert requests <= 6
    inside, _ = read(root, key, "points_apport", "-1.9,48.3,-1.7,48.45")
    assert 10 < inside["rows"] < 230


@pytest.mark.whole
def test_gdal_follows_the_pages_of_outlines_of_communes(service):
    root, key = service(WEIGHED, "collectes")
    told, requests = read(root, key, "collectes")
    assert told["layers"] == ["collectes", "collectes_points"]
    assert (told["rows"], told["kind"]) == (13_525, "MultiPolygon")
    assert requests == 4 + 14


def test_owslib_finds_the_collection_and_filters_it(service, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    root, key = service(BODY, "points_apport")
    reading = Features(f"{root}/", auth=Authentication(username="owslib", password=key))
    assert reading.feature_collections() == ["points_apport"]
    assert "flux" in reading.collection_queryables("points_apport")["properties"]
    found = reading.collection_items("points_apport", limit=3, filter="flux='VERRE'")
    assert found["numberReturned"] == 3 < found["numberMatched"] < 230
