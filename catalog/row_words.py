"""A signed condition on rows in words, alike on a page, at a terminal and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from catalog.day_words import day_in_words
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
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
_SIGNS: Mapping[CompareOp, Bilingual] = {
    CompareOp.EQ: Bilingual("=", "="),
    CompareOp.NE: Bilingual("≠", "≠"),
    CompareOp.IN: Bilingual("parmi", "among"),
    CompareOp.LT: Bilingual("<", "<"),
    CompareOp.LTE: Bilingual("≤", "≤"),
    CompareOp.GT: Bilingual(">", ">"),
    CompareOp.GTE: Bilingual("≥", "≥"),
}


@dataclass(frozen=True, slots=True)
class RowNames:
    """Names of columns by id, and of bodies by SIREN; the id itself where one is not known."""

    columns: Mapping[str, str]
    bodies: Mapping[str, str]


def row_names(rows: RowCondition, dataset_id: str, snapshot: Snapshot) -> RowNames:
    dataset = snapshot.datasets.get(dataset_id)
    columns = {} if dataset is None else {each.id: each.name for each in dataset.columns}
    bodies = {
        str(each.of): organisation.name
        for each in parts_of(rows)
        if isinstance(each, InTerritory)
        and (organisation := snapshot.organisations.get(each.of)) is not None
    }
    return RowNames(columns, bodies)


def rows_of_agreement(agreement: Agreement, snapshot: Snapshot) -> tuple[Bilingual, ...]:
    names = row_names(agreement.rows, agreement.dataset_id, snapshot)
    return rows_in_words(agreement.rows, names)


def rows_in_words(
    rows: RowCondition, names: RowNames, *, most: int | None = _SHOWN_VALUES
) -> tuple[Bilingual, ...]:
    """One sentence a condition, without its stop; all of them hold. `most` values are shown."""
    return tuple(_sentence(each, names, most) for each in parts_of(rows))


def clause_in_words(rows: RowCondition, names: RowNames) -> Bilingual:
    """As what follows « les lignes », or « une ligne »."""
    clauses = [_clause(each, names, _SHOWN_VALUES) for each in parts_of(rows)]
    return Bilingual(
        " et ".join(each.fr for each in clauses), " and ".join(each.en for each in clauses)
    )


def parts_of(rows: RowCondition) -> tuple[RowCondition, ...]:
    """The conditions that all hold, none of them an AllOf."""
    if not isinstance(rows, AllOf):
        return (rows,)
    return tuple(part for each in rows.conditions for part in parts_of(each))


def _sentence(condition: RowCondition, names: RowNames, most: int | None) -> Bilingual:
    if isinstance(condition, AllRows):
        return Bilingual("toutes les lignes", "all rows")
    clause = _clause(condition, names, most)
    return Bilingual(f"les lignes {clause.fr}", f"the rows {clause.en}")


def _clause(condition: RowCondition, names: RowNames, most: int | None) -> Bilingual:
    match condition:
        case AllRows():
            return Bilingual("sans condition", "without a condition")
        case InTerritory(of=of, competence=competence, date_column=date_column):
            body, day = names.bodies.get(of, of), _day(date_column)
            return Bilingual(
                f"du territoire de {body} pour la compétence {competence}, {day.fr}",
                f"of the territory of {body} for the competence {competence}, {day.en}",
            )
        case InListedTerritory(communes=communes, at=at, date_column=date_column):
            listed, day = _listed(communes, most), _day(date_column)
            return Bilingual(
                f"des communes {listed} (carte du {day_in_words(at, 'fr')}), {day.fr}",
                f"of the communes {listed} (map of {day_in_words(at, 'en')}), {day.en}",
            )
        case Compare(column=column, op=op, values=values):
            name, sign = names.columns.get(column, column), _SIGNS[op]
            listed = _listed(values, most)
            return Bilingual(
                f"où « {name} » {sign.fr} {listed}", f'where "{name}" {sign.en} {listed}'
            )
        case AllOf():
            raise AssertionError(condition)  # `parts_of` took it apart
    assert_never(condition)


def _day(date_column: str | None) -> Bilingual:
    if date_column is None:
        return Bilingual("à la date de la requête", "on the day of the query")
    return Bilingual("à la date de chaque ligne", "on the day of each row")


def _listed(values: tuple[str, ...], most: int | None) -> str:
    shown = ", ".join(values[:most])
    more = 0 if most is None else len(values) - most
    return f"{shown}, … (+{more})" if more > 0 else shown
