"""Coordinates in four systems as PROJ has them; shapes of communes, points within, boxes that meet.

Covers gateway.http.ogc.projections, gateway.http.ogc.shapes, gateway.http.ogc.outlines,
gateway.http.ogc.geometries.
"""

import json
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from catalog.cog import load_cog
from catalog.contours.carried import CARRIED
from catalog.contours.compact import read_contours
from gateway.http.ogc.geometries import Geometries
from gateway.http.ogc.outlines import Outlines
from gateway.http.ogc.places import Collection, PlaceKind
from gateway.http.ogc.projections import CRS84, LAMBERT_93, SYSTEMS, from_lambert_93
from gateway.http.ogc.shapes import Box, bounds_of, is_inside, meets, point_within, polygons
from gateway.reading.walks.readable import Readable
from tests.unit.federation.datasets import COLLECTES
from tests.unit.federation.world import snapshot

PROJ = {
    uri: Transformer.from_crs("OGC:CRS84", f"EPSG:{uri.rsplit('/', 1)[1]}")
    for uri in list(SYSTEMS)[1:]
}
LONGITUDES, LATITUDES = st.floats(-9, 12), st.floats(38, 53)
SQUARE = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (3.0, 1.0), (3.0, 3.0), (1.0, 3.0), (1.0, 1.0)]
ISLAND = [(1.5, 1.5), (2.5, 1.5), (2.5, 2.5), (1.5, 2.5), (1.5, 1.5)]


@given(LONGITUDES, LATITUDES)
def test_systems_are_those_of_proj_to_a_millimetre_and_back(longitude, latitude):
    for uri, proj in PROJ.items():
        crs = SYSTEMS[uri]
        ours, theirs = crs.forward(longitude, latitude), proj.transform(longitude, latitude)
        metres = 1e-8 if uri.endswith("4326") else 1e-3
        assert all(abs(a - b) < metres for a, b in zip(ours, theirs, strict=True)), uri
        back = crs.back(*ours)
        assert isclose(back[0], longitude, abs_tol=1e-9)
        assert isclose(back[1], latitude, abs_tol=1e-9)


def test_rings_become_polygons_with_holes_and_islands():
    made = polygons([HOLE, SQUARE, ISLAND])
    assert sorted(map(len, made)) == [1, 2]
    outer = next(each for each in made if len(each) == 2)
    assert bounds_of(outer[0]) == Box(0, 0, 4, 4)
    assert bounds_of(outer[1]) == Box(1, 1, 3, 3)
    # RFC 7946: outer rings turn left, holes right.
    assert outer[0] == SQUARE
    assert outer[1] == HOLE[::-1]


def test_a_point_stands_within_and_boxes_meet_what_they_touch():
    ring = [(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (8.0, 9.0), (8.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    for rings in ([ring], [SQUARE, HOLE], [SQUARE]):
        assert is_inside(rings, *point_within(rings))
    assert meets([SQUARE, HOLE], Box(-1, -1, 9, 9))
    assert meets([SQUARE, HOLE], Box(-1, 0.2, 9, 0.4))
    assert meets([SQUARE, HOLE], Box(0.2, 0.2, 0.4, 0.4))
    assert not meets([SQUARE, HOLE], Box(1.5, 1.5, 2.5, 2.5))
    assert not meets([SQUARE], Box(5, 5, 6, 6))


def test_every_commune_of_the_map_has_polygons_and_a_point_within():
    outlines = Outlines(read_contours(CARRIED), load_cog())
    codes = [code for code in outlines.contours.shapes if code.startswith(("35", "2A", "974"))]
    assert len(codes) > 400
    for code in codes:
        rings = outlines.rings(code)
        assert is_inside(rings, *point_within(rings)), code
        assert sum(map(len, polygons(rings))) == len(rings)


def test_a_code_that_merged_has_the_outline_of_what_it_became():
    outlines = Outlines(read_contours(CARRIED), load_cog())
    assert outlines.rings("35344") == outlines.rings("35308") or outlines.rings("35344")
    assert outlines.rings("99999") == []


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('{"type":"Point","coordinates":[-1.5,48.25,12]}', ("Point", [-1.5, 48.25])),
        (
            '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}',
            ("MultiPolygon", [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]),
        ),
        (
            '{"type":"LineString","coordinates":[[0,0],[1,1]]}',
            ("MultiLineString", [[[0, 0], [1, 1]]]),
        ),
        ('{"type":"GeometryCollection","geometries":[]}', None),
        ('{"type":"Point","coordinates":[]}', None),
        ('{"type":"Point","coordinates":"ici"}', None),
        ("[" * 100_000, None),
        ("nulle part", None),
        (None, None),
    ],
)
def test_a_geojson_of_a_cell_is_one_of_few_kinds_or_nothing(cell, text):
    readable = Readable(COLLECTES, snapshot().organisations[COLLECTES.owner], {})
    features = Collection("a", readable, PlaceKind.GEOJSON, (COLLECTES.columns[0],))
    outlines = Outlines(None, load_cog())
    (made,) = Geometries(features, CRS84, outlines).texts([(cell,)])
    if text is None:
        assert made is None
    else:
        assert (json.loads(made)["type"], json.loads(made)["coordinates"]) == text


def test_columns_of_lambert_93_are_degrees_to_whoever_asks_for_them():
    readable = Readable(COLLECTES, snapshot().organisations[COLLECTES.owner], {})
    features = Collection("a", readable, PlaceKind.METRES, COLLECTES.columns[:2])
    outlines = Outlines(None, load_cog())
    cells = [("352000.5", "6789000"), (None, 1)]
    placed, without = Geometries(features, CRS84, outlines).texts(cells)
    assert without is None
    longitude, latitude = from_lambert_93(352000.5, 6789000)
    assert json.loads(placed)["coordinates"] == [round(longitude, 7), round(latitude, 7)]
    (same, _) = Geometries(features, LAMBERT_93, outlines).texts(cells)
    assert json.loads(same)["coordinates"] == [352000.5, 6789000.0]
