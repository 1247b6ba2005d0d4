"""A logical query run as it stands: an in-memory DuckDB whose tables bear the logical names.

What the logical functions give stands in columns of its own, computed in Python, so that nothing
of the compiler's rewriting takes part.
"""

import hashlib
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from sqlglot import exp

from catalog.fold import fold
from catalog.model.dataset import ScalarType
from federation.logical import (
    COMMUNE_CODE,
    COMMUNE_LABEL,
    COMMUNE_NAME,
    FOLD,
    ROW_ID,
    CursorSource,
    LiteralSource,
    WireType,
)
from federation.results.canonical import canonical_table
from federation.results.json_rows import write_rows
from federation.wire_values import canonical_value
from schema.paging import finish_nodes
from schema.reading.read_document import SliceRows
from tests.unit.schema.sample import BORNES, COLLECTES, cog

DUCKDB_TYPES = {
    ScalarType.STRING: "VARCHAR",
    ScalarType.INTEGER: "INTEGER",
    ScalarType.BIGINT: "BIGINT",
    ScalarType.DECIMAL: "DECIMAL(12, 3)",
    ScalarType.FLOAT: "DOUBLE",
    ScalarType.BOOLEAN: "BOOLEAN",
    ScalarType.DATE: "DATE",
    ScalarType.TIMESTAMP: "TIMESTAMP",
    ScalarType.TIMESTAMP_TZ: "TIMESTAMPTZ",
    ScalarType.JSON: "VARCHAR",
}


VINTAGE = date(2024, 1, 1)


def commune_code(code, day):
    """A code that is no commune then, or has no day, stands for itself."""
    if code is None or day is None:
        return code
    return cog().commune_at(code, day) or code


def commune_label(code, day):
    if code is None or day is None:
        return None
    return cog().label_key(commune_code(code, day), day)


def row_id(one, other):
    if one is None or other is None:
        return None
    return hashlib.sha256(f"{one}\0{other}".encode()).hexdigest()


def fold_text(text, mode):
    return None if text is None else fold(text, accent=mode == "CASE_ACCENT")


def computed(dataset, row):
    """What the logical functions give for a row, under the name of each call."""
    day = row["date_collecte"] if dataset is COLLECTES else VINTAGE
    code = row["code_commune"]
    return {
        COMMUNE_CODE: commune_code(code, day),
        COMMUNE_LABEL: commune_label(code, day),
        COMMUNE_NAME: commune_label(code, day),
        ROW_ID: row_id(row.get("id_pesee"), code),
        **{
            f"{FOLD} {column.name} {mode}": fold_text(row[column.name], mode)
            for column in dataset.columns
            if column.type.scalar is ScalarType.STRING
            for mode in ("CASE", "CASE_ACCENT")
        },
    }


def open_database(rows_by_dataset):
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute("CREATE SCHEMA val_d_ille_aubigne; CREATE SCHEMA interco_reference")
    for dataset in (COLLECTES, BORNES):
        rows = [{**row, **computed(dataset, row)} for row in rows_by_dataset[dataset.name]]
        kinds = {c.name: DUCKDB_TYPES[c.type.scalar] for c in dataset.columns}
        columns = ", ".join(f'"{name}" {kinds.get(name, "VARCHAR")}' for name in rows[0])
        marks = ", ".join("?" for _ in rows[0])
        database.execute(f'CREATE TABLE val_d_ille_aubigne."{dataset.name}" ({columns})')
        database.executemany(
            f'INSERT INTO val_d_ille_aubigne."{dataset.name}" VALUES ({marks})',
            [list(row.values()) for row in rows],
        )
    database.execute(
        "CREATE TABLE interco_reference.communes (label TEXT, code TEXT, nom_tri TEXT)"
    )
    codes = {row["code_commune"] for rows in rows_by_dataset.values() for row in rows}
    current = {
        commune_code(code, date(year, 1, 1))
        for code in codes - {None}
        for year in range(2010, 2027)
    }
    table = cog().label_table(current)
    database.executemany(
        "INSERT INTO interco_reference.communes VALUES (?, ?, ?)",
        [[key, label.code, fold(label.nom)] for key, label in table.items()],
    )
    return database


def run_slice(database, logical, variables=None, cursors=None):
    """The result as an Arrow table, and the slice as the writer takes it (its cursor unsealed)."""
    values = {each.name: bind(each, variables or {}, cursors or {}) for each in logical.parameters}
    text = _physical(logical.tree.copy()).sql(dialect="duckdb")
    table = database.execute(text, values).to_arrow_table()
    finished = finish_nodes(logical, canonical_table(_wired(table, logical), logical.columns))
    body = write_rows(finished.table, logical.shape, LABELS)
    return finished, SliceRows(body, finished.table.num_rows, finished.has_next, None)


def _wired(table, logical):
    """Decimals as text and days as dates, as the plan of a real engine casts them."""
    for index, (name, wire) in enumerate(logical.columns):
        column = table.column(name)
        if wire is WireType.DECIMAL:
            column = pc.cast(column, pa.string())
        elif wire is WireType.DATE:
            column = pc.cast(column, pa.date32())
        table = table.set_column(index, name, column)
    return table


class Labels(dict):
    def __missing__(self, key):
        return cog().label_of_key(key)

    def get(self, key):
        return self[key]


LABELS = Labels()


def bind(parameter, variables, cursors):
    source = parameter.source
    if isinstance(source, CursorSource):
        opened = cursors[_read(source.token, variables)][source.index]
        if source.is_null:
            return opened is None
        return None if opened is None else canonical_value(opened, parameter.type)
    value = canonical_value(_read(source, variables), parameter.type, parameter.rounding)
    if parameter.fold != "NONE":
        value = fold(value, accent=parameter.fold == "CASE_ACCENT")
    if parameter.prefix or parameter.suffix:
        for wild in ("\\", "%", "_"):
            value = value.replace(wild, f"\\{wild}")
        value = f"{parameter.prefix}{value}{parameter.suffix}"
    return value


def _read(source, variables):
    if isinstance(source, LiteralSource):
        return source.value
    value = variables
    for step in source.path:
        value = value[step]
    return value


def _physical(tree):
    for call in list(tree.find_all(exp.Anonymous)):
        of = call.expressions[0]
        name = f"{FOLD} {of.name} {call.expressions[1].name}" if call.this == FOLD else call.this
        call.replace(exp.column(name, of.table, quoted=True))
    for ranked in list(tree.find_all(exp.ApproxQuantile)):
        # By a share in decimals, DuckDB reckons the place in whole numbers.
        share = exp.cast(ranked.args["quantile"], "DECIMAL(18, 9)")
        ranked.replace(exp.Anonymous(this="QUANTILE_DISC", expressions=[ranked.this, share]))
    for cut in list(tree.find_all(exp.TimestampTrunc)):
        if isinstance(cut.this, exp.AtTimeZone):
            zone = cut.this.args["zone"].copy()
            cut.replace(exp.AtTimeZone(this=cut.copy(), zone=zone))
        else:
            cut.replace(exp.Cast(this=cut.copy(), to=exp.DataType.build("TIMESTAMP")))
    for taken in list(tree.find_all(exp.Extract)):
        if taken.name == "DAY_OF_WEEK":
            taken.set("this", exp.Var(this="ISODOW"))
    return tree
