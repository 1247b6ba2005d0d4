"""The type of every node of a canonical tree, as Trino would see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from catalog.model.dataset import Column, ObjectKind
from federation.dialects.decimals import DECIMAL_METADATA
from federation.dialects.types import data_type, named_type
from federation.logical import FOLD, SHA256_HEX
from federation.plan import PlannedTable
from federation.source_text import is_given_as_text, value_name

_ANONYMOUS_TYPES = {
    SHA256_HEX: "VARCHAR",
    FOLD: "VARCHAR",
    "at_timezone": "TIMESTAMPTZ",
    "with_timezone": "TIMESTAMPTZ",
}


def annotate(tree: exp.Query, tables: Iterable[PlannedTable]) -> exp.Query:
    """The same tree, each node with its `type`; UNKNOWN where it cannot be told."""
    columns: dict[str, Any] = {}
    for table in tables:
        columns.setdefault(table.storage.id, {})[table.dataset.id] = dict(_source_types(table))
    schema = MappingSchema(columns, dialect=Trino, normalize=False)
    return annotate_types(tree, schema=schema, expression_metadata=METADATA, dialect=Trino)


def _source_types(table: PlannedTable) -> Iterator[tuple[str, exp.DataType]]:
    for column in table.dataset.columns:
        yield column.source_name, _source_type(table, column)
        if table.dataset.physical.kind is ObjectKind.CSV:
            # Where it is read below: see `is_read_below`.
            yield value_name(column), data_type(column.type)


def _source_type(table: PlannedTable, column: Column) -> exp.DataType:
    # What is given as text is read as text on every engine; the governed select makes it values.
    if is_given_as_text(table.dataset, column, table.storage.kind):
        return named_type("VARCHAR")
    return data_type(column.type)


def _annotate_anonymous(annotator: Any, node: exp.Anonymous) -> exp.Expr:
    named = _ANONYMOUS_TYPES.get(node.name.lower(), "UNKNOWN")
    return annotator._set_type(node, named_type(named))  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _like_first_argument(annotator: Any, node: exp.Expr) -> exp.Expr:
    return annotator._annotate_by_args(node, "this")  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


_FIELDS_OF_TIME = (
    exp.Extract,
    exp.Year,
    exp.Quarter,
    exp.Month,
    exp.WeekOfYear,
    exp.YearOfWeek,
    exp.Day,
    exp.DayOfMonth,
    exp.DayOfWeek,
    exp.DayOfWeekIso,
    exp.DayOfYear,
    exp.Hour,
    exp.Minute,
    exp.Second,
    exp.DateDiff,
    exp.Grouping,
)

_IN_DOUBLES = (
    *(exp.Cbrt, exp.Sin, exp.Cos, exp.Tan, exp.Asin, exp.Acos, exp.Atan, exp.Atan2, exp.Pi),
    *(exp.Radians, exp.Degrees, exp.Corr, exp.CovarPop, exp.CovarSamp, exp.RegrSlope),
    exp.RegrIntercept,
)
_LIKE_THE_FIRST = (exp.ArgMax, exp.ArgMin, exp.ApproxQuantile, exp.NthValue, exp.IgnoreNulls)
_TEXTS = (
    *(exp.GroupConcat, exp.SplitPart, exp.RegexpExtract, exp.RegexpReplace, exp.Reverse),
    exp.JSONExtractScalar,
)

METADATA: dict[type[exp.Expr], dict[str, Any]] = {
    **Trino.EXPRESSION_METADATA,
    **{each: {"returns": exp.DType.BIGINT} for each in _FIELDS_OF_TIME},
    **{each: {"returns": exp.DType.DOUBLE} for each in _IN_DOUBLES},
    **{each: {"annotator": _like_first_argument} for each in _LIKE_THE_FIRST},
    **{each: {"returns": exp.DType.VARCHAR} for each in _TEXTS},
    exp.RegexpLike: {"returns": exp.DType.BOOLEAN},
    exp.StrToTime: {"returns": exp.DType.TIMESTAMP},
    **DECIMAL_METADATA,
    exp.Anonymous: {"annotator": _annotate_anonymous},
    exp.AtTimeZone: {"returns": exp.DType.TIMESTAMPTZ},
    exp.TimestampTrunc: {"annotator": _like_first_argument},
    exp.Nullif: {"annotator": _like_first_argument},
    exp.Replace: {"returns": exp.DType.VARCHAR},
}
