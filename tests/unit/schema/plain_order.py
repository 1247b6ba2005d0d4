"""Orders and aggregates of the reference, in plain Python."""

from functools import cmp_to_key

from catalog.fold import fold
from catalog.model.dataset import ScalarType
from catalog.model.identifiers import graphql_name
from tests.unit.schema.plain_values import (
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


def compare_groups(a, b, order, keys, dataset):
    terms = []
    for item in order:
        for name, value in item.items():
            if name == "count":
                terms.append((len, value))
                continue
            for field, direction in value.items():
                if name != "key":
                    column = column_of(dataset, field)
                    terms.append(
                        (lambda rows, n=name, c=column: raw_measure(n, c, rows), direction)
                    )
                elif isinstance(direction, dict):
                    for attribute, each in direction.items():
                        terms.append((lambda rows, t=attribute: name_key(rows, dataset, t), each))
                else:
                    units = [unit for key, unit in keys if key == field]
                    unit = None if None in units else min(units, key=UNITS.index)
                    terms.append(
                        (lambda rows, f=field, u=unit: key_value(dataset, rows[0], f, u), direction)
                    )
    terms += [
        (lambda rows, k=key: key_value(dataset, rows[0], *k), "ASC") for key in tie_keys(keys)
    ]
    for read, direction in terms:
        found = compare(read(a), read(b), direction)
        if found:
            return found
    return 0


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
        case "min":
            return min(values)
        case "max":
            return max(values)


def measure(name, column, rows):
    value = raw_measure(name, column, rows)
    if name in {"countDistinct", "avg"} or value is None:
        return value
    scalar = column.type.scalar
    if name == "sum" and scalar is ScalarType.INTEGER:
        scalar = ScalarType.BIGINT
    return wire(value, scalar)
