"""Makes a typed parameter of all that stands for a value in a statement: the tree holds none.

Its literals, each `?`, and the readings of the clock: `bind_values` checks and fills them in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlglot import exp

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.paris import PARIS
from federation.dialects.text_values import is_spelt_as
from federation.logical import FOLD, LiteralSource, Parameter, VariableSource
from federation.rewrites.expressions import cast, null
from federation.size_problems import SqlLimit
from federation.sql.parameters import ParameterType
from federation.sql.parsing import DECIMAL_LITERAL, PARAMETER
from federation.sql.plain import NAMED_ZONES
from federation.sql.problems import SqlConstruct, SqlLiteral
from federation.sql.scan import Scanned
from federation.wire_values import DECIMAL_DIGITS, canonical_value

MAX_VALUES = 2_000
CLOCK = "clock"
PARAMETERS = "parameters"
"""The key under which `bind_values` finds the values of `?` among the request's variables."""
TEXT = ColumnType(ScalarType.STRING)
_TYPED: Mapping[exp.DType, ScalarType] = {
    exp.DType[record.node]: each
    for each, record in TYPES.items()
    if record.spelling and each is not ScalarType.DECIMAL
}
_INSTANTS = frozenset({exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ})
_LARGEST_BIGINT = 2**63 - 1
_COUNTED = (exp.Limit, exp.Offset, exp.Fetch, exp.Ordered, exp.Group, exp.DataTypeParam, exp.Cube)
_DECIMAL = re.compile(r"[+-]?([0-9]*)(?:\.([0-9]*))?")
_WHEN = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[ T](?P<time>[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?))?"
    r"(?: ?(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})| (?P<zone>[A-Za-z]+(?:/[A-Za-z_]+)*))?"
)


@dataclass(slots=True)
class Values:
    """The parameters p0, p1 … of one statement, equal ones once."""

    made: list[Parameter] = field(default_factory=list)
    _names: dict[tuple[object, ...], str] = field(default_factory=dict)

    def add(
        self, type_: ColumnType, source: LiteralSource | VariableSource, cells: int = 1
    ) -> exp.Expr:
        """`CAST(:p3 AS type)`."""
        what = (type_, source, type(getattr(source, "value", None)))
        name = self._names.get(what)
        if name is None:
            name = self._names[what] = f"p{len(self.made)}"
            self.made.append(Parameter(name, type_, source, cells=cells))
        return cast(exp.Placeholder(this=name), type_)


def take_values(
    tree: exp.Query, parameters: Sequence[ParameterType], scanned: Scanned
) -> tuple[Parameter, ...]:
    """The tree's own literals replaced in place. Raises SqlLiteral, SqlConstruct."""
    values = Values()
    listed: dict[tuple[int, str], tuple[exp.Expr, dict[int, exp.Expr]]] = {}
    for node in list(tree.walk()):
        new = _replacement(node, values, parameters, scanned)
        if new is None:
            continue
        if len(values.made) > MAX_VALUES:
            raise SqlLimit(limit=MAX_VALUES, what_fr="valeurs", what_en="values")
        parent, key, index = node.parent, node.arg_key, node.index
        if parent is None or key is None or index is None:
            node.replace(new)
        else:
            # A list is replaced whole, once: one by one, a long one would take its square.
            listed.setdefault((id(parent), key), (parent, {}))[1][index] = new
    for (_, key), (parent, found) in listed.items():
        old = parent.args[key]
        parent.set(key, [found.get(index, each) for index, each in enumerate(old)])
    return tuple(values.made)


def take_counts(tree: exp.Query, parameters: Sequence[ParameterType]) -> None:
    """LIMIT ?, OFFSET ? and FETCH FIRST ? as the numbers that were given."""
    for node in tree.find_all(exp.Limit, exp.Offset, exp.Fetch):
        count = node.args.get("count" if isinstance(node, exp.Fetch) else "expression")
        if not isinstance(count, exp.Anonymous) or count.this != PARAMETER:
            continue
        rows = parameters[int(count.expressions[0].name) - 1].count
        if rows is not None:
            count.replace(exp.Literal.number(rows))


def clock_values(now: datetime) -> Mapping[str, str]:
    """Values of CURRENT_DATE and CURRENT_TIMESTAMP for one request: Paris days, as everywhere."""
    local = now.astimezone(PARIS)
    milliseconds = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return {
        "day": local.date().isoformat(),
        "instant3": milliseconds.isoformat(),
        "instant6": now.isoformat(),
        "local3": milliseconds.astimezone(PARIS).replace(tzinfo=None).isoformat(),
        "local6": local.replace(tzinfo=None).isoformat(),
    }


def _replacement(  # noqa: PLR0911 - one line for each way to write a value
    node: exp.Expr, values: Values, parameters: Sequence[ParameterType], scanned: Scanned
) -> exp.Expr | None:
    match node:
        case exp.Anonymous(this=str(name)) if name == PARAMETER:
            return _parameter(int(node.expressions[0].name), values, parameters)
        case exp.Anonymous(this=str(name)) if name == DECIMAL_LITERAL:
            return _decimal(node.expressions[0].name, values, scanned)
        case exp.CurrentDate() if node.this is None:
            return values.add(ColumnType(ScalarType.DATE), VariableSource((CLOCK, "day")))
        case exp.CurrentTimestamp():
            return _clock(node, ScalarType.TIMESTAMP_TZ, "instant", values)
        case exp.Localtimestamp():
            return _clock(node, ScalarType.TIMESTAMP, "local", values)
        case exp.Cast() if _is_text(node.this):
            return _typed_text(node, values, scanned)
        case exp.Literal() if _is_beyond_bigint(node):
            return _decimal(node.name, values, scanned)
        case exp.Literal() if node.is_string and not _stays(node):
            if isinstance(node.parent, exp.Anonymous) and node.parent.this == DECIMAL_LITERAL:
                return None
            return values.add(TEXT, LiteralSource(str(node.this)))
    return None


