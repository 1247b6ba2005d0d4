"""Transforms of a cell on its way out, and the order from most to least revealing."""

from __future__ import annotations

from enum import StrEnum


class Transform(StrEnum):
    """None of them changes a column's GraphQL type."""

    CLEAR = "clear"
    NULL = "null"
    CONSTANT = "constant"
    KEYED_HASH = "keyed_hash"
    MONTH = "month"
    YEAR = "year"
    COMMUNE = "commune"
    """A commune code as the commune of the row's date that it lies in."""
    EPCI = "epci"
    """A commune code as the SIREN of that commune's EPCI."""


RANK: dict[Transform, int] = {
    Transform.CLEAR: 7,
    Transform.MONTH: 6,
    Transform.YEAR: 5,
    Transform.COMMUNE: 4,
    Transform.EPCI: 3,
    Transform.KEYED_HASH: 2,
    Transform.CONSTANT: 1,
    Transform.NULL: 0,
}
"""Per row, the highest rank wins among the branches that hold the row."""
