"""The outlines of communes as rows name them: a code that merged has that of what it is today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from catalog.caches import remembered
from catalog.cog import Cog
from catalog.cog.code_rows import code_rows
from catalog.cog.departements import departement_of
from catalog.contours.values import Contours
from gateway.http.ogc.places import Collection, PlaceKind
from gateway.http.ogc.shapes import Box, Point, Ring, bounds_of

_BY_COMMUNE = frozenset({PlaceKind.CONTOUR, PlaceKind.COMMUNE_POINT})
_WORLD = ((-180.0, -90.0), (180.0, 90.0))


@dataclass(frozen=True, slots=True)
class Departement:
    """`points` of its outline and their `bounds`, in degrees; `communes` by their codes."""

    communes: tuple[str, ...]
    points: tuple[Point, ...]
    bounds: Box


@dataclass(frozen=True, slots=True)
class Outlines:
    """`contours` None: none are there, and no commune has a place."""

    contours: Contours | None
    cog: Cog

    def rings(self, code: str) -> list[Ring]:
        """In degrees; none where no outline is known."""
        return self.rings_of_today(_communes_today(self.cog).get(code, code))

    def rings_of_today(self, code: str) -> list[Ring]:
        if self.contours is None:
            return []
        unit = self.contours.degrees_per_unit
        return [
            [(round(x * unit, 7), round(y * unit, 7)) for x, y in ring]
            for ring in self.contours.shapes.get(code, ())
            if len(ring) > 3
        ]

    def departements(self) -> Mapping[str, Departement]:
        return {} if self.contours is None else _departements(self.contours)

    def codes(self, communes: Iterable[str]) -> Iterator[str]:
        """Every code that rows may carry for communes of today."""
        for commune in communes:
            yield from _codes_by_commune(self.cog).get(commune, (commune,))


def source_of(outlines: Outlines, features: Collection) -> str | None:
    """The source of the outlines, as their licence wants it told; None where none are shown."""
    if outlines.contours is None or features.kind not in _BY_COMMUNE:
        return None
    return outlines.contours.attribution


@remembered(maxsize=4)
def _departements(contours: Contours) -> Mapping[str, Departement]:
    """One whose outline is not known has the bounds of the world: its communes are looked at."""
    unit = contours.degrees_per_unit
    communes: dict[str, list[str]] = {}
    for code in contours.shapes:
        communes.setdefault(departement_of(code), []).append(code)
    departements = {}
    for departement, codes in communes.items():
        rings = contours.departements.get(departement, ())
        points = tuple((x * unit, y * unit) for ring in rings for x, y in ring)
        departements[departement] = Departement(tuple(codes), points, bounds_of(points or _WORLD))
    return MappingProxyType(departements)


@remembered(maxsize=2)
def _codes_by_commune(cog: Cog) -> Mapping[str, tuple[str, ...]]:
    codes: dict[str, list[str]] = {}
    for code, commune in _communes_today(cog).items():
        codes.setdefault(commune, []).append(code)
    return MappingProxyType({commune: tuple(every) for commune, every in codes.items()})


@remembered(maxsize=2)
def _communes_today(cog: Cog) -> Mapping[str, str]:
    """By every code that rows may carry, the commune that it is today."""
    return MappingProxyType({row.code: row.commune_actuelle for row in code_rows(cog)})
