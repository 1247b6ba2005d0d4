"""A saved question as GeoJSON: each row in its place, or a refusal that says what is missing.

Covers gateway.reading.query.geojson_format, gateway.reading.query.geojson_problems,
gateway.reading.query.described_columns.
"""

import json

import pyarrow as pa
import pytest

from catalog.model.problem import Problem
from federation.logical import WireType
from federation.results.formats.protocol import ShownColumn
from gateway.demo_mode.state import DemoState
from gateway.reading.query.geojson_format import GeojsonEncoder
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import READER, TOWN, TOWN_STEWARD, Linked

CHARGERS = """SELECT id_pdc, code_commune, puissance_kw, 9007199254740993 AS grand
  FROM sde35.bornes_recharge ORDER BY id_pdc LIMIT 3"""
POINTS = """SELECT id_point, longitude, latitude FROM bretagne_romantique.points_apport
  ORDER BY id_point LIMIT 3"""


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("maps") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        yield Linked(state, http, services)


async def collection(town, name):
    path = f"/v1/questions/{name}/rows.geojson"
    answer = await town.http.get(path, headers=await town.headers(TOWN))
    assert answer.headers["Content-Type"] == "application/geo+json", answer.text
    return answer, json.loads(answer.text)


async def test_a_row_with_a_commune_has_its_contour(town):
    await town.save("bornes", CHARGERS)
    answer, found = await collection(town, "bornes")
    assert answer.headers["Content-Disposition"].endswith('"bornes.geojson"')
    assert found["type"] == "FeatureCollection"
    first = found["features"][0]
    assert first["type"] == "Feature"
    assert first["properties"]["id_pdc"] == "FRS35E35001011"
    assert '"puissance_kw":22.00' in answer.text
    assert '"grand":9007199254740993' in answer.text
    assert first["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    ring = first["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert all(-2.5 < lon < -1 and 47.5 < lat < 49 for lon, lat in ring)
    assert found["attribution"]


async def test_a_row_with_coordinates_is_a_point(town):
    await town.save("points", POINTS)
    _, found = await collection(town, "points")
    for each in found["features"]:
        shown = each["properties"]
        assert each["geometry"] == {
            "type": "Point",
            "coordinates": [float(shown["longitude"]), float(shown["latitude"])],
        }


async def test_a_question_without_a_place_is_refused_by_name(town):
    await town.save("nulle-part", "SELECT id_pdc FROM sde35.bornes_recharge LIMIT 1")
    path = "/v1/questions/nulle-part/rows.geojson"
    answer = await town.http.get(path, headers=await town.headers(TOWN))
    assert (answer.status_code, answer.json()["code"]) == (422, "no_geometry")


async def test_a_commune_that_is_given_as_something_else_is_no_place(town):
    statement = "SELECT siren AS code_commune FROM reference.epci LIMIT 1"
    await town.save("autre", statement, TOWN_STEWARD)
    path = "/v1/questions/autre/rows.geojson"
    answer = await town.http.get(path, headers=await town.headers(TOWN))
    if answer.status_code == 200:
        assert [each["geometry"] for each in answer.json()["features"]] == [None]


async def test_an_empty_answer_is_a_collection_without_features(town):
    await town.save("vide", POINTS.replace("ORDER", "WHERE id_point = 'x' ORDER"))
    _, found = await collection(town, "vide")
    assert found["features"] == []
    assert READER


def begun(*columns):
    encoder = GeojsonEncoder()
    encoder.begin([ShownColumn(name, wire) for name, wire in columns])
    return encoder


def told(encoder, **columns):
    arrays = [pa.array(values) for values in columns.values()]
    batch = pa.record_batch(arrays, names=list(columns))
    start = b'{"features":['
    return json.loads(start + encoder.batch(batch) + encoder.end())["features"]


def test_a_column_of_geojson_is_the_geometry_and_no_property():
    encoder = begun(("id", WireType.STRING), ("geometry", WireType.STRING))
    point = '{"type":"Point","coordinates":[1,2],"crs":"x"}'
    features = told(encoder, id=["a", "b"], geometry=[point, None])
    assert features == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [1, 2]},
            "properties": {"id": "a"},
        },
        {"type": "Feature", "geometry": None, "properties": {"id": "b"}},
    ]


@pytest.mark.parametrize("text", ["POINT(1 2)", '{"type":"Point"}', '{"type":"X"}', "[1]", "{"])
def test_a_text_that_is_no_geometry_is_refused_and_not_repeated(text):
    encoder = begun(("geometry", WireType.STRING), ("id", WireType.STRING))
    with pytest.raises(Problem) as refused:
        told(encoder, geometry=[text], id=["a"])
    assert refused.value.code == "not_a_place"
    assert text not in refused.value.sentence("fr")


def test_coordinates_that_are_no_degrees_are_refused():
    encoder = begun(("longitude", WireType.FLOAT), ("latitude", WireType.FLOAT))
    assert told(encoder, longitude=[1.5, None], latitude=[48.0, 47.0])[1]["geometry"] is None
    for longitude, latitude in ((351_000.0, 6_789_000.0), (1.0, 91.0), (float("nan"), 1.0)):
        with pytest.raises(Problem) as refused:
            told(encoder, longitude=[longitude], latitude=[latitude])
        assert refused.value.code == "not_a_place"
