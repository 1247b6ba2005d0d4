"""Coordinates in degrees, in Lambert-93 and in Web Mercator: closed forms, exact to a millimetre.

Lambert-93 is a conic of Lambert on GRS80 (IGN, NTG 71); RGF93 and WGS84 differ by less than a
metre, and are one here as everywhere on the web.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import atan, cos, exp, hypot, log, pi, radians, sin, sqrt, tan

_A = 6_378_137.0
_E = sqrt(0.006_694_380_022_90)
_PHI_1, _PHI_2, _PHI_0, _LAMBDA_0 = map(radians, (44.0, 49.0, 46.5, 3.0))
_X_0, _Y_0 = 700_000.0, 6_600_000.0
_ROUNDS = 8
_MOST_LATITUDE = 85.06
Xy = tuple[float, float]


def _m(phi: float) -> float:
    return cos(phi) / sqrt(1 - (_E * sin(phi)) ** 2)


def _t(phi: float) -> float:
    flat = ((1 - _E * sin(phi)) / (1 + _E * sin(phi))) ** (_E / 2)
    return float(tan(pi / 4 - phi / 2) / flat)


_N: float = (log(_m(_PHI_1)) - log(_m(_PHI_2))) / (log(_t(_PHI_1)) - log(_t(_PHI_2)))
_F: float = _m(_PHI_1) / (_N * _t(_PHI_1) ** _N)
_RHO_0: float = _A * _F * _t(_PHI_0) ** _N


def to_lambert_93(longitude: float, latitude: float) -> Xy:
    """Metres, of degrees."""
    rho = _A * _F * _t(radians(latitude)) ** _N
    theta = _N * (radians(longitude) - _LAMBDA_0)
    return _X_0 + rho * sin(theta), _Y_0 + _RHO_0 - rho * cos(theta)


def from_lambert_93(x: float, y: float) -> Xy:
    """Degrees, of metres."""
    east, north = x - _X_0, _RHO_0 - (y - _Y_0)
    rho = hypot(east, north)
    t = (rho / (_A * _F)) ** (1 / _N)
    longitude = atan(east / north) / _N + _LAMBDA_0
    phi = pi / 2 - 2 * atan(t)
    for _ in range(_ROUNDS):
        flat = ((1 - _E * sin(phi)) / (1 + _E * sin(phi))) ** (_E / 2)
        phi = pi / 2 - 2 * atan(t * flat)
    return longitude * 180 / pi, phi * 180 / pi


def to_mercator(longitude: float, latitude: float) -> Xy:
    """Metres of the sphere, of degrees; beyond 85° as at 85.06°."""
    bounded = max(-_MOST_LATITUDE, min(_MOST_LATITUDE, latitude))
    return _A * radians(longitude), _A * log(tan(pi / 4 + radians(bounded) / 2))


def from_mercator(x: float, y: float) -> Xy:
    return x / _A * 180 / pi, (2 * atan(exp(y / _A)) - pi / 2) * 180 / pi


def _as_it_is(first: float, second: float) -> Xy:
    return first, second


def _turned(first: float, second: float) -> Xy:
    return second, first


@dataclass(frozen=True, slots=True)
class Crs:
    """`forward` and `back` turn (longitude, latitude) into its coordinates, in the order of its
    axes, and back; `digits`: decimals that are shown, a centimetre and less.
    """

    uri: str
    forward: Callable[[float, float], Xy]
    back: Callable[[float, float], Xy]
    digits: int


CRS84 = Crs("http://www.opengis.net/def/crs/OGC/1.3/CRS84", _as_it_is, _as_it_is, 7)
_EPSG = "http://www.opengis.net/def/crs/EPSG/0"
LAMBERT_93 = Crs(f"{_EPSG}/2154", to_lambert_93, from_lambert_93, 2)
SYSTEMS: Mapping[str, Crs] = {
    each.uri: each
    for each in (
        CRS84,
        Crs(f"{_EPSG}/4326", _turned, _turned, 7),
        Crs(f"{_EPSG}/3857", to_mercator, from_mercator, 2),
        LAMBERT_93,
    )
}
"""By their URIs; the first is that of storage."""
