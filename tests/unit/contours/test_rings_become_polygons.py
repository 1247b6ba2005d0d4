"""Rings that are filled by the even-odd rule become polygons with their holes.

Covers catalog.contours.polygons.
"""

from itertools import pairwise

from catalog.contours.polygons import polygons_of


def square(x, y, side):
    return ((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


def area(ring):
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def test_a_hole_goes_with_the_ring_around_it_and_an_island_in_it_does_not():
    rings = (square(0, 0, 100), square(20, 20, 50)[::-1], square(30, 30, 10), square(200, 0, 10))
    outer, island, other = polygons_of(rings, 0.001)
    assert [len(each) for each in (outer, island, other)] == [2, 1, 1]
    assert area(outer[0]) > 0 > area(outer[1])
    assert outer[0][2] == (0.1, 0.1)
    assert island[0][0] == (0.03, 0.03)
    assert set(other[0]) == {(0.2, 0.0), (0.21, 0.0), (0.21, 0.01), (0.2, 0.01)}
