"""Every figure of car-pool coverage over raw files: places, spaces, distances."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.worlds.expected import Expected, Key, allowed, divided, maybe, none, rounded
from tests.worlds.official_map import official_map
from tests.worlds.raw_files import RawFiles, cells_of

Point = tuple[float, float]
_CLOSED = frozenset({"false", "non"})
_EARTH_KM = 6371


@dataclass(frozen=True, slots=True)
class Place:
    """`commune` None where its code is no commune's."""

    commune: str | None
    point: Point | None
    spaces: int | None


class PlacesFigures:
    def __init__(self, folder: Path, files: RawFiles) -> None:
        rows = cells_of(folder, "bnlc.csv", files.layouts["bnlc.csv"])
        self.at = date(max(int(row["maj"][:4]) for row in rows), 12, 31)
        self.limit = Decimal(files.parameters.get("distance_km", "5").replace(",", "."))
        self.places = _places(rows, self.at)
        self.has_perimeter = "perimetre.csv" in files.layouts
        if self.has_perimeter:
            codes = cells_of(folder, "perimetre.csv", files.layouts["perimetre.csv"])
            self.communes = {code for code in map(self._today, _codes(codes)) if code}
        else:
            # A place that is closed is still one of its commune.
            named = {self._today(row["commune"]) for row in rows}
            self.communes = {code for code in named if code is not None}
        self.centres: dict[str | None, Point] = {}
        if "positions.csv" in files.layouts:
            for row in cells_of(folder, "positions.csv", files.layouts["positions.csv"]):
                point = float(row["lon"]), float(row["lat"])
                self.centres[self._today(row["commune"])] = point

    def _today(self, code: str) -> str | None:
        return official_map().follow(code, self.at, self.at)

    def found(self) -> dict[Key, Expected]:
        known, levels = official_map(), defaultdict(set)
        for code in self.communes:
            levels["commune", code].add(code)
            levels["ensemble", "ENSEMBLE"].add(code)
            levels["departement", code[:2]].add(code)
            epci = known.epci(code, self.at)
            levels["epci", epci[0] if epci else None].add(code)
        return {
            (*level, name): one
            for level, communes in levels.items()
            for name, one in self._of(level[0], communes).items()
        }

    def _of(self, level: str, communes: set[str]) -> dict[str, Expected]:
        people = _people(communes, self.at)
        here = [place for place in self.places if place.commune in communes]
        spaces = [place.spaces for place in here if place.spaces is not None]
        silent = len(here) - len(spaces)
        is_part = level != "commune" and not self.has_perimeter
        made = {
            "communes": allowed(len(communes)),
            "population": allowed(people) if people else none("unknown"),
            "lieux": allowed(len(here)),
            "places": allowed(sum(spaces)),
            "lieux_sans_places": allowed(silent),
            "lieux_1000": none("the communes to cover are not known"),
            "places_1000": none("spaces, or the communes to cover, are not known"),
            "places_1000_au_moins": none("the communes to cover are not known"),
            **self._distances(level, communes),
        }
        if people and not is_part:
            made["lieux_1000"] = divided(1000 * len(here), people, 3)
            by_thousand = divided(1000 * sum(spaces), people, 3)
            made["places_1000_au_moins"] = maybe(by_thousand, "where all is known it is exact")
            if not silent:
                made["places_1000"] = by_thousand
        return made

    def _distances(self, level: str, communes: set[str]) -> dict[str, Expected]:
        placed = [place.point for place in self.places if place.point]
        made = {"communes_loin": none("unknown"), "distance_km": none("of a commune alone")}
        if placed and all(code in self.centres for code in communes):
            nearest = {
                code: min(_kilometres(self.centres[code], point) for point in placed)
                for code in communes
            }
            far = [code for code, km in nearest.items() if km > self.limit]
            made["communes_loin"] = allowed(len(far))
            if level != "commune" and not self.has_perimeter:
                made["communes_loin"] = maybe(
                    allowed(len(far)), "of the communes that have a place"
                )
            if level == "commune":
                made["distance_km"] = allowed(rounded(Decimal(min(nearest.values()))))
        return made


def places_figures(folder: Path, files: RawFiles) -> dict[Key, Expected]:
    """By (level, code, column)."""
    return PlacesFigures(folder, files).found()


def _places(rows: list[dict[str, str]], at: date) -> list[Place]:
    """Open ones, each once."""
    found: dict[tuple[str, ...], Place] = {}
    for row in rows:
        if row["ouvert"] not in _CLOSED:
            point = (float(row["lon"]), float(row["lat"])) if row["lon"] else None
            found[tuple(row.values())] = Place(
                official_map().follow(row["commune"], at, at), point,
                int(row["places"]) if row["places"] else None,
            )  # fmt: skip
    return list(found.values())


def _codes(rows: list[dict[str, str]]) -> list[str]:
    return [row["commune"] for row in rows]


def _people(communes: Iterable[str], at: date) -> int | None:
    found = [official_map().population(code, at) for code in communes]
    return None if None in found else sum(found) or None


def _kilometres(first: Point, second: Point) -> float:
    (x, y), (u, v) = ((math.radians(part) for part in point) for point in (first, second))
    half = math.sin((v - y) / 2) ** 2 + math.cos(y) * math.cos(v) * math.sin((u - x) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
