"""An exploration as one statement of SQL: the text that runs, is shown and is kept is the same.

The statement has a step for each idea, in French names, for it stands on a page beside its figures:
`lignes` are the rows read, `retenues` those of both sides of a comparison alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from federation.plan import TRINO
from federation.to_sql import write_sql
from gateway.reading.exploring.exploration import Comparison, Exploration, Figure, Measure
from gateway.reading.exploring.expressions import (
    all_of,
    as_double,
    called,
    count_rows,
    divided,
    figure_of,
    is_not_null,
    later,
    name,
)
from gateway.reading.exploring.keys import KeyColumn, key_columns
from gateway.reading.exploring.rows_read import (
    Parameters,
    StatementParameter,
    day_place,
    rows_read,
)
from gateway.reading.exploring.sources import ExploredData

_NOW, _THEN, _SHARED = "m", "a", "s"


@dataclass(frozen=True, slots=True)
class Statement:
    text: str
    parameters: tuple[StatementParameter, ...]


@dataclass(frozen=True, slots=True)
class _Writing:
    """One statement under way; `with_` collects its steps."""

    exploration: Exploration
    data: ExploredData
    columns: tuple[KeyColumn, ...]
    parameters: Parameters

    @property
    def keys(self) -> list[exp.Expr]:
        return [name(column.column) for column in self.columns]

    @property
    def labels(self) -> list[str]:
        return [column.label for column in self.columns if column.label is not None]

    def figure(
        self,
        measure: Measure,
        column: str,
        table: str | None = None,
        within: exp.Expr | None = None,
    ) -> exp.Expr:
        cells = None if measure.column is None else name(column, table)
        part, is_personal = name("partie", table), self.data.is_personal
        return figure_of(measure.figure, cells, part, is_personal=is_personal, within=within)

    @property
    def has_kinds(self) -> bool:
        places = {"commune", "epci"}
        return any(condition.subject not in places for condition in self.exploration.where)


def write_statement(exploration: Exploration, data: ExploredData) -> Statement:
    """The figures by group: keys, labels, `valeur` and its comparison, `lignes`."""
    writing = _begun(exploration, data)
    query = {
        Comparison.NONE: _alone,
        Comparison.POPULATION: _by_inhabitant,
        Comparison.BEFORE: _beside_year_before,
        Comparison.OTHER: _by_other,
    }[exploration.compare](writing)
    return _write(_ordered(query, writing), writing)


def write_coverage(exploration: Exploration, data: ExploredData) -> Statement:
    """The rows that the figures cover: a line in all, one a commune and one a month."""
    writing = _begun(exploration, data)
    steps, source = _steps(writing, covers=True)
    sets: list[exp.Expr] = [exp.Tuple()]
    if data.place is not None:
        sets.append(exp.Tuple(expressions=[name("la_commune")]))
    if data.day is not None:
        sets.append(exp.Tuple(expressions=[name("le_mois")]))
    counted = exploration.measure.column is not None
    query = exp.select(
        called(_grouping("la_commune") if data.place else exp.Literal.number(1), "hors_commune"),
        called(_grouping("le_mois") if data.day else exp.Literal.number(1), "hors_mois"),
        called(name("la_commune") if data.place else _no_text(), "commune"),
        called(exp.Min(this=name("son_nom")) if data.place else _no_text(), "nom"),
        called(name("le_mois") if data.day else _no_text(), "mois"),
        called(count_rows(), "lignes"),
        called(
            exp.Count(this=name("mesure"), big_int=True) if counted else count_rows(), "remplies"
        ),
        called(_all_rows(writing), "toutes"),
    ).from_(source)
    kept_kinds = _kinds_alone(writing)
    if kept_kinds is not None:
        query = query.where(kept_kinds)
    query = query.group_by(exp.GroupingSets(expressions=sets))
    return _write(_with(query, steps), writing)


def _begun(exploration: Exploration, data: ExploredData) -> _Writing:
    return _Writing(exploration, data, key_columns(exploration.by), Parameters())


def _write(query: exp.Query, writing: _Writing) -> Statement:
    text = write_sql(query, TRINO, identify=False, pretty=True)
    return Statement(text, tuple(writing.parameters.values))


def _grouping(column: str) -> exp.Expr:
    return exp.Grouping(expressions=[name(column)])


def _no_text() -> exp.Expr:
    return exp.cast(exp.Null(), "varchar")


def _all_rows(writing: _Writing) -> exp.Expr:
    """All rows read, with those that a comparison leaves out."""
    query = exp.select(count_rows()).from_("lignes")
    kinds = _kinds_alone(writing)
    return (query if kinds is None else query.where(kinds)).subquery()


def _kinds_alone(writing: _Writing) -> exp.Expr | None:
    is_apart = writing.exploration.compare in {Comparison.POPULATION, Comparison.BEFORE}
    return name("retenue") if is_apart and writing.has_kinds else None


def _steps(writing: _Writing, *, covers: bool = False) -> tuple[list[tuple[str, exp.Query]], str]:
    """The steps up to the rows of which figures are made, and the name of the last."""
    exploration, data = writing.exploration, writing.data
    rows = rows_read(exploration, data, writing.columns, writing.parameters, covers=covers)
    steps: list[tuple[str, exp.Query]] = [("lignes", rows)]
    if exploration.compare is Comparison.POPULATION:
        inhabited = exp.select("*").from_("lignes").where(is_not_null(name("habitants")))
        return [*steps, ("retenues", inhabited)], "retenues"
    if exploration.compare is Comparison.BEFORE:
        steps += _shared_months(writing)
        now = exp.select(exp.Column(this=exp.Star(), table=exp.to_identifier("l"))).from_(
            _aliased("lignes", "l")
        )
        now = _joined_to_shared(now, writing, "l", later_by=0)
        return [*steps, ("retenues", now)], "retenues"
    return steps, "lignes"


def _alone(writing: _Writing) -> exp.Select:
    steps, source = _steps(writing)
    figure = called(writing.figure(writing.exploration.measure, "mesure"), "valeur")
    return _with(_grouped(writing, source, figure, called(count_rows(), "lignes")), steps)


def _by_other(writing: _Writing) -> exp.Select:
    """Over rows that have both sides. Where more have one alone, there is no ratio: it would be of
    the lesser part of what the group seems to cover.
    """
    measure, other = writing.exploration.measure, writing.exploration.other
    assert other is not None
    steps, source = _steps(writing)
    sides = [
        name(column)
        for side, column in ((measure, "mesure"), (other, "autre"))
        if side.figure is not Figure.COUNT
    ]
    both = all_of([is_not_null(side.copy()) for side in sides])
    filled = (
        exp.or_(*[is_not_null(side.copy()) for side in sides]) if len(sides) > 1 else exp.true()
    )
    above = writing.figure(measure, "mesure", within=both)
    below = writing.figure(other, "autre", within=both)
    unlike = count_rows(exp.and_(filled, exp.not_(exp.paren(both.copy()))))
    # Counts of pseudonyms are compared with a number, never with each other.
    balance = exp.Sub(this=count_rows(both), expression=unlike.copy())
    enough = exp.GTE(this=balance, expression=exp.Literal.number(0))
    ratio = exp.Case(ifs=[exp.If(this=enough, true=divided(above, below))])
    figures = (
        called(above, "numerateur"),
        called(below, "denominateur"),
        called(ratio, "rapport"),
        called(count_rows(both), "lignes"),
        called(unlike.copy(), "depareillees"),
    )
    return _with(_grouped(writing, source, *figures), steps)


def _by_inhabitant(writing: _Writing) -> exp.Select:
    """The people of the communes of which the group has rows, counted once a year."""
    steps, source = _steps(writing)
    shared = [column for column in writing.columns if column.is_place_or_period]
    shared_keys = [name(column.column) for column in shared]
    communes = (
        exp.select(*shared_keys, name("la_commune"), name("l_annee"), name("habitants"))
        .from_(source)
        .distinct()
    )
    people = exp.select(*shared_keys, called(exp.Sum(this=name("habitants")), "population"))
    people = people.from_("communes_couvertes")
    if shared_keys:
        people = people.group_by(*shared_keys)
    figure = called(writing.figure(writing.exploration.measure, "mesure"), "valeur")
    values = _grouped(writing, source, figure, called(count_rows(), "lignes"))
    steps += [("communes_couvertes", communes), ("populations", people), ("valeurs", values)]
    per = writing.exploration.per
    rate = divided(name("valeur", "v"), name("population", "p"), times=per)
    query = exp.select(
        *[name(column, "v") for column in _key_and_label_names(writing)],
        name("valeur", "v"),
        name("population", "p"),
        called(rate, _rate_name(per)),
        name("lignes", "v"),
    ).from_(_aliased("valeurs", "v"))
    on = all_of([_same(column.column, "v", "p") for column in shared]) if shared else None
    table = _aliased("populations", "p")
    joined = query.join(table, on=on) if on is not None else query.join(table, join_type="cross")
    return _with(joined, steps)


def _rate_name(per: int) -> str:
    return "par_habitant" if per == 1 else f"pour_{per}_habitants"


def _beside_year_before(writing: _Writing) -> exp.Select:
    """Both years over the same communes and months, those that both have."""
    steps, source = _steps(writing)
    measure = writing.exploration.measure
    figure = called(writing.figure(measure, "mesure"), "valeur")
    now = _grouped(writing, source, figure, called(count_rows(), "lignes"))
    then = exp.select(*[_a_year_on(column) for column in writing.columns])
    then = then.select(called(writing.figure(measure, "mesure", "l"), "un_an_avant"))
    then = _joined_to_shared(then.from_(_aliased("lignes", "l")), writing, "l", later_by=12)
    if writing.has_kinds:
        then = then.where(name("retenue", "l"))
    if writing.columns:
        then = then.group_by(*[_bare(_a_year_on(column)) for column in writing.columns])
    steps += [("maintenant", now), ("un_an_plus_tot", then)]
    value, before = name("valeur", _NOW), name("un_an_avant", _THEN)
    query = exp.select(
        *[name(column, _NOW) for column in _key_and_label_names(writing)],
        value,
        before,
        called(_change(measure, value, before), "evolution"),
        name("lignes", _NOW),
    ).from_(_aliased("maintenant", _NOW))
    then_table = _aliased("un_an_plus_tot", _THEN)
    same = [_same(column.column, _NOW, _THEN) for column in writing.columns]
    on = all_of(same) if same else exp.true()
    return _with(query.join(then_table, on=on, join_type="left"), steps)


def _change(measure: Measure, value: exp.Expr, before: exp.Expr) -> exp.Expr:
    """In per cent; in points for a share."""
    difference = exp.paren(exp.Sub(this=as_double(value), expression=as_double(before)))
    if measure.figure is Figure.SHARE:
        return difference
    return divided(difference, before, times=100)


def _a_year_on(column: KeyColumn) -> exp.Expr:
    """The key under which a row of the year before stands beside those of now."""
    key = name(column.column, "l")
    if not column.key.cut.is_period:
        return called(key, column.column)
    if column.key.cut.value == "year":
        plus_one = exp.Add(this=key, expression=exp.Literal.number(1))
        return called(plus_one, column.column)
    return called(later(12, key), column.column)


def _bare(value: exp.Expr) -> exp.Expr:
    return value.this.copy() if isinstance(value, exp.Alias) else value


def _shared_months(writing: _Writing) -> list[tuple[str, exp.Query]]:
    """The months, of each commune where there are communes, that both years have."""
    cells = [
        column
        for column in ("la_commune", "le_mois")
        if column != "la_commune" or writing.data.place
    ]
    covered = exp.select(*map(name, cells)).from_("lignes").distinct()
    on = exp.EQ(this=name("le_mois", _THEN), expression=later(-12, name("le_mois", _NOW)))
    conditions: list[exp.Expr] = [on]
    if writing.data.place:
        same = exp.EQ(this=name("la_commune", _THEN), expression=name("la_commune", _NOW))
        conditions.append(same)
    shared = exp.select(*[name(cell, _NOW) for cell in cells]).from_(_aliased("couverture", _NOW))
    shared = shared.join(_aliased("couverture", _THEN), on=all_of(conditions))
    exploration = writing.exploration
    if exploration.since is not None:
        first = day_place("depuis", _first_of_month(exploration.since), writing.parameters)
        shared = shared.where(exp.GTE(this=name("le_mois", _NOW), expression=first))
    if exploration.until is not None:
        last = day_place("jusqu_au", exploration.until, writing.parameters)
        shared = shared.where(exp.LTE(this=name("le_mois", _NOW), expression=last))
    return [("couverture", covered), ("partagees", shared)]


def _first_of_month(day: date) -> date:
    return day.replace(day=1)


def _joined_to_shared(
    query: exp.Select, writing: _Writing, rows: str, *, later_by: int
) -> exp.Select:
    month: exp.Expr = name("le_mois", rows)
    if later_by:
        month = later(later_by, month)
    conditions: list[exp.Expr] = [exp.EQ(this=name("le_mois", _SHARED), expression=month)]
    if writing.data.place:
        same = exp.EQ(this=name("la_commune", _SHARED), expression=name("la_commune", rows))
        conditions.append(same)
    return query.join(_aliased("partagees", _SHARED), on=all_of(conditions))


def _grouped(writing: _Writing, source: str, *figures: exp.Expr) -> exp.Select:
    labels = [called(exp.Min(this=name(label)), label) for label in writing.labels]
    query = exp.select(*writing.keys, *labels, *figures).from_(source)
    kinds = _kinds_alone(writing)
    if kinds is not None:
        query = query.where(kinds)
    return query.group_by(*writing.keys) if writing.columns else query


def _key_and_label_names(writing: _Writing) -> list[str]:
    return [*[column.column for column in writing.columns], *writing.labels]


def _same(column: str, left: str, right: str) -> exp.Expr:
    return exp.NullSafeEQ(this=name(column, left), expression=name(column, right))


def _aliased(table: str, alias: str) -> exp.Expr:
    return exp.alias_(exp.to_table(table), alias, table=True)


def _with(query: exp.Select, steps: Sequence[tuple[str, exp.Query]]) -> exp.Select:
    for step, body in steps:
        query = query.with_(step, as_=body)
    return query


def _ordered(query: exp.Select, writing: _Writing) -> exp.Select:
    """By the greatest where so many are kept, or where nothing is a period; else by the groups."""
    if not writing.columns:
        return query
    by_size = writing.exploration.first is not None or (
        len(writing.columns) == 1 and not writing.columns[0].key.cut.is_period
    )
    places = [exp.Ordered(this=exp.Literal.number(place)) for place in _key_places(writing)]
    if by_size:
        size = exp.Ordered(
            this=exp.Literal.number(_shown_place(writing)), desc=True, nulls_first=False
        )
        places.insert(0, size)
    query = query.order_by(*places)
    first = writing.exploration.first
    return query if first is None else query.limit(first)


def _key_places(writing: _Writing) -> range:
    return range(1, len(writing.columns) + 1)


def _shown_place(writing: _Writing) -> int:
    """The place of the figure that the picture shows, from 1."""
    before = len(_key_and_label_names(writing))
    is_third = writing.exploration.compare in {Comparison.POPULATION, Comparison.OTHER}
    return before + (3 if is_third else 1)
