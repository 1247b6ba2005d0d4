"""What a reader of a format gives for a cell, as the value that its column's type means."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

from catalog.model.dataset import ScalarType
from tests.integration.doors.typed_rows import TYPES


def of_text(  # noqa: C901, PLR0911 - one case a type
    name: str, cell: object
) -> object:
    """A cell of JSON as the value that its column's type means."""
    if cell is None:
        return None
    match TYPES[name].scalar:
        case ScalarType.INTEGER:
            assert type(cell) is int
            return cell
        case ScalarType.BIGINT:
            return int(cell)
        case ScalarType.DECIMAL:
            return Decimal(str(cell))
        case ScalarType.FLOAT:
            return float(cell)
        case ScalarType.BOOLEAN:
            assert type(cell) is bool
            return cell
        case ScalarType.DATE:
            return date.fromisoformat(cell)
        case ScalarType.TIME:
            return time.fromisoformat(cell)
        case ScalarType.TIMESTAMP:
            moment = datetime.fromisoformat(cell)
            assert moment.tzinfo is None
            return moment
        case ScalarType.TIMESTAMP_TZ:
            instant = datetime.fromisoformat(cell)
            assert instant.tzinfo is not None
            return instant.astimezone(UTC)
        case ScalarType.JSON:
            return cell
    assert type(cell) is str
    return cell


def of_json_text(name: str, cell: object) -> object:
    if TYPES[name].scalar is ScalarType.JSON and isinstance(cell, str):
        return json.loads(cell)
    return cell


def of_cell(  # noqa: C901, PLR0911, PLR0912 - one case a type
    name: str, cell
) -> object:
    """Of a workbook, as openpyxl reads it: it leaves carriage returns escaped."""
    value, scalar = cell.value, TYPES[name].scalar
    if value is None:
        return None
    match scalar, value:
        case (ScalarType.STRING, str()):
            return value.replace("_x000D_", "\r")
        case (ScalarType.JSON, str()):
            return json.loads(value)
        case (ScalarType.INTEGER, int()) | (ScalarType.BOOLEAN, bool()):
            return value
        case (ScalarType.BIGINT, int() | str()):
            return int(value)
        case (ScalarType.DECIMAL, int() | float() | str()):
            return Decimal(str(value))
        case (ScalarType.FLOAT, int() | float() | str()):
            return float(value)
        case (ScalarType.DATE, datetime()):
            assert value.time() == time(0)
            return value.date()
        case (ScalarType.DATE, str()):
            return date.fromisoformat(value)
        case (ScalarType.TIME, time()):
            return value
        case (ScalarType.TIME, str()):
            return time.fromisoformat(value)
        case (ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ, datetime()):
            return value
        case (ScalarType.TIMESTAMP | ScalarType.TIMESTAMP_TZ, str()):
            return datetime.fromisoformat(value)
    raise AssertionError((name, value))


def loaded(content: bytes):
    """JSON whose numbers keep all their digits, and zero its sign."""
    return json.loads(
        content,
        parse_float=Decimal,
        parse_int=lambda digits: Decimal(digits) if digits == "-0" else int(digits),
    )


def of_value(name: str, cell: object) -> object:
    """Of a JSON column, GeoJSON holds the value itself, its fractions as a program reads them."""
    if TYPES[name].scalar is ScalarType.JSON:
        return json.loads(json.dumps(cell, default=float))
    return of_number(name, cell)


def of_number(name: str, cell: object) -> object:
    """A cell of JSON in which long numbers are numbers, and JSON is its text."""
    match TYPES[name].scalar, cell:
        case (ScalarType.JSON, str()):
            return json.loads(cell)
        case (ScalarType.FLOAT, int() | Decimal()):
            return float(cell)
        case (ScalarType.BIGINT, _) if cell is not None:
            return int(cell)
    return of_text(name, cell)
