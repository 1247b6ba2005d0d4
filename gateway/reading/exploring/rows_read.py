"""The rows that an exploration reads, the first step of its statement: groups, measures, place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlglot import exp

from gateway.reading.exploring.exploration import PLACES, Comparison, Condition, Cut, Exploration
from gateway.reading.exploring.expressions import (
    all_of,
    called,
    day_of,
    name,
    truncated,
    value_given,
)
from gateway.reading.exploring.keys import (
    CODES,
    ROWS,
    TERRITORIES,
    KeyColumn,
    key_value,
    label_value,
)
from gateway.reading.exploring.sources import ExploredData

POPULATIONS = "p"
_BY_MONTH = frozenset({Comparison.BEFORE, Comparison.BESIDE})
"""Comparisons over months and communes that both sides have."""
_BOTH_SIDES = frozenset({Comparison.POPULATION, *_BY_MONTH})
"""Comparisons of which a condition on kinds concerns one side alone."""


@dataclass(frozen=True, slots=True)
class StatementParameter:
    """`type` of SQL; `name`: as a saved question calls the value."""

    name: str
    type: str
    value: str


@dataclass(slots=True)
class Parameters:
    """The values of a statement, in the order in which its text has a place for them."""

    values: list[StatementParameter] = field(default_factory=list)

    def place(self, name: str, kind: str, value: str) -> exp.Placeholder:
        same = sum(parameter.name.partition("__")[0] == name for parameter in self.values)
        numbered = f"{name}__{same + 1}" if same else name
        self.values.append(StatementParameter(numbered, kind, value))
        return value_given()


def rows_read(
    exploration: Exploration,
    data: ExploredData,
    columns: Sequence[KeyColumn],
    parameters: Parameters,
    *,
    covers: bool,
) -> exp.Select:
    """One row a row: keys, labels, measures, and what comparing needs. `covers`: with the place and
    the month of each.
    """
    compare = exploration.compare
    is_placed = data.place is not None and (
        covers or exploration.needs_place or compare in _BY_MONTH
    )
    needs_month = data.day is not None and (covers or compare in _BY_MONTH)
    select = exp.select(*_measures(exploration, data, columns, parameters))
    select = select.from_(_table(data.table, ROWS))
    kinds = _kinds(exploration.where, data, parameters) if compare in _BOTH_SIDES else []
    if kinds:
        select = select.select(called(all_of(kinds), "retenue"))
    if is_placed:
        select = select.select(called(name("commune", CODES), "la_commune"))
        select = _joined_to_places(select, exploration, data)
        if covers:
            select = select.select(called(name("nom", CODES), "son_nom"))
    if needs_month:
        select = select.select(called(truncated("MONTH", _day(data)), "le_mois"))
    if compare is Comparison.POPULATION:
        select = select.select(
            called(_year(data), "l_annee"), called(name("population", POPULATIONS), "habitants")
        )
    conditions = _places(exploration.where, parameters)
    if not kinds:
        conditions += _kinds(exploration.where, data, parameters)
    if compare is not Comparison.BEFORE:
        conditions += _days(exploration, data, parameters)
    return select.where(*conditions) if conditions else select


def _measures(
    exploration: Exploration,
    data: ExploredData,
    columns: Sequence[KeyColumn],
    parameters: Parameters,
) -> Iterable[exp.Expr]:
    for column in columns:
        yield called(key_value(column, data), column.column)
        if column.label is not None:
            yield called(label_value(column), column.label)
    if exploration.measure.column is not None:
        yield called(name(exploration.measure.column, ROWS), "mesure")
    other = exploration.other
    if other is not None and other.column is not None:
        yield called(name(other.column, ROWS), "autre")
    if exploration.part:
        part = all_of(_kinds(exploration.part, data, parameters))
        yield called(exp.Coalesce(this=part, expressions=[exp.false()]), "partie")
    if not columns and exploration.measure.column is None and not exploration.part:
        # A statement has a column at least.
        yield called(exp.Literal.number(1), "mesure")


def _joined_to_places(
    select: exp.Select, exploration: Exploration, data: ExploredData
) -> exp.Select:
    """Each code is read on the map of its row's year. A code of no commune has none."""
    assert data.place is not None
    year = _year(data)
    is_then = _within(year, CODES)
    code = exp.EQ(this=name("code", CODES), expression=name(data.place, ROWS))
    select = select.join(
        _table(("reference", "codes"), CODES), on=exp.and_(code, is_then), join_type="left"
    )
    subjects = {condition.subject for condition in exploration.where}
    if Cut.EPCI in subjects or any(key.cut is Cut.EPCI for key in exploration.by):
        member = exp.EQ(this=name("code", TERRITORIES), expression=name("commune", CODES))
        on = exp.and_(member, _within(year, TERRITORIES))
        select = select.join(
            _table(("reference", "territories"), TERRITORIES), on=on, join_type="left"
        )
    if exploration.compare is Comparison.POPULATION:
        lives = exp.EQ(this=name("code", POPULATIONS), expression=name("commune", CODES))
        then = exp.EQ(this=name("annee", POPULATIONS), expression=year.copy())
        table = _table(("reference", "populations"), POPULATIONS)
        select = select.join(table, on=exp.and_(lives, then), join_type="left")
    return select


