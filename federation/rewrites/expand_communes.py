"""The commune of a raw code at the row's date, as scalar expressions: no join at the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlglot import exp

from catalog.model.dataset import ScalarType
from catalog.model.transform import Transform
from federation.binding import map_day
from federation.logical import COMMUNE_CODE, COMMUNE_LABEL, COMMUNE_NAME
from federation.rewrites.calls import calls_of, origin_of
from federation.rewrites.commune_map import CommuneMap, Written, held_at, land_in
from federation.rewrites.context import Context
from federation.rewrites.expressions import (
    TEXT,
    all_of,
    case,
    cast,
    day_start,
    is_any_of,
    is_null,
    local_time,
    null,
    text,
)
from federation.rewrites.reference_table import inline_names, reference_joins
from federation.rewrites.scopes import Origin, origins


def expand_communes(tree: exp.Query, context: Context) -> exp.Query:
    """COMMUNE_CODE and COMMUNE_LABEL as CASE over the codes that moved; names come inline.

    Where only the name counts, the key is coarser: a name changes less often than a year.
    """
    calls = calls_of(tree, COMMUNE_CODE, COMMUNE_LABEL, COMMUNE_NAME)
    joins = reference_joins(tree)
    if not calls and not joins:
        return tree
    known = origins(tree, context)
    communes = {id(call): _Commune.of(call, known, context) for call in calls}
    for table, joined_by in joins:
        keys = (
            [joined_by]
            if joined_by is not None
            else [each for each in calls if _is(each, COMMUNE_NAME)]
        )
        names = {named: None for each in keys for named in communes[id(each)].map.names()}
        inline_names(table, tuple(names), context)
    for call in calls:
        commune = communes[id(call)]
        if _is(call, COMMUNE_NAME):
            call.replace(commune.name_key())
        elif _is(call, COMMUNE_LABEL):
            call.replace(commune.label())
        else:
            call.replace(commune.commune_code())
    return tree


def _is(call: exp.Anonymous, name: str) -> bool:
    return str(call.this).lower() == name


@dataclass(frozen=True, slots=True)
class _RowDay:
    """The row's own day: how it is compared with a day of the map, and its year."""

    value: exp.Expr
    start_of: Callable[[date], exp.Expr]
    year: exp.Expr

    @classmethod
    def of(cls, argument: exp.Expr, origin: Origin) -> _RowDay:
        column_type, zone = origin.column.type, origin.bound.dataset.time_zone
        local = argument.copy()
        if column_type.scalar is not ScalarType.DATE:
            local = local_time(local, column_type, zone)
        return cls(
            value=argument,
            start_of=lambda day: day_start(day, column_type, zone),
            year=cast(exp.Extract(this=exp.Var(this="YEAR"), expression=local), TEXT),
        )

    def before(self, day: date) -> exp.Expr:
        return exp.LT(this=self.value.copy(), expression=self.start_of(day))

    def from_on(self, day: date) -> exp.Expr:
        return exp.GTE(this=self.value.copy(), expression=self.start_of(day))


@dataclass(frozen=True, slots=True)
class _Commune:
    """One call: a raw code and the map it is read on, at the row's day or at one fixed day.

    `shown` is false where no branch shows the code itself: a hash lies nowhere, so the relation
    vanishes.
    """

    code: exp.Expr
    map: CommuneMap
    fixed_day: date
    row_day: _RowDay | None
    shown: bool

    @classmethod
    def of(cls, call: exp.Anonymous, known: Mapping[int, Origin], context: Context) -> _Commune:
        code, *dates = call.expressions
        origin = origin_of(code, call, known)
        land = land_in(origin.bound, origin.column.name)
        return cls(
            code=code,
            map=CommuneMap(context.binding.cog, land, context.limits.max_codes),
            fixed_day=map_day(origin.bound.dataset, origin.column, context.binding.today),
            row_day=_RowDay.of(dates[0], origin_of(dates[0], call, known)) if dates else None,
            shown=_is_clear(origin),
        )

    def commune_code(self) -> exp.Expr:
        if not self.shown:
            return null(TEXT)
        return case(self._whens(self.map.moved()), self.code.copy())

    def label(self) -> exp.Expr:
        """`35308@2019`: the commune's code at the row's date, and the year to read its label in."""
        if not self.shown:
            return null(TEXT)
        label = exp.DPipe(this=self.commune_code(), expression=self._year(), safe=False)
        return case(self._whens(self.map.midyear_keys()), label)

    def name_key(self) -> exp.Expr:
        if not self.shown:
            return null(TEXT)
        held = [each for named in self.map.names() for each in named.held]
        whens = self._whens(held)
        if self.row_day is not None:
            # Without a day nothing is known of the commune, not even a name that never changed.
            whens.insert(0, (is_null(self.row_day.value.copy()), null(TEXT)))
        return case(whens, self.code.copy())

    def _year(self) -> exp.Expr:
        first, last = self.map.years()
        if self.row_day is None:
            return text(f"@{min(max(self.fixed_day.year, first), last)}")
        return case(
            [
                (self.row_day.before(date(first + 1, 1, 1)), text(f"@{first}")),
                (self.row_day.from_on(date(last, 1, 1)), text(f"@{last}")),
            ],
            exp.DPipe(this=text("@"), expression=self.row_day.year.copy(), safe=False),
        )

    def _whens(self, written: Iterable[Written]) -> list[tuple[exp.Expr, exp.Expr]]:
        if self.row_day is None:
            written = held_at(written, self.fixed_day)
        whens: list[tuple[exp.Expr, exp.Expr]] = []
        for codes, (start, end), value in written:
            conditions = [is_any_of(self.code.copy(), codes)]
            if self.row_day is not None and start is not None:
                conditions.append(self.row_day.from_on(start))
            if self.row_day is not None and end is not None:
                conditions.append(self.row_day.before(end))
            whens.append((all_of(conditions), text(value)))
        return whens


def _is_clear(origin: Origin) -> bool:
    name = origin.column.name
    return any(
        branch.columns[name].transform is Transform.CLEAR
        for branch in origin.bound.branches
        if name in branch.columns
    )
