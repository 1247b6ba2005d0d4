"""Values as text, as a declared format says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from catalog.model.dataset import TextFormat
from demo.generate.table import Table, Value

PLAIN = TextFormat()
FRENCH = TextFormat(date="%d/%m/%Y", decimal_mark=",", true="oui", false="non")
"""As a spreadsheet saves it in a French town hall."""


def value_text(value: Value, form: TextFormat) -> str:
    """Empty for None; an instant keeps its offset."""
    match value:
        case None:
            return ""
        case bool():
            return form.true if value else form.false
        case datetime():
            text = value.strftime(form.timestamp)
            return text if value.tzinfo is None else text + value.isoformat()[-6:]
        case date():
            return value.strftime(form.date)
        case float() | Decimal():
            return str(value).replace(".", form.decimal_mark)
        case _:
            return str(value)


def by_year(table: Table) -> Iterator[tuple[str, Table]]:
    """(`2023`, its rows) for tables with a day of collection, else (the table's name, all)."""
    if "date_collecte" not in table.column_names:
        yield table.name, table
        return
    position = table.position("date_collecte")
    years: dict[int, list[tuple[Value, ...]]] = {}
    for row in table.rows:
        day = row[position]
        assert isinstance(day, date)
        years.setdefault(day.year, []).append(row)
    for year in sorted(years):
        yield str(year), table.with_rows(tuple(years[year]))
