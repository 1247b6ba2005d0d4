"""The commune of a raw code at the row's date: from the codes that moved, never from a storage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.transform import Transform
from federation.binding import BoundBranch, map_day
from federation.logical import COMMUNE_CODE, COMMUNE_KNOWN, COMMUNE_LABEL, COMMUNE_NAME
from federation.problems import ColumnNotGranted
from federation.rewrites.calls import calls_of, origin_of
from federation.rewrites.commune_join import (
    day_number,
    exceptions_table,
    held_in,
    join_exceptions,
    place_of_source,
    table_name,
)
from federation.rewrites.commune_map import (
    KEYED,
    KNOWN,
    MOVED,
    NAMED,
    YES,
    CommuneMap,
    Named,
    Written,
    count_held_on,
    held_on,
    land_in,
    names_of,
)
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

MOST_EXCEPTIONS = 24
"""Up to so many codes are a CASE; more are joined."""
_COMMUNAL = frozenset({Transform.CLEAR, Transform.COMMUNE})
_CODE_LENGTH = 5
_TRUTH = ColumnType(ScalarType.BOOLEAN)
_KINDS: Mapping[str, tuple[str, ...]] = {
    COMMUNE_CODE: (MOVED,),
    COMMUNE_LABEL: (MOVED, KEYED),
    COMMUNE_NAME: (NAMED,),
    COMMUNE_KNOWN: (KNOWN,),
}


def expand_communes(tree: exp.Query, context: Context) -> exp.Query:
    """COMMUNE_CODE, COMMUNE_LABEL and COMMUNE_NAME as scalar expressions; names come inline."""
    calls = calls_of(tree, COMMUNE_CODE, COMMUNE_LABEL, COMMUNE_NAME, COMMUNE_KNOWN)
    joins = reference_joins(tree)
    if not calls and not joins:
        return tree
    known = origins(tree, context)
    communes = {id(call): _Commune.of(call, known, context) for call in calls}
    for table, joined_by in joins:
        keys = [joined_by] if joined_by is not None else _named(calls, COMMUNE_NAME)
        maps = dict.fromkeys(communes[id(each)].map for each in keys)
        names = [names_of(each) for each in maps]
        inline_names(table, _distinct(names), context)
    communes = _with_tables(calls, communes)
    for call in calls:
        call.replace(communes[id(call)].expression(_function(call)))
    return tree


def _with_tables(
    calls: Sequence[exp.Anonymous], communes: Mapping[int, _Commune]
) -> dict[int, _Commune]:
    """One joined table for all calls about the same code and day, where a CASE would be long."""
    alike: dict[tuple[object, ...], list[exp.Anonymous]] = {}
    for call in calls:
        alike.setdefault(communes[id(call)].subject(call), []).append(call)
    joined = dict(communes)
    number = 0
    for group in alike.values():
        first = communes[id(group[0])]
        wanted = {kind: None for call in group for kind in _KINDS[_function(call)]}
        place = place_of_source(group[0], group[0].expressions[0].table)
        if place is None or sum(map(first.count, wanted)) <= MOST_EXCEPTIONS:
            continue
        number += 1
        name = table_name(number)
        day = None if first.row_day is None else day_number(first.row_day.local)
        fixed_day = None if first.row_day else first.fixed_day
        table = exceptions_table(
            first.map, tuple(wanted), fixed_day, name, dated=first.row_day is not None
        )
        join_exceptions(*place, name, table, first.code.copy(), day)
        joined.update({id(call): replace(communes[id(call)], table=name) for call in group})
    return joined


def _distinct(names: Sequence[tuple[Named, ...]]) -> tuple[Named, ...]:
    if len(names) == 1:
        return names[0]
    return tuple(dict.fromkeys(named for each in names for named in each))


def _function(call: exp.Anonymous) -> str:
    return str(call.this).lower()


def _named(calls: Iterable[exp.Anonymous], function: str) -> list[exp.Anonymous]:
    return [each for each in calls if _function(each) == function]


@dataclass(frozen=True, slots=True)
class _RowDay:
    """The row's own day: how it is compared with a day of the map, and on the wall's clock."""

    value: exp.Expr
    local: exp.Expr
    start_of: Callable[[date], exp.Expr]

    @classmethod
    def of(cls, argument: exp.Expr, origin: Origin) -> _RowDay:
        column_type, zone = origin.column.type, origin.bound.dataset.time_zone
        local = argument.copy()
        if column_type.scalar is not ScalarType.DATE:
            local = local_time(local, column_type, zone)
        return cls(argument, local, lambda day: day_start(day, column_type, zone))

    @property
    def year(self) -> exp.Expr:
        return cast(exp.Extract(this=exp.Var(this="YEAR"), expression=self.local.copy()), TEXT)

    def before(self, day: date) -> exp.Expr:
        return exp.LT(this=self.value.copy(), expression=self.start_of(day))

    def from_on(self, day: date) -> exp.Expr:
        return exp.GTE(this=self.value.copy(), expression=self.start_of(day))


@dataclass(frozen=True, slots=True)
class _Commune:
    """One call: a raw code and the map it is read on, at the row's day or at one fixed day.

    Where no branch shows a commune, the relation is not granted; where some rows show something
    coarser (`mixed`: an EPCI, a hash), those rows lie nowhere. `table` is the name under which the
    map's exceptions are joined, if they are.
    """

    code: exp.Expr
    map: CommuneMap
    fixed_day: date
    row_day: _RowDay | None
    mixed: bool
    table: str | None = None

    @classmethod
    def of(cls, call: exp.Anonymous, known: Mapping[int, Origin], context: Context) -> _Commune:
        code, *dates = call.expressions
        origin = origin_of(code, call, known)
        communal = _communal(origin)
        if not communal:
            raise ColumnNotGranted(dataset=origin.bound.dataset.name, column=_relation(origin))
        cog = context.binding.cog
        land = land_in(origin.bound, origin.column.name, cog)
        return cls(
            code=code,
            map=CommuneMap(cog, land, context.limits.max_reference_lines),
            fixed_day=map_day(origin.bound.dataset, origin.column, context.binding.today),
            row_day=_RowDay.of(dates[0], origin_of(dates[0], call, known)) if dates else None,
            mixed=_is_mixed(origin, communal),
        )

    def subject(self, call: exp.Anonymous) -> tuple[object, ...]:
        """Equal for calls that one joined table can serve."""
        place = place_of_source(call, call.expressions[0].table)
        return (id(place and place[0]), *(each.sql() for each in call.expressions))

    def held(self, kind: str) -> tuple[Written, ...]:
        """The map's exceptions of one kind."""
        return held_on(self.map, kind, self._day)

    def count(self, kind: str) -> int:
        """The number of codes of the map's exceptions of one kind."""
        return count_held_on(self.map, kind, self._day)

    @property
    def _day(self) -> date | None:
        return None if self.row_day else self.fixed_day

    def expression(self, function: str) -> exp.Expr:
        if function == COMMUNE_LABEL:
            # `35308@2019`: the commune at the row's date, and the year to read its label in.
            dated = exp.DPipe(this=self._commune(), expression=self._year(), safe=False)
            return self._said(KEYED, dated)
        if function == COMMUNE_KNOWN:
            known = exp.EQ(this=self._said(KNOWN, text("")), expression=text(YES))
            absent = [is_null(self._own())]
            if self.row_day is not None:
                absent.append(is_null(self.row_day.value.copy()))
            return case([(each, null(_TRUTH)) for each in absent], known)
        if function == COMMUNE_NAME:
            named = self._said(NAMED, self._own())
            if self.row_day is None:
                return named
            # Without a day nothing is known of the commune, not even a name that never changed.
            return case([(is_null(self.row_day.value.copy()), null(TEXT))], named)
        return self._commune()

    def _commune(self) -> exp.Expr:
        return self._said(MOVED, self._own())

    def _own(self) -> exp.Expr:
        """The code itself, where it is one: what stands in its place is longer, or nothing."""
        if not self.mixed:
            return self.code.copy()
        length = exp.Length(this=self.code.copy())
        is_code = exp.EQ(this=length, expression=exp.Literal.number(_CODE_LENGTH))
        return case([(is_code, self.code.copy())], null(TEXT))

    def _said(self, kind: str, otherwise: exp.Expr) -> exp.Expr:
        if self.table is not None:
            return held_in(self.table, kind, otherwise)
        return case(self._whens(self.held(kind)), otherwise)

    def _year(self) -> exp.Expr:
        first, last = self.map.years()
        if self.row_day is None:
            return text(f"@{min(max(self.fixed_day.year, first), last)}")
        return case(
            [
                (self.row_day.before(date(first + 1, 1, 1)), text(f"@{first}")),
                (self.row_day.from_on(date(last, 1, 1)), text(f"@{last}")),
            ],
            exp.DPipe(this=text("@"), expression=self.row_day.year, safe=False),
        )

    def _whens(self, written: Iterable[Written]) -> list[tuple[exp.Expr, exp.Expr]]:
        whens: list[tuple[exp.Expr, exp.Expr]] = []
        for codes, (start, end), value in written:
            conditions = [is_any_of(self.code.copy(), codes)]
            if self.row_day is not None and start is not None:
                conditions.append(self.row_day.from_on(start))
            if self.row_day is not None and end is not None:
                conditions.append(self.row_day.before(end))
            whens.append((all_of(conditions), text(value)))
        return whens


def _communal(origin: Origin) -> list[BoundBranch]:
    """The branches that show the column as a commune at least."""
    return [each for each in origin.bound.branches if _transform(origin, each) in _COMMUNAL]


def _is_mixed(origin: Origin, communal: Sequence[BoundBranch]) -> bool:
    if any(each.gives_every_row for each in communal):
        return False
    transforms = {_transform(origin, each) for each in origin.bound.branches}
    return bool(transforms - _COMMUNAL - {None, Transform.NULL})


def _transform(origin: Origin, branch: BoundBranch) -> Transform | None:
    cell = branch.columns.get(origin.column.name)
    return None if cell is None else cell.transform


def _relation(origin: Origin) -> str:
    """The dataset's name of the relation that is asked for; the column's where there is none."""
    column = origin.column
    relations = origin.bound.dataset.relations
    return next((each.name for each in relations if each.column == column.id), column.name)
