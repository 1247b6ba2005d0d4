"""Days, months and hours in a time zone, for the engines whose instants carry no zone.

On Trino `x AT TIME ZONE z` is still the instant, shown in the zone; on DuckDB and PostgreSQL it is
the clock on the wall there. So the zone goes into what consumes it (a cut, a field, a day), and a
bare one changes nothing.
"""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.tree import RuleSet, call, rule_for, string
from federation.dialects.types import cast, is_date, is_instant, is_timestamp, typed
from federation.problems import NotTranslatable

_BELOW_A_DAY = frozenset({"HOUR", "MINUTE", "SECOND"})
FIELDS: dict[type[exp.Expr], str] = {
    exp.Year: "YEAR",
    exp.Quarter: "QUARTER",
    exp.Month: "MONTH",
    exp.Week: "WEEK",
    exp.WeekOfYear: "WEEK",
    exp.Day: "DAY",
    exp.DayOfMonth: "DAY",
    exp.DayOfWeek: "ISODOW",
    exp.DayOfWeekIso: "ISODOW",
    exp.DayOfYear: "DOY",
    exp.YearOfWeek: "ISOYEAR",
    exp.YearOfWeekIso: "ISOYEAR",
    exp.Hour: "HOUR",
    exp.Minute: "MINUTE",
    exp.Second: "SECOND",
}
_FIELD_NAMES = {
    "DOW": "ISODOW",
    "DAY_OF_WEEK": "ISODOW",
    "DAY_OF_YEAR": "DOY",
    "DAY_OF_MONTH": "DAY",
    "YOW": "ISOYEAR",
    "YEAR_OF_WEEK": "ISOYEAR",
}
_CONSUMERS: tuple[type[exp.Expr], ...] = (
    exp.TimestampTrunc,
    exp.DateTrunc,
    exp.Cast,
    exp.Extract,
    *FIELDS,
)


@rule_for(exp.AtTimeZone)
def bare_zone(node: exp.Expr) -> exp.Expr:
    """`x AT TIME ZONE z` that nothing cuts: the instant itself."""
    if is_timestamp(node.this) or is_date(node.this):
        node.set("this", cast(node.this, "TIMESTAMPTZ"))
    if isinstance(node.this, exp.Binary):
        # What `date_add` became: AT TIME ZONE would take the interval alone.
        kind = node.this.type or "TIMESTAMPTZ"
        node.set("this", typed(exp.Paren(this=node.this), kind))
    consumed = isinstance(node.parent, _CONSUMERS) and not (
        isinstance(node.parent, exp.Cast) and is_instant(node.parent)
    )
    return node if consumed else node.this


@rule_for(exp.Anonymous)
def instant_of_local_time(node: exp.Expr) -> exp.Expr:
    """`with_timezone(timestamp, z)`: the instant when the clocks there show it."""
    if not isinstance(node, exp.Anonymous) or node.name.lower() != "with_timezone":
        return node
    local, zone = node.expressions
    return typed(exp.AtTimeZone(this=cast(local, "TIMESTAMP"), zone=zone), "TIMESTAMPTZ")


@rule_for(exp.TimestampTrunc, exp.DateTrunc)
def truncation(node: exp.Expr) -> exp.Expr:
    """date_trunc of a DATE is a timestamp on two engines; of an instant, cut in its zone."""
    unit, value = _unit(node), node.this
    if isinstance(value, exp.AtTimeZone):
        return _truncated_instant(value, unit)
    if is_date(value):
        return cast(_cut(cast(value, "TIMESTAMP"), unit), "DATE")
    return typed(_cut(value, unit), value.type or "UNKNOWN")


def _truncated_instant(value: exp.AtTimeZone, unit: str) -> exp.Expr:
    instant, zone = value.this, value.args["zone"]
    if unit in _BELOW_A_DAY:
        # An hour that the clocks show twice would come back as one: subtract within the instant.
        rest = exp.Sub(this=value, expression=_cut(value.copy(), unit))
        return typed(exp.Sub(this=instant.copy(), expression=exp.Paren(this=rest)), "TIMESTAMPTZ")
    return typed(exp.AtTimeZone(this=_cut(value, unit), zone=zone.copy()), "TIMESTAMPTZ")


def _cut(value: exp.Expr, unit: str) -> exp.Expr:
    return call("DATE_TRUNC", string(unit.lower()), value)


@rule_for(exp.Extract, *FIELDS)
def field(node: exp.Expr) -> exp.Expr:
    """Week, day of week, year of week: one set of names, weeks and days as ISO 8601, BIGINT."""
    if isinstance(node, exp.Extract):
        name, value = node.name.upper(), node.expression
        name = _FIELD_NAMES.get(name, name)
    elif isinstance(node, tuple(FIELDS)):
        name, value = FIELDS[type(node)], node.this
    else:
        return node
    extracted: exp.Expr = call("DATE_PART", string(name.lower()), value)
    if name == "SECOND":
        # PostgreSQL's seconds have a fraction, which a cast would round up.
        extracted = exp.Floor(this=extracted)
    return cast(extracted, "BIGINT")


@rule_for(exp.DateAdd, exp.DateSub, exp.Add, exp.Sub)
def addition(node: exp.Expr) -> exp.Expr:
    """DATE + INTERVAL and date_add stay a DATE."""
    if isinstance(node, exp.DateAdd | exp.DateSub):
        start, count = node.this, node.expression
        step = exp.Interval(this=exp.Literal.string("1"), unit=exp.var(_unit(node)))
        span = exp.Mul(this=exp.Paren(this=count), expression=step)
        shifted: exp.Expr = (exp.Sub if isinstance(node, exp.DateSub) else exp.Add)(
            this=start, expression=span
        )
    elif isinstance(node, exp.Add | exp.Sub) and isinstance(node.expression, exp.Interval):
        start, shifted = node.this, node
    else:
        return node
    return cast(shifted, "DATE") if is_date(start) else typed(shifted, start.type or "UNKNOWN")


def to_the_millisecond(node: exp.Expr) -> exp.Expr:
    """A moment to the millisecond, for date_diff: Trino drops smaller parts on both sides first."""
    if is_timestamp(node) or is_instant(node):
        return typed(_cut(node, "MILLISECONDS"), node.type or "TIMESTAMP")
    return node


def _unit(node: exp.Expr) -> str:
    unit = node.args.get("unit")
    if unit is None:
        raise NotTranslatable(what=type(node).__name__)
    return str(unit.name).upper()


RULES = RuleSet(bare_zone, instant_of_local_time, truncation, field, addition)
