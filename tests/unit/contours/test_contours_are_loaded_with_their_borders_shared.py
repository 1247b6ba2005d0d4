"""A published GeoJSON becomes one small file: borders stay common, and no commune vanishes.

Covers catalog.contours.loading, catalog.contours.arcs, catalog.contours.junctions,
catalog.contours.geojson, catalog.contours.compact, catalog.contours.problems,
catalog.contours.values, catalog.contours.departements, gateway.cli.contour_commands.
"""

import gzip
import json
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from catalog.cog.departements import departement_of
from catalog.contours.arcs import Simplifier, is_flat
from catalog.contours.compact import AboutContours, encoded, read_contours, write_contours
from catalog.contours.departements import departement_rings
from catalog.contours.loading import load_contours
from catalog.contours.problems import ContoursNotFetched, DamagedContours, UnreadableContours
from gateway.base.settings import Settings
from gateway.cli.main import app_for, exit_code
from tests.unit.pictures.drawing import country

DEGREES = 1e-4
IGN = AboutContours("IGN", 2018)
ROOT = Path(__file__).resolve().parents[3]


def feature(code, *rings, name="code"):
    coordinates = [[[x * DEGREES, y * DEGREES] for x, y in ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {name: code, "nom": f"Commune « [{code}] »"},
        "geometry": {"type": "Polygon", "coordinates": coordinates},
    }


def written(path, features, indent=None, **root):
    collection = {"type": "FeatureCollection", **root, "features": features}
    path.write_text(json.dumps(collection, indent=indent, ensure_ascii=False), "utf-8")
    return path


def of_country(contours):
    return [feature(code, *rings) for code, rings in contours.shapes.items()]


def loaded(tmp_path, features):
    """The contours of a collection, and what was said of them."""
    target = tmp_path / "contours.txt"
    summary = load_contours(written(tmp_path / "communes.geojson", features), target, IGN)
    return read_contours(target), summary


def edges(rings):
    return {frozenset(edge) for ring in rings for edge in pairwise(ring)}


def test_each_inner_border_is_that_of_two_communes(tmp_path):
    """Of an area without holes, each edge after simplifying is shared by two, or is the coast."""
    before = country(across=8, down=6, points=20)
    contours, summary = loaded(tmp_path, of_country(before))
    assert summary.communes == len(contours.shapes) == 48
    assert summary.points_kept < 0.8 * summary.points_read
    seen = {}
    for rings in contours.shapes.values():
        for edge in edges(rings):
            seen[edge] = seen.get(edge, 0) + 1
    assert set(seen.values()) == {1, 2}
    # The edges of one commune alone are the outline of all: each of their points has two.
    ends = [point for edge, count in seen.items() if count == 1 for point in edge]
    assert {ends.count(point) for point in ends} == {2}


def test_a_border_moves_by_less_than_the_tolerance(tmp_path):
    before = country(across=3, down=2, points=20)
    contours, _ = loaded(tmp_path, of_country(before))
    for code, rings in before.shapes.items():
        kept = contours.shapes[code][0]
        for x, y in rings[0]:
            assert min(distance((x, y), edge) for edge in pairwise(kept)) <= 8.5


def distance(point, edge):
    """On the ground at 48 degrees north, in units of latitude."""
    (x, y), ((x0, y0), (x1, y1)) = point, edge
    x, x0, x1 = 0.67 * x, 0.67 * x0, 0.67 * x1
    dx, dy = x1 - x0, y1 - y0
    along = min(1, max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)))
    return ((x - x0 - along * dx) ** 2 + (y - y0 - along * dy) ** 2) ** 0.5


def test_an_enclave_fits_the_hole_around_it(tmp_path):
    inner = [(100, 100), (150, 96), (200, 100), (203, 150), (200, 200), (100, 200), (100, 100)]
    outer = [(0, 0), (300, 0), (300, 300), (0, 300), (0, 0)]
    contours, _ = loaded(tmp_path, [feature("35001", outer, inner[::-1]), feature("35002", inner)])
    assert edges(contours.shapes["35001"][1:]) == edges(contours.shapes["35002"])


def test_a_thin_commune_keeps_an_inside_which_its_neighbours_share(tmp_path):
    """Six units high between two others, less than the tolerance: both its long sides would
    become the same line.
    """
    thin = [(0, 100), (150, 97), (300, 100), (150, 103), (0, 100)]
    below = [(0, 0), (300, 0), (300, 100), (150, 97), (0, 100), (0, 0)]
    above = [(0, 100), (150, 103), (300, 100), (300, 200), (0, 200), (0, 100)]
    contours, _ = loaded(
        tmp_path, [feature("35001", thin), feature("35002", below), feature("35003", above)]
    )
    assert not is_flat(contours.shapes["35001"][0])
    shared = edges(contours.shapes["35001"])
    assert shared <= edges(contours.shapes["35002"]) | edges(contours.shapes["35003"])


