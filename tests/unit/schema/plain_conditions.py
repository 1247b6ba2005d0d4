"""`where` and `having` of the reference: three values, absent variables dropped."""

from datetime import date

from catalog.fold import fold
from catalog.model.dataset import ScalarType
from tests.unit.schema.plain_order import percentile_of, raw_measure
from tests.unit.schema.plain_values import ABSENT, as_list, column_of, day_of, typed
from tests.unit.schema.sample import BORNES, COLLECTES, cog

DROPPED = object()


def all3(values):
    values = list(values)
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def any3(values):
    values = list(values)
    if any(value is True for value in values):
        return True
    return None if any(value is None for value in values) else False


def not3(value):
    return None if value is None else not value


def combined(where, field):
    """AND, OR and NOT over what absent variables left; DROPPED when they left nothing."""
    results = []
    for name, value in where.items():
        if value is ABSENT:
            continue
        if name in {"AND", "OR"}:
            inner = [combined(each, field) for each in as_list(value)]
            inner = [each for each in inner if each is not DROPPED]
            if inner:
                results.append(all3(inner) if name == "AND" else any3(inner))
        elif name == "NOT":
            inner = combined(value, field)
            if inner is not DROPPED:
                results.append(not3(inner))
        else:
            found = field(name, value)
            if found is not DROPPED:
                results.append(found)
    return all3(results) if results else DROPPED


def passes(where, row, dataset, rows_by_dataset):
    """`rows_by_dataset`: among which linked rows are looked for."""

    def field(name, filter_):
        if name == "commune":
            return commune_passes(filter_, dataset, row)
        if (dataset, name) in LINKED:
            return link_passes(filter_, LINKED[dataset, name], row, rows_by_dataset)
        column = column_of(dataset, name)
        return filter_passes(filter_, row[column.name], column.type.scalar)

    found = combined(where, field)
    return True if found is DROPPED else found


LINKED = {(COLLECTES, "bornes"): BORNES, (BORNES, "collectes"): COLLECTES}
"""What lies in one commune, as it is written."""


def link_passes(filter_, other, row, rows_by_dataset):
    results = []
    for quantifier, inner in filter_.items():
        if inner is ABSENT or (inner != {} and combined(inner, was_given) is DROPPED):
            continue
        code = row["code_commune"]
        beside = [each for each in rows_by_dataset[other.name] if each["code_commune"] == code]
        passing = [
            inner == {} or passes(inner, each, other, rows_by_dataset) is True
            for each in beside
            if code is not None
        ]
        results.append(
            {"some": any(passing), "every": all(passing), "none": not any(passing)}[quantifier]
        )
    return all3(results) if results else DROPPED


def was_given(name, filter_):
    """Whether absent variables left anything of a filter."""
    left = [each for key, each in filter_.items() if key != "fold" and each is not ABSENT]
    if not any(isinstance(each, dict) for each in left):
        return True if left else DROPPED
    given = [was_given(name, each) if isinstance(each, dict) else True for each in left]
    return DROPPED if all(each is DROPPED for each in given) else True


def commune_passes(filter_, dataset, row):
    results = []
    for name, value in filter_.items():
        if value is ABSENT:
            continue
        inner = value.items() if name == "epci" else [(None, value)]
        for of_epci, filter_of in inner:
            if filter_of is not ABSENT:
                attribute = name if of_epci is None else f"epci_{of_epci}"
                results.append(attribute_passes(filter_of, attribute, dataset, row))
    results = [each for each in results if each is not DROPPED]
    return all3(results) if results else DROPPED


def attribute_passes(filter_, attribute, dataset, row):
    mode = filter_.get("fold", "NONE")
    results = []
    for name, operand in filter_.items():
        if name == "fold" or operand is ABSENT:
            continue
        found = [
            operator_passes(name, operand, value, ScalarType.STRING, mode) is True
            for value in attribute_values(attribute, dataset, row)
        ]
        dated = day_of(dataset, row) is not None
        if name == "isNull":
            known = dated and bool(attribute_values(attribute, dataset, row))
            results.append(known is not operand)
        elif row["code_commune"] is None and operand != []:
            results.append(None)
        elif dated:
            results.append(any(found))
        else:
            # At some date it would pass, at others not: nobody knows.
            results.append(None if any(found) else False)
    return all3(results) if results else DROPPED


def attribute_values(attribute, dataset, row):
    """At the row's day; without one, at each 1 January that the reference knows."""
    day, code = day_of(dataset, row), row["code_commune"]
    days = [day] if day else [date(year, 1, 1) for year in range(1943, 2027)]
    found = []
    for each in days:
        commune_then = None if code is None else cog().commune_at(code, each)
        label = None if commune_then is None else cog().label(commune_then, each)
        value = None if label is None else getattr(label, attribute)
        if value is not None:
            found.append(value)
    return found


def filter_passes(filter_, value, scalar):
    mode = filter_.get("fold", "NONE")
    mode = "NONE" if mode is ABSENT else mode
    results = [
        operator_passes(name, operand, value, scalar, mode)
        for name, operand in filter_.items()
        if name != "fold" and operand is not ABSENT
    ]
    return all3(results) if results else DROPPED


def operator_passes(name, operand, value, scalar, mode):
    if name == "isNull":
        return (value is None) is operand
    items = [typed(each, scalar) for each in as_list(operand)]
    if name in {"in", "notIn"} and not items:
        return name == "notIn"
    if value is None:
        return None
    if mode != "NONE":
        accent = mode == "CASE_ACCENT"
        value, items = fold(value, accent=accent), [fold(each, accent=accent) for each in items]
    first = items[0]
    return {
        "eq": lambda: value == first,
        "ne": lambda: value != first,
        "gt": lambda: value > first,
        "gte": lambda: value >= first,
        "lt": lambda: value < first,
        "lte": lambda: value <= first,
        "in": lambda: value in items,
        "notIn": lambda: value not in items,
        "between": lambda: items[0] <= value <= items[1],
        "contains": lambda: first in value,
        "startsWith": lambda: value.startswith(first),
        "endsWith": lambda: value.endswith(first),
    }[name]()


def group_passes(having, rows, dataset):
    def field(name, filter_):
        if name == "count":
            return filter_passes(filter_, len(rows), ScalarType.BIGINT)
        results = []
        measured, fields = percentile_of(name, filter_)
        for field_name, inner in fields.items():
            if inner is ABSENT:
                continue
            column = column_of(dataset, field_name)
            value = raw_measure(measured, column, rows)
            scalar = ScalarType.BIGINT if name == "countDistinct" else column.type.scalar
            scalar = ScalarType.FLOAT if name == "avg" else scalar
            results.append(filter_passes(inner, value, scalar))
        results = [each for each in results if each is not DROPPED]
        return all3(results) if results else DROPPED

    found = combined(having, field)
    return True if found is DROPPED else found
