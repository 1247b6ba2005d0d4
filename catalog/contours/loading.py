"""From a published GeoJSON to the compact file: read, laid on a grid, simplified, written.

Three times through the rings, which wait in a temporary folder: for the junctions, for the points
without which a commune would vanish, for the result. In memory are one commune as it is published,
the junctions, and the result.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.contours.arcs import Simplifier, farthest_from_ends, is_flat, without_repeats
from catalog.contours.compact import AboutContours, decoded, encoded, write_contours
from catalog.contours.departements import departement_rings
from catalog.contours.geojson import CommuneShape, read_communes
from catalog.contours.junctions import Junctions
from catalog.contours.problems import UnreadableContours
from catalog.contours.values import Point, Ring

UNITS_PER_DEGREE = 10_000
"""Of the grid: 11 metres from south to north, 7 from west to east."""
TOLERANCE = 8.0
"""In units of latitude: a border moves by 90 metres at most."""


@dataclass(frozen=True, slots=True)
class LoadedContours:
    """`points` before and after; `repeated` are codes that came more than once."""

    communes: int
    departements: int
    points_read: int
    points_kept: int
    repeated: tuple[str, ...]
    bytes_written: int


class _Rings:
    """Rings of the communes on the grid, in one file of the temporary folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lengths: list[tuple[str, list[int]]] = []

    def write(self, communes: Iterator[tuple[str, list[list[Point]]]]) -> None:
        with self._path.open("wb") as file:
            for code, rings in communes:
                for ring in rings:
                    array("q", [number for point in ring for number in point]).tofile(file)
                self._lengths.append((code, [len(ring) for ring in rings]))

    def __iter__(self) -> Iterator[tuple[str, list[list[Point]]]]:
        with self._path.open("rb") as file:
            for code, lengths in self._lengths:
                rings = []
                for length in lengths:
                    numbers = array("q")
                    numbers.fromfile(file, 2 * length)
                    rings.append(list(zip(numbers[::2], numbers[1::2], strict=True)))
                yield code, rings


def load_contours(
    source: Path,
    target: Path,
    about: AboutContours,
    tell: Callable[[str, str], None] = lambda _fr, _en: None,
) -> LoadedContours:
    """Raises UnreadableContours, before anything of what was there is touched."""
    repeated: set[str] = set()
    points_read = 0

    def on_grid() -> Iterator[tuple[str, list[list[Point]]]]:
        nonlocal points_read
        seen: set[str] = set()
        for shape in read_communes(source):
            if shape.code in seen:
                repeated.add(shape.code)
                continue
            seen.add(shape.code)
            points_read += sum(map(len, shape.rings))
            rings = _on_grid(shape)
            for ring in rings:
                junctions.add(ring)
            yield shape.code, rings

    with TemporaryDirectory(prefix="interco-contours-") as folder:
        junctions = Junctions(Path(folder), UNITS_PER_DEGREE)
        rings = _Rings(Path(folder) / "rings")
        rings.write(on_grid())
        tell("frontières communes", "shared borders")
        fixed = set(junctions.points())
        simplifier = Simplifier(TOLERANCE, 1 / UNITS_PER_DEGREE)
        fixed |= _needed(rings, simplifier, fixed)
        tell("simplification", "simplifying")
        lines, points_kept = {}, 0
        for code, of_commune in rings:
            simplified = _simplified(of_commune, simplifier, fixed)
            points_kept += sum(map(len, simplified))
            lines[code] = encoded(simplified)
    if not lines:
        raise UnreadableContours(
            file=source.name,
            why_fr="aucune commune n'y est",
            why_en="there is no commune in it",
        )
    tell("contours des départements", "outlines of départements")
    communes = ((code, decoded(line)) for code, line in lines.items())
    whole = departement_rings(communes, UNITS_PER_DEGREE)
    departements = {name: encoded(of_one) for name, of_one in whole.items()}
    size = write_contours(target, lines, 1 / UNITS_PER_DEGREE, about, departements)
    return LoadedContours(
        communes=len(lines),
        departements=len(departements),
        points_read=points_read,
        points_kept=points_kept,
        repeated=tuple(sorted(repeated)),
        bytes_written=size,
    )


def _on_grid(shape: CommuneShape) -> list[list[Point]]:
    """Rings that have an inside on the grid; of a commune that has none, its first as a square."""
    rings = [
        without_repeats((round(x * UNITS_PER_DEGREE), round(y * UNITS_PER_DEGREE)) for x, y in ring)
        for ring in shape.rings
    ]
    open_rings = [ring for ring in rings if not is_flat(tuple(ring))]
    if open_rings or not rings:
        return open_rings
    x, y = rings[0][0]
    return [[(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]]


def _needed(rings: _Rings, simplifier: Simplifier, fixed: set[Point]) -> set[Point]:
    """Points that keep thin communes open; they hold for their neighbours too."""
    needed = set()
    for _, of_commune in rings:
        for ring in of_commune:
            simplified = simplifier.ring(ring, fixed.__contains__)
            if is_flat(simplified):
                point = farthest_from_ends(ring, set(simplified))
                if point is not None:
                    needed.add(point)
    return needed


def _simplified(rings: list[list[Point]], simplifier: Simplifier, fixed: set[Point]) -> list[Ring]:
    simplified = [simplifier.ring(ring, fixed.__contains__) for ring in rings]
    return [ring for ring in simplified if not is_flat(ring)] or simplified[:1]
