"""The rows that an agreement gives, as a person would say it."""

from __future__ import annotations

from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    CompareOp,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.snapshot import Snapshot

_SHOWN_VALUES = 20
_SIGNS: dict[CompareOp, str] = {
    CompareOp.EQ: "=",
    CompareOp.NE: "≠",
    CompareOp.IN: "∈",
    CompareOp.LT: "<",
    CompareOp.LTE: "≤",
    CompareOp.GT: ">",
    CompareOp.GTE: "≥",
}


def rows_in_words(agreement: Agreement, snapshot: Snapshot) -> tuple[Bilingual, ...]:
    """One sentence a condition; all of them hold."""
    dataset = snapshot.datasets.get(agreement.dataset_id)
    return tuple(_say(each, dataset, snapshot) for each in _conditions(agreement.rows))


def _conditions(rows: RowCondition) -> tuple[RowCondition, ...]:
    if not isinstance(rows, AllOf):
        return (rows,)
    return tuple(found for each in rows.conditions for found in _conditions(each))


def _say(condition: RowCondition, dataset: Dataset | None, snapshot: Snapshot) -> Bilingual:
    match condition:
        case AllRows():
            return Bilingual("toutes les lignes", "all rows")
        case InTerritory(of=of, competence=competence, date_column=date_column):
            name, (at_fr, at_en) = _body(of, snapshot), _day(date_column)
            return Bilingual(
                f"les lignes du territoire de {name} pour la compétence {competence}, {at_fr}",
                f"the rows of the territory of {name} for the competence {competence}, {at_en}",
            )
        case InListedTerritory(communes=communes, at=at, date_column=date_column):
            at_fr, at_en = _day(date_column)
            listed = _listed(communes)
            return Bilingual(
                f"les lignes des communes {listed} (carte du {at:%d/%m/%Y}), {at_fr}",
                f"the rows of the communes {listed} (map of {at.isoformat()}), {at_en}",
            )
        case Compare(column=column, op=op, values=values):
            words = f"{_column(column, dataset)} {_SIGNS[op]} {_listed(values)}"
            return Bilingual(f"les lignes où {words}", f"the rows where {words}")
        case AllOf():
            raise AssertionError(condition)  # flattened before


def _day(date_column: str | None) -> Bilingual:
    if date_column is None:
        return Bilingual("à la date de la requête", "on the day of the query")
    return Bilingual("à la date de chaque ligne", "on the day of each row")


def _body(siren: Siren, snapshot: Snapshot) -> str:
    known = snapshot.organisations.get(siren)
    return siren if known is None else known.name


def _column(column: str, dataset: Dataset | None) -> str:
    known = None if dataset is None else next((c for c in dataset.columns if c.id == column), None)
    return column if known is None else known.name


def _listed(values: tuple[str, ...]) -> str:
    shown = ", ".join(values[:_SHOWN_VALUES])
    more = len(values) - _SHOWN_VALUES
    return f"{shown}, … (+{more})" if more > 0 else shown
