"""`/services/activations/{activation}/rows/{table}/{row}`: one row of a list, where its service
says that each has a page; run again, by the rights of this moment.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from starlette.responses import Response
from starlette.routing import Route

from gateway.console.mutualised.documents import RUN
from gateway.console.mutualised.pages import activation_asked, activation_in
from gateway.console.mutualised.parameters import address_of, as_input
from gateway.console.mutualised.result_tables import ResultTable
from gateway.console.mutualised.views import cell
from gateway.console.picture_reader import reader_of
from gateway.console.rendering import write_day
from gateway.console.visit import Visit, page_for_signed_in
from papers.pictures.days import Span, day_line
from papers.pictures.markup import Drawn

_NOT_FOUND = 404
_SENTENCE, _REASONS = "sentence", "reasons"
_PARTS = ("table", "row")


class _Source(msgspec.Struct, frozen=True):
    synthetic: bool


class _Result(msgspec.Struct, frozen=True):
    tables: dict[str, ResultTable]
    sources: list[_Source]


class _Run(msgspec.Struct, frozen=True):
    document: str


class _Ran(msgspec.Struct, frozen=True, rename="camel"):
    run_service: _Run


class _Reason(msgspec.Struct, frozen=True):
    code: str
    fr: str | None = None
    en: str | None = None

    def of(self, language: str) -> str:
        return (self.fr if language == "fr" else self.en) or self.code


@page_for_signed_in
async def one_row(visit: Visit) -> Response:
    """A row that the reader's own run does not have is unknown, as one that nobody has."""
    activation_id = activation_in(visit)
    table_name, row_name = map(str, (visit.request.path_params[part] for part in _PARTS))
    activation, _, settings = await activation_asked(visit, activation_id)
    answer = await visit.ask(RUN, id=activation_id, parameters=as_input(settings))
    document = msgspec.convert(answer, _Ran).run_service.document
    result = msgspec.json.decode(document, type=_Result)
    table = result.tables.get(table_name)
    cells = None if table is None else table.row_called(row_name)
    if table is None or table.detail is None or cells is None:
        return visit.page("settings/nobody.html", status=_NOT_FOUND)
    sentence = cells.get(_SENTENCE)
    return visit.page(
        "mutualised/row.html",
        activation=activation,
        title=", ".join(_in_words(cells[column], visit) for column in table.detail.key),
        listed=table.label,
        sentence=sentence if isinstance(sentence, Mapping) else None,
        facts=_facts(table, cells, visit),
        curve=_curve(result, table, cells, visit),
        is_synthetic=any(source.synthetic for source in result.sources),
        back=f"/services/activations/{activation_id}{address_of(settings)}",
    )


def _facts(table: ResultTable, cells: Mapping[str, Any], visit: Visit) -> list[tuple[str, str]]:
    """Each column with its unit; the reason in the place of a value that is not there."""
    reasons = msgspec.convert(cells.get(_REASONS) or {}, dict[str, _Reason])
    facts = []
    for column in table.columns:
        name, value = column.name, cells[column.name]
        if name in {_SENTENCE, _REASONS}:
            continue
        text = _in_words(value, visit, numeric=column.type in {"integer", "decimal"})
        if value is None and name in reasons:
            text = f"— ({reasons[name].of(visit.language)})"
        elif value is not None and column.unit:
            text = f"{text} {column.unit}"
        facts.append((column.label.of(visit.language), text))
    return facts


def _in_words(value: object, visit: Visit, *, numeric: bool = False) -> str:
    day = _day(value)
    if day is not None:
        return write_day(day, visit.language)
    return cell(value, visit.language, numeric=numeric)


def _curve(
    result: _Result, table: ResultTable, cells: Mapping[str, Any], visit: Visit
) -> Drawn | None:
    """The days of the other table whose columns are the row's."""
    curve = None if table.detail is None else table.detail.curve
    of_days = None if curve is None else result.tables.get(curve.table)
    if curve is None or of_days is None:
        return None
    places = of_days.places
    if not {curve.day, curve.value, *curve.by.values()} <= places.keys():
        return None
    values: dict[date, float | None] = {}
    for row in of_days.rows:
        is_its = all(row[places[its]] == cells[name] for name, its in curve.by.items())
        day = _day(row[places[curve.day]])
        if is_its and day is not None:
            value = row[places[curve.value]]
            values[day] = None if value is None else float(value)
    since, until = (_day(cells.get(name or "")) for name in (curve.since, curve.until))
    column = of_days.columns[places[curve.value]]
    return day_line(
        reader_of(visit.language),
        column.label.of(visit.language),
        values,
        column.unit or "",
        None if since is None else Span(since, until),
    ).html("curve")


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


ROUTES = (Route("/services/activations/{activation}/rows/{table}/{row:path}", one_row),)
