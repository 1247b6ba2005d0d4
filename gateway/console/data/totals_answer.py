"""Totals as GraphQL answers them, of all rows or by group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from gateway.console.shared.proposed_picture import Shape


class Totals(msgspec.Struct, frozen=True):
    """Measures by the field of their column. `count` of rows."""

    count: int
    sum: Mapping[str, str | float | None] | None = None
    min: Mapping[str, Any] | None = None
    max: Mapping[str, Any] | None = None


class Group(msgspec.Struct, frozen=True):
    key: Mapping[str, Any]
    aggregate: Totals


class Place(msgspec.Struct, frozen=True):
    """A commune."""

    code: str
    nom: str


class _CodedPlace(msgspec.Struct, frozen=True):
    code: str
    nom: str | None


class OverviewTotals(msgspec.Struct, frozen=True):
    """A part that was not asked for, or that failed, is None."""

    aggregate: Totals | None = None
    months: tuple[Group, ...] | None = None
    map: tuple[Group, ...] | None = None
    bars: tuple[Group, ...] | None = None

    def groups(self, shape: Shape) -> tuple[Group, ...] | None:
        match shape:
            case Shape.MONTHS:
                return self.months
            case Shape.MAP:
                return self.map
            case Shape.BARS:
                return self.bars


def place_of(group: Group, relation: str) -> Place | None:
    """The commune of a group; None for rows without a code, or whose code is no commune's: those
    have no name.
    """
    place = msgspec.convert(group.key[relation], _CodedPlace | None)
    if place is None or place.nom is None:
        return None
    return Place(place.code, place.nom)
