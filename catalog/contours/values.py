"""Contours of communes on a grid of degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = tuple[Point, ...]
"""(longitude, latitude) in units of the grid; the last point is the first."""
Shapes: TypeAlias = Mapping[str, tuple[Ring, ...]]
"""The rings of each area by its code: outer rings and holes alike, to be filled by the even-odd
rule."""


@dataclass(frozen=True, eq=False, slots=True)
class Contours:
    """`shapes` are those of communes, `departements` those of départements (none in a file of an
    older form). `year`: of the outlines, where it is told. Two contours are equal when they are
    one object, so that paths are kept by it.
    """

    shapes: Shapes
    degrees_per_unit: float
    attribution: str
    departements: Shapes = field(default_factory=dict)
    year: int | None = None
