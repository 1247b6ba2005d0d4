"""Two tables with a column of every type, as a caller may name them."""

from types import SimpleNamespace

from catalog.model.dataset import ColumnType, ScalarType
from federation.sql.names import SqlNames

_COLUMNS = {
    "id": ColumnType(ScalarType.INTEGER),
    "n": ColumnType(ScalarType.BIGINT),
    "x": ColumnType(ScalarType.DECIMAL, 10, 2),
    "f": ColumnType(ScalarType.FLOAT),
    "b": ColumnType(ScalarType.BOOLEAN),
    "a": ColumnType(ScalarType.STRING),
    "jour": ColumnType(ScalarType.DATE),
    "ts": ColumnType(ScalarType.TIMESTAMP),
    "tz": ColumnType(ScalarType.TIMESTAMP_TZ),
}


def names() -> SqlNames:
    columns = [SimpleNamespace(name=name, type=kind) for name, kind in _COLUMNS.items()]
    tables = {name: SimpleNamespace(id=f"o__{name}", columns=columns) for name in ("t", "u")}
    return SqlNames({"o": tables})
