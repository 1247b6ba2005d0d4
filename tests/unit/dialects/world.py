"""One table whose columns are of every type, in each storage that a dialect reads."""

from __future__ import annotations

from catalog.model.dataset import (
    Column,
    ColumnType,
    Dataset,
    ObjectKind,
    PhysicalObject,
    ScalarType,
)
from catalog.model.identifiers import Name, Siren
from catalog.model.storage import PostgresqlOptions, Storage, StorageKind
from federation.plan import PlannedTable

OWNER = Siren("243500667")
STORAGE = Storage(
    "s", OWNER, StorageKind.POSTGRESQL, PostgresqlOptions("localhost", 5432, "base", "lecture")
)
_COLUMNS = {
    "i": ScalarType.INTEGER,
    "b": ScalarType.BIGINT,
    "m": ScalarType.DECIMAL,
    "f": ScalarType.FLOAT,
    "v": ScalarType.BOOLEAN,
    "n": ScalarType.STRING,
    "o": ScalarType.STRING,
    "d": ScalarType.DATE,
    "t": ScalarType.TIMESTAMP,
    "z": ScalarType.TIMESTAMP_TZ,
}
DATASET = Dataset(
    id="d",
    owner=OWNER,
    storage_id="s",
    name=Name("d"),
    title_fr="",
    title_en="",
    physical=PhysicalObject(ObjectKind.TABLE, "Table", schema="public"),
    columns=tuple(
        Column(
            id=name,
            name=Name(name),
            type=ColumnType(scalar, 10, 2) if scalar is ScalarType.DECIMAL else ColumnType(scalar),
            source_name=name,
            label_fr="",
            label_en="",
        )
        for name, scalar in _COLUMNS.items()
    ),
)
TABLES = (PlannedTable(DATASET, STORAGE),)
