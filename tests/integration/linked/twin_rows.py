"""Rows that a reader sees as the same, and that differ wherever they are hidden from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from random import Random

from catalog.model.transform import Transform
from tests.integration.linked.invoices import TABLES, rows_of_all

CANARY = "CANARI"
_ANOTHER = {
    "string": CANARY,
    "integer": 987_654,
    "date": dt.date(2024, 2, 2),
    "decimal(12,2)": Decimal("7777777.77"),
    "decimal(12,3)": Decimal("7777777.777"),
}
_FIRST_CANARY = 10**9


def twin_of(seen, reader, *, seed):
    """`seen`: the rows of each table as the reader sees them. Hidden rows are linked to what is
    seen, keys of hidden parents are those of others; cells that are not given, and days of which
    the month is given, are others.
    """
    random, rows = Random(seed), {}
    for name, table in TABLES.items():
        visible = {row[table.key] for row in seen[name]}
        rows[name] = [
            _another_day(row, name, reader, random)
            if row[table.key] in visible
            else _hidden(row, name, reader, seen, random)
            for row in rows_of_all()[name]
        ]
        random.shuffle(rows[name])
    return rows


def without_hidden(seen):
    """Hidden rows are not there at all."""
    return {
        name: [
            row
            for row in rows_of_all()[name]
            if row[table.key] in {each[table.key] for each in seen[name]}
        ]
        for name, table in TABLES.items()
    }


def _decides(name, reader):
    """The columns that a rule on rows looks at."""
    found = set()
    for grant in reader.grants.get(name, ()):
        match grant.rows:
            case ("communes", _):
                found |= {"commune", "date_facture"}
            case (_, column, _, _):
                found.add(column)
    return found


def _hidden(row, name, reader, seen, random):
    table, kept = TABLES[name], _decides(name, reader)
    changed = {
        column: _ANOTHER[kind]
        for column, kind in table.types.items()
        if column not in kept | {table.key} | table.ends
    }
    for link in table.links:
        others = seen[link.target]
        if not link.many and others:
            changed[link.here] = random.choice(others).get(link.there)
    if table.types[table.key] == "string":
        changed[table.key] = random.choice(seen[name])[table.key] if seen[name] else CANARY
    else:
        changed[table.key] = _FIRST_CANARY + random.randrange(10**6)
    return {**row, **changed}


def _another_day(row, name, reader, random):
    changed = {}
    for grant in reader.grants.get(name, ()):
        for column, transform in grant.changed.items():
            if row[column] is None:
                continue
            if transform is None:
                changed[column] = _ANOTHER[TABLES[name].types[column]]
            elif transform is Transform.MONTH:
                changed[column] = row[column].replace(day=random.randrange(1, 29))
            elif transform is Transform.YEAR:
                changed[column] = row[column].replace(month=random.randrange(1, 13))
    return {**row, **changed}
