"""A source's columns as values of their declared types: text is read as the dataset says."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import Column, ColumnType, Dataset, ObjectKind, ScalarType, TextFormat
from catalog.model.storage import StorageKind
from federation.problems import UnsupportedTextFormat
from federation.rewrites.expressions import (
    LOCAL_TIME,
    TEXT,
    case,
    cast,
    data_type,
    is_any_of,
    null,
    text,
)
from federation.rewrites.number_texts import plain_number
from federation.source_text import is_given_as_text

_PLAIN = TextFormat()
_OFFSET = "%z"
_DIRECTIVES = ("%Y", "%y", "%m", "%d", "%H", "%M", "%S")


def needs_reading(dataset: Dataset, column: Column, kind: StorageKind) -> bool:
    """True where reading the column is more than naming it: it is then read once, below."""
    return (
        is_given_as_text(dataset, column, kind)
        or column.type.scalar is ScalarType.FLOAT
        or _may_be_midnight_again(column, kind)
    )


def typed_column(dataset: Dataset, column: Column, kind: StorageKind, source: str) -> exp.Expr:
    """`source`'s column as a value of its declared type; what cannot be read is NULL."""
    raw: exp.Expr = exp.Column(
        this=exp.Identifier(this=column.source_name, quoted=True),
        table=exp.Identifier(this=source, quoted=True),
    )
    scalar = column.type.scalar
    if is_given_as_text(dataset, column, kind):
        return _read(told_text(cast(raw, TEXT), column, dataset), column, dataset, kind)
    if scalar in {ScalarType.STRING, ScalarType.JSON}:
        # An enumeration, a uuid, char(5) or jsonb is text here, on every engine.
        return cast(raw, TEXT)
    if _may_be_midnight_again(column, kind):
        return _of_one_day(raw, column.type)
    return _finite(raw) if scalar is ScalarType.FLOAT else raw


def _may_be_midnight_again(column: Column, kind: StorageKind) -> bool:
    """PostgreSQL's times reach 24:00."""
    return column.type.scalar is ScalarType.TIME and kind is StorageKind.POSTGRESQL


def _of_one_day(value: exp.Expr, of: ColumnType) -> exp.Expr:
    """NULL for 24:00, which no other engine has."""
    last = cast(text("23:59:59.999999"), of)
    return exp.Case(ifs=[exp.If(this=exp.LTE(this=value.copy(), expression=last), true=value)])


def told_text(raw: exp.Expr, column: Column, dataset: Dataset) -> exp.Expr:
    """NULL where the source says that there is nothing."""
    words = () if column.text_format is None else column.text_format.empty
    # Nothing between two delimiters is '' on one engine, NULL on another.
    blank = ("",) if dataset.physical.kind is ObjectKind.CSV else ()
    for word in (*blank, *words):
        raw = exp.Nullif(this=raw, expression=text(word))
    return raw


def _finite(value: exp.Expr) -> exp.Expr:
    """NaN and infinities are no numbers in JSON: NULL. NaN < infinity is false on all engines.

    Text needs none of this: no spelling that is read is NaN or infinite.
    """
    infinity = cast(text("Infinity"), ColumnType(ScalarType.FLOAT))
    is_number = exp.LT(this=exp.Abs(this=value.copy()), expression=infinity)
    return exp.Case(ifs=[exp.If(this=is_number, true=value)])


def _read(  # noqa: PLR0911 - one way to read for each type
    value: exp.Expr, column: Column, dataset: Dataset, kind: StorageKind
) -> exp.Expr:
    form = column.text_format or _PLAIN
    match column.type.scalar:
        case ScalarType.STRING | ScalarType.JSON:
            return value
        case ScalarType.DECIMAL | ScalarType.FLOAT:
            return _try(plain_number(value, form, is_whole=False), column)
        case ScalarType.INTEGER | ScalarType.BIGINT:
            return _try(plain_number(value, form, is_whole=True), column)
        case ScalarType.BOOLEAN:
            bare = kind is StorageKind.SQLITE and column.text_format is None
            true, false = (
                ((form.true, "1"), (form.false, "0"))
                if bare
                else (
                    (form.true,),
                    (form.false,),
                )
            )
            said = [
                (is_any_of(value.copy(), true), exp.true()),
                (is_any_of(value.copy(), false), exp.false()),
            ]
            return case(said, null(column.type))
        case ScalarType.DATE:
            if form.date == _PLAIN.date:
                return _try(value, column)
            return exp.StrToDate(this=value, format=text(_known(form.date)))
        case ScalarType.TIME:
            return _try(value, column)
        case ScalarType.TIMESTAMP:
            return _local(value, form.timestamp)
        case ScalarType.TIMESTAMP_TZ:
            return _instant(value, column, form.timestamp, dataset.time_zone)


def _instant(value: exp.Expr, column: Column, form: str, time_zone: str) -> exp.Expr:
    """ISO 8601 says its offset, or is on the dataset's own clock; a declared form says which."""
    if form.endswith(_OFFSET):
        if form.removesuffix(_OFFSET) != _PLAIN.timestamp:
            raise UnsupportedTextFormat(column=column.id)
        return _try(value, column)
    clock = [_local(value, form), text(time_zone)]
    local = exp.Anonymous(this="with_timezone", expressions=clock)
    if form != _PLAIN.timestamp:
        return local
    return exp.Coalesce(this=_try(value.copy(), column), expressions=[local])


def _local(value: exp.Expr, form: str) -> exp.Expr:
    if form == _PLAIN.timestamp:
        return exp.TryCast(this=value, to=data_type(LOCAL_TIME), safe=True)
    return exp.StrToTime(this=value, format=text(_known(form)))


def _try(value: exp.Expr, column: Column) -> exp.Expr:
    return exp.TryCast(this=value, to=data_type(column.type), safe=True)


def _known(form: str) -> str:
    """Fields of fixed width only, so that every engine reads the same."""
    rest = form
    for directive in _DIRECTIVES:
        rest = rest.replace(directive, "")
    if "%" in rest or ("%Y" in form) == ("%y" in form):
        raise UnsupportedTextFormat(format=form)
    return form
