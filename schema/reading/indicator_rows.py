"""Groups with rates: the rows of a group by commune and year first, then over their inhabitants.

    SELECT key, sum(sum_of_kg), sum(inhabitants) … FROM (
      SELECT key, commune, year, sum(kg) AS sum_of_kg FROM rows WHERE … GROUP BY key, commune, year
    ) LEFT JOIN coverage ON (commune, year) GROUP BY key

A commune is counted once in a group, however many rows it has, and a commune without rows in it is
not counted at all. What the coverage holds of a commune is worked out of rows that are visible
under the same conditions (`gateway.reading.query.standard_coverage`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import Parameter, VariableSource
from federation.reference import COVERAGE, REFERENCE, coverage_parameter
from schema.problems import IndicatorsAlone
from schema.sql import TEXT, aliased, cast, column, is_null, quoted

MARK = "interco_indicator"
"""The mark of a part of a rate until the groups are made: (part, position of the rate)."""
_COMMUNES, _COVERED = "m", "p"
_CODE, _YEAR, _QUARTER = "commune code", "annee", "trimestre"
_QUARTERS = range(1, 5)
_COUNT = ColumnType(ScalarType.BIGINT)
_EXACT = ColumnType(ScalarType.DECIMAL, 38, 6)
_ADDED: Mapping[type[exp.Expr], type[exp.AggFunc]] = {
    exp.Sum: exp.Sum,
    exp.Count: exp.Sum,
    exp.Min: exp.Min,
    exp.Max: exp.Max,
}
"""By what the parts of a group are put together again."""


@dataclass(slots=True)
class Rates:
    """The rates that a list of groups asks for. `months`: the number of months of which a group
    must have rows; None where no period is said. `is_by_quarter`: the months are those of the
    quarter that the group is of.
    """

    code: exp.Expr
    day: exp.Expr
    months: exp.Expr | None
    is_by_quarter: bool = False
    numerators: list[exp.Expr] = field(default_factory=list)

    def part(self, name: str, numerator: exp.Expr) -> exp.Expr:
        """A mark: `value`, `numerator`, `denominator` or `reason` of the rate of `numerator`."""
        if numerator not in self.numerators:
            self.numerators.append(numerator)
        position = exp.Literal.number(self.numerators.index(numerator))
        return exp.Anonymous(this=MARK, expressions=[exp.Literal.string(name), position])


def held_parameter(place: str) -> Parameter:
    """The coverage of the connection at `place`, which is given once it was measured."""
    return Parameter(coverage_parameter(), TEXT, VariableSource((coverage_key(place),)))


def coverage_key(place: str) -> str:
    """Under which it is given beside the request's variables; no variable is called so."""
    return f"interco:coverage:{place}"


def with_rates(groups: exp.Select, rates: Rates) -> exp.Select:
    """The same groups in two steps, each mark replaced.

    Raises IndicatorsAlone for an aggregate that is not made of those of its parts.
    """
    keys = [each.copy() for each in groups.args["group"].expressions]
    below = _Parts(keys)
    kept = {name: groups.args.get(name) for name in ("expressions", "having", "order")}
    for part in kept.values():
        for node in part if isinstance(part, list) else [part]:
            if node is not None:
                below.take(node)
    numerators = [below.part(each.copy()) for each in rates.numerators]
    by_commune = below.select(groups, rates)
    tree = exp.Select(expressions=kept["expressions"])
    for name in ("having", "order", "limit", "offset"):
        if groups.args.get(name) is not None:
            tree.set(name, groups.args[name])
    tree.set("from_", exp.From(this=exp.Subquery(this=by_commune, alias=_alias(_COMMUNES))))
    tree.set("joins", [_join()])
    tree.set("group", exp.Group(expressions=[below.key(each) for each in range(len(keys))]))
    for mark in list(tree.find_all(exp.Anonymous)):
        if mark.name == MARK:
            part, position = (each.name for each in mark.expressions)
            mark.replace(_part(part, numerators[int(position)], rates))
    return tree


