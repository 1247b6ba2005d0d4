"""An installation has the outlines of all communes, and its own win where they hold the whole map.

Covers catalog.cog.departements, catalog.contours.carried, papers.pictures.areas,
papers.pictures.shades, papers.pictures.departement_map.
"""

import subprocess
import sys
import zlib

import pytest

from catalog.cog.departements import departement_names, departement_of
from catalog.contours.carried import CARRIED, MOST_COMMUNES, installed_contours
from catalog.contours.compact import AboutContours, read_contours, write_contours
from papers.pictures import StatusClass, Tone, rate_map, status_map
from papers.pictures.outlines import outlines
from papers.pictures.standalone import standalone_svg
from tests.unit.pictures.drawing import FRENCH, ROOT, parsed

CLASSES = (
    StatusClass("given", "donnée", Tone.GOOD, "données"),
    StatusClass("none", "pas donnée", Tone.OUTSIDE, "pas données"),
)


@pytest.fixture(scope="module")
def carried():
    return read_contours(CARRIED)


def of(carried, *departements):
    return [code for code in carried.shapes if departement_of(code) in departements]


def test_all_communes_and_departements_are_there_without_a_command(carried, tmp_path):
    assert len(carried.shapes) == 34_875
    assert len(carried.departements) == 101
    assert carried.departements.keys() <= departement_names().keys()
    assert installed_contours(tmp_path / "none", ["35238"]) is carried


@pytest.mark.parametrize(
    ("departements", "communes"), [(("22", "29", "35", "56"), 1202), (("62",), 887)]
)
def test_the_outlines_of_a_page_weigh_little(carried, departements, communes):
    """Bretagne, and the département with most communes."""
    codes = frozenset(of(carried, *departements))
    assert len(codes) == communes
    paths = outlines(carried, codes).paths
    assert paths.keys() == codes
    assert len(zlib.compress("".join(paths.values()).encode())) <= 60_000


PEAK = """
import tracemalloc
from pathlib import Path
from catalog.contours.carried import installed_contours
from papers.pictures.outlines import outlines
nowhere = Path("none")
tracemalloc.start()
shapes = installed_contours(nowhere, ["35238"]).shapes
territories = {}
for code in shapes:
    territories.setdefault(code[:2], set()).add(code)
largest = sorted(territories.values(), key=len)[-30:]
for codes in largest:
    outlines(installed_contours(nowhere, codes), frozenset(codes))
del territories, largest, codes
print(tracemalloc.get_traced_memory()[0])
"""


@pytest.mark.whole
def test_maps_of_the_thirty_largest_departements_stay_within_ten_megabytes():
    typed = [sys.executable, "-c", PEAK]
    done = subprocess.run(typed, cwd=ROOT, check=True, capture_output=True, text=True)
    assert 0 < int(done.stdout) < 10_000_000


def test_loaded_outlines_win_where_they_hold_the_whole_map(carried, tmp_path):
    path = tmp_path / "contours.txt"
    write_contours(path, {"35238": "1 1 2 2 0 3"}, 1e-4, AboutContours("Rennes"))
    assert installed_contours(path, ["35238"]).attribution == "Rennes"
    # Of two sources, borders do not meet.
    assert installed_contours(path, ["35238", "35001"]) is carried
    # A commune that nobody has does not keep the loaded ones away.
    assert installed_contours(path, ["35238", "98735"]).attribution == "Rennes"
    assert installed_contours(path, list(carried.shapes)) is carried


def test_each_map_names_its_source_and_its_year_in_its_file_too(carried):
    statuses = {"35238": "given", "35001": "none"}
    picture = status_map(FRENCH, "Communes", carried, statuses, CLASSES, {})
    words = "".join(parsed(standalone_svg(picture)).itertext())
    for text in (picture.html("m"), words):
        assert "Tracés 2018." in text
        assert "IGN, Admin Express COG édition 2018" in text.replace("  ", " ")


def test_more_communes_than_a_map_holds_are_drawn_by_departement(carried):
    codes = of(carried, "35", "22", "29", "56", "44", "974")
    codes += of(carried, "62", "80")
    assert len(codes) > MOST_COMMUNES
    statuses = {code: "given" if code.startswith("35") else "none" for code in codes}
    picture = status_map(FRENCH, "Communes", carried, statuses, CLASSES, {})
    assert "332 données" in picture.sentence
    assert "La carte montre, par département, la part des communes « données »." in picture.sentence
    rows = {row[1]: row[2:] for row in picture.table.rows}
    assert rows["35"] == (100.0, 332.0, 332.0)
    assert rows["62"] == (0.0, 0.0, 887.0)
    drawn = picture.html("m")
    # La Réunion stands in a frame of its own, below.
    assert drawn.count("<path ") - drawn.count("<pattern") == len(rows) == 8
    assert ">La Réunion</text>" in drawn


def test_the_median_of_communes_colours_their_departement(carried):
    values = {code: float(code.startswith("35")) for code in of(carried, "35", "62", "80")}
    values["35001"] = None
    picture = rate_map(FRENCH, "Verre", carried, values, "kg/hab.", {})
    assert "la médiane de ses communes" in picture.sentence
    assert {row[1]: row[2:] for row in picture.table.rows} == {
        "35": (1.0, 331.0, 332.0),
        "62": (0.0, 887.0, 887.0),
        "80": (0.0, 771.0, 771.0),
    }


def test_lands_overseas_without_outlines_are_named(carried):
    statuses = {"35238": "given", "98735": "given", "97501": "none"}
    picture = status_map(FRENCH, "Communes", carried, statuses, CLASSES, {})
    (note,) = picture.notes
    assert note.endswith("manquent sur la carte : Saint-Pierre-et-Miquelon, Polynésie française.")
