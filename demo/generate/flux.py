"""The five flows of household waste, with the figures that the rows are calibrated on.

Kilograms per inhabitant: ADEME's and Brittany's observatory's published orders of size, lowered for
a rural syndicat with an incentive fee. Month indices average to one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import pow as power

from demo.generate.ground import FIRST_DAY

_MIDDLE = date(2024, 7, 1)


@dataclass(frozen=True, slots=True)
class Flux:
    """`intervals_days`: between two collections, by round. `kg_per_bin`: of one lift."""

    code: str
    target_kg: float
    yearly_trend: float
    months: tuple[float, ...]
    lorry_kg: int
    intervals_days: tuple[int, ...]
    kg_per_bin: float
    modes: tuple[str, ...]
    provider: str
    start: date = FIRST_DAY

    def index(self, day: date) -> float:
        """Of the mass thrown away that day, around one."""
        years = (day - _MIDDLE).days / 365.25
        return self.months[day.month - 1] * power(1.0 + self.yearly_trend, years)


# Providers' SIREN begin with 000: valid keys that no register gives.
COLLECTOR, GLASS_COLLECTOR = "00000001800010", "00000002600013"

FLUXES = (
    Flux(
        "OMR",
        145.0,
        -0.02,
        (0.98, 0.96, 0.97, 0.99, 1.00, 1.01, 1.06, 1.03, 0.99, 0.98, 0.97, 1.06),
        9_000,
        (14,),
        14.0,
        ("PAP", "PAP", "PAP", "REGROUPEMENT"),
        COLLECTOR,
    ),
    Flux(
        "EMBALLAGES_PAPIERS",
        60.0,
        0.015,
        (1.03, 0.95, 0.97, 0.99, 1.00, 1.00, 1.02, 0.99, 1.00, 1.00, 0.98, 1.07),
        3_500,
        (14,),
        6.5,
        ("PAP", "PAP", "PAP", "REGROUPEMENT"),
        COLLECTOR,
    ),
    Flux(
        "VERRE",
        45.0,
        0.0,
        (1.25, 0.92, 0.90, 0.95, 0.97, 1.00, 1.05, 1.25, 0.98, 0.92, 0.88, 0.93),
        10_000,
        (28, 35, 21),
        420.0,
        ("PAV",),
        GLASS_COLLECTOR,
    ),
    Flux(
        "BIODECHETS",
        8.0,
        0.015,
        (0.82, 0.85, 0.95, 1.08, 1.15, 1.12, 1.06, 1.02, 1.08, 1.05, 0.95, 0.87),
        3_000,
        (14, 28),
        18.0,
        ("PAV", "PAP"),
        COLLECTOR,
        start=date(2024, 1, 1),
    ),
    Flux(
        "ENCOMBRANTS",
        12.0,
        0.0,
        (0.85, 0.90, 1.00, 1.08, 1.08, 1.10, 1.05, 1.00, 1.08, 1.05, 0.96, 0.85),
        3_500,
        (28,),
        60.0,
        ("REGROUPEMENT",),
        COLLECTOR,
    ),
)
