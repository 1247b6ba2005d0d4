"""A map of communes: each drawn once in its class, in words as well, and none left out in silence.

Covers papers.pictures.commune_map, papers.pictures.outlines,
papers.pictures.picture, papers.pictures.standalone, catalog.contours.values.
"""

import re
from collections import Counter
from functools import partial
from html import unescape

import pytest

from catalog.caches import cache_figures
from catalog.contours.values import Contours
from gateway.console.picture_reader import reader_of
from papers.pictures import Downloads, StatusClass, Tone, rate_map, status_map
from papers.pictures.outlines import outlines
from papers.pictures.standalone import standalone_svg
from tests.unit.pictures.drawing import (
    FRENCH,
    SVG,
    classes_of,
    classes_of_sheet,
    country,
    english,
    parsed,
    squares,
)

CLASSES = (
    StatusClass("found", "trouvée", Tone.GOOD, "trouvées"),
    StatusClass("missing", "manquante", Tone.MISSING),
    StatusClass("outside", "hors du territoire", Tone.OUTSIDE),
)
NAMES = {"35001": "Acigné", "35002": "Amanlis", "35003": "Écardenville", "35004": "Zé"}


def status(statuses, contours=None, reader=FRENCH, names=NAMES):
    contours = contours or squares(*statuses)
    return status_map(reader, "Communes du fichier", contours, statuses, CLASSES, names)


def titles(markup, group=None):
    """Of the communes drawn, in the groups of that class."""
    return [
        path.find("title").text
        for node in parsed(markup).iter("g")
        if node.get("class", "").startswith(group or "ink-")
        for path in node.iter("path")
    ]


def test_each_commune_is_drawn_once_in_its_class():
    drawn = status({"35001": "found", "35002": "missing", "35003": "found", "35004": None})
    html = drawn.html("carte")
    assert Counter(titles(html)) == Counter(
        {
            "Acigné (35001) : trouvée": 1,
            "Amanlis (35002) : manquante": 1,
            "Écardenville (35003) : trouvée": 1,
            "Zé (35004) : sans donnée": 1,
        }
    )
    assert titles(html, "ink-none") == ["Zé (35004) : sans donnée"]
    assert titles(html, "ink-good") == [
        "Acigné (35001) : trouvée",
        "Écardenville (35003) : trouvée",
    ]


def test_a_sentence_and_a_legend_say_what_the_colours_say():
    drawn = status({"35001": "found", "35002": "missing", "35003": "found"})
    assert drawn.sentence == "3 communes : 2 trouvées, 1 manquante."
    assert [line.words for line in drawn.legend] == [
        "trouvée : 2 communes",
        "manquante : 1 commune",
    ]
    in_english = status({"35001": "found"}, reader=english())
    assert in_english.sentence == "1 commune: 1 trouvée."


def test_the_table_has_each_commune_as_a_dictionary_orders_them():
    drawn = status({"35004": "found", "35003": "found", "35001": "missing"})
    assert drawn.table.rows == (
        ("Écardenville", "35003", "trouvée"),
        ("Zé", "35004", "trouvée"),
        ("Acigné", "35001", "manquante"),
    )


def test_it_is_read_as_an_image_with_a_name_and_a_description():
    html = status({"35001": "found"}).html("carte")
    image = parsed(html).find(".//svg[@role='img']")
    said = {node.get("id"): node.text for node in image if node.get("id")}
    assert [said[name] for name in image.get("aria-labelledby").split()] == [
        "Communes du fichier",
        "1 commune : 1 trouvée.",
    ]


def test_colour_is_never_alone():
    """Each fill but a plain one has marks of its own, and no data is hatched."""
    statuses = {"35001": "found", "35002": "missing", "35003": "outside", "35004": None}
    html = parsed(status(statuses).html("carte"))
    patterns = {node.get("id"): node.find("path").get("d") for node in html.iter("pattern")}
    assert set(patterns) == {"carte-ink-missing", "carte-ink-none"}
    assert len(set(patterns.values())) == 2
    fills = {node.get("class"): node.get("fill") for node in html.iter("g") if node.get("fill")}
    assert fills["ink-none"] == "url(#carte-ink-none)"


def test_rates_fall_into_fifths_and_the_legend_gives_their_bounds():
    codes = [str(35_000 + place) for place in range(1, 11)]
    values = {code: 10.0 * place for place, code in enumerate(codes, 1)}
    drawn = rate_map(FRENCH, "Verre", squares(*codes), values, "kg", {})
    assert [line.words for line in drawn.legend] == [
        "de 10 à 20\u00a0kg : 2 communes",
        "de 30 à 40\u00a0kg : 2 communes",
        "de 50 à 60\u00a0kg : 2 communes",
        "de 70 à 80\u00a0kg : 2 communes",
        "de 90 à 100\u00a0kg : 2 communes",
    ]
    assert drawn.sentence == (
        "De 10\u00a0kg (35001) à 100\u00a0kg (35010) ; la moitié des communes sont à 55\u00a0kg ou "
        "plus."
    )
    html = drawn.html("carte")
    assert titles(html, "ink-1") == ["35001 (35001) : 10\u00a0kg", "35002 (35002) : 20\u00a0kg"]
    assert titles(html, "ink-5") == ["35009 (35009) : 90\u00a0kg", "35010 (35010) : 100\u00a0kg"]


def test_one_value_everywhere_is_one_class():
    drawn = rate_map(FRENCH, "V", squares("35001", "35002"), {"35001": 4.0, "35002": 4.0}, "t", {})
    assert [line.words for line in drawn.legend] == ["4\u00a0t : 2 communes"]
    assert drawn.sentence == "4\u00a0t dans chaque commune qui a une donnée."