def test_a_commune_smaller_than_the_grid_is_still_there(tmp_path):
    dot = [(10.1, 10.1), (10.2, 10.1), (10.2, 10.2), (10.1, 10.1)]
    contours, _ = loaded(tmp_path, [feature("35001", dot)])
    assert len(contours.shapes["35001"]) == 1
    assert not is_flat(contours.shapes["35001"][0])


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.integers(-500, 500)), min_size=3, max_size=40),
    st.integers(0, 39),
)
def test_a_closed_border_is_the_same_from_wherever_it_is_told(points, turn):
    """An island and the hole around it may begin elsewhere and go the other way."""
    simplifier = Simplifier(40, DEGREES)
    turn %= len(points)
    ring = [*points, points[0]]
    turned = [*points[turn:], *points[:turn], points[turn]]
    if len(set(points)) < len(points):
        return
    never = frozenset().__contains__
    one, other = simplifier.ring(ring, never), simplifier.ring(turned[::-1], never)
    assert edges([one]) == edges([other])


@pytest.mark.parametrize(
    ("code", "departement"), [("35238", "35"), ("2A004", "2A"), ("97411", "974"), ("01001", "01")]
)
def test_a_code_says_its_departement(code, departement):
    assert departement_of(code) == departement


def test_what_is_written_is_read_back_by_departement(tmp_path):
    ring = ((-5, 480_000), (10, 480_002), (7, 480_010), (-5, 480_000))
    path = tmp_path / "contours.txt"
    lines = {code: encoded([ring, ring]) for code in ("35001", "2A004", "35002")}
    about = AboutContours("© IGN « é »", 2018)
    size = write_contours(path, lines, DEGREES, about, {"35": encoded([ring])})
    assert size == path.stat().st_size
    contours = read_contours(path)
    assert contours.shapes == dict.fromkeys(lines, (ring, ring))
    assert contours.departements == {"35": (ring,)}
    assert (contours.attribution, contours.year) == ("© IGN « é »", 2018)
    assert "29001" not in contours.shapes
    assert "35999" not in contours.shapes
    assert read_contours(path) is contours, "paths are kept by it"


def test_a_file_of_the_form_before_is_read_too(tmp_path):
    path = tmp_path / "contours.txt"
    line = b"35001\t1 1 2 2 0 3\n"
    header = {
        "format": "interco-contours/1",
        "degrees_per_unit": DEGREES,
        "attribution": "IGN",
        "communes": 1,
        "departements": {"35": [0, len(line)]},
    }
    path.write_bytes(json.dumps(header).encode() + b"\n" + line)
    contours = read_contours(path)
    assert contours.shapes == {"35001": (((1, 1), (3, 3), (3, 6), (1, 1)),)}
    assert (contours.departements, contours.year) == ({}, None)


def test_a_departement_is_outlined_by_the_borders_that_its_communes_do_not_share():
    communes = country(across=8, down=6, points=6).shapes
    # Two départements, left and right: one border between them, the same for both.
    dealt = {
        f"{'35' if int(code) % 8 < 4 else '22'}{code[2:]}": rings
        for code, rings in communes.items()
    }
    outlines = departement_rings(dealt.items(), 10_000)
    assert {name: len(rings) for name, rings in outlines.items()} == {"22": 1, "35": 1}
    points = {name: set(rings[0]) for name, rings in outlines.items()}
    shared = edges(outlines["22"]) & edges(outlines["35"])
    assert shared
    assert {len(points["22"] & points["35"])} == {len(shared) + 1}
    assert sum(map(len, points.values())) < 60


def test_a_new_file_is_read_at_once_and_a_missing_one_is_none(tmp_path):
    path = tmp_path / "contours.txt"
    assert read_contours(path) is None
    write_contours(path, {"35001": "1 1 2 2 0 3"}, DEGREES, IGN)
    first = read_contours(path)
    write_contours(path, {"35001": "1 1 2 2 0 3;4 4 1 1 0 3"}, DEGREES, IGN)
    assert len(read_contours(path).shapes["35001"]) == 2
    assert len(first.shapes["35001"]) == 1, "a page that began with it ends with it"


@pytest.mark.parametrize("text", [b"", b"{}\n", b"\xff\xfe", b'{"format": "other"}\n'])
def test_a_damaged_file_says_so(tmp_path, text):
    path = tmp_path / "contours.txt"
    path.write_bytes(text)
    with pytest.raises(DamagedContours):
        read_contours(path)


SQUARE = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]


@pytest.mark.parametrize("name", ["code", "INSEE_COM", "insee_com", "code_insee", "CODGEO"])
def test_each_publisher_names_the_code_in_its_way(tmp_path, name):
    source = written(tmp_path / "c.geojson", [feature("35001", SQUARE, name=name)])
    assert load_contours(source, tmp_path / "out", IGN).communes == 1


