"""The parameters of a page of features: each known, each once, anything else refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from catalog.model.dataset import Column, ScalarType
from catalog.model.paris import PARIS
from gateway.http.ogc.boxes import Bbox, read_box, read_crs
from gateway.http.ogc.cql2_json import read_cql2_json
from gateway.http.ogc.cql2_text import read_cql2_text
from gateway.http.ogc.places import Collection, day_column
from gateway.http.ogc.problems import OgcParameter, OgcUnknownParameter
from gateway.http.ogc.projections import CRS84, Crs
from gateway.reading.walks.terms import (
    Always,
    Comparison,
    Condition,
    Every,
    Property,
    Value,
    ValueKind,
)

DEFAULT_LIMIT, MOST_ROWS = 1_000, 10_000
TOKEN = "cursor"  # noqa: S105 - the name of a parameter
_OF_ITEMS = frozenset(
    {"bbox", "bbox-crs", "crs", "datetime", "limit", "filter", "filter-lang", "filter-crs", "f"}
)
OF_A_FEATURE = frozenset({"crs", "f"})
OF_A_DOCUMENT = frozenset({"f"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBERS = frozenset({ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_OPEN = frozenset({"..", ""})
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ItemsParameters:
    """`values` as they were sent, without the token; `columns`: those that are named as such."""

    values: Mapping[str, str]
    token: str | None
    limit: int
    crs: Crs
    box: Bbox | None
    conditions: tuple[Condition, ...]

    @property
    def question(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.values.items())


def read_items_parameters(
    pairs: Sequence[tuple[str, str]], features: Collection
) -> ItemsParameters:
    """Raises OgcParameter, OgcUnknownParameter, and what filters raise."""
    columns = {str(each.name): each for each in features.properties}
    values = single_values(pairs, _OF_ITEMS | {TOKEN} | columns.keys())
    token = values.pop(TOKEN, None)
    box_crs = read_crs(values.get("bbox-crs"), "bbox-crs")
    conditions: list[Condition] = [
        Comparison("=", Property(name), _value(text, columns[name]))
        for name, text in values.items()
        if name in columns and name not in _OF_ITEMS
    ]
    if "datetime" in values:
        conditions.append(_during(values["datetime"], features))
    if "filter" in values:
        conditions.append(_filter(values))
    return ItemsParameters(
        values=values,
        token=token,
        limit=_limit(values.get("limit")),
        crs=read_crs(values.get("crs"), "crs"),
        box=read_box(values["bbox"], box_crs) if "bbox" in values else None,
        conditions=tuple(conditions),
    )


def single_values(
    pairs: Sequence[tuple[str, str]], served: frozenset[str] | set[str]
) -> dict[str, str]:
    """Raises OgcUnknownParameter, OgcParameter for one that is given twice."""
    values: dict[str, str] = {}
    for name, value in pairs:
        if name not in served:
            raise OgcUnknownParameter(name=name[:40])
        if name in values:
            raise OgcParameter(
                name=name[:40], reason_fr="il est donné deux fois", reason_en="it is given twice"
            )
        values[name] = value
    return values


def _limit(text: str | None) -> int:
    """Above the maximum it is cut."""
    if text is None:
        return DEFAULT_LIMIT
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or not int(text):
        raise OgcParameter(
            name="limit",
            reason_fr="un nombre entier à partir de 1 est attendu",
            reason_en="a whole number from 1 on is expected",
        )
    return min(int(text), MOST_ROWS)


def _filter(values: Mapping[str, str]) -> Condition:
    if values.get("filter-crs", CRS84.uri) != CRS84.uri:
        read_crs(values["filter-crs"], "filter-crs")
    match values.get("filter-lang", "cql2-text"):
        case "cql2-text":
            return read_cql2_text(values["filter"])
        case "cql2-json":
            return read_cql2_json(values["filter"])
    raise OgcParameter(
        name="filter-lang",
        reason_fr="cql2-text ou cql2-json est attendu",
        reason_en="cql2-text or cql2-json is expected",
    )


def _value(text: str, column: Column) -> Value:
    match column.type.scalar:
        case scalar if scalar in _NUMBERS:
            return Value(ValueKind.NUMBER, text)
        case ScalarType.BOOLEAN:
            if text not in {"true", "false"}:
                raise OgcParameter(
                    name=str(column.name),
                    reason_fr="true ou false est attendu",
                    reason_en="true or false is expected",
                )
            return Value(ValueKind.TRUTH, text)
    return Value(ValueKind.TEXT, text)


def _during(text: str, features: Collection) -> Condition:
    """Of features that have no time, all."""
    start, is_interval, end = text.partition("/")
    bounds = (start, end) if is_interval else (start, start)
    moments = [None if each in _OPEN and is_interval else _moment(each) for each in bounds]
    column = day_column(features.readable)
    if column is None:
        return Always(is_true=True)
    name = Property(str(column.name))
    parts = []
    if moments[0] is not None:
        parts.append(Comparison(">=", name, _bound(moments[0], column)))
    if moments[1] is not None:
        until = moments[1]
        if isinstance(until, datetime) or column.type.scalar is ScalarType.DATE:
            parts.append(Comparison("<=", name, _bound(until, column)))
        else:
            parts.append(Comparison("<", name, _bound(until + _A_DAY, column)))
    return Every(tuple(parts)) if parts else Always(is_true=True)


def _moment(text: str) -> date | datetime:
    """A day, or a moment with its zone. Raises OgcParameter."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    except ValueError:
        pass
    raise OgcParameter(
        name="datetime",
        reason_fr="un jour, un instant avec son fuseau, ou deux séparés par / (.. : sans borne)",
        reason_en="a day, an instant with its zone, or two with / between (..: no bound)",
    )


def _bound(moment: date | datetime, column: Column) -> Value:
    """The moment as the column has it: a day and a clock without a zone are those of Paris."""
    if column.type.scalar is ScalarType.DATE:
        day = moment.astimezone(PARIS).date() if isinstance(moment, datetime) else moment
        return Value(ValueKind.TEXT, day.isoformat())
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=PARIS)
    if column.type.scalar is ScalarType.TIMESTAMP:
        return Value(ValueKind.TEXT, moment.astimezone(PARIS).replace(tzinfo=None).isoformat())
    return Value(ValueKind.MOMENT, moment.isoformat())