def _is_text(node: object) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)


def _is_beyond_bigint(literal: exp.Literal) -> bool:
    """A whole number of more digits is an exact decimal: no engine is left to find a type for it.

    Not one that counts or says a place: those are looked at where they stand.
    """
    digits = literal.name
    if literal.is_string or not digits.isdigit() or int(digits) <= _LARGEST_BIGINT:
        return False
    return not isinstance(literal.parent, _COUNTED)


def _stays(literal: exp.Literal) -> bool:
    """Part of what is done, not of what it is done with: a unit, a zone, an escape character."""
    parent, key = literal.parent, literal.arg_key
    match parent:
        case exp.Interval() | exp.AtTimeZone():
            return True
        case exp.GroupConcat() | exp.StrToTime():
            return key in {"separator", "format"}
        case exp.RegexpLike() | exp.RegexpExtract() | exp.RegexpReplace() | exp.JSONExtractScalar():
            return key in {"expression", "replacement"}
        case exp.Escape():
            return key == "expression"
        case exp.Anonymous(this=str(name)):
            return name.lower() in {*NAMED_ZONES, FOLD} and literal.index == 1
    return False


def _parameter(number: int, values: Values, types: Sequence[ParameterType]) -> exp.Expr:
    given = types[number - 1]
    if given.is_null:
        return null(given.type)
    return values.add(given.type, VariableSource((PARAMETERS, number - 1)), given.cells)


def _clock(node: exp.Expr, scalar: ScalarType, key: str, values: Values) -> exp.Expr:
    digits = "3" if node.this is None else node.this.name
    if digits not in {"3", "6"}:
        raise SqlConstruct(what=f"{type(node).__name__.upper()}({digits[:4]})")
    return values.add(ColumnType(scalar), VariableSource((CLOCK, f"{key}{digits}")))


def _decimal(text: str, values: Values, scanned: Scanned) -> exp.Expr:
    found = _DECIMAL.fullmatch(text)
    whole, decimals = (found[1], found[2] or "") if found else ("", "")
    digits = len(whole.lstrip("0")) + len(decimals)
    if not whole + decimals or digits > DECIMAL_DIGITS:
        raise _unreadable(ScalarType.DECIMAL, text, scanned)
    kind = ColumnType(ScalarType.DECIMAL, max(digits, 1), len(decimals))
    return values.add(kind, LiteralSource(text))


def _typed_text(node: exp.Cast, values: Values, scanned: Scanned) -> exp.Expr | None:
    """`DATE '2025-01-31'` and `CAST('12' AS BIGINT)`; other casts of a text stay casts."""
    if isinstance(node, exp.TryCast):
        return None
    text, target = node.this.name, node.to
    if target.this in _INSTANTS:
        return _moment(text, values, scanned)
    if target.this is exp.DType.DECIMAL:
        sizes = [int(each.name) for each in target.expressions if each.name.isdigit()]
        precision, scale = (*sizes, 0)[:2] if sizes else (DECIMAL_DIGITS, 0)
        kind = ColumnType(ScalarType.DECIMAL, precision, scale)
    elif target.this in _TYPED:
        kind = ColumnType(_TYPED[target.this])
    else:
        return None
    try:
        if not is_spelt_as(text, target.this):
            raise ValueError("another spelling")  # noqa: TRY301 - one refusal for all
        value = _to_scale(text, kind.scale or 0) if kind.scalar is ScalarType.DECIMAL else text
        canonical_value(value, kind)
    except ValueError:
        raise _unreadable(kind.scalar, text, scanned) from None
    return values.add(kind, LiteralSource(value))


def _to_scale(text: str, scale: int) -> str:
    """Half away from zero, as a cast of what is computed rounds."""
    with localcontext(prec=2 * DECIMAL_DIGITS + 1):
        return str(Decimal(text).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP))


ZONE = "zone"
"""The `meta` of an instant that is written with its zone: hours and days of it are those there."""


def _moment(text: str, values: Values, scanned: Scanned) -> exp.Expr:
    found = _WHEN.fullmatch(text.strip())
    zoned = found is not None and bool(found["offset"] or found["zone"])
    scalar = ScalarType.TIMESTAMP_TZ if zoned else ScalarType.TIMESTAMP
    if found is None:
        raise _unreadable(scalar, text, scanned)
    written = f"{found['day']}T{found['time'] or '00:00:00'}"
    try:
        if found["zone"]:
            zone = ZoneInfo(found["zone"])
            written = datetime.fromisoformat(written).replace(tzinfo=zone).isoformat()
        else:
            written += found["offset"] or ""
        canonical_value(written, ColumnType(scalar))
    except (ValueError, ZoneInfoNotFoundError, OverflowError):
        raise _unreadable(scalar, text, scanned) from None
    made = values.add(ColumnType(scalar), LiteralSource(written))
    if zoned:
        made.meta[ZONE] = found["zone"] or found["offset"]
    return made


def _unreadable(scalar: ScalarType, text: str, scanned: Scanned) -> SqlLiteral:
    record = TYPES[scalar]
    expected = record.literal or record.value
    return SqlLiteral(
        what=record.trino.partition("(")[0].upper(),
        expected_fr=expected.fr,
        expected_en=expected.en,
        place=scanned.place_of_text(text),
    )
