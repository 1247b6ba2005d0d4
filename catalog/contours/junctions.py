"""The points where borders part, found among all communes of the country in bounded memory.

A point is no junction when all who pass through it come and go by the same two neighbours. Points
are dealt to files by quarters of a degree, and each file is looked through by itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from catalog.contours.values import Point

_SHIFT = 22
_OFFSET = 1 << (_SHIFT - 1)
_HELD = 3 * (1 << 10)
"""Numbers of one cell that are held before they are written: 25 kB."""
_CELLS_PER_DEGREE = 4


def _key(point: Point) -> int:
    """Coordinates on the grid within ± two millions, as one number."""
    return ((point[0] + _OFFSET) << _SHIFT) | (point[1] + _OFFSET)


def _point(key: int) -> Point:
    return (key >> _SHIFT) - _OFFSET, (key & ((1 << _SHIFT) - 1)) - _OFFSET


class Junctions:
    """Rings are put in one after the other, then the junctions are counted out."""

    def __init__(self, folder: Path, units_per_degree: int) -> None:
        self._folder = folder
        self._cell = units_per_degree // _CELLS_PER_DEGREE
        self._held: dict[tuple[int, int], array[int]] = {}

    def add(self, ring: Sequence[Point]) -> None:
        """A closed ring."""
        points = ring[:-1]
        keys = [_key(point) for point in points]
        for place, (x, y) in enumerate(points):
            cell = x // self._cell, y // self._cell
            held = self._held.setdefault(cell, array("q"))
            held.extend((keys[place], keys[place - 1], keys[(place + 1) % len(keys)]))
            if len(held) >= _HELD:
                self._write(cell, held)

    def points(self) -> frozenset[Point]:
        for cell, held in self._held.items():
            self._write(cell, held)
        self._held = {}
        return frozenset(
            point for path in sorted(self._folder.glob("*.points")) for point in _parting(path)
        )

    def _write(self, cell: tuple[int, int], held: array[int]) -> None:
        path = self._folder / f"{cell[0]}_{cell[1]}.points"
        with path.open("ab") as file:
            held.tofile(file)
        del held[:]


def _parting(path: Path) -> Iterator[Point]:
    numbers = array("q")
    with path.open("rb") as file:
        numbers.frombytes(file.read())
    path.unlink()
    neighbours: dict[int, tuple[int, int]] = {}
    parting: set[int] = set()
    for place in range(0, len(numbers), 3):
        key, one, other = numbers[place : place + 3]
        pair = (one, other) if one <= other else (other, one)
        if neighbours.setdefault(key, pair) != pair:
            parting.add(key)
    return map(_point, parting)