@pytest.mark.parametrize("values", [{}, {"35001": None}])
def test_no_value_at_all_is_said(values):
    drawn = rate_map(FRENCH, "V", squares("35001"), values, "t", {})
    assert drawn.sentence == "Aucune commune n'a de donnée."
    parsed(drawn.html("carte"))


def test_no_commune_at_all_is_said():
    drawn = status({}, contours=squares("35001"))
    assert drawn.sentence == "Aucune commune à montrer."
    assert "<path" not in drawn.html("carte")


def test_a_commune_without_contour_is_named():
    drawn = status({"35001": "found", "35147": "missing"}, squares("35001"), names={})
    assert drawn.notes == ("1 commune n'a pas de contour et manque sur la carte : 35147 (35147).",)
    assert titles(drawn.html("carte")) == ["35001 (35001) : trouvée"]


@pytest.mark.parametrize(
    "draw",
    [
        partial(status_map, statuses={"35001": "found"}, classes=CLASSES),
        partial(rate_map, values={"35001": 4.0}, unit="t"),
    ],
)
def test_without_contours_the_operator_alone_is_told_the_command_that_brings_them(draw):
    for language, words in (("fr", "votre exploitant peut l'ajouter."), ("en", "can add it.")):
        told = draw(reader_of(language), "T", None, names=NAMES).html("carte")
        assert words in unescape(told)
        assert "./interco" not in told
        operator = reader_of(language, is_operator=True)
        told = draw(operator, "T", None, names=NAMES).html("carte")
        assert "./interco reference load-contours" in told


def test_without_contours_the_table_stands_alone():
    drawn = status_map(FRENCH, "T", None, {"35001": "found"}, CLASSES, NAMES)
    html = drawn.html("carte", Downloads(svg="/a.svg", csv="/a.csv"))
    assert "<svg" not in html
    assert "a.svg" not in html
    assert "a.csv" in html
    assert drawn.table.rows == (("Acigné", "35001", "trouvée"),)


def test_a_name_with_signs_of_markup_stays_a_name():
    name = 'L\'<script>alert("1")</script> & Cie'
    drawn = status({"35001": "found"}, names={"35001": name})
    for markup in (drawn.html("carte"), standalone_svg(drawn)):
        assert "<script" not in markup
        assert any(f"{name} (35001) : trouvée" == node.text for node in parsed(markup).iter())


def test_only_our_own_classes_stand_in_it():
    statuses = {"35001": "found", "35002": "missing", "35003": "outside", "35004": None}
    html = status(statuses).html("carte", Downloads("/a.svg", "/a.csv"))
    assert classes_of(html) <= classes_of_sheet()
    assert "style" not in html
    assert "script" not in html


def test_a_file_of_its_own_has_the_title_the_sentence_the_legend_and_the_source():
    drawn = status({"35001": "found", "35002": None})
    svg = parsed(standalone_svg(drawn))
    texts = [node.text for node in svg.iter(f"{SVG}text")]
    assert texts == [
        "Communes du fichier",
        "2 communes : 1 trouvée, 1 sans donnée.",
        "trouvée : 1 commune",
        "sans donnée : 1 commune",
        "Contours : essai",
    ]
    # Fills are attributes: no style sheet goes with the file.
    assert {node.get("fill") for node in svg.iter(f"{SVG}g") if node.get("class")} >= {
        "#1f6f5c",
        "url(#image-ink-none)",
    }


def test_a_departement_is_drawn_once_and_weighs_little():
    """330 communes: the page's part within 130 kB, the paths within 60 kB, computed once."""
    contours = country()
    values = {code: float(int(code) % 97) for code in contours.shapes}
    names = {code: f"Saint-Exemple-de-la-Commune-{code}" for code in contours.shapes}
    (before,) = [f for f in cache_figures() if f.name.endswith("outlines.outlines")]
    sizes = [
        len(rate_map(FRENCH, "Verre", contours, values, "kg/hab.", names).html("c").encode())
        for _ in range(3)
    ]
    (after,) = [f for f in cache_figures() if f.name.endswith("outlines.outlines")]
    assert len(values) == 330
    assert max(sizes) <= 130_000
    paths = outlines(contours, frozenset(values)).paths
    assert sum(map(len, paths.values())) <= 60_000
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 2)


def test_a_border_is_the_same_on_both_sides():
    """Absolute corners of two neighbours, read back from their relative paths."""
    contours = country()
    paths = outlines(contours, frozenset(contours.shapes)).paths

    def corners(path):
        numbers = [int(number) for number in re.findall(r"-?\d+", path)]
        x = y = 0
        points = set()
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            points.add((x, y))
        return points

    shared = set(contours.shapes["10000"][0]) & set(contours.shapes["10001"][0])
    assert len(corners(paths["10000"]) & corners(paths["10001"])) >= len(shared) - 2


def test_a_ring_too_small_to_see_is_left_out_unless_it_is_all_there_is():
    big = ((0, 480_000), (9000, 480_000), (9000, 489_000), (0, 489_000), (0, 480_000))
    dot = ((2000, 480_500), (2001, 480_500), (2001, 480_501), (2000, 480_500))
    drawn = outlines(Contours({"1": (big, dot), "2": (dot,)}, 1e-4, ""), frozenset("12"))
    assert drawn.paths["1"].count("M") == 1
    assert drawn.paths["2"].count("M") == 1
