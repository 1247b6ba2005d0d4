"""Two measures as one statement: both over the communes and months that both have.

Each side keeps its own rows in steps of its own (`lignes`, `lignes_2`); `partagees` are the cells
that both cover. A condition on kinds is set aside for that: a commune without glass in May is no
gap. A side that comes once a year is held against years of twelve months of the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from federation.plan import TRINO
from federation.to_sql import write_sql
from gateway.reading.exploring.exploration import Exploration, GroupKey, Measure
from gateway.reading.exploring.expressions import (
    all_of,
    as_double,
    called,
    count_rows,
    divided,
    figure_of,
    is_not_null,
    name,
)
from gateway.reading.exploring.keys import KeyColumn, key_columns
from gateway.reading.exploring.rows_read import Parameters, rows_read
from gateway.reading.exploring.sources import ExploredData
from gateway.reading.exploring.statement import Statement

_MONTHS: Final = 12
_CELL, _SHARED, _ROWS = "la_case", "s", "l"


@dataclass(frozen=True, slots=True)
class ComparedSide:
    """`is_yearly`: it has one row a year, so that its months say nothing."""

    measure: Measure
    exploration: Exploration
    data: ExploredData
    is_yearly: bool


@dataclass(frozen=True, slots=True)
class TwoSides:
    """`subtracts`: the difference of both, else their ratio."""

    sides: tuple[ComparedSide, ComparedSide]
    by: tuple[GroupKey, ...]
    subtracts: bool

    @property
    def goes_by_year(self) -> bool:
        """True where a side has one row a year, so that months cannot be compared."""
        return any(side.is_yearly for side in self.sides)

    @property
    def is_placed(self) -> bool:
        return all(side.data.place is not None for side in self.sides)


@dataclass(frozen=True, slots=True)
class _Writing:
    comparison: TwoSides
    columns: tuple[KeyColumn, ...]
    parameters: Parameters

    @property
    def cells(self) -> list[str]:
        return [*(["la_commune"] if self.comparison.is_placed else []), _CELL]

    @property
    def labels(self) -> list[str]:
        return [column.label for column in self.columns if column.label is not None]


def write_two_sides(comparison: TwoSides) -> Statement:
    """Keys, labels, `numerateur`, `denominateur`, the value, and the rows of each side."""
    writing = _begun(comparison)
    steps = [*_rows(writing, covers=False), *_shared(writing)]
    steps += [("premier", _figure(writing, 0)), ("second", _figure(writing, 1))]
    keys = [column.column for column in writing.columns]
    above, below = name("valeur", "p"), name("valeur", "q")
    value = (
        exp.Sub(this=as_double(above), expression=as_double(below))
        if comparison.subtracts
        else divided(above, below)
    )
    query = exp.select(
        *[called(_either(key), key) for key in (*keys, *writing.labels)],
        called(above, "numerateur"),
        called(below, "denominateur"),
        called(value, "difference" if comparison.subtracts else "rapport"),
        called(name("lignes", "p"), "lignes"),
        called(name("lignes", "q"), "lignes_2"),
    ).from_(_aliased("premier", "p"))
    second = _aliased("second", "q")
    if keys:
        on = all_of([exp.EQ(this=name(key, "p"), expression=name(key, "q")) for key in keys])
        query = query.join(second, on=on, join_type="full")
        query = query.order_by(*[exp.Literal.number(place + 1) for place in range(len(keys))])
    else:
        query = query.join(second, join_type="cross")
    return _write(query, steps, writing)


def write_side_coverage(comparison: TwoSides, place: int) -> Statement:
    """The rows of one side (0 or 1) that both share: a line in all, one a commune, one a month, as
    the coverage of an exploration has them; `toutes` are those with the rows that are left out.
    """
    writing = _begun(comparison)
    steps = [*_rows(writing, covers=True), *_shared(writing)]
    side, rows = comparison.sides[place], _step("lignes", place)
    is_placed, counted = comparison.is_placed, side.measure.column is not None
    sets: list[exp.Expr] = [exp.Tuple(), exp.Tuple(expressions=[name("le_mois")])]
    if is_placed:
        sets.insert(1, exp.Tuple(expressions=[name("la_commune")]))
    retained = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier(_ROWS)))
    retained = _joined(retained.from_(_aliased(rows, _ROWS)), writing)
    every = exp.select(count_rows()).from_(rows)
    if _has_kinds(side):
        retained, every = retained.where(name("retenue", _ROWS)), every.where(name("retenue"))
    filled = exp.Count(this=name("mesure"), big_int=True) if counted else count_rows()
    query = exp.select(
        called(_grouping("la_commune") if is_placed else exp.Literal.number(1), "hors_commune"),
        called(_grouping("le_mois"), "hors_mois"),
        called(name("la_commune") if is_placed else _no_text(), "commune"),
        called(exp.Min(this=name("son_nom")) if is_placed else _no_text(), "nom"),
        called(name("le_mois"), "mois"),
        called(count_rows(), "lignes"),
        called(filled, "remplies"),
        called(every.subquery(), "toutes"),
    ).from_("retenues")
    query = query.group_by(exp.GroupingSets(expressions=sets))
    return _write(query, [*steps, ("retenues", retained)], writing)


def _begun(comparison: TwoSides) -> _Writing:
    return _Writing(comparison, key_columns(comparison.by), Parameters())


def _write(
    query: exp.Select, steps: Sequence[tuple[str, exp.Query]], writing: _Writing
) -> Statement:
    for step, body in steps:
        query = query.with_(step, as_=body)
    text = write_sql(query, TRINO, identify=False, pretty=True)
    return Statement(text, tuple(writing.parameters.values))


def _rows(writing: _Writing, *, covers: bool) -> list[tuple[str, exp.Query]]:
    steps: list[tuple[str, exp.Query]] = []
    for place, side in enumerate(writing.comparison.sides):
        rows = rows_read(
            side.exploration, side.data, writing.columns, writing.parameters, covers=covers
        )
        steps.append((_step("lignes", place), rows))
    return steps


def _shared(writing: _Writing) -> list[tuple[str, exp.Query]]:
    """The communes and months, or years, that both sides have a value of."""
    steps: list[tuple[str, exp.Query]] = [
        (_step("couverture", place), _covered(writing, place)) for place in range(2)
    ]
    shared = exp.select(*[name(cell, "m") for cell in writing.cells])
    same = [exp.EQ(this=name(cell, "m"), expression=name(cell, "a")) for cell in writing.cells]
    shared = shared.from_(_aliased("couverture", "m"))
    shared = shared.join(_aliased("couverture_2", "a"), on=all_of(same))
    return [*steps, ("partagees", shared)]


def _covered(writing: _Writing, place: int) -> exp.Query:
    side, comparison = writing.comparison.sides[place], writing.comparison
    keys: list[exp.Expr] = [name("la_commune")] if comparison.is_placed else []
    cell = _cell(None, comparison)
    query = exp.select(*[key.copy() for key in keys], called(cell, _CELL))
    query = query.from_(_step("lignes", place))
    if side.measure.column is not None:
        query = query.where(is_not_null(name("mesure")))
    if not comparison.goes_by_year or side.is_yearly:
        return query.distinct()
    months = exp.Count(this=exp.Distinct(expressions=[name("le_mois")]), big_int=True)
    whole = exp.EQ(this=months, expression=exp.Literal.number(_MONTHS))
    return query.group_by(*keys, cell.copy()).having(whole)


def _cell(table: str | None, comparison: TwoSides) -> exp.Expr:
    month = name("le_mois", table)
    return exp.Year(this=month) if comparison.goes_by_year else month


def _figure(writing: _Writing, place: int) -> exp.Query:
    side = writing.comparison.sides[place]
    column = None if side.measure.column is None else name("mesure", _ROWS)
    figure = figure_of(
        side.measure.figure,
        column,
        name("partie", _ROWS),
        is_personal=side.data.is_personal,
    )
    keys = [name(each.column, _ROWS) for each in writing.columns]
    labels = [called(exp.Min(this=name(label, _ROWS)), label) for label in writing.labels]
    query = exp.select(
        *[called(key, key.name) for key in keys],
        *labels,
        called(figure, "valeur"),
        called(count_rows(), "lignes"),
    ).from_(_aliased(_step("lignes", place), _ROWS))
    query = _joined(query, writing)
    if _has_kinds(side):
        query = query.where(name("retenue", _ROWS))
    return query.group_by(*keys) if keys else query


def _joined(query: exp.Select, writing: _Writing) -> exp.Select:
    """To the cells that both sides have."""
    same: list[exp.Expr] = [
        exp.EQ(this=name(_CELL, _SHARED), expression=_cell(_ROWS, writing.comparison))
    ]
    if writing.comparison.is_placed:
        commune = name("la_commune", _ROWS)
        same.append(exp.EQ(this=name("la_commune", _SHARED), expression=commune))
    return query.join(_aliased("partagees", _SHARED), on=all_of(same))


def _has_kinds(side: ComparedSide) -> bool:
    places = {"commune", "epci"}
    return any(condition.subject not in places for condition in side.exploration.where)


def _either(column: str) -> exp.Expr:
    return exp.Coalesce(this=name(column, "p"), expressions=[name(column, "q")])


def _step(word: str, place: int) -> str:
    return word if place == 0 else f"{word}_2"


def _grouping(column: str) -> exp.Expr:
    return exp.Grouping(expressions=[name(column)])


def _no_text() -> exp.Expr:
    return exp.cast(exp.Null(), "varchar")


def _aliased(table: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.to_table(table), alias, table=True)
