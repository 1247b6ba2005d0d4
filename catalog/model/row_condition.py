"""Conditions on the rows that a branch gives: typed, never SQL text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.model.identifiers import CommuneCode, Siren


class CompareOp(StrEnum):
    EQ = "eq"
    NE = "ne"
    IN = "in"
    LT = "lt"
    LTE = "lte"
    GT = "gt"
    GTE = "gte"


@dataclass(frozen=True, slots=True)
class AllRows:
    pass


@dataclass(frozen=True, slots=True)
class InTerritory:
    """Rows whose commune (`column`, an id) lies wholly in the territory of `of` for `competence`.

    `date_column` (an id): on the map and territory of the row's own date; None: of today.
    """

    column: str
    of: Siren
    competence: str
    date_column: str | None


@dataclass(frozen=True, slots=True)
class InListedTerritory:
    """Rows whose commune (`column`, an id) lies wholly in the land that the codes of `communes`
    meant on `at`, whatever codes bear that land later.

    `date_column` (an id): on the map of the row's own date; None: of today.
    """

    column: str
    communes: tuple[CommuneCode, ...]
    at: date
    date_column: str | None


@dataclass(frozen=True, slots=True)
class Compare:
    """Values as canonical wire text (ISO dates, decimal digits, true/false), typed by the column.

    NULL never satisfies any of them, `ne` included: there is no three-valued surprise.
    """

    column: str
    op: CompareOp
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple[RowCondition, ...]


RowCondition = AllRows | InTerritory | InListedTerritory | Compare | AllOf


def columns_of(rows: RowCondition) -> frozenset[str]:
    """The columns (ids) that rows are chosen by."""
    match rows:
        case (
            InTerritory(column=column, date_column=day)
            | InListedTerritory(column=column, date_column=day)
        ):
            return frozenset({column} if day is None else {column, day})
        case Compare(column=column):
            return frozenset({column})
        case AllOf(conditions=conditions):
            return frozenset().union(*(columns_of(each) for each in conditions))
        case _:
            return frozenset()