def test_islands_are_rings_of_one_commune_and_what_is_no_commune_is_left_out(tmp_path):
    islands = feature("35001", SQUARE)
    islands["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [
            islands["geometry"]["coordinates"],
            [[[x / 100 + 1, y] for x, y in ring] for ring in islands["geometry"]["coordinates"]],
        ],
    }
    point = {"type": "Feature", "properties": {"code": "35002"}, "geometry": {"type": "Point"}}
    epci = feature("200070688", SQUARE)
    nowhere = {"type": "Feature", "properties": None, "geometry": None}
    contours, summary = loaded(tmp_path, [islands])
    assert len(contours.shapes["35001"]) == 2
    source = written(tmp_path / "all.geojson", [point, epci, nowhere, islands])
    assert load_contours(source, tmp_path / "out", IGN).communes == summary.communes == 1


def test_a_code_that_comes_twice_is_counted(tmp_path):
    _, summary = loaded(tmp_path, [feature("35001", SQUARE), feature("35001", SQUARE)])
    assert summary.repeated == ("35001",)
    assert summary.communes == 1


@pytest.mark.parametrize("indent", [None, 1])
def test_it_is_read_compressed_indented_and_with_a_mark_of_order(tmp_path, indent):
    plain = written(tmp_path / "c.geojson", [feature("35001", SQUARE)], indent, name="x", crs={})
    packed = tmp_path / "c.geojson.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + plain.read_bytes()))
    assert load_contours(packed, tmp_path / "out", IGN).communes == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{}", "no GeoJSON collection"),
        ('{"features": []}', "no commune"),
        ('{"features": [{"properties": {"code": "35001"}', "stops before its end"),
        ('{"features": [3]}', "no object"),
        (json.dumps({"features": [feature("35001", [(1e9, 6.7e10)])]}), "Lambert 93"),
        (json.dumps({"features": [feature("35001", [(float("nan"), 1)])]}), "Lambert 93"),
        (
            (
                '{"features": [{"properties": {"code": "35001"}, "geometry": {"type": "Polygon", '
                '"coordinates": [[["a", "b"]]]}}]}'
            ),
            "no numbers",
        ),
        (b"\x1f\x8bnot gzip at all", "BadGzipFile"),
        (b'{"features": [\xff\xff', "UnicodeDecodeError"),
    ],
)
def test_what_is_no_contour_is_refused_in_words_and_nothing_is_touched(tmp_path, text, why):
    source, target = tmp_path / "c.geojson", tmp_path / "contours.txt"
    source.write_bytes(text if isinstance(text, bytes) else text.encode())
    target.write_text("as it was")
    with pytest.raises(UnreadableContours) as refused:
        load_contours(source, target, IGN)
    assert why in refused.value.sentence("en")
    assert target.read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 2


PEAKS = """
import sys, tracemalloc
from pathlib import Path
from catalog.contours import geojson

geojson._CHUNK_BYTES = 1 << 13
small, large = map(Path, sys.argv[1:])
for path in (small, small, large):  # once before anything counts
    tracemalloc.start()
    read = sum(1 for _ in geojson.read_communes(path))
    print(read, tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
"""


def test_memory_does_not_grow_with_the_number_of_communes(tmp_path):
    """Eight times as many, in the same memory: one chunk of the file is held."""
    outline = [(place, 1) for place in range(40)]
    small, large = (
        written(
            tmp_path / f"{communes}.geojson", [feature(f"{c:05}", outline) for c in range(communes)]
        )
        for communes in (100, 800)
    )
    # In a process of its own: whatever else runs in this one would be counted too.
    done = run_python(PEAKS, str(small), str(large))
    (_, (few, least), (many, most)) = (map(int, line.split()) for line in done.splitlines())
    assert (few, many) == (100, 800)
    assert large.stat().st_size > 7 * small.stat().st_size > 300_000
    assert most < 1.5 * least


def run_python(program, *arguments):
    typed = [sys.executable, "-c", program, *arguments]
    return subprocess.run(typed, cwd=ROOT, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def run(tmp_path):
    def typed(source, *options):
        return CliRunner().invoke(
            app_for(["reference"]),
            ["reference", "load-contours", str(source), "--state", str(tmp_path / "s"), *options],
        )

    return typed


def test_an_operator_loads_a_file_beside_the_installations_data(tmp_path, run, monkeypatch):
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    source = written(tmp_path / "communes.geojson", [feature("35001", SQUARE)])
    shown = run(source, "--attribution", "Mairie")
    assert "1 commune, 1 département : 5 points gardés sur 5" in shown.stdout
    path = Settings(state=tmp_path / "s").contours
    assert read_contours(path).attribution == "Mairie"


def test_contours_come_from_an_address_too(tmp_path, run):
    written(tmp_path / "communes.geojson", [feature("35001", SQUARE)])
    handler = partial(_Quiet, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        assert run(f"{address}/communes.geojson").exit_code == 0
        missing = run(f"{address}/autre.geojson").exception
        server.shutdown()
    assert isinstance(missing, ContoursNotFetched)
    assert "404" in missing.sentence("en")
    assert exit_code(missing) == 2


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Nothing: the test says what it expects."""


def test_an_address_without_encryption_is_refused(run):
    refused = run("http://ailleurs.example/communes.geojson").exception
    assert isinstance(refused, ContoursNotFetched)
    assert "https" in refused.sentence("fr")
