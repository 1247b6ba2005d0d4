"""By how much a figure in one unit is multiplied to be in another of the same quantity."""

from __future__ import annotations

from decimal import Decimal

_SCALES: tuple[dict[str, str], ...] = (
    {"mg": "0.000001", "g": "0.001", "kg": "1", "t": "1000"},
    {"ml": "0.001", "l": "1", "hl": "100", "m3": "1000"},
    {"mm": "0.001", "cm": "0.01", "m": "1", "km": "1000"},
    {"m2": "1", "ha": "10000", "km2": "1000000"},
    {"Wh": "0.001", "kWh": "1", "MWh": "1000", "GWh": "1000000"},
    {"W": "0.001", "kW": "1", "MW": "1000"},
    {"cEUR": "0.01", "EUR": "1", "kEUR": "1000", "MEUR": "1000000"},
    {"kt": "1000", "t": "1"},
    {"hm3": "1000000", "dam3": "1000", "m3": "1"},
    {"GEUR": "1000", "MEUR": "1"},
    {"EUR/kg": "1000", "EUR/t": "1"},
    {"s": "1", "min": "60", "h": "3600"},
    {"%": "0.01", "ratio": "1"},
)
_POWERS = {"10^3": Decimal(1000), "10^6": Decimal(1_000_000)}


def factor_between(source: str, target: str) -> Decimal | None:
    """None where no fixed number leads from one to the other."""
    (source, times), (target, over) = _without_power(source), _without_power(target)
    for scale in _SCALES:
        if source in scale and target in scale:
            return Decimal(scale[source]) * times / Decimal(scale[target]) / over
    if source != target and source.count("/") == target.count("/") == 1:
        return _between_ratios(source, target)
    return times / over if source == target and times != over else None


def _between_ratios(source: str, target: str) -> Decimal | None:
    """`l/s` to `m3/h`: both parts are converted."""
    (measured, each), (to, by) = source.split("/"), target.split("/")
    above = Decimal(1) if measured == to else factor_between(measured, to)
    below = Decimal(1) if each == by else factor_between(by, each)
    return None if above is None or below is None else above * below


def _without_power(unit: str) -> tuple[str, Decimal]:
    """`10^3 m3` to m3 and a thousand."""
    power, _, plain = unit.partition(" ")
    return (plain, _POWERS[power]) if plain and power in _POWERS else (unit, Decimal(1))
