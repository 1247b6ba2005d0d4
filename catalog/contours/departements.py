"""Outlines of départements, of the outlines of their communes: the borders that no two of its
communes share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.cog.departements import departement_of
from catalog.contours.arcs import Simplifier, is_flat
from catalog.contours.junctions import Junctions
from catalog.contours.values import Point, Ring

TOLERANCE = 40.0
"""In units of latitude: 440 metres, half of what a map of the country can show."""


def departement_rings(
    communes: Iterable[tuple[str, Iterable[Ring]]], units_per_degree: int
) -> dict[str, list[Ring]]:
    """The simplified rings of each département, of communes whose common borders are the same
    point for point; borders between départements stay the same for both.
    """
    edges: dict[str, set[tuple[Point, Point]]] = defaultdict(set)
    for code, rings in communes:
        borders = edges[departement_of(code)]
        for ring in rings:
            for start, end in pairwise(ring):
                # An edge that a neighbour has too goes again: it is inside.
                borders ^= {(start, end) if start <= end else (end, start)}
    whole = {name: list(_chained(borders)) for name, borders in edges.items()}
    with TemporaryDirectory(prefix="interco-contours-") as folder:
        junctions = Junctions(Path(folder), units_per_degree)
        for of_one in whole.values():
            for ring in of_one:
                junctions.add(ring)
        fixed = junctions.points()
    simplifier = Simplifier(TOLERANCE, 1 / units_per_degree)
    simplified = {
        name: [simplifier.ring(ring, fixed.__contains__) for ring in of_one]
        for name, of_one in whole.items()
    }
    return {
        name: [ring for ring in rings if not is_flat(ring)] or whole[name][:1]
        for name, rings in simplified.items()
    }


def _chained(edges: Iterable[tuple[Point, Point]]) -> Iterator[Ring]:
    """Closed rings that use each edge once. Every point has an even number of edges."""
    ahead: dict[Point, list[Point]] = defaultdict(list)
    for start, end in sorted(edges):
        ahead[start].append(end)
        ahead[end].append(start)
    for first in list(ahead):
        while ahead[first]:
            ring = [first]
            point = first
            while True:
                following = ahead[point].pop()
                ahead[following].remove(point)
                ring.append(following)
                point = following
                if point == first:
                    break
            yield tuple(ring)
