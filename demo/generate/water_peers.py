"""Figures of invented water services, such as others publish: peers of those of Eau du Bassin
Rennais, which are invented too and stand beside no real one.
"""

from __future__ import annotations

import csv
from decimal import Decimal

from catalog.model.dataset import ColumnType
from demo.generate.ground import DEMO
from demo.generate.table import INTEGER, LABEL, STRING, Table, TableColumn, Value, decimal
from demo.generate.water_services import BASSIN_RENNAIS

_TEXTS = ("service_id", "missions")
_YEAR = "annee"
_FIGURE = decimal(9, 2)


def peers() -> Table:
    """`indicateurs_publies`, as `water_peers.csv` has them: a row a service."""
    with (DEMO / "water_peers.csv").open(encoding="utf-8", newline="") as file:
        heads, *lines = csv.reader(file)
    columns = tuple(TableColumn(name, _type_of(name)) for name in heads)
    rows = tuple(
        tuple(_value(text, column) for text, column in zip(line, columns, strict=True))
        for line in lines
    )
    title = f"Indicateurs d'autres services d'eau {LABEL}"
    return Table(BASSIN_RENNAIS, "indicateurs_publies", title, columns, ("service_id",), rows)


def _type_of(name: str) -> ColumnType:
    if name in _TEXTS:
        return STRING
    return INTEGER if name == _YEAR else _FIGURE


def _value(text: str, column: TableColumn) -> Value:
    if not text or column.type is STRING:
        return text or None
    return int(text) if column.type is INTEGER else Decimal(text)
