"""Contours of communes on a grid of degrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Point: TypeAlias = tuple[int, int]
Ring: TypeAlias = tuple[Point, ...]
"""(longitude, latitude) in units of the grid; the last point is the first."""


@dataclass(frozen=True, eq=False, slots=True)
class Contours:
    """`shapes` are the rings of each commune by its code: outer rings and holes alike, to be filled
    by the even-odd rule. Two contours are equal when they are one object, so that paths are
    kept by it.
    """

    shapes: Mapping[str, tuple[Ring, ...]]
    degrees_per_unit: float
    attribution: str
