"""The states and the shades differ for each kind of sight and in grey; words on them are read.

Covers papers.pictures.palette.
"""

import re
from itertools import combinations, pairwise

import pytest

from papers.pictures.palette import NO_DATA, SHADES, STROKES, Tone
from tests.unit.pictures.drawing import STATIC

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TONES = {tone.name: tone.ink.fill for tone in Tone}


def linear(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def seen(colour, sight):
    """CIE L*a*b* (D65) of what that sight makes of it."""
    light = linear(colour)
    red, green, blue = (
        min(1, max(0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one, other, sight):
    pairs = zip(seen(one, sight), seen(other, sight), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", SIGHTS)
def test_states_are_told_apart(sight):
    for one, other in combinations(TONES.values(), 2):
        assert distance(one, other, sight) >= 25


@pytest.mark.parametrize("sight", SIGHTS)
def test_neighbouring_shades_are_told_apart(sight):
    for one, other in pairwise(SHADES):
        assert distance(one.fill, other.fill, sight) >= 10


def test_states_and_shades_differ_in_grey():
    greys = sorted(seen(colour, "usual")[0] for colour in TONES.values())
    assert min(high - low for low, high in pairwise(greys)) >= 10
    shades = [seen(ink.fill, "usual")[0] for ink in SHADES]
    assert all(high - low >= 9 for high, low in pairwise(shades))


def test_no_two_inks_of_a_map_have_both_the_same_marks_and_a_near_fill():
    for inks in ([tone.ink for tone in Tone], SHADES):
        marked = [ink.marks for ink in (*inks, NO_DATA) if ink.marks != "plain"]
        assert len(marked) == len(set(marked))


def test_states_have_shapes_of_their_own():
    assert len({tone.shape for tone in Tone}) == len(Tone) == 5


def test_lines_differ_by_dashes_and_markers_and_their_labels_are_read_on_paper():
    assert len({stroke.dashes for stroke in STROKES}) == len(STROKES)
    assert len({stroke.marker for stroke in STROKES}) == len(STROKES)
    assert all(contrast(stroke.colour, "#ffffff") >= 4.5 for stroke in STROKES)


def test_words_in_a_coloured_cell_are_read():
    sheet = (STATIC / "pictures.css").read_text()
    rules = re.findall(r"td\.(ink-[a-z0-9]+) \{([^}]*)\}", sheet)
    assert {name for name, _ in rules} >= {f"ink-{shade}" for shade in range(1, 6)}
    for name, rule in rules:
        ground = re.search(r"background: (#[0-9a-f]{6});", rule)
        if ground:
            words = "#ffffff" if "color: #fff" in rule else "#1b2430"
            assert contrast(ground[1], words) >= 4.5, name
