"""Cells and keys of the reference, in plain Python: communes, cuts of dates, wire forms."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import orjson

from catalog.model.dataset import ScalarType
from catalog.model.identifiers import graphql_name
from tests.unit.schema.engine import commune_code, row_id
from tests.unit.schema.sample import COLLECTES, cog

ABSENT = object()


PARIS = ZoneInfo("Europe/Paris")


def column_of(dataset, field):
    return next(each for each in dataset.columns if graphql_name(each.name) == field)


def day_of(dataset, row):
    return row["date_collecte"] if dataset is COLLECTES else date(2024, 1, 1)


def label_key(dataset, row):
    day = day_of(dataset, row)
    code = row["code_commune"]
    if code is None or day is None:
        return None
    return cog().label_key(commune_code(code, day), day)


def commune_value(dataset, row):
    return commune_code(row["code_commune"], day_of(dataset, row))


def commune(dataset, row):
    code = commune_value(dataset, row)
    if code is None:
        return None
    key = label_key(dataset, row)
    label = None if key is None else cog().label_of_key(key)
    return {
        "code": code,
        "nom": label and label.nom,
        "population": label and label.population,
        "epci": None
        if key is None
        else {"siren": label and label.epci_siren, "nom": label and label.epci_nom},
    }


def node_field(dataset, row, name):
    if name == "_id":
        return row_id(row["id_pesee"], row["code_commune"])
    if name == "commune":
        return commune(dataset, row)
    column = column_of(dataset, name)
    return wire(row[column.name], column.type.scalar)


def wire(value, scalar):  # noqa: PLR0911 - a table of types
    if value is None:
        return None
    match scalar:
        case ScalarType.DECIMAL:
            return f"{value:.3f}"
        case ScalarType.BIGINT:
            return str(value)
        case ScalarType.TIMESTAMP_TZ:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
        case ScalarType.TIMESTAMP:
            return value.isoformat()
        case ScalarType.JSON:
            return orjson.loads(value)
        case _:
            return value


def typed(value, scalar):
    match scalar:
        case ScalarType.DATE:
            return date.fromisoformat(value)
        case ScalarType.DECIMAL:
            return Decimal(str(value))
        case ScalarType.BIGINT:
            return int(value)
        case ScalarType.FLOAT:
            return float(value)
        case ScalarType.TIMESTAMP_TZ | ScalarType.TIMESTAMP:
            return datetime.fromisoformat(value)
        case _:
            return value


def as_list(value):
    if value is None or value is ABSENT:
        return []
    return value if isinstance(value, list) else [value]


def key_value(dataset, row, name, unit):
    if name == "commune":
        return commune_value(dataset, row)
    column = column_of(dataset, name)
    return truncated(row[column.name], unit, column.type.scalar)


def truncated(value, unit, scalar):
    if value is None or unit is None:
        return value
    if unit in PARTS:
        local = value.astimezone(PARIS) if scalar is ScalarType.TIMESTAMP_TZ else value
        return PARTS[unit](local)
    if scalar is ScalarType.DATE:
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001 - a day
        return cut(moment, unit).date()
    if scalar is ScalarType.TIMESTAMP_TZ:
        if unit == "HOUR":
            return value.replace(minute=0, second=0, microsecond=0)
        local = cut(value.astimezone(PARIS).replace(tzinfo=None), unit)
        return local.replace(tzinfo=PARIS).astimezone(UTC)
    return cut(value, unit)


PARTS = {
    "MONTH_OF_YEAR": lambda local: local.month,
    "DAY_OF_WEEK": lambda local: local.isoweekday(),
    "HOUR_OF_DAY": lambda local: local.hour,
}
"""In the order in which groups are ordered by several."""


def cut(moment, unit):
    day = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "HOUR":
            return moment.replace(minute=0, second=0, microsecond=0)
        case "DAY":
            return day
        case "WEEK":
            return day - timedelta(days=day.weekday())
        case "MONTH":
            return day.replace(day=1)
        case "QUARTER":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "YEAR":
            return day.replace(month=1, day=1)


UNITS = ("HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
