"""The address of a page of rows, read as a GraphQL document: a filter, an order and a page.

All of it stands in the address, so that a link shows a colleague the same rows, as far as the
colleague may read them. Hence pages by their number: a cursor is its own reader's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from urllib.parse import urlencode

from catalog.model.column_types import DAYS, NUMBERS, TYPES
from catalog.model.dataset import ScalarType
from catalog.model.paris import PARIS
from gateway.console.data.row_columns import RowColumn
from gateway.console.days import read_day
from gateway.console.shared.described_data import DescribedData
from gateway.console.visit import Visit

PAGE_ROWS: Final = 50
_LAST_PAGE: Final = 10_000 // PAGE_ROWS
"""The furthest that the language goes by a place in the order."""
_FILTER: Final = ("commune", "since", "until", "column", "value")
FILTER_AND_PLACE: Final = (*_FILTER, "sort", "page")
"""The members of an address that choose, order or turn rows."""
_KEPT: Final = (*_FILTER, "sort", "purpose")
_LONGEST: Final = 200
_CURVED: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
_COMMUNE_CODE: Final = re.compile(r"\d[\dAB]\d{3}")
_YES, _NO = {"oui", "yes", "vrai", "true", "1"}, {"non", "no", "faux", "false", "0"}


@dataclass(frozen=True, slots=True)
class Variable:
    """`type`: as GraphQL calls it."""

    name: str
    type: str
    value: object


@dataclass(frozen=True, slots=True)
class Condition:
    """One member of `where`, over its variables."""

    text: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class RowsQuestion:
    """`typed`: the fields of the filter as they were typed. `page` begins with 1.

    `order`: the field of a column, with a minus before it for the last first; "" for the key's.
    """

    typed: Mapping[str, str]
    page: int
    order: str
    conditions: Sequence[Condition]
    errors: Sequence[Mapping[str, str]]
    commune: RowColumn | None
    dates: RowColumn | None
    filterable: Sequence[RowColumn]

    @property
    def is_filtered(self) -> bool:
        return any(self.typed[name] for name in _FILTER if name != "column")

    @property
    def is_last_page(self) -> bool:
        """True where the language goes no further page by page."""
        return self.page > _LAST_PAGE

    @property
    def variables(self) -> dict[str, object]:
        return {one.name: one.value for each in self.conditions for one in each.variables}

    def address(self, path: str, **changes: str) -> str:
        """Of `path` for the same rows, from their first page unless `page` is among the changes."""
        fields = {name: self.typed[name] for name in _KEPT} | changes
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{path}?{query}" if query else path

    def page_document(
        self, dataset: Mapping[str, Any], columns: Sequence[RowColumn], rows: int = PAGE_ROWS
    ) -> str:
        place = f"first: {rows}, offset: {(self.page - 1) * rows}"
        count = "totalCount { value exact }"
        return self._document(dataset, columns, place, count)

    def file_document(
        self, dataset: Mapping[str, Any], columns: Sequence[RowColumn], rows: int
    ) -> str:
        """From `$after` on. Nothing is counted: a count is a line that is read, and receipted."""
        place = f"first: {rows}, after: $after"
        return self._document(dataset, columns, place, "", "$after: String")

    def totals_document(self, data: DescribedData, fields: Sequence[str]) -> str:
        """The sums of those columns, over all rows that are filtered."""
        declared, arguments = self._conditions()
        signature = f"({', '.join(declared)})" if declared else ""
        filtered = f"({arguments})" if arguments else ""
        return (
            f"query Totals{signature} {{\n  {data.owner.field} {{\n    {data.field}{filtered} {{\n"
            f"      aggregate {{ count sum {{ {' '.join(fields)} }} }}\n    }}\n"
            "  }\n}\n"
        )

    def _conditions(self) -> tuple[list[str], str]:
        """The variables that are declared, and `where`."""
        declared = [
            f"${one.name}: {one.type}" for each in self.conditions for one in each.variables
        ]
        where = ", ".join(each.text for each in self.conditions)
        return declared, f"where: {{ {where} }}" if where else ""

    def _document(
        self,
        dataset: Mapping[str, Any],
        columns: Sequence[RowColumn],
        place: str,
        count: str,
        *declared: str,
    ) -> str:
        filtered, where = self._conditions()
        variables = [*declared, *filtered]
        arguments = [place, *([where] if where else [])]
        if self.order:
            direction = "DESC" if self.order.startswith("-") else "ASC"
            arguments.append(f"orderBy: [{{ {self.order.removeprefix('-')}: {direction} }}]")
        cells = " ".join(column.selected for column in columns)
        signature = f"({', '.join(variables)})" if variables else ""
        return (
            f"query Rows{signature} {{\n"
            f"  {dataset['owner']['field']} {{\n"
            f"    {dataset['field']}({', '.join(arguments)}) {{\n"
            f"      nodes {{ {cells} }}\n"
            f"      pageInfo {{ hasNextPage endCursor }}\n"
            f"      {count}\n"
            "    }\n"
            "  }\n"
            "}\n"
        )


def read_question(
    dataset: Mapping[str, Any], columns: Sequence[RowColumn], visit: Visit
) -> RowsQuestion:
    """Of the address of the visit. What names no column that is given is left aside."""
    query = visit.request.query_params
    typed = {name: query.get(name, "").strip()[:_LONGEST] for name in _KEPT}
    own_day = (dataset["territory"] or {}).get("dateColumn")
    dated = [column for column in columns if column.type in DAYS]
    dates = next((one for one in dated if one.name == own_day), dated[0] if dated else None)
    commune = next((column for column in columns if column.relation), None)
    filterable = [column for column in columns if column.is_comparable]
    by_field = {column.field: column for column in filterable}
    order = typed["sort"] if typed["sort"].removeprefix("-") in by_field else ""
    conditions: list[Condition] = []
    errors: list[Mapping[str, str]] = []
    if typed["commune"] and commune is not None:
        conditions.append(_of_commune(commune, typed["commune"]))
    if dates is not None:
        since, until = (_day(typed, name, errors, visit) for name in ("since", "until"))
        if since is not None or until is not None:
            conditions.append(_of_period(dates, since, until))
    column = by_field.get(typed["column"])
    if typed["value"] and not typed["column"]:
        errors.append({"id": "column", "text": visit.gettext("Choisissez la colonne.")})
    elif typed["value"] and column is not None:
        condition = _of_column(column, typed["value"], visit.language)
        if condition is None:
            errors.append({"id": "value", "text": _expected(column, visit)})
        else:
            conditions.append(condition)
    page = query.get("page", "")
    return RowsQuestion(
        typed=typed,
        page=max(1, min(int(page), _LAST_PAGE + 1)) if page.isdecimal() else 1,
        order=order,
        conditions=conditions,
        errors=errors,
        commune=commune,
        dates=dates,
        filterable=filterable,
    )


def _day(
    typed: Mapping[str, str], name: str, errors: list[Mapping[str, str]], visit: Visit
) -> date | None:
    day = read_day(typed[name])
    if typed[name] and day is None:
        sentence = visit.gettext("Le jour s'écrit jj/mm/aaaa, par exemple 26/11/2026.")
        errors.append({"id": name, "text": sentence})
    return day


def _expected(column: RowColumn, visit: Visit) -> str:
    _ = visit.gettext
    if column.type in NUMBERS:
        return _("« %(column)s » est un nombre : écrivez-en un.", column=column.label)
    if column.type in DAYS:
        return _("« %(column)s » est un jour : écrivez-le jj/mm/aaaa.", column=column.label)
    if column.type == ScalarType.TIME:
        return _("« %(column)s » est une heure : écrivez-la hh:mm.", column=column.label)
    return _("« %(column)s » est oui ou non : écrivez l'un des deux.", column=column.label)


def _of_commune(column: RowColumn, text: str) -> Condition:
    is_code = _COMMUNE_CODE.fullmatch(text.upper()) is not None
    value = text.upper() if is_code else text.replace(_CURVED, "'")
    compared = "code: { eq: $commune }"
    if not is_code:
        compared = "nom: { contains: $commune, fold: CASE_ACCENT }"
    text = f"{column.relation}: {{ {compared} }}"
    return Condition(text, (Variable("commune", "String", value),))


def _graphql(kind: str) -> str:
    return TYPES[ScalarType(kind)].graphql


def _of_period(column: RowColumn, since: date | None, until: date | None) -> Condition:
    """Both days included: in a column of moments, to the end of the last."""
    bounds, variables = [], []
    kind = _graphql(column.type)
    if since is not None:
        bounds.append("gte: $since")
        variables.append(Variable("since", kind, _moment(since, column.type)))
    if until is not None and column.type == "date":
        bounds.append("lte: $until")
        variables.append(Variable("until", kind, until.isoformat()))
    elif until is not None:
        bounds.append("lt: $until")
        value = _moment(min(until, date.max - timedelta(1)) + timedelta(1), column.type)
        variables.append(Variable("until", kind, value))
    return Condition(f"AND: [{{ {column.field}: {{ {', '.join(bounds)} }} }}]", tuple(variables))


def _moment(day: date, kind: str) -> str:
    """Its midnight, in Paris where the column holds instants."""
    if kind == "date":
        return day.isoformat()
    midnight = datetime.combine(day, time())
    if kind == "timestamp":
        return midnight.isoformat()
    instant = midnight.replace(tzinfo=PARIS).astimezone(UTC)
    return f"{instant:%Y-%m-%dT%H:%M:%S}Z"


def _of_column(column: RowColumn, text: str, language: str) -> Condition | None:
    """None where the text is no value of the column."""
    if column.type in DAYS:
        day = read_day(text)
        if day is None:
            return None
        whole = _of_period(column, day, day)
        # Its variables stand beside those of the period.
        named = tuple(Variable(f"{one.name}Day", one.type, one.value) for one in whole.variables)
        text = whole.text.replace("$since", "$sinceDay").replace("$until", "$untilDay")
        return Condition(text.removeprefix("AND: [{ ").removesuffix(" }]"), named)
    value, kind, compared = _plain_value(column.type, text, language)
    if value is None:
        return None
    written = f"{column.field}: {{ {compared} }}"
    return Condition(written, (Variable("value", kind, value),))


def _plain_value(kind: str, text: str, language: str) -> tuple[object, str, str]:
    """(the value, its type, how it is compared); None for what is no value of the kind."""
    if kind == "boolean":
        word = text.lower()
        is_one = word in _YES | _NO
        return (word in _YES if is_one else None), "Boolean", "eq: $value"
    if kind in NUMBERS:
        return _number(kind, text, language), _graphql(kind), "eq: $value"
    if kind == ScalarType.TIME:
        return _time(text), _graphql(kind), "eq: $value"
    return text, "String", "contains: $value, fold: CASE_ACCENT"


def _time(text: str) -> str | None:
    """`8:15` and `8h15` too."""
    hour, _, rest = text.strip().lower().replace("h", ":").partition(":")
    try:
        return time.fromisoformat(f"{hour:0>2}:{rest or '00'}").isoformat()
    except ValueError:
        return None


def _number(kind: str, text: str, language: str) -> object:
    plain = "".join(text.split())
    plain = plain.replace(",", ".") if language == "fr" else plain.replace(",", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return None
    if not number.is_finite() or (kind in {"integer", "bigint"} and number % 1):
        return None
    match kind:
        case "integer":
            return int(number)
        case "float":
            return float(number)
        case "bigint":
            return str(int(number))
    return f"{number:f}"
