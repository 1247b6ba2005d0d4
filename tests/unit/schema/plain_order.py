"""Orders and aggregates of the reference, in plain Python."""

import math
from fractions import Fraction
from functools import cmp_to_key

from catalog.fold import fold
from catalog.model.dataset import ScalarType
from catalog.model.identifiers import graphql_name
from tests.unit.schema.plain_values import (
    PARTS,
    UNITS,
    as_list,
    column_of,
    commune_value,
    key_value,
    label_key,
    wire,
)
from tests.unit.schema.sample import cog


def compare(a, b, direction):
    """Text by code point, absent values where the direction says."""
    if a is None or b is None:
        if a is b:
            return 0
        first = direction.endswith("NULLS_FIRST")
        return -1 if (a is None) is first else 1
    sign = -1 if direction.startswith("DESC") else 1
    return 0 if a == b else sign * (-1 if a < b else 1)


def order_value(dataset, row, name, attribute):
    if name != "commune":
        return row[column_of(dataset, name).name]
    if attribute == "code":
        return commune_value(dataset, row)
    key = label_key(dataset, row)
    label = None if key is None else cog().label_of_key(key)
    return None if label is None else fold(label.nom)


def ordered(rows, order, dataset):
    terms = []
    for item in as_list(order):
        for name, direction in item.items():
            if isinstance(direction, dict):
                terms += [(name, attribute, each) for attribute, each in direction.items()]
            else:
                terms.append((name, None, direction))
    if dataset.primary_key:
        terms += [
            (graphql_name(dataset.column(key).name), None, "ASC") for key in dataset.primary_key
        ]

    def compared(a, b):
        for name, attribute, direction in terms:
            found = compare(
                order_value(dataset, a, name, attribute),
                order_value(dataset, b, name, attribute),
                direction,
            )
            if found:
                return found
        return 0

    return sorted(rows, key=cmp_to_key(compared))


def first_rows(rows, order, shown, dataset):
    """In the order that is asked for, then of what is shown of them."""
    terms = [(name, way) for item in as_list(order) for name, way in item.items()]
    terms += [(name, "ASC") for name in shown]

    def compared(a, b):
        for name, way in terms:
            column = column_of(dataset, name).name
            found = compare(a[column], b[column], way)
            if found:
                return found
        return 0

    return sorted(rows, key=cmp_to_key(compared))


def compare_groups(a, b, order, keys, dataset):
    terms = []
    for item in order:
        for name, value in item.items():
            if name == "count":
                terms.append((len, value))
                continue
            measured, fields = percentile_of(name, value)
            for field, direction in fields.items():
                if name == "key":
                    terms += key_terms(field, direction, keys, dataset)
                    continue
                column = column_of(dataset, field)
                terms.append(
                    (lambda rows, n=measured, c=column: raw_measure(n, c, rows), direction)
                )
    terms += [
        (lambda rows, k=key: key_value(dataset, rows[0], *k), "ASC") for key in tie_keys(keys)
    ]
    for read, direction in terms:
        found = compare(read(a), read(b), direction)
        if found:
            return found
    return 0


def key_terms(field, direction, keys, dataset):
    if field == "datePart":
        return part_terms(direction, keys, dataset)
    if isinstance(direction, dict):
        return [
            (lambda rows, t=attribute: name_key(rows, dataset, t), each)
            for attribute, each in direction.items()
        ]
    units = [unit for key, unit in keys if key == field and unit not in PARTS]
    unit = None if None in units else min(units, key=UNITS.index)
    return [(lambda rows: key_value(dataset, rows[0], field, unit), direction)]


def part_terms(directions, keys, dataset):
    return [
        (lambda rows, f=field, p=part: key_value(dataset, rows[0], f, p), direction)
        for field, direction in directions.items()
        for part in PARTS
        if (field, part) in keys
    ]


def tie_keys(keys):
    return list(dict.fromkeys(keys))


def name_key(rows, dataset, attribute):
    if attribute == "code":
        return commune_value(dataset, rows[0])
    keys = [label_key(dataset, row) for row in rows]
    keys = [key for key in keys if key is not None]
    label = cog().label_of_key(max(keys)) if keys else None
    return None if label is None else fold(label.nom)


def raw_measure(name, column, rows):
    values = [row[column.name] for row in rows if row[column.name] is not None]
    match name:
        case "countDistinct":
            return len(set(values))
        case _ if not values:
            return None
        case "sum":
            return sum(values)
        case "avg":
            return float(sum(values)) / len(values)
        case "min" | "max":
            return min(values) if name == "min" else max(values)
        case _:
            return nearest_rank(values, 50 if name == "median" else name[1])


def nearest_rank(values, percent):
    """The value at rank ceil(percent / 100 of them), from 1."""
    return sorted(values)[math.ceil(Fraction(str(percent)) * len(values) / 100) - 1]


def percentile_of(name, value):
    """The measure and its fields, of an order or of a condition."""
    return (("percentile", value["p"]), value["of"]) if name == "percentile" else (name, value)


def measure(name, column, rows):
    value = raw_measure(name, column, rows)
    if name in {"countDistinct", "avg"} or value is None:
        return value
    scalar = column.type.scalar
    if name == "sum" and scalar is ScalarType.INTEGER:
        scalar = ScalarType.BIGINT
    return wire(value, scalar)