@dataclass(slots=True)
class _Parts:
    """The columns of the groups by commune and year: keys, then what aggregates are made of."""

    keys: list[exp.Expr]
    parts: list[exp.Expr] = field(default_factory=list)

    def key(self, position: int) -> exp.Column:
        return column(f"k{position}", _COMMUNES)

    def part(self, aggregate: exp.Expr) -> exp.Expr:
        """The aggregate, made of the parts of a group."""
        inner = aggregate.this if isinstance(aggregate, exp.Filter) else aggregate
        together = _ADDED.get(type(inner))
        if together is None or isinstance(inner.this, exp.Distinct):
            return self._average(inner)
        made = together(this=self._column(aggregate))
        return cast(made, _COUNT) if isinstance(inner, exp.Count) else made

    def _average(self, aggregate: exp.Expr) -> exp.Expr:
        if not isinstance(aggregate, exp.Avg):
            is_ranked = isinstance(aggregate, exp.ApproxQuantile)
            raise IndicatorsAlone(what="median, percentile" if is_ranked else aggregate.key)
        total = exp.Sum(this=self._column(exp.Sum(this=aggregate.this.copy())))
        count = exp.Sum(this=self._column(exp.Count(this=aggregate.this.copy(), big_int=True)))
        return exp.Paren(this=exp.Div(this=total, expression=count))

    def _column(self, part: exp.Expr) -> exp.Column:
        if part not in self.parts:
            self.parts.append(part.copy())
        return column(f"a{self.parts.index(part)}", _COMMUNES)

    def take(self, part: exp.Expr) -> None:
        """Aggregates and keys of a part of the groups, in place."""
        for node in list(part.walk(prune=lambda each: isinstance(each, (exp.AggFunc, exp.Filter)))):
            if isinstance(node, (exp.AggFunc, exp.Filter)):
                node.replace(self.part(node.copy()))
            elif node in self.keys:
                node.replace(self.key(self.keys.index(node)))

    def select(self, groups: exp.Select, rates: Rates) -> exp.Select:
        year = exp.Year(this=rates.day.copy())
        grouped = {f"k{at}": each for at, each in enumerate(self.keys)}
        grouped |= {_CODE: rates.code.copy(), _YEAR: year}
        if rates.is_by_quarter:
            grouped[_QUARTER] = exp.Quarter(this=rates.day.copy())
        columns = grouped | {f"a{at}": each for at, each in enumerate(self.parts)}
        select = exp.Select(expressions=[aliased(each, name) for name, each in columns.items()])
        select.set("from_", groups.args["from_"])
        if groups.args.get("where") is not None:
            select.set("where", groups.args["where"])
        select.set("group", exp.Group(expressions=[each.copy() for each in grouped.values()]))
        return select


def _part(name: str, numerator: exp.Expr, rates: Rates) -> exp.Expr:
    total = cast(numerator.copy(), _EXACT)
    inhabitants = cast(exp.Sum(this=column("population", _COVERED)), _COUNT)
    match name:
        case "numerator":
            return total
        case "denominator":
            return _where_there_is_a_rate(inhabitants, numerator, rates)
        case "value":
            rate = exp.Div(this=total, expression=cast(inhabitants, _EXACT))
            return _where_there_is_a_rate(rate, numerator, rates)
        case _:
            return _reason(numerator, rates)


def _where_there_is_a_rate(value: exp.Expr, numerator: exp.Expr, rates: Rates) -> exp.Expr:
    whens = [exp.If(this=each, true=exp.Null()) for _, each in _reasons(numerator, rates)]
    return exp.Case(ifs=whens, default=value)


def _reason(numerator: exp.Expr, rates: Rates) -> exp.Expr:
    whens = [
        exp.If(this=each, true=exp.Literal.string(name))
        for name, each in _reasons(numerator, rates)
    ]
    return cast(exp.Case(ifs=whens, default=exp.Null()), TEXT)


def _reasons(numerator: exp.Expr, rates: Rates) -> list[tuple[str, exp.Expr]]:
    """In this order; see `schema.types.indicator_types.REASONS`."""
    code, year = column(_CODE, _COMMUNES), column(_YEAR, _COMMUNES)
    population, covered = column("population", _COVERED), _months_covered(rates)

    def count(of: exp.Expr) -> exp.Expr:
        return exp.Count(this=of, big_int=True)

    lines = count(exp.Star())
    reasons: list[tuple[str, exp.Expr]] = [
        ("NO_COMMUNE", exp.EQ(this=count(code), expression=exp.Literal.number(0))),
        ("COMMUNE_UNKNOWN", exp.LT(this=count(code.copy()), expression=lines)),
        ("DAY_UNKNOWN", exp.LT(this=count(year), expression=lines.copy())),
    ]
    if rates.months is None:
        return [*reasons, ("NO_PERIOD", exp.true())]
    return [
        *reasons,
        (
            "SEVERAL_YEARS",
            exp.NEQ(this=exp.Min(this=year.copy()), expression=exp.Max(this=year.copy())),
        ),
        ("NOT_MEASURED", exp.LT(this=count(column("code", _COVERED)), expression=lines.copy())),
        ("NO_POPULATION", exp.LT(this=count(population), expression=lines.copy())),
        (
            "ZERO_POPULATION",
            exp.EQ(this=exp.Sum(this=population.copy()), expression=exp.Literal.number(0)),
        ),
        ("PARTLY_COVERED", exp.LT(this=exp.Min(this=covered), expression=rates.months.copy())),
        ("NO_VALUE", is_null(numerator.copy())),
    ]


def _months_covered(rates: Rates) -> exp.Expr:
    """Of the commune: in the year, or in the quarter that the group is of."""
    if not rates.is_by_quarter:
        return column("mois", _COVERED)
    whens = [
        exp.If(
            this=exp.EQ(this=column(_QUARTER, _COMMUNES), expression=exp.Literal.number(each)),
            true=column(f"mois_t{each}", _COVERED),
        )
        for each in _QUARTERS
    ]
    return exp.Case(ifs=whens)


def _join() -> exp.Join:
    table = exp.Table(this=quoted(COVERAGE.name), db=quoted(REFERENCE), alias=_alias(_COVERED))
    same = exp.and_(
        exp.EQ(this=column("code", _COVERED), expression=column(_CODE, _COMMUNES)),
        exp.EQ(this=column("annee", _COVERED), expression=column(_YEAR, _COMMUNES)),
        copy=False,
    )
    return exp.Join(this=table, side="LEFT", on=same)


def _alias(name: str) -> exp.TableAlias:
    return exp.TableAlias(this=quoted(name))
