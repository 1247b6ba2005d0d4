"""The groups of an exploration as columns of its statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from gateway.reading.exploring.exploration import Cut, GroupKey
from gateway.reading.exploring.expressions import day_of, name, truncated
from gateway.reading.exploring.sources import ExploredData

ROWS: Final = "t"
CODES: Final = "k"
TERRITORIES: Final = "e"
_NAMES: Final = {
    Cut.WEEK: "semaine",
    Cut.MONTH: "mois",
    Cut.YEAR: "annee",
    Cut.COMMUNE: "code_commune",
    Cut.EPCI: "siren_epci",
}
_LABELS: Final = {Cut.COMMUNE: "commune", Cut.EPCI: "epci"}
_OURS: Final = frozenset(
    {
        *("valeur", "lignes", "mesure", "autre", "partie", "retenue", "habitants", "population"),
        *("un_an_avant", "evolution", "numerateur", "denominateur", "rapport", "depareillees"),
        *("le_mois", "la_commune", "son_nom", "l_annee"),
    }
)
"""Names that the statement gives to other columns."""


@dataclass(frozen=True, slots=True)
class KeyColumn:
    """`label`: the column that says in words what the key holds, where one does."""

    key: GroupKey
    column: str
    label: str | None

    @property
    def is_place_or_period(self) -> bool:
        return self.key.cut is not Cut.VALUE


def key_columns(keys: Sequence[GroupKey]) -> tuple[KeyColumn, ...]:
    """Each under a name of its own."""
    columns: list[KeyColumn] = []
    taken_names = set(_OURS)
    for key in keys:
        base = _NAMES.get(key.cut) or key.column or ""
        alias = base if base not in taken_names else f"{base}_{len(columns) + 2}"
        label = _LABELS.get(key.cut)
        taken_names |= {alias, label or alias}
        columns.append(KeyColumn(key, alias, label))
    return tuple(columns)


def key_value(column: KeyColumn, data: ExploredData) -> exp.Expr:
    """Of a row: a code, a first day, a year, or the cell itself."""
    match column.key.cut:
        case Cut.COMMUNE:
            return name("commune", CODES)
        case Cut.EPCI:
            return name("epci_siren", TERRITORIES)
        case Cut.VALUE:
            return name(column.key.column or "", ROWS)
    day = _day(column.key, data)
    if column.key.cut is Cut.YEAR:
        return exp.Year(this=day)
    return truncated(column.key.cut.name, day)


def label_value(column: KeyColumn) -> exp.Expr:
    """The name of the place of a row, in its year."""
    if column.key.cut is Cut.COMMUNE:
        return name("nom", CODES)
    return name("epci_nom", TERRITORIES)


def _day(key: GroupKey, data: ExploredData) -> exp.Expr:
    column = data.column(key.column or data.day or "")
    assert column is not None
    return day_of(column, data, ROWS)
