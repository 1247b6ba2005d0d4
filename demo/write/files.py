"""A table as CSV or Parquet: bytes, so that files and objects are written alike."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq

from catalog.model.dataset import ColumnType, ScalarType, TextFormat
from demo.generate.table import ORIGIN, Table
from demo.write.text import value_text

_ARROW: dict[ScalarType, pa.DataType] = {
    ScalarType.STRING: pa.string(),
    ScalarType.INTEGER: pa.int32(),
    ScalarType.BIGINT: pa.int64(),
    ScalarType.FLOAT: pa.float64(),
    ScalarType.BOOLEAN: pa.bool_(),
    ScalarType.DATE: pa.date32(),
    ScalarType.TIMESTAMP: pa.timestamp("us"),
    ScalarType.TIMESTAMP_TZ: pa.timestamp("us", tz="UTC"),
}


def csv_bytes(table: Table, delimiter: str, form: TextFormat) -> bytes:
    """UTF-8, a header, one line a row, empty where there is nothing."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.column_names)
    writer.writerows([value_text(value, form) for value in row] for row in table.rows)
    return text.getvalue().encode()


def parquet_bytes(table: Table) -> bytes:
    """Typed columns; title and origin in the file's own metadata."""
    columns = [
        pa.array([row[index] for row in table.rows], type=_arrow_type(column.type))
        for index, column in enumerate(table.columns)
    ]
    metadata = {**ORIGIN, "titre": table.title}
    names = list(table.column_names)
    arrow = pa.Table.from_arrays(columns, names=names).replace_schema_metadata(metadata)
    sink = io.BytesIO()
    pq.write_table(arrow, sink)
    return sink.getvalue()


def read_me(table: Table, seed: int) -> str:
    """The LISEZMOI.md that lies beside every table."""
    return (
        f"# {table.title}\n\n"
        "origine = synthetique\n\n"
        "Ces lignes ne décrivent rien ni personne : elles sont tirées au sort (graine "
        f"{seed}) autour d'ordres de grandeur publiés, sur de vraies communes.\n"
        "Les SIRET de prestataires commencent par 000 : aucun n'est attribué.\n"
        "Les erreurs volontaires sont listées dans anomalies_plantees.json.\n\n"
        "These rows describe nothing and nobody: they are drawn at random around published "
        "orders of size, on real communes.\n"
    )


def _arrow_type(column_type: ColumnType) -> pa.DataType:
    if column_type.scalar is ScalarType.DECIMAL:
        return pa.decimal128(column_type.precision, column_type.scale)
    return _ARROW[column_type.scalar]