def _within(year: exp.Expr, table: str) -> exp.Expr:
    return exp.Between(
        this=year.copy(), low=name("annee_debut", table), high=name("annee_fin", table)
    )


def _table(parts: tuple[str, str], alias: str) -> exp.Expr:
    return exp.alias_(exp.table_(parts[1], parts[0]), alias, table=True)


def _year(data: ExploredData) -> exp.Expr:
    if data.day is None:
        return exp.Literal.number(data.vintage or 0)
    return exp.Year(this=_day(data))


def _day(data: ExploredData) -> exp.Expr:
    column = data.column(data.day or "")
    assert column is not None
    return day_of(column, data, ROWS)


def _places(conditions: Iterable[Condition], parameters: Parameters) -> list[exp.Expr]:
    columns = {
        Cut.COMMUNE.value: name("commune_actuelle", CODES),
        Cut.EPCI.value: name("epci_siren", TERRITORIES),
    }
    return [
        _one_of(column, subject, "varchar", _values(conditions, subject), parameters)
        for subject, column in columns.items()
        if _values(conditions, subject)
    ]


def _kinds(
    conditions: Iterable[Condition], data: ExploredData, parameters: Parameters
) -> list[exp.Expr]:
    subjects = dict.fromkeys(
        condition.subject for condition in conditions if condition.subject not in PLACES
    )
    compared = []
    for subject in subjects:
        column = data.column(subject)
        assert column is not None
        kind = {"string": "varchar"}.get(column.scalar, column.scalar.value)
        values = _values(conditions, subject)
        compared.append(_one_of(name(subject, ROWS), subject, kind, values, parameters))
    return compared


def _values(conditions: Iterable[Condition], subject: str) -> list[str]:
    return [condition.value for condition in conditions if condition.subject == subject]


def _one_of(
    column: exp.Expr, subject: str, kind: str, values: Sequence[str], parameters: Parameters
) -> exp.Expr:
    places = [parameters.place(subject, kind, value) for value in values]
    if len(places) == 1:
        return exp.EQ(this=column, expression=places[0])
    return exp.In(this=column, expressions=places)


def _days(exploration: Exploration, data: ExploredData, parameters: Parameters) -> list[exp.Expr]:
    bounds: list[exp.Expr] = []
    if exploration.since is not None:
        first = day_place("depuis", exploration.since, parameters)
        bounds.append(exp.GTE(this=_day(data), expression=first))
    if exploration.until is not None:
        last = day_place("jusqu_au", exploration.until, parameters)
        bounds.append(exp.LTE(this=_day(data), expression=last))
    return bounds


def day_place(name: str, day: date, parameters: Parameters) -> exp.Placeholder:
    return parameters.place(name, "date", day.isoformat())
